"""The context of a story page: everything its template prints, already chosen, counted and sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from pipeline.proper_names import meaning
from pipeline.render import escape, facts, trust
from pipeline.render.brief import Brief
from pipeline.render.inputs import StoryInput
from pipeline.render.labels import ENGINES, MARKS, RELATED, Label
from pipeline.render.linked import json_ld
from pipeline.render.pairs import Pair, pairs, repeats_title, shown
from pipeline.render.targets import TEXT_ROLES, Said, Targets, mark_of
from pipeline.settings import SiteSettings
from pipeline.story import Passage, Reading, Section, Unit
from pipeline.termbase import Termbase

NAMES_MAX = 6
"""Most names that get a row of their own, the most mentioned; the rest share one line."""
OTHERS_MAX = 12
"""Most names on that line; the page of names has them all."""


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
    """Mark of its English if that asks for care, else ""."""
    gist_reason: str
    points: tuple[Point, ...]
    points_en: tuple[Point, ...]
    """Those that are translated."""
    sections: tuple[Point, ...]
    pairs: tuple[Pair, ...]
    figures: tuple[facts.FigureRow, ...]
    has_bars: bool
    names: tuple[facts.NameRow, ...]
    other_names: tuple[facts.NameRow, ...]
    """Names that are listed in one line, for want of room."""
    more_names: int
    """Names that are not listed."""
    quotes: tuple[facts.QuoteRow, ...]
    terms: tuple[facts.TermRow, ...]
    """Those that are not names listed above."""
    sources: tuple[trust.Source, ...]
    base_reason: str
    readings: tuple[Reading, ...]
    """All of them, or none if there are too many for the page."""
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
    """(tag, its English or "", its page's address below the root or "") for each tag."""
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
    terms = facts.terms([term for use in note.terms if (term := around.terms.get(use.zh))])
    removals, all_names = trust.removals(item.ledgers), facts.names(digest.names, around.name_pages, terms)
    names = _most_mentioned(all_names)
    figure_rows, text = facts.figures(story, digest, targets), pairs(item, targets, note.terms)
    anchors = {pair.id: f"{pair.id}-en" for pair in text if pair.en and not pair.image}
    points = _points(digest.points, targets, anchors)
    text_units = [unit for unit in item.bilingual.units if unit.role in TEXT_ROLES]
    return StoryPage(
        front=_front(note),
        root="../../",
        language=around.site.language,
        brief=note,
        title_id=next((p.id for p in story.paragraphs if repeats_title(p, story)), "story"),
        title_mark=shown(targets.title().mark),
        gist_reason=digest.gist_reason if not digest.gist else "",
        points=points,
        points_en=tuple(point for point in points if point.en.text),
        sections=tuple(_section(section, targets) for section in digest.sections),
        pairs=text,
        figures=figure_rows,
        has_bars=any(row.bar for row in figure_rows),
        names=names[:NAMES_MAX],
        other_names=names[NAMES_MAX:],
        more_names=len(all_names) - len(names),
        quotes=facts.quotes(digest, targets),
        terms=tuple(term for term in terms if term.anchor not in {name.anchor for name in names}),
        sources=trust.sources(item),
        base_reason=story.base_reason,
        readings=tuple(map(trust.shortened, seen)) if len(seen) <= trust.READINGS_MAX else (),
        readings_total=len(seen),
        removals=removals,
        apparatus=len(seen) > trust.READINGS_MAX or any(group.more for group in removals),
        restored=f"{story.restored:.1%}" if story.restored else "",
        restorations=len(story.restorations),
        marks=_marks(text_units),
        engines=_engines(text_units),
        translated=item.bilingual.translated,
        neighbours=_neighbours(note, around),
        related=_related(note, around),
        report=report_address(around.site, note),
        tags=tuple((tag, english(tag, around.terms), _topic_page(around.tag_pages[tag])) for tag in note.tags),
        linked_data=json_ld(item, note),
    )


def _related(note: Brief, around: Surroundings) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(RELATED.get(kind, RELATED["topic"]), around.briefs[other])
        for other, kind in note.related
        if other in around.briefs and other != note.id
    )


def _most_mentioned(found: tuple[facts.NameRow, ...]) -> tuple[facts.NameRow, ...]:
    """Keep the names that there is room for; one name more takes no more of it than saying so."""
    room = NAMES_MAX + OTHERS_MAX
    return found if len(found) <= room + 1 else found[:room]


def _points(found: Sequence[Passage], targets: Targets, anchors: Mapping[str, str]) -> tuple[Point, ...]:
    return tuple(
        Point(p.text, targets.passage("point", p), p.paragraph, anchors.get(p.paragraph, p.paragraph)) for p in found
    )


def _topic_page(address: str) -> str:
    """Keep the address of a topic that several stories share; one of this story alone would lead here."""
    return address if address.startswith("tags/") else ""


def english(tag: str, terms: Termbase) -> str:
    """Say a tag in English through the termbase, else the dictionary; "" where it is in neither."""
    term = terms.get(tag)
    return term.en if term else meaning(tag)


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
    """Name a section by its heading; one without a heading by the sentence that says most of it."""
    heading = escape.line(section.heading)
    if heading or section.line is None:
        return Point(heading, targets.words("heading", section.heading), section.paragraph, section.paragraph)
    said = targets.passage("section", section.line)
    return Point(section.line.text, said, section.paragraph, section.paragraph)


def _marks(units: Sequence[Unit]) -> tuple[tuple[str, Label, int], ...]:
    counts = Counter(mark_of(unit) for unit in units)
    return tuple((mark, label, counts[mark]) for mark, label in MARKS.items() if counts[mark])


def _engines(units: Sequence[Unit]) -> tuple[str, ...]:
    """Name who translated the text, in the order of how much; an engine without a name of its own here keeps its own."""
    counts = Counter(unit.engine.partition("|")[0] for unit in units if unit.engine)
    named = (ENGINES.get(name, escape.line(name)) for name, _ in counts.most_common())
    return tuple(dict.fromkeys(filter(None, named)))


def _neighbours(note: Brief, around: Surroundings) -> tuple[Neighbour, ...]:
    place = around.places[note.id]
    found = []
    if place > 0:
        found.append(Neighbour(Label("newer", "较新"), around.briefs[around.order[place - 1]]))
    if place + 1 < len(around.order):
        found.append(Neighbour(Label("older", "较早"), around.briefs[around.order[place + 1]]))
    return tuple(found)
