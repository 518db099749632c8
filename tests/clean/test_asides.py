"""Programs' buttons and paths leave paragraphs; brackets and menus of the author's stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.asides import cut_asides
from pipeline.clean.evidence import Evidence
from tests.clean.conftest import QUICK, document

EVIDENCE = Evidence(settings=QUICK)


@pytest.mark.parametrize(
    ("before", "aside", "behind"),
    [
        ("雾散的时候，船已经到了江心，", "（余下三成内容，登录会员专区后继续阅读）", "桨声传得很远。"),
        ("雾散的时候，船已经到了江心，", "<展开剩余段落>", "桨声传得很远。"),
        ("桥修好以后，坐船的人少了。", "［第3页/共5页］", "老人还在撑船。"),
        ("桥修好以后，坐船的人少了，", "您的位置：首页 > 乡土 > 渡口，", "老人还在撑船。"),
        ("老人补网的手很慢。", "【双击图片看大图】", ""),
    ],
)
def test_what_programs_wrote_is_cut(before: str, aside: str, behind: str) -> None:
    """Cut it alone, and leave the words around as they were."""
    assert cut_asides(document(before + aside + behind), EVIDENCE).verify().text == before + behind


def test_the_label_of_an_advert_leaves() -> None:
    """Take out the line that only says so."""
    assert "广告" not in cut_asides(document("江上起了雾。\n[广告]\n船还没有来。"), EVIDENCE).text


@pytest.mark.parametrize(
    "text",
    [
        "船票两元（老人和孩子免费），涨水的日子停渡。",
        "打开“设置 > 通用 > 关于本机”，就能看到版本号（不同机型略有不同）。",
        "他在广告（一九八三年的那一版）里见过这座桥。",
        "按钮上写着：“（展开全文）”，可是谁也没有点它。",
        "安全 > 稳定 > 性能，这是老师傅常说的次序。",
    ],
)
def test_the_authors_brackets_stay(text: str) -> None:
    """Keep fares, menus, years and quotations."""
    assert cut_asides(document(text), EVIDENCE).text == text


@given(st.text(alphabet="首页>位置：（）【】展开全文第3/共5页，广告 江", max_size=80))
@settings(max_examples=60)
def test_any_text_passes(text: str) -> None:
    """Survive every text."""
    cut_asides(document(text), EVIDENCE).verify()
