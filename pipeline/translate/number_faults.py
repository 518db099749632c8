"""Do the numbers of a translation agree with its source? Both ways: none lost, none invented, 万 and 亿 read as they are meant.

A small number in Han (一, 两) may become an article or a plural, so only what a reader would check is required: everything written
in digits, everything from three up, shares, money, dates. A number the target has in digits must come from somewhere in
the source.
"""

from __future__ import annotations

import calendar
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.compound_quantities import parts
from pipeline.numerals import DIGITS, HAN_NUMERAL, Number, chinese, numeral, scale, western
from pipeline.quantities import Quantity, quantities
from pipeline.translate.dictionary import dictionary
from pipeline.translate.english_numbers import EnglishNumber, english_numbers

_CONVERSIONS = {
    "斤": (0.5, 0.0005, 500.0),
    "两": (50.0, 0.05),
    "亩": (1 / 15, 1 / 1500, 667.0, 2000 / 3),
    "尺": (1 / 3, 100 / 3),
    "丈": (10 / 3, 10.0),
    "寸": (10 / 3, 1 / 30),
    "公里": (0.621, 1000.0),
    "里": (0.5, 500.0),
    "公斤": (2.2, 0.001),
    "米": (3.28,),
    "吨": (1000.0,),
    "度": (0.001,),
}
"""Unit to the factors by which a translator may turn it into another unit."""
_ROUNDING = 0.03
"""Relative difference that a converted unit may show."""
_LEAST_DIGITS = 2
"""Significant digits that rounding leaves."""
_DIGIT_RUN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_HAN_RUN = re.compile(HAN_NUMERAL)
_INSIDE_NAME = re.compile(r"[A-Za-z]$|#$|\[$")
_MONTHS = frozenset(calendar.month_name[1:]) - {"March", "May"}
"""Names of months that are no other word."""
_DESIGNATION = re.compile(r"\b([A-Z]\w*-)$")
_KNOWN_DESIGNATION = re.compile(r"\b[A-Z]\w*-\d+\b")
_LISTED = re.compile(r"(?P<members>[^，。；：！？]*)等[^，。；：！？、]{0,3}$")
"""What a count that follows sums up: 哈、乌等中亚五国 are "the other three" beside the two."""
_ASIDE = re.compile("大?字")
"""四个字 and 八个大字 introduce the words that follow; English may say "the words"."""
_FINAL = re.compile(r"(?:1/(?P<below>\d{1,2})|(?P<han>三十二|十六|八|四)分之一)决赛")
"""1/8决赛 is the round of 16."""
_BORN = re.compile("([五六七八九])[零〇]后")
_LUNAR = {"正月": 1.0, "冬月": 11.0, "腊月": 12.0}
_RATES = {"‰": 1000.0, "千分之": 1000.0, "万分之": 10_000.0}
_SMALL_COIN = re.compile("[毛角分]")
_DISCOUNT = re.compile(
    r"(?<![\d一二三四五六七八九])(?:(?P<han>[一二三四五六七八九])(?P<more>[一二三四五六七八九])?|(?P<digits>\d(?:\.?\d)?))折"
)
"""八折 is 80 percent of the price, 七五折 and 75折 are 75 percent."""
_SPLIT = re.compile("一半|半数|过半|[减对折]半|半价|五五")
_NINES = re.compile("(.+)个[九9]$")
_SUBUNITS = {"米": 100.0, "升": 1000.0, "公升": 1000.0, "公斤": 1000.0, "千克": 1000.0}
"""Units that English says in their parts where the number is small: 一米八六 is 186 centimetres."""
_BARE_SCALE = re.compile(r"(?<![\d零一二三四五六七八九十百千万亿两几数])[十百千万亿]+")
_FREE_COUNTS = frozenset(["count", "ordinal", "number", "multiple"])


def number_faults(source: str, target: str, allowed: str = "") -> tuple[str, ...]:
    """List the numbers that differ, for a person; empty where all agree.

    allowed: English words that the target may hold whatever the source says (its terms).

    >>> number_faults("营收2亿元，增长20%", "Revenue reached 2 million yuan, up 20%")
    ('2亿元 is not in the translation', '2 million is not in the source')
    """
    there = english_numbers(target)
    source = western(source)
    wanted = quantities(source)
    wanted += tuple(
        quantity._replace(value=quantity.value - others)
        for quantity in wanted
        if quantity.kind in _FREE_COUNTS
        for others in _named_before(quantity, source)
    )
    said = {quantity.span for quantity in wanted if is_said(quantity, there) or _is_summed_up(quantity, source)}
    lost = dict.fromkeys(quantity.text for quantity in wanted if quantity.span not in said)
    return (
        *(f"{text} is not in the translation" for text in lost),
        *(f"{text} is not in the source" for text in _invented(source, wanted, target, there, allowed)),
    )


def is_said(quantity: Quantity, there: tuple[EnglishNumber, ...]) -> bool:
    """Tell whether the numbers of a target say a quantity of its source; one that English may leave out counts as said."""
    values = [value for number in there for value in number.values]
    return all(any(_same(value, wanted) for value in values for wanted in options) for options in _required(quantity))


def _required(quantity: Quantity) -> Iterator[tuple[float, ...]]:
    """Yield what must be said, each as its acceptable values."""
    if quantity.kind in {"date", "time"} or not (quantity.approx == "several" or _is_free(quantity)):
        yield from _sayings(quantity)


def _sayings(quantity: Quantity) -> Iterator[tuple[float, ...]]:
    """Yield the numbers of a quantity, each as the values that may stand for it."""
    if quantity.kind == "date":
        for iso in filter(None, (quantity.iso, quantity.iso_upper)):
            yield from _date_parts(iso)
        return
    if quantity.kind == "time":
        hours, minutes = divmod(quantity.value, 60)
        yield (quantity.value, hours, (hours - 12) % 24)
        if minutes:
            yield (quantity.value, minutes, quantity.value - 720)
        return
    if said := parts(quantity):
        yield from ((*_options(quantity, quantity.value), part) for part, _ in said if part)
        return
    for value in (quantity.value, quantity.upper):
        if value is not None:
            yield _options(quantity, value)


def _is_free(quantity: Quantity) -> bool:
    """Say whether English may leave the number out or word it otherwise: 一个, 两国, 第一."""
    in_han = not any(char.isdecimal() for char in quantity.text)
    if in_han and quantity.value == 1 and quantity.kind in {"measure", "money"}:
        return True  # 每卖一吨水 is "for every ton"
    return in_han and quantity.value <= 2 and (quantity.kind in _FREE_COUNTS or quantity.kind == "duration")


def _named_before(quantity: Quantity, source: str) -> Iterator[int]:
    """Yield how many of those counted are named already, so that English may count the others: 商务部等13部门 are it and 12."""
    found = _LISTED.search(source[: quantity.span.start])
    if found:
        yield from {1, _members(found["members"])}


def _members(listed: str) -> int:
    return listed.count("、") + len(re.findall("[和与及]", listed[listed.rfind("、") :])) + 1


def _is_summed_up(quantity: Quantity, source: str) -> bool:
    """Say whether a number only sums up or announces what the words around it say: 甲、乙、丙三省, 八个大字."""
    if any(char.isdecimal() for char in quantity.text):
        return quantity.text == "1" and source[: quantity.span.start].endswith("比")
    if quantity.unit == "个" and _ASIDE.match(source, quantity.span.end):
        return True
    members = _members(re.split("[。，；：！？]", source[: quantity.span.start])[-1])
    return quantity.value == members > 2


def _date_parts(iso: str) -> Iterator[tuple[float, ...]]:
    if iso.startswith("---"):
        yield (float(iso[3:]),)
        return
    if len(iso) in (2, 3) and not iso.startswith("-"):
        value = float(iso)
        yield (value + 1, value * 100) if len(iso) == 2 else (value * 10, value * 10 % 100)
        return
    year, *rest = iso.removeprefix("--").split("-") if not iso.startswith("--") else ["", *iso[2:].split("-")]
    yield from (((float(year), float(year) % 100),) if year else ())
    yield from ((float(part),) for part in rest)


def _options(quantity: Quantity, value: float) -> tuple[float, ...]:
    """List the values that may stand for a quantity's value."""
    options = [value]
    unit = quantity.unit.partition("/")[0].replace("半", "")
    options += [value * factor for factor in _CONVERSIONS.get(unit, ())]
    if value < 0:
        options += [-value]
    if value == 10 and quantity.approx:
        options += [12.0]
    if quantity.approx == "several" and "十几" in quantity.text:
        options += [round(quantity.value / 1.1, 6)]  # more than 100,000 for 十几万
    if unit in _SUBUNITS and value < 3:
        options += [round(value * _SUBUNITS[unit], 6)]
    if quantity.kind == "multiple":
        options += [(value - 1) * 100] if "番" in quantity.text else [value + 1, value * 100]
    if quantity.kind == "percent":
        of = {"‰": 10, "千分之": 10, "万分之": 100}.get(unit, 1)
        options += [value / of, value / of / 100]
        options += [float(number.value) for match in _NINES.finditer(quantity.text) if (number := numeral(match[1]))]
    if quantity.kind == "money" and _SMALL_COIN.search(quantity.text):
        options += [round(value * 10, 6), round(value * 100, 6)]
    if quantity.kind == "fraction":
        options += [value * 100, round(value * 100)]
    if quantity.kind == "duration" and unit in {"个月", "月"}:
        options += [value / 12]
    if quantity.kind == "duration" and value == 0.5:
        options += [6.0, 30.0]
    if quantity.kind == "duration" and unit in {"年", "周", "星期", "个星期"}:
        options += [value / 10, value / 100, value * 7]
    return tuple(options)


def _same(value: float, wanted: float) -> bool:
    """Tell whether a number is the wanted one, or the wanted one rounded where it is long: 33.33 may be 33.3, 33 or 34, not 35."""
    if math.isclose(value, wanted, rel_tol=1e-6, abs_tol=1e-9):
        return True
    if wanted in {round(wanted), round(wanted, 1)} or not math.isclose(value, wanted, rel_tol=_ROUNDING):
        return False
    steps = (10.0 ** (math.floor(math.log10(abs(wanted))) + 1 - digits) for digits in range(_LEAST_DIGITS, 7))
    return any(math.isclose(value, side(wanted / step) * step) for step in steps for side in (math.floor, math.ceil))


def _invented(
    source: str, wanted: Iterable[Quantity], target: str, there: Iterable[EnglishNumber], allowed: str
) -> Iterator[str]:
    """Yield the numbers in digits, and the months by name, that nothing in the source accounts for."""
    accounted = set(_accounted(source, wanted)) | {v for n in english_numbers(allowed) for v in n.values}
    numbers = tuple(there)
    sound = {n for n in numbers if any(_same(value, option) for value in n.values for option in accounted)}
    wholes = [(n.start, n.end) for n in sound if len(n.values) == 1]
    for number in numbers:
        if number in sound or any(start <= number.start and number.end <= end for start, end in wholes):
            continue
        words = target[number.start : number.end].strip()
        before = target[: number.start]
        if not (number.is_digits or words in _MONTHS) or _INSIDE_NAME.search(before) or words in source:
            continue
        if (name := _DESIGNATION.search(before)) and name[1] + words in _designations():
            continue
        yield words


@cache
def _designations() -> frozenset[str]:
    """List the names with a number that the dictionary uses, whatever their Chinese: COVID-19."""
    texts = (text for definitions in dictionary().values() for text in definitions if "-" in text)
    return frozenset(name for text in texts for name in _KNOWN_DESIGNATION.findall(text))


def _accounted(source: str, wanted: Iterable[Quantity]) -> Iterator[float]:
    """Yield every value that the source may be read to hold."""
    for quantity in wanted:
        for options in _sayings(quantity):
            yield from options
            yield from (option + 12 for option in options if option < 12)
        yield from (value for value in (quantity.value, quantity.upper) if value is not None)
        if quantity.upper is not None:
            yield quantity.upper - quantity.value
    for match in _DIGIT_RUN.finditer(source):
        value = float(match.group().replace(",", ""))
        yield from (value, value - 12, value % 100 if value > 1000 else value)
    for match in _DISCOUNT.finditer(source):
        digits = match["digits"] or "".join(str(DIGITS[char]) for char in match[0] if char in DIGITS)
        share = float("0." + digits.replace(".", "")) * 100
        yield from (round(share, 1), round(100 - share, 1))
    yield from (float(scale(match.group())) for match in _BARE_SCALE.finditer(source))
    yield from _idioms(source)
    yield from (unicodedata.digit(char) for char in source if not char.isdecimal() and char.isdigit())
    for match in _HAN_RUN.finditer(source):
        for run in {match.group(), match.group()[:1], match.group()[-1:], match.group()[:2], match.group()[1:]}:
            read = chinese(run)
            if read is None and len(run) == 2 and all(char in DIGITS for char in run):
                yield float(DIGITS[run[0]] * 10 + DIGITS[run[1]])
            if read is not None:
                yield float(read.value)
                yield float(read.upper or read.value)


def _idioms(source: str) -> Iterator[float]:
    """Yield the numbers that English says where Chinese has another way: rounds of a cup, decades of birth, lunar months, rates."""
    for match in _FINAL.finditer(source):
        below = match["below"] or chinese(match["han"])
        yield 2.0 * float(below.value if isinstance(below, Number) else below or 0)
    for match in _BORN.finditer(source):
        yield from (DIGITS[match[1]] * 10.0, DIGITS[match[1]] * 10.0 + 1900)
    yield from (month for words, month in _LUNAR.items() if words in source)
    yield from ((0.5, 50.0) if _SPLIT.search(source) else ())
    yield from (base for mark, base in _RATES.items() if mark in source)
