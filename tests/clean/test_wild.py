"""Whole polluted pages of every kind, written without a look at the rules: what stays and what survives keeps its floor.

`NAME.gold.tsv` beside a page lists its visible text from top to bottom, a label and a run of text a row. Bylines and captions are
neutral. Figures of the first reading, before a rule had seen them, stand in `docs/dev/decisions.md`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.document import Document
from pipeline.ingest import read
from pipeline.ledger import ledger
from pipeline.settings import CleanSettings, IngestSettings

ROOT = Path(__file__).resolve().parents[1]
GOLD = sorted((ROOT / "corpus" / "wild").glob("*.gold.tsv"))
UNREAD = {
    name: sorted((ROOT / "corpus" / name).glob("*.gold.tsv"))
    for name in (
        *("unread", "recreated", "further", "careful", "listed", "boards"),
        *("fluent", "quiet", "honest", "farms", "accounts"),
    )
}
"""Pages that no rule was written for: what a stranger's pages get. Only thresholds were chosen on them."""
CONTENT = frozenset({"title", "heading", "body"})
NEUTRAL = frozenset({"byline", "caption", "dup"})


def rows(gold: Path) -> Iterator[tuple[str, str]]:
    """Yield the label and the text of each run, white space left out."""
    for row in gold.read_text("utf-8").splitlines():
        label, text = row.split("\t", 1)
        yield label, "".join(text.split())


def marks_of(raw: str, gold: Path) -> list[str]:
    """Give each character of the raw text its label, "" for white space and what the gold does not list."""
    places = [place for place, char in enumerate(raw) if not char.isspace()]
    bare = "".join(raw[place] for place in places)
    marks, position = [""] * len(raw), 0
    for label, text in rows(gold):
        start = bare.find(text, position)
        assert start >= 0, f"{gold.name}: {text[:40]} is not in the text"
        position = start + len(text)
        for place in places[start:position]:
            marks[place] = label
    return marks


def mask_of(doc: Document) -> list[bool]:
    """Mark the characters of the raw text that stay, as they were or rewritten."""
    stays = [False] * len(doc.raw)
    found = ledger(doc)
    for start, end in (*found.kept, *((edit.start, edit.end) for edit in found.edits if edit.after)):
        stays[start:end] = [True] * (end - start)
    return stays


def counts_of(gold: Path, embeddings: str) -> Counter[str]:
    """Clean one page and count its characters: content, kept content, pollution, surviving pollution."""
    file = gold.with_name(gold.name.removesuffix(".gold.tsv"))
    settings = CleanSettings(embeddings=embeddings)
    doc = clean(read(file.name, file.read_bytes(), None, IngestSettings()), frozenset(), settings).verify()
    counts: Counter[str] = Counter()
    for mark, stays in zip(marks_of(doc.raw, gold), mask_of(doc), strict=True):
        if mark and mark not in NEUTRAL:
            kind = "content" if mark in CONTENT else "offtopic" if mark == "offtopic" else "pollution"
            counts[kind] += 1
            counts[f"kept {kind}"] += stays
    return counts


@pytest.fixture(scope="module")
def floors() -> dict[str, float]:
    """Read the floors of this corpus."""
    found: dict[str, float] = json.loads((ROOT / "floors.json").read_text("utf-8"))["wild"]
    return found


def test_floors_by_words_alone(floors: dict[str, float]) -> None:
    """Lose no content and let little pollution through; splices need embeddings."""
    total = sum((counts_of(gold, "never") for gold in GOLD), Counter[str]())
    assert total["content"] - total["kept content"] <= floors["lost_chars"]
    assert total["kept pollution"] <= floors["surviving"] * total["pollution"]


@pytest.mark.slow
def test_floors_with_embeddings(floors: dict[str, float]) -> None:
    """Find splices of another field, too."""
    total = sum((counts_of(gold, "unsure") for gold in GOLD), Counter[str]())
    assert total["content"] - total["kept content"] <= floors["lost_chars"]
    assert total["kept offtopic"] <= floors["surviving_splices"] * total["offtopic"]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "pages"), [("unread", 24), ("recreated", 16)])
def test_floors_of_pages_that_no_rule_was_written_for(name: str, pages: int) -> None:
    """Keep what is reached on strange pages: far from the aim, and not to be lost."""
    _hold(name, pages, "unsure")


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        *(("further", 16), ("careful", 16), ("listed", 14), ("boards", 8), ("fluent", 8), ("quiet", 6)),
        *(("honest", 12), ("farms", 6), ("accounts", 6)),
    ],
)
def test_floors_of_later_pages_by_words_alone(name: str, pages: int) -> None:
    """Keep what is reached on pages of later writers; embeddings would find more, at seconds a page."""
    _hold(name, pages, "never")


def _hold(name: str, pages: int, embeddings: str) -> None:
    found: dict[str, float] = json.loads((ROOT / "floors.json").read_text("utf-8"))[name]
    total = sum((counts_of(gold, embeddings) for gold in UNREAD[name]), Counter[str]())
    assert len(UNREAD[name]) == pages
    assert total["content"] - total["kept content"] <= found["lost"] * total["content"]
    assert total["kept pollution"] + total["kept offtopic"] <= found["surviving"] * (
        total["pollution"] + total["offtopic"]
    )


def test_there_are_enough_of_them() -> None:
    """Hold the corpus to its kinds: texts, Markdown, web pages."""
    kinds = Counter(gold.name.removesuffix(".gold.tsv").rpartition(".")[2] for gold in GOLD)
    assert kinds["txt"] >= 10
    assert kinds["md"] >= 3
    assert kinds["html"] >= 5
