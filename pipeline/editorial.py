"""What people decided, and how it is laid over what the rooms found: `editorial/overrides.toml` always wins.

An override that no longer applies (no such file, passage or story) is an error that says so, since a silent one would let a
correction vanish. Terms and memory, the other two files of the folder, are read by the rooms that use them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import msgspec

from pipeline.document import REMOVAL_LABELS, Block, Document, Edit, Fact, Removal
from pipeline.errors import SettingsError
from pipeline.ledger import Run, runs
from pipeline.story import Digest, Passage, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageOverride:
    """Keep or drop words of one document whatever the rules say."""

    path: str
    text: str
    """Words as they stand in the raw file; each occurrence is meant."""
    action: str
    """"keep" or "drop"."""
    label: str = "offtopic"
    """Label of a dropped passage."""
    reason: str = "decided by an editor"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOverride:
    """Set metadata of one document; fields left out stay as found."""

    path: str
    title: str = ""
    author: str = ""
    editor: str = ""
    site: str = ""
    published: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAsideOverride:
    """Say that a person knows the file cannot be read, so that it no longer changes the exit code."""

    path: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryOverride:
    """Change how one story is presented; the story is named by the path of any of its witnesses."""

    path: str
    title: str = ""
    title_en: str = ""
    published: str = ""
    hide: bool = False
    pin: bool = False
    gist: str = ""
    """Words of the story's text, or words of the editor's own in [square brackets]."""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOverride:
    """Treat documents as copies of one story."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitOverride:
    """Take a document out of every group: it is a story of its own."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseOverride:
    """Print this document's text for its story."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOverride:
    """Print `reading` where the collation chose `lemma`; the story is named by the path of any of its witnesses."""

    path: str
    lemma: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """Hold every override of `overrides.toml`, in file order."""

    passage: tuple[PassageOverride, ...] = ()
    document: tuple[DocumentOverride, ...] = ()
    set_aside: tuple[SetAsideOverride, ...] = ()
    story: tuple[StoryOverride, ...] = ()
    merge: tuple[MergeOverride, ...] = ()
    split: tuple[SplitOverride, ...] = ()
    base: tuple[BaseOverride, ...] = ()
    reading: tuple[ReadingOverride, ...] = ()

    def of_document(self, path: str) -> Overrides:
        """Narrow to what the clean room needs for one document."""
        return Overrides(
            passage=tuple(item for item in self.passage if item.path == path),
            document=tuple(item for item in self.document if item.path == path),
        )

    def of_story(self, paths: Iterable[str]) -> Overrides:
        """Narrow to what the story of these documents needs."""
        members = set(paths)
        return Overrides(
            story=tuple(item for item in self.story if item.path in members),
            base=tuple(item for item in self.base if item.path in members),
            reading=tuple(item for item in self.reading if item.path in members),
        )


def load(path: Path) -> Overrides:
    """Read overrides; a missing file holds none.

    Raises SettingsError if the file is not TOML, or a table, key or value is not one of those above.
    """
    if not path.exists():
        return Overrides()
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    _refuse_unknown(table, path)
    try:
        overrides = msgspec.convert(table, Overrides)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {error}") from error
    for item in overrides.passage:
        if item.action not in {"keep", "drop"} or item.label not in REMOVAL_LABELS or not item.text.strip():
            raise SettingsError(
                f"{path}: passage of {item.path}: action is keep or drop, label one of {REMOVAL_LABELS}"
            )
    return overrides


def _refuse_unknown(table: dict[str, Any], path: Path) -> None:
    kinds: dict[str, type[Any]] = {
        "passage": PassageOverride,
        "document": DocumentOverride,
        "set_aside": SetAsideOverride,
    }
    kinds |= {"story": StoryOverride, "merge": MergeOverride, "split": SplitOverride}
    kinds |= {"base": BaseOverride, "reading": ReadingOverride}
    for name, rows in table.items():
        if name not in kinds or not isinstance(rows, list):
            raise SettingsError(
                f"{path}: {name!r} is no table of overrides; valid: {', '.join(f'[[{k}]]' for k in kinds)}"
            )
        valid = {item.name for item in fields(kinds[name])}
        for row in rows:
            if wrong := set(row) - valid:
                raise SettingsError(
                    f"{path}: [[{name}]] has no key {sorted(wrong)[0]!r}; valid: {', '.join(sorted(valid))}"
                )


def check_paths(overrides: Overrides, read: Iterable[str], set_aside: Iterable[str]) -> None:
    """Raise SettingsError for the first override that names a file which is not there."""
    known, unread = set(read), set(set_aside)
    for item in overrides.set_aside:
        if item.path not in unread:
            raise SettingsError(f"overrides: set_aside {item.path!r}: no such file was set aside; delete the override")
    named = [row.path for row in overrides.passage] + [row.path for row in overrides.document]
    named += [row.path for row in overrides.story] + [row.path for row in overrides.split]
    named += [row.path for row in overrides.base] + [row.path for row in overrides.reading]
    for path in [*named, *(path for row in overrides.merge for path in row.paths)]:
        if path not in known:
            raise SettingsError(f"overrides: no document {path!r} was read; correct the path or delete the override")


def correct_document(doc: Document, overrides: Overrides) -> Document:
    """Lay passage and metadata overrides over a cleaned document; raises SettingsError for a passage that is not there."""
    for item in overrides.passage:
        if item.text not in doc.raw:
            raise SettingsError(f"overrides: {item.path}: the passage {item.text[:40]!r} is not in the file")
        doc = _keep(doc, item) if item.action == "keep" else _drop(doc, item)
    for given in overrides.document:
        names = [field.name for field in fields(given) if field.name != "path"]
        facts = {name: Fact(getattr(given, name), "editorial") for name in names if getattr(given, name)}
        doc = replace(doc, metadata=replace(doc.metadata, **facts))
    return doc


def _places(doc: Document, text: str) -> list[tuple[int, int]]:
    places, start = [], doc.raw.find(text)
    while start >= 0:
        places.append((start, start + len(text)))
        start = doc.raw.find(text, start + len(text))
    return places


def _touches(start: int, end: int, places: list[tuple[int, int]]) -> bool:
    return any(start < high and low < end for low, high in places)


def _keep(doc: Document, item: PassageOverride) -> Document:
    places = _places(doc, item.text)
    blocks = []
    for block in doc.blocks:
        if _touches(*block.origin, places):
            kept = [
                run for run in runs(block) if not (run.removal is not None and _touches(run.start, run.end, places))
            ]
            block = _rebuilt(doc, replace(block, removal=None), kept)
        blocks.append(block)
    return replace(doc, blocks=tuple(blocks))


def _drop(doc: Document, item: PassageOverride) -> Document:
    places = _places(doc, item.text)
    removal = Removal(item.label, "editorial.drop", item.reason, 1.0)
    blocks = []
    for block in doc.blocks:
        start, end = block.origin
        spans = [(max(low, start), min(high, end)) for low, high in places if low < end and start < high]
        if spans and sum(high - low for low, high in spans) >= len(doc.raw[start:end].strip()):
            block = replace(block, removal=removal)
        elif spans:
            outside = [run for run in runs(block) if not _touches(run.start, run.end, spans) and run.after is not None]
            cuts = [Run(low, high, "", "editorial.drop", removal) for low, high in spans]
            block = _rebuilt(doc, block, sorted([*outside, *cuts]))
        blocks.append(block)
    return replace(doc, blocks=tuple(blocks))


def _rebuilt(doc: Document, block: Block, composed: list[Run]) -> Block:
    """Make the block anew from its raw text with the given runs as its only edits."""
    start, end = block.origin
    pieces, edits, position = [], [], start
    for run in composed:
        if run.after is None:
            continue
        pieces += [doc.raw[position : run.start], run.after]
        edits.append(Edit(run.rule, run.start - start, doc.raw[run.start : run.end], run.after, run.removal))
        position = run.end
    pieces.append(doc.raw[position:end])
    return replace(block, text="".join(pieces), edits=tuple(reversed(edits)))


def correct_story(story: Story, overrides: Overrides) -> Story:
    """Set a story's title and date as the editor wishes."""
    for item in _of_story(overrides, story):
        if item.title:
            story = replace(story, title=item.title)
        if item.published:
            story = replace(story, metadata=replace(story.metadata, published=Fact(item.published, "editorial")))
    return story


def correct_digest(digest: Digest, story: Story, overrides: Overrides) -> Digest:
    """Replace gist and points; words that are neither the story's nor bracketed raise SettingsError."""
    for item in _of_story(overrides, story):
        if item.gist:
            digest = replace(digest, gist=_passage(story, item.gist, item.path), gist_reason="chosen by an editor")
        if item.points:
            digest = replace(digest, points=tuple(_passage(story, point, item.path) for point in item.points))
    return digest


def _of_story(overrides: Overrides, story: Story) -> list[StoryOverride]:
    paths = {witness.path for witness in story.witnesses}
    return [item for item in overrides.story if item.path in paths]


def _passage(story: Story, words: str, path: str) -> Passage:
    for paragraph in story.paragraphs:
        start = paragraph.text.find(words)
        if start >= 0:
            return Passage(words, paragraph.id, start, start + len(words), 1.0)
    if words.startswith("[") and words.endswith("]") and story.paragraphs:
        return Passage(words, story.paragraphs[0].id, 0, 0, 1.0)
    raise SettingsError(
        f"overrides: story of {path}: {words[:40]!r} is not in its text; put words of your own in [brackets]"
    )
