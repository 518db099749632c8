"""What programs set into a text: buttons and page counters in brackets of their own, paths from a front page, the label of an advert.

They stand inside paragraphs, where the rules for whole lines do not look. Only what speaks of the page itself is meant:
brackets of the author's, steps of an instruction among them, stay.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.clean.evidence import Evidence
from pipeline.clean.vocabulary import fold, fold_all
from pipeline.document import Block, Document, Removal

_BUTTON = Removal("chrome", "clean.asides.button", "A program's button or counter, in brackets inside the text.", 0.93)
_PATH = Removal("chrome", "clean.asides.path", "The path from a site's front page to this one.", 0.93)
_LABEL = Removal("ad", "clean.asides.label", "A page marks an advert so.", 0.9)
_ASIDE = re.compile(r"[(【\[〖<〈|][ \u3000]*([^()【】\[\]〖〗<>〈〉|\n]{2,60}?)[ \u3000]*[)】\]〗>〉|]")
_PICTURED = r"(?:大图|原图|图片|上图|下图|图中|全文|蓝字|文末|名片|卡片|音频|二维码|太阳码|小程序码|阅读原文)"
_PROGRAM = re.compile(
    rf"(?:点击|点此|轻触|戳此|此处|请)?(?:展开|收起|显示|查看)(?:全文|更多|全部|剩余|余下|{_PICTURED}).{{0,12}}"
    r"|(?:全文)?(?:还?剩余?|余下)\s?\d{1,3}\s?%.{0,30}"
    r"|.{0,16}(?:下载|打开|前往|移步|登录|进入)[^,。]{0,8}(?:客户端|app|专区|会员)[^。]{0,14}(?:阅读|查看|观看|收听|继续|免费|即看|解锁).{0,6}"
    r"|第\s?\d{1,3}\s?页\s?[/,|]?\s?共\s?\d{1,3}\s?页(?:\s?[上下]一?页)*"
    rf"|(?:请|如需|可)?(?:点击|双击|单击|长按|扫描|识别|扫一扫|戳|轻触)(?:[^,。]{{0,6}}){_PICTURED}[^。]{{0,30}}"
    r"|(?:图片?|视频|动图|音频)(?:正在)?(?:加载|缓冲)(?:中|失败).{0,12}"
    r"|(?:上接|下转)第?\s?\S{1,4}版.{0,8}"
)
_ADVERT = re.compile(r"(?:广告|推广|赞助内容|商业推广|ad)")
_FRONT = r"(?:网站|本站|返回)?(?:首页|主页)"
_STEP = r"\s?(?:>{1,2}|»|›)\s?"
_WHERE = re.compile(
    rf"(?:您?(?:现在|当前|目前)?的?(?:所在)?位置\s?[:：]?\s?)?{_FRONT}(?:{_STEP}[^\s,。!?>»›“”]{{1,14}})+(?:{_STEP})?(?:[,，](?=.))?"
    rf"|您?(?:现在|当前|目前)的?(?:所在)?位置\s?[:：]?\s?[^\s,。!?>»›“”]{{1,14}}(?:{_STEP}[^\s,。!?>»›“”]{{1,14}})+(?:{_STEP})?(?:[,，](?=.))?"
)
_QUOTES = ("“”", "「」", "『』")
_SIGN = re.compile(
    "展开|收起|显示|查看|剩|余下|下载|打开|前往|移步|登录|进入|页|点击|双击|单击|长按|扫|识别|戳|轻触|加载|缓冲|版|广告|推广|赞助|位置"
)
"""Without any of these, no pattern above can match."""


def cut_asides(doc: Document, evidence: Evidence) -> Document:
    """Cut what programs have set into paragraphs."""
    folded = fold_all([block.text for block in doc.blocks])
    return replace(doc, blocks=tuple(map(_cut, doc.blocks, folded)))


def _cut(block: Block, folded: str) -> Block:
    if block.removal or block.kind in ("code", "table", "title") or not _SIGN.search(folded):
        return block
    label = _ASIDE.fullmatch(folded.strip())
    if label and _ADVERT.fullmatch(label.group(1)):
        return block.remove(_LABEL)
    for removal, find in ((_BUTTON, _buttons), (_PATH, _paths)):
        folded = fold(block.text)
        spans = [span for span in find(folded) if not _is_quoted(folded, span[0])]
        if spans and sum(end - start for start, end in spans) >= len(folded.strip()):
            return block.remove(removal)
        block = block.cut(removal.rule, spans, removal) if spans else block
    return block


def _buttons(folded: str) -> list[tuple[int, int]]:
    return [match.span() for match in _ASIDE.finditer(folded) if _PROGRAM.fullmatch(match.group(1))]


def _paths(folded: str) -> list[tuple[int, int]]:
    return (
        [match.span() for match in _WHERE.finditer(folded)] if ">" in folded or "»" in folded or "›" in folded else []
    )


def _is_quoted(folded: str, at: int) -> bool:
    before = folded[:at]
    return any(before.count(pair[0]) > before.count(pair[1]) for pair in _QUOTES)
