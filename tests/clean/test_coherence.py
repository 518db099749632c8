"""Passages hang together by what lies between them; one of another article stands out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.coherence import PAIRS, PASSAGE_CHARS, SINGLES, passages_of, shipped_coherence, signs_of
from pipeline.embed import DIMENSIONS, vectors
from pipeline.segments import sentences
from tests.clean.test_outsiders import ARTICLE

STRANGE = (
    "央行昨天开展了一千二百亿元逆回购操作，中标利率不变，当日有八百亿元到期，市场资金面保持平稳。",
    "第二代芯片改用五纳米工艺，同样的算力下功耗降了三成，样片已经送到六家客户手里，明年初量产。",
    "流感疫苗每年都要重新接种，因为毒株一直在变；接种后两周左右产生抗体，对鸡蛋严重过敏的人应先问医生。",
)


@given(st.lists(st.text(alphabet="甲乙。！， \n”", max_size=400), max_size=4))
def test_passages_are_whole_sentences_in_order(paragraphs: list[str]) -> None:
    """Give every sentence once, in order; only a single sentence may be longer than a passage."""
    found = list(passages_of(paragraphs))
    for one in found:
        assert paragraphs[one.paragraph][one.start : one.start + len(one.text)] == one.text
        assert len(one.text) <= PASSAGE_CHARS or len(sentences(one.text)) == 1
    heard = [(n, text[start:end]) for n, text in enumerate(paragraphs) for start, end in sentences(text)]
    told = [(one.paragraph, one.text[start:end]) for one in found for start, end in sentences(one.text)]
    assert told == heard


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(alphabet="渡口的船。a1 ", min_size=1, max_size=30), max_size=6), st.text(max_size=6))
def test_any_passages_are_judged(texts: list[str], title: str) -> None:
    """Give a finite number for each passage of any text, one passage and none among them."""
    passages = list(passages_of(texts))
    rng = np.random.default_rng(len(texts))
    rows = rng.standard_normal((len(passages) + 1, DIMENSIONS)).astype(np.float32)
    signs = signs_of(title, passages, rows / np.linalg.norm(rows, axis=1, keepdims=True))
    size = len(passages) + 1
    assert signs.singles.shape == (size, SINGLES)
    assert signs.pairs.shape == (size, size, PAIRS)
    found = shipped_coherence().logits(signs)
    assert found.shape == (len(passages),)
    assert np.isfinite(found).all()


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("place", [1, 3, len(ARTICLE)])
@pytest.mark.parametrize("title", ["老渡口", ""])
def test_a_passage_of_another_article_stands_out(strange: str, place: int, title: str) -> None:
    """Give it the highest odds of all passages, above zero, wherever it stands."""
    paragraphs = [*ARTICLE[:place], strange, *ARTICLE[place:]]
    passages = list(passages_of(paragraphs))
    rows = vectors([title, *(one.text for one in passages)])
    found = shipped_coherence().logits(signs_of(title, passages, rows))
    assert int(found.argmax()) == place
    assert found[place] > 0
    assert np.delete(found, place).max() < found[place] - 2
