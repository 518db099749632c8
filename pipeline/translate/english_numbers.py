"""Numbers of an English text, however they are written: 1.2 million, $3bn, twenty-one, two-thirds, 21st, the 1990s, 3pm.

A reading list, not a grammar: each number comes with every value a reader might take it for, so that a check that compares two
texts alarms only where no reading fits.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.translate.word_lists import word_list, word_table

_UNITS = {word: value for value, word in enumerate(word_list("units"))}
_TENS = {word: 10 * value for value, word in enumerate(word_list("tens"), 2)}
_DECADES = {word[:-1] + "ies": value for word, value in _TENS.items()}
_ORDINALS = word_table("ordinals")
_SCALES = word_table("scales")
_WORDS = word_table("counting")
_JOINED = frozenset({*_SCALES, *_UNITS, *_TENS})
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTH_NAME = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_DIGITS = re.compile(
    r"(?<![\w.])(?:US|HK|NT|RMB|CN|[A-Z]{1,2})?[$€£¥]?\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<tail>\s?(?:st|nd|rd|th|s|k|m|mn|bn|b|tn|x|%|pm|am|p\.m\.|a\.m\.|h|kg|km|nm|GB|MB|TB|G|W)\b|%)?"
    r"(?:[\s-]?(?P<scale>(?i:hundred|thousand|million|billion|trillion|quadrillion|quintillion))(?:s|th)?\b)?"
    r"(?:[\s-](?P<second>(?i:thousand|million|billion|trillion))s?\b)?",
)
_SPELLED = re.compile(r"[A-Za-z]+")
_SMALL_WORDS = "|".join(sorted(_UNITS, key=len, reverse=True))
_PARTS = {"half": 2, "halve": 2, "quarter": 4} | {word: value for word, value in _ORDINALS.items() if value > 2}
_FRACTION = re.compile(
    rf"\b(?P<above>an?|{_SMALL_WORDS})[\s-](?:(?P<tens>{'|'.join(_TENS)})[\s-](?!\w*(?:tieth|dth)))?"
    rf"(?:(?P<size>{'|'.join(_TENS)}|{_SMALL_WORDS}|hundred)[\s-](?=(?:hundred|thousand|million|billion)th))?"
    rf"(?P<part>{'|'.join(sorted(_PARTS, key=len, reverse=True))})s?\b"
)
_MARKS = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75, "⅕": 0.2, "⅛": 0.125}
_MARKED = re.compile(rf"(?P<whole>\d+(?!\d))?\s?(?P<mark>[{''.join(_MARKS)}])")
_SIZES = {word: value for word, value in _SCALES.items() if len(word) > 3 and word not in {"mln", "bln"}} | {
    "dozen": 12, "dozens": 12, "score": 20, "scores": 20, "tens": 10, "decade": 10, "decades": 10, "century": 100, "centuries": 100,
}  # fmt: skip
_OF_SIZE = "|".join(sorted(_SIZES, key=len, reverse=True))
_ORDERS = re.compile(
    rf"\b(?P<first>tens|dozens|scores|hundreds|thousands|millions|billions) of (?P<second>{_OF_SIZE})\b(?: of (?P<third>{_OF_SIZE})\b)?"
)
"""Orders of magnitude: tens of thousands, hundreds of millions."""
_PART_OF = re.compile(rf"\b(?P<part>half|quarter)(?: of)?(?: an?|-an?)?[ -](?P<size>{_OF_SIZE})\b")
_BY_SIZE = re.compile(r" (?P<size>dozen|score|decades|centuries)\b", re.IGNORECASE)
_POWER = re.compile(
    r"(?:(?P<factor>\d+(?:\.\d+)?)\s?[×x*·]\s?)?(?<![\d.])10(?:\s?(?:\^|\*\*)\s?(?P<plain>\d{1,2})|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})"
    r"| to the (?:power of )?(?P<said>\d{1,2})(?:th|st|nd|rd)?(?: power)?)"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_AND_A_PART = re.compile(r"(?P<word> [A-Za-z]+)?(?P<part> and (?:a|one|three)[ -](?:half|quarters?)\b)", re.IGNORECASE)
_IN_EVERY = re.compile(r" (?:in|out of)(?: every)? ", re.IGNORECASE)
_SLASH = re.compile(r"(?<![\d/])(\d+)\s?[/⁄]\s?(\d+)(?![\d/])")
_CLOCK = re.compile(
    r"(?<![\d:.,])([01]?\d|2[0-4])(?::([0-5]\d)\b(?:\s?(p\.?m\.?))?|\.([0-5]\d)\s?(?:a\.?m\.?|(p\.?m\.?)))",
    re.IGNORECASE,
)
"""A point parts hours and minutes only before a.m. or p.m.: 4.55 million has none."""
_BESIDE_HOUR = re.compile(
    rf"\b(?P<part>half|quarter)\s(?P<side>past|to)\s(?P<hour>1?\d|{_SMALL_WORDS})\b",
    re.IGNORECASE,
)
"""Half past five, a quarter to 6."""
_DAY_TIMES = {
    "midnight": (0.0, 24.0, 1440.0),
    "noon": (12.0, 720.0),
    "round-the-clock": (24.0,),
    "around the clock": (24.0,),
    "round the clock": (24.0,),
}
_DAY_TIME = re.compile(rf"\b(?:{'|'.join(_DAY_TIMES)})\b", re.IGNORECASE)
_ROMAN = re.compile(r"(?<=[a-z][ -])[IVX]+\b")
_ROMAN_VALUES = dict(zip("IVX", (1, 5, 10), strict=True))


class EnglishNumber(NamedTuple):
    """Hold one number as written."""

    start: int
    end: int
    values: tuple[float, ...]
    """Every reading, the most literal first."""
    is_digits: bool
    """Written with digits, so that it must have come from somewhere."""


def english_numbers(text: str) -> tuple[EnglishNumber, ...]:
    """List the numbers of a text in order of their kind; one place may be read in two ways.

    >>> [n.values[0] for n in english_numbers("$1.2 billion, twenty-one, 2,000 people")]
    [1200000000.0, 2000.0, 21.0]
    """
    written = tuple(_written(text))
    rest = list(text)
    for number in written:
        rest[number.start : number.end] = " " * (number.end - number.start)
    plain = (*written, *_spelled("".join(rest)))
    return (
        *plain,
        *_joined(text, plain),
        *_fractions(text),
        *_sizes(text, plain),
        *_clocks(text),
        *_months(text),
        *_romans(text),
    )


def _written(text: str) -> Iterator[EnglishNumber]:
    for match in _DIGITS.finditer(text):
        value = float(match["number"].replace(",", ""))
        tail = (match["tail"] or "").strip().replace(".", "")
        readings = [value]
        if tail in _SCALES:
            readings = [value * _SCALES[tail], value]
        elif tail == "pm":
            readings = [value + 12, value]
        elif tail == "s" and value >= 1000:
            readings += [value % 100, value // 100 + 1]
        if match["scale"]:
            readings = [value * _SCALES[match["scale"].lower()]]
            if match["second"]:
                readings = [readings[0] * _SCALES[match["second"].lower()]]
        if tail == "%":
            readings.append(value / 100)
        yield EnglishNumber(match.start("number"), match.end(), tuple(readings), True)


def _spelled(text: str) -> Iterator[EnglishNumber]:
    """Read runs of number words: "two hundred and fifty thousand", "twenty-one", "hundreds of millions"."""
    words = [(m.start(), m.end(), part) for m in _SPELLED.finditer(text) for part in [_unfolded(m.group().lower())]]
    index = 0
    while index < len(words):
        stop, value = _run(words, index)
        if stop == index:
            start, end, word = words[index]
            tables = (_WORDS, _ORDINALS, _SCALES, _DECADES)
            found = next((table[word] for table in tables if word in table), None)
            if found is not None:
                yield EnglishNumber(start, end, (float(found),), False)
            index += 1
            continue
        yield EnglishNumber(words[index][0], words[stop - 1][1], (value,), False)
        index = stop


def _unfolded(word: str) -> str:
    """Take "fold" off a number: twentyfold is twenty."""
    number = word.removesuffix("fold")
    return number if number in _JOINED else word


def _run(words: list[tuple[int, int, str]], first: int) -> tuple[int, float]:
    """Read the longest number that starts at a word; (first, 0) where none does."""
    total = section = last = 0.0
    index, seen = first, False
    while index < len(words):
        word = words[index][2]
        value = _UNITS.get(word, _TENS.get(word, _ORDINALS.get(word, -1)))
        if value >= 0 and (not last or (last >= 20 and last % 10 == 0 and 0 < value < 10)):
            section, last, seen = section + value, value, True
        elif word in _SCALES and len(word) > 2 and seen:
            section, last = max(section, 1) * _SCALES[word], 0.0
            if _SCALES[word] >= 1000:
                total, section = total + section, 0.0
        elif not (word in {"and", "of"} and not last and index + 1 < len(words) and words[index + 1][2] in _JOINED):
            break
        index += 1
    while index > first and words[index - 1][2] in {"and", "of"}:
        index -= 1
    return (index, total + section) if seen else (first, 0.0)


def _joined(text: str, plain: tuple[EnglishNumber, ...]) -> Iterator[EnglishNumber]:
    """Read what two numbers say together: two and a half, a year and a half, four in 10."""
    ends = {number.end: number for number in plain}
    starts = {number.start: number for number in plain}
    for match in _AND_A_PART.finditer(text):
        before = ends.get(match.start("part")) or ends.get(match.start())
        if before:
            part = 0.5 if match[0].endswith("half") else 0.75 if match[0].endswith("s") else 0.25
            yield EnglishNumber(before.start, match.end(), (before.values[0] + part,), before.is_digits)
    for match in _IN_EVERY.finditer(text):
        above, below = ends.get(match.start()), starts.get(match.end())
        if above and below and below.values[0]:
            yield EnglishNumber(above.start, below.end, (above.values[0] / below.values[0],), False)


def _fractions(text: str) -> Iterator[EnglishNumber]:
    """Read two-thirds, one-fortieth, one five-hundredth, one twenty-fifth, 2½ and 3/8."""
    for match in _FRACTION.finditer(text.lower()):
        above, below = _UNITS.get(match["above"], 1), _PARTS[match["part"]]
        size = match["size"]
        below = below * (_UNITS.get(size) or _TENS.get(size) or 100) if size else below + _TENS.get(match["tens"], 0)
        if above:
            yield EnglishNumber(match.start(), match.end(), (above / below,), False)
    for match in _SLASH.finditer(text):
        if int(match[2]):
            yield EnglishNumber(match.start(), match.end(), (int(match[1]) / int(match[2]),), True)
    for match in _MARKED.finditer(text):
        yield EnglishNumber(match.start(), match.end(), (float(match["whole"] or 0) + _MARKS[match["mark"]],), False)


def _sizes(text: str, plain: tuple[EnglishNumber, ...]) -> Iterator[EnglishNumber]:
    """Read what a size multiplies: tens of thousands, half a million, two dozen, 1.7 × 10^17."""
    lower = text.lower()
    for match in _ORDERS.finditer(lower):
        value = float(_SIZES[match["first"]] * _SIZES[match["second"]])
        yield EnglishNumber(match.start(), match.end(), (value * _SIZES.get(match["third"] or "", 1),), False)
    for match in _PART_OF.finditer(lower):
        part = 0.5 if match["part"] == "half" else 0.25
        yield EnglishNumber(match.start(), match.end(), (part * _SIZES[match["size"]],), False)
    ends = {number.end: number for number in plain}
    for match in _BY_SIZE.finditer(lower):
        if before := ends.get(match.start()):
            value = before.values[0] * _SIZES[match["size"]]
            yield EnglishNumber(before.start, match.end(), (value,), False)
    for match in _POWER.finditer(text):
        power = int((match["plain"] or match["raised"] or match["said"]).translate(_RAISED))
        yield EnglishNumber(match.start(), match.end(), (float(match["factor"] or 1) * 10.0**power,), False)


def _clocks(text: str) -> Iterator[EnglishNumber]:
    for match in _CLOCK.finditer(text):
        hour, minute, is_late = match[1], match[2] or match[4], match[3] or match[5]
        minutes = 60 * int(hour) + int(minute) + (720 if is_late and int(hour) < 12 else 0)
        yield EnglishNumber(match.start(), match.end(), (float(minutes), float(hour), float(minute)), True)
    for match in _BESIDE_HOUR.finditer(text):
        hour, part = match["hour"].lower(), 30 if match["part"].lower() == "half" else 15
        minutes = 60 * (_UNITS[hour] if hour in _UNITS else int(hour)) + (
            part if match["side"].lower() == "past" else -part
        )
        yield EnglishNumber(match.start(), match.end(), (float(minutes), minutes // 60, minutes % 60), False)
    for match in _DAY_TIME.finditer(text):
        yield EnglishNumber(match.start(), match.end(), _DAY_TIMES[match.group().lower()], False)


def _romans(text: str) -> Iterator[EnglishNumber]:
    """Read Roman numerals up to the thirties behind a word: Chapter III, Level-IV."""
    for match in _ROMAN.finditer(text):
        digits = [_ROMAN_VALUES[char] for char in match.group()]
        value = sum(-d if d < following else d for d, following in zip(digits, [*digits[1:], 0], strict=True))
        yield EnglishNumber(match.start(), match.end(), (float(value),), False)


def _months(text: str) -> Iterator[EnglishNumber]:
    for match in _MONTH_NAME.finditer(text):
        yield EnglishNumber(match.start(), match.end(), (float(_MONTHS[match.group()[:3].lower()]),), False)
