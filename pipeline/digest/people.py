"""Where names of people come from: titles before them, speech after them, dots, Latin and 化名 beside them.

Whatever is doubtful is left out: a missing name costs a reader less than a wrong one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.digest.candidates import Candidate, Paragraphs
from pipeline.digest.words import TRANSLITERATION, Word, word_list
from pipeline.proper_names import is_common_word, kind_of
from pipeline.surnames import COMPOUND_SURNAMES, SURNAMES, WORDLIKE_SURNAMES, surname_of

TITLES = "|".join(word_list("titles"))
VERBS = "|".join(word_list("verbs"))
_LINKS = (
    "还|也|则|就|曾|[在从到于][^，。“”]{1,8}?|曾经|随后|进一步|在[^，。“”]{1,12}?[里上中时]|对[^，。“”]{1,8}?|向[^，。“”]{1,8}?|这样|接受[^，。“”]{1,10}采访时|"
    "当时|后来|此后|于是|终于|并不|没有|不"
)
LATIN_PERSON = re.compile(r"[A-Z][\w.'’-]*(?:[ -][A-ZŁÁÉ][\w.'’-]*)+")
DOTTED = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[·•‧—-][\u4e00-\u9fff]{1,6})+")
_ENOUGH = 3
"""A title or a tag with an action, or either with two further mentions; less is a guess."""
PERSONAL = frozenset(("nr", "nrt", "nrfg"))
"""Tags that jieba gives to names of people."""


_SPEECH = re.compile("介绍|表示|说|认为|指出|告诉|坦言|透露|回忆|解释|强调|补充|提醒|预测")
"""Only people do this right after a name of three characters."""
_CALLINGS = re.compile("[\u4e00-\u9fff](?:[员者师农长手民家兵官匠商]|[工诗猎商牧军艺][人])$")
"""What people are called by their calling: 果农, 摄影师, 护士长."""
_FUNCTIONAL = re.compile(
    "[院局厂校室部会司团队店馆站县市省区镇村路山河湖岭的了不在没就是有也都和着过得们这那要会能还很已将被把让]$|^.(?:在|不|没|是|有|要|会|能|了|的|客)"
)
"""Strings that start with a surname and hold a function word."""


def person_before(text: str, end: int) -> str:
    """Cut a Chinese personal name of two to four characters that ends at `end`, after a title or a break."""
    for length in (3, 2, 4):
        name = text[end - length : end]
        head = text[: end - length]
        if (
            re.fullmatch("[\u4e00-\u9fff]+", name)
            and _has_surname(name)
            and re.search(rf"(?:^|[^\u4e00-\u9fff]|{TITLES}|[给是请由和与])$", head)
        ):
            return name
    return ""


def start_of_foreign(text: str, match: re.Match[str]) -> int:
    """Find where a dotted name starts: its first part is the run of transliteration characters before the dot."""
    dot = re.search("[·•‧—-]", match.group())
    start = match.start() + (dot.start() if dot else 0)
    while start > match.start() and text[start - 1] in TRANSLITERATION:
        start -= 1
    if text[start - 1 : start + 1] == "大卫":
        start -= 1
    titled = max((m.end() for m in re.finditer(TITLES, text[match.start() : start + 2])), default=0)
    return max(start, match.start() + titled) if match.start() + titled <= start + 1 else start


def foreign(source: Paragraphs) -> Iterator[Candidate]:
    """Propose names with a middle dot; what stands in book-title marks is no person."""
    for text in source.texts:
        for match in DOTTED.finditer(text):
            start, end = start_of_foreign(text, match), _end_of_foreign(text, match)
            if "·" in match.group() and text[start - 1 : start] != "《" and start < end - 2:
                yield Candidate(text[start:end], "person")
                if named_after := _NAMED_AFTER.match(text, end):
                    yield Candidate(text[start : named_after.end()], "organisation")


_NAMED_AFTER = re.compile(
    "(?:国际)?(?:天文台|大学|学院|基金会|研究所|研究院|研究中心|实验室|中心|公司|集团|博物馆|图书馆|医院|协会|剧院|机场)"
)
"""What is named after somebody: 薇拉·鲁宾天文台."""


def _end_of_foreign(text: str, match: re.Match[str]) -> int:
    """Find where a dotted name ends: its last part is the run of transliteration characters behind the dot, at least one."""
    if text[match.end() : match.end() + 1] in {"（", "("}:
        return match.end()
    end = max(match.group().rfind(dot) for dot in "·•‧—-") + match.start() + 2
    while end < match.end() and text[end] in TRANSLITERATION:
        end += 1
    if end - 1 > dot_end(match) and is_common_word(text[end - 1 : end + 1]):
        end -= 1  # 本杰明·陈|利用
    return end


def dot_end(match: re.Match[str]) -> int:
    """Return the offset behind the last dot of a dotted name."""
    return match.start() + max(match.group().rfind(dot) for dot in "·•‧—-") + 1


def pseudonyms(source: Paragraphs) -> Iterator[Candidate]:
    """Propose names that the text calls pseudonyms: 陈俊（化名）, 化名林远, 甲、乙、丙均为化名."""
    for text, words in zip(source.texts, source.words, strict=True):
        for match in re.finditer(r"[（(][^（）()]{0,6}(?:化名|假名)[)）]", text):
            name = _pseudonym_before(text, words, match.start())
            if name:
                yield Candidate(name, "person", pseudonym=True)
        for match in re.finditer(r"化名(?:为|叫)?[“「]?([\u4e00-\u9fff]{2,3})[”」]?(?=[，。、的（]|$)", text):
            yield Candidate(match[1], "person", pseudonym=True)
        for match in _ALL_PSEUDONYMS.finditer(text):
            for name in re.split("[、和与及]", re.sub("^(?:文中|本文|以上|其中|注：?)+(?:的|人物)?", "", match[1])):
                if 2 <= len(name) <= 12 and name not in {"人物", "姓名", "名字", "人名"} and "访" not in name:
                    yield Candidate(name, "person", pseudonym=True)


_ALL_PSEUDONYMS = re.compile(
    r"((?:[\u4e00-\u9fffA-Za-z]{2,6}[、和与及])+?[\u4e00-\u9fffA-Za-z]{2,4}?)(?:等人?)?(?:皆|均|都|全)?[为是]化名"
)


def _pseudonym_before(text: str, words: Sequence[Word], end: int) -> str:
    """Take what stands before （化名）: a Latin name, a Chinese one after a title or break, else the word or two that end there."""
    latin = re.search(r"[A-Z][A-Za-z]+$", text[:end])
    if latin:
        return latin.group()
    named = person_before(text, end)
    if named:
        return named
    index = next((number for number, word in enumerate(words) if word.end == end), None)
    if index is None:
        return ""
    last = words[index].text
    if len(last) == 1 and index and len(words[index - 1].text) <= 2:
        return words[index - 1].text + last
    if len(last) == 2 and index and len(words[index - 1].text) == 1 and _has_surname(words[index - 1].text + last):
        return words[index - 1].text + last if not _has_surname(last) else last
    return last if 2 <= len(last) <= 4 else ""


def _has_surname(name: str) -> bool:
    return bool(surname_of(name))


def people(source: Paragraphs) -> Iterator[Candidate]:
    """Propose Chinese people: a surname, cut out by words, with a title before it, speech or action after it, or a tag."""
    weights: Counter[str] = Counter()
    for text, words in zip(source.texts, source.words, strict=True):
        for name, start, tagged in _surnamed(words):
            weights[name] += evidence(text, name, start) + tagged
        for match in _INTRODUCED.finditer(text):
            if not is_common_word(match["given"]):
                weights[match["name"]] += _ENOUGH
    text = source.text
    _lengthen(weights, text)
    for name, weight in weights.items():
        if name[0] in _CLASSIFIERS and all(_COUNTED.search(text[: m.start()]) for m in re.finditer(name, text)):
            continue  # 一张琴
        if len(name) == 3 and name[0] in "双成全都单高连满" and is_common_word(name[1:]):
            continue  # 双丰收
        if re.match("[一二三四五六七八九十两几\\d]", text[text.index(name) + len(name) :]) and weight <= _ENOUGH:
            continue  # 连捅三刀
        if _FUNCTIONAL.search(name) or is_common_word(name) or (kind_of(name) == "place" and weight < _ENOUGH):
            continue
        if weight + min(text.count(name) - 1, 2) >= _ENOUGH:
            yield Candidate(name, "organisation" if name[-1] in "网社报刊" else "person")


def _lengthen(weights: Counter[str], text: str) -> None:
    """Give a name of two characters the third that follows it wherever it stands, twice or more: 贺敏 is 贺敏之."""
    for name in [one for one in weights if len(one) == 2 and one[:2] not in COMPOUND_SURNAMES]:
        after = [text[m.end() : m.end() + 1] for m in re.finditer(name, text)]
        if (
            len(after) > 1
            and len(set(after)) == 1
            and re.fullmatch("[\u4e00-\u9fff]", after[0])
            and after[0] not in _NEVER_LAST
        ):
            weights[name + after[0]] += weights.pop(name)


_NEVER_LAST = frozenset("的了是在说和与也就都不有把被对向从等还又才将要会能可为到这那等著着过后前")
_CLASSIFIERS = frozenset("张段项管卷包支节户束曲单双成车班封位部家句")
_COUNTED = re.compile(r"[一二三四五六七八九十百千万两几每这那某数整半各\d多第]$")
_INTRODUCED = re.compile(
    rf"(?:{TITLES})(?P<name>[{''.join(sorted(SURNAMES | WORDLIKE_SURNAMES))}](?P<given>[\u4e00-\u9fff]{{2}}))"
    r"(?=说|表示|介绍|认为|指出|告诉|坦言|透露|回忆|强调|证实|解释)"
)
"""A title, a name and a verb of speech, however the words between were cut: 书记向德明说."""


def nicknames(source: Paragraphs) -> Iterator[Candidate]:
    """Propose people called by 小, 老 or 阿 and one character, or by their place among siblings: 小罗, 阿坤, 蒲老三."""
    weights: Counter[str] = Counter()
    for text in source.texts:
        for match in _NICKNAME.finditer(text):
            if not is_common_word(match.group()):
                weights[match.group()] += evidence(text, match.group(), match.start())
    for name, weight in weights.items():
        if weight + min(source.text.count(name) - 1, 2) >= _ENOUGH - 1:
            yield Candidate(name, "person")


_NICKNAME = re.compile(
    rf"[小老][{''.join(sorted(SURNAMES))}](?![\u4e00-\u9fff]?[们区])|阿[\u4e00-\u9fff](?!·)|[{''.join(sorted(SURNAMES))}]老[大二三四五六七八]"
)


def _surnamed(words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
    """Yield strings that start with a surname and end with a word, with their place and what the tagger's word weighs."""
    for index, word in enumerate(words):
        if not _has_surname(word.text) or len(word.text) > 4 or not re.fullmatch("[\u4e00-\u9fff]+", word.text):
            continue
        if 2 <= len(word.text) <= 3 + (word.text[:2] in COMPOUND_SURNAMES):
            yield word.text, word.start, _tagged(words, index)
        joined = word.text
        for following in words[index + 1 : index + 3]:
            joined += following.text
            if len(joined) > 3 + (joined[:2] in COMPOUND_SURNAMES) or not re.fullmatch(
                "[\u4e00-\u9fff]+", following.text
            ):
                break
            if (
                len(word.text) == 1
                or _is_cut_name(word, following)
                or (
                    word.tag in PERSONAL | {"ns"}
                    and len(following.text) == 1
                    and following.tag not in {"v", "p", "d", "uj", "c", "ul", "r", "f", "u", "y"}
                )
            ):
                yield joined, word.start, int(word.tag in PERSONAL or following.tag in PERSONAL)


def _is_cut_name(word: Word, following: Word) -> bool:
    """Tell 何其|昌 and 方志|明 from two words: a lone character behind two that is no function word."""
    return (
        len(word.text) == 2
        and len(following.text) == 1
        and following.tag[:1] in "nagbj"
        and following.text not in "人家者们员"
        and word.tag != "m"
    )


def _tagged(words: Sequence[Word], index: int) -> int:
    """Weigh the tagger's word for a name of three characters: more where it stands between marks or function words."""
    word = words[index]
    if word.tag not in PERSONAL:
        return 0
    if len(word.text) != 3:
        return 1
    before, after = words[index - 1].text if index else "", words[index + 1].text if index + 1 < len(words) else ""
    return 1 + (not before or before[-1:] in OPENERS) + (not after or after[:1] in "、，。；：（”的和与等")


OPENERS = frozenset("、，。；：（“的由和与及叫给请被让向对是有")
"""What stands right before a name as a rule."""


def evidence(text: str, name: str, start: int) -> int:
    """Weigh what speaks for a person where a name stands: a title, a verb of speech or action, an age; 0 for nothing."""
    before, after = text[:start], text[start + len(name) :]
    titled = bool(re.search(rf"(?:{TITLES})(?:的|[\s】：:｜|/]+)?$", before)) or bool(_CALLINGS.search(before))
    closed = titled and bool(re.match("[、，。；）)】]|报道|$", after))
    acts = bool(re.match(rf"(?:（[^）]{{1,20}}）)?(?:{_LINKS})*(?:{VERBS})", after))
    addressed = bool(re.match("(?:教授|博士|先生|女士|院士|老师|等人|团队|夫妇)", after))
    opens = not before or not re.search("[\u4e00-\u9fff]$", before)
    aged = bool(re.match(r"[，（]\s?(?:男|女|今年|现年|\d+岁|化名)", after))
    says = len(name) == 3 and bool(_SPEECH.match(after))
    return says + closed + 2 * titled + 2 * acts * (1 + opens) // 1 + 2 * addressed + 2 * aged
