"""What a writing assistant says around the text it wrote or changed, and what it was asked: who copies its answer copies both.

Such words speak to whoever asked, about the text as a whole, and stand as a line or as the first or last sentences of one. An
article about such programs quotes them: where a title or several lines speak of the programs, nothing is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.clean.evidence import Evidence
from pipeline.clean.vocabulary import fold, fold_all
from pipeline.document import Block, Document, Removal
from pipeline.segments import sentences

_DRAFT = Removal("chrome", "clean.drafts", "A writing assistant says it of the text, or was asked it.", 0.93)
_SIGN = re.compile(
    "改写|潤色|润色|优化|優化|重写|重新|生成|撰写|伪原创|降重|扩写|整理|要求|需求|帮助|调整|修改|ai|人工智能|模型|原意|原文",
    re.IGNORECASE,
)
"""Without any of these no pattern below can match."""
_LONGEST = 120
_SUBJECT = re.compile(
    r"人工智能|大模型|语言模型|聊天机器人|提示词|chatgpt|deepseek|文心一言|(?<![a-z])ai(?:写作|助手|工具|生成|时代|公司|技术)"
)
_MOST_LINES = 3
"""So many lines that speak of such programs make them the article's subject."""
_MADE = "(?:改写|润色|优化|重写|重新组织|重新整理|整理|生成|撰写|扩写|缩写|仿写|精简|降重|创作|翻译|伪原创)"
_TEXT = "(?:文章|内容|版本|稿件|稿子|文本|文案|正文|文字|语言|语句|全文|初稿|草稿|回答|总结)"
_ASSISTANT = "(?:一个|一名|一款)?(?:ai|人工智能|智能|写作|语言|大型?){1,4}(?:助手|模型|助理)?"
_READY = re.compile(r"(?:好的|当然(?:可以)?|没问题|明白了?|收到|可以)[!。,~ ]*")
"""How an answer begins; an assistant's if its next sentence is."""
_PATTERNS = (
    # Here is what you asked for.
    rf"(?:(?:好的|好|当然(?:可以)?|没问题|明白了?|收到|可以)[,，!。~ ]{{1,2}})?(?:以下|下面|这|这里)(?:就)?是"
    rf"(?:一[篇份段个])?(?:我)?(?:(?:为|给|替|帮|根据|按照?)(?:您|你)|(?:经过?)?{_MADE}(?:过|之)?后|重新)[^:]{{0,30}}(?:{_TEXT}|{_MADE})[^:。]{{0,40}}",
    rf"(?:好的|当然(?:可以)?|没问题|收到)[,，!。~ ]{{1,2}}(?:我)?(?:已|会|将|来).{{0,24}}{_MADE}.{{0,40}}",
    rf"(?:以上|上文|上述(?:内容)?)(?:均?为|就?是|系|由)(?:我)?(?:根据|按照?|基于|为)(?:您|你).{{0,40}}{_MADE}.{{0,60}}",
    rf"(?:{_MADE}(?:后|版)的?{_TEXT}?(?:如下)?|原创{_TEXT}如下|{_MADE}(?:说明|要点|思路|结果))\s?:",
    # It is hoped that it serves.
    rf"(?:希望|但愿|愿)(?:这篇|这份|以上|上述|这个|此|本)?(?:{_MADE})?(?:后的)?(?:{_TEXT}|信息)?.{{0,4}}(?:能够?|可以|会)?"
    r"(?:符合|满足|达到|对)(?:您|你)的?.{0,10}(?:要求|需求|期望|预期|有(?:所)?帮助|有用).{0,60}",
    r"(?:如果|如|若|要是|倘若)?(?:您|你)?(?:还)?(?:需要?|想要?|希望|有)[^。]{0,24}(?:调整|修改|润色|补充|优化|扩展|进一步|其他(?:要求|需求|问题))[^。]{0,24}"
    r"(?:(?:告诉|告知|让|跟)我(?!们)(?:说|知道)?|向我提出|继续提问|随时提出|随时沟通).{0,20}",
    # Who speaks.
    rf"(?:注|说明|提示|声明)?\s?:?\s?(?:作为|身为){_ASSISTANT}[,，]\s?(?:我|本).{{0,90}}",
    r"(?:抱歉|对不起|很遗憾|非常抱歉)[,，]\s?(?:我|作为).{0,16}(?:无法|不能|没办法).{0,12}(?:生成|提供|改写|撰写|回答|协助|满足|完成).{0,60}",
    r"(?:注|说明|提示|声明)?\s?:?\s?(?:我)?已(?:经)?(?:按|根据|依照|遵照)照?(?:您|你)的?(?:要求|需求|指示|提示|意思).{0,80}",
    r"(?:本文|以上(?:内容)?|文章|文中(?:内容|图片)?|图片|本内容|本稿)(?:部分)?(?:内容|文字|图片)?(?:均?由|为|系|经|借助|使用)[^。]{0,20}"
    r"(?:ai|人工智能|大模型|chatgpt|deepseek|文心一言|豆包|kimi|通义)[^。]{0,8}(?:生成|撰写|创作|辅助|改写|整理|润色|翻译|制作)[^。]{0,50}",
    rf"(?:在)?(?:保留|保持|不改变)(?:了)?原(?:文|意|有|来)[^。]{{0,16}}(?:基础上|前提下|同时)[^。]{{0,12}}(?:对|将|进行|使)[^。]{{0,16}}(?:{_MADE}|调整|修改)[^。]{{0,30}}",
    # What was asked.
    rf"(?:请|帮我|帮忙|麻烦)(?:你|您)?(?:帮我|帮忙)?(?:将|把|对|给)?(?:以下|下面|这篇|上述|上面)(?:这篇|的)?(?:{_TEXT}|段落|材料)[^。]{{0,14}}{_MADE}.{{0,80}}",
)
_WORDS = re.compile(r"[*>#\s(（\[【]*(?:" + "|".join(_PATTERNS) + r")[。.!！~:：)）\]】*\s]*")


def strip_drafts(doc: Document, evidence: Evidence) -> Document:
    """Label the lines that are an assistant's words, and cut such words off the ends of the others."""
    folded = fold_all([block.text for block in doc.blocks])
    if _is_about_programs(doc, folded):
        return doc
    return replace(doc, blocks=tuple(map(_strip, doc.blocks, folded)))


def is_assistants(folded: str) -> bool:
    """Tell whether a folded sentence is what a writing assistant says of its text, or what it was asked.

    >>> is_assistants("以下是为您改写的文章:"), is_assistants("以下是专家给出的三条建议:")
    (True, False)
    """
    return len(folded) <= _LONGEST and _SIGN.search(folded) is not None and _WORDS.fullmatch(folded) is not None


def _is_about_programs(doc: Document, folded: Sequence[str]) -> bool:
    title = doc.metadata.title
    if title and _SUBJECT.search(fold(title.value)):
        return True
    speaking = (
        _SUBJECT.search(text) is not None and not is_assistants(text.strip())
        for block, text in zip(doc.blocks, folded, strict=True)
        if block.removal is None
    )
    return sum(speaking) >= _MOST_LINES


def _strip(block: Block, folded: str) -> Block:
    if block.removal or block.kind in ("code", "table", "title") or not _SIGN.search(folded):
        return block
    found = [(start, end) for start, end in sentences(folded) if folded[start:end].strip()]
    own = [not is_assistants(folded[start:end].strip()) for start, end in found]
    for number in range(len(found) - 1):
        if own[number] and not own[number + 1] and _READY.fullmatch(folded[slice(*found[number])].strip()):
            own[number] = False
    if not any(own):
        return block.remove(_DRAFT) if found else block
    first, last = own.index(True), len(own) - 1 - own[::-1].index(True)
    colon = folded.find(":", *found[first])
    if colon >= 0 and is_assistants(folded[found[first][0] : colon + 1].strip()):
        spans = [(0, colon + 1)]
    else:
        spans = [(0, found[first][0])] if first else []
    spans += [(found[last][1], len(block.text))] if last < len(own) - 1 else []
    return block.cut(_DRAFT.rule, spans, _DRAFT) if spans else block
