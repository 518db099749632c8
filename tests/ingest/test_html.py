"""A page becomes what its reader sees, block by block, with what it states about itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Block, Fact
from pipeline.errors import InputError
from pipeline.ingest.html import absolute, read_page
from pipeline.ingest.html_metadata import without_site


def blocks(body: str, head: str = "") -> tuple[Block, ...]:
    """Read a page and prove that its blocks cover its raw text."""
    page = read_page(f"<html><head>{head}</head><body>{body}</body></html>", "a.html")
    for block in page.blocks:
        assert page.raw[slice(*block.origin)] == block.text
    return page.blocks


def shown(body: str) -> list[tuple[str, str]]:
    """List kind and text of a page's blocks."""
    return [(block.kind, block.text) for block in blocks(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h2>题</h2><p>甲<b>乙</b>丙</p>", [("heading", "题"), ("paragraph", "甲乙丙")]),
        ("<p>甲<br><br>　　乙</p>", [("paragraph", "甲"), ("paragraph", "乙")]),
        ("<p>第一行\n  第二行 a\n b</p>", [("paragraph", "第一行第二行 a b")]),
        ("<ul><li>一<ul><li>二</li></ul></li></ul>", [("list_item", "一"), ("list_item", "二")]),
        ("<blockquote><p>引</p></blockquote>", [("quote", "引")]),
        ("<figure><img src=a.jpg><figcaption>图注</figcaption></figure>", [("caption", ""), ("caption", "图注")]),
        ("<pre><code>a = 1\n  b</code></pre>", [("code", "a = 1\n  b")]),
        (
            "<pre>第一行，很长的话。\n第二行，也是话。</pre>",
            [("paragraph", "第一行，很长的话。"), ("paragraph", "第二行，也是话。")],
        ),
        ("<table><tr><td>甲</td><td>1</td></tr></table>", [("table", "甲\t1")]),
        ("<table><tr><td><p>正文</p></td><td>栏</td></tr></table>", [("paragraph", "正文"), ("paragraph", "栏")]),
        ("<script>x</script><style>y</style><template>z</template><p>字</p>", [("paragraph", "字")]),
        ("<p>&lt;b&gt; &quo; &amp;quo</p>", [("paragraph", "<b> &quo; &quo")]),
        ("裸文<div>块</div>尾", [("paragraph", "裸文"), ("paragraph", "块"), ("paragraph", "尾")]),
    ],
)
def test_blocks(body: str, expected: list[tuple[str, str]]) -> None:
    """Elements give kinds and borders, scripts and styles show nothing."""
    assert shown(body) == expected


def test_levels_paths_and_links() -> None:
    """A block knows its level, its place with ids and classes, and its links."""
    heading, item = blocks(
        '<div id=main class="a b"><h3>题</h3></div><ul><li>见<a href="/x">甲乙</a><a href="/y">丙</a></ul>'
    )
    assert heading.level == 3 and heading.markup and heading.markup.path == "body/div#main.a.b/h3"
    assert item.text == "见甲乙 丙" and item.level == 1
    assert item.markup and item.markup.links == ((1, 3, "/x"), (4, 5, "/y")) and item.markup.link_chars == 3


def test_hidden_elements_are_marked_unless_they_hold_the_article() -> None:
    """A hidden link farm is marked; WeChat's article, hidden until a script runs, is not."""
    prose = "这是一段正文，说了一些事情。" * 3
    farm, body = blocks(f"<div style='display: none'><a href=/a>甲</a></div><p>{prose}</p>")
    assert farm.markup and farm.markup.hidden and body.markup and not body.markup.hidden
    _, article = blocks(f"<p>栏</p><div id=js_content style='visibility:hidden'><p>{prose}</p></div>")
    assert article.markup and not article.markup.hidden


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ("<img src=/p.jpg>", "/p.jpg"),
        ("<img data-src='https://m.test/p?x' src='data:image/gif;base64,R0'>", "https://m.test/p?x"),
        ("<noscript><img src=/p.jpg></noscript>", "/p.jpg"),
        ("<img srcset='/s.jpg 1x, /l.jpg 2x'>", "/s.jpg"),
        ("<img src=/blank.gif>", ""),
        ("<img src=/p.jpg width=1>", ""),
        ("<img src='data:image/png;base64,R0'>", ""),
    ],
)
def test_pictures(tag: str, address: str) -> None:
    """Lazy addresses count, spacers and inline data do not."""
    found = [block.markup.image for block in blocks(f"<p>前</p>{tag}<p>后</p>") if block.markup and block.markup.image]
    assert found == ([address] if address else [])


def metadata(head: str, body: str = "<p>正文</p>") -> dict[str, Fact]:
    """Read the facts that a page states."""
    found = read_page(f"<html><head>{head}</head><body>{body}</body></html>", "a.html").metadata
    return {
        name: fact for name in ("title", "author", "site", "published", "url", "lead") if (fact := getattr(found, name))
    }


def test_metadata_comes_with_its_evidence() -> None:
    """What the head states is taken, what is not stated stays unknown."""
    facts = metadata(
        '<title>芯片怎么造 - 某网</title><meta property="og:site_name" content="某网"><meta name=author content=王小明>'
        '<meta property="article:published_time" content="2024-05-03T08:30:00+08:00"><link rel=canonical href="https://e.org/a">',
        "<h1>芯片怎么造</h1>",
    )
    assert facts["title"] == ("芯片怎么造", "h1") and facts["author"] == ("王小明", "meta:author")
    assert facts["published"] == ("2024-05-03T08:30:00+08:00", "meta:article:published_time")
    assert facts["site"] == ("某网", "meta:og:site_name") and facts["url"] == ("https://e.org/a", "link:canonical")
    assert metadata("") == {}


def test_linked_data_and_what_is_no_author() -> None:
    """JSON-LD is read; accounts, addresses and the site's own name are no authors."""
    graph = '{"@graph":[{"headline":"题目在此","author":[{"name":"李四"}],"datePublished":"2020-01-02"}]}'
    linked = f'<script type="application/ld+json">{graph}</script>'
    facts = metadata(linked)
    assert (
        facts["title"].value == "题目在此"
        and facts["author"].value == "李四"
        and facts["published"].value == "2020-01-02"
    )
    assert "author" not in metadata("<meta name=author content=admin>") | metadata(
        '<meta name=author content="www.e.org">'
    )
    assert metadata('<script type="application/ld+json">{broken</script>') == {}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("芯片怎么造_科技频道_某某网", "芯片怎么造"),
        ("芯片怎么造|某某日报", "芯片怎么造"),
        ("某某网-芯片怎么造", "芯片怎么造"),
        ("A-B 测试入门", "A-B 测试入门"),
        ("", ""),
    ],
)
def test_titles_lose_the_name_of_the_site(title: str, expected: str) -> None:
    """Only what is clearly a site's name leaves."""
    assert without_site(title) == expected


def test_bombs_end_quickly() -> None:
    """Nesting without end is refused; a wide page is read."""
    with pytest.raises(InputError, match="nests"):
        read_page("<html><body>" + "<div>" * 100_000 + "字", "a.html")
    with pytest.raises(InputError):
        read_page("", "a.html")
    assert len(blocks("<p>字</p>" * 20_000)) == 20_000


SOUP = "<p> </p> <b> </div> <td> <tr> <li> <br> <a|href=x> </a> <pre> 字。 | \u202e 𠀀 <img|src=a.jpg>"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([piece.replace("|", " ") for piece in SOUP.split(" ")])))
def test_broken_markup_reads(pieces: list[str]) -> None:
    """Any soup gives blocks that cover the raw text."""
    page = read_page("<html><body>字" + "".join(pieces), "a.html")
    position = 0
    for block in page.blocks:
        assert block.origin.start >= position and page.raw[slice(*block.origin)] == block.text
        for start, end, _ in block.markup.links if block.markup else ():
            assert 0 <= start < end <= len(block.text)
        position = block.origin.end


def test_addresses_resolve_to_the_web_only() -> None:
    """Scripts and files are no links."""
    assert absolute("../b", "https://e.org/a/c") == "https://e.org/b"
    assert absolute("file:///etc/passwd", "https://e.org/") == absolute("http://[", "") == absolute("", "") == ""
