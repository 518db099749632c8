"""Titles: whether two documents claim to be the same article.

A part's number, a site's name after a bar, and punctuation do not make another title; another number does.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from pipeline.group.shingles import fold

_PART = re.compile(
    r"[（(【\[]\s*(?:[上中下终续完]|[一二三四五六七八九十\d]+|全文|转载?|图)\s*[）)】\]]|[-_|｜—].{0,12}$"
)
_NUMBERED = re.compile(r"[（(【\[]\s*(?:[上中下续]|[一二三四五六七八九十\d]+)\s*[）)】\]]")
_DIGITS = re.compile(r"\d+")
_AKIN = 70.0
_PARTIAL_CHARS = 8


def bare(title: str) -> str:
    """Fold a title, its part number and the site's name left out; "" for one without a letter.

    >>> bare("扬帆出海（中）_某某网"), bare("* * *")
    ('扬帆出海', '')
    """
    return fold(_PART.sub("", _PART.sub("", title))) or fold(title)


def names_part(title: str) -> bool:
    """Tell whether a title says that the text is only a part.

    >>> names_part("扬帆出海（中）"), names_part("扬帆出海（全文）")
    (True, False)
    """
    return _NUMBERED.search(title) is not None


def are_akin(a: str, b: str) -> bool:
    """Decide whether two titles can belong to one article; an unknown title contradicts nothing.

    >>> are_akin("扬帆出海（上）", "扬帆出海（下）"), are_akin("扬帆出海", "公司年报出炉"), are_akin("", "公司年报")
    (True, False, True)
    """
    first, second = bare(a), bare(b)
    if not first or not second:
        return True
    if _DIGITS.findall(first) != _DIGITS.findall(second):
        return False
    if fuzz.ratio(first, second) >= _AKIN:
        return True
    shorter = min(first, second, key=len)
    return len(shorter) >= _PARTIAL_CHARS and fuzz.partial_ratio(first, second) >= 90.0
