"""What a quantity is, and the measure words that make a number one.

The table `data/measure_words.tsv` names each measure word with its kind, its English, and the characters that would make
it part of another word (年 before 级, 家 before 庭).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from re import Match
from re import escape as literally
from typing import NamedTuple

from pipeline.document import Span

KINDS = (
    "money",
    "percent",
    "points",
    "fraction",
    "multiple",
    "duration",
    "age",
    "measure",
    "count",
    "ordinal",
    "date",
    "time",
    "number",
)
"""`points` are differences of percentages, `number` has no unit."""

BOUNDS = ("", "about", "nearly", "over", "under", "least", "most", "several")
"""How the text hedges a quantity; `several` stands for 几 and 数."""

_NO_TAIL = "边官香星环线角毛分面彩方轮金卦宫"
"""Behind a digit, what makes it part of another word: 两块五花肉, 三块五金件."""
_TABLE = Path(__file__).resolve().parent / "data" / "measure_words.tsv"


class Quantity(NamedTuple):
    """Hold one quantity with its place in the text."""

    span: Span
    """Hedges included: 约60万元左右."""
    text: str
    value: float
    """Normalised; the lower end of a range. A year for dates that name one, else 0; minutes since midnight for times."""
    upper: float | None
    """Upper end of a range, else None."""
    unit: str
    """As written, hedges left out: "元", "%", "个月"; "" for none."""
    kind: str
    """One of KINDS."""
    approx: str = ""
    """One of BOUNDS."""
    iso: str = ""
    """For dates, ISO 8601 as precise as the text; "--09-15" where the year is not said."""
    iso_upper: str = ""
    """Last date of a range of dates."""
    closes: bool = True
    """No noun can follow, so the measure word must carry the meaning: 八九家。, not 八九家医院."""


class Measure(NamedTuple):
    """Hold one row of the table of measure words."""

    kind: str
    singular: str
    """English; "" where only the counted noun has one (个, 颗)."""
    plural: str
    not_before: str
    """Characters that, following, make the measure word part of another word."""


@cache
def measures() -> dict[str, Measure]:
    """Read the table of measure words, by Chinese form."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["zh"]: Measure(row["kind"], row["singular"], row["plural"], row["not_before"]) for row in rows}


@cache
def begins_a_count() -> str:
    """Build the pattern of what, behind a digit, shows that the digit starts a number, a count or a word of its own.

    The 五 of 两块五花肉 and of 三块五米长的木板, but not the 九 of 九块九包邮: 包邮 is a word.
    """
    forms = sorted(measures().items(), key=lambda row: (-len(row[0]), row[0]))
    units = "|".join(literally(form) + (f"(?![{row.not_before}])" if row.not_before else "") for form, row in forms)
    return rf"[二两三四五六七八九十百千万亿零几多\d.%]|一(?!{units})|[{_NO_TAIL}]|(?<=五)花|(?<=二)锅|{units}"


def quantity_at(text: str, match: Match[str], value: float, unit: str, kind: str, approx: str = "") -> Quantity:
    """Make the quantity that a match covers; text is what the match was found in, or as long as that."""
    start, end = match.span()
    return Quantity(Span(start, end), text[start:end], value, None, unit, kind, approx)


def measure(unit: str) -> Measure | None:
    """Look up a unit as a quantity carries it: 年半 and 个多月 are 年 and 个月; rates like 元/吨 are found by their first part.

    >>> measure("年半").plural, measure("元/吨").kind, measure("啊")
    ('years', 'money', None)
    """
    table = measures()
    plain = unit.partition("/")[0].replace("半", "").replace("多", "").replace("余", "")
    return table.get(plain)
