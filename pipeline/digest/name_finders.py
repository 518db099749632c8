"""Where names come from: one small finder per way in which Chinese articles introduce them.

A finder proposes; `pipeline.digest.names` joins, counts and prints. Whatever a finder is unsure of it leaves out: a missing
name costs a reader less than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.digest.candidates import SPECIFIC, Candidate, Paragraphs
from pipeline.digest.gazetteer import FIRM_NEAR, is_firm_after, listed
from pipeline.digest.latin_names import latin
from pipeline.digest.organisations import firms, institutions, start_of_institution
from pipeline.digest.people import (
    DOTTED,
    LATIN_PERSON,
    foreign,
    nicknames,
    people,
    person_before,
    pseudonyms,
    start_of_foreign,
)
from pipeline.digest.places import places
from pipeline.digest.transliterated import transliterated
from pipeline.digest.words import word_list
from pipeline.proper_names import is_common_word, kind_of, proper_name

_GLOSSED = re.compile(r"(?P<zh>[\u4e00-\u9fff·•‧—]{2,24})[（(](?P<en>[A-Z][\w .&'’,+-]{1,40})[)）]")
_MASKED = re.compile(
    r"某[A-Z](?![A-Za-z])|(?<![A-Za-z0-9])[A-Z]公司|公司[A-Z](?![A-Za-z]|公司)|(?<![A-Za-z0-9])[A-Z](?:家|厂|司|社|校|市|国|行)(?![\u4e00-\u9fff]?庭)|(?<=[\u4e00-\u9fff])某某|[赵钱孙李周吴郑王冯陈张刘黄杨林何高马罗梁宋唐许韩邓曹彭曾]某[某甲乙丙丁]?"
)
_LANDS = frozenset(word_list("lands"))


def from_terms(source: Paragraphs) -> Iterator[Candidate]:
    """Propose what the termbase names as a person, organisation, product or place."""
    kinds = {"person": "person", "org": "organisation", "organisation": "organisation", "organization": "organisation"}
    kinds |= {"product": "product", "place": "place", "work": "product"}
    for text in source.texts:
        for hit in source.terms.hits(text):
            kind = kinds.get(hit.term.pos.lower())
            if kind and not _MASKED.fullmatch(hit.term.zh):
                yield Candidate(hit.term.zh, kind, hit.term.en, "termbase")


def glossed(source: Paragraphs) -> Iterator[Candidate]:
    """Propose names with their Latin form in parentheses: 肯·希里夫（Ken Shirriff）, 美国有线电视新闻网（CNN）."""
    for text, words in zip(source.texts, source.words, strict=True):
        for match in _GLOSSED.finditer(text):
            latin = match["en"].strip()
            end = match.end("zh")
            dotted = next((m for m in DOTTED.finditer(text) if m.end() == end), None)
            if dotted:
                yield Candidate(text[start_of_foreign(text, dotted) : end], "person", latin, "latin")
                continue
            start = start_of_institution(words, end)
            if start is not None and not _is_person_gloss(latin, text[start:end]):
                yield Candidate(text[start:end], "organisation", latin, "latin")
                yield Candidate(latin, "organisation", latin, "latin", alias_of=text[start:end])
            elif LATIN_PERSON.fullmatch(latin):
                name = person_before(text, end)
                if name:
                    yield Candidate(name, "person", latin, "latin")
            else:
                last = next((word for word in words if word.end == end), None)
                if last and 2 <= len(last.text) <= 4 and not is_common_word(last.text):
                    yield Candidate(last.text, "organisation", latin, "latin")


def _is_person_gloss(latin: str, chinese: str) -> bool:
    return bool(LATIN_PERSON.fullmatch(latin)) and len(chinese) <= 4


def masked(source: Paragraphs) -> Iterator[Candidate]:
    """Propose masked names, which stay masked: A公司, 某H, 张某."""
    for match in _MASKED.finditer(source.text):
        name = match.group()
        letter = re.search("[A-Z]", name)
        if letter is None:
            yield Candidate(name, "person", "", "masked")
        else:
            kind = {"校": "University", "市": "City", "国": "Country", "行": "Bank"}.get(name[-1], "Company")
            yield Candidate(
                name, "place" if kind in {"City", "Country"} else "organisation", f"{kind} {letter.group()}", "masked"
            )


def known(source: Paragraphs) -> Iterator[Candidate]:
    """Propose firms and people that the dictionary knows; a name of neither kind needs a firm's company somewhere in the text."""
    seen: dict[str, bool] = {}
    for text, words in zip(source.texts, source.words, strict=True):
        for word in words:
            if len(word.text) >= 2 and (word.tag in SPECIFIC - {"eng"} or kind_of(word.text) == "organisation"):
                if not proper_name(word.text) or text[word.start - 1 : word.start].isdigit():
                    continue  # 3日电 is no NEC
                after = text[word.end :]
                near = is_firm_after(after)
                near = near or (not word.tag.startswith("nr") and FIRM_NEAR.match(after) is not None)
                seen[word.text] = seen.get(word.text, False) or near
    for name, is_firm in seen.items():
        kind = kind_of(name)
        if is_common_word(name):
            continue
        if kind in {"organisation", "person"} and not (kind == "person" and len(name) < 2):
            yield Candidate(name, kind)
        elif kind == "" and is_firm and name not in _LANDS and not name.endswith("国"):
            yield Candidate(name, "organisation")


def listed_brands(source: Paragraphs) -> Iterator[Candidate]:
    """Propose what a list says to be brands, firms or towns: 科龙、容声等冰箱品牌; 无锡、常州等地."""
    for text in source.texts:
        for match in _LISTED.finditer(text):
            kind = "place" if match["town"] else "organisation" if match["firm"] else "product"
            for name in match["names"].split("、")[1:] if match["open"] else match["names"].split("、"):
                if 2 <= len(name) <= 5 and not is_common_word(name):
                    yield Candidate(name, kind)


_LISTED = re.compile(
    "(?P<open>[\u4e00-\u9fff]?)(?<![\u4e00-\u9fff])(?P<names>(?:[\u4e00-\u9fffA-Za-z]{2,6}、){1,8}[\u4e00-\u9fffA-Za-z]{2,5}?)等"
    "(?:(?P<town>(?:多?个?)?(?:地(?![方区位段])|城市|省[份市]?|县[市区]?|区县))|[^，。、]{0,4}?(?:(?P<firm>公司|企业|厂商|机构)|品牌))"
)


FINDERS: tuple[tuple[str, Callable[[Paragraphs], Iterator[Candidate]]], ...] = (
    ("termbase", from_terms),
    ("masked", masked),
    ("listed", listed),
    ("glossed", glossed),
    ("pseudonyms", pseudonyms),
    ("listed brands", listed_brands),
    ("foreign", foreign),
    ("institutions", institutions),
    ("firms", firms),
    ("known", known),
    ("people", people),
    ("nicknames", nicknames),
    ("transliterated", transliterated),
    ("latin", latin),
    ("places", places),
)
"""Asked in this order; the first to name a string decides what it is."""

TOLD = frozenset(("termbase", "masked", "pseudonyms", "latin"))
"""Finders that repeat what the text or the editor says; nobody doubts them."""
SURE = frozenset(("listed", "glossed", "foreign", "listed brands"))
"""Finders that are doubted only where another name is read across what they propose."""
SHAPED = frozenset(("institutions", "firms"))
"""Finders that go by endings and marks, which tell more than their neighbours."""
GUESSED = frozenset(("people", "nicknames", "transliterated", "places", "known"))
"""Finders that guess from neighbours, kind included."""
