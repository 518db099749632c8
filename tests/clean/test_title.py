"""The title: found, freed of what was glued to it, and not repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.clean.evidence import Evidence
from pipeline.clean.title import find_title, printed_title
from pipeline.document import Document, Fact, Metadata, Removal
from tests.clean.conftest import document
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


def test_who_signs_is_not_the_title(cleaned: Callable[..., Document]) -> None:
    """Take the headline that begins with the sender's name, not the sender's name below the text."""
    title, sender = "北岸县市场监督管理局关于清理“小广告”的通告", "北岸县市场监督管理局"
    text = [
        "近日，我局在巡查中发现，部分小区的楼道里仍有人张贴违法广告，居民反映强烈，现将有关事项通告如下。",
        "一、自通告之日起十五日内，请张贴人自行清除，物业公司应当配合清洗墙面。",
        "二、对店铺张贴的“充电送鸡蛋，加微信领取”一类招贴，一律清除，并依法处理。",
        "三、逾期不清除的，由我局会同城管部门清除，造成后果的，依法追究责任。",
        "举报电话：0771-1234567，工作时间有人接听。",
        "特此通告。",
    ]
    doc = cleaned("\n".join([title, *text, sender, "2024年3月11日"]))
    assert doc.metadata.title == Fact(title, "line 1")
    assert all(line in doc.text for line in text)


def test_a_short_title_above_a_stamp_is_one(cleaned: Callable[..., Document]) -> None:
    """Programs stamp the line below the title, however short that is."""
    above = "点击上方蓝字“旧时光”，设为星标，每晚陪你读书"
    doc = cleaned("\n".join([above, "父亲的渡船", f"原创 阿渡 旧时光 2021-11-06 21:00{BODY}"]))
    assert doc.metadata.title == Fact("父亲的渡船", "line 2")


def test_a_title_stands_above_a_forums_own_line() -> None:
    """Between a post's title and its author a forum counts the visits; what only looks like furniture may be the title itself."""
    counter = Removal("chrome", "clean.lines.words", "It holds words typical of forum furniture.", 0.99)
    doubted = Removal("chrome", "clean.lines.shape", "Its shape is that of page furniture.", 0.7)
    lines = [
        "[求助] 深水区钓鳊鱼，线组该怎么配？",
        "[复制链接] 查看: 8216 | 回复: 4",
        "楼主 发表于 2018-5-6 22:17",
        *BODY.strip().split("\n"),
    ]
    doc = document("\n".join(lines))

    def titled(*removals: Removal) -> str | None:
        blocks = [block.remove(why) for block, why in zip(doc.blocks, removals, strict=False)]
        found = find_title(replace(doc, blocks=(*blocks, *doc.blocks[len(blocks) :])), Evidence())
        return found.metadata.title.value if found.metadata.title else None

    assert titled(doubted, counter) == lines[0]
    assert titled(doubted, doubted) != lines[0]


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


@pytest.mark.parametrize(
    "tail",
    ["_区县动态_北岸", "_散文", " - 北岸观察", "—文史天地", " | 生活 | 北岸社区", "_北岸 - 中小企业家的案头读物"],
)
def test_what_programs_hang_on_a_title_is_cut(cleaned: Callable[..., Document], tail: str) -> None:
    """Cut column and site, and whatever follows an underline."""
    doc = cleaned(f"{TITLE}{tail}{BODY}")
    assert doc.metadata.title is not None
    assert doc.metadata.title.value == TITLE


@pytest.mark.parametrize("title", ["城南旧书店——一条街的记忆", "旧书店 - 三十年里的人和事"])
def test_marks_inside_a_title_stay(cleaned: Callable[..., Document], title: str) -> None:
    """Keep a title whole whose marks are its writer's."""
    doc = cleaned(f"{title}{BODY}")
    assert doc.metadata.title is not None
    assert doc.metadata.title.value == title


@pytest.mark.parametrize(
    "byline", ["来源：北岸日报　作者：柳青禾　2022-10-19 09:30", "文/摄　柳青禾", "本报记者 柳青禾"]
)
@pytest.mark.parametrize("title", ["城南的旧书店，一开就是三十年", "旧书店为什么开得下去？"])
def test_a_sentence_above_a_byline_is_the_title(cleaned: Callable[..., Document], title: str, byline: str) -> None:
    """Take a short open line above the byline for the title, though it reads like a sentence."""
    doc = cleaned(f"首页　新闻　北岸　生活　登录\n{title}\n{byline}{BODY}")
    assert doc.metadata.title is not None
    assert doc.metadata.title.value == title


def test_an_opening_sentence_is_no_title(cleaned: Callable[..., Document]) -> None:
    """Invent none for a text that begins with its first sentence."""
    assert cleaned(f"二〇二二年的城南，书店只剩下一家了。{BODY}").metadata.title is None


@pytest.mark.parametrize("way", ["首页 > 散文随笔 > 亲情散文", "悦读吧 → 散文 → 生活", "首页　新闻　北岸　生活　登录"])
def test_the_way_to_a_page_is_no_title(cleaned: Callable[..., Document], way: str) -> None:
    """Take the line below for the title, and the way off the page."""
    doc = cleaned(f"{way}\n{TITLE}\n文/柳青禾{BODY}")
    assert doc.metadata.title is not None
    assert doc.metadata.title.value == TITLE
    assert way not in doc.text


def test_a_way_may_end_with_the_title(cleaned: Callable[..., Document]) -> None:
    """Cut the way off a title that stands nowhere else."""
    doc = cleaned(f"悦读吧 → 散文随笔 → 亲情散文 → {TITLE}\n2022-10-19{BODY}")
    assert doc.metadata.title is not None
    assert doc.metadata.title.value == TITLE


@pytest.mark.parametrize("counters", ["[复制链接]", "查看: 3817 | 回复: 26"])
def test_a_thread_is_named_above_its_counters(counters: str) -> None:
    """A forum's program writes its button and its counters right below the title, whatever a reply looks like."""
    doc = document(f"深水钓鲢鳙，浮漂老是走顶是怎么回事？\n{counters}\n走顶多半是水层偏深了\n{BODY}")
    blocks = list(doc.blocks)
    blocks[0] = blocks[0].remove(Removal("chrome", "clean.lines.shape", "shape", 0.6))
    blocks[2] = replace(blocks[2], kind="title")
    found = find_title(replace(doc, blocks=tuple(blocks)), Evidence()).verify()
    assert found.metadata.title is not None
    assert found.metadata.title.value == doc.blocks[0].text
    without = replace(doc, blocks=(blocks[0], *blocks[2:]))
    assert find_title(without, Evidence()).metadata.title == Fact(doc.blocks[2].text, "line 3")
