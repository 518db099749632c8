"""Markdown keeps its file as raw; its machinery is cut as edits that can be undone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.markdown import markdown_blocks


def shown(raw: str) -> list[tuple[str, int, str]]:
    """List kind, level and text of the blocks that stay."""
    return [(block.kind, block.level, block.text) for block in markdown_blocks(raw) if not block.removal]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("# 题 #\n\n正文", [("heading", 1, "题"), ("paragraph", 0, "正文")]),
        ("题\n===\n\n正文", [("heading", 1, "题"), ("paragraph", 0, "正文")]),
        ("甲**乙**_c_ `d` ~~e~~ 96*96", [("paragraph", 0, "甲乙c d ~~e~~ 96*96")]),
        ("- 一\n  - 二\n- 三", [("list_item", 1, "一"), ("list_item", 2, "二"), ("list_item", 1, "三")]),
        ("1. 一\n2. 二", [("list_item", 1, "一"), ("list_item", 1, "二")]),
        ("> 引文\n> 还有", [("quote", 0, "引文还有")]),
        ("```py\na = 1\n```", [("code", 0, "a = 1")]),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", [("table", 0, "甲\t乙"), ("table", 0, "1\t2")]),
        ("第一行\n第二行 a\nb", [("paragraph", 0, "第一行第二行 a b")]),
        ("见[某处](https://e.org \"t\")。", [("paragraph", 0, "见某处。")]),
        ("<div align=center>居中</div>", [("paragraph", 0, "居中")]),
        ("甲<span>乙</span>", [("paragraph", 0, "甲乙")]),
        ("\\*星\\* &amp; &copy;", [("paragraph", 0, "*星* & ©")]),
        (
            "甲。\n乙**丙**。\n丁。\n戊\n己。\n庚。\n辛。",
            [("paragraph", 0, text) for text in ("甲。", "乙丙。", "丁。", "戊", "己。", "庚。", "辛。")],
        ),
        ("", []),
        ("\n\n", []),
    ],
)  # fmt: skip
def test_blocks(raw: str, expected: list[tuple[str, int, str]]) -> None:
    """What a reader sees stays, markup goes, literal characters stay literal."""
    assert shown(raw) == expected


def test_machinery_is_labelled() -> None:
    """Rules, link definitions and scripts leave with a label, nothing is lost."""
    blocks = markdown_blocks("甲\n\n---\n\n[x]: https://e.org\n\n<script>alert(1)</script>\n")
    assert [bool(block.removal) for block in blocks] == [False, True, True, True] or all(b.removal for b in blocks[1:])


def test_links_and_pictures() -> None:
    """Links keep their address at their place in the text; a picture is a block."""
    linked, picture = markdown_blocks("见 **[某处](https://e.org)** 。\n\n![图](a.jpg)")
    assert linked.markup and linked.markup.links == ((2, 4, "https://e.org"),)
    assert picture.kind == "caption" and picture.markup and picture.markup.image == "a.jpg"


SOUP = (
    *"甲*`|\\\t\x0c\u2028",
    "# ",
    "**",
    "\n",
    "\r\n",
    "\n\n",
    "- ",
    "> ",
    "[a](b)",
    "---",
    "```",
    "<b>",
    "&amp;",
    "  ",
    "1. ",
    "![",
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SOUP)))
def test_everything_is_covered_and_can_be_undone(pieces: list[str]) -> None:
    """Whatever the parser makes of it, no character is lost."""
    raw = "".join(pieces)
    position = 0
    for block in markdown_blocks(raw):
        assert not raw[position : block.origin.start].strip()
        assert block.original() == raw[slice(*block.origin)]
        for start, end, _ in block.markup.links if block.markup else ():
            assert 0 <= start < end <= len(block.text)
        position = block.origin.end
    assert not raw[position:].strip()
