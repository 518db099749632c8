"""The title: found, freed of what was glued to it, and not repeated."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.clean.title import printed_title
from pipeline.document import Document, Fact, Metadata
from tests.clean.test_metadata import BODY

TITLE = "城南旧书店的三十年"


def test_repeats_leave_as_duplicates(cleaned: Callable[..., Document]) -> None:
    """Label the title between paragraphs as a duplicate."""
    lines = BODY.strip().split("\n")
    doc = cleaned("\n".join([TITLE, *lines[:2], TITLE, *lines[2:]]))
    assert doc.blocks[0].kind == "title"
    assert [block.removal.label for block in doc.blocks if block.removal] == ["duplicate"]


def test_glued_advert_is_cut(cleaned: Callable[..., Document]) -> None:
    """Find the title under the headline of an advert that stands below."""
    advert = "第一次去江州怎么玩，住宿交通路线一次说清"
    story = [
        advert,
        "江州的导游阿强电话13812345678，报我名字有优惠，价格实惠",
        "住宿也是阿强安排的，性价比很高，强烈推荐",
    ]
    doc = cleaned("\n".join([f"{TITLE} {advert}", TITLE, *BODY.strip().split("\n"), *story]))
    assert doc.metadata.title == Fact(TITLE, "line 2")
    assert advert not in doc.text
    assert doc.text.count(TITLE) == 1


def test_site_name_is_cut(cleaned: Callable[..., Document]) -> None:
    """Cut a site's name from the end of a title."""
    doc = cleaned(f"{TITLE} - 北岸新闻网{BODY}")
    assert doc.metadata.title is not None
    assert doc.metadata.title.value == TITLE


def test_given_title_wins(cleaned: Callable[..., Document]) -> None:
    """Keep the title that came from outside, and mark the line that says it."""
    doc = cleaned(f"{TITLE}{BODY}", metadata=Metadata(title=Fact(TITLE, "sidecar")))
    assert doc.metadata.title == Fact(TITLE, "sidecar")
    assert doc.blocks[0].kind == "title"


def test_printed_title() -> None:
    """Strip Markdown marks and part numbers, nothing else."""
    assert printed_title("## 扬帆（下）") == "扬帆"
    assert printed_title("《扬帆》") == "扬帆"
    assert printed_title("《扬帆》读后") == "《扬帆》读后"
    assert printed_title("") == ""
