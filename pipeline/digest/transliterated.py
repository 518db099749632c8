"""Foreign names of one part, written by sound: 奥亚萨瓦尔, 德布勒森. Runs of the characters used for sounds, no common words.

Whether such a run is a person or a place is told by its neighbours, over all its mentions; where they tell nothing it is left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pipeline.digest.candidates import Candidate, Paragraphs
from pipeline.digest.gazetteer import is_firm_after
from pipeline.digest.people import OPENERS, PERSONAL, TITLES, evidence
from pipeline.digest.words import TRANSLITERATION, Word
from pipeline.known_names import known_names
from pipeline.proper_names import is_common_word, kind_of, proper_name

LEAST_CHARS, MOST_CHARS = 3, 8
_SOUNDS = frozenset(
    "埃尔斯姆弗茨瑟蒂妮娜娅黛莎诺洛莱赫萨沃维奥亚克恩普兹伦佐雷塞塔罗贝德卡科拉利马迪蒙纳巴伊鲁勒托特洪"
)
"""Characters that hardly any Chinese name or word of three characters holds two of."""
_ENDINGS = re.compile("[州省市县镇岛港湾郡谷河湖山](?![长委])")
_AT = re.compile("(?:在|位于|前往|抵达|飞往|来自|离开|回到|到达|途经|靠近|对|从|至|驻|[\u4e00-\u9fff]国|[省州市])$")
_FIRM = re.compile("(?:公司|企业|厂商|品牌|巨头|供应商|制造商)$")
_THERE = re.compile(
    "[的]?(?:建厂|投资|设厂|举行|召开|机场|总部|附近|郊区|北部|南部|东部|西部|以北|以南|以东|以西|当地|居民|街头|市中心)"
)


def transliterated(source: Paragraphs) -> Iterator[Candidate]:
    """Propose people, places and firms whose names are written by sound."""
    person: Counter[str] = Counter()
    place: Counter[str] = Counter()
    firm: Counter[str] = Counter()
    ending: dict[str, Counter[str]] = defaultdict(Counter)
    for text, words in zip(source.texts, source.words, strict=True):
        for name, start, is_tagged in _runs(words):
            before, after = text[:start], text[start + len(name) :]
            if ending_of := _INSTITUTION.match(after):
                yield Candidate(name + ending_of.group(), "organisation")
                continue
            tail = _ENDINGS.match(after)
            if tail:
                ending[name][tail.group()] += 1
                continue
            person[name] += evidence(text, name, start) + is_tagged + (not before or before[-1] in OPENERS)
            firm[name] += is_firm_after(after) or bool(_FIRM.search(before))
            place[name] += 2 * bool(_THERE.match(after)) + (
                2 * bool(_AT.search(before)) if not _is_titled(before) else 0
            )
            place[name] += 4 * (name[-1] in "山河湖江岛湾")
            place[name] += 2 * any(word.tag == "ns" and word.end == start for word in words)
    for name, tails in ending.items():
        yield Candidate(name + tails.most_common(1)[0][0], "place")
    for name in person:
        if name in ending or kind_of(name) == "organisation" or name in known_names():
            continue
        if firm[name] and person[name] <= 2 * firm[name] + 1 and not place[name]:
            yield Candidate(name, "organisation")
        elif place[name] > person[name]:
            yield Candidate(name, "place")
        elif person[name] >= 2:
            yield Candidate(name, "person")


_INSTITUTION = re.compile(
    "(?:[\u4e00-\u9fff]{2})?(?:大学|学院|研究所|研究院|实验室|博物馆|天文台|观测站|俱乐部|基金会)"
)
"""What makes an institution of a name written by sound: 代尔夫特理工大学."""


def _is_titled(before: str) -> bool:
    return bool(re.search(rf"(?:{TITLES})$", before))


def _runs(words: Sequence[Word]) -> Iterator[tuple[str, int, bool]]:
    """Yield runs of words made of sound characters, with their place and whether the tagger takes part of them for a name."""
    index = 0
    while index < len(words):
        last = index
        while last < len(words) and _is_sound(words[last], last > index):
            last += 1
        run = "".join(word.text for word in words[index:last])
        if LEAST_CHARS <= len(run) <= MOST_CHARS and sum(char in _SOUNDS for char in run) >= 2:
            tagged = any(word.tag in PERSONAL for word in words[index:last])
            if not is_common_word(run) and (last - index > 1 or words[index].tag in PERSONAL | {"ns", "nz", "x", "n"}):
                yield run, words[index].start, tagged
        index = max(last, index + 1)


def _is_sound(word: Word, inside: bool) -> bool:
    if not all(char in TRANSLITERATION for char in word.text):
        return False
    if not inside and word.tag == "ns" and proper_name(word.text):
        return False  # a country before the name: 智利|塞罗帕琼山
    if len(word.text) == 1:
        return word.text not in ("" if inside else "比当因所向可便于") or word.tag in PERSONAL
    return not is_common_word(word.text) or word.tag in PERSONAL
