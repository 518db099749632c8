"""The context of a story page: everything its template prints, already chosen, counted and sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from pipeline.render import escape, facts, trust
from pipeline.render.brief import Brief, TermUse
from pipeline.render.inputs import StoryInput
from pipeline.render.labels import MARKS, RELATED, Label
from pipeline.render.linked import json_ld
from pipeline.render.targets import TEXT_ROLES, Said, Targets, mark_of, worst
from pipeline.render.weave import Mark, Run, Sentence, disjoint, weave
from pipeline.settings import SiteSettings
from pipeline.story import Paragraph, Reading, Section, Story, Unit
from pipeline.termbase import Termbase

HEADING_LEVELS = (2, 3)
"""Levels that headings of the text may take; the title has the first."""


NAMES_MAX = 6
"""Most names that get a row of their own, the most mentioned; the rest share one line."""


class Neighbour(NamedTuple):
    """Link to another story."""

    label: Label
    brief: Brief


@dataclass(frozen=True, slots=True)
class Point:
    """Print a passage of the digest in both languages."""

    zh: str
    en: Said
    paragraph: str
    anchor_en: str
    """Where its paragraph is printed in English, or in Chinese where that is all there is."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Print a paragraph in both languages."""

    id: str
    number: int
    kind: str
    level: int
    zh: tuple[Sentence, ...]
    en: tuple[Sentence, ...]
    mark: str
    """Mark of all its sentences if they agree, "draft" if some are drafts; "" for text that can be trusted."""
    flags: tuple[str, ...]
    """What a reader should know of its translation, in English."""
    image: str
    """Address of the picture it stands for, "" for none."""
    image_host: str
    plain: str
    """The text of code and tables, whose lines matter; "" for prose."""
    cells: tuple[str, ...]
    """The cells of one row of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """Hold what the story template prints."""

    front: Mapping[str, Any]
    root: str
    """Relative address of the site's root."""
    language: str
    brief: Brief
    title_id: str
    """Anchor of the title: the id of the paragraph that only repeats it, so that links to it lead somewhere."""
    title_mark: str
    gist_reason: str
    points: tuple[Point, ...]
    sections: tuple[Point, ...]
    pairs: tuple[Pair, ...]
    figures: tuple[facts.FigureRow, ...]
    has_bars: bool
    names: tuple[facts.NameRow, ...]
    other_names: tuple[facts.NameRow, ...]
    """Names that are listed in one line, for want of room."""
    quotes: tuple[facts.QuoteRow, ...]
    terms: tuple[facts.TermRow, ...]
    sources: tuple[trust.Source, ...]
    base_reason: str
    readings: tuple[Reading, ...]
    readings_total: int
    removals: tuple[trust.RemovalGroup, ...]
    apparatus: bool
    """There is an apparatus page, with more removals or readings than this one shows."""
    restored: str
    """Share of characters restored from a spun copy, as a percentage; "" for none."""
    restorations: int
    marks: tuple[tuple[str, Label, int], ...]
    """(mark, its label, sentences) for each mark that occurs, best first."""
    engines: tuple[str, ...]
    translated: str
    neighbours: tuple[Neighbour, ...]
    related: tuple[Neighbour, ...]
    report: str
    """Address where an error is reported, without the paragraph; "" for none."""
    tags: tuple[tuple[str, str, str], ...]
    """(tag, its English or "", address below the root) for each tag."""
    linked_data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Hold what a story page must know of the rest of the site."""

    site: SiteSettings
    terms: Termbase
    briefs: Mapping[str, Brief]
    order: Sequence[str]
    """Story ids, newest first."""
    places: Mapping[str, int]
    """Place of each story id in `order`."""
    name_pages: Mapping[str, str]
    tag_pages: Mapping[str, str]


def story_page(item: StoryInput, around: Surroundings, note: Brief) -> StoryPage:
    """Choose, count and sort what a story page prints."""
    story, digest, targets = item.story, item.digest, Targets.of(item.bilingual)
    seen = trust.readings(story.readings)
    removals, name_rows = trust.removals(item.ledgers), facts.names(digest.names, around.name_pages)
    figure_rows, pairs = facts.figures(story, digest, targets), _pairs(item, targets, note.terms)
    anchors = {pair.id: f"{pair.id}-en" for pair in pairs if pair.en and not pair.image}
    text_units = [unit for unit in item.bilingual.units if unit.role in TEXT_ROLES]
    return StoryPage(
        front=_front(note),
        root="../../",
        language=around.site.language,
        brief=note,
        title_id=next((p.id for p in story.paragraphs if _repeats_title(p, story)), "story"),
        title_mark=targets.title().mark,
        gist_reason=digest.gist_reason if not digest.gist else "",
        points=tuple(
            Point(p.text, targets.passage("point", p), p.paragraph, anchors.get(p.paragraph, p.paragraph))
            for p in digest.points
        ),
        sections=tuple(_section(section, targets) for section in digest.sections),
        pairs=pairs,
        figures=figure_rows,
        has_bars=any(row.bar for row in figure_rows),
        names=name_rows[:NAMES_MAX],
        other_names=name_rows[NAMES_MAX:],
        quotes=facts.quotes(digest, targets),
        terms=facts.terms([term for use in note.terms if (term := around.terms.get(use.zh))]),
        sources=trust.sources(item),
        base_reason=story.base_reason,
        readings=tuple(trust.shortened(entry) for entry in seen[: trust.READINGS_MAX]),
        readings_total=len(seen),
        removals=removals,
        apparatus=len(seen) > trust.READINGS_MAX or any(group.more for group in removals),
        restored=f"{story.restored:.1%}" if story.restored else "",
        restorations=len(story.restorations),
        marks=_marks(text_units),
        engines=tuple(sorted({escape.line(unit.engine.partition("|")[0]) for unit in text_units if unit.engine})),
        translated=item.bilingual.translated,
        neighbours=_neighbours(note, around),
        related=tuple(
            Neighbour(RELATED.get(kind, RELATED["topic"]), around.briefs[other])
            for other, kind in note.related
            if other in around.briefs and other != note.id
        ),
        report=report_address(around.site, note),
        tags=tuple((tag, english(tag, around.terms), around.tag_pages[tag]) for tag in note.tags),
        linked_data=json_ld(item, note),
    )


def english(tag: str, terms: Termbase) -> str:
    """Say a tag in English through the termbase; "" where it is not there."""
    term = terms.get(tag)
    return term.en if term else ""


def report_address(site: SiteSettings, note: Brief) -> str:
    """Return the address of a prefilled error report; "" without a repository."""
    repository = escape.plain_url(site.repository)
    if not repository:
        return ""
    page = f"{site.url}{note.href}" if site.url else note.href
    query = urlencode({"template": "report.yml", "title": f"{note.id}: ", "page": page})
    return f"{repository.rstrip('/')}/issues/new?{query}"


def _front(note: Brief) -> dict[str, Any]:
    front = {
        "title": note.title_en or note.title,
        "description": note.gist_en.text or note.gist or note.title,
        "hide": ["navigation", "toc"],
        "kind": "story",
        "card": f"assets/cards/{note.id}.png",
        "published": note.date,
    }
    return {key: value for key, value in front.items() if value}


def _section(section: Section, targets: Targets) -> Point:
    heading = escape.line(section.heading)
    if section.line is None:
        return Point(heading, targets.words("heading", section.heading), section.paragraph, section.paragraph)
    said = targets.passage("section", section.line)
    return Point(
        f"{heading}：{section.line.text}" if heading else section.line.text, said, section.paragraph, section.paragraph
    )


def _pairs(item: StoryInput, targets: Targets, uses: tuple[TermUse, ...]) -> tuple[Pair, ...]:
    anchors = {use: f"t{place}" for place, use in enumerate(uses, 1)}
    majority = item.bilingual.reviewed_ratio >= 0.5
    pairs: list[Pair] = []
    for paragraph in item.story.paragraphs:
        if _repeats_title(paragraph, item.story):
            continue
        marks = [Mark(start, end, "link", address) for start, end, address in paragraph.links]
        marks += [Mark(u.start, u.end, "term", a) for u, a in anchors.items() if u.paragraph == paragraph.id]
        marks += [
            Mark(start, start + len(after), "restored", before)
            for id_, start, before, after, _ in item.story.restorations
            if id_ == paragraph.id and paragraph.text[start : start + len(after)] == after
        ]
        pairs.append(_pair(paragraph, targets, _linkable(marks), len(pairs) + 1, majority))
    return tuple(pairs)


def _repeats_title(paragraph: Paragraph, story: Story) -> bool:
    return paragraph.kind == "title" and escape.line(paragraph.text) == escape.line(story.title)


def _linkable(marks: list[Mark]) -> tuple[Mark, ...]:
    safe = (m if m.kind != "link" else m._replace(value=escape.plain_url(m.value)) for m in marks)
    return disjoint(mark for mark in safe if mark.value)


def _pair(paragraph: Paragraph, targets: Targets, marks: tuple[Mark, ...], number: int, majority: bool) -> Pair:
    units = targets.of_paragraph(paragraph)
    seen = {mark_of(unit) for unit in units if unit.target.strip()}
    same = worst(seen) if len(seen) == 1 else ""
    said = tuple(
        Sentence(place, (Run(unit.target.strip()),), "" if same or mark_of(unit) == "draft" else _shown(mark_of(unit)))
        for place, unit in enumerate(units, 1)
        if unit.target.strip()
    )
    literal = paragraph.kind in ("code", "table")
    image = escape.plain_url(paragraph.image)
    return Pair(
        id=paragraph.id,
        number=number,
        kind=paragraph.kind,
        level=min(max(paragraph.level, HEADING_LEVELS[0]), HEADING_LEVELS[1]),
        zh=() if literal else weave(paragraph.text, units, marks),
        en=() if paragraph.kind == "code" else said,
        mark=_shown(same) or ("draft" if "draft" in seen else ""),
        flags=tuple(_flags(units, seen, majority)),
        image=image,
        image_host=escape.host(image),
        plain=paragraph.text if literal else "",
        cells=_cells(paragraph),
    )


def _cells(paragraph: Paragraph) -> tuple[str, ...]:
    """Cut a table's row at its tabs; () for a table of several rows, which is printed as it stands."""
    text = paragraph.text.strip()
    return tuple(text.split("\t")) if paragraph.kind == "table" and "\n" not in text else ()


def _shown(mark: str) -> str:
    """Keep the marks that ask for care; what a person reviewed or a full engine said is printed plain."""
    return "" if mark in ("reviewed", "machine") else mark


def _flags(units: Sequence[Unit], seen: set[str], majority: bool) -> list[str]:
    """Say what a reader should know; drafts are named one by one only where most of the page is reviewed."""
    flags = []
    if "draft" in seen and majority:
        flags.append("draft, not reviewed")
    if "fuzzy" in seen:
        flags.append(MARKS["fuzzy"].en)
    if "check" in seen:
        checks = dict.fromkeys(check for unit in units if mark_of(unit) == "check" for check in unit.checks)
        flags.append(f"flagged: {', '.join(checks)}" if checks else "flagged")
    if "gloss" in seen:
        flags.append(MARKS["gloss"].en)
    if units and any(not unit.target.strip() for unit in units):
        flags.append("not all of it translated")
    return flags


def _marks(units: Sequence[Unit]) -> tuple[tuple[str, Label, int], ...]:
    counts = Counter(mark_of(unit) for unit in units)
    return tuple((mark, label, counts[mark]) for mark, label in MARKS.items() if counts[mark])


def _neighbours(note: Brief, around: Surroundings) -> tuple[Neighbour, ...]:
    place = around.places[note.id]
    found = []
    if place > 0:
        found.append(Neighbour(Label("newer", "较新"), around.briefs[around.order[place - 1]]))
    if place + 1 < len(around.order):
        found.append(Neighbour(Label("older", "较早"), around.briefs[around.order[place + 1]]))
    return tuple(found)
