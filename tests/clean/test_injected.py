"""Words put into the flow of a text leave alone; the author's half of their clause stays."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.clean.injected import injected
from pipeline.clean.tagger import TAGS, shipped_tagger
from pipeline.document import Document, Provenance
from pipeline.ingest.text import text_blocks
from pipeline.ledger import ledger
from pipeline.settings import CleanSettings
from tests.clean.conftest import QUICK, document

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

UNSURE = CleanSettings(embeddings="unsure")
PAGE = (
    "县图书馆的夜班\n图书馆每天晚上九点半关门，管理员要先把散在桌上的书收齐，再按照书脊上的编号一本一本送回书架。去年冬天馆里添了两辆推车，"
    "可是轮子一响，看书的人%s就会抬起头来。后来她们把轮子换成橡胶的，阅览室里才重新安静下来，连翻书的声音也听得见。"
)
HALVES = (
    ("图书馆每天晚上九点半关门，管理员要先把散在桌上的书", "收齐，再按照书脊上的编号一本一本送回书架。"),
    (
        "去年冬天馆里添了两辆推车，可是轮子一响，看书的人",
        "就会抬起头来。后来她们把轮子换成橡胶的，阅览室里才重新安静下来。",
    ),
    ("潮水退到最低的时候，滩上会露出一排木桩，老人说那是", "从前拴船的地方，最早的一根是他祖父打下的。"),
    ("这次修订把试用期的上限从六个月改为三个月，同时要求", "雇主在合同里写明每周的工作时间和加班费的算法。"),
    ("研究人员把样品放在零下二十度的箱子里保存了两年，", "结果发现其中三成的种子仍然能够发芽。"),
)
WORDS = (
    *(
        "棋牌平台出租",
        "真人荷官在线发牌",
        "成人小说在线阅读",
        "代开增值税发票",
        "抖音涨粉自助下单",
        "开锁换锁多少钱一次",
    ),
    *(
        "加微信领取免费福利视频",
        "英雄联盟代练平台",
        "不锈钢水箱批发厂家",
        "白癜风医院哪家好",
        "足球比分直播吧",
        "小额贷款当天放款",
    ),
)


def rows_of(text: str, *dirt: tuple[str, float]) -> Floats:
    """Make up what the tagger says: the article, but for some words with the given probability of spam."""
    rows = np.zeros((len(text), len(TAGS)), dtype=np.float32)
    spam = TAGS.index("spam")
    rows[:, spam] = 0.02
    for words, probability in dirt:
        start = text.index(words)
        rows[start : start + len(words), spam] = probability
    rows[:, 0] = 1 - rows[:, spam]
    return rows


def cut(text: str, *dirt: tuple[str, float]) -> list[str]:
    """Give the words that would be cut."""
    return [text[span.start : span.end] for span, _, _ in injected(text, rows_of(text, *dirt))]


def test_the_authors_half_of_a_clause_stays() -> None:
    """Cut what the tagger hears in the middle of a clause, to the character, with a reason and a score."""
    doc = clean(document(PAGE % "棋牌平台出租"), frozenset(), UNSURE).verify()
    assert doc.text == clean(document(PAGE % ""), frozenset(), UNSURE).text
    removal = next(one.removal for one in ledger(doc).removed)
    assert removal.rule.startswith("clean.injected.")
    assert removal.score is not None
    assert removal.score >= 0.7


def test_most_words_are_found_and_few_of_the_authors_go() -> None:
    """Plant words between two of a sentence: most leave, and hardly a character of it."""
    found = left = lost = total = 0
    for words, (before, behind) in product(WORDS, HALVES):
        (rows,) = shipped_tagger("injected").tag("", [before + words + behind])
        places = set(range(len(before), len(before) + len(words)))
        gone = {
            place for span, _, _ in injected(before + words + behind, rows) for place in range(span.start, span.end)
        }
        found += len(gone & places) > len(words) / 2
        left += len(places - gone)
        lost += len(gone - places)
        total += len(before) + len(behind)
    assert found >= 0.75 * len(WORDS) * len(HALVES)
    assert left <= 0.25 * len(HALVES) * sum(map(len, WORDS))
    assert lost <= 0.015 * total


def test_ends_are_ends_of_words() -> None:
    """Move an end that the tagger heard inside a word, and leave out a word that it doubts."""
    text = "然后撒上石灰再棋牌平台出租种一茬黑麦草"
    assert cut(text, ("棋牌平台出租", 0.99)) == ["棋牌平台出租"]
    assert cut(text, ("牌平台出租", 0.99), ("棋", 0.8)) == ["棋牌平台出租"]
    assert cut(text, ("棋牌平台出租", 0.99), ("种", 0.45)) == ["棋牌平台出租"]


def test_numbers_and_brackets_stay_whole() -> None:
    """Take the rest of a number, and the bracket that closes what the words open."""
    text = "属于典型棋牌平台注册送38的链式灾害"
    assert cut(text, ("棋牌平台注册送3", 0.99)) == ["棋牌平台注册送38"]
    text = "他在那里等【棋牌平台注册】了一夜又一天"
    assert cut(text, ("【棋牌平台注册", 0.99)) == ["【棋牌平台注册】"]
    assert cut(text, ("棋牌平台注册", 0.99)) == ["【棋牌平台注册】"]


@pytest.mark.parametrize(
    ("text", "dirt"),
    [
        ("然后撒上石灰再棋牌平台出租种一茬黑麦草", (("棋牌平台出租", 0.8),)),
        ("然后撒上石灰再棋牌平台出租种一茬黑麦草", (("棋牌平台出租", 0.99), ("撒上石灰再", 0.4))),
        ("然后撒上石灰再听祖父年轻时候的话种一茬黑麦草", (("听祖父年轻时候的话", 0.85),)),
        ("他说“然后撒上石灰再听祖父年轻时候的话种一茬黑麦草”", (("听祖父年轻时候的话", 0.99),)),
        ("墙上写着“棋牌平台出租”，他笑了一下", (("棋牌平台出租", 0.99),)),
        ("棋牌平台出租，随叫随到", (("棋牌平台出租，随叫随到", 0.99),)),
    ],
)
def test_what_is_in_doubt_is_left_to_other_rules(text: str, dirt: tuple[tuple[str, float], ...]) -> None:
    """Leave what the tagger doubts, what only it speaks against, what is reported and what is all of a paragraph."""
    assert cut(text, *dirt) == []


def test_an_advert_in_pieces_is_not_cut_in_pieces() -> None:
    """Leave a long advert, of which the tagger is sure in part, to rules that see all of it."""
    text = "周末可以恢复生产不少棋牌平台都改用这种药剂，棋牌平台注册送彩金另外一套机组下月投产"
    assert cut(text, ("棋牌平台", 0.99), ("棋牌平台注册送彩金", 0.99)) == []
    assert cut(text, ("棋牌平台注册送彩金", 0.99)) == ["棋牌平台注册送彩金"]


@pytest.mark.parametrize("start", range(9))
def test_dirt_may_begin_inside_the_last_word(start: int) -> None:
    """Move no end out of the text."""
    text = "他在那里等了三十八"
    assert all(words in text for words in cut(text, (text[start:], 0.99)))


@given(st.text("然后撒上石灰棋牌平台，。【】“”三十八2a ", max_size=40), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_any_text_and_any_opinion_pass(text: str, rng: Random) -> None:
    """Give spans that hold something, lie inside the text and do not overlap."""
    rows = np.zeros((len(text), len(TAGS)), dtype=np.float32)
    rows[:, TAGS.index("spam")] = [rng.choice((0.02, 0.5, 0.8, 0.99)) for _ in text]
    last = 0
    for span, label, score in injected(text, rows):
        assert last <= span.start < span.end <= len(text)
        assert label in TAGS
        assert 0 <= score <= 1
        last = span.end


def test_nobody_asks_where_nothing_speaks_for_it() -> None:
    """Leave pages alone that hold no such word, web pages, and every page where embeddings are off."""
    plain = clean(document(PAGE % ""), frozenset(), UNSURE)
    assert not ledger(plain).removed
    text = PAGE % "棋牌平台出租"
    quick = clean(document(text), frozenset(), QUICK)
    page = Document("0" * 32, text, text_blocks(text), Provenance("a.html", "html"))
    for doc in (quick, clean(page, frozenset(), UNSURE)):
        assert not [one for one in ledger(doc).removed if one.removal.rule.startswith("clean.injected")]
