"""Lists, tables and records of the text's own: what is built like its neighbours is kept or left as they are.

A line of a timetable, a ranking or a table of posts reads like furniture by itself. It stays where it is numbered in order with
lines that stay, is made of the same cells, or bears a label that many lines of the page bear.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.clean import contacts
from pipeline.clean.lines import Line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ORDINALS = "一二三四五六七八九十"
_NUMBER = re.compile(rf"[(（\[]?([{ORDINALS}]{{1,2}}|\d{{1,2}})[)）、.．\]]|(?:no\.?|top)\s?(\d{{1,2}})(?!\d)")
TRADES = frozenset({"shady", "adult", "betting", "follow"})
_LEAST_ITEMS, _LEAST_BARS = 3, 3
_LEAST_FIELDS, _LEAST_FIGURES = 3, 2
"""Fields between spaces of a row, and those of them that hold figures."""
_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")
_ACCOUNTED = re.compile(r"\d[,.]\d|%")
"""What figures of accounts and statistics hold, and the counters of a site do not."""
_STARRED = re.compile("[★☆]{1,5} ?[^★☆]{2,}")
_OPEN_RUNS = 4
"""Numbered runs that may still go on: headings, items below them, items below those."""
_NOT_RECORDS = frozenset({"related", "ui", "byline"})
_HAN_OF_NAMES = 10
"""Han characters of a record that names somebody, though its label is a button's: `评论人：` and a name with its university."""
_LABEL = re.compile(r"(\D{1,6}):\s?[^,，。!?;]+|([\u4e00-\u9fff]{2,4})\d{1,5}[。.](?!\d).*")
"""A label and a short value, or a word and a figure that many entries begin with."""
_LEAST_RECORDS, _MANY_RECORDS, _LEAST_STAYING = 4, 8, 2 / 3
_BESIDE, _LEAST_LIKE = 4, 6
"""Lines looked at on either side of one that stands amid a listing, and those of them that stay and are no prose either."""
_STOPS = tuple("。！？!?")
_FURNITURE = TRADES | {"related", "ui", "byline", "sell", "call", "reprint", "counter"}
_DAY = re.compile(r"(?P<day>\d{1,2}\s?月\s?\d{1,2}\s?日)|(?P<hour>\d{1,2}:\d\d)\s")


def items_spared(lines: Sequence[Line], kinds: Sequence[str], gone: NDArray[np.bool_]) -> set[int]:
    """List the items of lists that would leave though at least half of their list stays, and that sell nothing.

    A list is a run of lines of one form, lines numbered in order, with other lines between them, or the lines of a page behind one
    label. Rows of figures in cells, and marks in stars, stay in any case. kinds: the kind of each line's block.
    """
    forms = ["item" if kind == "list_item" else _form(line) for line, kind in zip(lines, kinds, strict=True)]
    runs = _rows_of(lines, forms)
    kept = [
        run
        for run in runs
        if len(run) >= _LEAST_ITEMS
        and (forms[run[-1]].startswith("row") or 2 * sum(not gone[place] for place in run) >= len(run))
    ]
    kept += [
        run
        for run in _numbered(lines)
        if len(run) >= _LEAST_ITEMS and 2 * sum(not gone[place] for place in run) >= len(run)
    ]
    kept += _records(lines, gone)
    return _amid(lines, gone) | {
        place
        for run in kept
        for place in run
        if gone[place] and not (_trades(lines[place]) if _is_sure(run, forms, gone) else _sells(lines[place]))
    }


def _amid(lines: Sequence[Line], gone: NDArray[np.bool_]) -> set[int]:
    """List the lone lines amid a listing: a programme, a discography, verse. Furniture stands at its ends, or among its own kind."""
    filled = [place for place, line in enumerate(lines) if line.chars]
    like = [not gone[place] and lines[place].text[-1:] not in _STOPS for place in filled]
    return {
        place
        for number, place in enumerate(filled[_BESIDE:-_BESIDE], _BESIDE)
        if gone[place]
        and lines[place].text[-1:] not in _STOPS
        and sum(like[number - _BESIDE : number + _BESIDE + 1]) >= _LEAST_LIKE
        and not contacts.has_private_contact(lines[place].text)
        and not any(hit.kind in _FURNITURE for hit in lines[place].hits)
    }


def _is_sure(run: Sequence[int], forms: Sequence[str], gone: NDArray[np.bool_]) -> bool:
    """Tell whether a list is so surely the text's own that words of selling in an item say nothing."""
    staying = sum(not gone[place] for place in run)
    return forms[run[-1]].startswith("row") or (len(run) >= _LEAST_RECORDS and staying >= _LEAST_STAYING * len(run))


def _rows_of(lines: Sequence[Line], forms: Sequence[str]) -> list[list[int]]:
    """List the runs of neighbouring lines of one form, with the line that heads a table."""
    runs: list[list[int]] = []
    for place, form in enumerate(forms):
        if form and runs and runs[-1][-1] == place - 1 and forms[place - 1] == form:
            runs[-1].append(place)
        elif form:
            runs.append([place])
    for run in runs:
        above = run[0] - 1
        if above >= 0 and forms[run[0]] in (f"row{_cells(lines[above])}", _columns(lines[above])):
            run.insert(0, above)
    return runs


def _numbered(lines: Sequence[Line]) -> list[list[int]]:
    """List the runs of lines numbered in order, up or down; of headings and of the items below them each has its own."""
    runs: list[list[int]] = []
    for place, line in enumerate(lines):
        number, style = ordinal(line), line.text[:1].isdecimal()
        if not number:
            continue
        run = next(
            (
                run
                for run in reversed(runs[-_OPEN_RUNS:])
                if lines[run[0]].text[:1].isdecimal() == style
                and abs(number - ordinal(lines[run[-1]])) == 1
                and (
                    len(run) < 2 or number - ordinal(lines[run[-1]]) == ordinal(lines[run[1]]) - ordinal(lines[run[0]])
                )
            ),
            None,
        )
        if run is None:
            runs.append([place])
        else:
            run.append(place)
    return runs


def _records(lines: Sequence[Line], gone: NDArray[np.bool_]) -> list[list[int]]:
    """List the lines of each label that many lines of the page bear, most of which stay: who chairs, where one meets, what comes when."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if _DAY.match(line.text):
            places["hour"].append(place)
            continue
        label = _LABEL.fullmatch(line.text)
        if not label:
            continue
        barred = _NOT_RECORDS - {"ui"} if line.han >= _HAN_OF_NAMES else _NOT_RECORDS
        if not any(hit.kind in barred for hit in line.hits):
            places["".join((label.group(1) or label.group(2)).split())].append(place)
    return [
        found
        for found in places.values()
        if len(found) >= _LEAST_RECORDS
        and (
            len({lines[place].text for place in found}) >= _MANY_RECORDS
            or sum(not gone[place] for place in found) >= _LEAST_STAYING * len(found)
        )
    ]


def _form(line: Line) -> str:
    """Name what lines of one kind begin with or are made of: a date, an hour, so many cells of a table."""
    cells = _cells(line)
    if cells >= _LEAST_BARS and any(map(str.isdecimal, line.text)):
        return f"row{cells}"
    if _STARRED.match(line.text):
        return "row of stars"
    if "\t" in line.text:
        return "cells"
    dated = _DAY.match(line.text)
    if dated:
        return str(dated.lastgroup)
    fields = line.text.split(" ")
    figures = sum(any(map(str.isdecimal, field)) for field in fields)
    if sum(map(bool, map(_FIGURE.fullmatch, fields[1:]))) >= _LEAST_FIGURES and _ACCOUNTED.search(line.text):
        return _columns(line)
    return "fields" if len(fields) >= _LEAST_FIELDS and figures >= _LEAST_FIGURES else ""


def _columns(line: Line) -> str:
    return f"row of {line.text.count(' ') + 1} fields"


def _cells(line: Line) -> int:
    return line.text.count("|") + line.text.count("\t")


def _trades(line: Line) -> bool:
    return contacts.has_private_contact(line.text) or any(hit.kind in TRADES for hit in line.hits)


def _sells(line: Line) -> bool:
    return contacts.has_private_contact(line.text) or any(hit.kind in TRADES | {"sell", "call"} for hit in line.hits)


def ordinal(line: Line) -> int:
    """Read the number at the start of a line, 0 for none."""
    match = _NUMBER.match(line.text)
    if not match:
        return 0
    number = match.group(1) or match.group(2)
    if number.isdecimal():
        return int(number)
    tens, _, units = number.rpartition("十") if "十" in number else ("", "", number)
    return ("十" in number) * 10 * (ORDINALS.find(tens) + 1 if tens else 1) + (ORDINALS.find(units) + 1 if units else 0)
