"""What an editor decided wins, undoes cleanly, and complains when it no longer applies."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.document import Block, Document, Provenance, Removal, Span
from pipeline.editorial import (
    DocumentOverride,
    MergeOverride,
    Overrides,
    PassageOverride,
    SetAsideOverride,
    check_paths,
    correct_document,
    load,
)
from pipeline.errors import SettingsError
from pipeline.ledger import ledger

AD = Removal("ad", "test.ad", "made for the test", 0.9)
RAW = "正文第一段,加微信 demo_01 咨询。\n一条被误删的短句。\n正文第二段。"


def cleaned() -> Document:
    """Make a document with a cut inside its first block and a removed second block."""
    blocks = [Block("paragraph", Span(*m.span()), m.group()) for m in re.finditer(r"[^\n]+", RAW)]
    blocks[0] = blocks[0].cut("test.ad", [(6, 20)], AD).substitute("test.width", re.compile(","), "，")
    blocks[1] = blocks[1].remove(AD)
    return Document("d", RAW, tuple(blocks), Provenance("a.txt", "text")).verify()


def passage(text: str, action: str) -> Overrides:
    """Make overrides with one passage."""
    return Overrides(passage=(PassageOverride(path="a.txt", text=text, action=action),))


def test_a_removed_block_comes_back() -> None:
    """keep undoes a removal."""
    doc = correct_document(cleaned(), passage("一条被误删的短句。", "keep")).verify()
    assert "一条被误删的短句。" in doc.text


def test_a_cut_span_comes_back_and_other_edits_stay() -> None:
    """keep undoes a cut without undoing the rewriting around it."""
    doc = correct_document(cleaned(), passage("加微信 demo_01 咨询", "keep")).verify()
    assert doc.blocks[0].text == "正文第一段，加微信 demo_01 咨询。"
    assert not [entry for entry in ledger(doc).removed if "demo" in entry.text]


def test_a_passage_is_dropped() -> None:
    """drop cuts part of a block, or removes a whole one, with the editor's reason."""
    doc = correct_document(cleaned(), passage("第一段", "drop")).verify()
    assert doc.blocks[0].text == "正文，。"
    whole = correct_document(cleaned(), passage("正文第二段。", "drop")).verify()
    assert whole.blocks[2].removal == Removal("offtopic", "editorial.drop", "decided by an editor", 1.0)


def test_an_override_across_blocks_is_dropped_from_both() -> None:
    """A passage may run over a line end."""
    doc = correct_document(cleaned(), passage("咨询。\n一条", "drop")).verify()
    assert "咨询" not in doc.text


def test_a_passage_that_is_gone_is_an_error() -> None:
    """The message names file and passage."""
    with pytest.raises(SettingsError, match=r"a\.txt.*不在文中"):
        correct_document(cleaned(), passage("不在文中", "keep"))


def test_metadata_is_set() -> None:
    """Given fields win, others stay."""
    doc = correct_document(cleaned(), Overrides(document=(DocumentOverride(path="a.txt", title="题目"),)))
    assert doc.metadata.title and doc.metadata.title.value == "题目" and doc.metadata.author is None


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        (passage("x", "keep"), "no document 'a.txt'"),
        (Overrides(merge=(MergeOverride(paths=("b.txt", "c.txt")),)), r"no document 'c\.txt'"),
        (Overrides(set_aside=(SetAsideOverride(path="b.txt"),)), "no such file was set aside"),
    ],
)
def test_a_file_that_is_gone_is_an_error(overrides: Overrides, message: str) -> None:
    """Every override names a file that must be there."""
    with pytest.raises(SettingsError, match=message):
        check_paths(overrides, ["b.txt"], ["e.txt"])


def test_what_applies_passes() -> None:
    """Overrides of files that are there raise nothing."""
    check_paths(replace(passage("x", "keep"), set_aside=(SetAsideOverride(path="e.txt"),)), ["a.txt"], ["e.txt"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[passages]]\npath='a'", "is no table of overrides"),
        ("[[passage]]\npath='a'\ntekst='b'", "has no key 'tekst'"),
        ("[[passage]]\npath='a'\ntext='b'\naction='delete'", "action is keep or drop"),
        ("[[passage]]\npath='a'", "missing required field"),
        ("[[story]]\npath=3", "Expected `str`"),
        ("[[", "overrides"),
    ],
)
def test_a_wrong_file_is_explained(tmp_path: Path, text: str, message: str) -> None:
    """Each mistake is named."""
    path = tmp_path / "overrides.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=message):
        load(path)


def test_no_file_means_no_overrides(tmp_path: Path, root: Path) -> None:
    """The file may be missing; the one we ship reads."""
    assert load(tmp_path / "overrides.toml") == Overrides()
    load(root / "editorial" / "overrides.toml")
