"""Soiled documents say what every character is, and without their dirt they are articles again."""

from __future__ import annotations

import random

import pytest

from pipeline.evaluate.articles import read_articles
from pipeline.evaluate.soiled import ARTICLE, EITHER, LETTERS, Store, soiled
from pipeline.evaluate.splicing import Spliced, grams
from pipeline.evaluate.wording import Article
from tests.conftest import ROOT

SEEDS = range(120)


@pytest.fixture(scope="module")
def store() -> Store:
    """Hold the package's texts and the sample corpus for a user's articles."""
    return Store(read_articles([ROOT / "tests" / "corpus" / "sample"], 1))


def test_one_seed_gives_one_document(store: Store) -> None:
    """Depend on the seed alone."""
    assert [soiled(store, random.Random(seed)) for seed in range(8)] == [
        soiled(store, random.Random(seed)) for seed in range(8)
    ]


def test_every_character_has_a_letter(store: Store) -> None:
    """Tag each character with a known letter; all kinds of dirt occur, and clean documents do."""
    made = [soiled(store, random.Random(seed)) for seed in SEEDS]
    known = {ARTICLE, EITHER, *LETTERS.values()}
    for one in made:
        for line in one.lines:
            assert len(line.text) == len(line.tags)
            assert set(line.tags) <= known
    found = [{letter for line in one.lines for letter in line.tags} for one in made]
    assert set().union(*found) == known
    assert sum(letters <= {ARTICLE, EITHER} for letters in found) > len(made) / 20


def test_the_rest_is_article_text(store: Store) -> None:
    """Leave, without the dirt, mostly sentences that stand in the articles."""
    known = "\n".join(text for article in (*store.own, *store.news) for text in article.paragraphs)
    known += "\n".join("".join(p.text for p in line if ARTICLE in p.tags) for _, lines in store.dirty for line in lines)
    known += "\n".join(one.before + one.behind for one in store.glued)
    found = total = 0
    for seed in SEEDS:
        for line in soiled(store, random.Random(seed)).lines:
            rest = "".join(char for char, tag in zip(line.text, line.tags, strict=True) if tag == ARTICLE)
            for place in range(0, len(rest) - 8, 8):
                total += 1
                found += rest[place : place + 8] in known
    assert found > 0.75 * total


def test_written_documents_are_well_formed(store: Store) -> None:
    """Close every mark, nest none."""
    for _, lines in store.dirty:
        assert lines
        assert not any("{" in part.text and "|" in part.text for line in lines for part in line)
    assert len(store.own) > 200
    assert not any("{ad|" in text for article in store.own for text in article.paragraphs)


def test_splices_are_of_a_near_subject() -> None:
    """Prefer the article that shares most pairs of characters."""
    river = Article("河", ("河水流过石桥，船在河上走。",))
    near = Article("船", ("船夫把船停在石桥下，河水很急。",))
    others = [Article(str(number), (f"指数第{number}日收盘上涨百分之二。",)) for number in range(11)]
    chosen = [Spliced([near, *others]).near(grams(river), random.Random(seed)) for seed in range(40)]
    assert chosen.count(near) > len(chosen) / 3
