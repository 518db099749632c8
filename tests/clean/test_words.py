"""Words and contacts of pollution: found however they are disguised, not found inside other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipeline import clean
from pipeline.clean import contacts
from pipeline.clean.explain import explain, visible
from pipeline.clean.lines import measure, pieces
from pipeline.clean.vocabulary import fold, hits, kinds
from pipeline.settings import CleanSettings
from tests.clean.conftest import document


@pytest.mark.parametrize(
    "text",
    [
        "手 机同号155 1943 4168",
        "电话１３８１２３４５６７８",
        "加V信abc_12345",
        "薇信：zhangsan88",
        "QQ群 123456789",
        "热线400-820-8820",
        "咨询0755-26001234",
    ],
)
def test_contacts_are_found(text: str) -> None:
    """Find numbers and names in full width, with gaps and with odd labels."""
    assert contacts.has_private_contact(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "微信是一种工具",
        "2024年1月1日",
        "订单号20240101123456789",
        "共1,381,234人",
        "圆周率3.14159265358",
        "wave2vec模型",
        "",
    ],
)
def test_other_numbers_are_not_contacts(text: str) -> None:
    """Leave years, counts, versions and names of models alone."""
    assert not contacts.has_private_contact(fold(text))


def test_words_stand_alone() -> None:
    """Find Latin words of pollution only as words of their own."""
    assert [hit.kind for hit in hits("av在线")] != []
    assert not any(hit.kind.startswith("adult") for hit in hits("wavesummit大会"))
    assert len(set(kinds())) == len(kinds())


def test_random_letters_are_told_in_linear_time() -> None:
    """Tell a run of random letters from other Latin lines, however long they are."""
    assert "jammer" in measure("x7 Kq9! aab cd12 zz").flags
    assert "jammer" not in measure("abcd efgh " * 4000 + "\t end").flags


@given(st.text(max_size=80))
def test_folding_keeps_positions(text: str) -> None:
    """Keep the length, so that places in folded text are places in the text; measure anything."""
    assert len(fold(text)) == len(text)
    line = measure(text)
    assert len(line.classes) == len(line.text)
    assert all(line.text[hit.start : hit.end] for hit in line.hits)
    assert "" not in pieces(line)


def test_explain_prints_everything_and_no_control() -> None:
    """Print each character of the document, hostile ones by their code points."""
    raw = "首页 > 新闻\n标题在这里\n[bold]他们走了很远的路，终于到了。\x1b[31m\u202e\n欢迎关注公众号甲乙"
    doc = clean.clean(document(raw), frozenset(), CleanSettings(embeddings="never"))
    console = Console(width=160, record=True, file=None, force_terminal=False, quiet=False)
    with console.capture() as capture:
        console.print(explain(doc))
    assert "[bold]他们走了很远的路" in capture.get()
    assert "\x1b[31m" not in capture.get()
    assert visible("\x00\u202e") == "<0000><202E>"
