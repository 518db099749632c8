"""Words set amid sentences are tagged to the character, and without them the article's sentences are whole again."""

from __future__ import annotations

import random

import pytest

from pipeline.evaluate.articles import read_articles
from pipeline.evaluate.interrupted import glued_words, interrupted, set_in
from pipeline.evaluate.soiled import ARTICLE, LETTERS, Line, Store, plain
from tests.conftest import ROOT

SENTENCE = "收完土豆以后先把石头拣净，然后撒上石灰再种一茬黑麦草，到了春天翻进土里。"


@pytest.fixture(scope="module")
def store() -> Store:
    """Hold the package's texts and the sample corpus."""
    return Store(read_articles([ROOT / "tests" / "corpus" / "sample"], 1))


@pytest.mark.parametrize("kind", LETTERS.keys() - {"offtopic"})
def test_wordings_leave_no_slot_open(kind: str) -> None:
    """Fill every slot, and hardly ever make the same words twice."""
    made = [glued_words(kind, random.Random(seed)) for seed in range(60)]
    assert not any(mark in words for words in made for mark in "{}")
    assert len(set(made)) > (50 if kind == "spam" else 8)


def test_without_the_words_the_sentence_is_whole() -> None:
    """Tag all that was set in, in one piece, and nothing of the sentence."""
    for seed in range(30):
        (line,) = set_in(random.Random(seed), [plain(SENTENCE)], [("spam", "皇冠棋牌平台出租")])
        own = "".join(char for char, tag in zip(*line, strict=True) if tag == ARTICLE)
        assert own == SENTENCE
        assert line.tags.strip(ARTICLE) == LETTERS["spam"] * 8
        assert line.tags.startswith(ARTICLE)
        assert line.tags.endswith(ARTICLE)


def test_words_keep_apart_and_short_lines_stay() -> None:
    """Set no words into others, and none into a line that is no prose."""
    words = [("spam", "皇冠棋牌平台出租")] * 12
    (line,) = set_in(random.Random(3), [plain(SENTENCE)], words)
    runs = [run for run in line.tags.split(ARTICLE) if run]
    assert 1 < len(runs) <= len(words)
    assert set(map(len, runs)) == {8}
    short = Line("短标题", ARTICLE * 3)
    assert set_in(random.Random(3), [short], words) == [short]


def test_documents_are_made_from_the_seed_alone(store: Store) -> None:
    """Make the same document of a seed; some are clean, most hold spam."""
    made = [interrupted(store, random.Random(seed)) for seed in range(40)]
    assert made == [interrupted(store, random.Random(seed)) for seed in range(40)]
    tags = ["".join(line.tags for line in one.lines) for one in made]
    assert any(set(one) == {ARTICLE} for one in tags)
    assert sum(LETTERS["spam"] in one for one in tags) > len(tags) / 2
