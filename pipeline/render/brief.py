"""The few hundred bytes that every other page needs to know of a story.

Stories pass through rendering one at a time; their briefs are all that stays in memory between the two passes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.render import escape, trust
from pipeline.render.facts import FigureRow, figures
from pipeline.render.inputs import StoryInput
from pipeline.render.targets import TEXT_ROLES, Said, Targets, mark_of
from pipeline.story import Paragraph
from pipeline.termbase import Termbase

FIGURES_MAX = 8
"""Figures that the front page may show of one story."""
POINTS_MAX = 3
"""Key points that the front page may show of one story."""


class NameNote(NamedTuple):
    """Hold one name for the page of names."""

    text: str
    english: str
    kind: str
    times: int
    paragraph: str


class MomentNote(NamedTuple):
    """Hold one date for the timeline."""

    date: str
    text: str
    paragraph: str
    english: str


class SourceNote(NamedTuple):
    """Hold one copy for the page of sources."""

    name: str
    relation: str
    date: str
    url: str
    removed_chars: int
    raw_chars: int
    is_file: bool
    """Its name is that of a file: nobody knows where it came from."""


class PointNote(NamedTuple):
    """Hold one key point for the front page."""

    text: str
    english: Said
    paragraph: str


class TermUse(NamedTuple):
    """Point at the first use of a term in a story."""

    zh: str
    paragraph: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Hold what other pages tell of a story."""

    id: str
    """Safe in a path."""
    date: str
    """ISO 8601 date, "" where unknown."""
    title: str
    title_said: Said
    """The title's English, with its mark."""
    gist: str
    gist_en: Said
    candidates: tuple[str, ...]
    """Words that might name its subject."""
    tags: tuple[str, ...]
    """Those of them that do: `topics.with_topics` chooses, which needs the briefs of all stories."""
    names: tuple[NameNote, ...]
    figures: tuple[FigureRow, ...]
    moments: tuple[MomentNote, ...]
    sources: tuple[SourceNote, ...]
    terms: tuple[TermUse, ...]
    keywords: tuple[str, ...]
    points: int
    first_points: tuple[PointNote, ...]
    removed_chars: int
    raw_chars: int
    characters: int
    minutes: int
    reviewed: int
    """Text units that a person reviewed."""
    units: int
    related: tuple[tuple[str, str], ...]
    """(story id, kind) of stories that belong to this one."""
    former: tuple[str, ...]
    """Ids under which copies of this story would have been stories of their own."""
    pinned: bool

    @property
    def title_en(self) -> str:
        """Return the title in English, "" where there is none."""
        return self.title_said.text

    @property
    def href(self) -> str:
        """Return the story's address below the site's root."""
        return f"stories/{self.id}/"


def safe_id(story: str) -> str:
    """Return a story id that is safe in a path: the id itself where it is."""
    return story if re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", story) else escape.slug(story)


def brief(item: StoryInput, terms: Termbase) -> Brief:
    """Note what other pages tell of a story."""
    story, digest, targets = item.story, item.digest, Targets.of(item.bilingual)
    text_units = [unit for unit in item.bilingual.units if unit.role in TEXT_ROLES]
    published = story.metadata.published
    return Brief(
        id=safe_id(story.id),
        date=iso_date(published.value if published else ""),
        title=story.title,
        title_said=targets.title(),
        gist=digest.gist.text if digest.gist else "",
        gist_en=targets.passage("gist", digest.gist) if digest.gist else Said("", "gloss"),
        candidates=tuple(dict.fromkeys(escape.line(tag) for tag in digest.tags if escape.line(tag))),
        tags=(),
        names=tuple(NameNote(n.text, n.english, n.kind, n.count, n.first.paragraph) for n in digest.names),
        figures=figures(story, digest, targets)[:FIGURES_MAX],
        moments=tuple(
            MomentNote(m.date, m.passage.text, m.passage.paragraph, targets.passage("quote", m.passage).text)
            for m in digest.moments
        ),
        sources=tuple(
            SourceNote(
                s.name, witness.relation, s.date, s.url, s.removed_chars, s.raw_chars, witness.path.endswith(s.name)
            )
            for s, witness in zip(trust.sources(item), story.witnesses, strict=True)
        ),
        terms=first_uses(story.paragraphs, terms),
        keywords=digest.keywords,
        points=len(digest.points),
        first_points=tuple(
            PointNote(point.text, targets.passage("point", point), point.paragraph)
            for point in digest.points
            if not digest.gist or point.text != digest.gist.text
        )[:POINTS_MAX],
        removed_chars=sum(len(entry.text) for ledger in item.ledgers for entry in ledger.removed),
        raw_chars=sum(ledger.raw_chars for ledger in item.ledgers),
        characters=digest.characters,
        minutes=digest.minutes,
        reviewed=sum(mark_of(unit) == "reviewed" for unit in text_units),
        units=len(text_units),
        related=tuple((safe_id(related.story), related.kind) for related in story.related),
        former=former_ids(item),
        pinned=item.pinned,
    )


def iso_date(value: str) -> str:
    """Return the date part of an ISO 8601 date, as precise as it is; "" for anything else.

    >>> iso_date("2024-05-18T08:00+08:00"), iso_date("2024-05"), iso_date("yesterday")
    ('2024-05-18', '2024-05', '')
    """
    match = re.match(r"(?a)\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?(?!\d)", value)
    return match.group() if match else ""


def first_uses(paragraphs: tuple[Paragraph, ...], terms: Termbase) -> tuple[TermUse, ...]:
    """Find the first use of each term in running text, in order."""
    uses: dict[str, TermUse] = {}
    for paragraph in paragraphs:
        if paragraph.kind in ("code", "table", "title", "heading"):
            continue
        for span, term in terms.hits(paragraph.text):
            uses.setdefault(term.zh, TermUse(term.zh, paragraph.id, span.start, span.end))
    return tuple(uses.values())


def former_ids(item: StoryInput) -> tuple[str, ...]:
    """List the ids that the story had and that the other copies would have had: it takes its id from its base document."""
    width = len(item.story.id)
    copies = (witness for witness in item.story.witnesses if witness.siglum != item.story.base and witness.document)
    ids = (safe_id(id_) for id_ in (*(witness.document[:width] for witness in copies), *item.former))
    return tuple(dict.fromkeys(former for former in ids if former and former != safe_id(item.story.id)))
