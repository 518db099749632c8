"""Names in Latin letters: firms, people and products, told apart by the words beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.digest.candidates import Candidate, Paragraphs
from pipeline.digest.gazetteer import FIRM_NEAR
from pipeline.digest.people import TITLES
from pipeline.digest.words import word_list
from pipeline.known_names import known_names

_ACRONYMS = frozenset(word_list("no_names"))
_LETTER = "A-Za-zÀ-ž"
_LATIN = re.compile(
    rf"(?<![{_LETTER}0-9_./@-])(?:[A-Z]|[ie](?=[A-Z]|OS)|mac(?=OS))[{_LETTER}0-9]*[{_LETTER}0-9+#-]*(?:\.\d+)?"
    rf"(?: (?:[A-Z][{_LETTER}0-9+.-]*|\d[\d.]*))*"
)


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
    first, _, rest = name.partition(" ")
    if rest and _FIRM_WORDS.search(rest):
        return "organisation"
    if rest and first in known_names() and known_names()[first].kind == "organisation":
        return "product"  # Apple Intelligence
    firm = FIRM_NEAR.match(after) and not before.endswith(("用", "以", "由"))
    if firm or _FIRM_BEFORE.search(before):
        return "organisation"
    return "product" if _PRODUCT_BEFORE.search(before) else ""


_FIRM_WORDS = re.compile(
    "(?:Research|Capital|Ventures|Partners|Labs?|Foundation|Institute|University|Group|Inc|Corp|Technologies|Technology|Systems|Games|Studios|"
    "Media|Bank|Securities|Motors|Energy|Robotics|Therapeutics|Pharma|Semiconductor|Airlines|Holdings|Networks)\\.?$"
)
_FIRM_BEFORE = re.compile(
    "(?:公司|公司叫|机构|企业|厂商|巨头|智库|创业团队|运营商|承包商|开发商|供应商|制造商|经销商|代工厂|竞争对手)$"
)
_PRODUCT_BEFORE = re.compile(
    "(?:推出了?|发布了?|叫|叫作|叫做|名为|公布的|搭载|采用|使用|基于|开源了?|上线了?|软件|模型|手机|芯片|语言|工具|框架|系统|平台)$"
)
_SPEAKS = "说|告诉|坦言|直言|透露|回忆|感叹|问道|觉得"


def _in_gloss(text: str, start: int, end: int) -> bool:
    """Say whether a Latin name only explains the Chinese one before it, or stands in a title or a saying."""
    return (text[start - 1 : start] in {"（", "("} and text[end : end + 1] in {"）", ")"}) or (
        text[end : end + 1] in {"》", "”"} or text[start - 1 : start] in {"《", "“"}
    )
