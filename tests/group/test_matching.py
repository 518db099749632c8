"""Sketches, candidates, alignment: the parts that grouping stands on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.group import sketch
from pipeline.group.alignment import align, changes
from pipeline.group.candidates import index
from pipeline.group.matching import in_order
from pipeline.group.repair import apply
from pipeline.group.shingles import containment, fold, hashes, mostly_common, pack, resemblance, unpack
from pipeline.group.sketch import faults, spun_degree
from pipeline.group.titles import are_akin
from pipeline.settings import GroupSettings

from .conftest import Maker

SETTINGS = GroupSettings()


@given(st.text(), st.text())
def test_changes_turn_one_text_into_the_other(before: str, after: str) -> None:
    """Applied to the first text, the changes give the second."""
    assert apply(before, changes(before, after)) == after


@given(st.lists(st.text(max_size=8), max_size=8), st.lists(st.text(max_size=8), max_size=8))
def test_beads_cover_both_sides_in_order(base: list[str], other: list[str]) -> None:
    """No sentence is dropped, none comes twice."""
    beads = align(base, other, 60.0)
    assert [i for bead in beads for i in range(*bead.base)] == list(range(len(base)))
    assert [i for bead in beads for i in range(*bead.other)] == list(range(len(other)))


def test_a_split_sentence_is_one_bead() -> None:
    """A sentence that one copy splits in two stands for both halves."""
    beads = align(["石桥在春天开始修缮", "石匠会派来了石匠"], ["石桥在春天开始修缮石匠会派来了石匠"], 60.0)
    assert beads == (((0, 2), (0, 1)),)


@given(st.text(max_size=60), st.text(max_size=60))
def test_containment_and_resemblance_follow_their_formulas(a: str, b: str) -> None:
    """Both equal the ratios of the exact shingle sets (Broder 1997)."""
    one, two = hashes(a, 3), hashes(b, 3)
    own, theirs = ({text[i : i + 3] for i in range(len(text) - 2)} for text in (a, b))
    shared, smaller, union = len(own & theirs), min(len(own), len(theirs)), len(own | theirs)
    assert containment(one, two) == pytest.approx(shared / smaller if smaller else 0.0)
    assert resemblance(one, two) == pytest.approx(shared / union if union else 0.0)


@given(st.text(max_size=80))
def test_a_sketch_is_a_subset_and_stores(text: str) -> None:
    """The kept share is chosen by the shingle alone, and bytes read back."""
    whole, part = hashes(text, 4), hashes(text, 4, 0.25)
    assert set(part.tolist()) <= set(whole.tolist())
    assert np.array_equal(unpack(pack(part)), part)


def test_a_quarter_of_the_shingles_stays() -> None:
    """Within four standard errors."""
    text = "".join(chr(0x4E00 + (i * 7919) % 20000) for i in range(20000))
    whole, part = hashes(text, 5), hashes(text, 5, 0.25)
    assert abs(len(part) / len(whole) - 0.25) < 4 * (0.25 * 0.75 / len(whole)) ** 0.5


@given(st.lists(st.text("甲乙丙丁", max_size=30), max_size=6), st.text("甲乙丙丁", max_size=40))
def test_common_texts_are_those_whose_shingles_are(texts: list[str], known: str) -> None:
    """All at once gives what each text alone gives."""
    common = hashes(known, 3)
    alone = []
    for text in texts:
        own = [hashes(text[i : i + 3], 3)[0] for i in range(len(text) - 2)]
        alone.append(sum(int(value in common) for value in own) * 2 > len(own) > 0)
    assert mostly_common(texts, common, 3, 1.0) == alone


def test_boilerplate_makes_no_candidates(article: Maker) -> None:
    """A line in many documents is common; nothing else pairs them."""
    line = "本站部分内容来自互联网，版权归原作者所有，仅供学习参考之用，禁止用于商业用途。"
    docs = [
        article(f"{n}", ["".join(chr(0x4E00 + (n * 997 + i * 31 * (n + 3)) % 20000) for i in range(300)), line])
        for n in range(9)
    ]
    found = index([sketch(doc, SETTINGS) for doc in docs], SETTINGS)
    assert found.candidates == ()
    assert len(found.common) > 0
    assert index([], SETTINGS).candidates == ()


def test_only_matches_in_order_count() -> None:
    """Best columns 2, 0, 1 hold a sequence of two."""
    scores = np.array([[0, 0, 90], [90, 0, 0], [0, 90, 0], [0, 0, 0]], np.float32)
    assert in_order(scores) == [1, 2]


@pytest.mark.parametrize(
    ("a", "b", "akin"),
    [
        ("石桥修缮始末（上）", "石桥修缮始末（下）", True),
        ("石桥修缮始末_旧镇新闻网", "石桥修缮始末", True),
        ("石桥修缮始末", "果园里的陌生人", False),
        ("14日18时天气", "27日13时天气", False),
        ("", "石桥修缮始末", True),
    ],
)
def test_titles(a: str, b: str, akin: bool) -> None:
    """Parts and sites do not make another title; numbers do."""
    assert are_akin(a, b) is akin


@pytest.mark.parametrize("text", ["", " ", "一", "𠮷", "مرحبا", "a" * 10])
def test_any_text_goes_through(text: str) -> None:
    """Short and strange texts."""
    assert spun_degree(text) == 0.0
    assert faults(text) in {0, 1}
    assert len(hashes(fold(text), 5)) <= 10
