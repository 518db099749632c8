"""The metric against hand-worked figures and its limits."""

from __future__ import annotations

import pytest

from pipeline.evaluate.html import Score, bigrams, page_score, score_of, summary
from pipeline.evaluate.page_labels import block_labels


@pytest.mark.parametrize(
    ("text", "gold", "expected"),
    [
        ("甲乙丙", "甲乙丙", (1.0, 1.0, 1.0)),
        ("甲 乙\n丙", "甲乙丙", (1.0, 1.0, 1.0)),
        ("ＡＢ", "AB", (1.0, 1.0, 1.0)),
        ("甲乙甲乙", "甲乙", (1 / 3, 1.0, 0.5)),
        ("", "甲乙", (0.0, 0.0, 0.0)),
        ("甲乙", "", (0.0, 0.0, 0.0)),
        ("", "", (0.0, 0.0, 0.0)),
    ],
)
def test_scores(text: str, gold: str, expected: tuple[float, float, float]) -> None:
    """Bigrams are counted, not collected; white space and width do not matter."""
    assert page_score(text, gold) == pytest.approx(expected)


def test_means() -> None:
    """Pages weigh the same, whatever their length."""
    assert summary([Score(1, 1, 1), Score(0, 0, 0)])[:5] == (2, 0.5, 0.5, 0.5, 0.5)
    assert summary([]).pages == 0 and score_of(0, 0, 0).f1 == 0 and not bigrams("字")


def test_labels_find_the_blocks_that_a_person_kept() -> None:
    """Alignment, then climbing; nothing kept where the gold is empty."""
    blocks = ["首页 新闻 财经", "第一段写了很多字。", "相关阅读", "第二段也写了很多字。", ""]
    assert block_labels(blocks, "第一段写了很多字。第二段也写了很多字。") == [False, True, False, True, False]
    assert block_labels(blocks, "") == [False] * 5 and block_labels([], "字") == []
