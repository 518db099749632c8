"""Growth: the crowd is what it says, and what is counted is right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

import pytest

from pipeline import group
from pipeline.document import Document
from pipeline.editorial import Overrides
from pipeline.errors import SettingsError
from pipeline.evaluate import growth
from pipeline.evaluate.articles import read_articles
from pipeline.evaluate.wording import Article
from pipeline.settings import GroupSettings

SETTINGS = GroupSettings()
Load = Callable[[str], Document]


@pytest.fixture(scope="module")
def crowd(root: Path) -> growth.Crowd:
    """Make a crowd of the clean articles of the sample corpus."""
    return growth.Crowd(read_articles([root / "tests" / "corpus" / "sample"], 3))


def ours(documents: Iterator[Document], load: Load) -> Iterable[Collection[str]]:
    """Group by the room."""
    sketches = [group.sketch(doc, SETTINGS) for doc in documents]
    return [found.paths for found in group.clusters(sketches, load, SETTINGS, Overrides())]


def test_every_fifth_document_copies_the_one_before(crowd: growth.Crowd) -> None:
    """A copy is its original less a paragraph; any other document is new, and each is always the same."""
    fourth, fifth, sixth = ([block.text for block in crowd.document(number).blocks] for number in (4, 5, 6))
    assert fourth[:-1] == fifth
    assert not set(fifth) & set(sixth)
    assert [block.text for block in crowd.document(5).blocks] == fifth
    assert sum(map(len, fourth)) >= 1000


def test_a_small_crowd_is_grouped_without_a_mistake(crowd: growth.Crowd) -> None:
    """The figures of the documentation at a hundredth of their size."""
    found = growth.measure(crowd, 60, ours)
    assert (found.documents, found.stories, found.wrong) == (60, 49, 0)
    assert found.loads > 0 and found.seconds > 0 and found.peak_bytes > 1_000_000


def test_torn_and_joined_stories_are_wrong(crowd: growth.Crowd) -> None:
    """Documents 4 and 5 are one story; alone they are two wrong ones, with 3 a third."""

    def torn(documents: Iterator[Document], load: Load) -> Iterable[Collection[str]]:
        return [[doc.provenance.path] for doc in documents]

    def joined(documents: Iterator[Document], load: Load) -> Iterable[Collection[str]]:
        return [[doc.provenance.path for doc in documents]]

    assert growth.measure(crowd, 7, torn)[:4] == (7, 7, 2, 0)
    assert growth.measure(crowd, 7, joined)[:4] == (7, 1, 1, 0)


def test_articles_without_sentences_make_no_crowd() -> None:
    """The message says what is wanted."""
    with pytest.raises(SettingsError, match="sentences"):
        growth.Crowd([Article("", ("短。", "no Chinese"))])
