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

import numpy as np

from pipeline.clean import contacts
from pipeline.clean.lines import Line
from pipeline.clean.view import views
from pipeline.clean.vocabulary import fold
from pipeline.document import Block

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ORDINALS = "一二三四五六七八九十"
_NUMBER = re.compile(rf"[(（]?([{_ORDINALS}]{{1,2}}|\d{{1,2}})[)）、.．]|(?:no\.?|top)\s?(\d{{1,2}})(?!\d)")
_HEADING = re.compile(
    rf"(?:[(（]?(?:[{_ORDINALS}]{{1,2}}|\d{{1,2}})[)）、.．]\s?)?(?:联系|咨询|报名|举报|监督|受理|投诉|办公)"
    r"(?:方式|电话|人|渠道|地址|我们|与咨询|咨询|及|和|受理|时间|地点|途径){1,3}\s?:?"
)
_OFFICE = re.compile(
    r"(?:(?:\D{0,6}(?:电话|热线|传真|邮箱|邮件|信箱))|\D{0,4}(?:联系|负责|经办)人|e-?mail|tel|fax|邮编|邮政编码|\D{0,6}(?:地址|地点|时间)|网址)\s?:.{2,60}"
)
_LONGEST_HEADING = 20
_CHANNEL = re.compile(r"\D{0,4}(?:微信)?(?:公众号|服务号|小程序)|官方(?:微博|网站)|\D{0,2}网站")
"""How an office is reached besides; believed below its heading only."""
_PERSON = re.compile(r"\D{0,6}(?:(?:联系|负责|经办)人|电话|热线|地址|q{1,2}群?|微信)\s?:")
"""Whom to ask, with any number: believed in a section that goes on with the numbers of the text's own."""
_SERVICE = re.compile(
    r"(?:地址|地点|交通|票价|门票|(?:开[放馆]|演出|营业|展览)?时间|展期|人均|(?:咨询|预约|订票|联系|服务)?(?:电话|热线)|主办|预约|网址)\s?:.{2,}"
)
_LEAST_OF_ENTRY = 2
_IMPRINT = re.compile(r"[【\[]?(?:中图分类号|文献标识码|文章编号|基金项目|收稿日期|关键词|摘要|doi)[】\]]?\s?:?.")
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
_LEAST_FIELDS, _LEAST_FIGURES = 3, 2
"""Fields between spaces of a row, and those of them that hold figures."""
_STARRED = re.compile("[★☆]{1,5} ?[^★☆]{2,}")
_OPEN_RUNS = 4
"""Numbered runs that may still go on: headings, items below them, items below those."""
_NOT_RECORDS = frozenset({"related", "ui", "byline"})
_LABEL = re.compile(r"(\D{1,6}):\s?[^,，。!?;]+|([\u4e00-\u9fff]{2,4})\d{1,5}[。.](?!\d).*")
"""A label and a short value, or a word and a figure that many entries begin with."""
_LEAST_RECORDS, _MANY_RECORDS, _LEAST_STAYING = 4, 8, 2 / 3
_DAY = re.compile(r"(?P<day>\d{1,2}\s?月\s?\d{1,2}\s?日)|(?P<hour>\d{1,2}:\d\d)\s")
_LAST_LINES = 9
"""A closing formula stands at most so many lines above the date."""


def spared(lines: Sequence[Line], gone: NDArray[np.bool_]) -> set[int]:
    """List the lines of the sender that would leave and must not."""
    found = (
        *_contacts(lines, gone), *_before_closing(lines, gone), *_closing(lines, gone), *_entries(lines), *_imprint(lines),
    )  # fmt: skip
    return {place for place in found if gone[place]}


def spared_blocks(blocks: Sequence[Block], gone: NDArray[np.bool_]) -> set[int]:
    """List the blocks of the sender and of lists that would leave and must not, by their places."""
    lines = [view.line for view in views([block.text for block in blocks])]
    return spared(lines, gone) | items_spared(lines, [block.kind for block in blocks], gone)


def contact_sections(blocks: Sequence[Block]) -> set[int]:
    """List the places of the blocks that say, below a heading of the text's own, how an office is reached."""
    if not any(_HEADING.fullmatch(fold(block.text).strip()) for block in blocks if len(block.text) <= _LONGEST_HEADING):
        return set()
    lines = [view.line for view in views([block.text for block in blocks])]
    return _contacts(lines, np.array([block.removal is not None for block in blocks], dtype=bool))


def items_spared(lines: Sequence[Line], kinds: Sequence[str], gone: NDArray[np.bool_]) -> set[int]:
    """List the items of lists that would leave though at least half of their list stays, and that sell nothing.

    A list is a run of lines of one form, lines numbered in order, with other lines between them, or the lines of a page behind one
    label. Rows of figures in cells, and marks in stars, stay in any case. kinds: the kind of each line's block.
    """
    forms = ["item" if kind == "list_item" else _form(line) for line, kind in zip(lines, kinds, strict=True)]
    runs = _rows_of(lines, forms)
    kept = [
        run
        for run in runs
        if len(run) >= _LEAST_ITEMS
        and (forms[run[-1]].startswith("row") or 2 * sum(not gone[place] for place in run) >= len(run))
    ]
    kept += [
        run
        for run in _numbered(lines)
        if len(run) >= _LEAST_ITEMS and 2 * sum(not gone[place] for place in run) >= len(run)
    ]
    kept += _records(lines, gone)
    return {
        place
        for run in kept
        for place in run
        if gone[place] and not (_trades(lines[place]) if _is_sure(run, forms, gone) else _sells(lines[place]))
    }


def _is_sure(run: Sequence[int], forms: Sequence[str], gone: NDArray[np.bool_]) -> bool:
    """Tell whether a list is so surely the text's own that words of selling in an item say nothing."""
    staying = sum(not gone[place] for place in run)
    return forms[run[-1]].startswith("row") or (len(run) >= _LEAST_RECORDS and staying >= _LEAST_STAYING * len(run))


def _rows_of(lines: Sequence[Line], forms: Sequence[str]) -> list[list[int]]:
    """List the runs of neighbouring lines of one form, with the line that heads a table."""
    runs: list[list[int]] = []
    for place, form in enumerate(forms):
        if form and runs and runs[-1][-1] == place - 1 and forms[place - 1] == form:
            runs[-1].append(place)
        elif form:
            runs.append([place])
    for run in runs:
        above = run[0] - 1
        if forms[run[0]].startswith("row") and above >= 0 and f"row{_cells(lines[above])}" == forms[run[0]]:
            run.insert(0, above)
    return runs


def _numbered(lines: Sequence[Line]) -> list[list[int]]:
    """List the runs of lines numbered in order, up or down; of headings and of the items below them each has its own."""
    runs: list[list[int]] = []
    for place, line in enumerate(lines):
        number, style = _ordinal(line), line.text[:1].isdecimal()
        if not number:
            continue
        run = next(
            (
                run
                for run in reversed(runs[-_OPEN_RUNS:])
                if lines[run[0]].text[:1].isdecimal() == style
                and abs(number - _ordinal(lines[run[-1]])) == 1
                and (
                    len(run) < 2
                    or number - _ordinal(lines[run[-1]]) == _ordinal(lines[run[1]]) - _ordinal(lines[run[0]])
                )
            ),
            None,
        )
        if run is None:
            runs.append([place])
        else:
            run.append(place)
    return runs


def _records(lines: Sequence[Line], gone: NDArray[np.bool_]) -> list[list[int]]:
    """List the lines of each label that many lines of the page bear, most of which stay: who chairs, where one meets."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        label = _LABEL.fullmatch(line.text)
        if label and not any(hit.kind in _NOT_RECORDS for hit in line.hits):
            places["".join((label.group(1) or label.group(2)).split())].append(place)
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
    cells = _cells(line)
    if cells >= _LEAST_BARS and any(map(str.isdecimal, line.text)):
        return f"row{cells}"
    if _STARRED.match(line.text):
        return "row of stars"
    if "\t" in line.text:
        return "cells"
    dated = _DAY.match(line.text)
    if dated:
        return str(dated.lastgroup)
    fields = line.text.split(" ")
    figures = sum(any(map(str.isdecimal, field)) for field in fields)
    return "fields" if len(fields) >= _LEAST_FIELDS and figures >= _LEAST_FIGURES else ""


def _cells(line: Line) -> int:
    return line.text.count("|") + line.text.count("\t")


def _trades(line: Line) -> bool:
    return contacts.has_private_contact(line.text) or any(hit.kind in _TRADES for hit in line.hits)


def _sells(line: Line) -> bool:
    return contacts.has_private_contact(line.text) or any(hit.kind in _TRADES | {"sell", "call"} for hit in line.hits)


def _contacts(lines: Sequence[Line], gone: NDArray[np.bool_]) -> set[int]:
    """Find the sections that say how an office is reached."""
    prose = [place for place, line in enumerate(lines) if line.is_prose]
    found: set[int] = set()
    for place, line in enumerate(lines):
        if not _HEADING.fullmatch(line.text) or not prose:
            continue
        section, continues = [place], _continues(lines, gone, place)
        for below in range(place + 1, len(lines)):
            said = is_office(lines[below]) or _is_channel(lines[below])
            if lines[below].chars and not said and not (continues and _PERSON.match(lines[below].text)):
                break
            section.append(below)
        if len(section) > 1 and (continues or (prose[0] < place and section[-1] < prose[-1])):
            found.update(section)
    return found


def _entries(lines: Sequence[Line]) -> set[int]:
    """Find where, when and for how much something can be seen, in a guide: several such runs, or one right below a numbered heading."""
    prose = [place for place, line in enumerate(lines) if line.is_prose]
    runs: list[list[int]] = []
    for place in range(prose[0], prose[-1]) if prose else ():
        if not is_entry(lines[place].text):
            continue
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    runs = [run for run in runs if len(run) >= _LEAST_OF_ENTRY]
    several = len(runs) > 1
    return {place for run in runs if several or (run[0] and _ordinal(lines[run[0] - 1])) for place in run}


def _imprint(lines: Sequence[Line]) -> set[int]:
    """Find what journals print about a paper, where at least two such lines stand."""
    found = {place for place, line in enumerate(lines) if _IMPRINT.match(line.text)}
    return found if len(found) > 1 else set()


def _continues(lines: Sequence[Line], gone: NDArray[np.bool_], place: int) -> bool:
    """Tell whether a heading has the number that follows a kept heading's."""
    own = _ordinal(lines[place])
    return own > 1 and any(not gone[above] and _ordinal(lines[above]) == own - 1 for above in range(place))


def _ordinal(line: Line) -> int:
    """Read the number at the start of a line, 0 for none."""
    match = _NUMBER.match(line.text)
    if not match:
        return 0
    number = match.group(1) or match.group(2)
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


def is_entry(folded: str) -> bool:
    """Tell whether a folded line says behind a label where, when or for how much something can be seen.

    >>> is_entry("票价:免费,需提前一天预约"), is_entry("票价免费,加微信预约")
    (True, False)
    """
    return _SERVICE.match(folded) is not None and not _MOBILE.search(folded) and not contacts.has_name(folded)


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
