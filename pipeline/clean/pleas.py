"""Lines that platforms and their authors set around a text: pleas for hearts and follows, time to read, buttons that unfold it.

They leave after the line classifier, which needs them as neighbours. A plea is known by what it asks for; what people in the
text ask of each other, and praise ("let us applaud"), stays.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.clean.evidence import Evidence
from pipeline.clean.vocabulary import fold_all
from pipeline.document import Block, Document, Removal

_PLEA = Removal("promo", "clean.pleas.plea", "It begs the reader for a heart, a follow or a reply.", 0.9)
_BADGE = Removal("chrome", "clean.pleas.badge", "A platform wrote it: time to read, a badge, a button.", 0.93)
_LONGEST = 100
_REPORTS = r"(?!.*(?:[他她说据骗让]|告诉|要求|表示|呼吁|有人|网友|粉丝))"
_HEART = (
    r"(?:(?<![重焦热观特优缺难景])点|给|(?<![赠寄护运])送|双击|戳|留)(?:[下个颗朵波一]{0,2}(?:免费的)?"
    r"(?:小?(?:红心|心心|花花)|小爱心|关注|收藏|(?:在看|星标|喜欢)(?=[再吧哦呀,。!~]|$))|[下个颗朵波一]{1,2}(?:免费的)?爱心)"
    r"|求(?:个|波)?(?:打赏|投币|点?赞|关注|收藏|三连|转发|回复|评论)|[顶回][帖贴]的?(?:都是|是)好人|[看读](?:完|了|过)?不[顶回]"
    r"|(?:支持|点赞|关注|鼓励|转发|收藏|打赏|肯定)(?:就|都|才)?是(?:我|小编|作者|博主|笔者|楼主|咱).{0,8}动力"
    r"|点[个一]{0,2}赞.{0,12}(?:关注|收藏|再走|发财|转发|不迷路)|(?:别忘|记得|顺手|手滑|动动手|看完).{0,8}点[个一]{0,2}赞"
)
"""What readers are begged for; praise of others in the same words ("let us applaud") is not here."""
_MINUTES = r"(?:大?约|大概|预计|仅|只)?(?:需要?|用时|耗时)?(?:大?约|大概)?\s?[\d一二三四五六七八九十两]{1,3}\s?分钟"

_FORMS: tuple[tuple[re.Pattern[str], Removal], ...] = (
    (re.compile(r"收录于(?:合集|话题|专栏|专辑)\s?[#:《「].{1,40}"), _BADGE),
    (re.compile(rf"{_REPORTS}[^。!?]{{0,40}}(?:{_HEART})[^。?]{{0,30}}[。!~]?"), _PLEA),
    (
        re.compile(
            r"(?:(?:本文|文章|全文|正文)?共?计?(?:大?约)?\s?\d{2,6}\s?字[,。|·;]?\s*)?(?:建议)?(?:阅读|读完|看完|预计阅读|预计)"
            rf"(?:本文|全文|此文|完?全文|时间|时长|完)?:?\s?{_MINUTES}(?:读完|阅读|看完)?[。]?"
        ),
        _BADGE,
    ),
    (
        re.compile(
            r"(?:点击|点此|轻触)?(?:展开|查看|显示|阅读|浏览)(?:阅读)?(?:全文|剩余|余下|全部|更多|完整)(?:内容|部分|文章)?\s?(?:\d{1,3}%)?\s?[∨▼▽﹀↓>»⌄v]*"
        ),
        _BADGE,
    ),
    (
        re.compile(
            r"[(【\[](?:此处|这里|本处)?(?:已|为|有|含)?(?:添加|插入|嵌入)?(?:了?一?[个张段条])?.{0,8}(?:卡片|小程序|视频|音频|图集|投票|链接|附件)"
            r"[^)】\]]{0,6}(?:请|需|可)?[^)】\]]{0,4}(?:客户端|app|手机端|微信|浏览器)[^)】\]]{0,8}[)】\]]"
        ),
        _BADGE,
    ),
    (
        re.compile(
            r"[^。,!?:]{0,12}(?:(?:领域|优质|原创|认证|签约)[^。,!?:]{0,6}(?:创作者|答主|达人|作者|博主))\s*(?:[+·|]\s?(?:关注|订阅|私信))?|[^。,!?:]{1,16}\s\+\s?(?:关注|订阅)"
        ),
        _BADGE,
    ),
)


def strip_pleas(doc: Document, evidence: Evidence) -> Document:
    """Label the lines that beg or that a platform's program wrote."""
    folded = fold_all([block.text for block in doc.blocks])
    return replace(doc, blocks=tuple(map(_strip, doc.blocks, folded)))


def _strip(block: Block, folded: str) -> Block:
    bare = folded.strip().lstrip("*_`> ").rstrip("*_` ")
    if block.removal or not bare or len(bare) > _LONGEST or block.kind in ("code", "table", "title"):
        return block
    for pattern, removal in _FORMS:
        if pattern.fullmatch(bare):
            return block.remove(removal)
    return block
