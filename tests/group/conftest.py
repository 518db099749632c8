"""Documents as the clean room leaves them, made by hand and from the acceptance data's labels."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.document import Block, Document, Fact, Metadata, Provenance, Removal, Span
from pipeline.han import simplified
from pipeline.signature import digest

Maker = Callable[..., Document]
_WIDE = str.maketrans(",:?()", "，：？（）")
_PLAIN = {"title": "title", "heading": "heading", "body": "paragraph", "caption": "caption"}


def make(path: str, paragraphs: Sequence[str], title: str = "", *, script: str = "hans", spun: float = 0.0) -> Document:
    """Make a cleaned document of a title and paragraphs."""
    texts = [title, *paragraphs] if title else list(paragraphs)
    raw, blocks = "\n".join(texts), []
    position = 0
    for number, text in enumerate(texts):
        kind = "title" if title and number == 0 else "paragraph"
        blocks.append(Block(kind, Span(position, position + len(text)), text))
        position += len(text) + 1
    metadata = Metadata(title=Fact(title, "line 1") if title else None)
    return Document(digest(raw), raw, tuple(blocks), Provenance(path, "text"), metadata, script, spun).verify()


@pytest.fixture
def article() -> Maker:
    """Return the maker of cleaned documents."""
    return make


def from_labels(shared: Path, name: str) -> Document:
    """Clean an acceptance document by its labels, line by line."""
    raw = (shared / "seeds" / name).read_text("utf-8")
    facts = json.loads((shared / "gold" / "documents.json").read_text("utf-8"))[name]
    labels = {row["line"]: row for row in map(json.loads, (shared / "gold/lines" / f"{name}.jsonl").open())}
    blocks, position = [], 0
    for number, line in enumerate(raw.split("\n"), 1):
        row = labels.get(number, {"label": "blank"})
        if line.strip():
            block = Block(_PLAIN.get(row["label"], "paragraph"), Span(position, position + len(line)), line)
            noise = Removal("chrome", "test.label", "labelled as no part of the text", 1.0)
            if row["label"] not in _PLAIN or row.get("dup"):
                block = block.remove(noise)
            else:
                block = block.cut("test.label", [(s["start"], s["end"]) for s in row.get("spans", ())], noise)
                after = simplified(block.text).translate(_WIDE)
                block = block.rewrite("test.script", [(0, len(block.text), after, None)])
            blocks.append(block)
        position += len(line) + 1
    title, author = facts.get("title"), facts.get("author")
    metadata = Metadata(
        title=Fact(title, "gold") if title else None,
        author=Fact(author, "gold") if author else None,
        editor=Fact(facts["editor"], "gold") if facts.get("editor") else None,
        published=Fact(facts["published"], "gold") if facts.get("published") else None,
    )
    doc = Document(digest(raw), raw, tuple(blocks), Provenance(name, "text"), metadata, facts["script"])
    return replace(doc, spun=1.0 if facts["is_spun"] else 0.0).verify()


@pytest.fixture(scope="session")
def labelled(shared: Path) -> dict[str, Document]:
    """Return the acceptance documents, cleaned by their labels, by the first three characters of their names."""
    names = sorted(path.name for path in (shared / "seeds").iterdir() if path.suffix == ".txt")
    return {name[:3]: from_labels(shared, name) for name in names}
