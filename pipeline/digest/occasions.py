"""Whether a sentence tells that people met, travelled or spoke, and nothing of what came of it."""

from __future__ import annotations

import re

_OCCASION = re.compile(
    "(?:召开|举[行办])了?[^，。]{2,30}(?:会议?|论坛|仪式|培训班|典礼|活动)|(?:会议?|论坛|仪式|培训班|典礼|活动)[^，。]{0,10}(?:在[^，。]{2,30})?(?:召开|举[行办]|开[幕班]|落幕|闭幕|启动)"
    "|(?:赴|到|来到|前往|深入)[^，。]{2,30}(?:考察|调研|视察|走访|慰问|看望|检查)|先后来到|深入交流|亲切交谈"
    "|出席(?:并|会议|活动|仪式|了)|作[^，。]{0,14}(?:报告|讲话|发言|致辞|总结)"
    "|^[^，。]{0,14}《[^》]+》[^，。]{0,12}(?:发布|印发|出台|公布|[实施]施|生效)[^，。]{0,4}。$|介绍了?[^，。]{0,6}情况"
)
_OUTCOME = re.compile(
    "决定|通过了?|要求|指出|强调|提出|发布|签[署约订]|宣布|明确|部署|获|揭晓|当选|评选?出|表示|认为|称[，：]|透露|达成|批准|确定|公布|将[^，。]{4}|[\\d一二两三四五六七八九十百千万]+(?:万|亿|余?[家个项名人])"
)

_COURSE = re.compile(
    "传达学习|学习(?:传达|贯彻)了|听取了?[^。]{2,60}(?:汇报|报告|发言|介绍)|(?:主持|出席|参加|列席)了?(?:会议|发布会|座谈会|活动|仪式|并)|(?:作|致|发表)了?[^，。]{0,12}(?:讲话|发言|致辞|总结|表态)。$"
    "|^[^，。]{0,16}(?:审议|研究|讨论|通报|学习)了[^，。]*。$|书面印发|提出[一二三四五六七八两几]点(?:要求|意见|希望|建议)|进行了?(?:深入|热烈|充分)?(?:交流|讨论|座谈)"
    "|(?:指出|强调|表示|要求)，[^。0-9０-９]*(?:事关|关乎|[重意]大意义|重要意义|压实[^，。]{0,6}责任|高度重视|提高(?:政治)?站位)[^。0-9０-９]*。$"
)
"""What is done at every meeting."""


def is_occasion(text: str) -> bool:
    """Say whether a sentence tells of an occasion alone.

    >>> is_occasion("3月5日，图书馆工作会议在市民中心召开。"), is_occasion("图书馆工作会议5日召开，决定新建四十二座图书馆。")
    (True, False)
    """
    return _OCCASION.search(text) is not None and _OUTCOME.search(_OCCASION.sub("", text)) is None


def is_course(text: str) -> bool:
    """Say whether a sentence tells how a meeting went: who spoke, what was read out.

    >>> is_course("会上，馆长周宁作了检讨发言。"), is_course("会议决定新建四十二座图书馆。")
    (True, False)
    """
    return _COURSE.search(text) is not None
