"""Grouping measured: what is generated, what is counted, and that ours beats the published defaults."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import pytest

from pipeline.document import Document
from pipeline.editorial import Overrides
from pipeline.evaluate import grouping
from pipeline.evaluate.articles import read_articles
from pipeline.evaluate.copies import KINDS, Sample, document, generate
from pipeline.group import clusters, sketch
from pipeline.settings import GroupSettings

SETTINGS = GroupSettings()


def ours(documents: Mapping[str, Document]) -> Iterable[Collection[str]]:
    """Group by the room."""
    sketches = [sketch(doc, SETTINGS) for doc in documents.values()]
    return [found.paths for found in clusters(sketches, documents.__getitem__, SETTINGS, Overrides())]


@pytest.fixture(scope="module")
def samples(root: Path) -> tuple[Sample, ...]:
    """Copy the clean articles of the sample corpus."""
    return generate(read_articles([root / "tests" / "corpus" / "sample"], 3), 60, 3)


def test_copies_of_every_kind_are_made(samples: tuple[Sample, ...]) -> None:
    """The generator is worth its name only if it makes what it says."""
    assert {item.kind for item in samples} == {"original", *KINDS}
    assert len({item.document.provenance.path for item in samples}) == len(samples)


def test_ours_finds_every_pair_and_no_other(samples: tuple[Sample, ...]) -> None:
    """Floors of the issue; published defaults miss the rewritten and the partial copies."""
    found = grouping.score("ours", samples, ours)
    assert found.recall >= 0.97
    assert found.precision >= 0.99
    assert grouping.score("simhash", samples, grouping.PEERS["simhash-3"]).recall < found.recall


def test_pairs_are_counted_by_hand() -> None:
    """Two stories of two: one pair found, one missed, one false."""
    made = [
        Sample(document(f"{number}.txt", "", ["一二三"]), story, kind)
        for number, (story, kind) in enumerate([(0, "original"), (0, "part"), (1, "original"), (1, "spun")])
    ]
    found = grouping.score("hand", made, lambda documents: [["0.txt", "1.txt", "2.txt"]])
    assert found.recall == 0.5
    assert found.precision == pytest.approx(1 / 3)
    assert found.by_kind == {"part": 1.0, "spun": 0.0}
    assert grouping.score("none", made, lambda documents: []).precision == 1.0


def test_a_sample_holds_whole_stories(samples: tuple[Sample, ...]) -> None:
    """A story without some of its copies would change the recall."""
    few = grouping.sample(samples, 20)
    assert 0 < len(few) <= 20
    taken = {item.story for item in few}
    assert len([item for item in samples if item.story in taken]) == len(few)
    assert grouping.sample(samples, 0) == ()
