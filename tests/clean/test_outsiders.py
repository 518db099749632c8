"""Foreign lines in an article leave by their manner; the article's own commerce, speech and lists stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import outsiders
from pipeline.clean.evidence import Evidence
from pipeline.clean.outsiders import strip_outsiders
from pipeline.document import Document
from pipeline.settings import CleanSettings
from tests.clean.conftest import QUICK, document

if TYPE_CHECKING:
    from numpy.typing import NDArray

ARTICLE = (
    "渡船在雾里慢慢靠岸，岸上的人把绳子接过去，系在一棵老柳树的根上，谁也没有说话。",
    "撑船的老人姓丁，在这条江上来回走了四十年，他说江水比从前浅了，夏天要绕过三处沙洲。",
    "桥修好以后，坐船的人一天比一天少，只有挑菜的妇女还在清早过江，到对岸的集上去卖。",
    "去年秋天，镇里来人量了江岸，打算把渡口改成码头，给游客看江上的日落。",
    "老人没有儿女，他把船钱放在一个饼干盒里，盒盖上印着一座他没有去过的桥。",
    "雾散的时候，江面亮得像一块新锡，船已经到了中间，桨声传得很远。",
)


def with_line(line: str) -> Document:
    """Set a line into the midst of the article."""
    return document("\n".join([*ARTICLE[:3], line, *ARTICLE[3:]]))


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("旧水缸翻新补漏，老师傅上门看缸报价，补不好分文不收", "ad"),
        ("孩子写字歪歪扭扭？寒假书法小班开课，首节八块八，来就送字帖", "ad"),
        ("码字到凌晨两点，求各位看官点个赞再走，关注我不迷路", "promo"),
    ],
)
def test_a_foreign_line_leaves(line: str, label: str) -> None:
    """Take out the line alone, with rule, reason and score."""
    doc = strip_outsiders(with_line(line), Evidence(settings=QUICK)).verify()
    gone = [block for block in doc.blocks if block.removal]
    assert [block.text for block in gone] == [line]
    removal = gone[0].removal
    assert removal is not None
    assert (removal.label, removal.rule) == (label, f"clean.manner.{label}")
    assert "unlike the rest of the article" in removal.reason
    assert 0.5 < removal.score <= 1


@pytest.mark.parametrize(
    "line",
    [
        "“一位两块，挑担加一块，上船了，开船了！”",
        "船票两块钱一张，老人和孩子不要钱，涨水的日子停渡。",
        "渡口的牌子上写着：每日六点开船，天黑收船，急事请喊。",
        "一、渡口的来历",
        "慢慢来。",
    ],
)
def test_the_articles_own_commerce_stays(line: str) -> None:
    """Keep fares, calls and signs that belong to the story."""
    assert line in strip_outsiders(with_line(line), Evidence(settings=QUICK)).text


def test_a_page_of_adverts_stays() -> None:
    """Keep a page that reads foreign throughout: it is its article."""
    page = document(
        "旧水缸翻新补漏，老师傅上门看缸报价\n孩子写字歪歪扭扭？寒假书法小班开课\n二手钢琴低价转让，送琴凳，可试弹"
    )
    assert strip_outsiders(page, Evidence(settings=QUICK)).text == page.text


@pytest.mark.parametrize(("sense", "leaves"), [(30.0, True), (-30.0, False)])
def test_embeddings_have_a_say_in_doubt(monkeypatch: pytest.MonkeyPatch, sense: float, leaves: bool) -> None:
    """Ask about the doubtful line alone, and let its sense decide; where nobody may be asked, words do."""
    opinion = outsiders.shipped_weights().opinion[:-1]
    asked: list[str] = []

    def vectors(lines: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(lines)
        return np.tile(sense * opinion / (opinion @ opinion), (len(lines), 1)).astype(np.float32)

    monkeypatch.setattr(outsiders, "vectors", vectors)
    line = "新茶下来了，想喝的来店里坐坐"
    doc = strip_outsiders(with_line(line), Evidence(settings=CleanSettings(embeddings="unsure")))
    assert asked == [line]
    assert (line not in doc.text) == leaves
    assert all(text in doc.text for text in ARTICLE)
    strip_outsiders(with_line(line), Evidence(settings=QUICK))
    assert asked == [line]


@given(st.text())
@settings(max_examples=40)
def test_any_text_is_weighed(text: str) -> None:
    """Survive every text."""
    strip_outsiders(document(text), Evidence(settings=QUICK)).verify()


def test_the_authors_sentences_stay_before_an_advert() -> None:
    """Of a line that reads like an advert throughout the rest keep the sentences it begins with, if they are many."""
    own = "船底要先刮干净，再用桐油和石灰填缝。填缝之前最好晒三天，木头干透了才吃得住油。"
    advert = "老渡口牌桐油厂家直销，五桶包邮只要八十八，加店主微信报我名字再送两把刷子，先到先得，不满意包退！"
    doc = strip_outsiders(with_line(own + advert), Evidence(settings=QUICK)).verify()
    assert [(block.text, block.removal) for block in doc.blocks if "船底" in block.text] == [(own, None)]
    assert advert not in doc.text
    short = strip_outsiders(with_line(own[:19] + advert), Evidence(settings=QUICK)).verify()
    assert [block.text for block in short.blocks if block.removal] == [own[:19] + advert]
