"""Acceptance: read, cleaned by the rules, grouped and collated, the five documents are three stories."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from pipeline import clean, group, ingest
from pipeline.document import Document
from pipeline.editorial import Overrides
from pipeline.group.sketch import body
from pipeline.settings import Settings

SETTINGS = Settings()


@pytest.mark.slow
def test_read_cleaned_grouped_collated(shared: Path, labelled: Mapping[str, Document]) -> None:
    """Both pairs with their relations, no false pair, and the text of the spun story as its author wrote it."""
    docs = {}
    for path in sorted((shared / "seeds").glob("*.txt")):
        raw = ingest.read(path.name, path.read_bytes(), None, SETTINGS.ingest)
        docs[path.name] = clean.clean(raw, frozenset(), SETTINGS.clean)
    sketches = [group.sketch(doc, SETTINGS.group) for doc in docs.values()]
    found = group.clusters(sketches, docs.__getitem__, SETTINGS.group, Overrides())
    assert [[(member.path[:3], member.relation) for member in cluster.members] for cluster in found] == [
        [("001", "base"), ("000", "spun")],
        [("002", "base"), ("004", "partial+script")],
        [("003", "base")],
    ]
    story = group.collate([(path, docs[path]) for path in found[0].paths], found[0], SETTINGS.group, Overrides())
    wanted = "".join(block.text for block in body(labelled["001"]))
    printed = "".join(paragraph.text for paragraph in story.paragraphs)
    # What cleaning leaves standing counts here too.
    assert Levenshtein.distance(printed, wanted) / len(wanted) <= 0.02
