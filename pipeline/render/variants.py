"""The apparatus page of a story whose copies differ in more places than its page lists."""

from __future__ import annotations

from itertools import groupby

from pipeline.render.brief import Brief
from pipeline.render.inputs import StoryInput
from pipeline.render.labels import Label
from pipeline.render.listing import Group, HubPage, Page, front_matter
from pipeline.settings import SiteSettings
from pipeline.story import Reading


def variants_page(item: StoryInput, note: Brief, found: tuple[Reading, ...], site: SiteSettings) -> Page:
    """Plan a page that lists every reading, paragraph by paragraph in the order of the text."""
    order = {paragraph.id: place for place, paragraph in enumerate(item.story.paragraphs)}
    ordered = sorted(found, key=lambda r: (order.get(r.paragraph, len(order)), r.paragraph, r.start))
    groups = tuple(
        Group(Label(paragraph, ""), tuple(entries)) for paragraph, entries in groupby(ordered, lambda r: r.paragraph)
    )
    heading = Label("Readings that differ", "异文")
    title = Label(f"{heading.en}: {note.title_en or note.title}", "")
    context = HubPage(
        front=front_matter(title), root="../../../", site=site, heading=heading, stories=(note,), groups=groups
    )
    return Page(f"stories/{note.id}/variants.md", "variants.md.j2", context)
