"""The field over lines: probabilities are right against enumeration, and fitting learns what it is shown."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from pipeline.clean.fitting import Sample, fit
from pipeline.clean.sequence import LABELS, emissions, marginals, shipped_weights


def test_marginals_agree_with_enumeration() -> None:
    """Sum over every labelling of three lines, as the definition says (Lafferty et al. 2001, eq. 1)."""
    rng = np.random.default_rng(7)
    scores = rng.normal(size=(3, 4)).astype(np.float32)
    transition = rng.normal(size=(4, 4)).astype(np.float32)
    expected = np.zeros((3, 4))
    for labels in itertools.product(range(4), repeat=3):
        weight = np.exp(
            sum(scores[i, a] for i, a in enumerate(labels))
            + sum(transition[a, b] for a, b in itertools.pairwise(labels))
        )
        for line, label in enumerate(labels):
            expected[line, label] += weight
    expected /= expected.sum(axis=1, keepdims=True)
    assert marginals(scores, transition) == pytest.approx(expected, abs=1e-6)


def test_marginals_of_nothing_and_of_extremes() -> None:
    """Take no lines, and scores too far apart for plain exponentials."""
    assert marginals(np.zeros((0, 10), dtype=np.float32), np.zeros((10, 10), dtype=np.float32)).shape == (0, 10)
    wide = np.zeros((2000, 10), dtype=np.float32)
    wide[:, 3] = 500.0
    assert marginals(wide, np.zeros((10, 10), dtype=np.float32))[:, 3] == pytest.approx(1.0)


def test_fitting_learns_and_repeats() -> None:
    """Tell two kinds of lines apart after a few epochs; the same seed gives the same weights."""
    samples = [Sample((("bias", "prose"), ("bias", "bar"), ("bias", "prose")), ("body", "chrome", "body"))] * 20
    weights = fit(samples, epochs=8, penalty=1e-4, seed=1)
    chances = marginals(emissions(samples[0].features, weights), weights.transition)
    assert [LABELS[row.argmax()] for row in chances] == ["body", "chrome", "body"]
    assert np.array_equal(weights.emission, fit(samples, epochs=8, penalty=1e-4, seed=1).emission)


def test_unknown_labels_teach_nothing_wrong() -> None:
    """Leave a line without label to the model."""
    samples = [Sample((("bias", "prose"), ("bias", "odd")), ("body", ""))] * 10
    assert np.isfinite(fit(samples, epochs=3, penalty=1e-4, seed=1).emission).all()


def test_shipped_weights_are_whole() -> None:
    """Load what the package ships."""
    weights = shipped_weights()
    assert weights.transition.shape == (len(LABELS), len(LABELS))
    assert "bias" in weights.rows
    assert emissions([], weights).shape == (0, len(LABELS))
