"""`inv unpack`: make one article file with a sidecar of every row of a dump (scraper output, table, saved feed).

The text of a row is written as it stands; what is dirty in it is the pipeline's business, not this module's.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

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
from pipeline.ingest.dump_rows import Row, rows
from pipeline.ingest.media import media_of
from pipeline.ingest.sidecar import iso_date
from pipeline.signature import digest

TEXTS = (
    "content", "content_html", "content_text", "article_content", "article_body", "articlebody", "body", "body_html",
    "html", "raw_html", "full_text", "fulltext", "maintext", "main_text", "raw_text", "raw_content", "text", "article",
    "markdown", "post", "正文", "正文内容", "文章内容", "内容", "內容", "全文", "description", "summary",
)  # fmt: skip
"""Names that scrapers give the text of an article, best first: the full text before what may be a teaser."""
FACTS = {
    "title": ("title", "headline", "article_title", "标题", "標題", "文章标题", "题目"),
    "author": ("author", "authors", "byline", "author_name", "creator", "nickname", "作者"),
    "site": ("site", "site_name", "source", "source_name", "publisher", "account", "来源", "來源", "媒体", "公众号"),
    "published": (
        "published", "date_published", "publish_time", "publish_date", "published_at", "pub_date", "pubdate", "pubtime",
        "date", "datetime", "post_time", "time", "created_at", "created", "ctime", "timestamp", "发布时间", "日期", "时间",
    ),
    "url": ("url", "link", "href", "article_url", "permalink", "external_url", "源链接", "链接", "网址"),
    "licence": ("licence", "license"),
    "keywords": ("keywords", "tags", "关键词", "标签"),
}  # fmt: skip
"""Sidecar key to the names that scrapers use, best first."""

_IDS = ("id", "_id", "guid", "uuid", "article_id", "url", "link")
_TAGS = re.compile(r"</(?:p|div|span|section|li|a|h[1-6])\s*>|<br\s*/?>|<p[\s>]", re.I)
_ADDRESS = re.compile(r"https?://[^\s\x22<>]+")
_MILLISECONDS = 100_000_000_000
"""A time stamp from here on counts milliseconds: as seconds it would lie beyond the year 5000."""


class Unpacked(NamedTuple):
    """Tell what became of one row."""

    place: str
    """Dump and row, counted from 1."""
    outcome: str
    """"new", "changed", "unchanged" or "failed"."""
    path: str = ""
    reason: str = ""


def unpack(dump: Path, folder: Path) -> tuple[Unpacked, ...]:
    """Write every row of a dump below `folder/NAME/`, NAME being the dump's own.

    A row keeps its file from run to run by its id or address, else by its text. Raises InputError if the dump cannot be
    read, SettingsError if the state file is damaged; a row without a text is reported and the others go on.
    """
    try:
        data = dump.read_bytes()
    except OSError as error:
        raise InputError(f"{dump}: {error.strerror or error}") from error
    return tuple(_settled(dump, data, folder))


def _settled(dump: Path, data: bytes, folder: Path) -> Iterator[Unpacked]:
    state, seen = load_state(folder), Counter[str]()
    try:
        for number, row in enumerate(rows(dump.name, data), 1):
            place = f"{dump.name}, row {number}"
            text = next((row[name] for name in TEXTS if row.get(name)), "")
            if not text:
                yield Unpacked(place, "failed", reason=f"has no text; looked for {', '.join(TEXTS[:8])} and others")
                continue
            identity = _identity(row, text)
            seen[identity] += 1
            key = f"unpack:{dump.stem}:{identity}" + (f"#{seen[identity]}" if seen[identity] > 1 else "")
            known = state.get(key, Known())
            path = known.path or _file_name(key, dump.stem, row, text)
            try:
                outcome, state[key] = _written(inside(folder, path), path, row, text, known)
            except InputError as error:
                yield Unpacked(place, "failed", reason=str(error))
            else:
                yield Unpacked(place, outcome, path)
    finally:
        save_state(folder, state)


def _written(file: Path, path: str, row: Row, text: str, known: Known) -> tuple[str, Known]:
    """Write one row where it is new or has changed; returns the outcome and what to remember."""
    data, facts = text.encode("utf-8", "replace"), sidecar_toml(facts_of(row)).encode("utf-8")
    mark = digest(data + b"\0" + facts)
    if known.digest == mark:
        return "unchanged", known
    write_whole(file, data)
    written = write_sidecar(file, facts, known)
    return "changed" if known.path else "new", Known(digest=mark, path=path, sidecar=written)


def facts_of(row: Row) -> dict[str, str]:
    """Take the facts of a row that a sidecar may hold; a date that cannot be read and an address that is none are left out.

    >>> facts_of({"标题": "甲", "publish_time": "1700000000", "link": "见首页"})
    {'title': '甲', 'published': '2023-11-14T22:13:20+00:00'}
    """
    found = {key: next((row[name] for name in names if row.get(name)), "") for key, names in FACTS.items()}
    found["published"] = moment(found["published"])
    address = _ADDRESS.match(found["url"])
    found["url"] = address.group() if address else ""
    return {key: value for key, value in found.items() if value}


def moment(text: str) -> str:
    """Turn a written date, an RFC 2822 date or a Unix time stamp into ISO 8601, "" if it is none of them.

    >>> moment("2024/5/3"), moment("Fri, 03 May 2024 08:30:00 +0800"), moment("1714696200000"), moment("昨天")
    ('2024-05-03', '2024-05-03T08:30:00+08:00', '2024-05-03T00:30:00+00:00', '')
    """
    if re.fullmatch(r"\d{9,14}(?:\.\d+)?", text):
        stamp = float(text)
        seconds = stamp / 1000 if stamp >= _MILLISECONDS else stamp
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds")
    found = iso_date(text)
    if found or not text:
        return found
    try:
        return parsedate_to_datetime(text).isoformat(timespec="seconds")
    except ValueError:
        return ""


def _identity(row: Row, text: str) -> str:
    return next((row[name] for name in _IDS if row.get(name)), "") or digest(text.encode("utf-8", "replace"))


def _file_name(key: str, dump: str, row: Row, text: str) -> str:
    mark = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=4).hexdigest()
    suffix = ".html" if _TAGS.search(text) or media_of("row.txt", text) == "html" else ".txt"
    return f"{name_stem(dump)}/{name_stem(facts_of(row).get('title', 'article'))}-{mark}{suffix}"
