"""A text turns from the article to dirt at marks."""

from __future__ import annotations

import numpy as np

from pipeline.clean.courses import WORDS, courses


def test_a_course_turns_at_marks() -> None:
    """Turn beside a mark rather than inside a word, and for one odd character not at all."""
    text = "石阶三十六级，低价转让送货，长满青苔。"
    dirt = np.full(len(text), 0.02, dtype=np.float32)
    dirt[7:14] = 0.999
    dirt[7] = 0.6
    assert courses(text, dirt) == [(7, 14)]
    lone = np.full(len(text), 0.02, dtype=np.float32)
    lone[3] = 0.99
    assert courses(text, lone) == []
    assert courses("", dirt[:0]) == []


def test_words_need_no_mark() -> None:
    """Turn inside a clause where the costs are those of words, and not where they are those of clauses."""
    text = "石阶三十六级低价转让长满青苔"
    dirt = np.full(len(text), 0.02, dtype=np.float32)
    dirt[6:10] = 0.9
    assert courses(text, dirt, WORDS) == [(6, 10)]
    assert courses(text, dirt) == []
