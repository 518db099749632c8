"""Given metadata: what a person wrote in NAME.toml or in a front matter, checked and kept as facts.

A sidecar that is no TOML, or a title that is no text, is an error of the document, never silently dropped.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import yaml

from pipeline.document import Fact, Metadata
from pipeline.errors import InputError

FIELDS = {
    "title": ("title", "标题", "標題"),
    "author": ("author", "authors", "作者"),
    "editor": ("editor", "编辑", "編輯"),
    "site": ("site", "source", "publisher", "来源", "來源"),
    "published": ("published", "date", "pubdate", "日期"),
    "url": ("url", "address", "link", "permalink", "canonical", "网址"),
    "lead": ("lead", "description", "summary", "摘要"),
    "licence": ("licence", "license"),
}
"""Metadata field to the keys that people write for it, best first."""

_KEYWORDS = ("keywords", "tags", "关键词")
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)(?:\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(Z|[+-]\d{2}:?\d{2})?"
)


class Given(NamedTuple):
    """Hold what a person gave for a document."""

    metadata: Metadata
    fetched: str = ""
    """When `inv fetch` got the file, ISO 8601; "" where it did not."""


def read_sidecar(data: bytes, path: str) -> Given:
    """Read the facts of a NAME.toml; raises InputError if it is no TOML or a value has the wrong type."""
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: its sidecar is not valid TOML: {error}") from error
    fetched = table.get("fetched", "")
    return Given(
        facts(table, "sidecar", path), fetched.isoformat() if isinstance(fetched, datetime.date) else str(fetched)
    )


def front_matter(raw: str, path: str) -> tuple[Metadata, int]:
    """Read the YAML front matter that a text opens with.

    Returns its facts and the offset where the text proper starts, 0 if there is no front matter. A block between two rules
    that is no YAML mapping is text, not front matter.
    """
    match = _FRONT.match(raw)
    if not match:
        return Metadata(), 0
    try:
        table = yaml.safe_load(match.group(1))
    except (yaml.YAMLError, ValueError, RecursionError):
        return Metadata(), 0
    if not isinstance(table, dict) or not all(isinstance(key, str) for key in table):
        return Metadata(), 0
    return facts(table, "front matter", path), match.end()


def facts(table: Mapping[str, Any], evidence: str, path: str) -> Metadata:
    """Turn a table that a person wrote into metadata; keys are those of FIELDS, others are left alone."""
    lower = {str(key).lower(): value for key, value in table.items()}
    found: dict[str, Fact] = {}
    for name, keys in FIELDS.items():
        value = next((lower[key] for key in keys if lower.get(key) not in (None, "")), None)
        if value is not None:
            found[name] = Fact(_value(name, value, f"{path}: {evidence}"), evidence)
    words: Any = next((lower[key] for key in _KEYWORDS if lower.get(key)), [])
    keywords = words if isinstance(words, list) else re.split(r"[,，、;；]", str(words))
    return replace(Metadata(keywords=tuple(str(word).strip() for word in keywords if str(word).strip())), **found)


def merge(given: Metadata, found: Metadata) -> Metadata:
    """Complete given metadata with found metadata; what is given wins."""
    changes = {name: getattr(found, name) for name in FIELDS if getattr(given, name) is None}
    return replace(given, keywords=given.keywords or found.keywords, **changes)


def iso_date(text: str) -> str:
    """Turn a written date into ISO 8601, "" if it is none or does not exist.

    >>> iso_date("2024年5月3日 08:30"), iso_date("2024-05-03T08:30:00+08:00"), iso_date("2024-13-40")
    ('2024-05-03T08:30', '2024-05-03T08:30:00+08:00', '')
    """
    match = _DATE.search(text)
    if not match:
        return ""
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        moment = datetime.datetime(year, month, day, hour, minute, second)
    except ValueError:
        return ""
    if match.group(4) is None:
        return moment.date().isoformat()
    zone = (match.group(7) or "").replace("Z", "+00:00")
    zone = zone if len(zone) != 5 else f"{zone[:3]}:{zone[3:]}"
    return moment.isoformat(timespec="seconds" if match.group(6) else "minutes") + zone


def _value(name: str, value: Any, where: str) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise InputError(f"{where}: {name} must be text, not {type(value).__name__}")
    text = " ".join(str(value).split())
    if name == "published":
        date = iso_date(text)
        if not date:
            raise InputError(f"{where}: {name} must be a date such as 2024-05-03, not {text[:40]!r}")
        return date
    return text
