"""The article of a page stays, its furniture leaves with a label; the dev set keeps its floor."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.page import choose
from pipeline.document import Document, Provenance
from pipeline.evaluate.html import page_score, summary
from pipeline.ingest import read
from pipeline.ingest.html import read_page
from pipeline.settings import CleanSettings, IngestSettings

CLEAN = CleanSettings()
SENTENCES = (
    "市图书馆从下月起延长开放时间，读者可以在晚上九点以前借书还书，周末也不例外。",
    "馆长在接受采访时表示，这个决定是根据去年的读者调查作出的，大约六成的受访者希望晚些闭馆。",
    "为此，图书馆增加了十二名工作人员，并且把二楼的阅览室改成了安静的自习区。",
    "有读者认为，延长时间固然很好，但是更要紧的是更新馆藏，因为许多新书要等上几个月才能借到。",
    "对此馆方回应说，明年的购书经费将会增加两成，电子书的数量也会翻一番。",
)
NAV = "".join(
    f'<li><a href="/{i}">{name}</a></li>'
    for i, name in enumerate(("首页", "新闻", "财经", "体育", "娱乐", "科技", "汽车", "房产", "教育", "游戏"))
)
RELATED = "".join(f'<li><a href="/n/{i}">相关报道的标题之{i}，讲的是别的事情</a></li>' for i in range(8))


def page(inner: str, title: str = "图书馆延长开放时间") -> Document:
    """Build a page with furniture around an article."""
    html = (
        f"<html><head><title>{title}_本地新闻_某某网</title></head><body><div id=header class=nav><ul>{NAV}</ul></div>"
        f"<div class=crumb><a href=/>首页</a> &gt; <a href=/n>新闻</a></div><div class=main>{inner}</div>"
        f"<div class=related><h3>相关阅读</h3><ul>{RELATED}</ul></div>"
        "<div id=footer><p>关于我们 | 联系我们 | 版权声明</p><p>Copyright © 2020 某某网 版权所有 京ICP备00000000号</p></div></body></html>"
    )
    return read("a.html", html.encode(), None, IngestSettings())


def article() -> str:
    """Write the article's markup."""
    return "<h1>图书馆延长开放时间</h1><p class=info>2024-05-03 10:20 来源：某某网</p><div class=content>" + "".join(
        f"<p>{sentence}</p>" for sentence in SENTENCES
    )


def test_the_article_stays_and_the_furniture_leaves() -> None:
    """Every sentence is kept, the title is marked, menus, teasers and footers are labelled."""
    doc = choose(page(article()), CLEAN).verify()
    kept = [block.text for block in doc.kept]
    assert [text for text in kept if text in SENTENCES] == list(SENTENCES)
    assert [block.text for block in doc.kept if block.kind == "title"] == ["图书馆延长开放时间"]
    assert not [text for text in kept if "ICP" in text or "相关" in text or text in ("首页", "游戏")]
    for block in doc.blocks:
        assert block.removal is None or (block.removal.rule.startswith("clean.page.") and block.removal.reason)


def test_remarks_leave_an_article_but_make_a_thread() -> None:
    """Readers' remarks below an article go; the posts of a thread are its content."""
    remarks = "".join(f"<div class=item><p>楼上说得很对，我也这样认为，这是第{i}次了。</p></div>" for i in range(6))
    below = choose(page(article() + f"</div><div id=comments>{remarks}"), CLEAN)
    assert not [block for block in below.kept if "楼上说得" in block.text]
    posts = "".join(
        f"<div id=post_{i} class=thread-post><div class=t_f>{text}</div></div>" for i, text in enumerate(SENTENCES)
    )
    thread = choose(page(f"<h1>图书馆延长开放时间</h1><div id=postlist class=thread>{posts}</div>"), CLEAN)
    assert [block.text for block in thread.kept if block.text in SENTENCES] == list(SENTENCES)


def test_forms_hidden_farms_and_copies_have_their_own_rules() -> None:
    """The label says what it was."""
    farm = "".join(f"<a href=http://s{i}.test/>某地某物{i}</a>" for i in range(30))
    body = (
        article() + f"</div><select><option>跳到别的文章去看看</option></select><div style='display:none'>{farm}</div>"
    )
    rules = {block.text[:4]: block.removal for block in choose(page(body), CLEAN).blocks if block.removal}
    assert rules["跳到别的"].rule == "clean.page.form"
    assert (rules["某地某物"].rule, rules["某地某物"].label) == ("clean.page.farm", "spam")


def test_pictures_of_the_article_stay() -> None:
    """A picture between paragraphs stays with its address, one in the sidebar leaves."""
    body = (
        article().replace("</p>", "</p><img src=/in.jpg>", 3)
        + "</div><div class=side><a href=/><img src=/out.jpg></a></div>"
    )
    pictures = {
        block.markup.image: block.removal
        for block in choose(page(body), CLEAN).blocks
        if block.markup and block.markup.image
    }
    assert pictures["/in.jpg"] is None and pictures["/out.jpg"] is not None


def test_other_media_pass_unchanged() -> None:
    """A text is none of this rule's business."""
    doc = read("a.txt", "\n".join(SENTENCES).encode(), None, IngestSettings())
    assert choose(doc, CLEAN) is doc


def test_an_article_in_bare_markup_is_found() -> None:
    """Old pages: tables, line breaks, no names at all."""
    html = f"<html><body><table><tr><td>{NAV}</td><td><font>{'<br><br>　　'.join(SENTENCES)}</font></td></tr></table></body></html>"
    doc = choose(read("a.html", html.encode(), None, IngestSettings()), CLEAN)
    assert [block.text for block in doc.kept if block.text in SENTENCES] == list(SENTENCES)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</div>",
                "<div class=c>",
                "字",
                "，。",
                "<a href=x>链</a>",
                "<li>",
                "𠀀",
                "\u202e",
                "<img src=a.jpg>",
            ]
        ),
        max_size=30,
    )
)
def test_any_page_keeps_the_law_and_is_never_emptied(pieces: list[str]) -> None:
    """No character is lost, the decision is the same each time, and something is always kept."""
    found = read_page("<html><body>" + "".join(pieces) + "</body></html>", "a.html")
    doc = Document("0" * 32, found.raw, found.blocks, Provenance("a.html", "html"))
    chosen = choose(doc, CLEAN).verify()
    assert chosen == choose(doc, CLEAN)
    assert choose(chosen, CLEAN).text in chosen.text
    assert bool(chosen.kept) == bool(doc.kept)


@pytest.mark.slow
def test_the_development_pages_keep_their_floor(shared: Path) -> None:
    """The weights were trained on these pages, so this only notices that something broke (across sites: docs/dev)."""
    scores = []
    for path in sorted((shared / "eval" / "html_zh").glob("*.html"))[::4]:
        doc = choose(read(path.name, path.read_bytes(), None, IngestSettings()), CLEAN)
        scores.append(page_score(doc.text, path.with_suffix(".txt").read_text("utf-8")))
    assert summary(scores).f1 >= 0.95
