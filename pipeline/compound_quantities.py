"""Quantities said in two or three parts: 2小时09分12秒, 两年零四个月, 一米九三, 三块五. One span, one value, in one unit.

Here too are the numbers that only their neighbours tell from a word: 十五里山路, 二两酒, 六十有八, 六旬, 1/3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from pipeline import numerals
from pipeline.coins import coins
from pipeline.measure_tails import measure_tails
from pipeline.measures import Quantity, quantity_at
from pipeline.spoken_numbers import spoken_numbers

_COUNT = r"\d+(?:\.\d+)?|[一二两三四五六七八九十百]+"
_SEPARATE = r"(?<![\d.零一二两三四五六七八九十百千第])"
_CLOCKED = re.compile(
    rf"{_SEPARATE}(?P<hours>{_COUNT})个?(?:小时|钟头)零?(?P<minutes>{_COUNT})分(?!之)钟?(?:(?P<seconds>{_COUNT})秒(?P<hundredths>\d\d(?!\d))?)?"
    rf"|{_SEPARATE}(?P<minutes_only>{_COUNT})分钟?零?(?P<seconds_more>{_COUNT})秒(?P<hundredths_more>\d\d(?!\d))?"
    r"|(?<![\d.])(?P<seconds_only>\d+)秒(?P<hundredths_only>\d\d)(?!\d)"
)
_YEARS_AND_MONTHS = re.compile(
    rf"(?<![\d.])(?P<years>\d+|(?:{numerals.HAN_NUMERAL}))年零?(?P<months>\d+|[一二两三四五六七八九十]+)个月"
)
_LI = re.compile(
    rf"{_SEPARATE}(?P<count>{_COUNT})里(?:(?P<odd>多)?(?=地(?![区方处段])|路|[山水土]路|外|之外|远|开外)|(?P<half>半)(?=[^\w]|地|[山水土]?路|外|远|$)|(?P<more>多)(?=[^\w]|$))"
    rf"|{_SEPARATE}(?P<liang>{_COUNT})两(?=[重酒肉面黄白银]|[，。、；！？）]|$)"
)
_OF_AGE = re.compile(
    rf"(?P<decade>[五六七八九])旬|{_SEPARATE}(?P<tens>[二三四五六七八九])十有(?P<ones>[一二三四五六七八九])(?=岁|[^\w]|$)岁?"
)
_SLASHED = re.compile(r"(?<![\d/.])(?P<above>[1-9])/(?P<below>[2-9]|10|100|1000)(?![\d/.月日号版万千百亿])")
_PARTS = re.compile(rf"({_COUNT})个?(年|月|小时|钟头|分|秒)((?<=秒)\d\d(?!\d))?")
_NAMES = {"年": "year", "月": "month", "小时": "hour", "钟头": "hour", "分": "minute", "秒": "second"}


def compounds(text: str, masked: str) -> tuple[Quantity, ...]:
    """Find the compound quantities of a text, in order and disjoint.

    masked: the text with "\\x00" where something else has been read already, of the same length.

    >>> [(q.text, q.value, q.unit) for t in ["谈了两年零四个月，深四米二，9秒58"] for q in compounds(t, t)]
    [('两年零四个月', 28.0, '个月'), ('四米二', 4.2, '米'), ('9秒58', 9.58, '秒')]
    """
    found: list[Quantity] = []
    readers = (_clocked, _years_and_months, measure_tails, coins, spoken_numbers, _li_and_liang, _of_age, _slashed)
    for quantity in chain.from_iterable(reader(text, masked) for reader in readers):
        if all(quantity.span.end <= old.span.start or old.span.end <= quantity.span.start for old in found):
            found.append(quantity)
    return tuple(sorted(found))


def parts(quantity: Quantity) -> tuple[tuple[float, str], ...]:
    """List the parts of a compound duration with their English names; empty for any other quantity.

    >>> [parts(q) for t in ["跑了2小时09分12秒"] for q in compounds(t, t)]
    [((2.0, 'hour'), (9.0, 'minute'), (12.0, 'second'))]
    """
    if quantity.kind != "duration":
        return ()
    found = [(_value(digits, fraction), _NAMES[unit]) for digits, unit, fraction in _PARTS.findall(quantity.text)]
    return tuple(found) if len(found) > 1 else ()


def _clocked(text: str, masked: str) -> Iterator[Quantity]:
    """Read 2小时09分12秒 in hours, 2分37秒 in minutes, 9秒58 in seconds."""
    for match in _CLOCKED.finditer(masked):
        hours, minutes = _value(match["hours"]), _value(match["minutes"] or match["minutes_only"])
        seconds = _value(
            match["seconds"] or match["seconds_more"] or match["seconds_only"],
            match["hundredths"] or match["hundredths_more"] or match["hundredths_only"],
        )
        if match["hours"]:
            yield quantity_at(text, match, hours + minutes / 60 + seconds / 3600, "小时", "duration")
        elif match["minutes_only"]:
            yield quantity_at(text, match, minutes + seconds / 60, "分钟", "duration")
        else:
            yield quantity_at(text, match, seconds, "秒", "duration")


def _years_and_months(text: str, masked: str) -> Iterator[Quantity]:
    """Read 两年零四个月 as one duration, in months."""
    for match in _YEARS_AND_MONTHS.finditer(masked):
        years, months = (numerals.numeral(match[part]) for part in ("years", "months"))
        if years and months and not (years.upper or months.upper):
            yield quantity_at(text, match, float(years.value * 12 + months.value), "个月", "duration")


def _li_and_liang(text: str, masked: str) -> Iterator[Quantity]:
    """Read 里 before a way and 两 before what is weighed; elsewhere they are "inside" and "two"."""
    for match in _LI.finditer(masked):
        number = numerals.numeral(match["count"] or match["liang"])
        if number and number.upper is None:
            value, unit = float(number.value) + (0.5 if match["half"] else 0), "里" if match["count"] else "两"
            approx = "over" if match["odd"] or match["more"] else ""
            yield quantity_at(text, match, value, unit + (match["half"] or ""), "measure", approx)


def _of_age(text: str, masked: str) -> Iterator[Quantity]:
    """Read 六旬 as about sixty years old, 六十有八 as 68."""
    for match in _OF_AGE.finditer(masked):
        if match["decade"]:
            approx = "" if masked[max(0, match.start() - 1) : match.start()] in tuple("满届") else "about"
            yield quantity_at(text, match, numerals.DIGITS[match["decade"]] * 10.0, "岁", "age", approx)
        else:
            value = numerals.DIGITS[match["tens"]] * 10.0 + numerals.DIGITS[match["ones"]]
            is_age = match[0].endswith("岁")
            yield quantity_at(text, match, value, "岁" if is_age else "", "age" if is_age else "number")


def _slashed(text: str, masked: str) -> Iterator[Quantity]:
    """Read 1/3 as a fraction; 9/11 and 3/15 are dates."""
    for match in _SLASHED.finditer(masked):
        above, below = int(match["above"]), int(match["below"])
        if above < below:
            yield quantity_at(text, match, above / below, f"{below}分之", "fraction")


def _value(digits: str | None, fraction: str | None = None) -> float:
    """Read a part, hundredths behind it; 0 for none."""
    number = numerals.numeral(digits) if digits else None
    return (float(number.value) if number else 0.0) + (int(fraction) / 100 if fraction else 0.0)
