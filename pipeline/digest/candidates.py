"""What finders of names hand over, and what they look at."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.digest.words import Word
from pipeline.termbase import Termbase

SPECIFIC = frozenset(("ns", "nr", "nrt", "nz", "nt", "eng", "nrfg"))
"""Tags that jieba gives to names."""


class Candidate(NamedTuple):
    """Hold one proposed name."""

    text: str
    kind: str
    english: str = ""
    evidence: str = ""
    alias_of: str = ""
    """The fuller form that this one stands for."""
    pseudonym: bool = False


class Paragraphs(NamedTuple):
    """Hold the text that names are looked for in."""

    texts: tuple[str, ...]
    words: tuple[tuple[Word, ...], ...]
    terms: Termbase

    @property
    def text(self) -> str:
        """All paragraphs, one a line."""
        return "\n".join(self.texts)
