"""Sentences of a document as the group room compares them.

A block's text is cut at sentence ends without losing a character, so that a witness can be put together again; each
sentence also carries its folded form. Sentences shorter than a few characters match anything and prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.document import Block
from pipeline.group.shingles import fold
from pipeline.segments import sentences

LEAST_CHARS = 6
"""Folded sentences shorter than this are no evidence."""

_QUOTED = re.compile(r"“[^”]*(?:”|$)|「[^」]*(?:」|$)|『[^』]*(?:』|$)|\"[^\"]*\"")
_MOSTLY = 0.8


_folded = lru_cache(maxsize=4096)(fold)
"""Collation meets each sentence several times."""


class Sentence(NamedTuple):
    """Hold one sentence with its place."""

    block: int
    """Index of its block."""
    start: int
    end: int
    """Offsets in the block's text; the sentences of a block cover it without gaps."""
    text: str
    folded: str

    @property
    def is_quotation(self) -> bool:
        """Whether nearly the whole sentence stands in quotation marks."""
        inside = sum(len(match.group()) for match in _QUOTED.finditer(self.text))
        return inside >= _MOSTLY * len(self.text.strip()) > 0


def cut(texts: Iterable[str]) -> tuple[Sentence, ...]:
    """Cut block texts into sentences that cover each of them; white space goes with the sentence before it.

    >>> [s.text for s in cut(["甲。 乙！", "丙"])]
    ['甲。 ', '乙！', '丙']
    """
    found: list[Sentence] = []
    for number, text in enumerate(texts):
        starts = [span.start for span in sentences(text)] or [0]
        starts[0] = 0
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            if end > start:
                found.append(Sentence(number, start, end, text[start:end], _folded(text[start:end])))
    return tuple(found)


def cut_blocks(blocks: Sequence[Block]) -> tuple[Sentence, ...]:
    """Cut the texts of blocks."""
    return cut(block.text for block in blocks)
