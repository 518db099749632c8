"""What the tests of the clean room share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline import clean
from pipeline.document import Document, Metadata, Provenance
from pipeline.ingest.text import text_blocks
from pipeline.settings import CleanSettings

QUICK = CleanSettings(embeddings="never")


def document(raw: str, metadata: Metadata | None = None) -> Document:
    """Make a document of a text, a block for each line, as ingest does."""
    return Document("0" * 32, raw, text_blocks(raw), Provenance("a.txt", "text"), metadata or Metadata())


@pytest.fixture(scope="session")
def cleaned() -> Callable[..., Document]:
    """Clean a text without embeddings and prove that nothing was lost."""

    def run(raw: str, repeated: frozenset[str] = frozenset(), metadata: Metadata | None = None) -> Document:
        return clean.clean(document(raw, metadata), repeated, QUICK).verify()

    return run
