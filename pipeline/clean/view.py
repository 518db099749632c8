"""A line by itself: its measures, what they make of it, and the features that need nothing else.

A view depends on the line alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.clean.lines import Line, measure_all, pieces

_HAN_STEPS = (1, 3, 6, 10, 16, 26, 45, 90)
_RATIO_STEPS = (0.001, 0.08, 0.2, 0.4, 0.7)
_FUNCTION_STEPS = (0.001, 0.05, 0.1, 0.16, 0.24)
_PAUSE_STEPS = (0.001, 0.03, 0.06, 0.12)
_REFERENCE = re.compile(r"\[\d{1,3}\]")
"""A note or reference: of another subject by nature."""


class View(NamedTuple):
    """Hold what is known of a line before it is seen among others."""

    line: Line
    shape: str
    """prose, clause (long, with grammar), short, label or empty."""
    names: tuple[str, ...]
    """Features of the line by itself."""
    kinds: frozenset[str]
    """Kinds of its words of pollution."""
    speaks: frozenset[str]
    """Those and its flags."""
    shows_topic: bool
    """It is long and clean enough to be compared by topic."""


def views(texts: Sequence[str]) -> list[View]:
    """Measure lines and name what each shows by itself; the empty line gives an empty view."""
    return [_view(line) for line in measure_all(texts)]


def _view(line: Line) -> View:
    shape = _shape(line)
    kinds = frozenset([hit.kind for hit in line.hits])
    return View(line, shape, tuple(_own(line, shape)), kinds, line.flags | kinds, _shows_topic(line))


def _shape(line: Line) -> str:
    if not line.chars:
        return "empty"
    if line.is_prose:
        return "prose"
    if line.han >= 20 and line.function_ratio >= 0.08:
        return "clause"
    return "short" if line.han >= 9 or line.chars >= 18 else "label"


def _shows_topic(line: Line) -> bool:
    """Tell whether a line is long and clean enough to be compared by topic."""
    if line.han < 14 or _REFERENCE.match(line.text) or line.flags & {"private", "tag", "counter", "url", "email"}:
        return False
    return line.function_ratio > 0.03 and sum(hit.end - hit.start for hit in line.hits) <= 0.3 * line.chars


@lru_cache(maxsize=4096)
def step(name: str, place: int) -> str:
    """Name a step of a measure."""
    return f"{name}:{place}"


def bucket(name: str, value: float, steps: Sequence[float]) -> str:
    """Name the step that a measure falls on."""
    return step(name, bisect_right(steps, value))


def _own(line: Line, shape: str) -> list[str]:
    """Name what a line shows by itself."""
    classes, chars, han = line.classes, line.chars or 1, line.han
    ending = (classes.rstrip("qb ")[-1:] or classes[-1:]) or "-"
    clauses = classes.count("c") + classes.count("e")
    marks = classes.count("s") + classes.count("o") + classes.count(".")
    names = [
        *_shape_names(
            shape,
            bisect_right(_HAN_STEPS, han),
            ending if ending in "ecd" else "w",
            bisect_right(_RATIO_STEPS, classes.count("d") / chars),
            bisect_right(_RATIO_STEPS, classes.count("l") / chars),
            bisect_right(_RATIO_STEPS, marks / chars),
            bisect_right(_FUNCTION_STEPS, line.function_ratio) if han >= 6 else -1,
            bisect_right(_PAUSE_STEPS, clauses / han) if han >= 6 else -1,
        )
    ]
    if line.flags:
        names += [f"has:{flag}" for flag in line.flags]
        names += [f"has:{flag}:{shape}" for flag in line.flags]
    if classes[:1] in "qbs":
        names.append(f"starts:{line.text[:1]}")
    if line.hits:
        names += _word_kinds(line, shape)
    else:
        names.append("words:0")
    return names + _keyword_run(line) if clauses + marks > 1 or " " in classes else names


@lru_cache(maxsize=16384)
def _shape_names(
    shape: str, length: int, ending: str, digits: int, latin: int, marks: int, function: int, pauses: int
) -> tuple[str, ...]:
    """Name the measures of a line's shape; few combinations occur, so they are remembered."""
    names = [
        f"shape:{shape}",
        f"han:{length}",
        f"end:{ending}:{length}",
        f"digits:{digits}",
        f"latin:{latin}",
        f"marks:{marks}",
    ]
    return (*names, f"function:{function}", f"pauses:{pauses}") if function >= 0 else tuple(names)


def _word_kinds(line: Line, shape: str) -> list[str]:
    counts: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    for hit in line.hits:
        counts[hit.kind] += 1
        covered[hit.kind] += hit.end - hit.start
    names = []
    for kind, count in counts.items():
        share = covered[kind] / (line.chars or 1)
        names += [f"word:{kind}", f"word:{kind}:{shape}", bucket(f"share:{kind}", share, (0.04, 0.12, 0.3, 0.6))]
        if count > 1:
            names.append(step(f"words:{kind}", min(count, 5)))
    if counts["call"] and (counts["channel"] or counts["follow"]):
        names.append("call+channel")
    if "private" in line.flags:
        names += [f"private+{kind}" for kind in ("call", "sell", "shady", "channel") if counts[kind]]
    total = sum(counts.values())
    return [*names, bucket("words", total, (1, 2, 3, 5, 8))]


def _keyword_run(line: Line) -> list[str]:
    """Name how much a line looks like keywords or links strung together."""
    found = pieces(line)
    if len(found) < 3:
        return []
    mean = line.chars / len(found)
    dull = line.function_ratio < 0.06
    return [
        bucket(f"run:{'dull' if dull else 'wordy'}", len(found), (3, 5, 8, 14)),
        bucket(f"piece:{'dull' if dull else 'wordy'}", mean, (2.5, 4.5, 8, 14)),
    ]
