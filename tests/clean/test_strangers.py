"""Short splices, copies, an office's own lines, disguised contacts: the small rules around the line classifier."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from pipeline.clean import disguise, office
from pipeline.clean.evidence import Evidence
from pipeline.clean.inline import cut_inline
from pipeline.clean.lines import measure
from pipeline.clean.listed import items_spared
from pipeline.clean.offers import is_farm, offers
from pipeline.clean.strangers import farther, strangers
from pipeline.clean.vocabulary import fold
from pipeline.document import Document
from tests.clean.conftest import document

ODD = ("", "水", " \u3000\n", "\U0001f600\U00020000", "\u202e\u05d0\u05d1")


def test_distance_needs_both_the_mean_and_the_nearest() -> None:
    """A run near to one line belongs to the text, however far it is from the rest."""
    rng = np.random.default_rng(7)
    cosines = 0.85 + 0.01 * rng.standard_normal((12, 12))
    cosines = (cosines + cosines.T) / 2
    cosines[5, :] = cosines[:, 5] = 0.75
    np.fill_diagonal(cosines, -1.0)
    assert farther(cosines, range(5, 6)) < -2.5
    cosines[5, 8] = cosines[8, 5] = 0.95
    assert farther(cosines, range(5, 6)) == 0.0
    assert farther(cosines, range(2, 3)) > -2.5


def test_lines_that_share_words_ask_nobody() -> None:
    """A text about one thing is not embedded at all."""
    line = "渡口的船今天停在东岸，船长说水位比去年高了半米，渡口的老人都来看船。"
    assert strangers([measure(line)] * 8, "") == []


def test_copies_leave_and_refrains_stay(cleaned: Callable[[str], Document]) -> None:
    """A long paragraph stands once; a short line may come back."""
    long = "那年冬天河面封冻，渡船停了四十天，镇上的人只好从上游的石桥绕路，来回要多走十一里，卖豆腐的老人因此歇了整整一季。"
    other = "春天一到，船又下了水，船工把去年的缆绳换成新的，孩子们坐在岸边数木桩，一共二十七根，和前一年一样多。"
    refrain = "船来了。"
    doc = cleaned(
        "\n".join(
            (
                "渡口的冬天",
                long,
                refrain,
                other,
                refrain,
                long,
                "渡口的人说，日子就是这样过的，一年一年，没有什么好讲。",
            )
        )
    )
    assert doc.text.count(long) == 1
    assert doc.text.count(refrain) == 2


def test_a_letter_keeps_its_signer_and_date(cleaned: Callable[[str], Document]) -> None:
    """Below the closing words stand an office and a date, though a polluted page surrounds them."""
    body = "各村应当在月底以前把水渠清理完毕，并把清理的情况报到乡政府，逾期不报的，由乡政府派人检查后予以通报。"
    raw = "\n".join(
        (
            "首页 登录 注册 收藏本站",
            "关于清理水渠的通知",
            body,
            body.replace("水渠", "山塘"),
            "特此通知。",
            "白石乡人民政府",
            "2019年3月4日",
        )
    )
    assert cleaned(raw).text.endswith("白石乡人民政府\n\n2019年3月4日")


def test_contacts_above_the_closing_words_stay() -> None:
    """How an office is reached stands there without a heading; a line between that is none ends them."""
    lines = [
        measure(text) for text in ("请各村照办。", "联系电话:0771-1234567", "邮箱:sl@example.gov.cn", "特此通知。")
    ]
    assert office.spared(lines, np.array([False, True, True, False])) == {1, 2}
    lines[2] = measure("本店八折。")
    assert office.spared(lines, np.array([False, True, True, False])) == set()


def test_an_offices_account_stays_below_its_heading() -> None:
    """Below the numbered heading of a notice an account is a way to reach it; elsewhere it is what pages plead for."""
    texts = [
        "一、总则",
        "各村应当在月底以前把水渠清理完毕,并把清理的情况报到乡政府,逾期不报的,由乡政府派人检查。",
        "二、举报方式",
        "举报电话:0771-1234567",
        "微信公众号:搜索“青山市监”",
        "来信地址:北岸县文庙巷7号",
    ]
    gone = np.array([False, False, False, True, True, True])
    assert office.spared([measure(text) for text in texts], gone) == {3, 4, 5}
    assert office.spared([measure(text) for text in (*texts[:2], "另外", *texts[3:])], gone) == set()


def test_speakers_of_one_character_are_records(cleaned: Callable[[str], Document]) -> None:
    """What two people say behind their initials stays on a page with furniture."""
    said = [
        "何:上弦。三十一只,一只一分钟。",
        "问:每天都上?",
        "何:每天都上,歇一天它就不准了。",
        "问:不嫌烦?",
        "何:不烦。",
        "问:最老的一只?",
        "何:挂在门后的那只。",
    ]
    lead = "修钟铺在桥头第三家,铺面不到十平方米,墙上挂着三十一只钟,快慢不一地走着,进门的人都要先站一会儿,才听得清哪一只在敲。"
    raw = "\n".join(
        [
            "首页 登录 注册 收藏本站",
            "桥头修钟人",
            lead,
            *said,
            "扫码关注公众号,每天一个好故事",
            "分享到 微博 微信 QQ空间",
        ]
    )
    text = cleaned(raw).text
    assert all(re.split("[,?。]", line.partition(":")[2])[0] in text for line in said)


ENTRY = ["地址：鼓楼东街118号", "票价：免费，需提前一天预约", "咨询电话：0577-61208834"]
SAID = "手稿一共一百四十二件，大半是巴掌大的速写本，其中一页背面还记着欠下的面钱，字写得很小。"


@pytest.mark.parametrize(
    ("lines", "spared"),
    [
        ([SAID, *ENTRY, SAID, *ENTRY, SAID], {1, 2, 3, 5, 6, 7}),
        ([SAID, "一、美术馆", *ENTRY, SAID], {2, 3, 4}),
        ([SAID, *ENTRY, SAID], set()),
        ([SAID, SAID, *ENTRY], set()),
        ([SAID, "一、美术馆", "地址：鼓楼东街118号", "电话：13805771234", SAID], set()),
    ],
)
def test_entries_of_a_guide_stay(lines: list[str], spared: set[int]) -> None:
    """Where, when and for how much stays below a numbered heading, or where several runs of it stand among the text."""
    measured = [measure(fold(line)) for line in lines]
    assert office.spared(measured, np.ones(len(lines), dtype=bool)) == spared


def test_whom_to_ask_stays_in_a_numbered_section() -> None:
    """A school gives a mobile number below a heading that goes on with the numbers of its own; elsewhere it is an advert's."""
    section = ["五、联系方式", "咨询电话:0598-7730116", "联系人:林老师 13950019112", "邮编:365301"]
    lines = [measure(line) for line in ["四、报名办法", SAID, *section, SAID]]
    gone = np.array([False, False, True, True, True, True, False])
    assert office.spared(lines, gone) == {2, 3, 4, 5}
    alone = [measure(line) for line in ["报名办法", SAID, *section, SAID]]
    assert office.spared(alone, gone) == {2, 3}


def test_the_imprint_of_a_paper_stays() -> None:
    """Keep what a journal prints about a paper, where more than one such line stands."""
    lines = [measure(text) for text in ("关键词:茶馆;赊账", "中图分类号:K252 文献标识码:A", SAID)]
    assert office.spared(lines, np.array([False, True, False])) == {1}
    assert office.spared(lines[1:], np.array([True, False])) == set()
    labels = [measure(text) for text in ("关键词:减肥 瘦身 团购", "摘要:三天见效", SAID)]
    assert office.spared(labels, np.array([True, True, False])) == set()


def test_rules_for_sentences_pass_a_contact_section_by() -> None:
    """What a school's section says of itself is no plea, though each line might be one elsewhere."""
    line = "招生咨询QQ群：200055513（进群请注明考生姓名）"
    said = ["五、报到", SAID, "六、联系方式", "招生热线：0588-5550120", line, SAID]
    assert line in cut_inline(document("\n".join(said)), Evidence()).text
    assert line not in cut_inline(document("\n".join([SAID, line, SAID])), Evidence()).text


@pytest.mark.parametrize("text", ODD)
def test_odd_texts(text: str) -> None:
    """Every public function takes any text."""
    assert not disguise.has_contact(disguise.lift(text))
    assert disguise.contact_end(text) == 0
    assert not offers(text)
    assert not is_farm(text)
    assert not office.is_office(measure(text))
    assert office.spared([measure(text)], np.array([True])) == set()
    assert items_spared([measure(text)], ["list_item"], np.array([True])) == set()
