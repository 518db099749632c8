"""Adverts of unnamed trades: lines that bargain leave, prices told in prose and pages made of offers stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.bargains import bargains, lures, strip_bargains
from pipeline.clean.evidence import Evidence
from tests.clean.conftest import document

PROSE = "\n".join(["渡船在雾里慢慢靠岸，岸上的人把绳子接过去，系在一棵老柳树的根上，谁也没有说话。"] * 6)
ADVERTS = (
    "羊毛衫厂里清仓，两件只要九十九，起球包退换",
    "小区门口修伞补鞋，立等可取，十元起，满意再付钱，电话预约上门",
    "真皮沙发尾货半价，需要的看过来，留个电话马上送到家",
)


@pytest.mark.parametrize("advert", ADVERTS)
def test_adverts_between_paragraphs_leave(advert: str) -> None:
    """Take the line, and nothing else."""
    assert advert not in strip_bargains(document(f"{PROSE}\n{advert}\n{PROSE}"), Evidence()).verify().text
    assert strip_bargains(document(PROSE), Evidence()).text == document(PROSE).text


@pytest.mark.parametrize(
    "line",
    [
        "票价三十元起，需提前预约，周一闭馆",
        "展览免费开放，团体须预约，六十岁以上半价。",
        "据商场介绍，三月起全场七折，不满意可退，欢迎选购",
        "潮来，石头是鱼，潮去，鱼是石头",
    ],
)
def test_what_a_text_tells_stays(line: str) -> None:
    """Keep notices, reports and verse."""
    assert line in strip_bargains(document(f"{PROSE}\n{line}\n{PROSE}"), Evidence()).verify().text


def test_a_page_of_offers_stays() -> None:
    """Keep what the page is made of."""
    doc = document("\n".join(ADVERTS))
    assert strip_bargains(doc, Evidence()).text == doc.text


@given(st.text())
def test_any_text_is_weighed(text: str) -> None:
    """Survive every text."""
    assert isinstance(bargains(text), bool)
    assert isinstance(lures(text), bool)
