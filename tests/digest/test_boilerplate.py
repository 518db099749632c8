"""What stands around a story is left out of its summary, what only looks like it stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.digest.boilerplate import BOILERPLATE, is_boilerplate, statement_start
from pipeline.digest.features import read

STATEMENT = "海州图书馆的新馆昨天开放，藏书一百万册。"


@pytest.mark.parametrize(
    ("sign", "sentence"),
    [
        ("disclaims", "免责声明：本文仅供参考。"),
        ("disclaims", "如有内容侵犯您的权益，请及时与我们联系删除。"),
        ("disclaims", "文章内容不代表本网立场。"),
        ("disclaims", "本网所有内容未经书面授权，不得转载。"),
        ("tells a career", "周宁简历：周宁，女，汉族，1970年3月出生，海州人。"),
        ("tells a career", "1992年任县委干事，1998年任镇长，2004年任副县长，2010年任县长。"),
        ("is a title", "（原标题：雨停了）"),
        ("is a title", "原标题：雨什么时候停？"),
        ("is a title", "编者按："),
        ("is a control of a page", "点击上方蓝字，阅读原文。"),
        ("is a control of a page", "请下载海州日报客户端查看更多精彩。"),
        ("is a signature", "（记者 林述 编辑 周宁）"),
        ("is a signature", "来源：海州日报"),
        ("is the legend of a picture", "庭审现场。"),
        ("is the legend of a picture", "图为新馆的大厅。"),
    ],
)
def test_boilerplate_is_known(sign: str, sentence: str) -> None:
    assert BOILERPLATE[sign].search(sentence)
    assert is_boilerplate(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        STATEMENT,
        "公司昨晚发布声明：产品没有问题。",
        "法院认定这份免责声明无效。",
        "作家起诉平台侵犯版权，要求赔偿。",
        "记者从现场了解到，火势已经控制。",
        "消防队于晚上十点撤离现场。",
        "他因简历造假被解聘。",
        "警方告知了家属调查的结果。",
        "2012年公司亏损，2015年扭亏，2020年上市。",
        "来源：这个词在报告里出现了三次，分别指水、电和人。",
        "用户下载银行客户端后被骗。",
        "编辑部昨天宣布停刊，读者可以退款。",
    ],
)
def test_statements_are_no_boilerplate(sentence: str) -> None:
    assert not is_boilerplate(sentence)


@pytest.mark.parametrize(
    "before",
    [
        "新华社海州5月3日电（记者 林述）",
        "（原标题：新馆开放）",
        "（原标题：新馆开放）海州晚报快讯 ",
        "原标题：新馆开放读者排起长队海州5月3日电（林述）",
        "原标题：新馆开放，读者排队来源：海州晚报海州晚报讯（记者林述）",
        "【】（记者林述）",
        "（责编：周宁）",
        "海州APP讯，",
        "海州网财经讯记者林述报道：",
        "海州5月3日消息（记者林述）",
        "周宁资料图",
        "海州发布2021-05-0310:05来源：海州日报字号大中小",
    ],
)
def test_what_runs_into_a_statement_is_left_out(before: str) -> None:
    text = before + STATEMENT
    assert text[statement_start(text) :] == STATEMENT


def test_a_headline_ends_where_the_story_tells_its_time() -> None:
    text = "原标题：海州图书馆新馆开放近日，海州图书馆的新馆开放了。"
    assert text[statement_start(text) :] == "近日，海州图书馆的新馆开放了。"
    whole = "原标题：海州图书馆新馆开放馆方的资料显示，2021年5月3日，新馆开放了。"
    assert statement_start(whole) == 0, "a date after a comma belongs to its clause"


@pytest.mark.parametrize(
    "text",
    [
        "公司3日讯问了他。",
        "5月3日电力恢复，居民安心。",
        "海州网讯公司起诉了周宁。",
        "他说晚报讯号不好。",
        "警方的资料图显示，车已离开。",
        "检方审讯记者时出示了证据。",
        "数据显示2021-05-03 10:05服务器中断。",
        "（完）。",
        "快讯",
    ],
)
def test_other_openings_stay(text: str) -> None:
    assert statement_start(text) == 0


def test_a_source_leaves_boilerplate_out_and_keeps_places() -> None:
    text = f"（记者林述）\n免责声明：本文仅供参考。海州5月3日电 {STATEMENT}\n庭审现场。"
    source = read(text)
    assert source.sentences == (STATEMENT,)
    assert [text[start:end] for start, end in source.spans] == [STATEMENT]
    assert source.places == ((1, 0),)


def test_a_text_of_boilerplate_alone_is_read_as_it_is() -> None:
    assert read("（记者林述）").sentences == ("（记者林述）",)


@given(st.text(alphabet="原标题：（记者）讯5月3日电，。？【】来源\n 𠀀", max_size=80))
def test_any_text(text: str) -> None:
    is_boilerplate(text)
    assert 0 <= statement_start(text) <= len(text)
    source = read(text)
    assert list(source.spans) == sorted(source.spans)
    assert bool(source.sentences) == bool(text.strip())
