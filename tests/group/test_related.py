"""Links between stories: why they exist, and that common words make none."""

from __future__ import annotations

import random

from pipeline.document import Fact, Metadata
from pipeline.group import note, relate
from pipeline.story import Paragraph, Story, Witness


def story(number: int, text: str, title: str = "", author: str = "", published: str = "") -> Story:
    """Make a story of one paragraph."""
    facts = Metadata(
        author=Fact(author, "test") if author else None, published=Fact(published, "test") if published else None
    )
    witness = Witness("A", f"{number}.txt", f"{number:032d}", "base", 1.0)
    return Story(
        f"{number:012d}",
        title or f"第{number}篇",
        "A",
        "",
        (witness,),
        (Paragraph("p1", "paragraph", text),),
        (),
        facts,
    )


def kinds(*stories: Story) -> set[tuple[str, str, str]]:
    """Return (story, other, kind) of every link, by number."""
    links = relate([note(item) for item in stories])
    return {(one.lstrip("0"), link.story.lstrip("0"), link.kind) for one, found in links.items() for link in found}


def test_one_author_links_and_says_so() -> None:
    """The evidence names the author."""
    a, b = story(1, "河边的石桥。", author="林晓舟"), story(2, "山上的果园。", author="林晓舟")
    assert kinds(a, b) == {("1", "2", "author"), ("2", "1", "author")}
    assert "林晓舟" in relate([note(a), note(b)])[a.id][0].evidence


def test_a_title_in_book_marks_is_a_citation() -> None:
    """Citing goes one way, being cited the other."""
    a = story(1, "正如《石桥修缮始末》所写，工程拖了三年。")
    b = story(2, "工程从春天开始。", title="石桥修缮始末")
    assert kinds(a, b) == {("1", "2", "cites"), ("2", "1", "cited")}


def test_rare_words_in_common_are_an_event() -> None:
    """Two reports of one launch are linked, a third on another subject is not."""
    a = story(1, "Starlifter 火箭在文昌发射场首飞，搭载遥感卫星，推进剂加注顺利。", published="2024-05-01")
    b = story(2, "文昌发射场迎来 Starlifter 首飞，遥感卫星进入轨道，推进剂没有泄漏。", published="2024-05-03")
    c = story(3, "果园里的苹果今年丰收，农民忙着采摘。", published="2024-05-02")
    assert kinds(a, b, c) == {("1", "2", "event"), ("2", "1", "event")}


def test_years_apart_are_no_event() -> None:
    """The same place and subject in another year is another event."""
    text = "Starlifter 火箭在文昌发射场首飞，搭载遥感卫星，推进剂加注顺利。"
    assert kinds(story(1, text, published="2021-05-01"), story(2, text, published="2024-05-01")) == set()


def test_order_changes_nothing_and_empty_stories_pass() -> None:
    """No story, an empty one, and any order."""
    assert relate([]) == {}
    stories = [note(story(n, "石桥" * n, author="林晓舟" if n % 2 else "")) for n in range(6)]
    links = relate(stories)
    random.Random(1).shuffle(stories)
    assert relate(stories) == links
