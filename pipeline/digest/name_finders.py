"""Where names come from: one small finder per way in which Chinese articles introduce them.

A finder proposes; `pipeline.digest.names` joins, counts and prints. Whatever a finder is unsure of it leaves out: a missing
name costs a reader less than a wrong one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from pipeline.digest.candidates import Candidate, Paragraphs
from pipeline.digest.people import (
    DOTTED,
    LATIN_PERSON,
    TITLES,
    foreign,
    people,
    person_before,
    pseudonyms,
    start_of_foreign,
)
from pipeline.digest.words import Word, word_list
from pipeline.proper_names import is_common_word, kind_of, proper_name

_GLOSSED = re.compile(r"(?P<zh>[\u4e00-\u9fff·•‧—]{2,24})[（(](?P<en>[A-Z][\w .&'’,+-]{1,40})[)）]")
_MASKED = re.compile(
    r"某[A-Z](?![A-Za-z])|(?<![A-Za-z0-9])[A-Z]公司|公司[A-Z](?![A-Za-z]|公司)|(?<![A-Za-z0-9])[A-Z](?:家|厂|司|社|校|市|国|行)(?![\u4e00-\u9fff]?庭)|(?<=[\u4e00-\u9fff])某某|[赵钱孙李周吴郑王冯陈张刘黄杨林何高马罗梁宋唐许韩邓曹彭曾]某[某甲乙丙丁]?"
)
_ACRONYMS = word_list("no_names")
_FIRM_NEAR = re.compile(
    r"^\s?(?:公司|集团|的?(?:联合创始人|创始人|老板|首席|总裁|董事长|高管|员工)|"
    r"(?:去年|今年|随后|后来|已经?|也|将|曾|在[^，。]{0,8})?(?:宣布|公布|发布(?!会)|推出|表示|认为|收购|发射|裁员|融资|起诉)|随即)"
)
_OWNER_NEAR = re.compile(r"^的?(?:处理器|芯片|产品|生态|股价|技术|手机|模型|软件|显卡|财报)|^(?:终于|付出|改口|承认)")
_LANDS = word_list("lands")
_LETTER = "A-Za-zÀ-ž"
_LATIN = re.compile(
    rf"(?<![{_LETTER}0-9_./@-])[A-Z][{_LETTER}0-9]*[{_LETTER}0-9+#-]*(?:\.\d+)?(?: (?:[A-Z][{_LETTER}0-9+.-]*|\d[\d.]*))*"
)
_INSTITUTIONS = re.compile(
    "(?:公司|集团|大学|学院|中学|小学|研究院|研究所|研究中心|研究组|银行|法院|检察院|委员会|协会|学会|基金会|报社|出版社|医院|图书馆|博物馆|实验室|联盟|管理局|气象局|中心|电视台|新闻网|通讯社|交易所|俱乐部|工会|航天局|空间局|服务组织|大会|杂志社|合作社|书店|印刷厂|工厂|电厂|航空|天文台|水文站|观测站|气象站|车站|机场)$"
)
_SPECIFIC = frozenset(("ns", "nr", "nrt", "nz", "nt", "eng", "nrfg"))
_INNER = _SPECIFIC | frozenset(("n", "vn", "j", "b", "an", "f", "l", "s"))
_PERIODICAL = re.compile(r"《([\u4e00-\u9fffA-Za-z·]{2,16}?(?:报|时报|日报|晚报|周刊|周报|杂志|评论))》")


def from_terms(source: Paragraphs) -> Iterator[Candidate]:
    """Propose what the termbase names as a person, organisation, product or place."""
    kinds = {"person": "person", "org": "organisation", "organisation": "organisation", "organization": "organisation"}
    kinds |= {"product": "product", "place": "place", "work": "product"}
    for text in source.texts:
        for hit in source.terms.hits(text):
            kind = kinds.get(hit.term.pos.lower())
            if kind and not _MASKED.fullmatch(hit.term.zh):
                yield Candidate(hit.term.zh, kind, hit.term.en, "termbase")


def glossed(source: Paragraphs) -> Iterator[Candidate]:
    """Propose names with their Latin form in parentheses: 肯·希里夫（Ken Shirriff）, 美国有线电视新闻网（CNN）."""
    for text, words in zip(source.texts, source.words, strict=True):
        for match in _GLOSSED.finditer(text):
            latin = match["en"].strip()
            end = match.end("zh")
            dotted = next((m for m in DOTTED.finditer(text) if m.end() == end), None)
            if dotted:
                yield Candidate(text[start_of_foreign(text, dotted) : end], "person", latin, "latin")
                continue
            start = _start_of_institution(words, end)
            if start is not None and not _is_person_gloss(latin, text[start:end]):
                yield Candidate(text[start:end], "organisation", latin, "latin")
                yield Candidate(latin, "organisation", latin, "latin", alias_of=text[start:end])
            elif LATIN_PERSON.fullmatch(latin):
                name = person_before(text, end)
                if name:
                    yield Candidate(name, "person", latin, "latin")
            else:
                last = next((word for word in words if word.end == end), None)
                if last and 2 <= len(last.text) <= 4 and not is_common_word(last.text):
                    yield Candidate(last.text, "organisation", latin, "latin")


def _is_person_gloss(latin: str, chinese: str) -> bool:
    return bool(LATIN_PERSON.fullmatch(latin)) and len(chinese) <= 4


def masked(source: Paragraphs) -> Iterator[Candidate]:
    """Propose masked names, which stay masked: A公司, 某H, 张某."""
    for match in _MASKED.finditer(source.text):
        name = match.group()
        letter = re.search("[A-Z]", name)
        if letter is None:
            yield Candidate(name, "person", "", "masked")
        else:
            kind = {"校": "University", "市": "City", "国": "Country", "行": "Bank"}.get(name[-1], "Company")
            yield Candidate(
                name, "place" if kind in {"City", "Country"} else "organisation", f"{kind} {letter.group()}", "masked"
            )


def institutions(source: Paragraphs) -> Iterator[Candidate]:
    """Propose organisations that end in a word like 公司 or 大学 and hold a name before it; and periodicals in 《》."""
    for text, words in zip(source.texts, source.words, strict=True):
        for index, word in enumerate(words):
            if _INSTITUTIONS.search(word.text) and not (
                index + 1 < len(words) and _INSTITUTIONS.search(words[index + 1].text)
            ):
                start = _start_of_institution(words, word.end)
                if start is None or word.end - start < 4 or text[word.end : word.end + 1] in {"号", "制"}:
                    continue
                firm = re.fullmatch(rf"([{_LETTER}0-9 .&-]+)(?:公司|集团)", text[start : word.end])
                name = firm[1].strip() if firm else text[start : word.end]
                if name not in _ACRONYMS:
                    yield Candidate(name, "organisation")
        for match in _PERIODICAL.finditer(text):
            yield Candidate(match[1], "organisation")


def _start_of_institution(words: Sequence[Word], end: int) -> int | None:
    """Walk left from `end` over words that names of institutions are made of; None if nothing specific is among them."""
    index = next((i for i, word in enumerate(words) if word.end == end), None)
    if index is None or not _INSTITUTIONS.search(words[index].text):
        return None
    first, specific = index, words[index].tag in {"nt", "nz"} and len(words[index].text) >= 4
    while first and index - first < 6 and words[first - 1].tag in _INNER and not _is_generic(words[first - 1].text):
        first -= 1
    while first < index and words[first].tag not in _SPECIFIC and is_common_word(words[first].text):
        first += 1
    while first < index - 1 and words[first].tag == "ns" and words[first + 1].tag in _SPECIFIC:
        first += 1  # 美国弗吉尼亚州林奇堡学院 is 林奇堡学院
    if (
        first < index
        and words[first].tag == "ns"
        and proper_name("".join(w.text for w in words[first + 1 : index + 1]))
    ):
        first += 1  # 英国剑桥大学 is 剑桥大学
    if first and first < index and _is_cut_town(words[first - 1], words[first]):
        first -= 1
    rest = "".join(word.text for word in words[first + 1 : index + 1])
    if first < index and words[first].tag == "ns" and (is_common_word(rest) or rest in _BARE):
        return None  # 中国印刷厂 is any printing house in China
    named = first < index and (words[first].tag in _SPECIFIC or not is_common_word(words[first].text))
    specific = specific or named
    return words[first].start if specific else None


def _is_cut_town(before: Word, word: Word) -> bool:
    """Tell 安|和县 from a preposition before a town: a lone character that is no function word."""
    return (
        len(word.text) == 2
        and word.text[1] in "县市区镇乡村"
        and re.fullmatch("[\u4e00-\u9fff]", before.text) is not None
        and before.tag[:1] in "nagbj"
    )


_BARE = word_list("bare")
_GENERIC = word_list("generic")


def _is_generic(word: str) -> bool:
    return word in _GENERIC or word[0] in "全本该各"


def latin(source: Paragraphs) -> Iterator[Candidate]:
    """Propose Latin names: firms and people by the words beside them, else products that look like names or come twice."""
    found: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    for text in source.texts:
        for match in _LATIN.finditer(text):
            name = match.group().rstrip(" -+.")
            if name in _ACRONYMS or len(name) < 2 or _in_gloss(text, match.start(), match.end()):
                continue
            if _ENGLISH_AFTER.match(text[match.end() :]) or _ENGLISH_BEFORE.search(text[: match.start()]):
                continue
            found[name] += 1
            kind = _latin_kind(name, text[: match.start()], text[match.end() :])
            if kind and kinds.get(name) != "person":
                kinds[name] = kind
    for name, count in found.items():
        if name in kinds:
            yield Candidate(name, kinds[name], name, "latin", alias_of=_unversioned(name, found))
        elif count >= 2 or re.search(r"[a-z][A-Z]|\d|^[A-Z][a-z]+$|^[A-Z]{4,}|^[A-Z]{2,}[a-z]", name):
            yield Candidate(name, "product", name, "latin", alias_of=_unversioned(name, found))


def _unversioned(name: str, found: Counter[str]) -> str:
    """Return the name without its version where the text has that too: Go of Go 1.9."""
    base = re.sub(r" \d[\d.]*$", "", name)
    return base if base != name and base in found else ""


_ENGLISH_AFTER = re.compile(r",? [a-z]|'[a-z]")
_ENGLISH_BEFORE = re.compile(r"[a-z],? $|[a-z]['’]$")
"""Beside English words a capital starts a sentence, not a name."""


def _latin_kind(name: str, before: str, after: str) -> str:
    """Tell people and firms from the words beside a Latin name; "" where they do not say."""
    titled = re.search(rf"(?:{TITLES})\s?$", before)
    speaks = re.match(rf"\s?(?:（化名）)?(?:{_SPEAKS})", after)
    if re.fullmatch(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?", name) and (titled or speaks):
        return "person"
    firm = _FIRM_NEAR.match(after) and not before.endswith(("用", "以", "由"))
    if firm or before.endswith(("公司", "公司叫")):
        return "organisation"
    return "product" if before.endswith(("推出", "发布", "叫", "叫作", "叫做", "名为", "公布的")) else ""


_SPEAKS = "说|告诉|坦言|直言|透露|回忆|感叹|问道|觉得"


def _in_gloss(text: str, start: int, end: int) -> bool:
    """Say whether a Latin name only explains the Chinese one before it, or stands in a title or a saying."""
    return (text[start - 1 : start] in {"（", "("} and text[end : end + 1] in {"）", ")"}) or (
        text[end : end + 1] in {"》", "”"} or text[start - 1 : start] in {"《", "“"}
    )


_BUSINESS = (
    "科技|新能源|机器人|智能|信息|软件|电子|半导体|微电子|能源|汽车|生物|医药|制药|资本|证券|传媒|文化|游戏|动力|材料|光电|"
    "网络|通信|地产|食品|出行|国际|物流|保险|基金|影业|技术"
)
_FIRMS = re.compile(
    rf"(?:(?P<said>企业|厂商|品牌|平台|巨头|[方商]|公司)|^|[，。；、：“（]|创办了?|成立了?|创立了?|收购了?|加入|入职|离开)"
    rf"(?P<name>[\u4e00-\u9fff]{{2,3}}(?:{_BUSINESS}|集团))"
    r"(?=\d|宣布|公布|发布|拿到|完成|获得|表示|透露|推出|计划|在|将|的|与|和|[，。、（]|$)"
)


def firms(source: Paragraphs) -> Iterator[Candidate]:
    """Propose firms named as they are registered, an unknown word and a trade (远帆科技), and works in book-title marks."""
    for text in source.texts:
        for match in _FIRMS.finditer(text):
            name = match["name"]
            stem = re.sub(f"(?:{_BUSINESS}|集团)$", "", name)
            known = is_common_word(stem) and not match["said"]
            if not known and not is_common_word(name) and stem not in _GENERIC:
                yield Candidate(name, "organisation")
        for match in re.finditer("《([^《》]{2,20})》", text):
            if not _PERIODICAL.match(match.group()):
                yield Candidate(match[1], "product")


def places(source: Paragraphs) -> Iterator[Candidate]:
    """Propose places: countries, what the dictionary calls a place, and what is tagged so and ends like one."""
    for words in source.words:
        for index, word in enumerate(words):
            if (
                len(word.text) < 2
                or word.tag not in _SPECIFIC
                or (is_common_word(word.text) and word.text not in _LANDS)
            ):
                continue
            if index + 1 < len(words) and _INSTITUTIONS.search(words[index + 1].text):
                continue
            tagged = word.tag == "ns" and (
                kind_of(word.text) == "place" or re.search("..[省市县州镇岛港湾洲]$", word.text)
            )
            listed = word.tag == "ns" and word.text[-1] in "国洲" and proper_name(word.text)
            if word.text in _LANDS or (kind_of(word.text) not in {"organisation", "person"} and (tagged or listed)):
                yield Candidate(word.text, "place")
    for text in source.texts:
        for match in _WHEREABOUTS.finditer(text):
            if not is_common_word(match[1]):
                yield Candidate(match[1], "place")


_WHEREABOUTS = re.compile(
    "(?:回到|来到|位于|抵达|前往|搬到|落户)([\u4e00-\u9fff]{2,3}[岭县镇乡村岛港湾州市])(?=[，。、的附])"
)
"""A place said to be one: 回到青石岭."""


def known(source: Paragraphs) -> Iterator[Candidate]:
    """Propose firms and people that the dictionary knows; a name of neither kind needs a firm's company somewhere in the text."""
    seen: dict[str, bool] = {}
    for text, words in zip(source.texts, source.words, strict=True):
        for word in words:
            if len(word.text) >= 2 and (word.tag in _SPECIFIC - {"eng"} or kind_of(word.text) == "organisation"):
                if not proper_name(word.text):
                    continue
                after = text[word.end :]
                near = bool(_FIRM_NEAR.match(after) or _OWNER_NEAR.match(after))
                seen[word.text] = seen.get(word.text, False) or near
    for name, is_firm in seen.items():
        kind = kind_of(name)
        if is_common_word(name):
            continue
        if kind in {"organisation", "person"} and not (kind == "person" and len(name) < 2):
            yield Candidate(name, kind)
        elif kind == "" and is_firm and name not in _LANDS and not name.endswith("国"):
            yield Candidate(name, "organisation")


FINDERS: tuple[tuple[str, Callable[[Paragraphs], Iterator[Candidate]]], ...] = (
    ("termbase", from_terms),
    ("masked", masked),
    ("glossed", glossed),
    ("pseudonyms", pseudonyms),
    ("foreign", foreign),
    ("institutions", institutions),
    ("firms", firms),
    ("known", known),
    ("people", people),
    ("latin", latin),
    ("places", places),
)
"""Asked in this order; the first to name a string decides what it is."""
