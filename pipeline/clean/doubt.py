"""Second opinion on the subjects of a document, by sentence embeddings: dear, so asked only where words leave doubt.

A few dozen lines are embedded, and the set of them that is clearly nearer to itself than to the rest is looked for, as a stretch
or, for articles interleaved, as the halves along the greatest variance. It counts as another article if the words agree. Measured
on 44 made splices and 29 documents without one: 39 splices are found, most of them line by line, and no article is parted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from pipeline.clean.features import Judge, no_opinion
from pipeline.clean.lines import Line
from pipeline.clean.topic import Seam, Topic, likeness_of, seam_ratio, spread, ties_of
from pipeline.embed import vectors
from pipeline.settings import CleanSettings

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_LINES = 32
"""More lines are thinned out evenly; each costs about 30 ms."""
_LINE_CHARS = 90
_GOLDEN = 0.6180339887
_LEAST_LINES = 3
_MOST_BROKEN = 0.6
_MOST_SEAMS, _MOST_ROUNDS = 3, 5
_CHANCE = 0.03
"""Taken from a difference over the lines of its smaller side: few lines are alike by chance."""
_LIMITS = ((0.036, 0.26), (0.02, 0.21), (0.011, 0.195))
"""(least difference, most ratio of shared words) of two articles: a middling difference is enough where words are nearly apart
already. Articles of one field, spliced, differ by .012 to .014 at ratios of .11 to .19; whole articles share .28 and more."""
_REFUTED_DIFFERENCE = 0.009
"""Below this the document speaks of one thing, whatever few words its parts share."""
_ASK_RATIO = 0.21
"""Documents without a seam of words this weak are one article: all measured splices had one, one whole article in thirty."""
_TITLE_DIFFERENCE = 0.012
"""A side this much nearer to the title is the article."""


def judge_for(settings: CleanSettings) -> Judge:
    """Choose who judges seams, as the settings say."""
    return {"never": no_opinion, "unsure": judge_unsure, "always": judge_topic}.get(settings.embeddings, judge_unsure)


def judge_unsure(lines: Sequence[Line], compared: Sequence[int], topic: Topic, title: str) -> Topic:
    """Judge a document whose words leave doubt; one that they hold together stands."""
    if not topic.seams or topic.seams[0].ratio > _ASK_RATIO:
        return topic
    return judge_topic(lines, compared, topic, title)


def judge_topic(lines: Sequence[Line], compared: Sequence[int], topic: Topic, title: str) -> Topic:
    """Replace the seams that words found by those that embeddings confirm; where they find one subject, seams are refuted."""
    if _is_wrapped(lines, compared):
        return topic._replace(seams=tuple(seam._replace(verdict=False) for seam in topic.seams))
    asked = _asked(lines, compared)
    if len(asked) < 2 * _LEAST_LINES:
        return topic
    rows = vectors([lines[number].text[:_LINE_CHARS] for number in asked])
    named = vectors([title[:_LINE_CHARS]])[0] if title else None
    wanted = likeness_of([lines[number] for number in asked], title)
    left = np.arange(len(asked))
    seams: list[Seam] = []
    most = 0.0
    while len(left) >= 2 * _LEAST_LINES and len(seams) < _MOST_SEAMS:
        inside, found = weakest_part(rows[left])
        most = max(most, found)
        ratio = seam_ratio(ties_of([lines[asked[place]] for place in left]), inside)
        if not _is_apart(found, ratio):
            break
        if _is_main(rows[left], inside, named, wanted[left]):
            inside = ~inside
        members = frozenset(asked[place] for place in left[inside])
        others = frozenset(asked[place] for place in left[~inside])
        seams.append(Seam(_whole(lines, compared, members, others), ratio, verdict=True))
        left = left[~inside]
    if seams:
        return topic._replace(seams=tuple(seams))
    return topic._replace(
        seams=tuple(seam._replace(verdict=False if most < _REFUTED_DIFFERENCE else None) for seam in topic.seams)
    )


def weakest_part(rows: NDArray[np.float32]) -> tuple[NDArray[np.bool_], float]:
    """Find the rows that are most surely of another subject than the rest, and by how much, less what chance gives.

    rows: vectors of unit length, shape (n, d), n at least 6.
    """
    ties = (rows @ rows.T).astype(np.float64)
    inside, best = _weakest_stretch(ties)
    centred = rows - rows.mean(axis=0)
    halves = np.linalg.svd(centred, full_matrices=False)[0][:, 0] > 0
    size = int(min(halves.sum(), (~halves).sum()))
    if size >= _LEAST_LINES:
        found = _penalised(ties, halves)
        if found > best:
            inside, best = halves, found
    return _settled(ties, inside, best)


def _settled(ties: NDArray[np.float64], inside: NDArray[np.bool_], best: float) -> tuple[NDArray[np.bool_], float]:
    """Let rows change sides while that makes the sides differ more."""
    for _ in range(_MOST_ROUNDS):
        own = ties - np.eye(len(ties))
        to_inside = own[:, inside].sum(axis=1) / np.maximum(inside.sum() - inside, 1)
        to_outside = own[:, ~inside].sum(axis=1) / np.maximum((~inside).sum() - ~inside, 1)
        moved = to_inside > to_outside
        found = _penalised(ties, moved)
        if found <= best:
            break
        inside, best = moved, found
    return inside, best


def _penalised(ties: NDArray[np.float64], inside: NDArray[np.bool_]) -> float:
    size = int(min(inside.sum(), (~inside).sum()))
    return difference(ties, inside) - _CHANCE / size if size >= _LEAST_LINES else -1.0


def difference(ties: NDArray[np.float64], inside: NDArray[np.bool_]) -> float:
    """Measure how much nearer rows are to their own side than to the other: mean tie within minus mean tie across.

    ties: cosines with ones on the diagonal; both sides need two rows at least.
    """
    size, rest = int(inside.sum()), int((~inside).sum())
    own = (ties[np.ix_(inside, inside)].sum() - size) / (size * (size - 1))
    other = (ties[np.ix_(~inside, ~inside)].sum() - rest) / (rest * (rest - 1))
    return float((own + other) / 2 - ties[np.ix_(inside, ~inside)].mean())


def _weakest_stretch(ties: NDArray[np.float64]) -> tuple[NDArray[np.bool_], float]:
    total = len(ties)
    best, chosen = -1.0, (0, _LEAST_LINES)
    for start in range(total - _LEAST_LINES + 1):
        for end in range(start + _LEAST_LINES, total + 1):
            if total - (end - start) >= _LEAST_LINES:
                inside = np.zeros(total, dtype=bool)
                inside[start:end] = True
                found = _penalised(ties, inside)
                if found > best:
                    best, chosen = found, (start, end)
    inside = np.zeros(total, dtype=bool)
    inside[slice(*chosen)] = True
    return inside, best


def _is_apart(found: float, ratio: float) -> bool:
    """Tell whether a difference and the ratio of shared words together part two articles."""
    return any(found >= least and ratio <= most for least, most in _LIMITS)


def _is_main(
    rows: NDArray[np.float32],
    inside: NDArray[np.bool_],
    named: NDArray[np.float32] | None,
    wanted: NDArray[np.float64],
) -> bool:
    """Tell whether one side is the article: it says the title's words, is nearer to its sense, or else begins the document."""
    if named is not None:
        words = float(wanted[inside].mean()), float(wanted[~inside].mean())
        nearness = float((rows[inside] @ named).mean() - (rows[~inside] @ named).mean())
        agrees = (words[0] - words[1]) * nearness > 0
        if abs(nearness) >= _TITLE_DIFFERENCE and agrees:
            return nearness > 0
    return bool(inside[0])


def _is_wrapped(lines: Sequence[Line], compared: Sequence[int]) -> bool:
    """Tell whether sentences run over the ends of most lines: such scraps show no subject."""
    broken = sum(lines[number].classes.rstrip("qb ")[-1:] not in ("e", "c") for number in compared)
    return broken > _MOST_BROKEN * len(compared)


def _asked(lines: Sequence[Line], compared: Sequence[int]) -> list[int]:
    """Choose the lines to embed: evenly, each text once."""
    once = list({lines[number].text: number for number in reversed(compared)}.values())[::-1]
    # Not every second line: of two articles interleaved, only one would be seen.
    return [number for place, number in enumerate(once) if place * _GOLDEN % 1.0 < _MOST_LINES / len(once)]


def _whole(
    lines: Sequence[Line], compared: Sequence[int], members: frozenset[int], others: frozenset[int]
) -> frozenset[int]:
    """Let the lines that were not embedded follow: inside a side by their neighbours, at its edges by their words."""
    sides = {number: number in members for number in (*members, *others)}
    known = sorted(sides)
    pending = [number for number in compared if number not in sides and known[0] < number < known[-1]]
    if pending:
        every = sorted({*known, *pending})
        ties = ties_of([lines[number] for number in every])
        at = {number: place for place, number in enumerate(every)}
        inside, outside = [at[n] for n in members], [at[n] for n in others]
        for number in pending:
            above = max(other for other in known if other < number)
            below = min(other for other in known if other > number)
            near = ties[at[number]]
            closer = bool(near[inside].mean() > near[outside].mean())
            sides[number] = sides[above] if sides[above] == sides[below] else closer
    if len(known) < len(compared):
        sides |= {number: sides[known[-1]] for number in compared if number > known[-1]}
        sides |= {number: sides[known[0]] for number in compared if number < known[0]}
    return spread(
        frozenset(number for number, side in sides.items() if side),
        frozenset(number for number, side in sides.items() if not side),
        len(lines),
    )
