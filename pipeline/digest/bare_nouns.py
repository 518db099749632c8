"""What a bare 会议, 条例 or 办法 at the head of a sentence stands for, said in brackets that are ours: 条例[《…管理条例》].

Officials' prose names the meeting or the decree once and then says 会议 or 条例; a reader who has the sentence alone needs the name.
Only where the story names a single one of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_DECREES = "条例|办法|规定|规划|方案|意见|通知|标准|指南|预案|细则|白皮书|报告|决定|公告"
_DECREE = re.compile(f"《[^《》]{{2,40}}?(?P<kind>{_DECREES})(?:[（(][^《》（）()]{{1,12}}[）)])?》")
_MEETING = re.compile(
    "(?:召开|举[行办]|组织召开)了?(?:的)?(?P<after>[^，。、；：“”《》召开举行]{2,26}?(?P<kind>会议|大会|论坛|发布会|座谈会|推进会|听证会))(?![\u4e00-\u9fff]{0,2}精神)"
    "|(?:^|[，。\n])(?P<before>[^，。、；：“”《》日\n]{4,30}?(?P<sort>会议|大会|论坛|发布会|座谈会|推进会|听证会))[^，。]{0,16}(?:召开|举[行办])"
)
_BARE = re.compile(
    f"^(?P<kind>{_DECREES}|会议|大会|论坛|发布会|座谈会|推进会|听证会)"
    "(?=(?:还|也|同时|首次|共|并|明确|规定|要求|指出|强调|决定|提出|认为|审议|听取|通过|部署|宣布|透露|显示|将|自|于|经|已|对|从|设[置定立]|禁止|允许|确定|新增|鼓励|公布|书面|传达)[^，。]{0,1})"
)


def full_names(title: str, texts: Sequence[str]) -> Mapping[str, str]:
    """Find for each kind of meeting and decree the one name that a story gives to it; texts: its sentences in order.

    >>> full_names("", ["云州市召开防汛工作会议。", "《云州市养犬管理条例》明年施行。"])
    {'会议': '防汛工作会议', '条例': '《云州市养犬管理条例》'}
    """
    found: dict[str, dict[str, None]] = {}
    for match in _MEETING.finditer("\n".join([title, *texts[:3]])):
        kind = match["kind"] or match["sort"]
        found.setdefault(kind, {})[(match["after"] or match["before"]).strip()] = None
    for match in _DECREE.finditer("\n".join(texts)):
        found.setdefault(match["kind"], {})[match[0]] = None
    single = {kind: list(names) for kind, names in found.items()}
    return {kind: names[0] for kind, names in single.items() if len(names) == 1 and names[0] != kind}


def with_name(text: str, names: Mapping[str, str]) -> str:
    """Set the name behind a bare noun that opens a sentence; the sentence as it is where that needs none.

    >>> with_name("条例规定，遛狗要牵绳。", {"条例": "《云州市养犬管理条例》"})
    '条例[《云州市养犬管理条例》]规定，遛狗要牵绳。'
    """
    match = _BARE.match(text)
    name = names.get(match["kind"], "") if match else ""
    if match is None or not name or name in text:
        return text
    return f"{text[: match.end()]}[{name}]{text[match.end() :]}"


_HEADS = {
    "院长": ("院",),
    "校长": ("学校", "小学", "中学", "大学", "学院"),
    "馆长": ("馆",),
    "局长": ("局",),
    "厂长": ("厂",),
    "园长": ("园",),
    "社长": ("社",),
    "站长": ("站",),
    "所长": ("所",),
}
"""Offices, and the ends of the houses that have them."""
_OFFICE = re.compile(f"(?:^|(?<=[，；：]))(?P<office>{'|'.join(_HEADS)})(?=[一-鿿])")


def with_house(text: str, people: Sequence[str], houses: Sequence[str]) -> str:
    """Set before a bare 院长 whose name follows the one house of the story that has such an office.

    >>> with_house("院长周宁把空房租给学生。", ["周宁"], ["松鹤养老院", "云州市民政局"])
    '[松鹤养老院]院长周宁把空房租给学生。'
    """
    match = _OFFICE.search(text)
    if match is None or not text[match.end() :].startswith(tuple(people) or "\0"):
        return text
    meant = [house for house in houses if house.endswith(_HEADS[match["office"]])]
    meant = [one for one in meant if not any(one != other and one in other for other in meant)]
    if len(meant) != 1 or meant[0] in text:
        return text
    return f"{text[: match.start()]}[{meant[0]}]{text[match.start() :]}"
