"""Han characters: what counts as one, which script a text is in, and how Traditional becomes Simplified.

OpenCC (Traditional to Simplified, phrase-aware) decides every conversion; this module only saves it work. A stretch without
any word of OpenCC's phrase table is converted character by character, from a table that OpenCC itself filled; the others go
through OpenCC whole, so the result is OpenCC's, letter for letter. A few variants that OpenCC leaves standing (the particle
著, 甚麼, 妳) are brought to mainland usage, in Traditional text only. Nothing here guesses at words beyond that.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from opencc import OpenCC

HAN_CLASS = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Han characters as the inside of a regular expression's character class; 〇 counts, 々 and kana do not."""

HALF_TO_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
"""Half-width punctuation and what Chinese text prints instead."""

_AROUND_HALF = HAN_CLASS + "，。、；：？！“”‘’「」『』《》〈〉（）【】…—"
HALF_BESIDE_HAN = re.compile(
    rf"[,:;?!](?:(?<=[{_AROUND_HALF}].)(?!//)|(?=[{_AROUND_HALF}])|(?<=[A-Za-z0-9%][,;?!])(?=[ \u00a0]?[{HAN_CLASS}“「《]))"
)
"""Half-width marks where Chinese prints full-width ones; those inside numbers, times and addresses are not among them.

The mark comes first, what must stand before it after that: a search then passes quickly over everything else."""

SENTENCE_ENDS = "。！？!?…；;"
"""Marks that close a sentence or a clause as strong as one."""

CLAUSE_MARKS = "，,、：:"
"""Marks inside a sentence."""

OPENERS, CLOSERS = "“‘「『（(《〈【〔［[{｛", "”’」』）)》〉】〕］]}｝"
"""Opening marks and their closers, in the same order."""

_FIRST_RARE = 0xD8
"""First byte in GB 2312 of the characters ordered by radical, which are the less common half of that standard."""
_HAN = re.compile(f"[{HAN_CLASS}]")
_HAN_RUN = re.compile(f"[{HAN_CLASS}]+")
_PIECES = re.compile(r"[\s\-,.?!*　，。、；：？！…“”‘’『』「」—－（）《》〈〉～．／＼［］｛｝【】]+")
_VARIANTS = str.maketrans("妳衹祇舖砲硏牠説爲衆裏羣啓", "你只只铺炮研它说为众里群启")
_VARIANT = re.compile("[" + "".join(map(chr, _VARIANTS)) + "著甚]")
# Words in which 著 is writing or fame; anywhere else in Traditional text it is the particle.
_WRITING = (
    r"[名巨原专專论論遗遺译譯编編拙旧舊所显顯昭卓土撰较較彰]著|(?<![配混结結融综綜集])合著|[见見]微知著"
    r"|著(?:名|作|述|书|書|称|稱|者|录|錄|有(?=[《〈「『])|[《〈「『])"
)
_PARTICLE = re.compile(_WRITING + r"|(著)|(甚)(?=[麼麽么])")


class Script(NamedTuple):
    """Hold a text's script and the evidence for it."""

    name: str
    """"hans" or "hant"."""
    ratio: float
    """Share in [0, 1] of the characters that exist in one script only and speak for `name`; 0 where there are none."""


class _Tables(NamedTuple):
    converter: OpenCC
    characters: dict[int, str]
    phrases: re.Pattern[str]
    traditional: re.Pattern[str]
    simplified: re.Pattern[str]
    triggers: re.Pattern[str]
    """Characters without which no conversion can change a text."""


@cache
def _tables() -> _Tables:
    folder = files("opencc") / "dictionary"
    converter = OpenCC("t2s")
    keys = [line.split("\t")[0] for line in (folder / "TSCharacters.txt").read_text("utf-8").splitlines() if line]
    characters = {ord(key): converter.convert(key) for key in keys}
    characters = {code: after for code, after in characters.items() if after != chr(code)}
    phrases = [line.split("\t")[0] for line in (folder / "TSPhrases.txt").read_text("utf-8").splitlines() if line]
    # Astral characters would double the time of every search, and no web page writes them.
    plain = [chr(code) for code in characters if code < 0x10000]
    rows = [line.split("\t") for line in (folder / "STCharacters.txt").read_text("utf-8").splitlines() if line]
    own = [key for key, values in rows if key not in values.split(" ") and ord(key) not in characters]
    return _Tables(
        converter,
        characters,
        re.compile("|".join(sorted(phrases, key=len, reverse=True))),
        re.compile("[" + "".join(plain) + "]"),
        re.compile("[" + "".join(char for char in own if char < "\U00010000") + "]"),
        re.compile("[" + "".join([*plain, *dict.fromkeys("瞭覆藉衹沈牴妳祇硏")]) + "]"),
    )


def is_han(char: str) -> bool:
    """Tell whether the first character of a string is Han; False for the empty string.

    >>> is_han("漢"), is_han("〇"), is_han("あ"), is_han("")
    (True, True, False, False)
    """
    return _HAN.match(char) is not None


def is_common(char: str) -> bool:
    """Tell whether a Simplified character or a mark is of the common half of GB 2312, which is ordered by sound.

    >>> is_common("水"), is_common("彧"), is_common("涓"), is_common("，")
    (True, False, False, True)
    """
    code = char.encode("gb2312", "ignore")
    return bool(code) and code[0] < _FIRST_RARE


def han_chars(text: str) -> int:
    """Count the Han characters of a text.

    >>> han_chars("清译 2.0，好")
    3
    """
    return sum(map(len, _HAN_RUN.findall(text)))


def traditional_chars(text: str) -> int:
    """Count the characters that only Traditional text has (OpenCC changes them)."""
    return len(_tables().traditional.findall(text))


def simplified_chars(text: str) -> int:
    """Count the characters that only Simplified text has (no Traditional word is written with them)."""
    return len(_tables().simplified.findall(text))


def script_of(text: str) -> Script:
    """Tell the script of a text from the characters that exist in one script only; without any, it is "hans".

    >>> script_of("這個說法對嗎"), script_of("人口"), script_of("这个说法对吗")
    (Script(name='hant', ratio=1.0), Script(name='hans', ratio=0.0), Script(name='hans', ratio=1.0))
    """
    traditional, simplified = traditional_chars(text), simplified_chars(text)
    decisive = traditional + simplified
    if not decisive:
        return Script("hans", 0.0)
    name = "hant" if traditional > simplified else "hans"
    return Script(name, max(traditional, simplified) / decisive)


def simplified_table() -> dict[int, str]:
    """Return a fresh table for `str.translate` that converts character by character: for matching, never for printing."""
    return dict(_tables().characters)


def simplified(text: str) -> str:
    """Convert Traditional to Simplified, phrase-aware; Simplified text comes back as it is.

    >>> simplified("乾隆看著乾淨的頭髮，著名的後臺裡面")
    '乾隆看着干净的头发，著名的后台里面'
    """
    if not _tables().triggers.search(text):
        return text
    return "".join(after for _, after in _converted(text))


def simplify_edits(text: str) -> list[tuple[int, int, str]]:
    """List what `simplified` changes as disjoint (start, end, after) in order, character by character where that is possible.

    >>> simplify_edits("看著頭髮")
    [(1, 2, '着'), (2, 3, '头'), (3, 4, '发')]
    """
    if not _tables().triggers.search(text):
        return []
    edits: list[tuple[int, int, str]] = []
    position = 0
    for before, after in _converted(text):
        if before != after:
            edits += _differences(before, after, position)
        position += len(before)
    return edits


def _differences(before: str, after: str, offset: int) -> list[tuple[int, int, str]]:
    """List the stretches in which two strings differ; character by character where their lengths agree."""
    if len(before) != len(after):
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        return [(offset + a, offset + b, after[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    pairs = enumerate(zip(before, after, strict=True))
    return [(offset + place, offset + place + 1, new) for place, (old, new) in pairs if old != new]


def _converted(text: str) -> list[tuple[str, str]]:
    """Cut a text at the marks that OpenCC cuts at, and convert each piece."""
    result: list[tuple[str, str]] = []
    position = 0
    particles = ("著" in text or "甚" in text) and _tables().traditional.search(text) is not None
    for mark in _PIECES.finditer(text):
        result += [_convert(text[position : mark.start()], particles), (mark.group(), mark.group())]
        position = mark.end()
    result.append(_convert(text[position:], particles))
    return result


def _convert(piece: str, particles: bool) -> tuple[str, str]:
    tables = _tables()
    if not (tables.triggers.search(piece) or _VARIANT.search(piece)):
        return piece, piece
    prepared = piece
    if particles:
        prepared = _PARTICLE.sub(lambda m: "着" if m.group(1) else "什" if m.group(2) else m.group(), piece)
    if tables.phrases.search(prepared):
        return piece, tables.converter.convert(prepared).translate(_VARIANTS)
    return piece, prepared.translate(tables.characters).translate(_VARIANTS)


def full_width(text: str) -> str:
    """Print half-width marks beside Han characters at full width.

    >>> full_width("芯片公司,快到12:30了")
    '芯片公司，快到12:30了'
    """
    return HALF_BESIDE_HAN.sub(lambda match: HALF_TO_FULL[match.group()], text)
