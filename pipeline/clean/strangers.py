"""One to three paragraphs of another article set inside a text: too few for `topic`, which looks for a second article.

Words are asked first: a run that shares almost nothing with the rest of the text is doubtful. Embeddings decide: it leaves if it
is much farther from the other paragraphs, on the whole and from the nearest, than they are from each other. Measured on 37 whole
articles (761 runs) and as many with one or two paragraphs of another article: no run of a whole article leaves, of the guests 78
(one paragraph) and 95 (two) of a hundred do; guests of the same field mostly stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean.evidence import Evidence
from pipeline.clean.lines import Line
from pipeline.clean.topic import likeness_of, ties_of
from pipeline.clean.view import View, views
from pipeline.clean.vocabulary import fold
from pipeline.document import Document, Removal
from pipeline.embed import vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STRANGER = Removal(
    "offtopic", "clean.strangers", "Its subject is not that of the paragraphs around it, nor of the title.", 0.8
)
_LEAST_LINES, _MOST_LINES = 7, 40
_LONGEST_RUN = 3
_LEAST_HAN = 25
_LEAST_RUN_HAN = 60
"""A shorter run says too little: in 231 whole articles the only two that left were remarks of 27 and 50 characters."""
_MOST_SHARED = 0.1
"""Most words shared with the rest, over those that the rest shares inside itself; whole articles fall below it on 2 % of lines."""
_FARTHER, _FARTHER_FROM_NEAREST = -2.5, -1.0
"""Standard deviations by which a run must be farther from the text than the text's own lines."""
_LEAST_DIFFERENCE = 0.025
"""Least difference of mean cosines: in a text of one breath small differences are many deviations."""
_MOST_SHARE = 0.25
_LINE_CHARS = 90


class _Run(NamedTuple):
    """Hold a run of lines with how much farther it is than chance has it."""

    members: range
    distance: float


def strip_strangers(doc: Document, evidence: Evidence) -> Document:
    """Label the few paragraphs of a text that belong to another article."""
    if evidence.settings.embeddings == "never":
        return doc
    kept = [number for number, block in enumerate(doc.blocks) if block.removal is None and block.kind == "paragraph"]
    seen = list(zip(kept, views([doc.blocks[number].text for number in kept]), strict=True))
    places = [number for number, found in seen if _is_compared(found)]
    lines = [found.line for _, found in seen if _is_compared(found)]
    if not _LEAST_LINES <= len(lines) <= _MOST_LINES:
        return doc
    found = strangers(lines, fold(doc.metadata.title.value) if doc.metadata.title else "")
    gone = {places[member] for run in found for member in run}
    if not gone:
        return doc
    return replace(
        doc, blocks=tuple(block.remove(_STRANGER) if n in gone else block for n, block in enumerate(doc.blocks))
    )


def _is_compared(seen: View) -> bool:
    return seen.shape == "prose" and seen.shows_topic and seen.line.han >= _LEAST_HAN


def strangers(lines: Sequence[Line], title: str) -> list[range]:
    """List the runs of lines that are of another subject, at least `_LEAST_LINES` lines given; the first and the last stay."""
    ties = ties_of(lines)
    named = likeness_of(lines, title) if title else np.zeros(len(lines))
    doubtful = [
        run
        for run in _runs(len(lines))
        if sum(lines[member].han for member in run) >= _LEAST_RUN_HAN
        and not named[run.start : run.stop].any()
        and _is_alone(ties, run)
    ]
    if not doubtful:
        return []
    rows = vectors([line.text[:_LINE_CHARS] for line in lines])
    cosines = (rows @ rows.T).astype(np.float64)
    np.fill_diagonal(cosines, -1.0)
    judged = [_Run(run, distance) for run in doubtful if (distance := farther(cosines, run)) < _FARTHER]
    chosen: list[range] = []
    for run in sorted(judged, key=lambda run: (-len(run.members), run.distance)):
        if not any(set(run.members) & set(other) for other in chosen):
            chosen.append(run.members)
    total = sum(line.chars for line in lines)
    share = sum(lines[member].chars for run in chosen for member in run)
    return chosen if share <= _MOST_SHARE * total else []


def _runs(total: int) -> Iterator[range]:
    """Yield the runs inside a text, its first and last line left out."""
    for size in range(1, _LONGEST_RUN + 1):
        for start in range(1, total - size):
            yield range(start, start + size)


def _is_alone(ties: NDArray[np.float32], run: range) -> bool:
    """Tell whether each line of a run shares almost no words with the rest."""
    inside = _mask(len(ties), run)
    within = float(ties[np.ix_(~inside, ~inside)].mean())
    across = ties[np.ix_(inside, ~inside)].mean(axis=1)
    return bool((across < _MOST_SHARED * within).all())


def farther(cosines: NDArray[np.float64], run: range) -> float:
    """Measure in standard deviations how much farther a run is from the other lines than they are; 0 where it is too near to one.

    cosines: shape (n, n), -1 on the diagonal.
    """
    inside = _mask(len(cosines), run)
    across = cosines[:, ~inside]
    count = (~inside).sum() - ~inside
    means = (across.sum(axis=1) + ~inside) / count
    nearest = across.max(axis=1)
    own, near = means[~inside], nearest[~inside]
    if float(nearest[inside].mean() - near.mean()) >= _FARTHER_FROM_NEAREST * float(near.std()):
        return 0.0
    difference = float(means[inside].max() - own.mean())
    return difference / (float(own.std()) + 1e-4) if difference < -_LEAST_DIFFERENCE else 0.0


def _mask(total: int, run: range) -> NDArray[np.bool_]:
    inside = np.zeros(total, dtype=bool)
    inside[run.start : run.stop] = True
    return inside
