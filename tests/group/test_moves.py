"""Paragraphs in another order: the same story, printed once, with the move named."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.group.apparatus import differences
from pipeline.group.moves import moves, runs
from pipeline.group.sentences import cut
from pipeline.story import Story

from .conftest import Maker, make
from .test_collate import assert_exact, story_of

TEXT = [
    "石桥在春天开始修缮，石匠会派来了十二名石匠，镇上的人每天送饭。",
    "木料从上游的山谷运来，石料取自镇外的采石场，用船运到桥下。",
    "夏天的洪水冲走了脚手架，修缮停了一个月，只好重新运木料。",
    "秋天桥面铺好了，镇上的人第一次走过石桥，孩子们跑在最前面。",
    "石匠会在桥头立了一块碑，写着修缮的年份和每个送饭人的名字。",
]


def printed(story: Story) -> list[str]:
    """Return the paragraphs."""
    return [paragraph.text for paragraph in story.paragraphs]


def test_a_moved_paragraph_is_printed_once(article: Maker) -> None:
    """Both places say that it was moved, and the witness can still be rejoined."""
    base, other = article("a", TEXT), article("b", [TEXT[4], *TEXT[:4]])
    story = story_of(base, other)
    assert printed(story) == TEXT
    assert [(r.paragraph, r.reason.split(":")[0]) for r in story.readings] == [("p5", "moved"), ("", "moved")]
    assert_exact(story, base, other)


def test_swapped_halves_are_moved(article: Maker) -> None:
    """However many paragraphs stand elsewhere, none comes twice."""
    base, other = article("a", TEXT), article("b", [*TEXT[3:], *TEXT[:3]])
    story = story_of(base, other)
    assert printed(story) == TEXT
    assert {r.reason.split(":")[0] for r in story.readings} == {"moved"}
    assert_exact(story, base, other)


def test_a_moved_paragraph_still_repairs_the_base(article: Maker) -> None:
    """A mark lost in the base comes back from a paragraph that the witness has elsewhere."""
    said = "“明天再来。”石匠会的人对送饭的孩子说，说完就回到桥上去了。"
    base = article("a", [*TEXT, said[1:]])
    other = article("b", [said, *TEXT])
    story = story_of(base, other)
    assert printed(story) == [*TEXT, said]
    assert_exact(story, base, other)


def test_two_witnesses_that_agree_on_a_move_delete_nothing(article: Maker) -> None:
    """A majority for another place is no majority against the passage."""
    docs = [article("a", TEXT), *(article(path, [TEXT[4], *TEXT[:4]]) for path in "bc")]
    story = story_of(*docs)
    assert printed(story) == TEXT
    assert_exact(story, *docs)


def test_what_was_cut_is_not_moved() -> None:
    """Passages without a counterpart stay lost, short ones prove nothing."""
    assert differences(TEXT, TEXT[:3], 60.0).moves == ()
    assert moves(runs(cut(["好的。"])), runs(cut(["好的。"])), 60.0) == ()
    assert moves([], [], 60.0) == ()


@settings(max_examples=40, deadline=None)
@given(st.permutations(TEXT), st.integers(1, 5))
def test_any_order_rejoins(order: Sequence[str], count: int) -> None:
    """Whatever the order and however many paragraphs are left, nothing is lost or printed twice."""
    docs = [make("a", TEXT), make("b", order[:count])]
    story = story_of(*docs)
    assert printed(story) == TEXT
    assert_exact(story, *docs)
