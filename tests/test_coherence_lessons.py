"""Documents with foreign passages say of each passage whose it is."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

from pipeline.clean.coherence import MOST_PASSAGES
from pipeline.coherence_lessons import FOREIGN, OWN, Known, Shelf, known_of
from pipeline.embed import DIMENSIONS
from pipeline.evaluate.soiled import Dirty, Line, Store
from pipeline.evaluate.wording import Article


@pytest.fixture(scope="module")
def known() -> list[Known]:
    """Cut the package's articles; vectors are made up, each text's own."""
    store = Store(())
    clean: tuple[Article, ...] = store.own[:40]
    found = [*map(known_of, clean), *map(known_of, store.dirty)]
    rng = np.random.default_rng(1)
    return [one._replace(vectors=rng.standard_normal((1 + len(one.passages), DIMENSIONS))) for one in found]


def test_every_passage_is_its_articles(known: list[Known]) -> None:
    """Label the passages of the article that bears the title as its own, the others as foreign."""
    shelf, manners = Shelf(known), set()
    sources = {passage.text: number for number, one in enumerate(known) for passage in one.passages}
    for seed in range(300):
        made = shelf.spliced(random.Random(seed))
        assert len(made.passages) == len(made.labels) == len(made.vectors) - 1 <= MOST_PASSAGES
        manners.add(made.manner)
        if made.manner == "written":
            continue
        host = sources[made.passages[0].text]
        assert all((sources[one.text] != host) == label for one, label in zip(made.passages, made.labels, strict=True))
        assert sum(made.labels) < len(made.labels) / 2
        assert all(later.paragraph - one.paragraph in (0, 1) for one, later in pairwise(made.passages))
    assert manners == {"clean", "far", "near", "written"}


def test_one_seed_gives_one_document(known: list[Known]) -> None:
    """Depend on the seed alone."""
    first, again = (Shelf(known).spliced(random.Random(7)) for _ in range(2))
    assert first.passages == again.passages
    assert first.labels == again.labels


def test_a_written_document_loses_its_other_dirt() -> None:
    """Keep own and foreign sentences, each labelled, and leave adverts out."""
    own, strange = "渡口的船靠岸了，绳子系在老柳树上。", "央行昨天开展了逆回购操作，利率不变。"
    lines = [
        [Line(own, "." * len(own)), Line("低价转让。", "a" * 5)],
        [Line(strange * 8, "o" * len(strange * 8))],
        [Line("关注我们。", "p" * 5)],
    ]
    found = known_of(Dirty([Line("老渡口", "..."), Line("_某网", "ccc")], lines))
    assert found.title == "老渡口"
    assert "".join(one.text for one in found.passages) == own + strange * 8
    assert found.labels == (OWN, FOREIGN, FOREIGN)
