"""What to fetch: addresses as given, in lists (.url, .toml, .txt), and in feeds."""

from __future__ import annotations

import calendar
import configparser
import datetime
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import feedparser

from pipeline.errors import SettingsError

_ADDRESS = re.compile(r"https?://\S+")
_KEYS = frozenset({"url", "title", "author", "site", "licence", "published"})
_MAX_ENTRIES = 200
"""Entries taken from one feed; a feed without end must not fill the disk."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Stand for one address to fetch, with what is known about it before."""

    url: str
    title: str = ""
    author: str = ""
    site: str = ""
    licence: str = ""
    published: str = ""
    """ISO 8601."""
    feed: str = ""
    """Address of the feed that named it, "" where a person did."""


def wishes(given: Iterable[str]) -> Iterator[Wish]:
    """List what a person asked for: addresses, and files that hold addresses.

    Raises SettingsError for a file that is missing or not what its suffix says, and for what is neither file nor address.
    """
    for item in given:
        if _ADDRESS.fullmatch(item):
            yield Wish(item)
        else:
            yield from read_list(Path(item))


def read_list(path: Path) -> Iterator[Wish]:
    """Read a list of addresses: a browser's .url file, a sources.toml of [[source]] tables, or lines of text."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: neither an http(s) address nor a readable list of addresses: {error}") from error
    if path.suffix.lower() == ".toml":
        yield from _toml_wishes(text, path)
    elif path.suffix.lower() == ".url":
        yield _shortcut(text, path)
    else:
        yield from (
            Wish(match.group())
            for line in text.splitlines()
            if not line.lstrip().startswith("#")
            for match in [_ADDRESS.search(line)]
            if match
        )


def is_feed(data: bytes) -> bool:
    """Tell a feed from a page by its first element."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return bool(re.match(rb"(?:<\?xml[^>]*>|<!--.*?-->|<\?[^>]*>|\s)*<(?:rss|feed|rdf:RDF)\b", head, re.S | re.I))


def feed_wishes(data: bytes, parent: Wish) -> tuple[Wish, ...]:
    """List the entries of a feed, each with the title, author and date that the feed gives."""
    parsed = feedparser.parse(
        data, resolve_relative_uris=False, sanitize_html=False, response_headers={"content-location": parent.url}
    )
    site = parent.site or _words(parsed.feed.get("title", ""))
    found = []
    for entry in parsed.entries[:_MAX_ENTRIES]:
        url = str(entry.get("link", "")).strip()
        if _ADDRESS.fullmatch(url):
            base = replace(parent, url=url, site=site, feed=parent.url)
            found.append(
                replace(
                    base,
                    title=_words(entry.get("title", "")),
                    author=_words(entry.get("author", "")),
                    published=_moment(entry),
                )
            )
    return tuple(found)


def _toml_wishes(text: str, path: Path) -> Iterator[Wish]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}") from error
    entries = table.get("source", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SettingsError(f"{path}: write each source as a [[source]] table with a url")
    for entry in entries:
        unknown = sorted(entry.keys() - _KEYS)
        if unknown or not _ADDRESS.fullmatch(str(entry.get("url", ""))):
            wrong = f"unknown key {unknown[0]!r}" if unknown else "each [[source]] needs an http(s) url"
            raise SettingsError(f"{path}: {wrong}; valid keys: {', '.join(sorted(_KEYS))}")
        yield Wish(
            **{
                key: value.isoformat() if isinstance(value, datetime.date) else str(value)
                for key, value in entry.items()
            }
        )


def _shortcut(text: str, path: Path) -> Wish:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
        url = parser.get("InternetShortcut", "URL").strip()
    except configparser.Error as error:
        raise SettingsError(f"{path}: not a .url file: {error}") from error
    if not _ADDRESS.fullmatch(url):
        raise SettingsError(f"{path}: {url[:80]!r} is not an http(s) address")
    return Wish(url)


def _moment(entry: Any) -> str:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if not parsed:
        return ""
    return datetime.datetime.fromtimestamp(calendar.timegm(parsed), datetime.UTC).isoformat(timespec="minutes")


def _words(value: object) -> str:
    return " ".join(re.sub(r"<[^>]{0,200}>", "", str(value)).split())[:300]
