"""What a notice says of its sender, a guide of its places, a journal of a paper. It reads like furniture and is the text.

How an office is reached, who signs, and when, stays where the text leads up to it: below a numbered heading of its own, between its
paragraphs, or below the words with which official letters close. Where, when and for how much stays in a guide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pipeline.clean import contacts
from pipeline.clean.lines import Line
from pipeline.clean.listed import ORDINALS, TRADES, items_spared, ordinal
from pipeline.clean.view import views
from pipeline.clean.vocabulary import fold
from pipeline.document import Block

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HEADING = re.compile(
    rf"(?:[(（]?(?:[{ORDINALS}]{{1,2}}|\d{{1,2}})[)）、.．]\s?)?(?:(?:联系|咨询|报名|举报|监督|受理|投诉|办公)"
    r"(?:方式|电话|人|渠道|地址|我们|与咨询|咨询|及|和|受理|时间|地点|途径){1,3}){1,2}\s?:?"
)
_OFFICE = re.compile(
    r"(?:(?:\D{0,6}(?:电话|热线|传真|邮箱|邮件|信箱))|\D{0,4}(?:联系|负责|经办)人|e-?mail|tel|fax|邮编|邮政编码|\D{0,6}(?:地址|地点|时间)|网址)\s?:.{2,60}"
)
_LONGEST_HEADING = 20
_CHANNEL = re.compile(r"\D{0,4}(?:微信)?(?:公众号|服务号|小程序)|官方(?:微博|网站)|\D{0,2}网站")
"""How an office is reached besides; believed below its heading only."""
_PERSON = re.compile(
    r"\D{0,6}(?:(?:联系|负责|经办)人|电话|热线|地址|q{1,2}群?|微信)\s?:|[\u4e00-\u9fff]{2,8}\s?:\s?[\u4e00-\u9fff·]{2,8}$"
)
"""Whom to ask, with any number: believed in a section that goes on with the numbers of the text's own."""
_SERVICE = re.compile(
    r"(?:地址|地点|交通|票价|门票|(?:开[放馆]|演出|营业|展览)?时间|展期|人均|(?:咨询|预约|订票|联系|服务)?(?:电话|热线)|主办|预约|网址)\s?:.{2,}"
)
"""Labels of a guide's entries."""
_LEAST_OF_ENTRY = 2
_IMPRINT = re.compile(r"[【\[]?(?:(中图分类号|文献标识码|文章编号|基金项目|收稿日期|doi)|关键词|摘要)[】\]]?\s?:?.")
"""What journals print about a paper; the last two labels are those of any content system, too."""
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_LETTER = "(?:特此(?:公告|通告|通知|公示|声明|函告|函复)|此致|敬礼|专此|以上公告|请遵照执行).{0,6}"
_CLOSES_LETTER = re.compile(_LETTER)
_CLOSES = re.compile(rf"{_LETTER}|附件?\s?:.{{2,40}}|\d{{1,2}}[.、].{{2,40}}")
_SIGNER = re.compile(
    r"\S{2,30}(?:局|厅|部|委|办|办公室|政府|公司|院|会|中心|学校|大学|协会|银行|集团|社|处|馆|所|组|指挥部|领导小组|村委会)"
)
_DATED = re.compile(
    r"(?:(?:19|20)\d\d|二[〇零○][〇零○一二三四五六七八九]{2})\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日"
)
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
    return {place for run in runs if several or (run[0] and ordinal(lines[run[0] - 1])) for place in run}


def _imprint(lines: Sequence[Line]) -> set[int]:
    """Find what journals print about a paper, where at least two such lines stand and one of them only journals print."""
    found = {place: match for place, line in enumerate(lines) if (match := _IMPRINT.match(line.text))}
    return set(found) if len(found) > 1 and any(match.group(1) for match in found.values()) else set()


def _continues(lines: Sequence[Line], gone: NDArray[np.bool_], place: int) -> bool:
    """Tell whether a heading has the number that follows a kept heading's."""
    own = ordinal(lines[place])
    return own > 1 and any(not gone[above] and ordinal(lines[above]) == own - 1 for above in range(place))


def is_office(line: Line) -> bool:
    """Tell whether a line gives, behind a label, how an office is reached: no mobile number, no chat name, no trade."""
    if not _OFFICE.fullmatch(line.text) or _MOBILE.search(line.text) or contacts.has_name(line.text):
        return False
    return not any(hit.kind in TRADES for hit in line.hits)


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
    return not any(hit.kind in TRADES - {"follow"} for hit in line.hits)


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
