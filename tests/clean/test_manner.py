"""The manner of text: kinds are told apart, stretches are read as texts are, and any text can be read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.manner import KINDS, foreignness, logits, read, shipped_manners, trimmed
from pipeline.clean.vocabulary import fold


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("旧水缸翻新补漏，上门看缸报价，补不好分文不收", "ad"),
        ("码字到凌晨两点，求各位看官点个赞再走，关注不迷路", "promo"),
        ("足球让球盘口推荐 滚球水位 稳赚计划群", "spam"),
        ("您的浏览器版本太低，部分内容无法显示，请升级后重试", "chrome"),
    ],
)
def test_kinds_are_told_apart(line: str, kind: str) -> None:
    """Name the kind of a line whose trade no list holds."""
    found = logits([fold(line)])
    assert foreignness(found)[0] > 0
    assert KINDS[int(found[0].argmax())] == kind


@pytest.mark.parametrize(
    "line", ["渡船在雾里慢慢靠岸，岸上的人把绳子接过去，系在柳树根上。", "县里今年修了十二座桥，其中三座是石拱桥。"]
)
def test_articles_read_as_articles(line: str) -> None:
    """Take prose for prose."""
    assert foreignness(logits([fold(line)]))[0] < -1


def test_a_stretch_reads_as_a_text_of_its_own() -> None:
    """Weigh the middle of a text as if it stood alone."""
    before, inner, behind = "江上起了雾,", "旧水缸上门翻新补漏", ",船还没有来。"
    manners = shipped_manners()
    found = read(before + inner + behind, manners).logits(
        np.array([len(before)]), np.array([len(before + inner)]), manners
    )
    assert np.allclose(found, logits([inner]))


@given(st.lists(st.text(), max_size=4))
def test_any_text_is_read(texts: list[str]) -> None:
    """Survive every text, and read each by itself."""
    found = logits(texts)
    assert found.shape == (len(texts), len(KINDS))
    assert np.isfinite(found).all()
    for text, row in zip(texts, found, strict=True):
        start, end = trimmed(text)
        assert 0 <= start <= end <= len(text)
        assert np.allclose(logits([text])[0], row)
