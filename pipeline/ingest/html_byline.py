"""The byline of a page: author, site, date and editor as the page shows them beside its title and below its article.

Only short lines near the title are read, and only what a label or a date's own form says; a name that stands alone is no author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.document import Block, Fact
from pipeline.ingest.sidecar import iso_date

_BEFORE, _AFTER = 4, 14
"""Blocks above and below the title that may be its byline."""
_LINE_MAX_CHARS = 90
_PROSE_CHARS = 60
_DATE = re.compile(
    r"(?<!\d)(?:19[89]\d|20[0-4]\d)\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?"
    r"(?:[ T\u3000\xa0]*(?:\(?[周星]?期?.?\)?)?[ \u3000\xa0]*\d{1,2}:\d{2}(?::\d{2})?)?"
)
_PERSON = r"(?:[\u4e00-\u9fff]{1,7}·[\u4e00-\u9fff]{1,7}|[\u4e00-\u9fff]{2,4})"
_NAME = rf"({_PERSON}(?:[ 、，]{_PERSON}){{0,2}}|[A-Z][\w.]+(?: [A-Z][\w.]+){{1,2}})"
_END = r"(?=$|[\s　|｜/／)）\]】;；,，。]|来源|來源|编辑|編輯|时间|日期|发[布表]|\d)"
_ACCOUNT = re.compile(r"注册|註冊|最后登录|最後登錄|最后活跃|积分|積分|帖子")
"""A card of a forum's member tells when the member came, not when the post was written."""
_AUTHOR = re.compile(rf"(?:(?<![该該此])作者|撰文|文／|文/|记者|記者)\s*[:：|｜／/]?\s*{_NAME}{_END}")
_REPORTER = re.compile(
    r"[（(【\[]?\s*(?:本報)?記者\s?([\u4e00-\u9fff]{2,4})[／/∕]\S{2,6}報導|[記记]者([\u4e00-\u9fff]{2,4})\s?[／/]"
)
_SITE = re.compile(r"(?:来源|來源|稿源|出处|轉自|转自)\s*[:：]\s*([^\s|｜:：,，。;；()（）<>]{2,20})")
_EDITOR = re.compile(rf"(?:责任编辑|責任編輯|责编|責編|编辑|編輯)\s*[:：]\s*{_NAME}{_END}")
_OFFICE = re.compile(r"^(?:通讯员|通訊員|特约|特派|实习)\s*")
_TRAILING = re.compile(r"(?:19|20)\d\d[-年/].*$")
_NOT_A_NAME = re.compile(
    r"[网網报報社]|[台站号]$|编辑|編輯|来源|來源|发布|评论|字号|日期|时间|责任|未知|佚名|匿名|摄|手记|频道|专栏|原创|浏览|楼主|登录|注册"
)


def byline(blocks: Sequence[Block], title: str) -> dict[str, Fact]:
    """Find what the page shows about its article; keys are fields of Metadata.

    Nothing is found where the title does not stand on the page.
    """
    found: dict[str, Fact] = {}
    place = _title_place(blocks, title)
    if place is not None:
        for line in _lines(blocks, place):
            _read(line, found)
    for block in blocks:
        if "editor" not in found and (len(block.text) <= _LINE_MAX_CHARS or block.text[-1:] in ")）]】"):
            match = _EDITOR.search(block.text[-_LINE_MAX_CHARS:])
            if match and not _NOT_A_NAME.search(match.group(1)):
                found.setdefault("editor", Fact(match.group(1), f"label: {match.group().strip()}"))
    return found


def _title_place(blocks: Sequence[Block], title: str) -> int | None:
    """Find the copy of the title that prose follows soonest."""
    wanted = "".join(title.split())
    places = [
        i
        for i, block in enumerate(blocks)
        if wanted and len(block.text) < 2 * len(title) + 9 and "".join(block.text.split()) == wanted
    ]
    best, best_gap = None, 0
    for place in places:
        gap = next((n for n, block in enumerate(blocks[place + 1 : place + 40]) if _is_prose(block)), 40)
        if best is None or gap < best_gap:
            best, best_gap = place, gap
    return best


def _lines(blocks: Sequence[Block], place: int) -> Iterator[str]:
    """Yield the short lines below the title up to the first prose, then the start of that prose, then those above."""
    for block in blocks[place + 1 : place + 1 + _AFTER]:
        if _is_prose(block):
            yield block.text[:40]
            break
        if len(block.text) <= _LINE_MAX_CHARS:
            yield block.text
    for block in reversed(blocks[max(0, place - _BEFORE) : place]):
        if len(block.text) <= _LINE_MAX_CHARS:
            yield block.text


def _read(line: str, found: dict[str, Fact]) -> None:
    date = _DATE.search(line)
    if date and "published" not in found and not _ACCOUNT.search(line):
        value = iso_date(_plain(date.group()))
        if value:
            found["published"] = Fact(value, f"byline: {date.group()}")
    author = _AUTHOR.search(line) or _REPORTER.search(line)
    name = next((group for group in author.groups() if group), "") if author else ""
    name = _OFFICE.sub("", name)
    if author and name and not _NOT_A_NAME.search(name):
        found.setdefault("author", Fact(name, f"byline: {author.group().strip()}"))
    site = _SITE.search(line)
    if site:
        found.setdefault("site", Fact(_TRAILING.sub("", site.group(1)), f"byline: {site.group().strip()}"))


def _is_prose(block: Block) -> bool:
    return len(block.text) >= _PROSE_CHARS and any(mark in block.text for mark in "。！？")


def _plain(date: str) -> str:
    """Bring a shown date to the form that `iso_date` reads.

    >>> _plain("2012年 1月 12日  (四) 01:10")
    '2012年1月12日 01:10'
    """
    days = re.sub(r"\s*([-/.年月日])\s*", r"\1", date).partition(" ")[0]
    time = re.search(r"\d{1,2}:\d{2}(?::\d{2})?", date)
    day = re.match(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", days)
    return " ".join(part for part in (day.group() if day else days, time.group() if time else "") if part)
