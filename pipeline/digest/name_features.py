"""What the recogniser of names sees at each place of a text: characters, words, and what lists say of both.

A place is one Chinese character or mark, or one run of Latin letters and digits. Words come cut and tagged from jieba; each place
says where in its word it stands (B, M, E, or S for a word of one place). Features are strings, "name=value".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.digest.words import TRANSLITERATION, Word, word_list
from pipeline.known_names import known_names
from pipeline.proper_names import is_common_word, kind_of
from pipeline.segmenter import lexicon
from pipeline.surnames import COMPOUND_SURNAMES, SURNAMES

_PLACE = re.compile(r"[A-Za-zÀ-ž0-9]+|\s+|.", re.DOTALL)
_FREQUENT_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
)
_BODY = re.compile(
    "(?P<firm>公司|集团|科技|股份|实业|控股|资本|证券|银行|基金|保险|重工|电子|汽车|传媒|影业|药业|生物|能源|智能)$|"
    "(?P<office>[部委厅署局院庭处科所站]|政府|政协|人大|中心|总队|支队|大队|指挥部|办公室)$|"
    "(?P<school>大学|学院|中学|小学|一中|二中|附中|学校|研究院|研究所|实验室|医院)$|"
    "(?P<club>论坛|俱乐部|协会|学会|联盟|联合会|基金会|队|组织|工会|商会|委员会|乐团|剧院|剧团)$|"
    "(?P<press>日报|晚报|时报|新闻社?|通讯社|电视台|网|社|报|杂志|出版社)$"
)
_SITE = re.compile(
    "[省市县区州镇乡村岛湾港湖江河山峰路街巷桥寺塔站楼园宫关口峡海洋滩岭沟坡屯寨]$|国$|高原|盆地|平原|半岛|群岛|海峡|"
    "广场|公园|大道|机场|码头|隧道|水库|遗址|古城|古镇|社区|小区|景区"
)
_MARKS = {"《": "book", "“": "quote", "（": "bracket"}
_CLOSING = {"》": "book", "”": "quote", "）": "bracket"}


class Place(NamedTuple):
    """Hold one place of a text: the unit that gets a label."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset behind the place."""
        return self.start + len(self.text)


def places_of(text: str) -> tuple[Place, ...]:
    """Cut a text into places, white space left out.

    >>> [place.text for place in places_of("用 Mate60吧")]
    ['用', 'Mate60', '吧']
    """
    return tuple(Place(m.group(), m.start()) for m in _PLACE.finditer(text) if not m.group().isspace())


def features_of(text: str, places: Sequence[Place], words: Sequence[Word]) -> list[list[str]]:
    """Describe each place of a text by its features.

    words: of the same text, in order, as `words_of` cuts them.
    """
    shapes = ["|", "|", *(_shape(place.text) for place in places), "|", "|"]
    rows = [_characters(*shapes[index : index + 5]) for index in range(len(places))]
    context = _Context.of(words)
    known: dict[tuple[int, str], list[str]] = {}
    for row, spot in zip(rows, _spots(places, words), strict=True):
        if spot not in known:
            known[spot] = context.features(*spot)
        row += known[spot]
    for row, marks in zip(rows, _enclosed(places), strict=True):
        row += marks
    _add_sounds(places, rows)
    return rows


def _shape(text: str) -> str:
    """Write digits and Latin runs as their kind: what they say is in their form."""
    if len(text) == 1 and not text.isascii():
        return text
    if text.isdigit():
        return "9"
    if text.isalnum():
        return ("A9" if text.isupper() or len(text) < 3 else "Aa9") if re.search(r"\d", text) else _latin(text)
    return text


def _latin(text: str) -> str:
    return "A" if len(text) == 1 else "AA" if text.isupper() else "Aa" if text[0].isupper() else "a"


def _characters(two: str, one: str, here: str, next_: str, after: str) -> list[str]:
    row = [
        f"c={here}", f"c-1={one}", f"c-2={two}", f"c+1={next_}", f"c+2={after}",
        f"d-1={one}{here}", f"d+1={here}{next_}", f"d-2={two}{one}", f"d+2={next_}{after}",
        f"t={one}{here}{next_}",
    ]  # fmt: skip
    if here in SURNAMES:
        row.append("surname" if here in _FREQUENT_SURNAMES else "rare surname")
    if here + next_ in COMPOUND_SURNAMES:
        row.append("compound surname")
    if one in SURNAMES:
        row.append("behind surname" if one in _FREQUENT_SURNAMES else "behind rare surname")
    return row


def _spots(places: Sequence[Place], words: Sequence[Word]) -> Iterator[tuple[int, str]]:
    """Yield for each place the number of its word and where in it the place stands."""
    number = 0
    ends = [word.end for word in words]
    for place in places:
        while number + 1 < len(words) and ends[number] <= place.start:
            number += 1
        first, last = place.start <= words[number].start, place.end >= ends[number]
        yield number, "S" if first and last else "B" if first else "E" if last else "M"


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    plain = [word for word in (*word_list("verbs"), *word_list("speech")) if word.isalnum()]
    return frozenset(word_list("titles")), frozenset(plain), frozenset(word_list("lands"))


def _class(word: Word) -> str:
    """Say what a word is to its neighbours: a title, a verb of people, an ending of bodies, or its tag."""
    titles, verbs, _ = _lists()
    text = word.text
    if text in titles or (len(text) > 2 and (text[-2:] in titles or text[-3:] in titles)):
        return "title"
    if text in verbs:
        return "verb"
    body = _BODY.search(text)
    if body and (len(text) > 1 or word.tag[:1] == "n"):
        return body.lastgroup or ""
    if word.tag == "x":
        return text if len(text) == 1 else "x"
    return word.tag


_BODIES = frozenset(("firm", "office", "school", "club", "press"))


def _ahead(words: Sequence[Word], classes: Sequence[str]) -> list[str]:
    """Say for each word which ending of a body stands how many words on, with nothing but names and nouns between."""
    found: list[str] = []
    kind, distance = "", 0
    for word, one in zip(reversed(words), reversed(classes), strict=True):
        if one in _BODIES:
            kind, distance = one, 0
        elif kind and distance < 5 and word.tag[:1] in "nvjaiblx" and len(word.text) > 1 and one != "verb":
            distance += 1
        else:
            kind = ""
        found.append(f"{kind} in {distance}" if kind else "")
    return found[::-1]


def _said_of_word(word: Word) -> list[str]:
    """Say what lists and the dictionary know of a word, and how it ends."""
    return [f"tag={word.tag}", f"chars={min(len(word.text), 5)}", *_looked_up(word.text)]


@lru_cache(maxsize=20_000)
def _looked_up(text: str) -> tuple[str, ...]:
    said: list[str] = []
    if is_common_word(text):
        said.append("common")
    if len(text) > 1 and not lexicon().FREQ.get(text):
        said.append("new")
    kind = kind_of(text)
    if kind:
        said.append(f"dictionary={kind}")
    if text in _lists()[2]:
        said.append("land")
    row = known_names().get(text)
    if row:
        said.append(f"known={row.kind}{'?' if row.is_wordlike else ''}")
    site = _SITE.search(text) if len(text) > 1 else None
    if site:
        said.append(f"site={site.group()}")
    return tuple(said)


class _Context(NamedTuple):
    """Hold what is known of the words of a text, with three empty ones on either side."""

    texts: Sequence[str]
    kinds: Sequence[str]
    said: Sequence[Sequence[str]]

    @classmethod
    def of(cls, words: Sequence[Word]) -> _Context:
        """Look every word up once."""
        kinds = [_class(word) for word in words]
        said = [
            [*_said_of_word(word), *([ahead] if ahead else [])]
            for word, ahead in zip(words, _ahead(words, kinds), strict=True)
        ]
        edge = ["|"] * 3
        return cls([*edge, *(word.text[:6] for word in words), *edge], [*edge, *kinds, *edge], said)

    def features(self, number: int, position: str) -> list[str]:
        """Describe a place by its word, its neighbours, and where in the word it stands."""
        w2, w1, word, after1, after2 = self.texts[number + 1 : number + 6]
        k2, k1, kind, then1, then2, then3 = self.kinds[number + 1 : number + 7]
        row = [
            f"{position}w={word}", f"{position}w-1={w1}", f"{position}w+1={after1}",
            f"{position}k={kind}", f"{position}k-1={k1}", f"{position}k+1={then1}",
            f"{position}k-2={k2},{k1}", f"{position}k+2={then1},{then2}",
            f"{position}kk={k1},{kind},{then1}", f"k3={then3}",
        ]  # fmt: skip
        if position in "BS":
            row.append(f"w-2={w2}")
        if position in "ES":
            row.append(f"w+2={after2}")
        return row + [f"{position}{one}" for one in self.said[number]]


def _enclosed(places: Sequence[Place]) -> Iterator[list[str]]:
    """Yield for each place the marks it stands in."""
    depth: dict[str, int] = {}
    for place in places:
        if place.text in _CLOSING:
            depth.pop(_CLOSING[place.text], None)
        yield [f"in {name}" if count > 1 else f"opens {name}" for name, count in depth.items() if count < 16]
        for name in depth:
            depth[name] += 1
        if place.text in _MARKS:
            depth[_MARKS[place.text]] = 1


def _add_sounds(places: Sequence[Place], rows: list[list[str]]) -> None:
    """Say of each place in a run of characters used for foreign sounds how long the run is and which part this is."""
    index = 0
    while index < len(places):
        last = index
        while last < len(places) and (
            places[last].text in TRANSLITERATION or (last > index and places[last].text in "·•‧")
        ):
            last += 1
        if last - index > 1:
            size = min(last - index, 6)
            dotted = "·" if any(place.text in "·•‧" for place in places[index:last]) else ""
            for number in range(index, last):
                part = "B" if number == index else "E" if number == last - 1 else "M"
                rows[number].append(f"sounds{dotted}={size}{part}")
        index = max(last, index + 1)
