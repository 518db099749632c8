"""TMX in and out, through translate-toolkit, whose parser follows no entities and loads nothing from elsewhere.

What a foreign file holds is judged entry by entry: a bad one is reported and left out, the others come in.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import SettingsError

STATES = ("reviewed", "needs-review", "machine")
"""States an entry may have, the most trusted first."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_DATE = re.compile(r"\d{8}T\d{6}Z")
_CHARS_MOST = 4_000
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HEADER = {
    "creationtool": "qingyi",
    "creationtoolversion": "1",
    "segtype": "sentence",
    "o-tmf": "tmx",
    "adminlang": "en",
    "srclang": "zh-Hans",
    "datatype": "plaintext",
}
_EPOCH = "19700101T000000Z"


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one translation of the memory."""

    source: str
    target: str
    state: str = "reviewed"
    """One of STATES."""
    date: str = _EPOCH
    """When it was made, TMX form: "20261122T093000Z"."""
    author: str = ""
    """Who or what made it: a person's name, an engine's signature."""
    story: str = ""
    """Story it was made for, by title or name; "" for any."""
    kind: str = ""
    """Role of the unit it was made for; "" for any."""


class TmxFile(NamedTuple):
    """Hold what came of reading a file."""

    entries: tuple[Entry, ...]
    problems: tuple[str, ...]
    """What was left out and why, for a person."""


def read_tmx(path: Path, state: str = "reviewed") -> TmxFile:
    """Read a TMX file with Chinese and English; a missing file is empty.

    state: what entries are that do not say so themselves (property `x-state`).
    Raises SettingsError if the file is not TMX.
    """
    if not path.exists():
        return TmxFile((), ())
    from lxml import etree
    from translate.storage.tmx import tmxfile

    try:
        with path.open("rb") as file:
            store = tmxfile(file)
    except (etree.XMLSyntaxError, ValueError, AssertionError, AttributeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not a TMX file: {error}") from error
    entries, problems = [], []
    for number, unit in enumerate(store.units, 1):
        found = _entry(unit, state)
        if isinstance(found, Entry):
            entries.append(found)
        else:
            problems.append(f"{path.name}: entry {number}: {found}")
    return TmxFile(tuple(entries), tuple(problems))


def _entry(unit: Any, state: str) -> Entry | str:
    """Read one unit; a string says why it is of no use."""
    element = unit.xmlelement
    texts: dict[str, str] = {}
    date, author = element.get("changedate") or element.get("creationdate") or "", element.get("creationid") or ""
    for variant in element.iter("{*}tuv"):
        tag = (variant.get(_LANG) or variant.get("lang") or "").lower()
        segment = next(variant.iter("{*}seg"), None)
        if segment is None:
            continue
        texts.setdefault(tag.split("-")[0].split("_")[0], "".join(segment.itertext()).strip())
        date = variant.get("changedate") or date
    properties = {item.get("type", ""): "".join(item.itertext()).strip() for item in element.iter("{*}prop")}
    problem = _problem(texts.get("zh"), texts.get("en"), properties.get("x-state", state))
    if problem:
        return problem
    return Entry(
        texts["zh"],
        texts["en"],
        properties.get("x-state", state),
        date if _DATE.fullmatch(date) else _EPOCH,
        author,
        properties.get("x-story", ""),
        properties.get("x-kind", ""),
    )


def _problem(source: str | None, target: str | None, state: str) -> str:
    if source is None or target is None:
        return "has no Chinese text" if source is None else "has no English text"
    if not source or not target:
        return "the Chinese text is empty" if not source else "the English text is empty"
    if not _HAN.search(source):
        return "the Chinese text holds no Chinese"
    if _HAN.search(target) and len(_HAN.findall(target)) > len(target) / 4:
        return "the English text is Chinese"
    if len(source) > _CHARS_MOST or len(target) > 4 * _CHARS_MOST:
        return f"longer than {_CHARS_MOST} characters"
    return "" if state in STATES else f"unknown state {state!r}"


def write_tmx(path: Path, entries: Iterable[Entry]) -> None:
    """Write entries, sorted by story and source, in one step: a reader sees the old file or the new one."""
    from translate.storage.tmx import tmxfile

    store = tmxfile(sourcelanguage="zh-Hans", targetlanguage="en")
    header: Any = store.document.getroot().find("header")
    for name, value in _HEADER.items():
        header.set(name, value)
    for entry in entries:
        _add(store, entry)
    scratch = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        scratch.write_bytes(bytes(store))
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def _add(store: Any, entry: Entry) -> None:
    from lxml import etree

    unit = store.addsourceunit(_clean(entry.source), "zh-Hans")
    unit.settarget(_clean(entry.target), "en")
    element = unit.xmlelement
    element.attrib.pop("srclang", None)
    element.set("creationdate", entry.date)
    if entry.author:
        element.set("creationid", _clean(entry.author))
    for place, (kind, value) in enumerate((("state", entry.state), ("story", entry.story), ("kind", entry.kind))):
        if value:
            item = etree.Element("prop", type=f"x-{kind}")
            item.text = _clean(value)
            element.insert(place, item)


def _clean(text: str) -> str:
    """Leave out what XML cannot hold: controls, surrogates, non-characters."""
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and ord(c) & 0xFFFE != 0xFFFE)
    )
