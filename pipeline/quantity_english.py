"""Quantities in English words: about 600,000 yuan, eight or nine companies, 20–40 per cent.

Only what the text says is said: hedges stay hedges, ranges stay ranges, and a measure word that has no English of its own
(个, 颗) leaves the number bare for the noun that follows.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from pipeline.compound_quantities import parts
from pipeline.measures import Measure, Quantity, measure
from pipeline.numerals import arabic, chinese, western

_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_PARTS = {
    2: "half",
    3: "third",
    4: "quarter",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
    20: "twentieth",
    30: "thirtieth",
    40: "fortieth",
    50: "fiftieth",
    60: "sixtieth",
    70: "seventieth",
    80: "eightieth",
    90: "ninetieth",
    1000: "thousandth",
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_STEPS = (
    (10**18, "quintillion"),
    (10**15, "quadrillion"),
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
)
_HEDGES = {
    "about": "about {}",
    "nearly": "nearly {}",
    "over": "more than {}",
    "under": "less than {}",
    "least": "at least {}",
    "most": "up to {}",
    "several": "{}",
    "": "{}",
}
_CLASSIFIERS = frozenset("家名种类项款件套台部辆架艘起例封份册篇组对双批包瓶箱单手间栋幢块片")
_INDEFINITE = re.compile("[几数]")
"""Digits that the text leaves open, whatever hedge stands before them: 高达数亿."""
_SYMBOLS = {"$": "$", "US$": "US$", "HK$": "HK$", "€": "€", "£": "£"}


def english(quantity: Quantity) -> str:
    """Say a quantity in English.

    >>> from pipeline.quantities import quantities
    >>> [english(q) for q in quantities("约60万元，八九家，几十亿美元，20～40%，三分之一，第3代，2021年9月15日")]
    ['about 600,000 yuan', 'eight or nine companies', 'billions of US dollars', '20–40%', 'one third', 'third generation', \
'15 September 2021']
    """
    if quantity.kind == "date":
        return _date(quantity)
    if quantity.kind == "time":
        return quantity.iso.removeprefix("T")
    if quantity.kind == "ordinal":
        return _ordinal(quantity)
    if _INDEFINITE.search(quantity.text) and quantity.upper:
        return _loosely(quantity)
    core = _core(quantity)
    verb = next((verb for verb in ("increased ", "increase ") if core.startswith(verb)), "")
    return verb + _HEDGES[quantity.approx].format(core.removeprefix(verb))


def number(value: float) -> str:
    """Write a number: grouped digits, and million, billion, trillion and so on where at most three decimals are needed.

    >>> [number(x) for x in (200000000.0, 27000.0, 1.5e12, 1.33382, 1234567.0)]
    ['200 million', '27,000', '1.5 trillion', '1.33382', '1,234,567']
    """
    exact = Decimal(repr(value))
    for step, name in _STEPS:
        scaled = abs(exact) / step
        if scaled >= 1 and scaled == scaled.quantize(Decimal("0.001")):
            return f"{_digits(exact / step)} {name}"
    return _digits(exact)


def _digits(exact: Decimal) -> str:
    text = f"{exact:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(quantity: Quantity) -> str:
    """Say a date or a range of dates; what both ends share is said once: 3–5 June 2024.

    Decades are joined by a word: the 1950s and 1960s.
    """
    first, last = quantity.iso, quantity.iso_upper
    if not last:
        return _day(first)
    if len(first) == 3:
        return f"{_day(first)} and {last}0s"
    shared, _, start = first.rpartition("-")
    if len(first) > 4 and last.startswith(shared + "-"):
        whole = _day(last)
        head = str(int(start)) if whole[0].isdigit() else _MONTHS[int(start) - 1]
        return f"{head}–{whole}"
    return f"{_day(first)}–{_day(last)}"


def _day(iso: str) -> str:
    if iso.startswith("---"):
        return f"the {_nth(int(iso[3:]))}"
    if iso.startswith("--"):
        year, rest = "", iso[2:].split("-")
    elif len(iso) == 3:
        return f"the {iso}0s"
    elif len(iso) == 2:
        return f"the {_nth(int(iso) + 1)} century"
    else:
        year, *rest = iso.split("-")
    parts = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*parts, *([_MONTHS[int(rest[0]) - 1]] if rest else []), *([year] if year else [])])


def _nth(value: int) -> str:
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _ordinal(quantity: Quantity) -> str:
    value = int(quantity.value)
    row = measure(quantity.unit) if quantity.unit else None
    word = _ORDINALS[value] if 0 < value <= 10 else _nth(value)
    noun = row.singular if row and quantity.unit not in {"名", "位", "人", "家"} else ""
    return f"{word} {noun}".strip()


def _core(quantity: Quantity) -> str:
    written = any(char.isdecimal() for char in quantity.text)
    if quantity.kind == "number" and quantity.text.isdecimal():
        return western(quantity.text)  # a year, a port, a part number: no grouping
    words = [_word(value, written) for value in (quantity.value, quantity.upper) if value is not None]
    joined = _range(words, written, any(mark in quantity.text for mark in "至到-—~～–"))
    unit = quantity.unit
    if quantity.kind == "fraction":
        return _part(quantity)
    if unit in _SYMBOLS:
        return f"{_SYMBOLS[unit]}{joined}"
    if unit in {"¥", "￥", "RMB", "CNY"}:
        return f"{joined} yuan"
    if unit == "USD":
        return f"US${joined}"
    if quantity.kind == "percent":
        return _percent(quantity)
    if quantity.unit == "级" and not quantity.value.is_integer():
        return f"magnitude {joined}"
    if said := parts(quantity):
        joint = " and " if said[0][1] == "year" else " "
        return joint.join(f"{number(value)} {name}{'s' * (value != 1)}" for value, name in said)
    if quantity.value == 0.5 and quantity.kind in {"duration", "measure", "points"} and not written:
        return " ".join(["half", _article(quantity)])
    if phrase := _phrase(quantity):
        return phrase
    if "半" in unit and not quantity.upper:
        joined = f"{_word(quantity.value - 0.5, False)} and a half"
    if unit == "次" and quantity.upper is None and quantity.value in (1, 2):
        return "once" if quantity.value == 1 else "twice"
    return " ".join([joined, *_unit_words(quantity)])


def _article(quantity: Quantity) -> str:
    row = measure(quantity.unit)
    noun = row.singular if row else quantity.unit
    return f"an {noun}" if noun == "hour" or noun[:1] in "aeio" else f"a {noun}"


def _phrase(quantity: Quantity) -> str:
    """Say what English has a word of its own for: doubled, eightfold, a dozen; "" for all else.

    一倍 is said as 100 per cent: what grew by it doubled.
    """
    is_past = "了" in quantity.text or "过" in quantity.text
    if quantity.kind == "multiple" and "番" in quantity.text:
        verb = {2.0: "double", 4.0: "quadruple"}.get(quantity.value)
        times = f"{_SMALL[8]}fold" if quantity.value == 8 else f"{number(quantity.value)}-fold"
        return f"{verb}{'d' * is_past}" if verb else f"increase{'d' * is_past} {times}"
    if quantity.unit == "倍" and quantity.value == 1 and quantity.upper is None:
        return "100%"
    if quantity.unit == "个" and "打" in quantity.text:
        dozens = {6.0: "half a", 12.0: "a"}.get(quantity.value) or _word(quantity.value / 12, False)
        return f"{dozens} dozen"
    return ""


def _word(value: float, written: bool) -> str:
    whole = value == int(value)
    return _SMALL[int(value)] if whole and not written and 0 <= value <= 10 else number(value)


def _range(words: list[str], written: bool, spanned: bool) -> str:
    if len(words) == 1:
        return words[0]
    first, second = words
    head, _, scale = second.rpartition(" ")
    if head and first.endswith(" " + scale):
        first, second = first.removesuffix(" " + scale), second
    if written or second not in _SMALL:
        return f"{first}–{second}"
    is_next = first in _SMALL and _SMALL.index(second) == _SMALL.index(first) + 1
    return f"{first} {'or' if is_next and not spanned else 'to'} {second}"


def _unit_words(quantity: Quantity) -> list[str]:
    """Return the unit's English; classifiers speak only where no noun follows that would name what is counted."""
    row = measure(quantity.unit)
    if row is None or (quantity.unit in _CLASSIFIERS and not quantity.closes):
        return []
    plural = quantity.value != 1 or quantity.upper is not None
    words = row.plural if plural else row.singular
    _, _, per = quantity.unit.partition("/")
    per_row = measure(per) if per else None
    return [word for word in (words, f"per {_per(per, per_row)}" if per else "") if word]


def _per(unit: str, row: Measure | None) -> str:
    return row.singular if row and row.singular else unit


def _part(quantity: Quantity) -> str:
    """Say a fraction in words where English has one, else as digits."""
    below, above = _terms(quantity)
    if below in _PARTS and above <= 10:
        name = _PARTS[below] if above == 1 else {"half": "halves"}.get(_PARTS[below], _PARTS[below] + "s")
        return f"{_SMALL[above]} {name}"
    return f"{above}/{below:,}"


def _terms(quantity: Quantity) -> tuple[int, int]:
    head = quantity.unit.removesuffix("分之")
    number_below = arabic(head) if head[:1].isdecimal() else (read.value if (read := chinese(head)) else Decimal(1))
    return int(number_below), round(quantity.value * int(number_below))


def _percent(quantity: Quantity) -> str:
    values = [quantity.value] + ([quantity.upper] if quantity.upper is not None else [])
    sign = {"‰": "‰", "千分之": " per thousand", "万分之": " per ten thousand"}.get(quantity.unit, "%")
    return "–".join(number(value) for value in values) + sign


def _loosely(quantity: Quantity) -> str:
    """Say a quantity with an open digit; 十几亿 lies above a number that can be named, so it is more than 1 billion."""
    value, upper = quantity.value, quantity.upper or 0
    if quantity.kind == "percent" or value < 100 or upper >= 2 * value:
        return _HEDGES[quantity.approx].format(_vague(quantity))
    least = value - value % 10 ** int(math.log10(value))
    hedge = quantity.approx if quantity.approx in {"least", "most", "nearly", "about"} else "over"
    return _HEDGES[hedge].format(" ".join([number(least), *_unit_words(quantity)]))


def _vague(quantity: Quantity) -> str:
    """Say 几十亿 as billions, 十几 as more than ten: no digit is invented."""
    value = quantity.value
    if value % 10 == 1 and value < 100:
        core = f"{'ten' if value == 11 else number(value - 1)}-odd"
    elif value >= 10**6:
        step, name = next((step, name) for step, name in _STEPS if value >= step)
        size = value / step
        core = f"{'hundreds of ' if size >= 100 else 'tens of ' if size >= 10 else ''}{name}s"
    else:
        core = next(
            (words for least, words in _VAGUE if value >= least),
            "several",
        )
    return _with_of(core, _unit_words(quantity)) if quantity.kind != "percent" else f"{core} per cent"


_VAGUE = (
    (100_000, "hundreds of thousands"),
    (10_000, "tens of thousands"),
    (1_000, "several thousand"),
    (100, "several hundred"),
    (20, "dozens"),
)


def _with_of(core: str, words: list[str]) -> str:
    if not words:
        return core
    return f"{core} of {words[0]}" if core.endswith("s") else f"{core} {words[0]}"
