"""Alignment: which sentences of a witness stand for which sentences of a text, and what differs between them.

Sentences are aligned by dynamic programming over fuzzy scores (Gale and Church 1993 aligned by length; copies can be
aligned by wording). A sentence that one copy splits in two is then merged into its neighbour's bead. Within a bead, characters
are aligned by Levenshtein distance. Nothing is dropped: the beads cover both texts, so that a witness can be rejoined.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

_SHORT_CHARS = 4
_SHORT_SCORE = 90.0
"""Least score for sentences too short to resemble each other by chance only."""
_GAIN = 3.0
"""Points by which merging two sentences must better a bead's score."""
_LONELY_SCORE = 35.0
"""Least score for two sentences that stand alone between aligned neighbours: their place vouches for them."""


class Bead(NamedTuple):
    """Hold sentences of a text and of a witness that stand for each other, as half-open ranges; one of them may be empty."""

    base: tuple[int, int]
    other: tuple[int, int]


class Change(NamedTuple):
    """Hold one stretch that differs, in offsets of the text."""

    start: int
    end: int
    reading: str


def align(base: Sequence[str], other: Sequence[str], least_score: float) -> tuple[Bead, ...]:
    """Align folded sentences; the beads cover both sides in order.

    >>> align(["今天下雨了", "我们回家"], ["我们都回家"], 60.0)
    (Bead(base=(0, 1), other=(0, 0)), Bead(base=(1, 2), other=(0, 1)))
    """
    if not base or not other:
        return tuple(
            bead for bead in (Bead((0, len(base)), (0, 0)), Bead((len(base),) * 2, (0, len(other)))) if _any(bead)
        )
    pairs = _path(_scores(base, other, least_score))
    return tuple(_cover([Bead((i, i + 1), (j, j + 1)) for i, j in pairs], base, other))


def _any(bead: Bead) -> bool:
    return bead.base[1] > bead.base[0] or bead.other[1] > bead.other[0]


def _scores(base: Sequence[str], other: Sequence[str], least_score: float) -> NDArray[np.float32]:
    found = cdist(base, other, scorer=fuzz.ratio, score_cutoff=least_score, dtype=np.float32)
    rows, columns = np.array([len(item) for item in base]), np.array([len(item) for item in other])
    short = np.minimum(rows[:, None], columns[None, :]) < _SHORT_CHARS
    found[short & (found < _SHORT_SCORE)] = 0
    found[rows == 0, :] = 0
    found[:, columns == 0] = 0
    return np.asarray(found, np.float32)


def _path(scores: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Find the monotone path of greatest total score; each row of the table is one vector operation."""
    rows, columns = scores.shape
    table = np.zeros((rows + 1, columns + 1), np.float32)
    for i in range(rows):
        diagonal = np.where(scores[i] > 0, table[i, :-1] + scores[i], 0)
        table[i + 1, 1:] = np.maximum.accumulate(np.maximum(table[i, 1:], diagonal))
    pairs, i, j = [], rows, columns
    while i and j:
        if table[i, j] == table[i - 1, j]:
            i -= 1
        elif table[i, j] == table[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _cover(anchors: list[Bead], base: Sequence[str], other: Sequence[str]) -> list[Bead]:
    """Fill the gaps between anchors, merging into them the sentences that make them more alike."""
    beads: list[Bead] = []
    end = Bead((len(base), len(base)), (len(other), len(other)))
    left: Bead | None = None
    for right in [*anchors, end]:
        gap = Bead((left.base[1] if left else 0, right.base[0]), (left.other[1] if left else 0, right.other[0]))
        if left is not None:
            left, gap = _grow_right(left, gap, base, other)
            beads.append(left)
        if right is not end:
            right, gap = _grow_left(right, gap, base, other)
        beads += _fill(gap, base, other)
        left = right
    return beads


def _fill(gap: Bead, base: Sequence[str], other: Sequence[str]) -> list[Bead]:
    (start, end), (first, last) = gap
    if end - start == last - first and not any(base[start:end]) and not any(other[first:last]):
        # Rules and rows of stars have no words to match by; as many on both sides are the same ones.
        return [Bead((start + i, start + i + 1), (first + i, first + i + 1)) for i in range(end - start)]
    one = gap.base[1] - gap.base[0] == 1 == gap.other[1] - gap.other[0]
    if one and _alike(gap, base, other) >= _LONELY_SCORE:
        return [gap]
    only = [Bead(gap.base, (gap.other[0],) * 2), Bead((gap.base[1],) * 2, gap.other)]
    return [bead for bead in only if _any(bead)]


def _alike(bead: Bead, base: Sequence[str], other: Sequence[str]) -> float:
    return fuzz.ratio("".join(base[slice(*bead.base)]), "".join(other[slice(*bead.other)]))


def _grow_right(bead: Bead, gap: Bead, base: Sequence[str], other: Sequence[str]) -> tuple[Bead, Bead]:
    while True:
        score = _alike(bead, base, other)
        wider = Bead((bead.base[0], bead.base[1] + 1), bead.other)
        longer = Bead(bead.base, (bead.other[0], bead.other[1] + 1))
        if gap.base[0] < gap.base[1] and _alike(wider, base, other) >= score + _GAIN:
            bead, gap = wider, gap._replace(base=(gap.base[0] + 1, gap.base[1]))
        elif gap.other[0] < gap.other[1] and _alike(longer, base, other) >= score + _GAIN:
            bead, gap = longer, gap._replace(other=(gap.other[0] + 1, gap.other[1]))
        else:
            return bead, gap


def _grow_left(bead: Bead, gap: Bead, base: Sequence[str], other: Sequence[str]) -> tuple[Bead, Bead]:
    while True:
        score = _alike(bead, base, other)
        wider = Bead((bead.base[0] - 1, bead.base[1]), bead.other)
        longer = Bead(bead.base, (bead.other[0] - 1, bead.other[1]))
        if gap.base[0] < gap.base[1] and _alike(wider, base, other) >= score + _GAIN:
            bead, gap = wider, gap._replace(base=(gap.base[0], gap.base[1] - 1))
        elif gap.other[0] < gap.other[1] and _alike(longer, base, other) >= score + _GAIN:
            bead, gap = longer, gap._replace(other=(gap.other[0], gap.other[1] - 1))
        else:
            return bead, gap


def changes(before: str, after: str) -> tuple[Change, ...]:
    """List the stretches of `before` to replace so that it becomes `after`; changes one letter apart count as one.

    >>> changes("我们走", "咱们走了")
    (Change(start=0, end=1, reading='咱'), Change(start=3, end=3, reading='了'))
    """
    found: list[Change] = []
    for code in Levenshtein.opcodes(before, after):
        if code.tag == "equal":
            continue
        reading = after[code.dest_start : code.dest_end]
        if found and _belongs(found[-1], code.src_start, code.src_end, reading, before):
            last = found.pop()
            between = before[last.end : code.src_start]
            found.append(Change(last.start, code.src_end, last.reading + between + reading))
        else:
            found.append(Change(code.src_start, code.src_end, reading))
    return tuple(found)


def _belongs(last: Change, start: int, end: int, reading: str, before: str) -> bool:
    """Whether a change continues the last one: adjacent, or one letter apart and neither of them punctuation only."""
    if start == last.end:
        return True
    if start - last.end != 1 or not before[last.end].isalnum():
        return False
    words = (before[last.start : last.end] + last.reading, before[start:end] + reading)
    return all(any(char.isalnum() for char in word) for word in words)
