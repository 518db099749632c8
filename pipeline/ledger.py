"""The ledger: what left a document and what changed, in offsets of its raw text.

Edits are recorded in the text that each rule saw. This module composes them, so that a reader can point at the raw file:
a run of the raw text either stands as it was or was replaced as a whole by what later rules made of it.
It decides nothing; it only translates coordinates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.document import Block, Document, Removal


class Run(NamedTuple):
    """Hold a stretch of raw text and what stands in its place now."""

    start: int
    end: int
    """Offsets in `Document.raw`, half-open."""
    after: str | None
    """None where the raw characters stand unchanged."""
    rule: str = ""
    """Rules that replaced the run, joined by "+"."""
    removal: Removal | None = None
    """Set where the run was cut as pollution."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one removed stretch of raw text with its label."""

    start: int
    end: int
    text: str
    removal: Removal


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one rewritten stretch of raw text."""

    rule: str
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Hold everything that happened to one document, in raw offsets, sorted and disjoint."""

    kept: tuple[tuple[int, int], ...]
    removed: tuple[Entry, ...]
    edits: tuple[Change, ...]


def runs(block: Block) -> tuple[Run, ...]:
    """Compose a block's edits into runs that cover its origin from left to right.

    An edit that touches part of an earlier replacement swallows it whole, since no smaller stretch of raw text
    corresponds to it. Empty replacements of empty text are dropped.
    """
    composed = [Run(block.origin.start, block.origin.end, None)]
    for edit in block.edits:
        composed = _apply(composed, edit.start, edit.start + len(edit.before), edit.after, edit.rule, edit.removal)
    return tuple(run for run in composed if run.end > run.start or run.after)


def to_raw(block: Block, offset: int) -> tuple[int, bool]:
    """Find a character of `block.text` in the raw text.

    Returns the raw offset, and True if the character stands there unchanged; inside a replacement, the offset where the
    replaced raw text starts. Raises IndexError outside the text.
    """
    position = 0
    for run in runs(block):
        width = run.end - run.start if run.after is None else len(run.after)
        if offset < position + width:
            return (run.start + offset - position, True) if run.after is None else (run.start, False)
        position += width
    raise IndexError(offset)


def ledger(doc: Document) -> Ledger:
    """List what a document keeps, what was removed and what was rewritten."""
    kept: list[tuple[int, int]] = []
    removed: list[Entry] = []
    edits: list[Change] = []
    for block in doc.blocks:
        start, end = block.origin
        if block.removal is not None:
            removed.append(Entry(start, end, doc.raw[start:end], block.removal))
            continue
        for run in runs(block):
            if run.removal is not None and not run.after:
                removed.append(Entry(run.start, run.end, doc.raw[run.start : run.end], run.removal))
                continue
            if run.after is not None:
                edits.append(Change(run.rule, run.start, run.end, doc.raw[run.start : run.end], run.after))
            if run.end > run.start:
                _extend(kept, run.start, run.end)
    return Ledger(tuple(kept), tuple(removed), tuple(edits))


def _extend(intervals: list[tuple[int, int]], start: int, end: int) -> None:
    if intervals and intervals[-1][1] == start:
        start = intervals.pop()[0]
    intervals.append((start, end))


def _apply(composed: list[Run], start: int, end: int, after: str, rule: str, removal: Removal | None) -> list[Run]:
    """Replace [start, end) of the current text, given as runs, by `after`."""
    before: list[Run] = []
    touched: list[tuple[Run, int, int]] = []
    behind: list[Run] = []
    position = 0
    for run in composed:
        width = run.end - run.start if run.after is None else len(run.after)
        low, high = position, position + width
        position = high
        if high < start or (high == start and (width or not touched)):
            before.append(run)
        elif low >= end and not (low == start == end and not touched and width == 0):
            behind.append(run)
        else:
            touched.append((run, max(start - low, 0), min(end - low, width)))
    return [*before, *_splice(touched, after, rule, removal, before, behind), *behind]


def _splice(
    touched: list[tuple[Run, int, int]],
    after: str,
    rule: str,
    removal: Removal | None,
    before: list[Run],
    behind: list[Run],
) -> Iterator[Run]:
    """Yield what stands for the touched runs once their touched part is replaced."""
    if not touched:
        where = before[-1].end if before else behind[0].start
        yield Run(where, where, after, rule, removal)
        return
    first, low, _ = touched[0]
    last, _, high = touched[-1]
    start, end, text, rules = first.start, last.end, after, [run.rule for run, _, _ in touched if run.rule]
    if first.after is None:
        if low:
            yield Run(first.start, first.start + low, None)
        start = first.start + low
    else:
        text = first.after[:low] + text
    tail: Run | None = None
    if last.after is None:
        end = last.start + high
        tail = Run(end, last.end, None) if end < last.end else None
    else:
        text = text + last.after[high:]
    kept_removal = removal or next((run.removal for run, _, _ in touched if run.removal), None)
    yield Run(start, end, text, "+".join(dict.fromkeys([*rules, rule])), kept_removal if not text else None)
    if tail:
        yield tail
