"""Feeds: Chinese, English and both, as Atom and JSON Feed, for the whole site and for each topic.

The site's feeds carry the whole text, those of a topic the gist. Dates come from the stories, never from a clock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from feedgen.feed import FeedGenerator

from pipeline.render import escape
from pipeline.render.brief import Brief
from pipeline.settings import SiteSettings

DEPTH = 30
"""Most stories in one feed."""
LANGUAGES = {"zh": ".zh", "en": ".en", "both": ""}
"""Language to the part of the file's name that tells it."""
_EPOCH = "1970-01-01"


class Channel(NamedTuple):
    """Describe one feed before its language is chosen."""

    folder: str
    """Folder below the root, with a slash; "" for the root."""
    title: str
    stories: tuple[Brief, ...]
    bodies: Mapping[str, Mapping[str, str]]
    """Story id to language to HTML; empty where the feed carries gists only."""


def feed_files(channels: Iterable[Channel], site: SiteSettings) -> Iterable[tuple[str, bytes]]:
    """Yield (path, content) of each channel's feeds."""
    for channel in channels:
        for language, mark in LANGUAGES.items():
            entries = [_entry(note, channel, language, site) for note in channel.stories[:DEPTH]]
            yield f"{channel.folder}feed{mark}.xml", _atom(channel, language, mark, entries, site)
            yield f"{channel.folder}feed{mark}.json", _json_feed(channel, language, mark, entries, site)


def moment(date: str) -> str:
    """Complete a date, as precise as it is known, to the moment that feeds ask for.

    >>> moment("2024-05"), moment("")
    ('2024-05-01T00:00:00Z', '1970-01-01T00:00:00Z')
    """
    return f"{(date or _EPOCH)[:10]}{_EPOCH[len((date or _EPOCH)[:10]) :]}T00:00:00Z".replace("1970-00", "1970-01")


def _entry(note: Brief, channel: Channel, language: str, site: SiteSettings) -> dict[str, Any]:
    anchor = "" if language == "both" else f"#{language}"
    zh, en = note.title, note.title_en or note.title
    gist = {"zh": note.gist, "en": note.gist_en.text or note.gist, "both": f"{note.gist_en.text} {note.gist}".strip()}
    return {
        "id": f"{site.url}{note.href}{anchor}" if site.url else f"urn:qingyi:story:{note.id}{anchor.replace('#', ':')}",
        "url": f"{site.url}{note.href}{anchor}" if site.url else "",
        "title": escape.line({"zh": zh, "en": en, "both": f"{en} · {zh}" if note.title_en else zh}[language]),
        "summary": escape.line(gist[language]),
        "content": channel.bodies.get(note.id, {}).get(language, ""),
        "moment": moment(note.date),
        "tags": [escape.line(tag) for tag in note.tags],
    }


def _tag(language: str) -> str:
    return {"zh": "zh-Hans", "en": "en", "both": "mul"}[language]


def _atom(
    channel: Channel, language: str, mark: str, entries: Sequence[Mapping[str, Any]], site: SiteSettings
) -> bytes:
    feed = FeedGenerator()
    path = f"{channel.folder}feed{mark}.xml"
    feed.id(f"{site.url}{path}" if site.url else f"urn:qingyi:feed:{path}")
    feed.title(escape.line(channel.title))
    feed.author(name=escape.line(site.name))
    feed.language(_tag(language))
    feed.updated(max((entry["moment"] for entry in entries), default=moment("")))
    feed.generator("Qingyi")
    if site.url:
        feed.link(href=f"{site.url}{path}", rel="self", type="application/atom+xml")
        feed.link(href=f"{site.url}{channel.folder}", rel="alternate", type="text/html")
    for entry in entries:
        item = feed.add_entry(order="append")
        item.id(entry["id"])
        item.title(entry["title"] or entry["id"])
        item.updated(entry["moment"])
        item.published(entry["moment"])
        item.summary(entry["summary"] or entry["title"])
        # Atom wants a link or a content; without a site address there is no link (RFC 4287, section 4.1.2).
        if entry["content"] or not entry["url"]:
            item.content(entry["content"] or entry["summary"] or entry["title"], type="html")
        if entry["url"]:
            item.link(href=entry["url"], rel="alternate", type="text/html")
        for tag in entry["tags"]:
            item.category(term=tag)
    return bytes(feed.atom_str(pretty=True))


def _json_feed(
    channel: Channel, language: str, mark: str, entries: Sequence[Mapping[str, Any]], site: SiteSettings
) -> bytes:
    path = f"{channel.folder}feed{mark}.json"
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": escape.line(channel.title),
        "language": _tag(language),
        "authors": [{"name": escape.line(site.name)}],
        "items": [
            {
                "id": entry["id"],
                "title": entry["title"],
                "summary": entry["summary"],
                "date_published": entry["moment"],
                "tags": entry["tags"],
                **({"content_html": entry["content"]} if entry["content"] else {"content_text": entry["summary"]}),
                **({"url": entry["url"]} if entry["url"] else {}),
            }
            for entry in entries
        ],
    }
    if site.url:
        feed |= {"home_page_url": f"{site.url}{channel.folder}", "feed_url": f"{site.url}{path}"}
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
