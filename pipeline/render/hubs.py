"""Plans of the pages across stories: archive, topics, names, timeline, glossary and sources.

A name, topic, month or year has a page of its own once two stories share it; until then its hub links to the story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.render import escape
from pipeline.render.brief import Brief, MomentNote, NameNote
from pipeline.render.front import front_page
from pipeline.render.labels import KINDS, SEVERAL, Label
from pipeline.render.listing import Entry, Group, HubPage, Mention, Page, front_matter, reading
from pipeline.render.topics import SHARED_MIN
from pipeline.settings import SiteSettings
from pipeline.termbase import Term, Termbase

TIMELINE_MAX = 300
"""Most dates on one timeline page; longer timelines are cut into years."""
USES_MAX = 8
"""Most stories listed for one term or source."""


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
        mentions = tuple(Mention(note, n.paragraph, n.times) for n, note in uses)
        own = f"names/{escape.slug(text, name.english or reading(text))}/"
        first = f"{mentions[0].brief.href}#{mentions[0].paragraph}"
        href = own if len(uses) >= SHARED_MIN else first
        kind = KINDS.get(name.kind, Label(name.kind, name.kind))
        found.append((Entry(text, name.english, href, len(uses), kind), name, mentions))
    return tuple(found)


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
    years: dict[str, list[Entry]] = defaultdict(list)
    for month, notes in months.items():
        address = f"archive/{month or 'undated'}/"
        years[month[:4]].append(Entry(month or "undated", "", address, len(notes)))
    page = HubPage(
        front=front_matter(heading),
        root="../",
        site=site,
        heading=heading,
        groups=tuple(Group(_dated(year), tuple(found)) for year, found in years.items()),
        stories=tuple(briefs[:20]),
    )
    yield Page("archive/index.md", "archive.md.j2", page)
    for month, notes in months.items():
        label = _dated(month)
        month_page = HubPage(front=front_matter(label), root="../../", site=site, heading=label, stories=tuple(notes))
        yield Page(f"archive/{month or 'undated'}.md", "stories.md.j2", month_page)


def _dated(date: str) -> Label:
    return Label(date or "Undated", "" if date else "日期不详")


def _tags(briefs: Sequence[Brief], tags: Sequence[Entry], site: SiteSettings) -> Iterable[Page]:
    heading = Label("Topics", "主题")
    shared = tuple(entry for entry in tags if entry.stories >= SHARED_MIN)
    single = tuple(entry for entry in tags if entry.stories < SHARED_MIN)
    named = ((Label("Several stories", "多篇"), shared), (Label("One story", "一篇"), single))
    groups = tuple(Group(label, entries) for label, entries in named if entries)
    page = HubPage(front=front_matter(heading), root="../", site=site, heading=heading, groups=groups)
    yield Page("tags/index.md", "tags.md.j2", page)
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
    several = {KINDS[kind]: label for kind, label in SEVERAL.items()}
    groups = tuple(
        Group(several.get(kind, kind), found)
        for kind in kinds
        if (found := tuple(entry for entry, _, _ in names if entry.kind == kind))
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
    files = {source.name for note in briefs for source in note.sources if source.is_file}
    for note in briefs:
        for source in note.sources:
            uses[source.name].append(note)
            copies[source.name] += 1
            removed[source.name] += source.removed_chars
            raw[source.name] += source.raw_chars
    entries = []
    for name in sorted(uses, key=lambda n: (-copies[n], n in files, n)):
        notes = tuple({note.id: note for note in uses[name]}.values())
        share = f"{removed[name] / raw[name]:.0%}" if raw[name] else ""
        entries.append(SourceEntry(name, copies[name], share, notes[:USES_MAX], max(0, len(notes) - USES_MAX)))
    page = HubPage(front=front_matter(heading), root="../", site=site, heading=heading, entries=tuple(entries))
    return Page("sources.md", "sources.md.j2", page)
