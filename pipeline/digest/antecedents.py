"""Who a pronoun or a bare 公司 stands for, said in brackets that are ours: 他[王选], 其[王选]妻子, 公司[远帆科技].

Only where nobody else can be meant; else the sentence keeps its flaw.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.digest.flaws import pronoun_at
from pipeline.digest.statements import Statement
from pipeline.story import Name

_OFFICES = re.compile(
    "(?:法院|检察院|政府|局|厅|部|委员会?|大学|学院|学校|中学|小学|医院|协会|联合会|公安|警方|组织|联盟|交易所|研究[院所]|中心|党委?|纪委|监委|新闻|日报|晚报|早报|网|社|电视台|法庭|银保监会|证监会|央行|联储)$"
)
"""Ends of organisations that nobody calls 公司."""
_BARE_FIRM = re.compile(
    "(?:(?<![\u4e00-\u9fffA-Za-z0-9）)》”])|(?<=[年月日度期前近诉向对])|(?<=近日|日前|目前|截至|期间))(?:该|本)?公司(?![法债股治章级])"
)
_KIN = re.compile(
    "其(?=妻子?|丈夫|父亲?|母亲?|父母|儿子|女儿|子女|家人|家属|亲属|配偶|前妻|前夫|哥哥|弟弟|姐姐|妹妹|(?:代理|辩护)?律师|经纪人|辩护人|本人|名下|任职|老家)"
)
_ASIDE = re.compile("“[^“”]*”|[（(][^）)]*[）)]")
"""Quoted nicknames and bracketed reporters: no pronoun stands for those."""
_NEAR = 8
"""Characters before a pronoun that may only tell a time."""


class Cast(NamedTuple):
    """Hold whom a story speaks of: every form of a person's name, every form of a firm's, and the one firm it is about."""

    people: Sequence[str] = ()
    firms: Sequence[str] = ()
    firm: str = ""
    """"" where the title and the opening name none, or several."""


def cast_of(named: Sequence[Name], title: str, opening: str) -> Cast:
    """Gather the cast from a story's names; opening: its first sentence."""
    people = [form for name in named if name.kind == "person" for form in (name.text, *name.aliases)]
    firms = [name for name in named if name.kind == "organisation" and not _OFFICES.search(name.text)]
    forms = [form for name in firms for form in (name.text, *name.aliases)]
    for place in (title, opening):
        meant = [name.text for name in firms if any(form in place for form in (name.text, *name.aliases))]
        meant = [one for one in meant if not any(one != other and one in other for other in meant)]
        if len(meant) == 1:
            return Cast(people, forms, meant[0])
        if meant:
            break
    return Cast(people, forms)


def office_of(person: str, texts: Sequence[str]) -> str:
    """Find the office that stands before a name when a clause opens with it; "" where none does.

    >>> office_of("周宁", ["周宁到了。", "会上，市图书馆馆长周宁作了报告。"])
    '市图书馆馆长'
    """
    pattern = re.compile(
        f"(?:^|[，。；：、”])((?:[^，。；：、“”]{{2,24}}[{_RANKS}]、)*[^，。；：、“”]{{2,24}}){re.escape(person)}"
    )
    for text in texts:
        match = pattern.search(text)
        if match and OFFICE.search(match[1]):
            return match[1]
    return ""


_RANKS = "长员授记席理士官师裁人任事监手将犯"
OFFICE = re.compile(f"[{_RANKS}]$")
"""The last character of most offices, which introduces the name behind it."""


def bare_firm_at(text: str, cast: Cast) -> tuple[int, int] | None:
    """Find a 公司 that stands for a firm which the sentence has not named before it.

    >>> bare_firm_at("去年公司亏损三亿元。", Cast()), bare_firm_at("远帆公司说，公司亏损。", Cast(firms=["远帆公司"]))
    ((2, 4), None)
    """
    match = _BARE_FIRM.search(text)
    if match is None or any(form in text[: match.start()] for form in cast.firms) or "公司" in text[: match.start()]:
        return None
    return match.span()


def resolved(statement: Statement, cast: Cast) -> tuple[str, str] | None:
    """Say who is meant, as (text to judge, text to print); None where more than one may be, or nobody needs saying."""
    text = statement.text
    firm = bare_firm_at(text, cast)
    if firm is not None:
        others = any(
            form in statement.before + text and form not in cast.firm and cast.firm not in form for form in cast.firms
        )
        return _named(text, firm, cast.firm) if cast.firm and not others else None
    kin = _KIN.search(text)
    if kin is not None and _tells_time(text[: kin.start()]):
        place: tuple[int, int] | None = kin.span()
    else:
        place = pronoun_at(text)
        if place is None or not _tells_time(text[: place[0]]):
            return None
    before = _ASIDE.sub("", statement.before)
    present = [person for person in cast.people if person in before]
    distinct = [p for p in present if not any(p != other and p in other for other in present)]
    if place is None or len(distinct) != 1 or any(person in text[: place[0]] for person in cast.people):
        return None
    if distinct[0] in text:
        return None
    return _named(text, place, distinct[0])


def _tells_time(text: str) -> bool:
    return len(text) <= _NEAR and (len(text) <= 3 or not re.search("[^，、年月日在从]", text.strip("0123456789")))


def _named(text: str, place: tuple[int, int], name: str) -> tuple[str, str]:
    start, end = place
    return text[:start] + name + text[end:], f"{text[:end]}[{name}]{text[end:]}"
