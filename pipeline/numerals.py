"""Numerals as Chinese texts write them: 1.5亿, 三百六十五, 八九, 一两百, 十几, 几十亿, 三万五, 二〇二一.

Reads one numeral that is already cut out of its sentence and says which interval of numbers it stands for. It refuses to
guess: a string that is no well-formed numeral gives None, never a number that merely looks like it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}

HAN_NUMERAL = (
    r"(?:[零〇○一二两三四五六七八九十百千几数](?:[零〇○一二两三四五六七八九十百万亿几]|(?<![十百])千)*(?:点[零〇一二三四五六七八九]+[万亿]*)?"
    r"|(?<=[逾近超上过])(?:万亿|万|亿)|万(?=余[^\W\d]))"
)
"""A bare 万 or 亿 counts only behind a hedge (逾万人) or before 余 (万余人): 万科 and 亿达 are names."""
ARABIC_NUMERAL = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
MAGNITUDE = r"(?:十|百|千)?(?:万亿|亿|万)|百|千(?![米瓦克卡帕伏安赫])"

_NUMERAL = re.compile(r"[零〇○一二两三四五六七八九十百千万亿几数]+(?:点[零〇○一二三四五六七八九]+[万亿]*)?")
_PAIR = re.compile(r"([一二两三四五六七八])([两二三四五六七八九])")
_POSITIONAL = re.compile(r"[零〇○一二三四五六七八九]+")
_TRAILING = re.compile(r"([百千万亿])([一二三四五六七八九])$")
_TRANSLATION = str.maketrans("０１２３４５６７８９．", "0123456789.")


class Number(NamedTuple):
    """Hold the interval that a numeral stands for."""

    value: Decimal
    upper: Decimal | None
    """None unless the numeral names a range by itself: 八九, 十几."""
    vague: bool = False
    """The numeral holds 几 or 数 and so names no digit."""


def western(text: str) -> str:
    """Turn full-width digits and points into ASCII, one for one, so that offsets stay; a full-width comma ends a clause.

    >>> western("３．５万")
    '3.5万'
    """
    return text.translate(_TRANSLATION)


def arabic(text: str, magnitude: str = "") -> Decimal:
    """Read Arabic digits, thousands separated or not, times a magnitude such as 千万.

    >>> arabic("1,500.5"), arabic("1.5", "万亿")
    (Decimal('1500.5'), Decimal('1500000000000.0'))
    """
    return Decimal(text.replace(",", "")) * scale(magnitude)


def numeral(text: str) -> Number | None:
    """Read a numeral in western digits or in Han; None where the characters do not form one.

    >>> numeral("1,500").value, numeral("十五").value
    (Decimal('1500'), Decimal('15'))
    """
    return Number(arabic(text), None) if text[:1].isdecimal() else chinese(text)


def scale(magnitude: str) -> int:
    """Multiply out a magnitude: 千万 is 10,000,000; "" is 1."""
    product = 1
    for char in magnitude:
        product *= SMALL.get(char) or LARGE[char]
    return product


def chinese(text: str) -> Number | None:
    """Read a Chinese numeral; None where the characters do not form one.

    Adjacent digits are alternatives (八九 is 8 to 9, never 89), save in strings of three or more digits (二〇二一).

    >>> chinese("两百三十"), chinese("八九"), chinese("一两百")
    (Number(value=Decimal('230'), upper=None, vague=False), Number(value=Decimal('8'), upper=Decimal('9'), vague=False), \
Number(value=Decimal('100'), upper=Decimal('200'), vague=False))
    >>> chinese("几十亿").upper, chinese("十几").value, chinese("三万五").value, chinese("十三五")
    (Decimal('9000000000'), Decimal('11'), Decimal('35000'), None)
    """
    if not _NUMERAL.fullmatch(text):
        return None
    if "几" in text or "数" in text:
        return _vague(text)
    if len(text) > 2 and _POSITIONAL.fullmatch(text):
        return Number(Decimal("".join(str(DIGITS[char]) for char in text)), None)
    pair = _PAIR.search(text)
    if pair and _neighbours(pair.group(1), pair.group(2), pair.start()):
        low = _plain(text[: pair.start(2)] + text[pair.end(2) :])
        high = _plain(text[: pair.start(1)] + text[pair.end(1) :])
        return Number(low, high) if low is not None and high is not None else None
    value = _plain(text)
    return None if value is None else Number(value, None)


def _neighbours(first: str, second: str, start: int) -> bool:
    low, high = DIGITS[first], DIGITS[second]
    return high == low + 1 or ((low, high) == (3, 5) and start == 0)


def _vague(text: str) -> Number | None:
    """Read 几 and 数 as any digit: from 1 after a unit (十几), from 2 elsewhere (几十)."""
    if len(re.findall("[几数]", text)) != 1 or text in {"几", "数"}:
        return None
    least = "一" if re.search(r"[十百千万亿][几数]", text) else "二"
    low, high = (_plain(re.sub("[几数]", digit, text)) for digit in (least, "九"))
    return None if low is None or high is None else Number(low, high, True)


def _plain(text: str) -> Decimal | None:
    whole, _, fraction = text.partition("点")
    if fraction:
        tail = re.search(r"[万亿]*$", fraction)
        magnitude = tail.group() if tail else ""
        digits = fraction.removesuffix(magnitude)
        base = _whole(whole)
        if base is None or not _POSITIONAL.fullmatch(digits):
            return None
        return (Decimal(base) + Decimal("0." + "".join(str(DIGITS[char]) for char in digits))) * scale(magnitude)
    value = _whole(whole)
    return None if value is None else Decimal(value)


def _whole(text: str) -> int | None:
    """Read a numeral without fraction: sections of 亿 and 万, in falling order."""
    trailing = _TRAILING.search(text)
    if trailing:  # 三万五 is 35,000 and 一百五 is 150: the last digit counts tenths of the unit before it
        text += {"百": "十", "千": "百", "万": "千", "亿": "千万"}[trailing.group(1)]
    total, section, ceiling = 0, "", None
    for char in text:
        if char not in LARGE:
            section += char
            continue
        unit = LARGE[char]
        value = _section(section) if section else (1 if total == 0 else None)
        if char == "亿" and total and section == "":
            total, ceiling = total * unit, unit  # 万亿
            continue
        if value is None or (ceiling is not None and unit >= ceiling):
            if char != "亿" or value is None:
                return None
            total, ceiling, section = (total + value) * unit, unit, ""
            continue
        total, section, ceiling = total + value * unit, "", unit
    rest = _section(section) if section else 0
    return None if rest is None else total + rest


def _section(text: str) -> int | None:
    """Read a numeral below 10,000: digits and units in falling order."""
    total, digit, ceiling = 0, None, 10_000
    for char in text:
        if char in SMALL:
            unit = SMALL[char]
            if unit >= ceiling or digit == 0:
                return None
            total, digit, ceiling = total + (1 if digit is None else digit) * unit, None, unit
        elif digit in (None, 0):
            digit = DIGITS[char]
        else:
            return None
    return total + (digit or 0)
