"""The printed text while it is being made: paragraphs of the base with every change and the reason for it.

A change keeps its place in the printed text, so that the apparatus can say why a reading was chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline.document import Block
from pipeline.group.alignment import Change
from pipeline.group.repair import apply
from pipeline.ledger import runs
from pipeline.story import Paragraph


class Decision(NamedTuple):
    """Hold one place of the printed text that is not the base's, with the reason."""

    start: int
    end: int
    """Offsets in the printed paragraph."""
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one paragraph of the printed text with the block that it comes from."""

    text: str
    block: Block
    source: str
    """Siglum."""
    decisions: tuple[Decision, ...] = ()
    changes: tuple[Change, ...] = ()
    """What was changed in the block's text, to carry links along."""

    def changed(self, wanted: Iterable[tuple[Change, str]]) -> Line:
        """Apply (change, reason) pairs, ordered and disjoint, to a line not changed before."""
        decisions, shift = [], 0
        pairs = list(wanted)
        for change, reason in pairs:
            start = change.start + shift
            decisions.append(Decision(start, start + len(change.reading), reason))
            shift += len(change.reading) - (change.end - change.start)
        changes = tuple(change for change, _ in pairs)
        return replace(self, text=apply(self.text, changes), decisions=tuple(decisions), changes=changes)

    def reason_at(self, start: int, end: int) -> str:
        """Return the reason of the decision that a stretch touches, "" for none."""
        return next((d.reason for d in self.decisions if d.start <= end and start <= d.end), "")

    def replaced(self, lemma: str, reading: str, reason: str) -> Line:
        """Replace every occurrence of some words of the printed text, as an editor demands."""
        line, position = self, self.text.find(lemma)
        while position >= 0:
            growth = len(reading) - len(lemma)
            moved = [
                d if d.end <= position else Decision(d.start + growth, d.end + growth, d.reason)
                for d in line.decisions
                if d.end <= position or d.start >= position + len(lemma)
            ]
            decisions = sorted([*moved, Decision(position, position + len(reading), reason)])
            text = line.text[:position] + reading + line.text[position + len(lemma) :]
            line = replace(line, text=text, decisions=tuple(decisions))
            position = text.find(lemma, position + len(reading))
        return line


def lines_of(blocks: Iterable[Block], siglum: str) -> list[Line]:
    """Take a witness's blocks as the text to print."""
    return [Line(block.text, block, siglum) for block in blocks]


def insert(lines: Sequence[Line], extras: Iterable[tuple[int, Line]]) -> list[Line]:
    """Insert lines before the given indices, in order."""
    before: dict[int, list[Line]] = defaultdict(list)
    for index, line in extras:
        before[index].append(line)
    result: list[Line] = []
    for index, line in enumerate(lines):
        result += [*before[index], line]
    return [*result, *before[len(lines)]]


def paragraphs(lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """Number the lines as a story's paragraphs."""
    return tuple(
        Paragraph(
            id=f"p{number}",
            kind=line.block.kind,
            text=line.text,
            level=line.block.level,
            source=line.source,
            origin=line.block.origin,
            links=_links(line),
            image=line.block.markup.image if line.block.markup else "",
        )
        for number, line in enumerate(lines, 1)
    )


def _links(line: Line) -> tuple[tuple[int, int, str], ...]:
    """Carry the block's links, offsets in its raw text, over to the printed text; links that vanished are left out."""
    if line.block.markup is None or not line.block.markup.links:
        return ()
    carried = []
    for start, end, address in line.block.markup.links:
        low, high = (_printed(line, _cleaned(line.block, offset)) for offset in (start, end))
        if low < high <= len(line.text):
            carried.append((low, high, address))
    return tuple(carried)


def _cleaned(block: Block, offset: int) -> int:
    """Find an offset of a block's raw text in its cleaned text."""
    position, wanted = 0, block.origin.start + offset
    for run in runs(block):
        width = run.end - run.start if run.after is None else len(run.after)
        if wanted < run.end:
            return position + (wanted - run.start if run.after is None and wanted > run.start else 0)
        position += width
    return position


def _printed(line: Line, offset: int) -> int:
    shift = 0
    for change in line.changes:
        if change.end > offset:
            break
        shift += len(change.reading) - (change.end - change.start)
    return offset + shift
