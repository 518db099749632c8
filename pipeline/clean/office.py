"""What a notice says of its sender: how an office is reached, who signs, and when. It reads like furniture and is the text.

Such lines stay where the text leads up to them: below a numbered heading of its own, between its paragraphs, or below the words
with which official letters close.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.clean import contacts
from pipeline.clean.lines import Line
from pipeline.clean.view import views
from pipeline.document import Block

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ORDINALS = "一二三四五六七八九十"
_NUMBER = re.compile(rf"[(（]?([{_ORDINALS}]{{1,2}}|\d{{1,2}})[)）、.．]")
_HEADING = re.compile(
    rf"(?:[(（]?(?:[{_ORDINALS}]{{1,2}}|\d{{1,2}})[)）、.．]\s?)?(?:联系|咨询|报名|举报|监督|受理|投诉|办公)"
    r"(?:方式|电话|人|渠道|地址|我们|与咨询|咨询|及|和|受理|时间|地点|途径){1,3}\s?:?"
)
_OFFICE = re.compile(
    r"(?:(?:\D{0,6}(?:电话|热线|传真|邮箱|邮件|信箱))|\D{0,4}(?:联系|负责|经办)人|e-?mail|tel|fax|邮编|邮政编码|\D{0,6}(?:地址|地点|时间)|网址)\s?:.{2,60}"
)
_CHANNEL = re.compile(r"\D{0,4}(?:微信)?(?:公众号|服务号|小程序)|官方(?:微博|网站)|\D{0,2}网站")
"""How an office is reached besides; believed below its heading only."""
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_TRADES = frozenset({"shady", "adult", "betting", "follow"})
_LETTER = "(?:特此(?:公告|通告|通知|公示|声明|函告|函复)|此致|敬礼|专此|以上公告|请遵照执行).{0,6}"
_CLOSES_LETTER = re.compile(_LETTER)
_CLOSES = re.compile(rf"{_LETTER}|附件?\s?:.{{2,40}}|\d{{1,2}}[.、].{{2,40}}")
_SIGNER = re.compile(
    r"\S{2,30}(?:局|厅|部|委|办|办公室|政府|公司|院|会|中心|学校|大学|协会|银行|集团|社|处|馆|所|组|指挥部|领导小组|村委会)"
)
_DATED = re.compile(
    r"(?:(?:19|20)\d\d|二[〇零○][〇零○一二三四五六七八九]{2})\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日"
)
_LEAST_ITEMS, _LEAST_BARS = 3, 3
_NOT_RECORDS = frozenset({"related", "ui", "byline"})
_LABEL = re.compile(r"(\D{1,6}):\s?[^,，。!?;]+")
_LEAST_RECORDS, _MANY_RECORDS, _LEAST_STAYING = 4, 8, 2 / 3
_DAY = re.compile(r"(?P<day>\d{1,2}\s?月\s?\d{1,2}\s?日)|(?P<hour>\d{1,2}:\d\d)\s")
_LAST_LINES = 9
"""A closing formula stands at most so many lines above the date."""


def spared(lines: Sequence[Line], gone: NDArray[np.bool_]) -> set[int]:
    """List the lines of the sender that would leave and must not."""
    found = (*_contacts(lines, gone), *_before_closing(lines, gone), *_closing(lines, gone))
    return {place for place in found if gone[place]}


def spared_blocks(blocks: Sequence[Block], gone: NDArray[np.bool_]) -> set[int]:
    """List the blocks of the sender and of lists that would leave and must not, by their places."""
    lines = [view.line for view in views([block.text for block in blocks])]
    return spared(lines, gone) | items_spared(lines, [block.kind for block in blocks], gone)


def items_spared(lines: Sequence[Line], kinds: Sequence[str], gone: NDArray[np.bool_]) -> set[int]:
    """List the items of lists that would leave though at least half of their list stays, and that sell nothing.

    A list is a run of lines of one form, or the lines of a page behind one label. Rows of figures in cells stay in any case.
    kinds: the kind of each line's block.
    """
    runs: list[list[int]] = []
    forms: list[str] = []
    for place, line in enumerate(lines):
        number = _ordinal(line)
        last = runs[-1][-1] if runs else -2
        goes_on = number > 1 and last >= 0 and number == _ordinal(lines[last]) + 1
        form = "item" if kinds[place] == "list_item" else _form(line)
        if goes_on or (form and last == place - 1 and form == forms[-1]):
            runs[-1].append(place)
        elif number or form:
            runs.append([place])
        forms.append(form)
    kept = [
        run
        for run in runs
        if len(run) >= _LEAST_ITEMS
        and (forms[run[0]].startswith("row") or 2 * sum(not gone[place] for place in run) >= len(run))
    ]
    kept += _records(lines, gone)
    return {place for run in kept for place in run if gone[place] and not _sells(lines[place])}


def _records(lines: Sequence[Line], gone: NDArray[np.bool_]) -> list[list[int]]:
    """List the lines of each label that many lines of the page bear, most of which stay: who chairs, where one meets."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        label = _LABEL.fullmatch(line.text)
        if label and not any(hit.kind in _NOT_RECORDS for hit in line.hits):
            places["".join(label.group(1).split())].append(place)
    return [
        found
        for found in places.values()
        if len(found) >= _LEAST_RECORDS
        and (
            len({lines[place].text for place in found}) >= _MANY_RECORDS
            or sum(not gone[place] for place in found) >= _LEAST_STAYING * len(found)
        )
    ]


def _form(line: Line) -> str:
    """Name what lines of one kind begin with or are made of: a date, an hour, so many cells of a table."""
    cells = line.text.count("|") + line.text.count("\t")
    if cells >= _LEAST_BARS and any(map(str.isdecimal, line.text)):
        return f"row{cells}"
    if "\t" in line.text:
        return "cells"
    dated = _DAY.match(line.text)
    return str(dated.lastgroup) if dated else ""


def _sells(line: Line) -> bool:
    return contacts.has_private_contact(line.text) or any(hit.kind in _TRADES | {"sell", "call"} for hit in line.hits)


def _contacts(lines: Sequence[Line], gone: NDArray[np.bool_]) -> set[int]:
    """Find the sections that say how an office is reached."""
    prose = [place for place, line in enumerate(lines) if line.is_prose]
    found: set[int] = set()
    for place, line in enumerate(lines):
        if not _HEADING.fullmatch(line.text) or not prose:
            continue
        section = [place]
        for below in range(place + 1, len(lines)):
            if lines[below].chars and not is_office(lines[below]) and not _is_channel(lines[below]):
                break
            section.append(below)
        if len(section) > 1 and (_continues(lines, gone, place) or (prose[0] < place and section[-1] < prose[-1])):
            found.update(section)
    return found


def _continues(lines: Sequence[Line], gone: NDArray[np.bool_], place: int) -> bool:
    """Tell whether a heading has the number that follows a kept heading's."""
    own = _ordinal(lines[place])
    return own > 1 and any(not gone[above] and _ordinal(lines[above]) == own - 1 for above in range(place))


def _ordinal(line: Line) -> int:
    """Read the number at the start of a line, 0 for none."""
    match = _NUMBER.match(line.text)
    if not match:
        return 0
    number = match.group(1)
    if number.isdecimal():
        return int(number)
    tens, _, units = number.rpartition("十") if "十" in number else ("", "", number)
    return ("十" in number) * 10 * (_ORDINALS.find(tens) + 1 if tens else 1) + (
        _ORDINALS.find(units) + 1 if units else 0
    )


def is_office(line: Line) -> bool:
    """Tell whether a line gives, behind a label, how an office is reached: no mobile number, no chat name, no trade."""
    if not _OFFICE.fullmatch(line.text) or _MOBILE.search(line.text) or contacts.has_name(line.text):
        return False
    return not any(hit.kind in _TRADES for hit in line.hits)


def _is_channel(line: Line) -> bool:
    """Tell whether a line names an account or a site of the office behind a label, and nothing that is sold."""
    label, _, rest = line.text.partition(":")
    if not rest or not _CHANNEL.fullmatch(label.strip()) or _MOBILE.search(rest):
        return False
    return not any(hit.kind in _TRADES - {"follow"} for hit in line.hits)


def _before_closing(lines: Sequence[Line], gone: NDArray[np.bool_]) -> set[int]:
    """Find how an office is reached right above the words with which its letter closes."""
    found: set[int] = set()
    for place, line in enumerate(lines):
        if gone[place] or not _CLOSES_LETTER.fullmatch(line.text.rstrip("。.! ")):
            continue
        for above in range(place - 1, max(-1, place - _LAST_LINES), -1):
            if lines[above].chars and not is_office(lines[above]):
                break
            found.add(above)
    return found


def _closing(lines: Sequence[Line], gone: NDArray[np.bool_]) -> set[int]:
    """Find signer and date below the words that close a letter."""
    filled = [place for place, line in enumerate(lines) if line.chars]
    found: set[int] = set()
    for number, (signer, date) in enumerate(pairwise(filled)):
        if not _DATED.fullmatch(lines[date].text) or not _SIGNER.fullmatch(lines[signer].text):
            continue
        above = filled[max(0, number - _LAST_LINES) : number]
        if any(not gone[place] and _CLOSES.fullmatch(lines[place].text.rstrip("。.! ")) for place in above):
            found |= {signer, date}
    return found
