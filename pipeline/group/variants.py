"""Variants: the readings of the apparatus with a reason that a person understands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.group.alignment import Change
from pipeline.group.apparatus import ONLY_WITNESS, Differences
from pipeline.group.printing import Line
from pipeline.story import Reading

_MOVED_HERE = "moved: the printed text has this passage in another place"


class Voice(NamedTuple):
    """Hold what the reasons say about a witness."""

    siglum: str
    relation: str
    is_spun: bool
    is_base: bool = False


def readings(lines: Sequence[Line], differs: Differences, voice: Voice) -> list[Reading]:
    """List where a witness differs from the printed lines, in order."""
    found = [
        Reading(
            f"p{number + 1}",
            change.start,
            lines[number].text[change.start : change.end],
            voice.siglum,
            change.reading,
            _moved(number, change, differs, voice) or _reason(lines[number], change, voice),
        )
        for number, change in differs.changes
    ]
    extras = [
        Reading(
            ONLY_WITNESS,
            extra.before,
            "",
            voice.siglum,
            extra.text,
            _MOVED_HERE if differs.is_moved(extra.text) else _reason_for_extra(voice),
        )
        for extra in differs.extras
    ]
    return found + extras


def _moved(number: int, change: Change, differs: Differences, voice: Voice) -> str:
    if any(move.touches(number, change) for move in differs.moves):
        return f"moved: {voice.siglum} has this passage in another place"
    return _MOVED_HERE if change.reading and differs.is_moved(change.reading) else ""


def _reason(line: Line, change: Change, voice: Voice) -> str:
    decided = line.reason_at(change.start, change.end)
    if decided:
        return decided
    lemma = line.text[change.start : change.end]
    if not any(char.isalnum() for char in lemma + change.reading):
        return "punctuation of the base kept"
    if not change.reading.strip():
        is_part = "partial" in voice.relation or "excerpt" in voice.relation
        return f"{voice.siglum} holds only a part of the text" if is_part else f"missing from {voice.siglum}"
    if voice.is_spun:
        return f"{voice.siglum} is machine-spun; its words are not the author's"
    if not lemma.strip():
        return f"only {voice.siglum} has these words"
    return f"only {voice.siglum} reads so; the base is kept"


def _reason_for_extra(voice: Voice) -> str:
    spun = ", which is machine-spun" if voice.is_spun else ""
    return f"only {voice.siglum}{spun}, has this passage" if spun else f"only {voice.siglum} has this passage"
