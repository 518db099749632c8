"""The bench of summaries: ROUGE against a hand-worked example and an independent implementation, and the faults."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_score import rouge_scorer

from pipeline import rouge as module
from pipeline.errors import InputError
from pipeline.evaluate import summaries
from pipeline.rouge import rouge, tokens


class CharacterTokenizer:
    """Let rouge-score cut text as we do."""

    def tokenize(self, text: str) -> list[str]:
        return list(tokens(text))


def test_doctests() -> None:
    assert doctest.testmod(module).failed == doctest.testmod(summaries).failed == 0


def test_hand_worked() -> None:
    """天天下雨 against 天下大雨: three of four characters with clipping, one of three pairs, a common subsequence of three."""
    assert [round(score, 2) for score in rouge("天天下雨", "天下大雨")] == [75.0, 33.33, 75.0]


@given(st.text(alphabet="天下大雨的AB12.%，。", max_size=40), st.text(alphabet="天下大雨的AB12.%，。", max_size=40))
def test_agrees_with_rouge_score(hypothesis: str, reference: str) -> None:
    oracle = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"], tokenizer=CharacterTokenizer())
    expected = [score.fmeasure * 100 for score in oracle.score(reference, hypothesis).values()]
    assert list(rouge(hypothesis, reference)) == pytest.approx(expected)


def test_faults_are_named() -> None:
    item = summaries.Item("1", "一共3个。两天后走了。", "")
    assert summaries.faults_of(item, "", 10) == ("missing",)
    assert summaries.faults_of(item, "一共4个。", 10) == ("not in the text", "number not in the text")
    assert summaries.faults_of(item, "一共3个。两天后走了。", 5) == ("too long",)
    assert summaries.faults_of(item, "一共3个。", 10) == ()


def test_the_opening_scores_as_itself() -> None:
    items = [summaries.Item("1", "甲乙丙。丁戊己。", "甲乙丙。", "x"), summaries.Item("2", "", "空。", "y")]
    report = summaries.bench(items, lambda text, title, limit: summaries.opening(text, limit))
    assert all(score.rouge == score.baseline for score in report.scores)
    assert [score.group for score in report.scores] == ["all", "x", "y"]
    assert summaries.bench([], lambda text, title, limit: "").scores == ()


def test_a_wrong_row_is_named(tmp_path) -> None:
    path = tmp_path / "items.jsonl"
    path.write_text('{"id": 1}\n', "utf-8")
    with pytest.raises(InputError, match="line 1"):
        summaries.load(path)
