"""Choosing among translations: chrF as published, the one that most agree on, faults deducted."""

from __future__ import annotations

import pytest
import sacrebleu
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipeline.translate.consensus import choice, chrf

WORDS = st.text("abcd é好🙂\u202e.", max_size=40)


def test_chrf_by_hand() -> None:
    """Grams of "ab" against "abc": all of ours found, two of three and one of two of theirs, beta 2."""
    recall = (2 / 3 + 1 / 2) / 2
    assert chrf("ab", "abc") == pytest.approx(5 * recall / (4 + recall))


@hypothesis_settings(deadline=None)
@given(WORDS, WORDS)
def test_chrf_is_sacrebleus(hypothesis: str, reference: str) -> None:
    """Any two texts score as in the reference implementation (chrF2, characters only)."""
    oracle = sacrebleu.CHRF(word_order=0, eps_smoothing=False).sentence_score(hypothesis, [reference]).score
    assert 100 * chrf(hypothesis, reference) == pytest.approx(oracle, abs=1e-6)


def test_the_outlier_loses() -> None:
    """Half a clause that passes its checks agrees less with two whole ones."""
    texts = [
        "A sense of achievement.",
        "Work in the village gives a sense of achievement.",
        "Work in villages gives achievement.",
    ]
    assert choice(texts, [0, 0, 0]) == 1


def test_faults_count_against_a_candidate() -> None:
    """The middle of all, but with two failed checks, gives way to a neighbour."""
    texts = ["Sales rose by 12 percent.", "Sales rose by 20 percent.", "Sales rose to 20 percent."]
    assert choice(texts, [0, 0, 0]) == 1
    assert choice(texts, [0, 2, 1]) == 0


def test_an_empty_candidate_is_the_last_resort() -> None:
    """An answer that is there beats none, whatever its faults; all empty gives the first."""
    assert choice(["", "Something wrong."], [0, 9]) == 1
    assert choice(["", ""], [1, 1]) == 0


@hypothesis_settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_any_candidates_have_a_choice(texts: list[str]) -> None:
    """The index is always one of the list, and equal candidates lose nothing to order."""
    assert texts[choice(texts, [0] * len(texts))] in texts
