"""The apparatus page of a story: every removed passage and every reading that differs, where the story's page shows only a few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from pipeline.render import trust
from pipeline.render.brief import Brief
from pipeline.render.inputs import StoryInput, WitnessLedger
from pipeline.render.labels import Label
from pipeline.render.listing import Group, Page, front_matter
from pipeline.render.story_page import StoryPage
from pipeline.story import Story

PASSAGES_MAX = 400
"""Most removed passages that the page lists of one copy; all of them stand in the ledger as JSON."""


class CopyRemovals(NamedTuple):
    """List what left one copy, in the order of its raw text."""

    siglum: str
    name: str
    passages: tuple[trust.RemovedPassage, ...]
    chars: int
    raw_chars: int
    more: int
    """Passages that are not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApparatusPage:
    """Hold what the apparatus template prints."""

    front: Mapping[str, Any]
    root: str
    heading: Label
    brief: Brief
    copies: tuple[CopyRemovals, ...]
    groups: tuple[Group, ...]
    """Readings by paragraph, in the order of the text."""


def apparatus_page(item: StoryInput, note: Brief, page: StoryPage) -> Page:
    """Plan the page from what the story's page already knows of its sources."""
    heading = Label("Apparatus", "校勘")
    names = {source.siglum: source.name for source in page.sources}
    context = ApparatusPage(
        front=front_matter(Label(f"{heading.en}: {note.title_en or note.title}", "")),
        root="../../../",
        heading=heading,
        brief=note,
        copies=tuple(_copy(ledger, names.get(ledger.siglum, "")) for ledger in item.ledgers if ledger.removed),
        groups=_readings(item.story),
    )
    return Page(f"stories/{note.id}/apparatus.md", "apparatus.md.j2", context)


def _copy(ledger: WitnessLedger, name: str) -> CopyRemovals:
    listed = ledger.removed[:PASSAGES_MAX]
    return CopyRemovals(
        siglum=ledger.siglum,
        name=name,
        passages=tuple(trust.passage(entry) for entry in listed),
        chars=sum(len(entry.text) for entry in ledger.removed),
        raw_chars=ledger.raw_chars,
        more=len(ledger.removed) - len(listed),
    )


def _readings(story: Story) -> tuple[Group, ...]:
    order = {paragraph.id: place for place, paragraph in enumerate(story.paragraphs)}
    seen = trust.readings(story.readings)
    ordered = sorted(seen, key=lambda r: (order.get(r.paragraph, len(order)), r.paragraph, r.start))
    return tuple(
        Group(Label(paragraph, ""), tuple(entries)) for paragraph, entries in groupby(ordered, lambda r: r.paragraph)
    )
