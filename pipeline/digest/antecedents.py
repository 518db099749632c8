"""Who a pronoun or a bare 公司 stands for, said in brackets that are ours: 他[王选], 其[王选]妻子, 公司[远帆科技].

Only where nobody else can be meant; else the sentence keeps its flaw.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.digest.bare_nouns import full_names
from pipeline.digest.flaws import has_loose_pronoun, pronoun_at
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
_NEAR = 12
"""Characters before a pronoun that may tell a time or an age, and nobody else."""
_ANYBODY = re.compile(
    "[一两三二几这那]?[位名个](?:[^，。、的]{0,8}的)?[^，。、的]{0,6}[人者员师家生手长民客友妇夫孩徒兵工童]|[父母]亲|[爸妈爷奶]|妻|丈夫|[儿女]子|[儿女]|哥|弟|姐|妹|老伴|爱人|孙|[男女]生|师傅|师父|邻居|同[学事伴]|老[人板乡]"
)
"""Somebody without a name, for whom a pronoun may stand as well."""


class Cast(NamedTuple):
    """Hold whom a story speaks of: every form of a person's name, every form of a firm's, and the one firm it is about."""

    people: Sequence[str] = ()
    firms: Sequence[str] = ()
    firm: str = ""
    """"" where the title and the opening name none, or several."""
    hero: str = ""
    """Whom the story is about: the one person of the title, or else the one named far more often than any other."""
    nouns: Mapping[str, str] = {}
    """What a bare 会议 or 条例 stands for."""
    houses: Sequence[str] = ()
    """Names of organisations."""


def cast_of(named: Sequence[Name], title: str, texts: Sequence[str]) -> Cast:
    """Gather the cast from a story's names; texts: its sentences in order."""
    nouns = full_names(title, texts)
    houses = [name.text for name in named if name.kind == "organisation"]
    people = [form for name in named if name.kind == "person" for form in (name.text, *name.aliases)]
    firms = [name for name in named if name.kind == "organisation" and not _OFFICES.search(name.text)]
    forms = [form for name in firms for form in (name.text, *name.aliases)]
    titled = _distinct([person for person in people if person in title])
    hero = titled[0] if len(titled) == 1 else "" if titled else _most_named(named)
    for place in (title, *texts[:1]):
        meant = [name.text for name in firms if any(form in place for form in (name.text, *name.aliases))]
        meant = [one for one in meant if not any(one != other and one in other for other in meant)]
        if len(meant) == 1:
            return Cast(people, forms, meant[0], hero, nouns, houses)
        if meant:
            break
    return Cast(people, forms, hero=hero, nouns=nouns, houses=houses)


def _most_named(named: Sequence[Name]) -> str:
    counted = sorted(((name.count, name.text) for name in named if name.kind == "person"), reverse=True)
    (most, hero), (next_most, _) = (*counted, (0, ""), (0, ""))[:2]
    return hero if most >= HERO_COUNT and most >= HERO_RATIO * next_most else ""


HERO_COUNT, HERO_RATIO = 4, 2
"""Mentions of whom a story without a name in its title is about, and how many times those of the next person."""


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
        if place is None or not (_tells_time(text[: place[0]]) or has_loose_pronoun(text, cast.people)):
            return None
    if place is None or any(person in text[: place[0]] for person in cast.people):
        return None
    name = _meant(statement, cast)
    return _named(text, place, name) if name and name not in text else None


def _meant(statement: Statement, cast: Cast) -> str:
    """Find the only person of whom the paragraph has spoken; where it has named nobody, the hero, if nobody else may be meant."""
    before = _ASIDE.sub("", statement.before)
    present = _distinct([person for person in cast.people if person in before])
    if present:
        return present[0] if len(present) == 1 else ""
    above = _ASIDE.sub("", statement.above)
    named = _distinct([person for person in cast.people if person in above])
    others = _ANYBODY.search(before) or (not named and (not above or _ANYBODY.search(above)))
    return cast.hero if named in ([], [cast.hero]) and not others else ""


def _distinct(people: Sequence[str]) -> list[str]:
    """Leave out forms that are part of a longer one."""
    return list(dict.fromkeys(p for p in people if not any(p != other and p in other for other in people)))


def _tells_time(text: str) -> bool:
    return len(text) <= 3 or (len(text) <= _NEAR and _TIME.fullmatch(text) is not None)


_TIME = re.compile(
    "(?:(?:[上下本这那去今明后前当同]个?[年月周天日]|如今|今年|现在|目前|近年来?|多年来|[\\d一二三四五六七八九十百两几]+(?:年|岁|个月|天|多岁)(?:以?来|[前后里间中]|之[前后])?|\\d{4}年|[一二三四五六七八九十\\d]+月|[春夏秋冬]天|[年月日在从时的由对和与，、]|\\d)+)"
)
"""What may stand before a pronoun and speak of nobody else: a time, an age, a preposition."""


def _named(text: str, place: tuple[int, int], name: str) -> tuple[str, str]:
    start, end = place
    return text[:start] + name + text[end:], f"{text[:end]}[{name}]{text[end:]}"
