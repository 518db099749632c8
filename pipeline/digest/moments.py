"""The dates a text names, as a timeline.

A date without its year takes the year of the dated sentence before it in the text while the months run on; where they do not,
or 去年 and its kin stand before it, it is left out rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.dates import Date, dates
from pipeline.digest.statements import Statement
from pipeline.story import Moment

_RELATIVE = re.compile("(?:去年|今年|明年|前年|每年|当年|次年|翌年|第二年|历年)[^，。；]{0,2}$")


def moments(statements: Sequence[Statement]) -> tuple[Moment, ...]:
    """List the dates of a text that can be placed to the year at least, in order of time, each date of a sentence once."""
    found: list[Moment] = []
    year, month = "", 0
    for statement in statements:
        for date in dates(statement.text):
            if date.kind != "date" or len(date.iso) in (2, 3):
                continue
            iso = date.iso
            if iso.startswith("--"):
                iso = _placed(statement, date, year, month)
            if not re.match(r"\d{4}", iso):
                continue
            year, month = iso[:4], int(iso[5:7] or 0) if len(iso) > 4 else 0
            if not any(old.date == iso and old.passage.paragraph == statement.paragraph for old in found):
                found.append(Moment(iso, statement.text[slice(*date.span)], statement.passage()))
    return tuple(sorted(found, key=lambda moment: moment.date))


def _placed(statement: Statement, date: Date, year: str, month: int) -> str:
    """Give a date the running year where its month does not go back; "" where it cannot be placed."""
    if not year or _RELATIVE.search(statement.text[: date.span.start]):
        return ""
    if date.iso.startswith("---"):
        return f"{year}-{month:02}-{date.iso[3:]}" if month else ""
    return f"{year}-{date.iso[2:]}" if int(date.iso[2:4]) >= month else ""
