"""What every rule of the clean room may know beside the document itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.document import Block, Document
from pipeline.settings import CleanSettings


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold what comes from outside a document: the corpus's furniture and the settings."""

    repeated: frozenset[str] = frozenset()
    """Digests of passages that stand in many unrelated documents."""
    settings: CleanSettings = field(default_factory=CleanSettings)


def line_of(doc: Document, block: Block) -> int:
    """Count the physical line of the raw text that a block starts on, from 1."""
    return doc.raw.count("\n", 0, block.origin.start) + 1
