"""Bracketed readings that a page's script put behind characters: 打造(zào), 光绪(guāng xù), 轮【轮lún】."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pypinyin import Style, pinyin

from pipeline.han import HAN_CLASS, is_common, simplified

_LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ"
_BRACKETED = re.compile(rf"[(（\[【](?<=[{HAN_CLASS}].)([{HAN_CLASS}]{{0,4}})([{_LETTERS}][{_LETTERS} '’]*)[)）\]】]")
_TONE = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")


class Reading(NamedTuple):
    """Hold one bracketed reading: its span, and the characters before it that it reads."""

    start: int
    end: int
    chars: str
    is_plain: bool
    """Whether every character is common and read as it mostly is: nobody needs to be told."""


def readings_in(text: str) -> list[Reading]:
    """Find the bracketed readings behind characters; Latin letters that do not read what stands before them are none.

    >>> readings_in("打造(zào)网(net)光绪【guāng xù】")
    [Reading(start=2, end=7, chars='造', is_plain=True), Reading(start=15, end=25, chars='光绪', is_plain=True)]
    """
    found = []
    for match in _BRACKETED.finditer(text):
        named, latin = match.group(1), re.sub("[ '’]", "", match.group(2))
        before = text[: match.start()]
        chars = read_by(before, latin) if before.endswith(named) else ""
        if text[match.start()] in "[【" and not _TONE.search(latin):
            continue
        if chars and named in {"", chars}:
            is_plain = all(is_common(simplified(char)) for char in chars) and latin in _first_readings(chars)
            found.append(Reading(*match.span(), chars, is_plain))
    return found


def read_by(text: str, latin: str) -> str:
    """Give the characters at the end of a text that Latin letters read in Mandarin, with or without tone marks, or "".

    >>> read_by("朝光绪", "guāngxù"), read_by("上网", "net")
    ('光绪', '')
    """
    if not text:
        return ""
    for reading in _readings(text[-1]):
        if latin == reading:
            return text[-1]
        if latin.endswith(reading) and (more := read_by(text[:-1], latin.removesuffix(reading))):
            return more + text[-1]
    return ""


@cache
def _readings(char: str) -> frozenset[str]:
    found = pinyin(char, style=Style.TONE, heteronym=True)[0] + pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    return frozenset(found)


def _first_readings(chars: str) -> set[str]:
    """Give how a word is read, and how its characters are when they stand alone."""
    return {
        "".join(syllable for (syllable,) in pinyin(words, style=style))
        for style in (Style.TONE, Style.NORMAL)
        for words in (chars, list(chars))
    }
