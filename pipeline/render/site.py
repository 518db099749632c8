"""The whole site as files: every story page, every page across stories, feeds, books, pictures, and the hand-written pages.

Gather, then write: a first pass over the stories notes what other pages need; a second writes story by story, so that no more
than one story's text is in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment

from pipeline.errors import RenderError
from pipeline.render import escape
from pipeline.render.apparatus import apparatus_page
from pipeline.render.brief import Brief, brief, safe_id
from pipeline.render.builder import SEARCH_PAGE, uses_pagefind
from pipeline.render.cards import CardPainter
from pipeline.render.export import WHOLE_MAX, Library
from pipeline.render.feeds import DEPTH, LANGUAGES, Channel, feed_files
from pipeline.render.folding import Folding
from pipeline.render.hubs import hub_pages, name_entries, tag_entries
from pipeline.render.inputs import Rendered, StoryInput
from pipeline.render.kept import Kept
from pipeline.render.labels import Label
from pipeline.render.listing import HubPage, Page, front_matter, newest_first
from pipeline.render.story_page import Surroundings, english, story_page
from pipeline.render.templates import body, fill
from pipeline.render.topics import with_topics
from pipeline.render.trust import full_ledger
from pipeline.render.writer import Writer
from pipeline.settings import SiteSettings
from pipeline.termbase import Termbase

HAND_WRITTEN = ("about.md", "assets/", "pages/")
"""What of the hand-written docs folder belongs to a digest; the rest is the manual of the program. Pages of the owner's own go
into `pages`."""
MANUAL_PICTURES = "assets/screenshots/"
"""Pictures of the program's README, which no digest needs."""


def render(
    inputs: Iterable[StoryInput],
    site: SiteSettings,
    terms: Termbase,
    today: str,
    *,
    templates: Path,
    docs: Path,
    target: Path,
    kept: Kept | None = None,
) -> Rendered:
    """Write everything that the site is built of below `target/docs`.

    inputs: iterated twice, so a list or an object whose `__iter__` starts anew, not a generator.
    today: ISO 8601 date, the only clock; only the count of new stories depends on it.
    docs: folder of the hand-written pages; those of HAND_WRITTEN are copied.
    kept: what the last rendering into this target left in this process; only what changed is printed then, and what a preview
    does not show is passed over.
    Raises RenderError if a template fails or two stories want one place.
    """
    site = replace(site, url=f"{address.rstrip('/')}/" if (address := escape.plain_url(site.url)) else "")
    kept = Kept() if kept is None else kept
    writer, folding = Writer(target), Folding()
    kept.begin(site, terms, today, *(path.read_bytes() for path in sorted(templates.rglob("*")) if path.is_file()))
    patch = kept.slow_ones(writer)
    briefs = with_topics(_gather(inputs, terms, None if patch else folding, kept), terms)
    around = _surroundings(briefs, site, terms)
    env = kept.environment(templates)
    desk = Desk(env, writer, around, Library(env, site), CardPainter(site.name, site.name_zh), kept)
    bodies: dict[str, Mapping[str, str]] = {}
    newest = frozenset(around.order[: max(WHOLE_MAX, DEPTH)])
    for item in inputs:
        note = around.briefs[safe_id(item.story.id)]
        body = _write_story(desk, item, note)
        if note.id in newest and not patch:
            bodies[note.id] = body
    ordered = [around.briefs[id_] for id_ in around.order]
    for page in hub_pages(ordered, terms, site, today):
        if not kept.has_page(page, writer):
            _write_page(desk, page)
    if not patch:
        _write_slow_files(desk, ordered, bodies, folding)
    desk.painter.paint_site(writer)
    _write_machine_files(desk, ordered)
    _copy_hand_written(writer, docs)
    writer.finish()
    kept.forget_all_but(around.briefs)
    return Rendered(len(ordered), writer.files, tuple(writer.changed), tuple(writer.gone), patch, desk.painter.notes)


class Desk(NamedTuple):
    """Hold what writing a page needs."""

    env: Environment
    writer: Writer
    around: Surroundings
    books: Library
    painter: CardPainter
    kept: Kept


def _gather(inputs: Iterable[StoryInput], terms: Termbase, folding: Folding | None, kept: Kept) -> dict[str, Brief]:
    briefs: dict[str, Brief] = {}
    for item in inputs:
        note = kept.brief_of(item) or brief(item, terms)
        if note.id in briefs:
            raise RenderError(f"two stories have the id {note.id}: {briefs[note.id].title!r} and {note.title!r}")
        briefs[note.id] = note
        if folding:
            folding.add(item)
    return briefs


def _surroundings(briefs: Mapping[str, Brief], site: SiteSettings, terms: Termbase) -> Surroundings:
    ordered = newest_first(briefs.values())
    return Surroundings(
        site=site,
        terms=terms,
        briefs=briefs,
        order=tuple(note.id for note in ordered),
        places={note.id: place for place, note in enumerate(ordered)},
        name_pages={entry.text: entry.href for entry, _, _ in name_entries(ordered) if entry.href.startswith("names/")},
        tag_pages={entry.text: entry.href for entry in tag_entries(ordered, terms)},
    )


def _write_story(desk: Desk, item: StoryInput, note: Brief) -> Mapping[str, str]:
    """Write everything of one story; return its body for feeds and books by language."""
    known = desk.kept.bodies_of(item, note, desk.around, desk.writer)
    if known is not None:
        return known
    before = desk.writer.files
    page = story_page(item, desk.around, note)
    desk.writer.text(f"stories/{note.id}.md", fill(desk.env, "story.md.j2", page))
    desk.writer.text(f"stories/{note.id}.json", escape.json(full_ledger(item)) + "\n")
    if page.apparatus:
        _write_page(desk, apparatus_page(item, note, page))
    bodies = {language: body(desk.env, page, language) for language in (*LANGUAGES, "book")}
    desk.books.one(desk.writer, note, bodies["book"])
    desk.painter.paint(desk.writer, note)
    desk.kept.story(item, note, desk.around, bodies, desk.writer.paths[before:])
    return bodies


def _write_page(desk: Desk, page: Page) -> None:
    desk.writer.text(page.path, fill(desk.env, page.template, page.context))


def _channels(
    ordered: Sequence[Brief], around: Surroundings, bodies: Mapping[str, Mapping[str, str]]
) -> Iterable[Channel]:
    """List the site's channel and one for each topic that has a page."""
    site = around.site
    yield Channel("", f"{site.name} · {site.name_zh}", tuple(ordered[:DEPTH]), bodies)
    for tag, href in around.tag_pages.items():
        if href.startswith("tags/"):
            notes = tuple(note for note in ordered if tag in note.tags)[:DEPTH]
            yield Channel(href, f"{site.name}: {english(tag, around.terms) or tag}", notes, {})


def _write_slow_files(
    desk: Desk, ordered: Sequence[Brief], bodies: Mapping[str, Mapping[str, str]], folding: Folding
) -> None:
    """Write what takes every story at once: feeds, the book of the digest, the table that folds queries."""
    for path, data in feed_files(_channels(ordered, desk.around, bodies), desk.around.site):
        desk.writer.data(path, data)
    desk.books.whole(desk.writer, ordered, {id_: body["book"] for id_, body in bodies.items()})
    desk.writer.text("assets/fold.json", folding.table())


def _write_machine_files(desk: Desk, ordered: Sequence[Brief]) -> None:
    """Write what readers never open: robots, redirects, the page of the large search."""
    site, writer = desk.around.site, desk.writer
    writer.text("robots.txt", fill(desk.env, "robots.txt.j2", site))
    for note in ordered:
        for former in note.former:
            if former not in desk.around.briefs:
                writer.text(f"stories/{former}/index.html", fill(desk.env, "redirect.html.j2", note))
    if uses_pagefind(site, len(ordered)):
        heading = Label("Search", "搜索")
        context = HubPage(front=front_matter(heading), root="../", site=site, heading=heading)
        _write_page(desk, Page(SEARCH_PAGE[1], "search.md.j2", context))


def _copy_hand_written(writer: Writer, docs: Path) -> None:
    for path in sorted(docs.rglob("*")):
        relative = path.relative_to(docs).as_posix()
        if path.is_file() and relative.startswith(HAND_WRITTEN) and not relative.startswith(MANUAL_PICTURES):
            writer.data(relative, path.read_bytes())
