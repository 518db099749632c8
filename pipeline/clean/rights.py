"""Notices of reprinting and of rights, in any wording: who may copy the text, whose it is, whom to tell.

A notice is a whole line or the last sentences of one. It speaks of this text, this site or its reader; a sentence about the law, a
court or somebody else's text is the author's and stays. The line classifier, which has judged before, needs such lines as neighbours.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.clean.evidence import Evidence
from pipeline.clean.vocabulary import fold
from pipeline.document import Block, Document, Removal
from pipeline.segments import sentences

_RIGHTS = Removal("chrome", "clean.rights", "It says who may reprint the text, or whose it is.", 0.93)
_SIGNS = re.compile(
    "[转轉][载載发發]|摘[编編]|侵|[版][权權]|授[权權]|搬[运運]|免[责責]|洗稿|原[创創]|[盗盜][用图圖]"
    "|采[写寫]|[取借刊引挪]用|借去|搬走|抄[录錄]|[出来來][处處]|署名"
)
_LONGEST = 150
_MOST_SENTENCES = 4
_ABOUT = re.compile(
    r"著作权法|民法|条例|法院|判决|裁定|被告|原告|起诉|诉讼|规定|他人|记者|警方|(?<!请)律师|专家|案件|维权|赔偿|第[一二三四五六七八九十百0-9]+条|[“”「」]"
)
"""The law, a case, a quotation: what an article says about reprinting."""
_OURS = r"(?:本(?:[文篇稿站网号刊公社台作]|专栏|系列)|此[文稿]|该文|文中|以上(?:文章|内容|图文)|文章|图文|图片|原创|作品|内容|转载|版权)"
_LEAD = r"[*>※◆●▲■★注:\s【\[(（\-]*"
_TAKING = r"(?:[取借转刊引采挪]用|借[去走]|搬[运走]|摘录|抄录|照搬|转[载发])"
_OF_TEXTS = r"(?:稿|文[章字]|[图本]文|本[刊号]|平台|外[站网]|专栏|署名|转[载发]|出处)"
_COPYING = r"(?:转载|转发|摘编|搬运|抄袭|洗稿|盗用|盗图|商用)"
_PATTERNS = (
    rf"(?:{_OURS}.{{0,40}}?)?(?:未经|未获|未得到?|没有).{{0,16}}?(?:授权|许可|允许|同意|批准).{{0,24}}?"
    r"(?:禁止|不得|[请切]?勿|莫|严禁|谢绝|恕不|不可|不准|不允许|一律|拒绝).{0,70}",
    rf"(?:{_OURS}.{{0,24}}?)?(?:禁止|不得|请勿|严禁|谢绝|拒绝)(?:任何.{{1,8}}?|一切|擅自|随意|私自|商业|二次|以.{{1,8}}?形式){{0,2}}{_COPYING}.{{0,60}}",
    rf"(?:{_OURS}.{{0,40}}?[,，。;； ])?(?:如需|若需|欲|如要|需要|如)?(?:转载|转发|引用|摘编)(?:本文|时)?.{{0,6}}?"
    r"(?:请|须|需|务必|应|必须|敬请)(?:先|提前|事先)?(?:注明|标明|标注|保留|联系|获得?|取得|征得|说明|附上|告知|私信|在?后台|留言|带上).{0,60}",
    rf"(?:部分)?(?:{_OURS}.{{0,50}}?)?(?:如有|若有|如涉|涉及|如果|倘若|如).{{0,6}}?(?:侵权|侵犯|版权问题|版权争议|异议).{{0,24}}?(?:联系|告知|通知|来信|删除|处理|删).{{0,30}}",
    r"(?:[^,，。]{0,16}[,，。; ])?侵权?(?:即|必|立|可|请|马上|联系?)?(?:删|联删|立删)除?",
    r"(?:版权|著作权|免责|转载|特别|郑重|原创)(?:声明|说明|须知|提示)(?:[】\])）]\s?:?|\s?:).{0,140}",
    r"(?:本文)?版权归.{2,24}所有.{0,40}",
    rf"(?=.*{_OF_TEXTS})(?:{_OURS}.{{0,40}}?[,，。;； ])?(?:凡|若|如|倘|各家?|外站|外网|商家|其他|任何|有意|欲|想)"
    rf".{{0,14}}?{_TAKING}.{{0,16}}?"
    r"(?:务?请|须|应|望|恕|烦|劳|需|必须|莫|勿|谢绝).{0,30}?"
    r"(?:[出来]处|署名|姓名|名字|作者|链接|招呼|知会|告知|来信|后台|稿酬|同意|授权|注明|应允).{0,50}",
    rf"{_OURS}(?:文字|图文|内容)?(?:归|系|为|属).{{1,16}}(?:所有|采写|原创|独家|首发)[,，;；].{{0,90}}",
)
_NOTICE = re.compile(_LEAD + "(?:" + "|".join(_PATTERNS) + r")[。.!！)）\]】*\s]*")


def strip_rights(doc: Document, evidence: Evidence) -> Document:
    """Label the lines that are notices, and cut notices off the ends of the others."""
    return replace(doc, blocks=tuple(_strip(block) for block in doc.blocks))


def is_notice(folded: str) -> bool:
    """Tell whether a folded text is nothing but a notice.

    >>> is_notice("未经授权禁止转载,规则请看主页。"), is_notice("未经许可不得转载,这是著作权法的规定。")
    (True, False)
    """
    return len(folded) <= _LONGEST and not _ABOUT.search(folded) and _NOTICE.fullmatch(folded) is not None


def _strip(block: Block) -> Block:
    if block.removal or block.kind in ("code", "table", "title") or not _SIGNS.search(block.text):
        return block
    folded = fold(block.text)
    if is_notice(folded.strip()):
        return block.remove(_RIGHTS)
    at = _notice_start(folded)
    return block.cut(_RIGHTS.rule, [(at, len(block.text))], _RIGHTS) if 0 < at < len(block.text) else block


def _notice_start(folded: str) -> int:
    """Find where the notices begin that end a paragraph; its length without any, 0 for nothing else."""
    found = sentences(folded)
    at = len(folded)
    for start, end in reversed(found[-_MOST_SENTENCES:]):
        if not is_notice(folded[start:end].strip()):
            break
        at = start
    return at
