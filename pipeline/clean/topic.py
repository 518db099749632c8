"""Topic: which lines of a document speak of the same things, and whether some of them belong to another article.

Lines are compared by the pairs of Han characters and the Latin words that at least two of them share; common pairs weigh
little. A set of lines is foreign to the rest if its ties to the rest are much weaker than the ties inside both: the same
ratio finds an article appended, one inserted and two interleaved paragraph by paragraph. Fluent prose on the same subject
escapes it; so does a splice of one line.

Source of the idea: Hearst 1997, "TextTiling"; Shi and Malik 2000, "Normalized Cuts", for the interleaved case.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean.lines import Line, class_of

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
_LATIN = re.compile(r"[a-z][a-z0-9.+-]{2,}")


class _Content(dict[int, str]):
    """Map a character to itself if it is Han with a meaning of its own, else to a space; worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = found = char if class_of(char) == "h" else " "
        return found


_CONTENT = _Content()


class Seam(NamedTuple):
    """Hold a set of lines whose ties to the rest of the document are weak."""

    members: frozenset[int]
    """Line numbers on the side that does not hold the title or, without one, the beginning."""
    ratio: float
    """Ties across over ties within, in [0, 1] or more; near 0 for two articles, near 1 for one."""


class Topic(NamedTuple):
    """Hold what the comparison of a document's lines found."""

    affinity: tuple[float, ...]
    """Each line's mean tie to the other lines over the document's mean tie; -1 for lines that were not compared."""
    seams: tuple[Seam, ...]
    """The weakest seam, then the weakest one of what it leaves, while they are weak; disjoint."""


@cache
def _common() -> frozenset[tuple[str, str]]:
    text = (files("pipeline") / "data" / "common_pairs.txt").read_text("utf-8")
    return frozenset(
        (pair[0], pair[1]) for line in text.splitlines() if not line.startswith("#") for pair in line.split()
    )


def topic_of(lines: Sequence[Line], compared: Sequence[int], title: str = "", limit: float = WEAK_RATIO) -> Topic:
    """Compare lines of a document.

    compared: numbers of the lines long and clean enough to show a topic; title: folded text that the article itself resembles;
    limit: seams above this ratio are not looked for.
    """
    chosen = list(compared[:: max(1, -(-len(compared) // _MOST_LINES))])
    affinity = [-1.0] * len(lines)
    if len(chosen) < 2 * _LEAST_LINES:
        return Topic(tuple(affinity), ())
    terms = [_terms(lines[number]) for number in chosen]
    ties = _ties(terms)
    mean = float(ties.mean()) or 1.0
    for place, number in enumerate(chosen):
        affinity[number] = float(ties[place].mean()) / mean
    wanted = _title_terms(title)
    likeness = np.array([len(wanted & found) for found in terms], dtype=float)
    seams: list[Seam] = []
    left = np.arange(len(chosen))
    while len(left) >= 2 * _LEAST_LINES and len(seams) < _MOST_SEAMS:
        inside, ratio = _weakest_seam(ties[np.ix_(left, left)], likeness[left])
        if ratio > limit:
            break
        members = frozenset(chosen[place] for place in left[inside])
        others = frozenset(chosen[place] for place in left[~inside])
        seams.append(Seam(_spread(members, others, len(lines)), ratio))
        left = left[~inside]
    return Topic(tuple(affinity), tuple(seams))


def _terms(line: Line) -> frozenset[tuple[str, str] | str]:
    """List the pairs of neighbouring content characters and the Latin words of a line."""
    pairs: set[tuple[str, str] | str] = set(pairwise(line.text.translate(_CONTENT)))
    if "l" in line.classes:
        pairs.update(_LATIN.findall(line.text))
    return frozenset(pairs)


def _title_terms(title: str) -> frozenset[tuple[str, str] | str]:
    return frozenset(pair for pair in pairwise(title) if pair not in _common())


def _ties(terms: Sequence[frozenset[tuple[str, str] | str]]) -> NDArray[np.float32]:
    """Compare lines by cosine over shared terms, shape (n, n), zeros on the diagonal."""
    counts: Counter[tuple[str, str] | str] = Counter()
    for line in terms:
        counts.update(line)
    shared = [term for term, count in counts.items() if count > 1 and " " not in term]
    index = {term: column for column, term in enumerate(shared)}
    common = _common()
    total = len(terms)
    weights = np.array(
        [(_COMMON_WEIGHT if term in common else 1.0) * np.log(1.0 + total / counts[term]) for term in shared],
        dtype=np.float32,
    )
    matrix = np.zeros((total, len(shared)), dtype=np.float32)
    for row, line in enumerate(terms):
        columns = [index[term] for term in line if term in index]
        matrix[row, columns] = weights[columns]
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
    across = float(ties[np.ix_(inside, ~inside)].mean())
    within = float(ties[np.ix_(inside, inside)].sum()) / (first * (first - 1))
    without = float(ties[np.ix_(~inside, ~inside)].sum()) / (second * (second - 1))
    return float(across / max((within * without) ** 0.5, 1e-6) + _CHANCE / min(first, second))


def _weakest_stretch(ties: NDArray[np.float32]) -> tuple[NDArray[np.bool_], float]:
    """Find the run of lines whose ties to all other lines are weakest."""
    total = len(ties)
    sums = np.zeros((total + 1, total + 1))
    sums[1:, 1:] = ties.cumsum(axis=0).cumsum(axis=1)
    starts, ends = np.triu_indices(total + 1, _LEAST_LINES)
    size = ends - starts
    rest = total - size
    fits = rest >= _LEAST_LINES
    starts, ends, size, rest = starts[fits], ends[fits], size[fits], rest[fits]
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


def _halves(ties: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Split lines by the sign of the second eigenvector of the normalised ties."""
    degrees = ties.sum(axis=1) + 1e-6
    scale = 1.0 / np.sqrt(degrees)
    normalised = ties * scale[:, None] * scale[None, :]
    first = np.sqrt(degrees)
    first /= np.linalg.norm(first)
    vector = np.cos(np.arange(len(ties), dtype=np.float64) * 2.399963)
    for _ in range(30):
        vector = vector - first * (first @ vector)
        vector = normalised @ vector + 0.5 * vector
        norm = float(np.linalg.norm(vector))
        if norm < 1e-12:
            break
        vector /= norm
    return np.asarray((vector * scale) > 0)


def _spread(members: frozenset[int], others: frozenset[int], total: int) -> frozenset[int]:
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
