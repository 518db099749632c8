"""The byline is read where it stands, and what is no name is no author."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Block, Span
from pipeline.ingest.html_byline import byline

PROSE = "这一段是正文，写了很多话，说了很多事情，读者可以在这里读到所有要紧的内容，也可以跳过不读，一点都没有关系，随便怎么样都行。"


def blocks(*texts: str) -> list[Block]:
    """Make paragraphs."""
    return [Block("paragraph", Span(0, len(text)), text) for text in texts]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "2024-05-03 10:20 来源：某某网 作者：王小明",
            {"published": "2024-05-03T10:20", "site": "某某网", "author": "王小明"},
        ),
        ("2012年01月12日 01:10", {"published": "2012-01-12T01:10"}),
        ("2012/01/12", {"published": "2012-01-12"}),
        ("【記者林某某／台北報導】", {"author": "林某某"}),
        ("本报记者 张三 李四", {"author": "张三 李四"}),
        ("作者：某某日报社", {}),
        ("阅读 2024 评论 12", {}),
        ("2024-13-45", {}),
        ("Copyright 2024", {}),
        ("注册时间 2014-5-2", {}),
        ("发表于 2019-10-3 21:07 | 只看该作者 | 倒序浏览", {"published": "2019-10-03T21:07"}),
    ],
)
def test_lines(line: str, expected: dict[str, str]) -> None:
    """Labels and the forms of dates count, nothing else."""
    found = byline(blocks("首页", "一个题目", line, PROSE), "一个题目")
    assert {field: fact.value for field, fact in found.items()} == expected
    assert all(fact.evidence for fact in found.values())


def test_only_the_neighbourhood_of_the_title_is_read() -> None:
    """Dates of teasers are not the article's; the editor stands below it."""
    page = blocks(*["2001-01-01 别的新闻"] * 20, "一个题目", "2024-05-03", PROSE, "责任编辑：赵六", "2002-02-02")
    found = byline(page, "一个题目")
    assert found["published"].value == "2024-05-03" and found["editor"].value == "赵六"
    assert "published" not in byline(page, "没有的题目")


@given(st.lists(st.text(max_size=60), max_size=8), st.text(max_size=10))
def test_any_page_reads(texts: list[str], title: str) -> None:
    """Nothing crashes, and what is found was on the page."""
    for field, fact in byline(blocks(*texts), title).items():
        assert field == "published" or any(fact.value in text for text in texts)
