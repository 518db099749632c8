"""`inv fetch`: bring pages and feeds into the articles folder, each with a sidecar that says where it came from.

A small state file remembers the validators of every address, so that a second run asks only for what is new. Nothing that a
person changed (a sidecar, a file moved away) is overwritten or fetched back.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.errors import SettingsError
from pipeline.ingest.fetch_client import Answer, Client, Clock, FetchError
from pipeline.ingest.fetch_guard import Resolver, resolve
from pipeline.ingest.fetch_sources import Wish, feed_wishes, is_feed
from pipeline.settings import FetchSettings
from pipeline.signature import digest

STATE_NAME = ".fetched.json"
_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "multipart/related": ".mhtml",
}
"""Content types that may hold an article, and the suffix of their files."""
_UNSAFE = re.compile(r"[^\w]+")
_NAME_MAX_CHARS = 60


@dataclass(frozen=True, slots=True)
class Fetched:
    """Tell what became of one address."""

    url: str
    outcome: str
    """"new", "changed", "unchanged", "feed" or "failed"."""
    path: str = ""
    """File below the articles folder."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Hold what the state file remembers of one address."""

    etag: str = ""
    modified: str = ""
    digest: str = ""
    path: str = ""
    sidecar: str = ""
    """Digest of the sidecar as it was written, to notice a person's hand."""


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
            except FetchError as error:
                result = Fetched(wish.url, "failed", reason=str(error))
            results.append(result)
            save_state(folder, state)
    return tuple(results)


def load_state(folder: Path) -> dict[str, Known]:
    """Read what earlier runs fetched; raises SettingsError if the state file is damaged."""
    path = folder / STATE_NAME
    if not path.exists():
        return {}
    try:
        return {url: Known(**entry) for url, entry in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise SettingsError(f"{path}: damaged ({error}); delete it to fetch everything anew") from error


def save_state(folder: Path, state: Mapping[str, Known]) -> None:
    """Write the state file in one step."""
    table = {url: asdict(known) for url, known in sorted(state.items())}
    _write(folder / STATE_NAME, json.dumps(table, ensure_ascii=False, indent=1).encode("utf-8"))


def file_name(wish: Wish, url: str, suffix: str) -> str:
    """Name the file of an article: host, words of its title or address, and eight digits that tell it from others.

    >>> file_name(Wish("https://example.org/../a%2Fb.html"), "https://example.org/../a%2Fb.html", ".html")[:19]
    'example.org/a_b-ea9'
    """
    parts = urlsplit(url)
    host = re.sub(r"[^a-z0-9.-]+", "_", (parts.hostname or "unknown").lower()).strip(".") or "unknown"
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    stem = _UNSAFE.sub("_", wish.title or re.sub(r"\.\w{1,5}$", "", last)).strip("_")
    mark = hashlib.blake2b(wish.url.encode("utf-8", "replace"), digest_size=4).hexdigest()
    words = stem.encode("utf-8", "ignore")[: 3 * _NAME_MAX_CHARS].decode("utf-8", "ignore")[:_NAME_MAX_CHARS]
    return f"{host}/{words or 'page'}-{mark}{suffix}"


def sidecar_toml(facts: Mapping[str, str]) -> str:
    """Spell facts as TOML; empty ones are left out.

    >>> sidecar_toml({"title": '甲"乙', "author": ""})
    'title = "甲\\\\"乙"\\n'
    """
    lines = [f"{key} = {json.dumps(_printable(value), ensure_ascii=False)}\n" for key, value in facts.items() if value]
    return "".join(lines)


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
    place = _inside(folder, path)
    _write(place, answer.data)
    facts = {
        "title": wish.title, "author": wish.author, "site": wish.site, "published": wish.published, "licence": wish.licence,
        "url": answer.url, "fetched": now, "digest": mark, "feed": wish.feed,
    }  # fmt: skip
    written = _write_sidecar(place, sidecar_toml(facts).encode("utf-8"), known)
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


def _write_sidecar(place: Path, data: bytes, known: Known) -> str:
    """Write the sidecar unless a person changed the last one; returns the digest of what was written."""
    path = place.with_name(place.name + ".toml")
    if path.exists() and known.sidecar != digest(path.read_bytes()):
        return known.sidecar
    _write(path, data)
    return digest(data)


def _inside(folder: Path, path: str) -> Path:
    place = (folder / path).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise FetchError("its file name leads out of the articles folder")
    return place


def _write(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.part")
    draft.write_bytes(data)
    draft.replace(place)


def _printable(value: Any) -> str:
    return "".join(char if char.isprintable() else " " for char in str(value))
