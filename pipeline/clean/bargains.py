"""Adverts of trades that no list of words names: whole lines known by how they bargain.

An advert strings clauses together that take the buyer's risk away, name a price, promise to come, hurry and call. Each of
these is a group; one group proves nothing, several in a line that nobody tells or reports do. `offers` has looked before.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from pipeline.clean import disguise, office
from pipeline.clean.evidence import Evidence
from pipeline.clean.offers import TOLD
from pipeline.clean.vocabulary import fold
from pipeline.document import Block, Document, Removal
from pipeline.han import han_chars

_BARGAIN = Removal("ad", "clean.bargains.line", "It takes risk away, names a price and hurries its reader.", 0.85)
_NUMBER = r"[\d一二三四五六七八九十百千万两]+"
_RISK = re.compile(
    r"(?:不|没)(?:过|满意|成功|成|合脚|合适|合身|出|灵|准|达标|见效|中).{0,4}(?:不收|全退|包退|退[款钱换]|不要钱|免费|重做)|[包假坏][赔退换]|包[赔健]"
    r"|坏单|先.{1,6}[再后]付|(?:事成|成功|办成|满意)之?后再?付|货到付|[天日]无?(?:理由)?退换|免押金?|零风险|随时(?:赎回|退)|签(?:协议|合同)包|终身(?:质保|保修|售后)"
)
_PRICE = re.compile(
    rf"(?:只要|仅需|只需|仅售|低至|特价|特惠|现价|才要|一颗|一平|一单|每平米?|每位)\s?{_NUMBER}|{_NUMBER}\s?(?:元|块)\s?(?:起|包|一[套件位次])"
    rf"|{_NUMBER}起(?=[,，。!]|$)|立减|首单|首课|全场{_NUMBER}折|补贴|特惠|免费试|买{_NUMBER}[送赠]|年回报|回本|月返|分红"
)
_REACH = re.compile(
    r"随叫随到|随借随还|上门|全国(?:门店|发货|包邮|可)|空运到家|送货到|直发|直售|直供|厂里|原单|当场(?:验|打|结|付|拿)|外地.{0,6}也[能可]|全程(?:带|代|陪|指导)"
    r"|在线解答|为您|老师傅|总部|开店当老板|速成|包教|拿证|走遍|在读学生|(?:正规|专业|资深)(?:团队|机构|平台)|高价收"
)
_CALL = re.compile(
    r"(?:电话|微信|在线|提前|扫码|点击|欢迎|火热|抓紧)(?:预约|下单|咨询|抢|报名|认购|选购|来电|订购)|扫描下|下单|注册领|可视频看|名额(?:剩|仅|只|有限|不多)|仅剩|最后\s?\S{1,3}席"
    r"|先到先|手慢|速来|抢购|限时|新用户|认购|免费领|领取"
)
_LURE = re.compile(
    r"看过来|需要的|想要的|感兴趣|有兴趣|留[下个]|联系|[更最]省|划算|半价|不要钱|不花钱|免费|返现|返[利点还]|包[教邮到]|假一[罚赔]|派单|出单|接单|[拍买]\S?[份件单送]|终身"
    rf"|第二[台件份]|前{_NUMBER}[位名个单]|命中率|成功率|到家|优惠|马上|立即|赶紧|抓紧|名额|{_NUMBER}[块元]|{_NUMBER}[个成]点|打包|打折|{_NUMBER}折|{_NUMBER}分钟"
    r"|专柜|正品|保真|包[过会换]|持证|手把手|零基础|零粉丝|模板|全国|清仓|尾货|换季|礼[箱盒包]|加我|私我|私信|报价|报名|咨询|预约|微信|电话|评论区|顺丰|代购|代办|先看|见效|付[钱款]|打款|注册|现货"
)
"""Weak signs, each of them at home in any text; several count where the line stands out by its open end."""
_GROUPS = (_RISK, _PRICE, _REACH, _CALL)
_REPORTED = re.compile(
    r"[说称道问]|骗|诈|据|记者|市民|群众|规定|通知|办法|政策|政府|企业|公司|银行|提醒|警|法院|去年|今年|本届|[《》“”]"
)
_ENDS = re.compile("[。!?！？…]$")
_CLOSED = re.compile("[。!?！？…:：;；”」』）)—]$")
_CLAUSE = re.compile("[,，;； ]+")
_LEAST_CLAUSES = 3
_SHORTEST, _LONGEST = 12, 120
_LEAST_GROUPS = 3
_LEAST_GROUPS_OPEN = 2
"""Groups asked of a line that takes risk away and has no mark at its end; paragraphs of an article have one."""
_LEAST_LURES = 3
_LEAST_CLOSED, _CLOSED_SHARE, _PARAGRAPH_CHARS = 4, 0.9, 30
"""An article of so many paragraphs of so many Han characters, that share of them ending with a mark, closes its lines."""
_MOST_SHARE = 0.34
"""A page with more of it bargains itself: it is its article, and stays."""


def strip_bargains(doc: Document, evidence: Evidence) -> Document:
    """Label the lines that bargain with their reader, unless the page is made of them."""
    closes = _closes(doc)
    found = [_bargains(block, closes) for block in doc.blocks]
    if not any(found):
        return doc
    sizes = [0 if block.removal else len(block.text) for block in doc.blocks]
    if sum(size for size, bargain in zip(sizes, found, strict=True) if bargain) > _MOST_SHARE * sum(sizes):
        return doc
    spared = office.spared_blocks(doc.blocks, np.array(found, dtype=bool))
    found = [bargain and number not in spared for number, bargain in enumerate(found)]
    pairs = zip(doc.blocks, found, strict=True)
    return replace(doc, blocks=tuple(block.remove(_BARGAIN) if bargain else block for block, bargain in pairs))


def _closes(doc: Document) -> bool:
    """Tell whether the paragraphs of an article end with a mark, so that a long line without one stands out."""
    paragraphs = [
        block.text.rstrip("*_` \n")
        for block in doc.blocks
        if block.removal is None and han_chars(block.text) >= _PARAGRAPH_CHARS
    ]
    closed = sum(_CLOSED.search(text) is not None for text in paragraphs)
    long_open = sum(_CLOSED.search(text) is None and len(_CLAUSE.split(text)) < _LEAST_CLAUSES for text in paragraphs)
    return closed >= _LEAST_CLOSED and closed - long_open >= _CLOSED_SHARE * closed


def _bargains(block: Block, closes: bool) -> bool:
    if block.removal is not None or block.kind in ("code", "table", "title", "heading"):
        return False
    if not _SHORTEST <= len(block.text.strip()) <= _LONGEST:
        return False
    plain = disguise.lift(fold(block.text)).strip().strip("*_` ")
    return bargains(plain) or (closes and block.kind == "paragraph" and lures(plain))


def bargains(plain: str) -> bool:
    """Tell whether a plain line is an advert by the way it bargains.

    >>> bargains("钢琴调律老师傅上门,调不准不收钱,每台只要八十"), bargains("老师傅上门来调琴,一台收八十元。")
    (True, False)
    """
    if _is_told(plain) or not han_chars(plain):
        return False
    if len([part for part in _CLAUSE.split(plain) if part]) < _LEAST_CLAUSES:
        return False
    groups = sum(pattern.search(plain) is not None for pattern in _GROUPS)
    open_end = _RISK.search(plain) is not None and not _ENDS.search(plain)
    return groups >= (_LEAST_GROUPS_OPEN if open_end else _LEAST_GROUPS)


def lures(plain: str) -> bool:
    """Tell whether a line without a mark at its end, in an article that closes its lines, holds several weak signs of an advert.

    >>> lures("手工皮鞋换季半价,四十码以上看过来,顺丰到家"), lures("河边的树,岸上的人,水里的云")
    (True, False)
    """
    if (
        _CLOSED.search(plain)
        or _is_told(plain)
        or len([part for part in _CLAUSE.split(plain) if part]) < _LEAST_CLAUSES
    ):
        return False
    return len(set(_LURE.findall(plain))) >= _LEAST_LURES


def _is_told(plain: str) -> bool:
    return TOLD.search(plain) is not None or _REPORTED.search(plain) is not None
