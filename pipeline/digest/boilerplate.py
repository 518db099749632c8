"""What a newsroom or a website sets around a story, and no summary repeats: disclaimers, careers, signatures, datelines.

Looks at one sentence alone. `is_boilerplate` is for whole sentences; `statement_start` is for what runs into a sentence because
a page lost its line breaks. Neither judges what the sentence states; whether it can stand alone is for `flaws` to say.
"""

from __future__ import annotations

import re

from pipeline.digest.statements import dateline_end

BOILERPLATE: dict[str, re.Pattern[str]] = {
    "disclaims": re.compile(
        "免责声明[：:】》]|(?:郑重|特别)声明[：:]|^(?:【[^】]{0,8}】)?声明[：:]|版权(?:声明|归原|归本)|版权所有[，。；]|未经[^，。]{0,8}授权[^。]{0,20}(?:转载|摘编)"
        "|(?:如有|如果|若有|内容|图片)[^。]{0,24}侵[犯权][^。]{0,40}(?:联系|删)|(?:文章|本文|转载|内容|版权)[^。]{0,30}(?:与[^，。]{1,8}联系|不代表[^，。]{0,10}(?:立场|观点)|不构成[^，。]{0,6}建议)"
        "|仅代表[^，。]{0,6}作者[^，。]{0,6}观点|作者观点，不代表|转载此[文稿]"
    ),
    "tells a career": re.compile(
        "[，,][男女][，,][^。]{0,14}族|[，,][男女][，,][^。]{0,12}\\d{1,2}月(?:出)?生|简历来源"
        "|(?:(?:19|20)\\d\\d[年.][^。]{0,30}(?:任|工作|干部|科员|书记员)[^。]{0,80}?){3}|^历任[^。]{20,}；|(?:19|20)\\d\\d年\\d{1,2}月(?:任|起，?历任)[^。]{0,80}；[^。]{0,80}任"
    ),
    "is a title": re.compile(
        "^[（(【\\[]?(?:原标题|标题)[：:](?:[^。]*[？！?!]|[^）)】\\]]*(?=[）)】\\]]))[）)】\\]]?$|^编者按"
    ),
    "is a control of a page": re.compile(
        "点击(?:此处|上方|下方|阅读|查看|进入)|阅读原文|自动播放|收藏(?:分享|评论|举报)|点亮在看|在看扩散|长按[^，。]{0,6}(?:识别|关注)|扫码关注"
        "|返回搜狐|(?:查看|阅读|了解|获取)更多精彩|打开[^，。]{0,6}(?:APP|客户端)(?:查看|阅读|观看)|(?:请|扫码|点击)下载[^，。]{0,8}客户端|(?:新闻|爆料|报料)热线[：:]|^(?:相关|延伸|推荐)阅读[：:]"
    ),
    "is a signature": re.compile(
        "^[（(【\\[]?(?:(?:文章)?来源[：:]|图源|记者|编辑|责编|责任编辑|实习|通讯员|作者|报料人|校对|完(?=[）)】\\]])|文/)[^，。！？!?]{0,40}[）)】\\]]?$"
    ),
    "is the legend of a picture": re.compile(
        "^[^，。赶到抵达离往至]{0,12}(?:现场|资料|截)图?。$|(?:供图|资料图)[）)]?。?$|^图为"
    ),
}
"""What a sentence is, and its sign; careers state something, but never what the news is."""

_TIME = r"(?:近日|日前|[昨今][日天]|(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:[上下]午|晚)?)"
HEADS: dict[str, re.Pattern[str]] = {
    "a headline that ran into the story, which opens with its time": re.compile(
        rf"原标题[：:][^。！？!?]{{6,60}}?(?<![，,年])(?={_TIME}[，,])"
    ),
    "the desk's mark, a headline before it or none": re.compile(
        r"(?!据|.{0,4}从)(?:原标题[：:][^。！？!?]{4,90}?)?[^。，；：！？!?\s]{0,16}?"
        r"(?:\d{1,2}日(?:电(?=\s*[（(\s，,据]|\s*\d{1,2}[月日])|讯(?![问号息飞])|(?:综合)?报道(?=\s*据)|消息(?=[，,（(]))"
        rf"|(?:快|APP)讯(?=\s*[，,：:\s（(据])|(?<![通资音审问简喜腾短视闻传])讯(?=\s*[（(]|据|{_TIME}|\s*记者))"
        r"(?:\s*[（(][^）)]{2,30}[）)])?[\s：:，,—-]*"
    ),
    "who wrote or edited": re.compile(
        rf"(?:[（(【\[](?:(?:责编|作者|责任编辑)[^）)】\]]{{0,40}}|完)[）)】\]]\s*)+|文/[^，。]{{2,16}}?(?={_TIME}[，,])"
        rf"|[^，。：]{{0,8}}记者[\u4e00-\u9fff、]{{2,12}}报道(?={_TIME})"
    ),
    "the legend of a picture": re.compile(r"[^，。：；、]{2,14}(?:资料图|供图)(?![片像册显中里上为是])"),
    "the controls above an article": re.compile(
        r"[^。]{0,60}?\d{4}-\d\d-\d\d\s*\d\d:\d\d(?::\d\d)?\s*来源[：:][^。]{2,20}?字号[^。，\d]{0,12}小"
    ),
}
"""What runs into a first sentence where a page lost its line breaks; `dateline_end` knows datelines that stand apart."""
_ROUNDS = 3
"""Heads stand one behind the other, in any order; more than three have not been seen."""
_LEAST_CHARS = 6
"""What is left must be able to say something."""


def is_boilerplate(sentence: str) -> bool:
    """Say whether a sentence belongs to the page or to the form, and not to the news.

    >>> is_boilerplate("如有侵权，请联系我们删除。"), is_boilerplate("法院认定这份声明侵权。")
    (True, False)
    """
    return any(sign.search(sentence) for sign in BOILERPLATE.values())


def statement_start(sentence: str) -> int:
    """Return where a sentence states something: behind headline, credits and dateline, else 0.

    >>> text = "原标题：新馆开放海州5月3日电（记者林述）新馆昨天开放。"
    >>> text[statement_start(text):]
    '新馆昨天开放。'
    """
    end = 0
    for _ in range(_ROUNDS):
        for head in HEADS.values():
            match = head.match(sentence, end)
            end = match.end() if match else end
        end = dateline_end(sentence, end, len(sentence))
    return end if len(sentence) - end >= _LEAST_CHARS else 0
