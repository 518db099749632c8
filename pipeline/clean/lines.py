"""What can be measured on one line by itself: what its characters are, how it ends, which words of pollution it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean import contacts
from pipeline.clean.codes import CODES, codes_of, cut_as
from pipeline.clean.vocabulary import Hit, fold_all, hits
from pipeline.han import is_han

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FUNCTION = frozenset(
    "的了是在和也就都不有我他她它这那而与或但却很被把让给对从到为以及其之所于则因若如果着过地得吗呢吧啊你们个么还又再已将会能可要说没"
)
_ENDS = frozenset("。！？!?…；;")
_CLAUSES = frozenset("，,、：:")
_QUOTES = frozenset("“”‘’「」『』\"'《》〈〉")
_BRACKETS = frozenset("()（）[]【】〔〕{}")
_SEPARATORS = frozenset("|丨｜_>»›·•/\\-—–~～#*=＿→")


def class_of(char: str) -> str:
    """Sort a character: f function word, h other Han, d digit, l letter, e c q b s marks, o symbol, "." other ASCII."""
    for letter, members in (
        ("f", _FUNCTION),
        ("e", _ENDS),
        ("c", _CLAUSES),
        ("q", _QUOTES),
        ("b", _BRACKETS),
        ("s", _SEPARATORS),
    ):
        if char in members:
            return letter
    if is_han(char):
        return "h"
    if char.isspace():
        return " "
    if char.isdigit():
        return "d"
    if char.isascii():
        return "l" if char.isalpha() else "."
    return "l" if char.isalpha() else "o"


@cache
def _classes() -> NDArray[np.uint8]:
    """Tabulate the class of each code point as an ASCII letter, 0 for one not met yet."""
    return np.zeros(CODES, dtype=np.uint8)


def _classified(texts: Sequence[str]) -> Iterator[str]:
    """Write each text with the letters of its characters' classes."""
    table, codes = _classes(), codes_of("".join(texts))
    letters = table[codes]
    if not letters.all():
        for code in set(codes[letters == 0].tolist()):
            table[code] = ord(class_of(chr(code)))
        letters = table[codes]
    return cut_as(letters.tobytes().decode("ascii"), texts)


_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>")
_DATE = re.compile(
    r"(?:19|20)\d\d(?:[-/.年]\s?\d{1,2}(?:[-/.月]\s?\d{1,2}日?)?)|(?<!\d)\d{1,2}[-月]\d{1,2}(?:日|(?= \d))|\d{1,2}:\d{2}"
)
_COUNTER = re.compile(
    r"(?:阅读|浏览|点击|评论|查看|回复|点赞|收藏|转发|人气|热度|围观|播放)(?:量|数|次数|人数)?\s?[:(]?\s?\d[\d,.]*\s?[万k+]?\)?|\d[\d.,]*\s?[万k+]?\s?(?:次|人|条|个)?(?:阅读|浏览|点击|评论|回复|点赞|收藏|观看|播放|赞)"
)
_BULLET = re.compile(r"[-•·▪■◆●○★☆▶►→*※◇□✦✧]\s?|\d{1,3}[.、)]\s?|[(（]?[一二三四五六七八九十]{1,3}[)）、.]\s?")
_COUNTER_SIGNS = frozenset("阅浏点评查回收转人热围播赞次条个")
_NETWORK = (("url", contacts.URL), ("email", contacts.EMAIL))
_HASHTAG = re.compile(r"#[^#\s]{1,24}#")
_SYMBOLS = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
_JAMMER = re.compile(r"^(?:[!-~] ?){5,}$")
_PIECES = re.compile(r"[|丨｜_>»›/\\,，、;；·•\-—– \u3000]+")


class Line(NamedTuple):
    """Hold one line's measures; shares are of its characters without white space."""

    text: str
    """Folded text, white space at the ends left out."""
    classes: str
    """A letter per character: f function word, h other Han, d digit, l letter, e c q b s marks, o symbol."""
    chars: int
    """Characters without white space."""
    han: int
    hits: tuple[Hit, ...]
    flags: frozenset[str]
    """What the patterns found: phone, name, url, email, date, counter, tag, bullet, hashtag, emoji, jammer."""
    function_ratio: float
    """Share of function words among Han characters."""
    is_prose: bool
    """Long enough, with function words, ending as sentences end, and free of contact details."""


def measure(text: str) -> Line:
    """Measure one line; the empty line gives zeros."""
    return measure_all([text])[0]


def measure_all(texts: Sequence[str]) -> list[Line]:
    """Measure the lines of a document, their characters all at once."""
    folded = fold_all([text.strip() for text in texts])
    return [_measured(text, classes) for text, classes in zip(folded, _classified(folded), strict=True)]


def _measured(folded: str, classes: str) -> Line:
    chars = len(classes) - classes.count(" ")
    functions = classes.count("f")
    han = functions + classes.count("h")
    flags = _flags(folded, classes, chars, han)
    function_ratio = functions / han if han else 0.0
    prose = "private" not in flags and (
        _is_prose(classes, han, chars, function_ratio) or _is_latin_prose(folded, classes, chars)
    )
    return Line(folded, classes, chars, han, tuple(hits(folded)), flags, function_ratio, prose)


def _is_prose(classes: str, han: int, chars: int, function_ratio: float) -> bool:
    """Tell whether a line reads as running text: it ends as sentences do, or was broken in the midst of several clauses."""
    if han < 20 or function_ratio < 0.08 or han < 0.5 * chars:
        return False
    return classes.rstrip("qb")[-1:] in ("e", "c") or (
        classes.count("c") + 2 * classes[:-1].count("e") >= 2 and function_ratio > 0.1
    )


def _is_latin_prose(folded: str, classes: str, chars: int) -> bool:
    """Tell whether a line is a sentence of a language with Latin letters: several words, most of them small."""
    if chars <= 30 or classes.count("l") <= 0.7 * chars or folded[-1] not in '.?!…"”’)':
        return False
    words = folded.split()
    return len(words) >= 7 and sum(len(word) < 12 for word in words) > 0.9 * len(words)


def _flags(folded: str, classes: str, chars: int, han: int) -> frozenset[str]:
    """Name the patterns that a line shows; dear ones are searched only where their characters stand."""
    found = []
    digits, letters = classes.count("d"), classes.count("l")
    if digits or letters > 3:
        if digits > 3 and _DATE.search(folded):
            found.append("date")
        if digits and not _COUNTER_SIGNS.isdisjoint(folded) and _COUNTER.search(folded):
            found.append("counter")
        if (digits + letters > 4 or digits > 2) and contacts.has_private_contact(folded, digits):
            found.append("private")
        if "." in folded and letters > 2:
            found += [name for name, pattern in _NETWORK if pattern.search(folded)]
        if "<" in folded and _TAG.search(folded):
            found.append("tag")
        if not han and chars > 7 and _JAMMER.match(folded):
            found.append("jammer")
    if "private" not in found and "一" in folded and contacts.SPELT.search(folded):
        found.append("private")
    if _BULLET.match(folded):
        found.append("bullet")
    if "#" in folded and _HASHTAG.search(folded):
        found.append("hashtag")
    if "o" in classes and _SYMBOLS.search(folded):
        found.append("emoji")
    return frozenset(found)


def pieces(line: Line) -> list[str]:
    """Cut a line at separators and commas, as a run of keywords or a bar of links would be cut."""
    return [piece for piece in _PIECES.split(line.text) if piece]
