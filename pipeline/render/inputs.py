"""What the render room takes in and gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.document import Metadata, Provenance
from pipeline.ledger import Entry
from pipeline.story import Bilingual, Digest, Story


@dataclass(frozen=True, slots=True)
class WitnessLedger:
    """Hold what a story page tells of one copy and of what left it."""

    siglum: str
    path: str
    """Path below the articles folder."""
    removed: tuple[Entry, ...]
    """Removed stretches, in the order of the raw text."""
    raw_chars: int
    """Length of the raw text."""
    provenance: Provenance
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class StoryInput:
    """Hold everything that one story page is made of."""

    story: Story
    digest: Digest
    bilingual: Bilingual
    ledgers: tuple[WitnessLedger, ...] = ()
    """One for each witness, base first."""
    pinned: bool = False
    """An editor wants it to lead the front page."""
    former: tuple[str, ...] = ()
    """Ids that the story had before, whose addresses lead on to it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Report what a rendering did to its target folder."""

    stories: int
    files: int
    """Files that the site consists of before it is built, hand-written ones included."""
    changed: tuple[str, ...] = field(repr=False)
    """Paths of the files that are new or changed, below the docs folder."""
    gone: tuple[str, ...] = field(repr=False)
    """Paths of the files that earlier renderings left and this one no longer has."""
    patch: bool = False
    """An earlier rendering was taken up; feeds, the book of the digest and the table of the search are still that one's."""
    notes: tuple[str, ...] = ()
    """What could not be done as well as it might, for a person: a font that is missing, a page that was cut."""

    @property
    def removed(self) -> int:
        """Count the files that are gone."""
        return len(self.gone)

    @property
    def written(self) -> int:
        """Count the files that are new or changed."""
        return len(self.changed)
