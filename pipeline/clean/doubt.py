"""Second opinion on a seam between two subjects, by sentence embeddings: dear, so asked only where words leave doubt.

A few lines of either side are embedded; if lines are on average clearly nearer to their own side than to the other, the
document holds two subjects. Measured on spliced and whole articles: true seams differ by .03 to .07, others by at most .01.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.clean.features import Judge, no_opinion
from pipeline.clean.lines import Line
from pipeline.clean.topic import Seam
from pipeline.embed import vectors
from pipeline.settings import CleanSettings

_SURE_RATIO = 0.05
"""Weaker seams need no second opinion."""
_SAMPLE_LINES = 5
_SAMPLE_CHARS = 90
_LEAST_DIFFERENCE = 0.022


def judge_for(settings: CleanSettings) -> Judge:
    """Choose who judges seams, as the settings say."""
    return {"never": no_opinion, "unsure": judge_unsure, "always": judge_seam}.get(settings.embeddings, judge_unsure)


def judge_unsure(lines: Sequence[Line], seam: Seam, compared: Sequence[int]) -> bool | None:
    """Judge a seam that words leave in doubt; a clear one stands."""
    return None if seam.ratio < _SURE_RATIO else judge_seam(lines, seam, compared)


def judge_seam(lines: Sequence[Line], seam: Seam, compared: Sequence[int]) -> bool | None:
    """Tell whether the two sides of a seam speak of different subjects; None if either side has fewer than three lines."""
    inside = _sample([number for number in compared if number in seam.members])
    outside = _sample([number for number in compared if number not in seam.members])
    if min(len(inside), len(outside)) < 3:
        return None
    return (
        difference([lines[n].text[:_SAMPLE_CHARS] for n in inside], [lines[n].text[:_SAMPLE_CHARS] for n in outside])
        >= _LEAST_DIFFERENCE
    )


def difference(first: Sequence[str], second: Sequence[str]) -> float:
    """Measure how much nearer texts are to their own group than to the other: mean cosine within minus mean cosine across.

    Both groups need two texts at least.
    """
    rows = vectors([*first, *second])
    ties = rows @ rows.T
    size, rest = len(first), len(second)
    within = (ties[:size, :size].sum() - size) / (size * (size - 1)) + (ties[size:, size:].sum() - rest) / (
        rest * (rest - 1)
    )
    return float(within / 2 - np.mean(ties[:size, size:]))


def _sample(numbers: Sequence[int]) -> list[int]:
    """Take a few lines spread evenly."""
    step = max(1, len(numbers) // _SAMPLE_LINES)
    return list(numbers[::step])[:_SAMPLE_LINES]
