"""Topic: which lines of a document speak of the same things, and whether some of them belong to another article.

Lines are compared by the pairs of Han characters and the Latin words that at least two of them share; common pairs weigh
little. A set of lines is foreign to the rest if its ties to the rest are much weaker than the ties inside both: the same
ratio finds an article appended, one inserted and two interleaved paragraph by paragraph. Fluent prose on the same subject
escapes it; so does a splice of one line.

Source of the idea: Hearst 1997, "TextTiling"; Shi and Malik 2000, "Normalized Cuts", for the interleaved case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean.lines import Line

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEAK_RATIO = 0.45
"""Seams above this are inside one article; measured on clean pages and on spliced ones."""
SURE_RATIO = 0.06
"""Seams below this part two articles, whatever anyone says; the weakest inside one of 240 whole articles was .063."""
CHEAP_RATIO = 0.26
"""Seams above this are believed only on a second opinion."""
_MOST_SEAMS = 4
_MOST_LINES = 120
"""More lines are thinned out evenly: the work grows with their square."""
_COMMON_WEIGHT = 0.12
_LEAST_LINES = 3
"""A foreign article has at least so many lines."""
_CHANCE = 0.6
"""Added to a seam's ratio over the lines of its smaller side: few lines share nothing by chance."""
_CODE_BITS = 21
_CODE_MASK = (1 << _CODE_BITS) - 1
_NEW_LINE, _SPACE, _CONTENT = ord("\n"), ord(" "), ord("h")
_LATIN = re.compile(r"[a-z][a-z0-9.+-]{2,}")


class Seam(NamedTuple):
    """Hold a set of lines whose ties to the rest of the document are weak."""

    members: frozenset[int]
    """Line numbers on the side that does not hold the title or, without one, the beginning."""
    ratio: float
    """Ties across over ties within, in [0, 1] or more; near 0 for two articles, near 1 for one."""
    verdict: bool | None = None
    """What a second opinion says: two subjects, one, or nothing."""


class Topic(NamedTuple):
    """Hold what the comparison of a document's lines found."""

    affinity: tuple[float, ...]
    """Each line's mean tie to the other lines over the document's mean tie; -1 for lines that were not compared."""
    seams: tuple[Seam, ...]
    """The weakest seam, then the weakest one of what it leaves, while they are weak; disjoint."""


class _Terms(NamedTuple):
    """Hold which terms stand on which lines; rows and columns are those of a table of lines by terms."""

    known: NDArray[np.int64]
    """The terms, sorted: two code points packed, or a negative number for a Latin word."""
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    """The cells that are not empty, each once."""
    lines: int


@cache
def common_pairs() -> frozenset[str]:
    """Load the pairs of characters that are common in any text."""
    text = (files("pipeline") / "data" / "common_pairs.txt").read_text("utf-8")
    return frozenset(pair for line in text.splitlines() if not line.startswith("#") for pair in line.split())


@cache
def _common() -> NDArray[np.int64]:
    """Pack the common pairs."""
    return np.unique([int(_packed(_codes(pair[:2]))[0]) for pair in common_pairs()])


def topic_of(lines: Sequence[Line], compared: Sequence[int], title: str = "", limit: float = WEAK_RATIO) -> Topic:
    """Compare lines of a document.

    compared: numbers of the lines long and clean enough to show a topic; title: folded text that the article itself resembles;
    limit: seams above this ratio are not looked for.
    """
    chosen = list(compared[:: max(1, -(-len(compared) // _MOST_LINES))])
    affinity = [-1.0] * len(lines)
    if len(chosen) < 2 * _LEAST_LINES:
        return Topic(tuple(affinity), ())
    terms = _terms([lines[number] for number in chosen])
    ties, likeness = _ties(terms), _likeness(terms, title)
    mean = float(ties.mean()) or 1.0
    for number, tie in zip(chosen, ties.mean(axis=1).tolist(), strict=True):
        affinity[number] = tie / mean
    seams: list[Seam] = []
    left = np.arange(len(chosen))
    while len(left) >= 2 * _LEAST_LINES and len(seams) < _MOST_SEAMS:
        inside, ratio = _weakest_seam(ties.take(left, axis=0).take(left, axis=1), likeness[left])
        if ratio > limit:
            break
        members = frozenset(chosen[place] for place in left[inside])
        others = frozenset(chosen[place] for place in left[~inside])
        seams.append(Seam(spread(members, others, len(lines)), ratio))
        left = left[~inside]
    return Topic(tuple(affinity), tuple(seams))


def ties_of(lines: Sequence[Line]) -> NDArray[np.float32]:
    """Compare lines by the words they share, shape (n, n), zeros on the diagonal."""
    return _ties(_terms(lines))


def likeness_of(lines: Sequence[Line], title: str) -> NDArray[np.float64]:
    """Count the pairs of a title that each line says."""
    return _likeness(_terms(lines), title)


def _terms(lines: Sequence[Line]) -> _Terms:
    """List the pairs of neighbouring content characters and the Latin words of the lines, all lines at once."""
    classes = np.frombuffer("\n".join([line.classes for line in lines]).encode(), dtype=np.uint8)
    codes = np.where(classes == _CONTENT, _codes("\n".join([line.text for line in lines])), _SPACE)
    ends = classes == _NEW_LINE
    within = ~(ends[:-1] | ends[1:])
    pairs, rows = _packed(codes)[within], np.cumsum(ends)[:-1][within]
    numbers: dict[str, int] = {}
    words = [
        (row, numbers.setdefault(word, -1 - len(numbers)))
        for row, line in enumerate(lines)
        if "l" in line.classes
        for word in _LATIN.findall(line.text)
    ]
    latin = np.array(words, dtype=np.int64).reshape(-1, 2)
    # A cell is a term and a line in one number: sorted once, both the cells and the terms come out in order.
    total = len(lines)
    cells = _once(np.sort(np.concatenate([pairs * total + rows, latin[:, 1] * total + latin[:, 0]])))
    terms = cells // total
    changes = np.diff(terms, prepend=terms[:1] - 1) != 0
    return _Terms(terms[changes], cells - terms * total, np.cumsum(changes) - 1, total)


def _once(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Drop the repeats of sorted numbers."""
    return np.asarray(values[np.diff(values, prepend=values[:1] - 1) != 0])


def _codes(text: str) -> NDArray[np.int64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)


def _packed(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pack each code point with the next one into one number."""
    return (codes[:-1] << _CODE_BITS) | codes[1:]


def _among(known: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mark the sorted numbers that are among the wanted ones."""
    result = np.zeros(len(known) + 1, dtype=bool)
    places = np.searchsorted(known, wanted)
    result[places[np.append(known, -1)[places] == wanted]] = True
    return result[:-1]


def _likeness(terms: _Terms, title: str) -> NDArray[np.float64]:
    """Count for each line the different pairs of the title that it holds, but for common ones."""
    pairs = _once(np.sort(_packed(_codes(title))))
    wanted = _among(terms.known, pairs[~_among(pairs, _common())])
    return np.bincount(terms.rows[wanted[terms.columns]], minlength=terms.lines).astype(np.float64)


def _ties(terms: _Terms) -> NDArray[np.float32]:
    """Compare lines by cosine over shared terms, shape (n, n), zeros on the diagonal."""
    counts = np.bincount(terms.columns, minlength=len(terms.known))
    blank = ((terms.known >> _CODE_BITS) == _SPACE) | ((terms.known & _CODE_MASK) == _SPACE)
    shared = (counts > 1) & ~blank
    rarity = np.log(1.0 + terms.lines / counts[shared])
    weights = np.where(_among(terms.known[shared], _common()), _COMMON_WEIGHT, 1.0) * rarity
    chosen = shared[terms.columns]
    columns = (np.cumsum(shared) - 1)[terms.columns[chosen]]
    matrix = np.zeros((terms.lines, len(weights)), dtype=np.float32)
    matrix[terms.rows[chosen], columns] = weights[columns]
    # Length counts by all terms of the line, not only the shared ones: a line about something else is long and alone.
    norms = np.sqrt((matrix**2).sum(axis=1) + 1.0)
    matrix /= norms[:, None]
    ties = matrix @ matrix.T
    np.fill_diagonal(ties, 0.0)
    return np.asarray(ties, dtype=np.float32)


def _weakest_seam(ties: NDArray[np.float32], likeness: NDArray[np.float64]) -> tuple[NDArray[np.bool_], float]:
    """Find the set of lines with the weakest ties to the rest, among stretches and the spectral halves."""
    inside, ratio = _weakest_stretch(ties)
    halves = _halves(ties)
    other = seam_ratio(ties, halves)
    if other < ratio * 0.8:
        inside, ratio = halves, other
    if not 0 < inside.sum() < len(ties):
        return inside, 1.0
    return (~inside if _is_main(inside, likeness) else inside), ratio


def _is_main(inside: NDArray[np.bool_], likeness: NDArray[np.float64]) -> bool:
    """Tell whether a set of lines is the article itself: nearer to the title, else holding the beginning."""
    within, without = float(likeness[inside].mean()), float(likeness[~inside].mean())
    if max(within, without) > 0.15 and abs(within - without) > 0.5 * max(within, without):
        return within > without
    return bool(inside[0])


def seam_ratio(ties: NDArray[np.float32], inside: NDArray[np.bool_]) -> float:
    """Compare the ties across a cut with those on its two sides: mean across over geometric mean within."""
    first, second = int(inside.sum()), int((~inside).sum())
    if min(first, second) < _LEAST_LINES:
        return 1.0
    outside = ~inside
    own, others = ties.compress(inside, axis=0), ties.compress(outside, axis=0)
    across = float(own.compress(outside, axis=1).mean())
    within = float(own.compress(inside, axis=1).sum()) / (first * (first - 1))
    without = float(others.compress(outside, axis=1).sum()) / (second * (second - 1))
    return float(across / max((within * without) ** 0.5, 1e-6) + _CHANCE / min(first, second))


def _weakest_stretch(ties: NDArray[np.float32]) -> tuple[NDArray[np.bool_], float]:
    """Find the run of lines whose ties to all other lines are weakest."""
    total = len(ties)
    sums = np.zeros((total + 1, total + 1))
    sums[1:, 1:] = ties.cumsum(axis=0).cumsum(axis=1)
    starts, ends, size, rest = _stretches(total)
    within = sums[ends, ends] - sums[starts, ends] - sums[ends, starts] + sums[starts, starts]
    touching = sums[ends, total] - sums[starts, total]
    across = touching - within
    without = sums[total, total] - within - 2 * across
    means = within / (size * (size - 1)), without / (rest * (rest - 1))
    ratio = (across / (size * rest)) / np.maximum(np.sqrt(np.maximum(means[0] * means[1], 0.0)), 1e-6)
    ratio = ratio + _CHANCE / np.minimum(size, rest)
    best = int(ratio.argmin())
    inside = np.zeros(total, dtype=bool)
    inside[starts[best] : ends[best]] = True
    return inside, float(ratio[best])


@lru_cache(maxsize=32)
def _stretches(total: int) -> tuple[NDArray[np.int64], ...]:
    """List the runs of a number of lines that leave enough inside and outside: starts, ends, lines inside, lines outside."""
    starts, ends = np.triu_indices(total + 1, _LEAST_LINES)
    fits = total - (ends - starts) >= _LEAST_LINES
    starts, ends = starts[fits], ends[fits]
    return starts, ends, ends - starts, total - (ends - starts)


def _halves(ties: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Split lines by the sign of the second eigenvector of the normalised ties."""
    # In double precision, or rounding would choose the side of a line without any ties.
    degrees = ties.sum(axis=1, dtype=np.float64) + 1e-6
    scale = 1.0 / np.sqrt(degrees)
    normalised = ties * scale[:, None] * scale[None, :]
    first = np.sqrt(degrees)
    first /= np.linalg.norm(first)
    step = normalised + 0.5 * np.eye(len(ties))
    step -= np.outer(step @ first, first)
    vector = np.cos(np.arange(len(ties), dtype=np.float64) * 2.399963)
    # Only signs are wanted, and thirty steps shrink or grow a vector too little to need scaling.
    for _ in range(30):
        vector = step @ vector
    return np.asarray((vector * scale) > 0)


def spread(members: frozenset[int], others: frozenset[int], total: int) -> frozenset[int]:
    """Let lines that were not compared follow their neighbours, where those above and below agree."""
    result = set(members)
    pending: list[int] = []
    inside = False
    for number in range(total):
        if number in members:
            if inside:
                result.update(pending)
            inside, pending = True, []
        elif number in others:
            inside, pending = False, []
        elif inside:
            pending.append(number)
    if inside:
        result.update(pending)
    return frozenset(result)
