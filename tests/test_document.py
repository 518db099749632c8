"""The conservation law: nothing is lost, everything can be undone, and the ledger points at the raw text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Block, Document, Provenance, Removal, Span
from pipeline.errors import ConservationError
from pipeline.ledger import ledger, runs, to_raw

PARAGRAPH = re.compile(r"(?s)\S(?:.*?\S)?(?=\s*\n\s*\n|\s*\Z)")
SPAM = Removal("spam", "test.spam", "made for the test", 1.0)
RULES = (
    ("nbsp", re.compile("[\u00a0\u2009]"), " ", None),
    ("eol", re.compile(r"\r\n?"), "\n", None),
    ("script", re.compile("[雲裡]"), lambda m: {"雲": "云", "裡": "里"}[m.group()], None),
    ("widen", re.compile(","), "，，", None),
    ("narrow", re.compile("，，"), "，", None),
    ("drop", re.compile("x+"), "", SPAM),
    ("insert", re.compile("(?<=a)(?=b)"), "-", None),
    ("everything", re.compile(r"(?s)b.*b"), "B", None),
)
TEXT = st.text(alphabet="abx雲裡,-\n\r\u00a0é\U0001f600\u202e。", max_size=60)


def read(raw: str) -> Document:
    """Make a document with one block per paragraph."""
    blocks = tuple(Block("paragraph", Span(*m.span()), m.group()) for m in PARAGRAPH.finditer(raw))
    return Document("d", raw, blocks, Provenance("d.txt", "text"))


def clean(doc: Document, rules: list[int], dropped: set[int]) -> Document:
    """Apply rules by number and remove blocks by number, verifying after each."""
    for number in rules:
        name, pattern, repl, removal = RULES[number]
        blocks = tuple(block.substitute(name, pattern, repl, removal) for block in doc.blocks)
        doc = replace(doc, blocks=blocks).verify()
    blocks = tuple(block.remove(SPAM) if i in dropped else block for i, block in enumerate(doc.blocks))
    return replace(doc, blocks=blocks).verify()


@given(TEXT, st.lists(st.sampled_from(range(len(RULES))), max_size=8), st.sets(st.integers(0, 4)))
def test_any_sequence_of_rules_can_be_undone(raw: str, rules: list[int], dropped: set[int]) -> None:
    """Blocks give back the raw text whatever rules ran."""
    doc = clean(read(raw).verify(), rules, dropped)
    assert [block.original() for block in doc.blocks] == [raw[a:b] for a, b in (block.origin for block in doc.blocks)]


@given(TEXT, st.lists(st.sampled_from(range(len(RULES))), max_size=8), st.sets(st.integers(0, 4)))
def test_the_ledger_covers_every_character_once(raw: str, rules: list[int], dropped: set[int]) -> None:
    """Kept and removed intervals are sorted, disjoint, and leave out white space only."""
    doc = clean(read(raw), rules, dropped)
    book = ledger(doc)
    intervals = sorted([*book.kept, *((entry.start, entry.end) for entry in book.removed)])
    covered = [False] * len(raw)
    position = 0
    for start, end in intervals:
        assert position <= start < end
        covered[start:end] = [True] * (end - start)
        position = end
    assert not "".join(ch for ch, seen in zip(raw, covered, strict=True) if not seen).strip()
    assert list(book.kept) == sorted(book.kept)
    for change in book.edits:
        assert raw[change.start : change.end] == change.before


@given(TEXT, st.lists(st.sampled_from(range(len(RULES))), max_size=8))
def test_runs_compose_to_the_text(raw: str, rules: list[int]) -> None:
    """Runs cover the origin in order, and what stands in them is the text."""
    for block in clean(read(raw), rules, set()).blocks:
        composed = runs(block)
        assert "".join(raw[r.start : r.end] if r.after is None else r.after for r in composed) == block.text
        ends = [block.origin.start, *(r.end for r in composed)]
        assert all(r.start == end for r, end in zip(composed, ends, strict=False))
        assert not composed or composed[-1].end == block.origin.end


@given(TEXT, st.lists(st.sampled_from(range(len(RULES))), max_size=8))
def test_an_untouched_character_is_where_to_raw_says(raw: str, rules: list[int]) -> None:
    """Every character that no rule touched is found in the raw text."""
    for block in clean(read(raw), rules, set()).blocks:
        for offset, character in enumerate(block.text):
            where, untouched = to_raw(block, offset)
            assert block.origin.start <= where <= block.origin.end
            assert not untouched or raw[where] == character
        with pytest.raises(IndexError):
            to_raw(block, len(block.text))


def test_a_silent_edit_is_caught() -> None:
    """A text that changed without an edit does not verify."""
    doc = read("one two\n\nthree")
    broken = replace(doc, blocks=(replace(doc.blocks[0], text="one"), *doc.blocks[1:]))
    with pytest.raises(ConservationError, match="does not undo"):
        broken.verify()


def test_a_lost_block_is_caught() -> None:
    """A block that disappears does not verify."""
    doc = read("one two\n\nthree")
    for blocks in (doc.blocks[:1], doc.blocks[1:], ()):
        with pytest.raises(ConservationError, match="belong to no block"):
            replace(doc, blocks=blocks).verify()


def test_overlapping_blocks_are_caught() -> None:
    """Two blocks may not claim one character."""
    doc = read("one two")
    twice = replace(doc, blocks=(doc.blocks[0], Block("paragraph", Span(4, 7), "two")))
    with pytest.raises(ConservationError):
        twice.verify()


def test_overlapping_changes_are_refused() -> None:
    """A rule that changes one character twice is a bug."""
    block = read("abcdef").blocks[0]
    with pytest.raises(ValueError, match="overlaps"):
        block.rewrite("bad", [(0, 3, "x", None), (2, 4, "y", None)])
    with pytest.raises(ValueError, match="overlaps"):
        block.rewrite("bad", [(5, 9, "x", None)])


def test_a_cut_is_listed_with_its_label() -> None:
    """A span cut from a kept block appears in the ledger with its raw place."""
    doc = read("  keep xx keep")
    doc = clean(doc, [5], set())
    book = ledger(doc)
    assert [(entry.start, entry.end, entry.text, entry.removal.label) for entry in book.removed] == [
        (7, 9, "xx", "spam")
    ]
    assert book.kept == ((2, 7), (9, 14))
    assert book.edits == ()


def test_the_first_removal_stays() -> None:
    """A block removed twice keeps its first label."""
    block = read("x").blocks[0].remove(SPAM).remove(Removal("ad", "later", "too late", 1.0))
    assert block.removal == SPAM
