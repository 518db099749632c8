"""Quantities said in two or three parts: 2小时09分12秒, 两年零四个月, 四米二. One span, one value, in one unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import numerals
from pipeline.document import Span
from pipeline.measures import Quantity

_CLOCKED = re.compile(r"(?<![\d.])(\d+)个?小时(\d+)分钟?(?:(\d+)秒)?")
_YEARS_AND_MONTHS = re.compile(rf"(?<![\d.])(\d+|(?:{numerals.HAN_NUMERAL}))年零?(\d+|[一二两三四五六七八九十]+)个月")
_TENTHS = re.compile("([一二两三四五六七八九十]+)米([一二三四五六七八九])(?![一二三四五六七八九十百千万个点米分种条])")


def compounds(text: str, masked: str) -> tuple[Quantity, ...]:
    """Find the compound quantities of a text, in order.

    masked: the text with "\\x00" where something else has been read already, of the same length.

    >>> [(q.text, q.value, q.unit) for t in ["谈了两年零四个月，深四米二"] for q in compounds(t, t)]
    [('两年零四个月', 28.0, '个月'), ('四米二', 4.2, '米')]
    """
    return tuple(sorted([*_clocked(text, masked), *_years_and_months(text, masked), *_tenths(text, masked)]))


def _clocked(text: str, masked: str) -> Iterator[Quantity]:
    """Read 2小时09分12秒 as one duration, in hours."""
    for match in _CLOCKED.finditer(masked):
        hours, minutes, seconds = (float(part or 0) for part in match.groups())
        value = hours + minutes / 60 + seconds / 3600
        yield Quantity(Span(*match.span()), text[slice(*match.span())], value, None, "小时", "duration")


def _years_and_months(text: str, masked: str) -> Iterator[Quantity]:
    """Read 两年零四个月 as one duration, in months."""
    for match in _YEARS_AND_MONTHS.finditer(masked):
        years, months = (_numeral(part) for part in match.groups())
        if years and months and not (years.upper or months.upper):
            value = float(years.value * 12 + months.value)
            yield Quantity(Span(*match.span()), text[slice(*match.span())], value, None, "个月", "duration")


def _numeral(text: str) -> numerals.Number | None:
    return numerals.Number(numerals.arabic(text), None) if text[0].isdecimal() else numerals.chinese(text)


def _tenths(text: str, masked: str) -> Iterator[Quantity]:
    """Read 四米二 as 4.2 metres: the digit behind the unit counts its tenths."""
    for match in _TENTHS.finditer(masked):
        whole = numerals.chinese(match[1])
        if whole and whole.upper is None:
            value = float(whole.value) + numerals.DIGITS[match[2]] / 10
            yield Quantity(Span(*match.span()), text[slice(*match.span())], value, None, "米", "measure")
