"""Sentences that two witnesses speak against leave; one witness is not enough."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.clean.agreed import agreed, is_asked_about, remnants
from pipeline.clean.leads import question_before
from pipeline.clean.manner import foreignness, logits
from pipeline.clean.tagger import TAGS
from pipeline.clean.vocabulary import fold

OWN = "渡船在雾里慢慢靠岸，岸上的人把绳子接过去。"
PLEA = "您要是也喜欢这条江，劳驾替我们把它转给出门在外的老乡。"
ADVERT = "我家一直用老渡口牌桐油，五斤装包邮才三十九，店里报我名字还送刷子。"


SOFT = "老渡口牌桐油用着放心，五斤装才三十九块。"


def rows(text: str, dirt: float, *, of: str = "") -> NDArray[np.float32]:
    """Let the tagger take a part of a text, or all of it, for an advert with one probability."""
    found = np.zeros((len(text), len(TAGS)), dtype=np.float32)
    start = text.index(of)
    found[start : start + len(of or text), TAGS.index("ad")] = dirt
    found[:, 0] = 1 - found[:, 1:].sum(axis=1)
    return found


def test_manner_must_speak_louder_on_a_page_with_little_dirt() -> None:
    """Keep what only sounds like an advert there, take what nobody but a seller says; a plea to the reader is one everywhere."""
    text = OWN + SOFT
    assert 0 < float(foreignness(logits([fold(SOFT)]))[0]) < 2.5
    assert len(list(agreed(text, rows(text, 0.6, of=SOFT), many=True))) == 1
    assert list(agreed(text, rows(text, 0.6, of=SOFT), many=False)) == []
    loud = "老渡口牌桐油姐妹们闭眼入，五斤装包邮才三十九块，手慢无。"
    text = OWN + loud
    assert len(list(agreed(text, rows(text, 0.6, of=loud), many=False))) == 1
    text = OWN + PLEA
    assert len(list(agreed(text, rows(text, 0.3, of=PLEA), many=False))) == 1


@pytest.mark.parametrize(("sentence", "doubt"), [(PLEA, 0.3), (ADVERT, 0.55)])
def test_two_witnesses_take_a_sentence(sentence: str, doubt: float) -> None:
    """Take the sentence alone where the tagger doubts it and its manner or its address speaks against it."""
    text = OWN + sentence + OWN
    (found,) = agreed(text, rows(text, doubt, of=sentence), many=True)
    assert text[found.start : found.end] == sentence
    assert (found.label, round(found.score, 2)) == ("ad", doubt)


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        (PLEA, 0.1),
        ("老渡口牌桐油姐妹们闭眼入，五斤装包邮才三十九块，手慢无。", 0.45),
        (OWN, 0.8),
        ("大家应该都在朋友圈见过那张老照片吧，拍的就是下面这条江。", 0.8),
        ("请教各位，这到底是鱼在吸饵，还是我水层没找对？", 0.8),
        (f"船头写着：“{PLEA}”", 0.8),
        ("据镇志记载，渡资每人两文，逢集日免收，店里报名字还送茶。", 0.8),
    ],
)
def test_one_witness_is_not_enough(sentence: str, doubt: float) -> None:
    """Keep what only the tagger or only its words speak against; questions, quotations and sources too."""
    text = OWN + sentence + OWN
    assert list(agreed(text, rows(text, doubt, of=sentence), many=True)) == []


def test_a_deal_takes_a_sentence_from_a_smaller_doubt_on() -> None:
    """Take what says how to get a thing for less, without the clauses at its ends that the tagger does not doubt."""
    own, deal = "砚台洗过以后，", "我一般拿老渡口牌洗液擦一遍，备注“墨香”还送两块墨条。"
    text = OWN + own + deal
    (found,) = agreed(text, rows(text, 0.2, of=deal), many=True)
    assert text[found.start : found.end] == deal
    assert list(agreed(text, rows(text, 0.1, of=deal), many=True)) == []
    plain = OWN + own + deal.replace("备注“墨香”还送", "也有人用它擦")
    assert list(agreed(plain, rows(plain, 0.2), many=True)) == []


def test_the_rest_of_a_cut_sentence_leaves_where_it_belongs_to_it() -> None:
    """Take the clauses beside an advert that the tagger doubts, too; keep those that it does not."""
    head, cut = "小编亲测不拉跨，手慢无，", "五斤装包邮才三十九。"
    text = OWN + head + cut
    span = (len(OWN) + len(head), len(text))
    (found,) = remnants(text, rows(text, 0.4, of=head), [span])
    assert text[found.start : found.end] == head
    assert list(remnants(text, rows(text, 0.1, of=head), [span])) == []
    assert list(remnants(text, rows(text, 0.9), [])) == []


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("雨停了。电梯又坏了？", 4),
        ("雨停了。", 4),
        ("他问：“电梯又坏了？", 10),
        ("雨停了。那年冬天究竟是谁把渡口的船偷偷划走、又悄悄送回来的呢，没有人知道？", 37),
    ],
)
def test_a_short_question_leads_up_to_an_advert(before: str, expected: int) -> None:
    """Go back to where the question begins; long ones, and those that somebody asks, are the text's."""
    assert question_before(before + "换新的只要三千", len(before)) == expected


def test_what_the_tagger_is_asked_about() -> None:
    """Ask about a seller's manner, a deal and a plea to pass the text on, not about plain prose."""
    assert not is_asked_about([OWN, "朋友把这张照片发到群里，大家都说不认得。"])
    assert is_asked_about([OWN, "老渡口牌桐油姐妹们闭眼入，五斤装包邮才三十九块，手慢无。"])
    assert is_asked_about(["砚台洗过以后，我一般拿老渡口牌洗液擦一遍，备注“墨香”还送两块墨条。"])
    assert is_asked_about(["这篇写了四天，你若觉得有用，就转给同样爱江的朋友。"])
    assert not is_asked_about([])
