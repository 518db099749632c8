"""What a cleaner's labels are worth, label by label, and the documents on which it did worst, with what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.table import Table
from rich.text import Text

from pipeline.evaluate.cleaning import POLLUTION, Cleaner, Worst, marks_of, worst
from pipeline.evaluate.wording import Polluted

Labeller = Callable[[str], Sequence[tuple[int, int, str]]]
"""Take a text, return the disjoint intervals of it that leave, each with its label."""

_NEUTRAL = frozenset({"dup", "byline", "caption", "blank"})


class LabelScore(NamedTuple):
    """Hold what one label is worth, in characters without white space; neutral lines are not counted."""

    label: str
    precision: float
    """Share of what leaves under this label that is pollution of any kind; 1 where nothing leaves."""
    exact: float
    """Share of it that is pollution of this very kind; 1 where nothing leaves."""
    recall: float
    """Share of the pollution of this kind that leaves, under whatever label; 1 where there is none."""
    removed_chars: int
    polluted_chars: int


def label_scores(documents: Sequence[Polluted], labeller: Labeller) -> tuple[LabelScore, ...]:
    """Score every label of pollution over documents."""
    pairs: Counter[tuple[str, str]] = Counter()
    for polluted in documents:
        text = polluted.text
        given = [""] * len(text)
        for start, end, label in labeller(text):
            given[start:end] = [label] * (end - start)
        marks = marks_of(polluted)
        pairs.update(
            (mark, label)
            for char, mark, label in zip(text, marks, given, strict=True)
            if not char.isspace() and mark not in _NEUTRAL
        )
    return tuple(_score_of(label, pairs) for label in POLLUTION)


def _score_of(label: str, pairs: Counter[tuple[str, str]]) -> LabelScore:
    removed = sum(count for (_, given), count in pairs.items() if given == label)
    right = sum(count for (mark, given), count in pairs.items() if given == label and mark in POLLUTION)
    there = sum(count for (mark, _), count in pairs.items() if mark == label)
    gone = sum(count for (mark, given), count in pairs.items() if mark == label and given)
    return LabelScore(
        label,
        right / removed if removed else 1.0,
        pairs[label, label] / removed if removed else 1.0,
        gone / there if there else 1.0,
        removed,
        there,
    )


def label_table(documents: Sequence[Polluted], labeller: Labeller) -> Table:
    """Show every label's precision and recall."""
    table = Table(title="By label")
    for heading in ("label", "P", "P of this kind", "R", "removed", "there"):
        table.add_column(heading, justify="left" if heading == "label" else "right")
    for score in label_scores(documents, labeller):
        figures = (score.precision, score.exact, score.recall)
        shown = [f"{figure:.4f}" for figure in figures]
        table.add_row(score.label, *shown, f"{score.removed_chars:,}", f"{score.polluted_chars:,}")
    return table


def worst_table(documents: Sequence[Polluted], cleaner: Cleaner, count: int = 10) -> Table:
    """Show the documents with the most wrong characters, and the longest line of each that was lost or survived."""
    table = Table(
        "document", "lost", "survived", "longest wrong line: - lost, + survived", "styles", title="Worst documents"
    )
    for found in worst(documents, cleaner, count):
        table.add_row(*_cells(found))
    return table


def _cells(found: Worst) -> tuple[str | Text, ...]:
    # Text, not markup: a line may hold brackets that rich would read.
    styles = " ".join(found.styles)
    return str(found.number), str(found.lost_chars), str(found.survived_chars), Text(found.example), Text(styles)
