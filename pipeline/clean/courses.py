"""Find where a text turns from the article to dirt and back, from what is thought of each of its characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_WEIGHT, _BIAS = 0.3, 2.0
"""What a character's logit counts beside the costs of turning, and what is taken off it: characters of one word agree with each other."""
_AT_MARK, _BEFORE_MARK, _INSIDE = 1.0, 1.8, 3.0
"""Costs of turning behind a mark, before one, and between two characters."""
_BEHIND, _BEFORE = (
    frozenset("，。；！？：、…,;!?”’」』）)】》 　"),
    frozenset("，。；！？：、…,;!?”’」』）)】》 　（(【["),
)
_LEAST_PROBABILITY = 1e-4


def courses(text: str, dirt: Floats) -> list[tuple[int, int]]:
    """Find the stretches of dirt on the most probable course through a text (Viterbi 1967).

    dirt: probability for each character that it is not the article.
    """
    sure = np.clip(dirt, _LEAST_PROBABILITY, 1 - _LEAST_PROBABILITY)
    gains = (_WEIGHT * (np.log(sure / (1 - sure)) - _BIAS)).tolist()
    article, foreign = 0.0, -_AT_MARK
    came: list[tuple[bool, bool]] = []
    for place, gain in enumerate(gains):
        cost = _cost(text, place)
        from_foreign, into_foreign = foreign - cost > article, article - cost > foreign
        came.append((from_foreign, not into_foreign))
        article, foreign = max(article, foreign - cost), max(foreign, article - cost) + gain
    return _stretches(_states(came, foreign > article))


def _cost(text: str, place: int) -> float:
    if not place or text[place - 1] in _BEHIND:
        return _AT_MARK
    return _BEFORE_MARK if text[place] in _BEFORE else _INSIDE


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
