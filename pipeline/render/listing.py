"""What pages across stories are made of: entries, groups, mentions, and the page that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from pypinyin import Style, lazy_pinyin

from pipeline.render.brief import Brief, NameNote
from pipeline.render.labels import Label
from pipeline.settings import SiteSettings


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
    stories: int
    kind: Label = Label("", "")


class Mention(NamedTuple):
    """Point from a shared page to a place in a story."""

    brief: Brief
    paragraph: str
    times: int


class Group(NamedTuple):
    """Hold entries under one heading."""

    heading: Label
    entries: tuple[Any, ...]


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


@lru_cache(maxsize=100_000)
def reading(text: str) -> str:
    """Return the pinyin of a text, syllables parted by spaces, to sort and to name by."""
    return " ".join(lazy_pinyin(text, style=Style.NORMAL))
