"""Contexts of the pages across stories: front page, archive, topics, names, timeline, glossary and sources.

A name, topic, month or year has a page of its own once two stories share it; until then its hub links to the story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from pypinyin import Style, lazy_pinyin

from pipeline.render import escape
from pipeline.render.brief import Brief, MomentNote, NameNote
from pipeline.render.facts import FigureRow
from pipeline.render.labels import KINDS, Label
from pipeline.settings import SiteSettings
from pipeline.termbase import Term, Termbase

SHARED_MIN = 2
"""Stories that a name or topic needs for a page of its own."""
SECOND_MAX = 4
MORE_MAX = 12
"""Stories beside and below the leading one on the front page."""
NAMES_MAX = 12
TAGS_MAX = 18
FRONT_FIGURES_MAX = 4
TIMELINE_MAX = 300
"""Most dates on one timeline page; longer timelines are cut into years."""
NEW_DAYS = 7
USES_MAX = 8
"""Most stories listed for one term or source."""


class Page(NamedTuple):
    """Plan one page: where it goes, and what prints it."""

    path: str
    """Markdown file below the docs folder."""
    template: str
    context: Any


class Entry(NamedTuple):
    """Link to a topic, a name or a month."""

    text: str
    english: str
    href: str
    count: int
    kind: Label = Label("", "")


class Mention(NamedTuple):
    """Point from a shared page to a place in a story."""

    brief: Brief
    paragraph: str
    count: int


class Group(NamedTuple):
    """Hold entries under one heading."""

    heading: Label
    entries: tuple[Any, ...]


class Moment(NamedTuple):
    """Print one date of the timeline."""

    note: MomentNote
    brief: Brief


class TermEntry(NamedTuple):
    """Print one term of the glossary."""

    anchor: str
    term: Term
    pinyin: str
    uses: tuple[Mention, ...]
    more: int


class SourceEntry(NamedTuple):
    """Print one source with what its copies are like."""

    name: str
    copies: int
    removed: str
    """Share of its characters that were removed, as a percentage; "" where nothing is known."""
    uses: tuple[Brief, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HubPage:
    """Hold what the template of a page across stories prints; a template uses the fields it needs."""

    front: Mapping[str, Any]
    root: str
    site: SiteSettings
    heading: Label
    stories: tuple[Brief, ...] = ()
    entries: tuple[Any, ...] = ()
    groups: tuple[Group, ...] = ()
    feed: str = ""
    """Folder of the page's feeds below the root, with a slash; "" for none."""
    mentions: tuple[Mention, ...] = ()
    name: NameNote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """Hold what the front page prints."""

    front: Mapping[str, Any]
    root: str
    site: SiteSettings
    today: str
    lead: Brief | None
    second: tuple[Brief, ...]
    more: tuple[Brief, ...]
    figures: tuple[tuple[FigureRow, Brief], ...]
    names: tuple[Entry, ...]
    tags: tuple[Entry, ...]
    stories: int
    copies: int
    removed_chars: int
    reviewed: str
    fresh: int
    """Stories of the last week before today."""


def front_matter(title: Label, description: str = "", *, indexed: bool = False) -> dict[str, Any]:
    """Return a hub's front matter; hubs repeat what stories say, so that most stay out of the search."""
    front: dict[str, Any] = {
        "title": f"{title.en} · {title.zh}" if title.zh else title.en,
        "hide": ["navigation", "toc"],
    }
    if description:
        front["description"] = description
    return front if indexed else {**front, "search": {"exclude": True}}


def newest_first(briefs: Iterable[Brief]) -> tuple[Brief, ...]:
    """Sort stories by date, undated ones last; equal dates by id, so that the order never depends on the input's."""
    return tuple(sorted(sorted(briefs, key=lambda b: b.id), key=lambda b: b.date, reverse=True))


def prominence(note: Brief) -> float:
    """Score how much a story offers to a front page: points, figures, copies that confirm it, an English title.

    >>> # at most 4 + 2 + 2 + 2
    """
    return min(note.points, 4) + min(len(note.figures), 2) + 2 * (len(note.sources) > 1) + 2 * bool(note.title_en)


def front_page(
    briefs: Sequence[Brief], names: Sequence[Entry], tags: Sequence[Entry], site: SiteSettings, today: str
) -> FrontPage:
    """Choose like an editor: the pinned or richest of the newest month leads, the next ones follow by date."""
    newest = next((note.date[:7] for note in briefs if note.date), "")
    candidates = [note for note in briefs if note.pinned] or [n for n in briefs if n.date[:7] == newest] or list(briefs)
    lead = max(candidates, key=prominence, default=None)
    others = [note for note in briefs if note is not lead]
    units = sum(note.units for note in briefs)
    return FrontPage(
        front={
            "title": f"{site.name} · {site.name_zh}",
            "description": site.name,
            "hide": ["navigation", "toc"],
            "search": {"exclude": True},
        },
        root="./",
        site=site,
        today=today,
        lead=lead,
        second=tuple(others[:SECOND_MAX]),
        more=tuple(others[SECOND_MAX : SECOND_MAX + MORE_MAX]),
        figures=_front_figures(briefs),
        names=tuple(sorted(names, key=lambda e: -e.count)[:NAMES_MAX]),
        tags=tuple(sorted(tags, key=lambda e: -e.count)[:TAGS_MAX]),
        stories=len(briefs),
        copies=sum(len(note.sources) for note in briefs),
        removed_chars=sum(note.removed_chars for note in briefs),
        reviewed=f"{sum(note.reviewed for note in briefs) / units:.0%}" if units else "0%",
        fresh=sum(note.date[:10] > _week_before(today) for note in briefs if note.date <= today),
    )


def _week_before(today: str) -> str:
    return (date.fromisoformat(today[:10]) - timedelta(days=NEW_DAYS)).isoformat() if today else "9999"


def _front_figures(briefs: Sequence[Brief]) -> tuple[tuple[FigureRow, Brief], ...]:
    """Take the first telling figure of each of the newest stories."""
    chosen = []
    for note in briefs[: 3 * FRONT_FIGURES_MAX]:
        row = next((row for row in note.figures if row.measures and len(row.measures) <= 40), None)
        if row:
            chosen.append((row, note))
    return tuple(chosen[:FRONT_FIGURES_MAX])


def tag_entries(briefs: Sequence[Brief], terms: Termbase) -> tuple[Entry, ...]:
    """List the topics; a topic of one story links to that story."""
    grouped: dict[str, list[Brief]] = defaultdict(list)
    for note in briefs:
        for tag in note.tags:
            grouped[tag].append(note)
    return tuple(
        Entry(
            tag,
            term.en if (term := terms.get(tag)) else "",
            f"tags/{escape.slug(tag, reading(tag))}/" if len(notes) >= SHARED_MIN else notes[0].href,
            len(notes),
        )
        for tag, notes in sorted(grouped.items(), key=lambda item: (-len(item[1]), reading(item[0])))
    )


def name_entries(briefs: Sequence[Brief]) -> tuple[tuple[Entry, NameNote, tuple[Mention, ...]], ...]:
    """List the names with their mentions; a name of one story links to its paragraph."""
    grouped: dict[str, list[tuple[NameNote, Brief]]] = defaultdict(list)
    for note in briefs:
        for name in note.names:
            grouped[name.text].append((name, note))
    found = []
    for text, uses in sorted(grouped.items(), key=lambda item: (-len(item[1]), reading(item[0]))):
        name = next((n for n, _ in uses if n.english), uses[0][0])
        mentions = tuple(Mention(note, n.paragraph, n.count) for n, note in uses)
        own = f"names/{escape.slug(text, name.english or reading(text))}/"
        first = f"{mentions[0].brief.href}#{mentions[0].paragraph}"
        href = own if len(uses) >= SHARED_MIN else first
        kind = KINDS.get(name.kind, Label(name.kind, name.kind))
        found.append((Entry(text, name.english, href, len(uses), kind), name, mentions))
    return tuple(found)


@cache
def reading(text: str) -> str:
    """Return the pinyin of a text, syllables parted by spaces, to sort and to name by."""
    return " ".join(lazy_pinyin(text, style=Style.NORMAL))


def hub_pages(briefs: Sequence[Brief], terms: Termbase, site: SiteSettings, today: str) -> tuple[Page, ...]:
    """Plan every page across stories."""
    tags, names = tag_entries(briefs, terms), name_entries(briefs)
    shown = tuple(entry for entry, _, _ in names)
    return (
        Page("index.md", "index.md.j2", front_page(briefs, shown, tags, site, today)),
        *_archive(briefs, site),
        *_tags(briefs, tags, site),
        *_names(names, site),
        *_timeline(briefs, site),
        _glossary(briefs, terms, site),
        _sources(briefs, site),
    )


def _archive(briefs: Sequence[Brief], site: SiteSettings) -> Iterable[Page]:
    heading = Label("Archive", "归档")
    months: dict[str, list[Brief]] = defaultdict(list)
    for note in briefs:
        months[note.date[:7]].append(note)
    entries = tuple(
        Entry(month or "undated", "", f"archive/{month or 'undated'}/", len(n)) for month, n in months.items()
    )
    page = HubPage(
        front=front_matter(heading), root="../", site=site, heading=heading, entries=entries, stories=tuple(briefs[:20])
    )
    yield Page("archive/index.md", "archive.md.j2", page)
    for month, notes in months.items():
        label = Label(month or "Undated", "" if month else "日期不详")
        front = front_matter(Label(f"{label.en}", label.zh))
        month_page = HubPage(front=front, root="../../", site=site, heading=label, stories=tuple(notes))
        yield Page(f"archive/{month or 'undated'}.md", "stories.md.j2", month_page)


def _tags(briefs: Sequence[Brief], tags: Sequence[Entry], site: SiteSettings) -> Iterable[Page]:
    heading = Label("Topics", "主题")
    yield Page(
        "tags/index.md",
        "tags.md.j2",
        HubPage(front=front_matter(heading), root="../", site=site, heading=heading, entries=tuple(tags)),
    )
    for entry in tags:
        if entry.href.startswith("tags/"):
            label = Label(entry.english or entry.text, entry.text if entry.english else "")
            notes = tuple(note for note in briefs if entry.text in note.tags)
            page = HubPage(
                front=front_matter(label), root="../../", site=site, heading=label, stories=notes, feed=entry.href
            )
            yield Page(f"{entry.href.rstrip('/')}.md", "stories.md.j2", page)


def _names(names: Sequence[tuple[Entry, NameNote, tuple[Mention, ...]]], site: SiteSettings) -> Iterable[Page]:
    heading = Label("Names", "人与机构")
    kinds = dict.fromkeys([*KINDS.values(), *(entry.kind for entry, _, _ in names)])
    groups = tuple(
        Group(kind, found) for kind in kinds if (found := tuple(entry for entry, _, _ in names if entry.kind == kind))
    )
    page = HubPage(front=front_matter(heading), root="../", site=site, heading=heading, groups=groups)
    yield Page("names/index.md", "names.md.j2", page)
    for entry, name, mentions in names:
        if entry.href.startswith("names/"):
            label = Label(name.english or entry.text, entry.text if name.english else "")
            own = HubPage(
                front=front_matter(label),
                root="../../",
                site=site,
                heading=label,
                mentions=mentions,
                name=name,
                entries=(entry.kind,),
            )
            yield Page(f"{entry.href.rstrip('/')}.md", "name.md.j2", own)


def _timeline(briefs: Sequence[Brief], site: SiteSettings) -> Iterable[Page]:
    heading = Label("Timeline", "时间线")
    years: dict[str, list[Moment]] = defaultdict(list)
    moments = [Moment(moment, note) for note in briefs for moment in note.moments if iso_like(moment.date)]
    for moment in sorted(moments, key=lambda m: (m.note.date, m.brief.id, m.note.paragraph)):
        years[moment.note.date[:4]].append(moment)
    whole = len(moments) <= TIMELINE_MAX
    groups = tuple(Group(Label(year, ""), tuple(found)) for year, found in years.items())
    entries = () if whole else tuple(Entry(year, "", f"timeline/{year}/", len(found)) for year, found in years.items())
    page = HubPage(
        front=front_matter(heading),
        root="../",
        site=site,
        heading=heading,
        groups=groups if whole else (),
        entries=entries,
    )
    yield Page("timeline/index.md", "timeline.md.j2", page)
    for group in () if whole else groups:
        year = HubPage(
            front=front_matter(group.heading), root="../../", site=site, heading=group.heading, groups=(group,)
        )
        yield Page(f"timeline/{group.heading.en}.md", "timeline.md.j2", year)


def iso_like(text: str) -> bool:
    """Say whether a date starts with a year of four digits.

    >>> iso_like("1994-06"), iso_like("去年")
    (True, False)
    """
    return len(text) >= 4 and text[:4].isascii() and text[:4].isdigit()


def _glossary(briefs: Sequence[Brief], terms: Termbase, site: SiteSettings) -> Page:
    heading = Label("Glossary", "术语")
    used: dict[str, list[Mention]] = defaultdict(list)
    for note in briefs:
        for use in note.terms:
            used[use.zh].append(Mention(note, use.paragraph, 1))
    entries = tuple(
        TermEntry(escape.slug(zh, reading(zh)), term, reading(zh), tuple(uses[:USES_MAX]), max(0, len(uses) - USES_MAX))
        for zh, uses in sorted(used.items(), key=lambda item: reading(item[0]))
        if (term := terms.get(zh))
    )
    front = front_matter(heading)
    return Page(
        "glossary.md",
        "glossary.md.j2",
        HubPage(front=front, root="../", site=site, heading=heading, entries=entries),
    )


def _sources(briefs: Sequence[Brief], site: SiteSettings) -> Page:
    heading = Label("Sources", "来源")
    uses: dict[str, list[Brief]] = defaultdict(list)
    removed: Counter[str] = Counter()
    raw: Counter[str] = Counter()
    copies: Counter[str] = Counter()
    for note in briefs:
        for source in note.sources:
            uses[source.name].append(note)
            copies[source.name] += 1
            removed[source.name] += source.removed_chars
            raw[source.name] += source.raw_chars
    entries = []
    for name in sorted(uses, key=lambda n: (-copies[n], n)):
        notes = tuple(dict.fromkeys(uses[name]))
        share = f"{removed[name] / raw[name]:.0%}" if raw[name] else ""
        entries.append(SourceEntry(name, copies[name], share, notes[:USES_MAX], max(0, len(notes) - USES_MAX)))
    page = HubPage(front=front_matter(heading), root="../", site=site, heading=heading, entries=tuple(entries))
    return Page("sources.md", "sources.md.j2", page)
