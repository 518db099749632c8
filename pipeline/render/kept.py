"""What one rendering leaves for the next in the same process, so that a preview prints only what changed.

A story is known again if it is the very same object as before, and its page if what it shows of other stories is the same too.
Nothing is kept on disk: a rendering of its own starts with empty hands and looks at everything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment

from pipeline.render.brief import Brief
from pipeline.render.inputs import StoryInput
from pipeline.render.listing import Page
from pipeline.render.story_page import Surroundings
from pipeline.render.templates import environment
from pipeline.render.writer import Writer

SLOW = ("digest.epub", "assets/fold.json", "feed")
"""Beginnings of the names of what a reader of a preview does not look at: the book, the search's table, the feeds."""


class _Printed(NamedTuple):
    item: StoryInput
    note: Brief
    seen: tuple[Any, ...]
    """What its page shows of other stories."""
    bodies: Mapping[str, str]
    paths: tuple[str, ...]


@dataclass(slots=True)
class Kept:
    """Hold the last rendering; a new one is empty and keeps nothing back."""

    stories_max: int = 0
    """Most stories that are remembered, about 0.2 MB each; others are printed anew every time."""
    _basis: tuple[Any, ...] = ()
    _environment: Environment | None = None
    _stories: dict[str, _Printed] = field(default_factory=dict)
    _pages: dict[str, Page] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Say whether there was a rendering before this one."""
        return bool(self._stories)

    def begin(self, *basis: Any) -> None:
        """Forget everything if what all pages rest on is not what it was: settings, terms, day, templates."""
        if basis != self._basis:
            self._basis = basis
            self._environment = None
            self._stories.clear()
            self._pages.clear()

    def environment(self, templates: Path) -> Environment:
        """Open the templates, or give them compiled as they were if nothing that pages rest on changed."""
        if self._environment is None:
            self._environment = environment(templates)
        return self._environment

    def brief_of(self, item: StoryInput) -> Brief | None:
        """Return the brief of a story that did not change."""
        known = self._stories.get(item.story.id)
        return known.note if known and known.item is item else None

    def bodies_of(
        self, item: StoryInput, note: Brief, around: Surroundings, writer: Writer
    ) -> Mapping[str, str] | None:
        """Leave the files of a story as they are, if all is as it was, and return its bodies; None if it must be printed."""
        known = self._stories.get(item.story.id)
        if known is None or known.item is not item or known.seen != _seen(note, around):
            return None
        if not all(writer.has(path) for path in known.paths):
            return None
        for path in known.paths:
            writer.keep(path)
        return known.bodies

    def story(
        self, item: StoryInput, note: Brief, around: Surroundings, bodies: Mapping[str, str], paths: tuple[str, ...]
    ) -> None:
        """Note what was printed of a story."""
        if item.story.id in self._stories or len(self._stories) < self.stories_max:
            self._stories[item.story.id] = _Printed(item, note, _seen(note, around), bodies, paths)

    def forget_all_but(self, stories: Collection[str]) -> None:
        """Let go of stories that are no longer there, given the ids of those that are."""
        for id_ in [id_ for id_, known in self._stories.items() if known.note.id not in stories]:
            del self._stories[id_]

    def has_page(self, page: Page, writer: Writer) -> bool:
        """Leave a page across stories as it is if it would print the same."""
        same = self._pages.get(page.path) == page and writer.keep(page.path)
        if self.stories_max:
            self._pages[page.path] = page
        return same

    def slow_ones(self, writer: Writer) -> bool:
        """Leave what is slow to make and not looked at as the last rendering made it; False for a first rendering."""
        if self:
            for path in writer.earlier:
                if any(part.startswith(SLOW) for part in (path, path.rpartition("/")[2])):
                    writer.keep(path)
        return bool(self)


def _seen(note: Brief, around: Surroundings) -> tuple[Any, ...]:
    place = around.places[note.id]
    near = around.order[max(0, place - 1) : place + 2]
    others = (*near, *(other for other, _ in note.related if other in around.briefs))
    names = tuple(around.name_pages.get(name.text, "") for name in note.names)
    return (
        tuple((around.briefs[id_].href, around.briefs[id_].title, around.briefs[id_].title_said) for id_ in others),
        names,
        tuple(around.tag_pages[tag] for tag in note.tags),
    )
