"""Find where a text turns from the article to dirt and back, from what is thought of each of its characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


class Costs(NamedTuple):
    """Hold what a course pays."""

    weight: float
    """What a character's logit counts beside the costs of turning: characters of one word agree with each other."""
    bias: float
    """What is taken off the logit."""
    at_mark: float
    before_mark: float
    inside: float
    """Costs of turning behind a mark, before one, and between two characters."""


CLAUSES = Costs(weight=0.3, bias=2.0, at_mark=1.0, before_mark=1.8, inside=3.0)
"""For adverts and pleas: most of them begin and end at marks."""
WORDS = Costs(weight=0.7, bias=0.0, at_mark=1.0, before_mark=1.2, inside=2.0)
"""For words put in by a program: it does not look for marks."""
_BEHIND, _BEFORE = (
    frozenset("，。；！？：、…,;!?”’」』）)】》 　"),
    frozenset("，。；！？：、…,;!?”’」』）)】》 　（(【["),
)
_LEAST_PROBABILITY = 1e-4


def courses(text: str, dirt: Floats, costs: Costs = CLAUSES) -> list[tuple[int, int]]:
    """Find the stretches of dirt on the most probable course through a text (Viterbi 1967).

    dirt: probability for each character that it is not the article.
    """
    sure = np.clip(dirt, _LEAST_PROBABILITY, 1 - _LEAST_PROBABILITY)
    gains = (costs.weight * (np.log(sure / (1 - sure)) - costs.bias)).tolist()
    article, foreign = 0.0, -costs.at_mark
    came: list[tuple[bool, bool]] = []
    for place, gain in enumerate(gains):
        cost = _cost(text, place, costs)
        from_foreign, into_foreign = foreign - cost > article, article - cost > foreign
        came.append((from_foreign, not into_foreign))
        article, foreign = max(article, foreign - cost), max(foreign, article - cost) + gain
    return _stretches(_states(came, foreign > article))


def _cost(text: str, place: int, costs: Costs) -> float:
    if not place or text[place - 1] in _BEHIND:
        return costs.at_mark
    return costs.before_mark if text[place] in _BEFORE else costs.inside


def _states(came: Sequence[tuple[bool, bool]], last: bool) -> list[bool]:
    """Follow the course back: for each character, whether it is dirt."""
    states, state = [], last
    for from_foreign, stayed in reversed(came):
        states.append(state)
        state = stayed if state else from_foreign
    return states[::-1]


def _stretches(states: Sequence[bool]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.array([False, *states, False], dtype=np.int8))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))
