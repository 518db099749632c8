"""Characters are tagged in their surroundings: every one of them, whatever the text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.tagger import TAGS, WINDOW, shipped_tagger, window_starts
from tests.clean.test_outsiders import ARTICLE


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=4), st.text(max_size=20))
def test_every_character_has_probabilities(lines: list[str], title: str) -> None:
    """Give each character of any lines six probabilities that add up to one."""
    found = shipped_tagger().tag(title, lines)
    assert [rows.shape for rows in found] == [(len(line), len(TAGS)) for line in lines]
    for rows in found:
        assert np.allclose(rows.sum(axis=1), 1, atol=1e-3)


@pytest.mark.parametrize("tokens", [0, 1, 60, 61, 100, 110, 111, 1000])
def test_windows_cover_all_tokens(tokens: int) -> None:
    """Leave no token out, and no window beyond the end."""
    starts = window_starts(tokens, 60, 10)
    assert {place for start in starts for place in range(start, start + 60)} >= set(range(tokens))
    assert all(0 <= start <= max(0, tokens - 60) for start in starts)


def test_a_long_text_is_read_in_windows() -> None:
    """Tag the same line alike at the head of a long text and in a short one, nearly: its window is the same."""
    long = [*ARTICLE, *ARTICLE, *ARTICLE, *ARTICLE]
    assert sum(map(len, long)) > WINDOW
    short = shipped_tagger().tag("渡口", ARTICLE[:1])[0]
    assert np.abs(shipped_tagger().tag("渡口", long)[0][:, 0].mean() - short[:, 0].mean()) < 0.3


def test_an_advert_is_told_from_the_article() -> None:
    """Tell a clause of an unknown trade from the words around it."""
    before, clause, behind = "渡口的石阶一共三十六级，", "二手麻将机低价转让送货上门，", "最下面的几级常年泡在水里。"
    rows = shipped_tagger().tag("老渡口", [*ARTICLE, before + clause + behind])[-1]
    article = rows[:, 0]
    inside = article[len(before) : len(before + clause)].mean()
    assert inside < 0.2
    assert article[: len(before)].mean() > 0.7
    assert article[len(before + clause) :].mean() > 0.7
