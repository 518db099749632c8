"""Furniture with a set form: lines that programs write, word for word the same on every page of their kind.

A form is a whole line or the edge of one. What a writer could have written as well is left to the line classifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.clean.evidence import Evidence
from pipeline.clean.vocabulary import fold, fold_all
from pipeline.document import Block, Document, Removal

_FORUM = Removal("chrome", "clean.forms.forum", "A forum program wrote it around the post.", 0.97)
_BOARD = Removal("chrome", "clean.forms.board", "A bulletin board wrote it around the post.", 0.97)
_SIGNATURE = Removal(
    "chrome", "clean.forms.board", "A bulletin board hangs the poster's signature on every post.", 0.95
)
_MARK = Removal("chrome", "clean.forms.mark", "A mark for a program or the end of the text, not a word of it.", 0.95)
_NOTICE = Removal("chrome", "clean.forms.notice", "It says where the text appeared first and how to reprint it.", 0.9)
_TIP = Removal("promo", "clean.forms.tip", "It asks the reader for a tip.", 0.9)
_TEASER = Removal("promo", "clean.forms.teaser", "It announces the next instalment.", 0.9)
_NEIGHBOUR = Removal("chrome", "clean.forms.neighbour", "It leads to another page of the site.", 0.93)
_SITE = Removal("chrome", "clean.forms.site", "A reading site speaks of its own pages.", 0.95)
_LABEL = Removal("chrome", "clean.forms.label", "A label in front of the text, set by the page.", 0.9)
_FORMER = Removal("chrome", "clean.forms.former", "It says what title another site gave the text.", 0.9)
HEADLINES = "clean.forms.headlines"
"""The rule of lines that name other articles: programs that set one set more."""
_HEADLINES = Removal("chrome", HEADLINES, "Behind a label it names other articles of the site.", 0.93)
_CREDIT = Removal(
    "chrome", "clean.forms.credit", "It says that pictures come from the web, and of none what it shows.", 0.9
)
_PLACE = Removal("chrome", "clean.forms.place", "It holds the place of a picture, a recording or a film.", 0.95)


_LONGEST_FORM = 120
"""A form is shorter; longer lines are only looked at by their edges."""


class _Form(NamedTuple):
    """Say what a form looks like on folded text, and why it leaves."""

    pattern: re.Pattern[str]
    removal: Removal


_BUTTON = (
    r"(?:回复|支持|反对|使用道具|举报|评分|收藏|分享|淘帖|引用|点评|顶|踩|编辑|道具|鲜花|鸡蛋|只看(?:该|此|ta)?作者|只看楼主|倒序浏览|正序浏览|楼主|沙发|板凳"
    r"|地板|电梯直达|显示全部楼层|阅读模式|返回顶部|发消息|加好友|\d{1,5}(?:楼|#)|来自.{1,12})"
)
_READER_SITE = r"(?:https?://)?(?:[a-z0-9-]+\.){1,3}[a-z]{2,}[/a-z0-9]*"

_LINES = (
    _Form(re.compile(rf"(?:发表|回复|编辑)于?:?\s?[\d\-/]{{6,10}}(?: [\d:]{{4,8}})?(?:\s*[|·]?\s*{_BUTTON})*"), _FORUM),
    _Form(re.compile(rf"{_BUTTON}(?:[\s|·]+{_BUTTON})+"), _FORUM),
    _Form(
        re.compile(
            r"(?:[上前]一[篇条章页节]\s*[:：].{1,50}?)?[下后]一[篇条章页节]\s*[:：].{0,50}|[上前]一[篇条章页节]\s*[:：].{1,60}"
        ),
        _NEIGHBOUR,
    ),
    _Form(re.compile(r"[^。!?]{2,60}(?:查看|点击|立即|进入|打开)[^。,，]{1,8}\s?[>»›→]+"), _NEIGHBOUR),
    _Form(
        re.compile(rf"(?:最新|首发|备用|本站|永久|手机版?)(?:网址|域名|地址)?\s?[:：]?\s?{_READER_SITE}.{{0,20}}"),
        _SITE,
    ),
    _Form(
        re.compile(
            r"第?\s?\d{1,4}\s?页?\s?/\s?共?\s?\d{1,4}\s?页(?:[\s|·]*(?:[上下]一?页|首页|[末尾]页|返回.{0,4}|目录))*"
        ),
        _NEIGHBOUR,
    ),
    _Form(re.compile(r"\[?(?:复制(?:代码|链接)|点击复制|一键复制|下载附件|登录/注册后可看大图)\]?"), _FORUM),
    _Form(re.compile(r"[\[【(（]?\s*本帖最后由 ?.{1,40}? ?于 ?[\d\-/: ]{6,20} ?编辑\s*[\]】)）]?"), _FORUM),
    _Form(re.compile(r"(?:推|嘘|→|->)\s+[a-z][a-z0-9_]{1,14}\s?:.*"), _BOARD),
    _Form(re.compile(r"(?:作者|发信人)[: ]\s*[a-z][a-z0-9_]{1,14}\b.{0,40}(?:看板|站内|信区|版面)[: ]?.*"), _BOARD),
    _Form(
        re.compile(r"(?:时间|看板|信区|发信站|转信站|日期)[: ]\s*(?:[a-z].*\d\d:\d\d(?::\d\d)?.*|[a-z]\w{1,20})"),
        _BOARD,
    ),
    _Form(re.compile(r"※\s*(?:发信站|文章网址|编辑|转录者|引述|来源)\s?:.*"), _BOARD),
    _Form(re.compile(r"\[(?:toc|目录)\]|@\[toc\].*"), _MARK),
    _Form(
        re.compile(
            r"[(\[【]?(?!.*图[为中])(?:文中|本文|以上|文内)?(?:部分)?(?:图片?|题图|封面图?|配图|图文|插图|头图|首图|照片|素材)(?:均)?"
            r"(?:来源于?|源自?|来自|取自|选自|转自|/)\s?:?\s?(?:互联)?(?:网络|网上|图库)(?!上的)[^。]{0,30}[)\]】。]*"
        ),
        _CREDIT,
    ),
    _Form(re.compile(r"[-—–─=*·~. ]*分[割隔]线[-—–─=*·~. ]*"), _MARK),
    _Form(re.compile(r"[(【\[]?\s*原(?:文)?标题\s*[:丨|](?!.{0,80}[。!?].{12}).{2,80}"), _FORMER),
    _Form(re.compile(r"[(【\[]\s*(?:图片?|组图|动图|图集|视频|音频|表情|gif)\s*\d{0,2}\s*[)】\]]"), _PLACE),
    _Form(
        re.compile(
            r"(?:图片?|视频|音频|评论|内容|页面)?\s?(?:正在)?加载(?:中|失败)[,.…。!]*(?:(?:请稍候|点击重试|点击刷新)[.…。]*)?"
        ),
        _PLACE,
    ),
    _Form(re.compile(r"(?:听新闻|听全文|收听|播放)?\s*\d\d:\d\d\s*/\s*\d\d:\d\d"), _PLACE),
    _Form(re.compile(r"[-—–─=*·. ]*\b(?:the )?end\b[-—–─=*·. ]*|[-—–─=*]+ ?(?:完|全文完|正文完) ?[-—–─=*]+"), _MARK),
    _Form(re.compile(r">?\s*本文(?:首发|原载|最初发表|同步(?:发布|更新))(?:于|在|自).{1,40}"), _NOTICE),
    _Form(
        re.compile(
            r"(?:写作|码字|创作|原创|整理|翻译|更新)不易[,，].{0,60}(?:赞|打赏|赞赏|支持|咖啡|关注|转发).{0,20}"
        ),
        _TIP,
    ),
    _Form(re.compile(r".{0,40}请(?:我|作者|笔者|博主|小编)喝(?:一?杯)?(?:咖啡|奶茶|茶|可乐).{0,12}"), _TIP),
)
"""Forms that are a whole line."""

_ANY_LINE = re.compile("|".join(f"(?:{form.pattern.pattern})" for form in _LINES))
"""All of them at once: most lines are none."""

_OTHERS = re.compile(
    r"[【\[(（]?(?:相关|延伸|推荐|扩展|拓展|往期|精彩|热门|更多|同场|编辑)(?:阅读|新闻|报道|链接|推荐|文章|专题|回顾|精选|内容|资讯|热文|加映|荐读)"
    r"(?:[】\])）]\s?:?|\s?:)\s?.{4,}|(?:猜你(?:喜欢|想看)|(?:你|您)可能(?:还|也)?(?:喜欢|想看|感兴趣)|大家都在看|看更多|读者还看了)\s?:\s?.{4,}"
)
"""Headlines of other articles behind the label of their list, on one line; what ends as a sentence may be the author's."""

_BOARD_LINE = re.compile(r"※\s*发信站\s?:.*")
_SIGNATURE_LINES = 6
"""Lines between the hyphens and the board's line, at most."""

_TEASER_SIGN = re.compile("预告|剧透|敬请期待")
_TEASER_HEADING = re.compile(r"#{0,6}\s*[【\[]?下一?[篇期集回章](?:预告|剧透)[】\]]?\s*:?")
_PROMISE = re.compile(r"(?:下一?[篇期集回章].{0,60}|(?:更多|后续).{0,30})敬请期待[。!…~]*")
_TEASER_LINES = 2
_TEASER_CHARS = 60

_EDGES = (
    _Form(
        re.compile(r"^[\[【(（]?\s*本帖最后由 ?[^\n]{1,40}? ?于 ?[\d\-/]{6,10}(?: [\d:]{4,8})? ?编辑\s*[\]】)）]?\s*"),
        _FORUM,
    ),
    _Form(re.compile(r"^(?:标题|主题)(?::|[ \u3000]{2,})\s*(?:\[转录\]|\[转载\]|re:)?\s*|^\[转录\]\s*"), _BOARD),
    _Form(re.compile(r"^(?:导语|导读|摘要|核心提示|内容提要|内容摘要)\s?[:丨|]\s*(?=.{8})"), _LABEL),
    _Form(re.compile(r"\s*复制代码$"), _FORUM),
)
"""Forms that are cut off a line; the rest of it stays."""

_INSIDE = (
    _Form(
        re.compile(
            r"[(（【]?(?:本小?章未完|这一?章没有结束|小主,这个章节后面还有).{0,24}?(?:下一页|继续阅读|后面更精彩|精彩内容)[^。!)）】]{0,10}[!。…)）】]*"
        ),
        _SITE,
    ),
    _Form(
        re.compile(
            rf"[(（【]?(?:天才)?(?:一秒记住|请记住本书|手机用户请(?:浏览|访问)|请收藏本?站?)[^。!)）】]{{0,20}}?{_READER_SITE}[^。!)）】]{{0,24}}[!。)）】]*"
        ),
        _SITE,
    ),
)
"""Forms that a reading site sets into the middle of a paragraph."""
_INSIDE_SIGNS = re.compile("未完|没有结束|章节后面|记住|请浏览|请访问|请收藏")

_ANY_EDGE = re.compile("|".join(f"(?:{form.pattern.pattern})" for form in _EDGES))


def strip_forms(doc: Document, evidence: Evidence) -> Document:
    """Label the lines that are forms, and cut forms off the others."""
    folded = fold_all([block.text for block in doc.blocks])
    blocks = list(map(_strip, doc.blocks, folded))
    for place in _signatures(folded):
        blocks[place] = blocks[place] if blocks[place].removal else doc.blocks[place].remove(_SIGNATURE)
    return replace(doc, blocks=tuple(blocks))


def _signatures(folded: Sequence[str]) -> Iterator[int]:
    """Yield the places of signatures: from the two hyphens that announce one (RFC 3676, 4.3) to the board's own line below."""
    filled = [place for place, text in enumerate(folded) if text.strip()]
    for number, place in enumerate(filled):
        if not _BOARD_LINE.fullmatch(folded[place].strip()):
            continue
        above = filled[max(0, number - _SIGNATURE_LINES - 1) : number]
        start = next((at for at in reversed(above) if folded[at].strip() == "--"), place)
        yield from (at for at in above if at >= start)


def strip_teasers(doc: Document, evidence: Evidence) -> Document:
    """Label what names other articles or the next instalment; after the line classifier, which needs such lines as neighbours."""
    folded = fold_all([block.text for block in doc.blocks])
    doc = replace(doc, blocks=tuple(map(_without_headlines, doc.blocks, folded)))
    if not any(map(_TEASER_SIGN.search, folded)):
        return doc
    return replace(doc, blocks=tuple(_without_teasers(doc.blocks, folded)))


def _without_headlines(block: Block, folded: str) -> Block:
    bare = folded.strip().strip("*_`> #")
    if block.removal or block.kind in ("code", "table", "title") or not _OTHERS.fullmatch(bare):
        return block
    return block if len(bare) > _LONGEST_FORM or bare.endswith("。") else block.remove(_HEADLINES)


def _without_teasers(blocks: Iterable[Block], folded: Iterable[str]) -> Iterator[Block]:
    """Remove the heading that announces the next instalment, and the few short lines under it."""
    left = 0
    for block, text in zip(blocks, folded, strict=True):
        bare = text.strip().strip("*_`> ")
        if bare and not block.removal and _TEASER_HEADING.fullmatch(bare):
            left = _TEASER_LINES
            yield block.remove(_TEASER)
        elif _PROMISE.fullmatch(bare):
            yield block.remove(_TEASER)
        elif left and bare and len(bare) <= _TEASER_CHARS and block.kind != "heading" and not bare.startswith("#"):
            left -= 1
            yield block.remove(_TEASER)
        else:
            left = 0 if block.text.strip() else left
            yield block


def _strip(block: Block, folded: str) -> Block:
    if block.removal or not block.text.strip():
        return block
    bare = folded.strip().lstrip("*_`> ").rstrip("*_` ")
    if len(bare) <= _LONGEST_FORM and _ANY_LINE.fullmatch(bare):
        for form in _LINES:
            if form.pattern.fullmatch(bare):
                return block.remove(form.removal)
    inside = _INSIDE if _INSIDE_SIGNS.search(folded) else ()
    if not inside and not _ANY_EDGE.search(folded):
        return block
    for form in (*_EDGES, *inside):
        match = form.pattern.search(fold(block.text))
        if match and match.group():
            if not block.text[: match.start()].strip() and not block.text[match.end() :].strip():
                return block.remove(form.removal)
            block = block.cut(form.removal.rule, [match.span()], form.removal)
    return block
