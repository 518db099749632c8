"""The sample corpus agrees with itself: files, labels, clean texts, memory and termbase."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from translate.storage import tmx

from pipeline.segments import sentences
from pipeline.termbase import Termbase

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = Path(__file__).resolve().parent / "sample"
STORIES = sorted(path.name.removesuffix(".zh.txt") for path in SAMPLE.glob("*.zh.txt"))
DRAFT = "leap-second"
"""The one story left to the engines."""


@cache
def labels() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(row) for row in (SAMPLE / "labels.jsonl").read_text("utf-8").splitlines())


@cache
def memory() -> dict[str, str]:
    tmxfile: Any = tmx.tmxfile
    store = tmxfile.parsefile(str(ROOT / "editorial" / "memory.tmx"))
    return {str(unit.source): str(unit.target) for unit in store.units}


def truth(story: str) -> str:
    return (SAMPLE / f"{story}.zh.txt").read_text("utf-8")


def units(story: str) -> list[str]:
    """List what a translator sees of a clean text: sentences, headings and table cells, but no code."""
    found: list[str] = []
    for line in truth(story).splitlines():
        text = line.removeprefix("# ")
        if line.startswith("| "):
            found += text.strip("| ").split(" | ")
        elif not line.startswith("    "):
            found += [text[span.start : span.end] for span in sentences(text)]
    return found


def test_every_file_is_labelled_once() -> None:
    files = {str(path.relative_to(ROOT)) for path in (ROOT / "articles").rglob("*") if path.is_file()}
    assert sorted(row["path"] for row in labels()) == sorted(path for path in files if not path.endswith(".toml"))


def test_every_story_has_one_base() -> None:
    bases = [row["story"] for row in labels() if row["relation"] == "base"]
    assert sorted(bases) == STORIES


@pytest.mark.parametrize("row", [row for row in labels() if row["story"]], ids=lambda row: row["path"])
def test_labels_agree_with_the_clean_text(row: dict[str, Any]) -> None:
    clean = truth(row["story"])
    assert [text for text in row["gone"] if text in clean] == []
    assert [text for text in row["stay"] if text not in clean] == []


@pytest.mark.parametrize("story", [story for story in STORIES if story != DRAFT])
def test_every_sentence_is_translated(story: str) -> None:
    assert [unit for unit in units(story) if unit not in memory()] == []


def test_the_draft_story_is_left_to_the_engines() -> None:
    assert [unit for unit in units(DRAFT) if unit in memory()] == []


def test_no_translation_holds_chinese_but_quoted_characters() -> None:
    han = re.compile(r"[\u3400-\u9fff]")
    assert [target for target in memory().values() if han.search(re.sub(r"“[\u3400-\u9fff]{1,2}”", "", target))] == []


def test_translations_use_the_agreed_terms() -> None:
    terms = Termbase.load(ROOT / "editorial" / "terms.tsv")
    wrong = []
    for source, target in memory().items():
        english = target.lower()
        for hit in terms.hits(source):
            agreed = any(form.lower() in english for form in hit.term.accepted)
            banned = [form for form in hit.term.forbidden if re.search(rf"\b{re.escape(form.lower())}\b", english)]
            if banned or not agreed:
                wrong.append((hit.term.zh, target))
    assert wrong == []
