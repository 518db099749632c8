"""A linear-chain conditional random field over the lines of a document: scores, marginals, and their weights.

A line's label depends on its features and on its neighbours' labels; forward-backward gives the probability of every label
of every line, which is the score that the ledger prints. Training lives in `pipeline.clean.fitting`.

Source: Lafferty, McCallum and Pereira 2001, "Conditional random fields", eqs. 1-3.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LABELS = ("body", "heading", "title", "byline", "caption", "chrome", "promo", "ad", "spam", "offtopic")
"""What a line can be; the last five leave the page."""

POLLUTION = ("chrome", "promo", "ad", "spam", "offtopic")
"""The labels that leave the page."""

_RESCALED = 4
"""Rows between two scalings against underflow: the smallest factor of a row is about 1e-30."""


class Weights(NamedTuple):
    """Hold a trained field."""

    rows: dict[str, int]
    """Row of `emission` by feature name; unknown features weigh nothing."""
    emission: NDArray[np.float32]
    """Shape (features, labels)."""
    transition: NDArray[np.float32]
    """Shape (labels, labels): from the line above to the line below."""


@cache
def shipped_weights() -> Weights:
    """Load the weights that the package ships."""
    data = json.loads((files("pipeline") / "data" / "line_weights.json").read_text("utf-8"))
    names = sorted(data["emission"])
    emission = np.array([data["emission"][name] for name in names], dtype=np.float32).reshape(len(names), len(LABELS))
    return Weights(
        {name: row for row, name in enumerate(names)}, emission, np.array(data["transition"], dtype=np.float32)
    )


def emissions(features: Sequence[Sequence[str]], weights: Weights) -> NDArray[np.float32]:
    """Sum the weights of each line's features, shape (lines, labels)."""
    result = np.zeros((len(features), len(LABELS)), dtype=np.float32)
    rows: list[int] = []
    starts: list[int] = []
    known = weights.rows
    for names in features:
        starts.append(len(rows))
        # Sorted, so that sums do not depend on the order of sets.
        rows += sorted([known[name] for name in names if name in known])
        if starts[-1] == len(rows):
            rows.append(known["bias"])
    if rows:
        result = np.add.reduceat(weights.emission[rows], starts, axis=0)
    return result


def marginals(scores: NDArray[np.float32], transition: NDArray[np.float32]) -> NDArray[np.float64]:
    """Compute each line's label probabilities, shape (lines, labels), rows summing to 1; no lines give no rows.

    scores: as `emissions` gives them; transition: log weights from label to label.
    """
    total, labels = scores.shape
    if not total:
        return np.zeros((0, labels))
    local = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    step = np.exp(transition.astype(np.float64) - transition.max())
    forward = np.empty((total, labels))
    backward = np.empty((total, labels))
    forward[0] = local[0]
    # Rows as lists of views: indexing the arrays would cost more than the arithmetic.
    ahead, behind, own = list(forward), list(backward), list(local)
    for row in range(1, total):
        now = ahead[row]
        np.dot(ahead[row - 1], step, out=now)
        now *= own[row]
        if not row % _RESCALED:
            now /= now.sum()
    backward[-1] = 1.0
    back = step.T.copy()
    for row in range(total - 2, -1, -1):
        now = behind[row]
        np.dot(own[row + 1] * behind[row + 1], back, out=now)
        if not row % _RESCALED:
            now /= now.sum()
    result = forward * backward
    return np.asarray(result / result.sum(axis=1, keepdims=True))
