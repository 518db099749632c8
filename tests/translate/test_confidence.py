"""How far the engine's own probability foretells what a reader will say."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.settings import TranslateSettings
from pipeline.termbase import Termbase
from pipeline.translate.checks import findings
from pipeline.translate.confidence import confidence, fit, judged

SOURCE = "那家银行去年在北方开了三家分行。"
TARGET = "The bank opened three branches in the north last year."


def held_out() -> tuple[np.ndarray, np.ndarray]:
    """Predict each judged sentence by weights that were fitted without it and its fold."""
    rows, labels = judged()
    rows = (rows - rows.mean(0)) / rows.std(0)
    folds = np.arange(len(rows)) % 8
    expected = np.zeros(len(rows))
    for fold in range(8):
        weights = fit(rows[folds != fold], labels[folds != fold])
        expected[folds == fold] = 1 / (
            1 + np.exp(-np.c_[rows[folds == fold], np.ones((folds == fold).sum())] @ weights)
        )
    return expected, labels


def test_it_tells_right_from_wrong_in_sentences_it_was_not_fitted_on() -> None:
    """A right translation gets the higher confidence in most pairs, and of what passes the threshold most are right."""
    expected, labels = held_out()
    pairs = expected[labels == 1][:, None] > expected[labels == 0]
    assert pairs.mean() >= 0.85
    passed = expected >= TranslateSettings().check_least_confidence
    assert passed.sum() >= 25 and labels[passed].mean() >= 0.6


def test_fit_finds_the_weights_that_made_the_labels() -> None:
    """Labels drawn from a known regression give its weights back, nearly."""
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(20_000, 2))
    labels = (rng.random(20_000) < 1 / (1 + np.exp(-(rows @ [1.5, -0.5] + 0.3)))).astype(float)
    assert fit(rows, labels) == pytest.approx([1.5, -0.5, 0.3], abs=0.1)


def test_less_probable_is_less_sure() -> None:
    """Confidence falls with the probability, and stays between 0 and 1 for any input."""
    found = [confidence(SOURCE, logprob) for logprob in (0.0, -1.0, -5.0, -20.0, -60.0, -1e6)]
    assert found == sorted(found, reverse=True) and 0 <= found[-1] < 0.05 < 0.8 < found[0] < 1
    assert all(0 <= confidence(text, -3.0) <= 1 for text in ("", "一", " ", "𠀀", "שלום", "abc"))


def test_only_an_engine_that_tells_its_probability_can_be_unsure() -> None:
    """The check says how sure; without a probability it is silent, and so it is at a threshold of 0."""
    terms, settings = Termbase(), TranslateSettings()
    (fault,) = findings(SOURCE, TARGET, terms, settings, logprob=-40.0)
    assert fault.check == "unsure" and "% are right" in fault.detail
    assert not findings(SOURCE, TARGET, terms, settings, logprob=-2.0)
    assert not findings(SOURCE, TARGET, terms, settings)
    assert not findings(SOURCE, TARGET, terms, TranslateSettings(check_least_confidence=0.0), logprob=-40.0)
