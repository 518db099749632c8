"""Names that the table of known names lists, where a text really uses them as words of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.digest.candidates import Candidate, Paragraphs
from pipeline.known_names import KnownName, known_names
from pipeline.termbase import Hit, Term, Termbase

FIRM_NEAR = re.compile(
    r"^\s?(?:公司|集团|汽车|手机|的?(?:联合创始人|创始人|老板|首席|总裁|董事长|高管|员工|发言人)|"
    r"(?:去年|今年|随后|后来|已经?|也|将|曾|在[^，。]{0,8})?(?:宣布|公布|发布(?!会)|推出|表示|认为|收购|发射|裁员|融资|起诉|上市|回应|约?占\d)|随即)"
)
"""What follows a firm's name."""
_ANYBODY = re.compile("[^表认回宣]*(?:表示|认为|回应|宣布)")
"""What people do as much as firms."""
OWNER_NEAR = re.compile(r"^的?(?:处理器|芯片|产品|生态|股价|技术|手机|模型|软件|显卡|财报)|^(?:终于|付出|改口|承认)")
_JOINED = re.compile("[、和与及]$")


def is_firm_after(after: str) -> bool:
    """Say whether what follows a name is said of firms only: 宣布 and 表示 are said of people too.

    >>> is_firm_after("的创始人"), is_firm_after("表示，")
    (True, False)
    """
    near = FIRM_NEAR.match(after)
    return bool(near and not _ANYBODY.fullmatch(near.group())) or OWNER_NEAR.match(after) is not None


@cache
def _listed() -> Termbase:
    return Termbase(tuple(Term(row.name, row.english) for row in known_names().values()))


def listed(source: Paragraphs) -> Iterator[Candidate]:
    """Propose known names; one that is a common word too needs a firm's company somewhere in the text."""
    table = known_names()
    doubtful: dict[str, bool] = {}
    for text in source.texts:
        hits = _listed().hits(text)
        for number, hit in enumerate(hits):
            row = table[hit.term.zh]
            if text.startswith("时间", hit.span.end):
                continue  # 北京时间 names no place
            if row.is_wordlike:
                doubtful[row.name] = doubtful.get(row.name, False) or _is_firm(text, hits, number)
            else:
                yield _candidate(row)
    for name, is_meant in doubtful.items():
        if is_meant:
            yield _candidate(table[name])


def _candidate(row: KnownName) -> Candidate:
    return Candidate(row.name, row.kind, row.english, "latin" if row.name.isascii() else "dictionary")


def _is_firm(text: str, hits: Sequence[Hit], number: int) -> bool:
    """Say whether a firm is meant: by the words behind the name, or by a known organisation beside it in a list."""
    span = hits[number].span
    after = text[span.end :]
    if FIRM_NEAR.match(after) or OWNER_NEAR.match(after):
        return True
    for other in (number - 1, number + 1):
        if not 0 <= other < len(hits) or known_names()[hits[other].term.zh].kind != "organisation":
            continue
        first, second = sorted((span, hits[other].span))
        if 0 < second.start - first.end <= 2 and _JOINED.search(text[first.end : second.start]):
            return True
    return False
