"""Statements begin where something is stated: datelines are left out, words that only look like one are not."""

from __future__ import annotations

import pytest

from pipeline.digest.statements import statements_of
from pipeline.story import Paragraph, Story


def opening(text: str) -> str:
    """Return the first statement of a story of one paragraph."""
    paragraph = Paragraph("p1", "paragraph", text)
    return statements_of(Story("s", "题", "A", "", (), (paragraph,)))[0].text


@pytest.mark.parametrize(
    "dateline",
    [
        "中新社北京3月5日电",
        "新华社北京5月3日电（记者 林述）",
        "本报讯（记者 林述）",
        "【海州网报道】",
        "海州网8日讯 ",
        "（原标题：雨停了）",
        "海州科技讯（林述）5月3日消息，",
        "海州网记者林述5月13日报道：",
        "海州财经讯 北京时间12月15日晚间消息，",
        "海州网讯 实习生林述、记者周宁报道：",
    ],
)
def test_datelines_are_left_out(dateline: str) -> None:
    """Place, date and desk are no part of the first statement, whose span stays exact."""
    assert opening(f"{dateline}昨夜的雨停了，河水退到警戒线以下。") == "昨夜的雨停了，河水退到警戒线以下。"


@pytest.mark.parametrize(
    "text",
    [
        "5月3日电力供应恢复正常。",
        "5月3日电影上映了。",
        "公司3日电话通知了用户。",
        "据海州社讯，雨停了。",
        "北京3日讯",
        "讯",
    ],
)
def test_other_words_stay(text: str) -> None:
    """电 and 讯 open many words."""
    assert opening(text) == text
