"""Moves: passages that a witness has in another place than the printed text.

The alignment of two copies keeps the order of their sentences, so that a paragraph set elsewhere stands in it twice, as lost
here and as added there. Such runs of sentences are matched with each other by wording, best first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from pipeline.group.alignment import Change, changes
from pipeline.group.sentences import Sentence

_LEAST_CHARS = 12
"""Shorter passages resemble others by chance."""


class Run(NamedTuple):
    """Hold neighbouring sentences of one block."""

    block: int
    start: int
    end: int
    """Offsets in the block's text."""
    text: str
    folded: str


class Move(NamedTuple):
    """Hold a passage of a text that the witness has in another place."""

    block: int
    """Index of the text's paragraph."""
    start: int
    end: int
    lemma: str
    reading: str
    """The witness's words for it."""

    def touches(self, block: int, change: Change) -> bool:
        """Whether a change of a paragraph takes away some of the passage."""
        return block == self.block and change.start < self.end and self.start < change.end

    def changes(self) -> tuple[tuple[int, Change], ...]:
        """List what the witness reads differently inside the passage, in offsets of the paragraph."""
        found = changes(self.lemma, self.reading)
        return tuple((self.block, Change(c.start + self.start, c.end + self.start, c.reading)) for c in found)


def runs(found: Iterable[Sentence]) -> list[Run]:
    """Gather sentences, given in order, into one run for each block."""
    gathered = []
    for block, members in groupby(found, key=lambda item: item.block):
        own = list(members)
        text, folded = "".join(item.text for item in own), "".join(item.folded for item in own)
        gathered.append(Run(block, own[0].start, own[-1].end, text, folded))
    return gathered


def moves(lost: Sequence[Run], added: Sequence[Run], least_score: float) -> tuple[Move, ...]:
    """Match runs that only the text has with runs that only the witness has; each run is used once."""
    own = [run for run in lost if len(run.folded) >= _LEAST_CHARS]
    theirs = [run for run in added if len(run.folded) >= _LEAST_CHARS]
    if not own or not theirs:
        return ()
    scores = cdist(
        [run.folded for run in own], [run.folded for run in theirs],
        scorer=fuzz.ratio, score_cutoff=least_score, dtype=np.float32,
    )  # fmt: skip
    rows, columns = np.nonzero(scores)
    order = sorted(range(len(rows)), key=lambda i: (-float(scores[rows[i], columns[i]]), int(rows[i]), int(columns[i])))
    used_rows: set[int] = set()
    used_columns: set[int] = set()
    found = []
    for i in order:
        row, column = int(rows[i]), int(columns[i])
        if row in used_rows or column in used_columns:
            continue
        used_rows.add(row)
        used_columns.add(column)
        run = own[row]
        found.append(Move(run.block, run.start, run.end, run.text, theirs[column].text))
    return tuple(sorted(found))
