"""`inv fetch`: bring pages and feeds into the articles folder, each with a sidecar that says where it came from.

A small state file remembers the validators of every address, so that a second run asks only for what is new. Nothing that a
person changed (a sidecar, a file moved away) is overwritten or fetched back.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.errors import InputError
from pipeline.ingest.arrivals import (
    Known,
    inside,
    load_state,
    name_stem,
    save_state,
    sidecar_toml,
    write_sidecar,
    write_whole,
)
from pipeline.ingest.fetch_client import Answer, Client, Clock, FetchError
from pipeline.ingest.fetch_guard import Resolver, resolve
from pipeline.ingest.fetch_sources import Wish, feed_wishes, is_feed
from pipeline.settings import FetchSettings
from pipeline.signature import digest

_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "multipart/related": ".mhtml",
}
"""Content types that may hold an article, and the suffix of their files."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Tell what became of one address."""

    url: str
    outcome: str
    """"new", "changed", "unchanged", "feed" or "failed"."""
    path: str = ""
    """File below the articles folder."""
    reason: str = ""


def fetch(
    wanted: Iterable[Wish], folder: Path, settings: FetchSettings, now: str, clock: Clock, resolver: Resolver = resolve
) -> tuple[Fetched, ...]:
    """Fetch addresses and what their feeds name into a folder.

    now: time of the run, ISO 8601 with zone, written into the sidecars. One failing address never stops the others; the
    state is saved after each one. Raises SettingsError if the state file is damaged.
    """
    state = load_state(folder)
    queue = deque(wanted)
    seen: set[str] = set()
    results = []
    with Client(settings, clock, resolver) as client:
        while queue:
            wish = queue.popleft()
            if wish.url in seen:
                continue
            seen.add(wish.url)
            known = state.get(wish.url, Known())
            if wish.feed and known.path:
                results.append(Fetched(wish.url, "unchanged", known.path))
                continue
            try:
                answer = client.get(wish.url, _conditions(known))
                if answer.status != 304 and is_feed(answer.data):
                    queue.extend(feed_wishes(answer.data, wish))
                result, state[wish.url] = _settle(answer, wish, known, folder, now)
            except (FetchError, InputError) as error:
                result = Fetched(wish.url, "failed", reason=str(error))
            results.append(result)
            save_state(folder, state)
    return tuple(results)


def file_name(wish: Wish, url: str, suffix: str) -> str:
    """Name the file of an article: host, words of its title or address, and eight digits that tell it from others.

    >>> file_name(Wish("https://example.org/../a%2Fb.html"), "https://example.org/../a%2Fb.html", ".html")[:19]
    'example.org/a_b-42b'
    """
    parts = urlsplit(url)
    host = re.sub(r"[^a-z0-9.-]+", "_", (parts.hostname or "unknown").lower()).strip(".") or "unknown"
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    stem = name_stem(wish.title or re.sub(r"\.\w{1,5}$", "", last))
    mark = hashlib.blake2b(wish.url.encode("utf-8", "replace"), digest_size=4).hexdigest()
    return f"{host}/{stem}-{mark}{suffix}"


def _conditions(known: Known) -> dict[str, str]:
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in headers.items() if value}


def _settle(answer: Answer, wish: Wish, known: Known, folder: Path, now: str) -> tuple[Fetched, Known]:
    """Write an answer down where it is an article that changed; returns the result and what to remember."""
    if answer.status == 304:
        return Fetched(wish.url, "unchanged", known.path), known
    if answer.status != 200:
        raise FetchError(f"the server answers {answer.status}")
    headers = answer.headers
    validators = {"etag": headers.get("etag", ""), "modified": headers.get("last-modified", "")}
    if is_feed(answer.data):
        return Fetched(wish.url, "feed"), Known(**validators)
    mark = digest(answer.data)
    if known.digest == mark:
        return Fetched(wish.url, "unchanged", known.path), Known(**{**asdict(known), **validators})
    path = known.path or file_name(wish, answer.url, _suffix(headers.get("content-type", ""), answer.data))
    place = inside(folder, path)
    write_whole(place, answer.data)
    facts = {
        "title": wish.title, "author": wish.author, "site": wish.site, "published": wish.published, "licence": wish.licence,
        "url": answer.url, "fetched": now, "digest": mark, "feed": wish.feed,
    }  # fmt: skip
    written = write_sidecar(place, sidecar_toml(facts).encode("utf-8"), known)
    return Fetched(wish.url, "changed" if known.path else "new", path), Known(
        digest=mark, path=path, sidecar=written, **validators
    )


def _suffix(content_type: str, data: bytes) -> str:
    """Choose the file's suffix; raises FetchError for what cannot be an article."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind in _TYPES:
        return _TYPES[kind]
    if not kind and b"<" in data[:1000]:
        return ".html"
    raise FetchError(f"is of type {kind or 'unknown'}, not an article")
