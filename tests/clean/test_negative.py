"""Never over-clean: articles of our own that talk about what pollution is made of, or look like it, stay whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.document import Document
from pipeline.ledger import ledger

TEXTS = sorted((Path(__file__).parent / "negative").glob("*.txt"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_nothing_leaves(path: Path, cleaned: Callable[[str], Document]) -> None:
    """Keep every line, and name the title."""
    raw = path.read_text("utf-8")
    doc = cleaned(raw)
    assert [(entry.text, entry.removal) for entry in ledger(doc).removed] == []
    assert doc.metadata.title is not None
    assert doc.metadata.title.value == raw.split("\n")[0]
    assert doc.spun == 0.0


def test_there_are_enough_of_them() -> None:
    """Hold the corpus to the kinds that the notes list."""
    assert len(TEXTS) >= 14
