"""Measure summaries against references: ROUGE by source, faults, and the opening sentences as the baseline.

The summariser comes in as a function, since rooms do not know each other. A fault is a summary that is missing, over the
limit in more than one sentence, not in the text character by character, or holding a number that the text lacks.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from pipeline.errors import InputError
from pipeline.rouge import SIGNATURE, Rouge, rouge
from pipeline.segments import sentences

Summariser = Callable[[str, str, int], str]
"""Takes text, title and the most characters; returns the summary."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Item(NamedTuple):
    """Hold one text with its reference summary."""

    id: str
    text: str
    summary: str
    source: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Hold the mean scores of one group of items."""

    group: str
    items: int
    rouge: Rouge
    baseline: Rouge
    """The opening sentences up to the limit."""


@dataclass(frozen=True, slots=True)
class Report:
    """Hold what a bench of summaries found."""

    scores: tuple[Score, ...]
    """Over all items first, then by source."""
    faults: tuple[tuple[str, int], ...]
    signature: str = SIGNATURE


def load(path: Path) -> tuple[Item, ...]:
    """Read items from JSON lines with `id`, `text`, `summary` and, where known, `source` and `title`.

    Raises InputError with file and line where a row is no such object.
    """
    items = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            items.append(Item(row["id"], row["text"], row["summary"], row.get("source", ""), row.get("title") or ""))
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{path}: line {number} needs id, text and summary ({error})") from error
    return tuple(items)


def bench(items: Sequence[Item], summarise: Summariser, max_chars: int = 120) -> Report:
    """Summarise every item and score the answers."""
    answers = [summarise(item.text, item.title, max_chars) for item in items]
    faults = Counter(
        fault for item, answer in zip(items, answers, strict=True) for fault in faults_of(item, answer, max_chars)
    )
    rows = [
        (item.source, rouge(answer, item.summary), rouge(opening(item.text, max_chars), item.summary))
        for item, answer in zip(items, answers, strict=True)
    ]
    groups = ["", *sorted({source for source, _, _ in rows})]
    scores = tuple(
        _score(group or "all", [(a, b) for source, a, b in rows if not group or source == group]) for group in groups
    )
    return Report(tuple(score for score in scores if score.items), tuple(sorted(faults.items())))


def faults_of(item: Item, answer: str, max_chars: int) -> tuple[str, ...]:
    """Name what is wrong with a summary, apart from its wording."""
    bare, text = "".join(answer.split()), "".join(item.text.split())
    parts = [bare[start:end] for start, end in sentences(bare)]
    found = {
        "missing": not bare and bool(text),
        "too long": len(bare) > max_chars and len(parts) > 1,
        "not in the text": any(part not in text for part in parts),
        "number not in the text": not set(_NUMBER.findall(bare)) <= set(_NUMBER.findall(text)),
    }
    return tuple(name for name, wrong in found.items() if wrong)


def opening(text: str, max_chars: int) -> str:
    """Take the opening sentences up to the limit, at least one.

    >>> opening("一二三。四五。六七八九。", 8)
    '一二三。四五。'
    """
    taken = ""
    for start, end in sentences(text):
        if taken and len(taken) + end - start > max_chars:
            break
        taken += text[start:end]
    return taken


def _score(group: str, rows: Sequence[tuple[Rouge, Rouge]]) -> Score:
    return Score(group, len(rows), _mean(row[0] for row in rows), _mean(row[1] for row in rows))


def _mean(scores: Iterable[Rouge]) -> Rouge:
    columns = list(zip(*scores, strict=True))
    return Rouge(*(fmean(column) for column in columns)) if columns else Rouge(0, 0, 0)
