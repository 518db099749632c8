"""The apparatus: where each witness differs from the printed text, so exactly that the witness can be rejoined.

A difference inside a paragraph is a change of its text. Text that only the witness has stands between paragraphs as an extra.
A passage that the witness has elsewhere is missing in one place and extra in the other, and named a move. Paragraph breaks are
not readings: a witness is rejoined up to where its paragraphs begin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.group.alignment import Bead, Change, align, changes
from pipeline.group.moves import Move, Run, moves, runs
from pipeline.group.sentences import Sentence, cut
from pipeline.story import Paragraph, Reading

ONLY_WITNESS = ""
"""`Reading.paragraph` of text that only the witness has; `Reading.start` then counts the paragraphs before it."""


class Extra(NamedTuple):
    """Hold a block's worth of text that only the witness has."""

    before: int
    """Index of the paragraph that it precedes; the number of paragraphs at the end."""
    text: str
    block: int
    """Index of the witness's block."""


class Differences(NamedTuple):
    """Hold everything in which a witness differs from a list of paragraphs."""

    changes: tuple[tuple[int, Change], ...]
    """(paragraph index, change), in order, disjoint."""
    extras: tuple[Extra, ...]
    covered: tuple[tuple[int, int, int], ...]
    """(paragraph index, start, end) of the sentences that the witness has too."""
    beads: tuple[tuple[str, str], ...] = ()
    """(text, witness) of aligned sentences that differ."""
    moves: tuple[Move, ...] = ()
    """Passages that the witness has in another place; `covered` holds them too."""

    @property
    def proposed(self) -> tuple[tuple[int, Change], ...]:
        """What the witness would have changed: moved passages stay in place and count with the changes inside them."""
        kept = [item for item in self.changes if not any(move.touches(*item) for move in self.moves)]
        return (*kept, *(change for move in self.moves for change in move.changes()))

    def is_moved(self, text: str) -> bool:
        """Whether a text that only the witness has is, for the most part, printed in another place."""
        moved = sum(len(move.reading) for move in self.moves if move.reading in text)
        return moved * 2 > len(text.strip())


def differences(paragraphs: Sequence[str], witness: Sequence[str], least_score: float) -> Differences:
    """Compare paragraphs with the blocks of a witness."""
    base, other = cut(paragraphs), cut(witness)
    ends = [len(text) for text in paragraphs]
    found: list[tuple[int, Change]] = []
    extras: list[Extra] = []
    covered: list[tuple[int, int, int]] = []
    pairs: list[tuple[str, str]] = []
    lost: list[Run] = []
    added: list[Run] = []
    place = (0, 0)
    for bead in align([item.folded for item in base], [item.folded for item in other], least_score):
        own, theirs = base[slice(*bead.base)], other[slice(*bead.other)]
        if not own:
            added += runs(theirs)
            inside, outside = _insert(place, theirs, ends)
            found += inside
            extras += outside
            continue
        place = (own[-1].block, own[-1].end)
        before, after = "".join(item.text for item in own), "".join(item.text for item in theirs)
        found += _placed(own, changes(before, after) if theirs else (Change(0, len(before), ""),))
        if theirs:
            covered += [(item.block, item.start, item.end) for item in own]
            if before != after:
                pairs.append((before, after))
        else:
            lost += runs(own)
    moved = moves(lost, added, least_score)
    covered += [(move.block, move.start, move.end) for move in moved]
    pairs += [(move.lemma, move.reading) for move in moved if move.lemma != move.reading]
    return Differences(tuple(_tidy(found)), tuple(extras), tuple(covered), tuple(pairs), moved)


def _insert(
    place: tuple[int, int], theirs: Sequence[Sentence], ends: Sequence[int]
) -> tuple[list[tuple[int, Change]], list[Extra]]:
    """Put text that only the witness has inside the paragraph, or between paragraphs where one has just ended."""
    block, offset = place
    if block < len(ends) and 0 < offset < ends[block]:
        return [(block, Change(offset, offset, "".join(item.text for item in theirs)))], []
    before = block + 1 if block < len(ends) and offset else block
    blocks: dict[int, list[str]] = defaultdict(list)
    for item in theirs:
        blocks[item.block].append(item.text)
    return [], [Extra(before, "".join(texts), number) for number, texts in blocks.items()]


def _placed(own: Sequence[Sentence], found: Iterable[Change]) -> list[tuple[int, Change]]:
    """Carry changes from a run of sentences into their paragraphs; a change across a break is cut in two."""
    placed: list[tuple[int, Change]] = []
    for change in found:
        offset, pending = 0, change.reading
        spans: list[tuple[int, int, int]] = []
        for item in own:
            start, end = max(change.start, offset), min(change.end, offset + len(item.text))
            touches = start < end or (change.start == change.end and offset <= change.start <= offset + len(item.text))
            if touches and not (spans and change.start == change.end):
                spans.append((item.block, item.start + start - offset, item.start + max(end, start) - offset))
            offset += len(item.text)
        for block, start, end in spans:
            placed.append((block, Change(start, end, pending)))
            pending = ""
    return placed


def _tidy(found: Iterable[tuple[int, Change]]) -> list[tuple[int, Change]]:
    """Join changes that touch."""
    tidy: list[tuple[int, Change]] = []
    for block, change in sorted(found, key=lambda item: (item[0], item[1].start, item[1].end)):
        if tidy and tidy[-1][0] == block and tidy[-1][1].end == change.start:
            last = tidy.pop()[1]
            change = Change(last.start, change.end, last.reading + change.reading)
        tidy.append((block, change))
    return tidy


def rejoin(paragraphs: Sequence[Paragraph], readings: Iterable[Reading], siglum: str) -> str:
    """Put a witness together again from the printed text and its readings, paragraph breaks left out."""
    inside: dict[str, list[Reading]] = defaultdict(list)
    extras: dict[int, list[str]] = defaultdict(list)
    for reading in readings:
        if reading.witness == siglum and reading.paragraph == ONLY_WITNESS:
            extras[reading.start].append(reading.reading)
        elif reading.witness == siglum:
            inside[reading.paragraph].append(reading)
    pieces = []
    for number, paragraph in enumerate(paragraphs):
        pieces += extras[number]
        position = 0
        for reading in sorted(inside[paragraph.id], key=lambda item: item.start):
            pieces += [paragraph.text[position : reading.start], reading.reading]
            position = reading.start + len(reading.lemma)
        pieces.append(paragraph.text[position:])
    return "".join([*pieces, *extras[len(paragraphs)]])


__all__ = ["ONLY_WITNESS", "Bead", "Differences", "Extra", "differences", "rejoin"]
