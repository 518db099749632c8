"""Who and what a story names: people, organisations, products and places, joined, counted, with the role of the first mention.

Counting goes by words: a name inside a longer word is no mention. Masked names stay masked. English comes from the termbase,
from the text itself (Latin in parentheses), from the dictionary, and else as pinyin, and says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.digest.candidates import Candidate, Paragraphs
from pipeline.digest.people import TITLES
from pipeline.digest.proposals import propose
from pipeline.digest.words import Word, words_of
from pipeline.proper_names import proper_name
from pipeline.settings import DigestSettings
from pipeline.story import Name, Paragraph, Passage, Story
from pipeline.surnames import COMPOUND_SURNAMES, SURNAME_READINGS, SURNAMES
from pipeline.termbase import Hit, Term, Termbase

_PROSE = frozenset(("paragraph", "list_item", "quote", "caption", "heading", "table"))
_ROLE_BEFORE = re.compile(
    rf"(?:^|[，。；：、“”（）《》！？]|是|由|与|和|跟|向|对|请|让|据|而|但|在|当年|时任|如今|其中|，)([\u4e00-\u9fffA-Za-z0-9]{{0,20}}?(?:{TITLES}))$"
)
_ROLE_AFTER = re.compile(r"^(?:（[^）]{1,40}）)?是(?!否|在|以|一件|不|从|为)([^，。；！？“”是]{2,30}?)(?=[，。；！？])")
_ROLE_IN_BRACKETS = re.compile(r"^（([^（）]{2,30})）")


class _Mention(NamedTuple):
    """Hold one place where a name stands."""

    paragraph: Paragraph
    start: int


def names(
    story: Story, terms: Termbase, words: Mapping[str, tuple[Word, ...]], settings: DigestSettings
) -> tuple[Name, ...]:
    """List the names of a story, most mentioned first; equal counts in order of first mention.

    words: the words of each paragraph, by paragraph id.
    """
    printed = tuple(p for p in story.paragraphs if p.kind in _PROSE)
    texts = tuple(p.text for p in printed)
    source = Paragraphs(texts, tuple(words[p.id] for p in printed), terms)
    found = propose(source, settings)
    heads = _heads(found, source.text)
    mentions = _mentions(printed, found)
    grouped: dict[str, list[str]] = {}
    for text in mentions:
        grouped.setdefault(heads[text], []).append(text)
    given = _are_given_names([c.text for c in found.values() if c.pseudonym])
    rows = [_name(found, head, members, mentions, given) for head, members in grouped.items()]
    order = {paragraph.id: number for number, paragraph in enumerate(printed)}
    return tuple(sorted(rows, key=lambda row: (-row.count, order[row.first.paragraph], row.first.start)))


def _heads(found: Mapping[str, Candidate], text: str) -> dict[str, str]:
    """Map each form to the form it is an alias of: itself, the glossed name, the same English, or the fuller name."""
    heads = {form: form for form in found}
    by_english: dict[str, str] = {}
    for form, candidate in found.items():
        key = candidate.english.lower()
        if candidate.alias_of in found:
            heads[form] = candidate.alias_of
        elif key and key in by_english:
            heads[form] = by_english[key]
        elif key:
            by_english[key] = form
    for form, candidate in found.items():
        if candidate.kind == "person" and heads[form] == form:
            fuller = [other for other in found if _is_short_for(form, other) and found[other].kind == "person"]
            if len(fuller) == 1:
                heads[form] = fuller[0]
    for form, candidate in found.items():
        if (
            candidate.kind == "place"
            and len(form) > 2
            and form[-1] in "省市县"
            and form[:-1] in found
            and heads[form] == form
        ):
            heads[form] = form[:-1]
    for match in re.finditer(r"（(?:以下)?简称[“「]?([^（）“”「」]{1,12})[”」]?）", text):
        full = max((form for form in found if text[: match.start()].endswith(form)), key=len, default="")
        if full and match[1] in found:
            heads[match[1]] = full
    return {form: _root(form, heads) for form in heads}


def _root(form: str, heads: Mapping[str, str]) -> str:
    seen = {form}
    while heads[form] != form and heads[form] not in seen:
        form = heads[form]
        seen.add(form)
    return form


def _is_short_for(form: str, other: str) -> bool:
    """Say whether a form is a part of a dotted name, 奈斯利 of 托马斯·奈斯利, or calls somebody by surname, 老郑 for 郑国华."""
    called = len(form) == 2 and form[0] in "小老" and len(other) in (2, 3) and other[0] == form[1]
    return other != form and (called or form in re.split("[·•‧—-]", other))


def _mentions(printed: Iterable[Paragraph], found: Mapping[str, Candidate]) -> dict[str, list[_Mention]]:
    """Find every form as a word of its own."""
    finder = Termbase(tuple(Term(form, candidate.english or "-") for form, candidate in found.items()))
    places: dict[str, list[_Mention]] = {}
    for paragraph in printed:
        hits: tuple[Hit, ...] = finder.hits(paragraph.text)
        for hit in hits:
            places.setdefault(hit.term.zh, []).append(_Mention(paragraph, hit.span.start))
    return places


def _name(
    found: Mapping[str, Candidate],
    head: str,
    members: list[str],
    mentions: Mapping[str, list[_Mention]],
    given: bool,
) -> Name:
    candidate = found[head]
    everywhere = [(mention, form) for form in members for mention in mentions[form]]
    first, form = min(
        everywhere,
        key=lambda pair: (
            int(pair[0].paragraph.id.lstrip("p") or 0) if pair[0].paragraph.id.lstrip("p").isdigit() else 0,
            pair[0].start,
        ),
    )
    english, evidence = _english(candidate, given)
    passage = Passage(form, first.paragraph.id, first.start, first.start + len(form))
    shown = head if head in members else form
    return Name(
        shown,
        candidate.kind,
        english,
        evidence,
        _role(first.paragraph.text, first.start, first.start + len(form), candidate.kind),
        len(everywhere),
        passage,
        tuple(sorted({member for member in members if member != shown})),
        any(found[member].pseudonym for member in members),
    )


def _are_given_names(pseudonyms: Sequence[str]) -> bool:
    """Say whether a text's pseudonyms are given names: most of them start with no surname (春生, 立冬)."""
    short = [name for name in pseudonyms if len(name) == 2]
    return len(short) > 1 and sum(name[0] not in SURNAMES for name in short) * 2 > len(short)


def _english(candidate: Candidate, given: bool = False) -> tuple[str, str]:
    if candidate.english or candidate.evidence == "masked":
        return candidate.english, candidate.evidence or "latin"
    if candidate.text.isascii():
        return candidate.text, "latin"
    if given and candidate.pseudonym and len(candidate.text) == 2:
        return pinyin(candidate.text, "given"), "pinyin"
    known = proper_name(candidate.text) if not candidate.pseudonym else ""
    return (known, "dictionary") if known else (pinyin(candidate.text, candidate.kind), "pinyin")


def pinyin(text: str, kind: str) -> str:
    """Spell a name in pinyin without tones: people as surname and given name, the rest as one word per two characters at most.

    >>> pinyin("王军", "person"), pinyin("欧阳修", "person"), pinyin("托马斯·奈斯利", "person")
    ('Wang Jun', 'Ouyang Xiu', 'Tuomasi Naisili')
    """
    from pypinyin import lazy_pinyin

    if "·" in text:
        return " ".join("".join(lazy_pinyin(part)).capitalize() for part in text.split("·"))
    if kind == "given":
        return "".join(lazy_pinyin(text)).capitalize()
    cut = 2 if text[:2] in COMPOUND_SURNAMES else 1
    parts = [text[:cut], text[cut:]] if kind == "person" and 2 <= len(text) <= 4 else [w.text for w in words_of(text)]
    spelt = ["".join(lazy_pinyin(part)).capitalize() for part in parts if part]
    if kind == "person" and text[:cut] in SURNAME_READINGS:
        spelt[0] = SURNAME_READINGS[text[:cut]]
    return " ".join(spelt)


def _role(text: str, start: int, end: int, kind: str) -> str:
    """Take the words that say who somebody is: a title before the name, brackets or "是 …" after it; "" for none."""
    if kind not in {"person", "organisation"}:
        return ""
    before = _ROLE_BEFORE.search(text[:start]) if kind == "person" else None
    if before:
        role = re.split("[是由请让与和叫]|出自|来自|作为|成为|一位|一名", before[1])[-1]
        return re.sub("^(?:被|了解|负责|拥有|熟悉)[^的]*的", "", role)
    for pattern in (_ROLE_IN_BRACKETS, _ROLE_AFTER):
        match = pattern.search(text[end : end + 80])
        if match and not re.search(r"化名|^[^\u4e00-\u9fff]+$|^以?下?简称", match[1]):
            return match[1]
    return ""
