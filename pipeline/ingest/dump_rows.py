"""Rows of a dump: JSON lists, JSON lines, CSV and TSV tables, and saved feeds (RSS, Atom, JSON Feed), one row an article.

Only the form is settled here: every row comes out as a flat table of lower-case names and texts. What the names mean is
`pipeline.ingest.unpack`'s business.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser

from pipeline.errors import InputError
from pipeline.ingest.decode import decode
from pipeline.ingest.fetch_sources import is_feed

Row = Mapping[str, str]

DUMP_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson", ".csv", ".tsv"})
"""Suffixes of files that hold many articles; saved feeds are known by their first element."""

_LISTS = ("items", "data", "articles", "results", "list", "rows", "entries", "documents")
"""Names under which an object keeps its list of articles; "items" is JSON Feed's."""
_FIELD_MAX_CHARS = 20_000_000
_SNIFFED_CHARS = 20_000


def dump_kind(path: str, data: bytes) -> str:
    """Name the kind of dump that a file is, "" if it is none.

    >>> dump_kind("a.JSONL", b""), dump_kind("a.txt", b"<rss>"), dump_kind("a.txt", b"text")
    ('jsonl', 'feed', '')
    """
    if is_feed(data):
        return "feed"
    suffix = path.lower().rpartition(".")[2]
    return suffix if f".{suffix}" in DUMP_SUFFIXES else ""


def rows(path: str, data: bytes) -> Iterator[Row]:
    """Yield the rows of a dump, a row that is no object as an empty one, so that the count stays right.

    Raises InputError if the file is no dump, does not parse, or no encoding explains its bytes.
    """
    kind = dump_kind(path, data)
    if kind == "feed":
        yield from map(_entry, feedparser.parse(data, resolve_relative_uris=False, sanitize_html=False).entries)
        return
    if not kind:
        raise InputError(f"{path}: is no dump; known are {', '.join(sorted(DUMP_SUFFIXES))} and saved feeds")
    text = decode(data, path).text
    try:
        yield from map(flat, _table(text, kind) if kind in {"csv", "tsv"} else _objects(text))
    except (ValueError, RecursionError, csv.Error) as error:
        raise InputError(f"{path}: does not parse as {kind.upper()}: {error}") from error


def flat(row: object) -> Row:
    """Flatten a row: names in lower case, values as text; of an object its name, of a list its parts, empty ones left out.

    >>> flat({"Author": {"name": "林述"}, "tags": ["甲", "乙"], "n": 3, "x": None})
    {'author': '林述', 'tags': '甲、乙', 'n': '3'}
    """
    if not isinstance(row, Mapping):
        return {}
    texts = {str(name).strip().lower(): _text(value) for name, value in row.items() if name is not None}
    return {name: text for name, text in texts.items() if text}


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        named = (value.get(key) for key in ("name", "value", "text", "title", "href", "$date", "$oid"))
        return next((_text(item) for item in named if item), "")
    if isinstance(value, list | tuple):
        return "、".join(filter(None, map(_text, value)))
    if value is None or isinstance(value, bool):
        return ""
    return str(value).strip()


def _objects(text: str) -> list[object]:
    """Parse a JSON document, or one JSON value a line."""
    try:
        whole = json.loads(text)
    except ValueError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2:
            raise
        return [json.loads(line) for line in lines]
    if isinstance(whole, list):
        return whole
    if isinstance(whole, dict):
        found = next((whole[name] for name in _LISTS if isinstance(whole.get(name), list)), None)
        return [whole] if found is None else list(found)
    raise ValueError("neither a list nor an object")


def _table(text: str, kind: str) -> Iterator[Mapping[str, Any]]:
    """Read a table whose first line names its columns."""
    csv.field_size_limit(_FIELD_MAX_CHARS)
    delimiter = "\t" if kind == "tsv" else _delimiter(text[:_SNIFFED_CHARS])
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    if not table.fieldnames or len(table.fieldnames) < 2:
        raise ValueError("its first line does not name columns")
    yield from table


def _delimiter(sample: str) -> str:
    first = sample.split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def _entry(entry: Any) -> Row:
    """Turn an entry of a feed into a row; the fullest text it carries is its content."""
    texts = [str(part.get("value", "")) for part in entry.get("content", ())] + [str(entry.get("summary", ""))]
    return flat(
        {
            "content": max(texts, key=len),
            "title": entry.get("title", ""),
            "author": entry.get("author", ""),
            "date": entry.get("published", "") or entry.get("updated", ""),
            "url": entry.get("link", ""),
            "id": entry.get("id", ""),
        }
    )
