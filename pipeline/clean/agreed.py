"""Sentences of paragraphs that the tagger doubts and that something else speaks against: their manner, or whom they speak to.

The tagger alone must be sure. A fluent advert, told as a friend's advice, or a plea in words of its own leaves it in doubt; there a
second witness decides. Manner is one. The other is that a sentence turns to its reader and asks for something; an author who asks
a question, or advises how to cook, does not have the tagger against him.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean.manner import foreignness, logits
from pipeline.clean.tagger import TAGS
from pipeline.clean.vocabulary import fold
from pipeline.han import han_chars
from pipeline.segments import sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = ("ad", "promo", "spam")
"""What is asked for: a site's own words are short, and told by other rules."""
_COLUMNS = [TAGS.index(kind) for kind in KINDS]
_PROBABILITY, _MANNER = 0.5, 0.0
"""Least mean probability of dirt, and least manner, of a sentence that leaves a dirty page by both."""
_LOUD = 2.5
"""Manner with which such a sentence leaves any page: of 260 clean texts none has one."""
_PROBABILITY_OF_PLEA, _MANNER_OF_PLEA = 0.28, -3.0
"""The same of a sentence that turns to its reader and asks."""
_REMNANTS = ((0.6, -5.0), (0.3, -2.8))
"""Mean probabilities of dirt with the least manner of the rest of a sentence that is cut in part."""
_LEAST_CHARS = 4
_LEAST_HAN = 12
_ENDS = tuple("。！!~～…;；)）")
_READER = re.compile("您|诸位|各位|列位|看官|读者|朋友(?!圈)|[看读写念]到(?:这|末)|咱")
_PROBABILITY_OF_SHARING = 0.12
_SHARING = re.compile(
    r"(?:[你您]|大家|顺手|随手|不妨|帮忙).*(?:(?:转给|转到|转发|发到|发给|推荐给|讲给)[^,。]{0,12}(?:朋友|群|家人|同学|身边|孩子|老乡|邻居|街坊|亲友)"
    r"|点[个一亮]?[下个]?[^,。]{0,6}(?:在看|星标|小花|小红心|爱心|拇指)|[加设]个?为?星标)"
)
"""What a platform's reader is asked to do for the text; the tagger need hardly doubt it."""
_ASKS = re.compile(
    "请|劳驾|麻烦|不妨|就[把让将给]|[给替帮](?:我们|咱|小编|作者|它|他|本)|吧[,。!~]|吧$|欢迎|想了解|嫌麻烦|可以?(?:找|加|私|联系)"
)
_PROBABILITY_OF_DEAL, _MANNER_OF_DEAL = 0.12, -4.0
"""The same of a sentence that tells its reader how to get a thing for less."""
_CLAUSE = re.compile("[,，;；]")
_OWN = 0.08
"""Mean probability of dirt below which a clause at the end of such a sentence stays."""
_CODE = "(?:[“「《][^”」》]{1,10}[”」》]|[^,。]{0,3}(?:名字|名号|昵称|暗号|口令|推荐码)|本[文报号页]|截图)"
_LESS = "(?:减|打?[一二三四五六七八九\\d.]{1,3}折|打折|优惠|便宜|返现|还?送|抹零|领|省|免|首[单月年次]|只要)"
_DEALS = re.compile(
    rf"(?:报|凭|提|备注|填|输入|回复|亮出|出示)[^,。]{{0,6}}{_CODE}[^,。]{{0,8}}(?:{_LESS}|就能|即可|还有)"
    rf"|(?:店里|门店|扫码|下单|拍下|链接)[^,。]{{0,10}}(?:便宜|立减|返现|还送|领券)"
    rf"|填[^,。]{{0,6}}推荐码[^,。]{{0,10}}{_LESS}|第二[件双份杯瓶套][^,。]{{0,4}}半价|还[^,。]{{0,3}}包邮|包邮(?:寄|到家)"
    r"|下载[^,。]{0,8}(?:客户端|app)[^。]{0,24}(?:抽取|抽奖|领取|赢取|抢先)"
    r"|后台[^,。]{0,4}(?:留|回复?|发|私信)[^,。]{0,3}[“「]|[网线]上[^,。]{0,3}搜[^,。]{1,8}认准"
    r"|私信[^,。]{0,6}[“「]|点(?:下面|下方|左下|右下|文末|头像|橱窗|小黄车)[^,。]{0,8}(?:领|下单|买|抢|拍|卡片|链接)|粉丝价|专享价|到手价"
)
_SOURCED = re.compile("^据|记载|^(?:作者|译者|编者)(?:简介|介绍)|仅供.{0,12}参考")
"""Whom a text is owed to, who wrote it, what a report is good for: stiff words of the author's."""
_QUOTES = ("“”", "「」", "『』")


class Sentence(NamedTuple):
    """Hold a sentence that is to leave its paragraph."""

    start: int
    end: int
    label: str
    score: float
    """Mean probability that a character of it is dirt."""


def agreed(text: str, rows: NDArray[np.float32], *, many: bool) -> Iterator[Sentence]:
    """List the sentences of a paragraph that two witnesses speak against.

    rows: what the tagger says of each character, shape (characters, tags); many: whether the page has much dirt otherwise. Where it
    has not, manner must speak louder: authors chat, too.
    """
    for start, end in sentences(text):
        sentence = fold(text[start:end]).strip()
        if not sentence.endswith(_ENDS) or han_chars(sentence) < _LEAST_HAN or _is_quoted(text, start):
            continue
        sums = rows[start:end][:, _COLUMNS].mean(axis=0)
        score = float(sums.sum())
        if score < min(_PROBABILITY_OF_DEAL, _PROBABILITY_OF_SHARING) or _SOURCED.search(sentence):
            continue
        manner = float(foreignness(logits([sentence]))[0])
        deals = manner >= _MANNER_OF_DEAL and _DEALS.search(sentence) is not None
        pleads = manner >= _MANNER_OF_PLEA and _READER.search(sentence) and _ASKS.search(sentence)
        shares = manner >= _MANNER_OF_PLEA and _SHARING.search(sentence) is not None
        sounds = many and score >= _PROBABILITY and manner >= _MANNER
        loud = score >= _PROBABILITY and manner >= _LOUD
        if deals or sounds or loud or shares or (pleads and score >= _PROBABILITY_OF_PLEA):
            first, last = without_own_ends(text, rows, (start, end)) if deals or loud else (start, end)
            yield Sentence(first, last, KINDS[int(sums.argmax())], score)


def is_asked_about(texts: Sequence[str]) -> bool:
    """Tell whether paragraphs hold a sentence to ask the tagger about: of a very foreign manner, a deal, a plea to pass the text on."""
    asked = [
        fold(text[start:end])
        for text in texts
        for start, end in sentences(text)
        if han_chars(text[start:end]) >= _LEAST_HAN
    ]
    if any(_DEALS.search(sentence) or _SHARING.search(sentence) for sentence in asked):
        return True
    return bool(asked) and float(foreignness(logits(asked)).max()) >= _LOUD


def without_own_ends(text: str, rows: NDArray[np.float32], span: tuple[int, int], own: float = _OWN) -> tuple[int, int]:
    """Leave out of a span the clauses at its ends of which the tagger thinks that they are the article's.

    own: mean probability of dirt below which it does.
    """
    start, end = span
    edges = [start, *(match.end() for match in _CLAUSE.finditer(text, start, end)), end]
    kept = [float(rows[a:b][:, _COLUMNS].sum(axis=1).mean()) < own for a, b in pairwise(edges) if a < b]
    if all(kept):
        return span
    first, last = kept.index(False), len(kept) - 1 - kept[::-1].index(False)
    return edges[first], edges[last + 1]


def remnants(text: str, rows: NDArray[np.float32], cuts: Sequence[tuple[int, int]]) -> Iterator[Sentence]:
    """List what is left of sentences that lose a part to an advert or a plea, where it belongs to them.

    rows: as above; cuts: what leaves, in order.
    """
    for start, end in sentences(text):
        inside = [cut for cut in cuts if cut[0] < end and cut[1] > start]
        if not inside:
            continue
        edges = [start, *(edge for cut in inside for edge in cut), end]
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            if len(text[first:last].strip()) < _LEAST_CHARS:
                continue
            sums = rows[first:last][:, _COLUMNS].mean(axis=0)
            score = float(sums.sum())
            least = next((manner for probability, manner in _REMNANTS if score >= probability), np.inf)
            if float(foreignness(logits([fold(text[first:last])]))[0]) >= least:
                yield Sentence(first, last, KINDS[int(sums.argmax())], score)


def _is_quoted(text: str, at: int) -> bool:
    return any(text.count(pair[0], 0, at) > text.count(pair[1], 0, at) for pair in _QUOTES)
