"""The corpus as stages pass it on: small records; texts stay in the store and are read one document at a time.

So memory grows with the number of documents by a few hundred bytes each, never with their length.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """Stand for one document in the corpus."""

    path: str
    """Path below the articles folder; unique in the corpus."""
    document: str
    """Document id, the digest of the file's bytes."""
    key: str
    """Store key of the Document as the last stage left it."""
    repeated: tuple[str, ...] = ()
    """Digests of its passages that stand in many unrelated documents."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Stand for one file that could not be read as an article."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoryRecord:
    """Stand for one story in the corpus; keys are "" until the stage that fills them has run."""

    story: str
    key: str
    """Store key of the Story."""
    paths: tuple[str, ...]
    """Witness paths, base first."""
    digest_key: str = ""
    bilingual_key: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Hold what one run knows so far."""

    documents: tuple[Record, ...] = ()
    """In path order."""
    set_aside: tuple[SetAside, ...] = ()
    stories: tuple[StoryRecord, ...] = ()
