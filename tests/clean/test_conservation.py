"""Whatever comes in, nothing is lost: every text can be undone, and cleaning is pure and settled after one pass."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import clean
from pipeline.clean import passages
from pipeline.ledger import ledger
from tests.clean.conftest import QUICK, document

WORDS = (
    "关注公众号",
    "添加作者微信",
    "abc12345",
    "久久精品",
    "无码",
    "首页",
    "登录",
    "相关阅读",
    "這個說法",
    "著名",
    "看著",
    "今天天气很好，我们去了公园。",
    "他说",
    "“",
    "”",
    '"',
    ",",
    "。",
    "，，",
    "(",
    ")",
    "（公众号:甲）",
    "&quo",
    "&amp;",
    "&#0;",
    "<u id='a'></u>",
    "\u200b",
    "\u202e",
    "👍",
    "(wù)",
    "作者：王五",
    "2024-01-02",
    "13812345678",
    " ",
    "\n",
    "\n\n",
    "\t",
    "\u3000",
    "#",
    "- ",
    "> ",
    "[图]",
    "𠀀",
    "שלום",
    "مرحبا",
    "𝔸",
)
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=60).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_text_can_be_undone(raw: str) -> None:
    """Prove conservation, and that the ledger covers each character once."""
    doc = clean.clean(document(raw), frozenset(), QUICK).verify()
    book = ledger(doc)
    spans = sorted([*book.kept, *((entry.start, entry.end) for entry in book.removed)])
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    covered = sum(not char.isspace() for start, end in spans for char in raw[start:end])
    assert covered == sum(not char.isspace() for char in raw)
    assert clean.clean(document(raw), frozenset(), QUICK) == doc


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_passages_take_any_text(raw: str) -> None:
    """Give digests for any text, each once."""
    found = passages(document(raw))
    assert len(found) == len(set(found))


def test_odd_texts_go_through() -> None:
    """Take the empty text, one character, white space, other scripts, and characters beyond the basic plane."""
    for raw in ("", "好", " \n\t ", "\u3000", "שלום עולם", "𠀀𠀁𠀂", "\x00", "a" * 5000, "好" * 5000, "\n" * 100, "."):
        clean.clean(document(raw), frozenset(), QUICK).verify()
