"""What the stage commands print: one JSON row per file, story or item, with exactly the fields that other tools read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.corpus import SetAside
from pipeline.document import Document, Fact
from pipeline.ledger import Change, Entry, Run, ledger, runs
from pipeline.story import Story

SCRIPT_RULE = "clean.script"
"""Address of the edits that convert Traditional script to Simplified."""


def document_row(path: str, doc: Document) -> dict[str, Any]:
    """Describe a cleaned document: text, what was kept, removed and rewritten, in code points of `raw`."""
    book, meta = ledger(doc), doc.metadata
    return {
        "path": path,
        "id": doc.id,
        "status": "ok",
        "title": _value(meta.title),
        "author": _value(meta.author),
        "editor": _value(meta.editor),
        "site": _value(meta.site),
        "published": _value(meta.published),
        "url": _value(meta.url),
        "script": doc.script,
        "spun": round(doc.spun, 4),
        "text": text_as_written(doc),
        "kept": [list(interval) for interval in book.kept],
        "removed": [_removed(entry) for entry in book.removed],
        "edits": [_edited(change) for change in book.edits],
    }


def text_as_written(doc: Document) -> str:
    """Join the kept blocks in the script of the raw text: what script conversion changed stands as its author wrote it.

    Later rooms work on `Document.text`, which is Simplified; whoever reads the rows wants the article itself.
    """
    return "\n\n".join("".join(_written(run, doc.raw) for run in runs(block)) for block in doc.kept)


def _written(run: Run, raw: str) -> str:
    is_converted = run.rule == SCRIPT_RULE and run.removal is None
    return raw[run.start : run.end] if run.after is None or is_converted else run.after


def set_aside_row(item: SetAside) -> dict[str, Any]:
    """Describe a file that was set aside; it has the fields of a document, and keeps nothing."""
    names = ("title", "author", "editor", "site", "published", "url", "script", "spun")
    empty: dict[str, Any] = dict.fromkeys(names)
    return {
        "path": item.path,
        "id": None,
        "status": "set_aside",
        "reason": item.reason,
        **empty,
        "text": "",
        "kept": [],
        "removed": [],
        "edits": [],
    }


def story_row(story: Story) -> dict[str, Any]:
    """Describe a story with its witnesses and every reading that differs."""
    return {
        "story": story.id,
        "title": story.title,
        "base": story.base,
        "witnesses": [
            {
                "siglum": witness.siglum,
                "path": witness.path,
                "relation": witness.relation,
                "containment": round(witness.containment, 4),
            }
            for witness in story.witnesses
        ],
        "text": story.text,
        "readings": [
            {
                "paragraph": reading.paragraph,
                "lemma": reading.lemma,
                "witness": reading.witness,
                "reading": reading.reading,
                "reason": reading.reason,
            }
            for reading in story.readings
        ],
        "related": [{"story": link.story, "kind": link.kind, "evidence": link.evidence} for link in story.related],
    }


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write rows as JSON lines, in UTF-8 with LF; lone surrogates become U+FFFD. Returns the number of rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def write_raw(folder: Path, path: str, doc: Document) -> Path:
    """Write a document's raw text under its own name, never outside the folder; returns where."""
    parts = [part for part in PurePosixPath(path).parts if part not in {"..", ".", "/", ""}]
    target = folder.joinpath(*parts)
    target = target.with_name(target.name + ".txt") if target.suffix != ".txt" else target
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(doc.raw.encode("utf-8", "replace"))
    return target


def _value(fact: Fact | None) -> str | None:
    return fact.value if fact else None


def _removed(entry: Entry) -> dict[str, Any]:
    removal = entry.removal
    return {
        "start": entry.start,
        "end": entry.end,
        "label": removal.label,
        "rule": removal.rule,
        "reason": removal.reason,
        "score": round(removal.score, 4),
    }


def _edited(change: Change) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "start": change.start,
        "end": change.end,
        "before": change.before,
        "after": change.after,
    }
