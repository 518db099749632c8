"""Second opinion on a seam between two subjects, by sentence embeddings: dear, so asked only where words leave doubt.

A few lines of either side are embedded; if lines are on average clearly nearer to their own side than to the other, the
document holds two subjects. Measured: seams of 24 spliced articles differ by .045 to .071, weak seams inside 20 whole long
pages by at most .041, all but four below .027; so a middling difference counts only where words are nearly apart already.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.clean.features import Judge, no_opinion
from pipeline.clean.lines import Line
from pipeline.clean.topic import SURE_RATIO, Seam
from pipeline.embed import vectors
from pipeline.settings import CleanSettings

_SAMPLE_LINES = 5
_SAMPLE_CHARS = 90
_CLEAR_DIFFERENCE = 0.042
_LEAST_DIFFERENCE = 0.022
_REFUTED_DIFFERENCE = 0.009
"""Below this the two sides speak of one thing; articles of one field, spliced, differ by .011 to .02."""
_NEARLY_APART_RATIO = 0.075
"""Word ratio below which a middling difference is enough."""


def judge_for(settings: CleanSettings) -> Judge:
    """Choose who judges seams, as the settings say."""
    return {"never": no_opinion, "unsure": judge_unsure, "always": judge_seam}.get(settings.embeddings, judge_unsure)


def judge_unsure(lines: Sequence[Line], seam: Seam, compared: Sequence[int]) -> bool | None:
    """Judge a seam that words leave in doubt; a clear one stands."""
    return None if seam.ratio < SURE_RATIO else judge_seam(lines, seam, compared)


def judge_seam(lines: Sequence[Line], seam: Seam, compared: Sequence[int]) -> bool | None:
    """Tell whether the two sides of a seam speak of different subjects; None if either side has fewer than three lines."""
    inside = _sample([number for number in compared if number in seam.members])
    others = [number for number in compared if number not in seam.members]
    # What stands below a foreign passage is often furniture; what stands above its end is more surely the article.
    above = [number for number in others if number < max(seam.members)]
    outside = _sample(above if len(above) >= _SAMPLE_LINES else others)
    if min(len(inside), len(outside)) < 3:
        return None
    found = difference(
        [lines[n].text[:_SAMPLE_CHARS] for n in inside], [lines[n].text[:_SAMPLE_CHARS] for n in outside]
    )
    if found >= _CLEAR_DIFFERENCE or (found >= _LEAST_DIFFERENCE and seam.ratio < _NEARLY_APART_RATIO):
        return True
    return None if found >= _REFUTED_DIFFERENCE else False


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
