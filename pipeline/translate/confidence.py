"""How likely a sentence of a language model is right: quality estimation from what the model itself thinks of its words.

Two measures speak, the log-probability of the whole answer and the same per Chinese character. A logistic regression joins them,
fitted on the sentences of `data/confidence.tsv`. Sources: Fomicheva et al. 2020, "Unsupervised Quality Estimation for Neural
Machine Translation" (the model's own probability tells much of what a reader finds); Platt 1999, "Probabilistic Outputs for Support
Vector Machines" (scores to probabilities).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from pipeline.han import han_chars

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEPS = 30
_RIDGE = 1.0
"""Pull of the weights towards zero, on scaled measures. Too weak follows the luck of few sentences; too strong says the mean of all."""


def confidence(source: str, logprob: float) -> float:
    """Return the share, in (0, 1), of right translations expected among those that look like this one.

    source: the Chinese sentence; logprob: log-probability of its translation, in nats.

    >>> confidence("案件正在调查中。", -2.0) > 0.5 > 0.1 > confidence("案件正在调查中。", -30.0)
    True
    """
    centre, scale, weights = _fitted()
    row = (measures(han_chars(source), logprob) - centre) / scale
    return float(0.5 + 0.5 * np.tanh(0.5 * (np.append(row, 1.0) @ weights)))


def measures(han: int, logprob: float) -> NDArray[np.float64]:
    """Put the measures of a sentence in a row: `han` Chinese characters, log-probability in nats."""
    return np.array([np.log1p(-min(logprob, 0.0)), logprob / max(han, 1)])


def judged() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Read the judged sentences: measures (n, 2) and labels (n,), 1 for right."""
    lines = (files("pipeline") / "data" / "confidence.tsv").read_text("utf-8").splitlines()
    table = [line.split("\t") for line in lines if not line.startswith("#")]
    rows = np.array([measures(int(han), float(logprob)) for _, han, logprob in table])
    return rows, np.array([float(label) for label, *_ in table])


def fit(rows: NDArray[np.float64], labels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit a logistic regression with a ridge by Newton's method: scaled measures (n, m), labels (n,) of 0 or 1, to weights (m + 1,).

    The last weight is the bias, which the ridge leaves alone.
    """
    design = np.hstack((rows, np.ones((len(rows), 1))))
    weights = np.zeros(design.shape[1])
    ridge = np.diag([_RIDGE] * rows.shape[1] + [0.0])
    for _ in range(_STEPS):
        expected = 1 / (1 + np.exp(-design @ weights))
        curvature = (design * (expected * (1 - expected))[:, None]).T @ design + ridge
        weights += np.linalg.solve(curvature, design.T @ (labels - expected) - ridge @ weights)
    return weights


@cache
def _fitted() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    rows, labels = judged()
    centre, scale = rows.mean(0), rows.std(0)
    return centre, scale, fit((rows - centre) / scale, labels)
