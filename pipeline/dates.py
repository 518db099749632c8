"""Dates as Chinese texts write them, as spans with their ISO 8601 form.

Knows calendar dates, months, years, decades, centuries, clock times and ranges of years. It never supplies a year that the
text does not say: 9月15日 is "--09-15" (the truncated form of ISO 8601:2000), and whoever reads on may resolve it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.document import Span
from pipeline.numerals import DIGITS, chinese, western

_HAN_YEAR = r"[一二][零〇○一二三四五六七八九]{3}"
_YEAR = rf"(?<![\d.])(?P<year>(?:1[5-9]|20)\d\d|{_HAN_YEAR})"
_SMALL = r"\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_MONTH = r"(?P<month>1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])\s?月"
_DAY = rf"\s?(?P<day>{_SMALL})\s?[日号](?!本元报志常)"
_HOUR = r"[01]?\d|2[0-4]|二十[一二三四]?|十[一二三四五六七八九]?|[一二两三四五六七八九]"
_PAST = r"(?P<quarter>[一三])刻|(?P<bare>(?:[二三四五]?十[一二三四五六七八九]?|(?<=\d点)[0-5]\d)(?![\d.%分个条项名万亿年多几余来]))"
"""Minutes without 分: 九点四十, 八点三刻."""
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("date", re.compile(rf"{_YEAR}\s?年\s?{_MONTH}(?:{_DAY})?")),
    (
        "date",
        re.compile(
            r"(?<![\d.])(?P<year>(?:1[5-9]|20)\d\d)(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=sep)(?P<day>3[01]|[12]\d|0?[1-9])(?![\d.]|%)"
        ),
    ),
    ("years", re.compile(rf"{_YEAR}\s?年?\s?[-–—~～至到/]\s?(?P<last>(?:1[5-9]|20)\d\d|\d\d|{_HAN_YEAR})\s?年(?!代)")),
    ("decade", re.compile(r"(?P<year>(?:1[5-9]|20)\d0)\s?年代")),
    (
        "decade",
        re.compile(
            rf"(?P<century>上个?世纪|本世纪|(?:{_SMALL})\s?世纪)\s?(?P<tens>[1-9]0|[一二三四五六七八九]十)\s?年代"
        ),
    ),
    ("decade", re.compile(r"(?P<tens>[二三四五六七八])(?P<last>[三四五六七八九])十年代")),
    ("century", re.compile(rf"(?P<century>{_SMALL})\s?世纪")),
    (
        "span",
        re.compile(
            rf"(?:{_YEAR}\s?年\s?)?(?<![\d.])(?P<month>1[0-2]|[1-9])\s?[-–—~～至到]\s?(?P<last>1[0-2]|[1-9])月(?!\d)"
        ),
    ),
    (
        "span",
        re.compile(
            rf"(?:{_YEAR}\s?年\s?)?(?<![\d.]){_MONTH}\s?(?P<day>[12]\d|3[01]|[1-9])\s?[-–—~～至到]\s?(?P<last>[12]\d|3[01]|[1-9])[日号]"
        ),
    ),
    ("date", re.compile(rf"(?:{_YEAR}|(?<![\d.,])(?P<far>1[0-4]\d\d|2[1-9]\d\d))\s?年(?!级|龄)")),
    ("decade", re.compile(r"(?P<tens>[2-9]0|[二三四五六七八九]十)\s?年代")),
    (
        "date",
        re.compile(rf"(?<![\d个.])(?<!这)(?<!每)(?<!两)(?<!几){_MONTH}(?:{_DAY}|份?(?![\d一二三四五六七八九十]))"),
    ),
    ("date", re.compile(r"(?<![\d.月])(?P<day>3[01]|[12]\d|[1-9])日(?![本元报志常均内])")),
    (
        "time",
        re.compile(r"(?<![\d:：.比])(?P<hour>[01]?\d|2[0-3])[:：](?P<minute>[0-5]\d)(?:[:：][0-5]\d)?(?![\d:：])"),
    ),
    (
        "time",
        re.compile(
            rf"(?P<part>上午|下午|凌晨|晚上|早上|早晨|清晨|中午|傍晚|深夜|夜里|晚|早)(?P<hour>{_SMALL}|两)[点时](?:(?P<half>半)|(?P<minute>零?(?:{_SMALL}))分(?:[0-6]?\d秒)?|{_PAST}|整)?(?!钟头)"
        ),
    ),
    (
        "time",
        re.compile(
            rf"(?<=[点半分钟刻][至到])(?P<hour>{_HOUR})点(?:(?P<half>半)|(?P<minute>[0-5]?\d|零?(?:{_SMALL}))分(?![之成])|{_PAST}|整)?(?![零一二三四五六七八九]|钟头)"
        ),
    ),
    (
        "time",
        re.compile(
            rf"(?<![\d.第百零一二两三四五六七八九十千])(?P<hour>{_HOUR})点(?:(?P<half>半)(?![个年月天])|(?P<minute>[0-5]?\d|零?(?:{_SMALL}))分(?![之成])|{_PAST}|钟|整|(?=多?左右|许|前后)|(?=(?:至|到|[-—~～])(?:{_HOUR})点)"
            r"|(?:(?<=十[三四五六七八九]点)|(?<=二十点)|(?<=二十[二四]点))(?=[^\w]|[至到前后起开准]|$))"
        ),
    ),
    (
        "time",
        re.compile(
            r"(?<!\d)(?P<hour>[01]?\d|2[0-3])时(?:(?P<minute>[0-5]?\d)分(?:[0-6]?\d秒)?)?(?=许|左右|整|，|。|、|前|后|起|至|$|[\u3400-\u9fff])(?!间|候|代|常|期|刻)"
        ),
    ),
)
_SPANNED = frozenset(("至", "到", "-", "—", "~", "～"))
_UNSAID = frozenset(DIGITS) | frozenset("0123456789十")
"""How a time begins that does not say its half of the day."""


class Date(NamedTuple):
    """Hold one date or clock time with its place in the text."""

    span: Span
    kind: str
    """"date" or "time"."""
    iso: str
    """"2021", "2021-09", "2021-09-15", "--09-15", "---15", "197" (a decade), "19" (a century), "T14:30"."""
    iso_upper: str = ""


def dates(text: str) -> tuple[Date, ...]:
    """Find the dates and clock times of a text, in order and disjoint; the longest reading at a place wins.

    >>> [d.iso for d in dates("2021年9月15日至20日，上世纪七十年代，二〇〇二年2月，下午3点半")]
    ['2021-09-15', '---20', '197', '2002-02', 'T15:30']
    >>> [(d.iso, d.iso_upper) for d in dates("2020-2022年")]
    [('2020', '2022')]
    """
    plain = western(text)
    found: list[Date] = []
    for rule, pattern in _RULES:
        for match in pattern.finditer(plain):
            if all(match.end() <= old.span.start or match.start() >= old.span.end for old in found):
                found.extend(_read(rule, match))
    return tuple(_in_the_same_half(plain, sorted(found)))


def _in_the_same_half(plain: str, found: list[Date]) -> Iterator[Date]:
    """Take the end of a span of time for the afternoon if its start is: 晚六点至八点半."""
    before: Date | None = None
    for date in found:
        if before and before.kind == date.kind == "time" and plain[before.span.end : date.span.start] in _SPANNED:
            hour, start = int(date.iso[1:3]), int(before.iso[1:3])
            if hour < start and 12 < start < hour + 12 and plain[date.span.start] in _UNSAID:
                date = date._replace(iso=f"T{hour + 12}{date.iso[3:]}")
        yield date
        before = date


def _read(rule: str, match: re.Match[str]) -> Iterator[Date]:
    groups = {key: value for key, value in match.groupdict().items() if value}
    span = Span(*match.span())
    if rule == "date":
        iso = _calendar(groups)
        if iso:
            yield Date(span, "date", iso)
    elif rule == "years":
        first, last = _number(groups["year"]), _number(groups["last"])
        if last < 100:
            last += first // 100 * 100
        if first < last:
            yield Date(span, "date", str(first), str(last))
    elif rule == "span":
        yield from _days(span, groups)
    elif rule == "time":
        yield Date(span, "time", _clock(groups))
    elif rule == "century":
        yield Date(span, "date", f"{_number(groups['century']) - 1:02}")
    elif "year" in groups:
        yield Date(span, "date", groups["year"][:3])
    else:
        tens, century = _number(groups["tens"]), f"{_century(groups.get('century', '上')):02}"
        if "last" in groups:  # 五六十年代 is two decades
            last = _number(groups["last"])
            if last == tens + 1:
                yield Date(span, "date", f"{century}{tens}", f"{century}{last}")
        else:
            yield Date(span, "date", f"{century}{tens // 10}")


def _days(span: Span, groups: dict[str, str]) -> Iterator[Date]:
    """Read a range of months or days that share what stands before them: 1-2月, 6月3-5日."""
    part = "day" if "day" in groups else "month"
    if int(groups[part]) < int(groups["last"]):
        yield Date(span, "date", _calendar(groups), _calendar(groups | {part: groups["last"]}))


def _calendar(groups: dict[str, str]) -> str:
    year = groups.get("far") or (str(_number(groups["year"])) if "year" in groups else "")
    month = f"{_number(groups['month']):02}" if "month" in groups else ""
    day = f"{_number(groups['day']):02}" if "day" in groups else ""
    if day and not 1 <= int(day) <= 31:
        return ""
    return "-".join([year or "-", month] + [day] * bool(day)) if month or day else year


def _clock(groups: dict[str, str]) -> str:
    hour = _number(groups["hour"])
    minute = 30 if "half" in groups else _number(groups.get("minute") or groups.get("bare") or "0")
    minute += 15 * _number(groups.get("quarter", "0"))
    if groups.get("part") in {"下午", "晚上", "傍晚", "深夜", "晚"} and hour < 12:
        hour += 12
    return f"T{hour % 24:02}:{minute:02}"


def _century(words: str) -> int:
    if words.startswith("上"):
        return 19
    return 20 if words.startswith("本") else _number(words.removesuffix("世纪").strip()) - 1


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if text == "两":
        return 2
    if len(text) == 4:
        return int("".join(str(DIGITS[char]) for char in text))
    number = chinese(text)
    return int(number.value) if number else 0
