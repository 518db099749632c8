"""Where the English of a story's words is found, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.story import Bilingual, Paragraph, Passage, Unit

TEXT_ROLES = frozenset({"title", "lead", "heading", "paragraph", "caption"})
"""Roles of units that translate the printed text itself, not its digest."""

TRUST = ("reviewed", "machine", "fuzzy", "draft", "doubt", "check", "gloss")
"""How a translation is marked on the page, best first."""


class Said(NamedTuple):
    """Hold the English of some words with its mark."""

    text: str
    mark: str
    """One of TRUST."""


NOTHING = Said("", "gloss")
"""What is said where no translation is there."""


def mark_of(unit: Unit) -> str:
    """Name the mark of a unit: what its state says, "draft" or "doubt" for what a draft engine made, "gloss" for what holds one."""
    if unit.state == "machine":
        return "draft" if unit.engine.partition("|")[0] in ("draft", "gloss", "pseudo") else "machine"
    if unit.state == "failed" and unit.checks == ("unsure",):
        return "doubt"
    if unit.state == "failed":
        return "gloss" if "gloss" in {engine.partition("|")[0] for engine in unit.engine.split("+")} else "check"
    return {"reviewed": "reviewed", "fuzzy": "fuzzy"}.get(unit.state, "check")


def worst(marks: Iterable[str]) -> str:
    """Name the least trusted of some marks; "reviewed" for none.

    >>> worst(["reviewed", "check", "draft"])
    'check'
    """
    return max(marks, key=TRUST.index, default="reviewed")


@dataclass(frozen=True, slots=True)
class Targets:
    """Find units by what they translate."""

    units: tuple[Unit, ...]
    _by_paragraph: dict[str, list[Unit]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _by_source: dict[tuple[str, str], Unit] = field(init=False, repr=False, compare=False, default_factory=dict)

    @classmethod
    def of(cls, bilingual: Bilingual) -> Targets:
        """Index a story's units."""
        targets = cls(bilingual.units)
        for unit in bilingual.units:
            if unit.role in TEXT_ROLES:
                targets._by_paragraph.setdefault(unit.paragraph, []).append(unit)
            targets._by_source.setdefault((unit.role, unit.source), unit)
        for group in targets._by_paragraph.values():
            group.sort(key=lambda unit: unit.start)
        return targets

    def of_paragraph(self, paragraph: Paragraph) -> tuple[Unit, ...]:
        """List the units of a paragraph in the order of its text, those left out that do not stand where they say."""
        found, position = [], 0
        for unit in self._by_paragraph.get(paragraph.id, ()):
            end = unit.start + len(unit.source)
            if unit.start >= position and paragraph.text[unit.start : end] == unit.source:
                found.append(unit)
                position = end
        return tuple(found)

    def words(self, role: str, source: str) -> Said:
        """Say in English what a unit of this role and exact source says; NOTHING where there is none."""
        unit = self._by_source.get((role, source))
        return Said(unit.target, mark_of(unit)) if unit and unit.target.strip() else NOTHING

    def passage(self, role: str, passage: Passage) -> Said:
        """Say a digest passage in English: its own units, else the sentences of the text that it was taken from."""
        if (said := self.words(role, passage.text)).text:
            return said
        own = [
            u for u in self.units if u.role == role and u.paragraph == passage.paragraph and u.source in passage.text
        ]
        text = self._by_paragraph.get(passage.paragraph, ())
        inside = [u for u in text if u.start < passage.end and passage.start < u.start + len(u.source)]
        chosen = own or inside
        joined = " ".join(unit.target.strip() for unit in chosen if unit.target.strip())
        return Said(joined, worst(mark_of(unit) for unit in chosen)) if joined else NOTHING

    def title(self) -> Said:
        """Say the title in English."""
        units = [unit for unit in self.units if unit.role == "title" and unit.target.strip()]
        return Said(units[0].target.strip(), mark_of(units[0])) if units else NOTHING
