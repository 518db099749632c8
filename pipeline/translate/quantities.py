"""Quantities in Chinese text, put into English exactly: 600多万吨 is "more than 6 million tons", 八九家 "eight or nine".

A quantity is found whole (approximation, number, scale, unit), so that nothing about it is left to a model. Dates, shares, ordinals
and ranges count as quantities. What is found is exact or worded as vague; what is not certainly a number (一些, 千万别) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.translate.measures import CLASSIFIERS, CURRENCIES, UNITS, measured
from pipeline.translate.numerals import DIGITS, LARGE, SMALL, cardinal, hanzi_value, ordinal, ordinal_suffix, printed

MONTHS = "January February March April May June July August September October November December".split()

BEFORE = {
    "大约": "about", "约": "about", "将近": "nearly", "接近": "nearly", "近": "nearly", "超过": "more than", "超": "more than",
    "逾": "more than", "至少": "at least", "不到": "less than", "不足": "less than", "多达": "as many as", "高达": "as high as",
}  # fmt: skip
"""Words before a number that belong to the quantity."""

AFTER = {"以上": "more than {}", "左右": "about {}", "上下": "about {}", "以下": "less than {}", "以内": "within {}"}
"""Words behind a quantity that belong to it."""

_HAN_DIGIT = "〇零一二两三四五六七八九"
_HAN_RUN = f"[{_HAN_DIGIT}十百千万亿]+"
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALE = "万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百"
_UNIT = "|".join(sorted({*CURRENCIES, *UNITS, *CLASSIFIERS}, key=len, reverse=True))
_DASH = "[-–—－~～至到]"
_BEFORE = "(?P<before>大约|约|将近|接近|(?<![最附靠临邻亲])近|超过|(?<![中英意德法西])超|逾|至少|不到|不足|多达|高达)?"
_AFTER = "(?P<after>以上|左右|上下|以下|以内)?"
_SPAN = "天|周|年|个月|个多月|个星期|个小时|小时"


@dataclass(frozen=True, slots=True)
class Quantity:
    """Hold one quantity: where it stands in the Chinese text (code points, half open), and its English wording."""

    start: int
    end: int
    english: str


def find_quantities(zh: str) -> tuple[Quantity, ...]:
    """Find the quantities of a text, left to right and disjoint, the longest reading at each place.

    >>> [q.english for q in find_quantities("2025年5月3日，约600多万吨粮食，增长12.5%，八九家企业")]
    ['May 3, 2025', 'more than 6 million tons', '12.5%', 'eight or nine']
    """
    found: list[Quantity] = []
    position = 0
    while match := _ANY.search(zh, position):
        best = max(
            ((m.end(), -rank, english) for rank, (pattern, word) in enumerate(_RULES)
             if (m := pattern.match(zh, match.start())) and (english := word(m))),
            default=None,
        )  # fmt: skip
        if best is None or _is_latin(zh, match.start(), best[0]):
            position = match.start() + 1
            continue
        found.append(Quantity(match.start(), best[0], best[2]))
        position = best[0]
    return tuple(found)


def _is_latin(zh: str, start: int, end: int) -> bool:
    """Tell digits that are part of a Latin word or code (5G, iPhone15, 2.5D)."""
    head, tail = zh[start - 1 : start] if start else "", zh[end : end + 1]
    return (_is_word_char(head) and zh[start].isascii()) or (_is_word_char(tail) and zh[end - 1].isascii())


def _is_word_char(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == "_")


def value(text: str) -> Decimal:
    """Return the exact value of an Arabic number with an optional Chinese scale, or of a run of Chinese numerals.

    >>> value("1.7万"), value("3千万"), value("六百")
    (Decimal('17000.0'), Decimal('30000000'), Decimal('600'))
    """
    match = re.fullmatch(f"({_ARABIC})({_SCALE})?", text)
    if not match:
        return hanzi_value(text)
    return Decimal(match[1].replace(",", "")) * (hanzi_value(match[2]) if match[2] else 1)


def _date(match: re.Match[str]) -> str:
    year, month, day = match["year"], int(value(match["month"])), int(value(match["day"] or "0"))
    if not 1 <= month <= 12 or not 0 <= day <= 31:
        return ""
    text = MONTHS[month - 1] + (f" {day}" if day else "")
    if not year:
        return text
    return f"{text}, {year}" if day else f"{text} {year}"


def _verbatim(match: re.Match[str]) -> str:
    return match.group()


def _months(match: re.Match[str]) -> str:
    first, last = int(match["first"]), int(match["last"])
    return f"{MONTHS[first - 1]} to {MONTHS[last - 1]}" if 1 <= first < last <= 12 else ""


def _day(match: re.Match[str]) -> str:
    day = int(match["day"])
    return f"the {day}{ordinal_suffix(day)}" if 1 <= day <= 31 else ""


def _clock(match: re.Match[str]) -> str:
    return (
        f"{int(match['hour'])}:{match['minute']:0>2}" if int(match["hour"]) <= 24 and int(match["minute"]) < 60 else ""
    )


def _year(match: re.Match[str]) -> str:
    first, last = _year_digits(match["first"]), _year_digits(match["last"] or "")
    return f"{first}-{last}" if last else first


def _year_digits(text: str) -> str:
    return "".join(char if char.isascii() else str(DIGITS[char]) for char in text)


def _decade(match: re.Match[str]) -> str:
    text = match["decade"]
    tens = int(text) if text.isascii() else int(hanzi_value(text))
    if match["century"] == "上" or match["century"] == "20":
        return f"the 19{tens:02d}s"
    return f"{tens}s"


def _century(match: re.Match[str]) -> str:
    number = int(value(match["number"]))
    return f"{number}{ordinal_suffix(number)} century"


def _percent(match: re.Match[str]) -> str:
    number = match["number"]
    amount = number if number[0].isdigit() else f"{hanzi_value(number).normalize():f}"
    return _worded(match, f"{amount}%")


def _tenths(match: re.Match[str]) -> str:
    return _worded(match, f"{hanzi_value(match['number']) * 10:f}%")


def _fraction(match: re.Match[str]) -> str:
    lower, upper = int(value(match["lower"])), int(value(match["upper"]))
    if lower == 100:
        return f"{upper}%"
    part = {2: "half", 4: "quarter", 3: "third"}.get(lower, ordinal(lower))
    return f"{cardinal(upper)} {part}" + ("" if upper == 1 else "s")


def _ordinal(match: re.Match[str]) -> str:
    number = value(match["number"])
    return ordinal(int(number)) if number == int(number) and number < 10**6 else ""


def _range(match: re.Match[str]) -> str:
    low, high = match["low"], match["high"]
    scale = match["scale"] or ""
    first = (
        value(low + scale) if low[-1].isdigit() and not match["low_scale"] else value(low + (match["low_scale"] or ""))
    )
    last = value(high + scale)
    if first >= last:
        return ""
    if match["percent"]:
        return f"{low}%-{high}%"
    return _worded(match, measured(f"{printed(first)} to {printed(last)}", match["unit"] or "", singular=False))


def _alternatives(match: re.Match[str]) -> str:
    low, high, scale = DIGITS[match["low"]], DIGITS[match["high"]], match["scale"] or ""
    if high - low != 1 and (low, high) != (3, 5):
        return ""
    ten = 10 if match["ten"] else 0
    factor = hanzi_value(scale) if scale else Decimal(1)
    if ten or factor > 1:
        amount = f"{printed((ten + low) * factor)} to {printed((ten + high) * factor)}"
    else:
        amount = f"{cardinal(low)} or {cardinal(high)}"
    return _worded(match, measured(amount, match["unit"] or "", singular=False))


def _vague(match: re.Match[str]) -> str:
    scale = hanzi_value(match["scale"])
    names = {10: "tens", 100: "hundreds", 1000: "thousands", 10**4: "tens of thousands", 10**5: "hundreds of thousands",
             10**6: "millions", 10**7: "tens of millions", 10**8: "hundreds of millions"}  # fmt: skip
    name = "dozens" if scale == 10 else names.get(int(scale), "")
    unit = match["unit"] or ""
    if not name:
        return ""
    return measured(f"{name} of" if unit in UNITS and unit != "倍" else name, unit, singular=False)


def _number(match: re.Match[str]) -> str:
    number, scale, unit = match["number"], match["scale"] or "", match["unit"] or ""
    amount = value(number) * (hanzi_value(scale) if scale else 1)
    more = bool(match["more"] or match["rest"])
    if not number[0].isdigit() and not scale and not more and _is_word(number, unit):
        return ""
    text = cardinal(int(amount)) if len(number) == 1 and not number.isascii() and not scale else printed(amount)
    if number.isascii() and not scale and ("." in number or not (unit or more)):
        text = number
    return _worded(match, measured(text, unit, singular=amount == 1 and not more), more=more)


def _is_word(number: str, unit: str) -> bool:
    """Tell numerals that are, or belong to, an ordinary word: 十分, 万一, 千万, 一家."""
    if number in ("千万", "万一", "一一", "百", "千", "万", "亿", "十万"):
        return unit not in CURRENCIES
    return len(number) == 1 and (not unit or (number == "一" and unit not in CURRENCIES))


def _past(match: re.Match[str]) -> str:
    amount = value(match["number"])
    return "the past " + measured(printed(amount), match["unit"], singular=False) if amount > 1 else ""


def _worded(match: re.Match[str], english: str, *, more: bool = False) -> str:
    groups = match.groupdict()
    before, after = groups.get("before"), groups.get("after")
    if after:
        return AFTER[after].format(english)
    if more and BEFORE.get(before or "") in (None, "about", "more than"):
        return f"more than {english}"
    return f"{BEFORE[before]} {english}" if before else english


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\d+(?:[-/:.]\d+){2,}|\d{1,2}:\d{2}"), _verbatim),
    (
        re.compile(
            r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2}|[一二三四五六七八九]|十[一二]?)月(?:份|(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?"
        ),
        _date,
    ),
    (re.compile(rf"(?P<first>\d{{1,2}})月?{_DASH}(?P<last>\d{{1,2}})月份?(?!\d)"), _months),
    (re.compile(r"(?P<day>\d{1,2})[日号](?![元本线楼院馆店机元文])"), _day),
    (re.compile(r"(?P<hour>\d{1,2})[点时](?P<minute>\d{1,2})分"), _clock),
    (
        re.compile(rf"(?P<first>[12]\d{{3}}|[一二][{_HAN_DIGIT}]{{3}})(?:年?{_DASH}(?P<last>[12]\d{{3}}))?年(?!代)"),
        _year,
    ),
    (re.compile(r"(?:(?P<century>上|20)个?世纪)?(?P<decade>\d0|[二三四五六七八九]十)年代"), _decade),
    (re.compile(rf"(?P<number>\d{{1,2}}|{_HAN_RUN})世纪(?![末初中]?\d0年代|[二三四五六七八九]十年代)"), _century),
    (
        re.compile(
            rf"(?:最近|近|过去)(?P<number>{_ARABIC}|{_HAN_RUN})(?P<more>[多余])?(?P<unit>{_SPAN})(?:来|以来|间|里|内)"
        ),
        _past,
    ),
    (re.compile(rf"{_BEFORE}(?P<number>\d[\d,]*(?:\.\d+)?)[%％]{_AFTER}"), _percent),
    (re.compile(rf"{_BEFORE}百分之(?P<number>{_HAN_RUN}){_AFTER}"), _percent),
    (
        re.compile(rf"{_BEFORE}(?P<number>[一二两三四五六七八九])成(?![为了立就功长熟员本果绩分不群队份交]){_AFTER}"),
        _tenths,
    ),
    (re.compile(rf"(?P<lower>\d+|{_HAN_RUN})分之(?P<upper>\d+|{_HAN_RUN})"), _fraction),
    (re.compile(rf"第(?P<number>\d+|[{_HAN_DIGIT}十百]+)(?:届|名|位|个|次|条|场|期|批)?"), _ordinal),
    (
        re.compile(
            rf"{_BEFORE}(?P<low>{_ARABIC})(?P<low_scale>{_SCALE})?[%％]?{_DASH}(?P<high>{_ARABIC})"
            rf"(?:(?P<percent>[%％])|(?P<scale>{_SCALE})?(?P<unit>{_UNIT}))"
        ),
        _range,
    ),
    (
        re.compile(
            rf"{_BEFORE}(?P<ten>十)?(?P<low>[一二两三四五六七八])、?(?P<high>[二三四五六七八九])(?P<scale>十万|百万|千万|[十百千万亿])?"
            rf"(?P<unit>{_UNIT})?(?![{_HAN_DIGIT}十])"
        ),
        _alternatives,
    ),
    (re.compile(rf"(?:数|几|上|成)(?P<scale>十万|百万|千万|十|百|千|万|亿)(?:余|多)?(?P<unit>{_UNIT})?"), _vague),
    (
        re.compile(
            rf"{_BEFORE}(?P<number>{_ARABIC}|{_HAN_RUN})(?:(?P<more>[多余几])?(?P<scale>{_SCALE}))?"
            rf"(?P<rest>[多余几](?![元]?化))?(?P<unit>{_UNIT})?{_AFTER}"
        ),
        _number,
    ),
)
_ANY = re.compile(rf"[\d{_HAN_DIGIT}十百千万亿数几上成第约近超逾大将接至不多高]")
