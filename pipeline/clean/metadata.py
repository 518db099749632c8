"""Metadata by labels in any wording: author, editor, site, date, lead, each with the line it was found on.

Labels are matched as families, those of machine-spun pages included (作家 for 作者, 裁剪 for 编辑). Only lines that are not running
text are read, near the top and the end; what was given from outside is never replaced, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.clean.evidence import Evidence, line_of
from pipeline.document import Block, Document, Fact, Metadata
from pipeline.han import HAN_CLASS, simplified

_LABELS = {
    "author": "本文作者|文章作者|原创作者|作者|作家|笔者|撰文|撰稿人|撰稿|文字|采写|采访|执笔|本报记者|记者|通讯员|发布人|发帖人|文|编译",
    "editor": "责任编辑|责编|编辑|编纂|编撰|裁剪|剪裁|剪辑|编审|值班编辑|新媒体编辑|实习编辑|编",
    "site": "文章来源|稿件来源|信息来源|新闻来源|来源|来历|起原|稿源|出处|源自|原载|首发|发布单位",
    "lead": "导语|导读|摘要|核心提示|内容提要|提要|引言",
}
_FIELD = re.compile(
    r"(?:^|(?<=[\s　|丨｜/·,，;；（(【\[]))(?:"
    + "|".join(f"(?P<{field}>{words})" for field, words in _LABELS.items())
    + r")[ \u3000]{0,4}[|丨｜:：/／][ \u3000]*"
)
_TELLING = re.compile(r"[|丨｜:：/／]|(?:19|20)\d\d")
"""No label and no date stands without it."""
_ALL_LABELS = "|".join(_LABELS.values())
_VALUE_END = re.compile(
    rf"[\s　]{{2,}}|[|丨｜;；,，)）】\]]|\s(?={_ALL_LABELS}|\d{{4}}[-/.年])|(?<=[{HAN_CLASS}])\s(?=[{HAN_CLASS}\d])"
)
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?"
    r"(?:[ T\u3000]{0,3}(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?)?(?!\d)"
)
_SUFFIXED = re.compile(
    r"^[^\s，。,.]{0,10}(?:[^的]网|日报|晚报|早报|时报|新闻社|通讯社|周刊|评论|频道|客户端|快讯|观察|论坛|杂志|在线|传媒|公众号)$"
)
_NAME = re.compile(
    rf"^(?:[{HAN_CLASS}]{{2,4}}|[{HAN_CLASS}]{{1,6}}·[{HAN_CLASS}]{{1,6}}|[A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+){{0,3}})$"
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤包"
)
_ACCOUNT = re.compile(
    r"(?:本|我的?|我们的|官方)?(?:微信)?公众号[:： ]{0,2}[“「『\"《*]{1,3}([^”」』\"》*]{2,16})[”」』\"》*]{1,3}"
)
_MENTION = re.compile(r"[(（](?:微信)?公众号[:：]([^()（）]{2,16})[)）]")
_READ_BY_PEOPLE = ("title", "author", "editor", "site", "lead")
_TOP_BLOCKS, _END_BLOCKS = 30, 20
_LONGEST = 120


def find_metadata(doc: Document, evidence: Evidence) -> Document:
    """Fill what is not yet known from labelled lines."""
    found: dict[str, Fact] = {}
    for number, block in _candidates(doc):
        for field, value in _fields(block, number):
            found.setdefault(field, Fact(value, f"line {line_of(doc, block)}"))
    account = _account(doc)
    if "site" not in found and account:
        found["site"] = account
    known = doc.metadata
    return replace(doc, metadata=_filled(known, found))


def _filled(known: Metadata, found: dict[str, Fact]) -> Metadata:
    filled = {field: fact for field, fact in found.items() if getattr(known, field) is None}
    for field in _READ_BY_PEOPLE:
        fact = getattr(known, field)
        # What a person wrote beside the article stays as written; what the page says follows the text into Simplified.
        if fact is not None and fact.evidence not in ("sidecar", "front matter"):
            filled[field] = fact._replace(value=simplified(fact.value))
    return replace(known, **filled)


def _candidates(doc: Document) -> Iterator[tuple[int, Block]]:
    """Yield the lines that may carry labels: short, not prose, near the top or the end; bylines first."""
    places = list(enumerate(doc.blocks))
    near = [*places[:_TOP_BLOCKS], *places[max(_TOP_BLOCKS, len(places) - _END_BLOCKS) :]]
    fitting = [
        (number, block)
        for number, block in near
        if len(block.text) <= _LONGEST
        and (block.removal is None or block.removal.label == "chrome")
        and block.kind not in ("title", "code")
    ]
    yield from sorted(fitting, key=lambda item: (item[1].kind != "byline", item[1].removal is not None, item[0]))


def _fields(block: Block, number: int) -> Iterator[tuple[str, str]]:
    """Yield what one line says."""
    if not _TELLING.search(block.text) and block.kind != "byline":
        return
    text = simplified(block.text)
    matches = list(_FIELD.finditer(text))
    for place, match in enumerate(matches):
        field = match.lastgroup or ""
        limit = matches[place + 1].start() if place + 1 < len(matches) else len(text)
        raw = text[match.end() : limit]
        value = raw.strip() if field == "lead" else _VALUE_END.split(raw, maxsplit=1)[0].strip(" \u3000.。[]【】()（）")
        yield from _judged(field, match.group().strip(" \u3000|丨｜:：/／"), value)
    if block.kind == "byline" and not matches and _SUFFIXED.match(text.strip()):
        yield "site", text.strip()
    date = _DATE.search(text)
    if date and (block.kind == "byline" or matches or (block.removal is not None and number < _TOP_BLOCKS)):
        iso = _iso(date)
        if iso:
            yield "published", iso


def _judged(field: str, label: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield a labelled value under the field it really belongs to; an implausible one is dropped."""
    if not value or (field != "lead" and len(value) > 24) or value.startswith(("http", "www.")):
        return
    if field == "site" and label == "源自" and _NAME.match(value) and value[0] in _SURNAMES:
        yield "author", value
    elif field == "author" and _SUFFIXED.match(value):
        yield "site", value
    elif field != "author" or len(value) >= 2:
        yield field, value


def _account(doc: Document) -> Fact | None:
    """Find the account that a page calls its own, or that the site put in brackets behind its name."""
    for block in doc.blocks:
        text = doc.raw[block.origin.start : block.origin.end]
        if "号" in text or "號" in text:
            plain = simplified(text)
            match = _MENTION.search(plain) or (
                _ACCOUNT.search(plain) if block.removal is not None and block.removal.label == "promo" else None
            )
            if match:
                return Fact(match.group(1).strip("*"), f"line {line_of(doc, block)}")
    return None


def _iso(match: re.Match[str]) -> str:
    """Write a date in ISO 8601; "" for one that no calendar has.

    >>> _iso(_DATE.search("2022年9月21日 11:16"))
    '2022-09-21T11:16'
    """
    year, month, day, hour, minute = match.groups()
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return ""
    date = f"{year}-{int(month):02}-{int(day):02}"
    return f"{date}T{int(hour):02}:{minute}" if hour and int(hour) < 24 and int(minute) < 60 else date
