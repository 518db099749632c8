"""What every rule of the clean room may know beside the document itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.settings import CleanSettings


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold what comes from outside a document: the corpus's furniture and the settings."""

    repeated: frozenset[str] = frozenset()
    """Digests of passages that stand in many unrelated documents."""
    settings: CleanSettings = field(default_factory=CleanSettings)
