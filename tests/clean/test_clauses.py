"""Foreign clauses are cut exactly; an article's own clauses, speech and terms stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.clauses import cut_clauses, shipped_weights
from pipeline.clean.evidence import Evidence
from pipeline.clean.stretches import promising
from pipeline.ledger import ledger
from tests.clean.conftest import QUICK, document
from tests.clean.test_outsiders import ARTICLE


@pytest.mark.parametrize(
    ("before", "clause", "behind"),
    [
        ("渡口的石阶一共三十六级，", "二手麻将机低价转让送货上门，", "最下面的几级常年泡在水里，长满青苔。"),
        ("老人每天清早把船舱里的水舀干，", "二手叉车低价出售包送货，", "再把桨从船篷上取下来。"),
        ("到了冬天，江面上有时一整天没有人过。", "专业代办食品许可证，三天出证！", "老人就坐在船头补网。"),
        ("渡口的石阶一共三十六级，", "【二手麻将机低价转让送货上门】", "最下面的几级常年泡在水里，长满青苔。"),
    ],
)
def test_a_foreign_clause_is_cut(before: str, clause: str, behind: str) -> None:
    """Cut it with the mark behind it, and leave the words around as they were."""
    doc = cut_clauses(document("\n".join([*ARTICLE, before + clause + behind])), Evidence(settings=QUICK)).verify()
    assert before + behind in doc.text
    removal = ledger(doc).removed[0].removal
    assert removal.rule == "clean.manner.clause"
    assert "unlike the text around it" in removal.reason


@pytest.mark.parametrize(
    "paragraph",
    [
        "牌子上写着：“过江两元，挑担加一元，老人免费。”可是没有人看牌子，大家把钱放在船头的碗里。",
        "新桥通车以后，班车每天六趟，票价三元，从镇上到县城只要二十分钟，坐船的人就少了。",
        "镇里的广告牌上画着码头，开发商说，三年之内这里会有客栈、茶馆和一条老街，老人听了没有说话。",
    ],
)
def test_own_clauses_stay(paragraph: str) -> None:
    """Keep fares, quotations and plans that the story tells."""
    doc = document("\n".join([*ARTICLE, paragraph]))
    assert cut_clauses(doc, Evidence(settings=QUICK)).text == doc.text


@given(st.text(alphabet="江上，。（）“”【】 二手低价包送货abc1", max_size=120))
@settings(max_examples=60)
def test_any_text_is_weighed(text: str) -> None:
    """Survive every text."""
    cut_clauses(document(text), Evidence(settings=QUICK)).verify()


@given(st.lists(st.text(alphabet="江上，。（）\n二手低价包送货abc1", max_size=60), max_size=5))
@settings(max_examples=60)
def test_paragraphs_of_several_lines_are_counted_once(texts: list[str]) -> None:
    """Verse and code hold line breaks of their own; a place is always the number of a paragraph."""
    places = promising(texts, shipped_weights().manners, -20.0)
    assert places == sorted({*places}) and all(0 <= place < len(texts) for place in places)
    verse = "二手叉车低价出售包送货，\n渡口的石阶一共三十六级。"
    assert promising([verse, *ARTICLE], shipped_weights().manners, -20.0)[:1] == [0]
