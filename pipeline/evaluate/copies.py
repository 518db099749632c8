"""Copies to order: a corpus of articles and their copies, of which it is known what belongs together.

Each story has a whole original and some of the copies that the web makes: reposts with a promo and a changed line, parts, a
conversion to Traditional script and back, rewritings at 10–60 % of the words, splices with another story. Hard negatives stand
between them: other articles by the same author, about the same event with the same quotations, under the same disclaimer.
Documents come as the clean room leaves them, except that disclaimers stay in: grouping must not depend on perfect cleaning.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline import lexicon, segmenter
from pipeline.document import Block, Document, Fact, Metadata, Provenance, Span
from pipeline.evaluate.wording import Article
from pipeline.han import simplified
from pipeline.segments import sentences
from pipeline.signature import digest

KINDS = ("repost", "part", "script", "spun", "splice")
"""Kinds of copies beside the original."""

_DISCLAIMERS = (
    "免责声明：本文仅代表作者个人观点，与本站无关。其原创性以及文中陈述文字和内容未经本站证实，请读者仅作参考，并请自行核实相关内容。",
    "声明：本平台发布的内容以原创、转载、分享网络内容为主，如有侵权请在三十日内与我们联系，我们将在第一时间处理。",
    "本站部分内容来自互联网，版权归原作者所有，仅供学习参考之用，禁止用于商业用途，如无意中侵犯了您的权益，请及时联系我们删除。",
)
_PROMOS = ("更多精彩内容，请继续关注我们的专题报道。", "欢迎在评论区留下你的看法，和大家一起讨论。")
_AUTHORS = ("林晓舟", "周远航", "陈思齐", "何知秋")
_SPEAKERS = ("项目负责人", "一位业内人士", "公司发言人", "当地一名官员")
_INVENTED_SHARE = 0.5
"""Share of the rewriter's words that no lexicon knows."""
_EVENT_SHARE = 0.2
"""Share of the stories that quote another story's speakers."""
_DISCLAIMED_SHARE = 0.4
_LONG_SHINGLE = 12
_LIKE_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Sample:
    """Hold one generated document with the truth about it."""

    document: Document
    story: int
    kind: str
    """"original" or one of KINDS."""
    other: int = -1
    """For a splice, the other story in it; its pairs with that story count neither way."""


def generate(articles: Sequence[Article], documents: int, seed: int) -> tuple[Sample, ...]:
    """Generate a corpus of about the given number of documents from clean articles, one story each, in random order.

    Each article is one story; where articles are few, stories have the more copies.
    """
    rng = random.Random(seed)
    stories = [
        Article(simplified(item.title), tuple(simplified(text) for text in item.paragraphs)) for item in articles
    ]
    stories = _unlike(stories)
    average = max(2, round(documents / max(len(stories), 1)))
    rng.shuffle(stories)
    stories = [_with_quotations(item, stories[rng.randrange(len(stories))], rng) for item in stories]
    samples: list[Sample] = []
    for number, article in enumerate(stories):
        if len(samples) >= documents:
            break
        samples.append(_sample(article, number, "original", len(samples), rng))
        for kind in rng.choices(KINDS, k=rng.randrange(2 * average)):
            other = rng.randrange(len(stories))
            copy = _copy(article, kind, stories[other], rng)
            spliced = other if kind == "splice" else -1
            samples.append(_sample(copy, number, kind, len(samples), rng, spliced))
    rng.shuffle(samples)
    return tuple(samples)


def _unlike(articles: Sequence[Article]) -> list[Article]:
    """Leave out articles that share passages with an earlier one: real collections hold reprints, which would count as errors."""
    seen: set[str] = set()
    kept = []
    for article in articles:
        text = "".join(article.paragraphs)
        shingles = {text[i : i + _LONG_SHINGLE] for i in range(len(text) - _LONG_SHINGLE + 1)}
        if len(shingles & seen) < _LIKE_SHARE * len(shingles):
            kept.append(article)
            seen |= shingles
    return kept


def _with_quotations(article: Article, other: Article, rng: random.Random) -> Article:
    """Let an article quote what another one says, as two reports of one event do."""
    if rng.random() > _EVENT_SHARE or other == article:
        return article
    said = [text for text in _sentences(other.paragraphs) if 15 <= len(text) <= 60]
    quoted = [f"“{text}”{rng.choice(_SPEAKERS)}说。" for text in rng.sample(said, min(2, len(said)))]
    paragraphs = list(article.paragraphs)
    for line in quoted:
        paragraphs.insert(rng.randrange(len(paragraphs) + 1), line)
    return Article(article.title, tuple(paragraphs))


def _sentences(paragraphs: Sequence[str]) -> list[str]:
    return [text[start:end] for text in paragraphs for start, end in sentences(text)]


def _copy(article: Article, kind: str, other: Article, rng: random.Random) -> Article:
    if kind == "repost":
        return _reposted(article, rng)
    if kind == "part":
        return _part(article, rng)
    if kind == "script":
        return Article(_converted(article.title), tuple(map(_converted, article.paragraphs)))
    if kind == "spun":
        share = rng.uniform(0.1, 0.6)
        return Article(spin(article.title, share, rng), tuple(spin(text, share, rng) for text in article.paragraphs))
    half = _part(other, rng).paragraphs
    paragraphs = list(article.paragraphs)
    if rng.random() < 0.5:
        return Article(article.title, (*paragraphs, *half))
    for place, text in enumerate(half):
        paragraphs.insert(min(2 * place + 1, len(paragraphs)), text)
    return Article(article.title, tuple(paragraphs))


def _reposted(article: Article, rng: random.Random) -> Article:
    paragraphs = list(article.paragraphs)
    if len(paragraphs) > 5 and rng.random() < 0.5:
        del paragraphs[rng.randrange(len(paragraphs))]
    if rng.random() < 0.5:
        paragraphs.append(rng.choice(_PROMOS))
    title = article.title if rng.random() < 0.7 else ""
    return Article(title, tuple(paragraphs))


def _part(article: Article, rng: random.Random) -> Article:
    count = len(article.paragraphs)
    length = max(2, round(count * rng.uniform(0.35, 0.65)))
    start = rng.choice((0, (count - length) // 2, count - length))
    mark = "（上）" if start == 0 else "（下）" if start == count - length else "（中）"
    return Article(article.title + mark if article.title else "", article.paragraphs[start : start + length])


def _converted(text: str) -> str:
    return simplified(_traditional().convert(text))


@cache
def _traditional() -> Any:
    from opencc import OpenCC

    return OpenCC("s2t")


@cache
def _inverse() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for pair in lexicon.pairs():
        if len(pair.original) > 1:
            found.setdefault(pair.original, []).append(pair.spun)
    return {original: tuple(sorted(set(spun))) for original, spun in found.items()}


def spin(text: str, share: float, rng: random.Random) -> str:
    """Rewrite a share of a text's longer words, half of them by words that no lexicon holds.

    share: in [0, 1]. Each word has one substitute per call, as in real spinners.
    """
    inverse, chosen, pieces = _inverse(), {}, []
    for word in segmenter.lexicon().cut(text, HMM=False):
        if word not in chosen:
            chosen[word] = _substitute(word, inverse, rng) if len(word) > 1 and rng.random() < share else word
        pieces.append(chosen[word])
    return "".join(pieces)


def _substitute(word: str, inverse: Mapping[str, tuple[str, ...]], rng: random.Random) -> str:
    if not all("\u4e00" <= char <= "\u9fff" for char in word):
        return word
    if word in inverse and rng.random() > _INVENTED_SHARE:
        return rng.choice(inverse[word])
    invented = list(word)
    invented[rng.randrange(len(word))] = chr(rng.randrange(0x4E00, 0x9000))
    return "".join(invented)


def _sample(article: Article, story: int, kind: str, number: int, rng: random.Random, other: int = -1) -> Sample:
    paragraphs = list(article.paragraphs)
    if rng.random() < _DISCLAIMED_SHARE:
        paragraphs.append(rng.choice(_DISCLAIMERS))
    path = f"{number:06d}-{rng.randrange(10**6):06d}.txt"
    author = rng.choice(_AUTHORS)
    return Sample(
        document(path, article.title, paragraphs, author, "hant" if kind == "script" else "hans"), story, kind, other
    )


def document(path: str, title: str, paragraphs: Sequence[str], author: str = "", script: str = "hans") -> Document:
    """Make a cleaned document of a title and paragraphs."""
    texts = [text for text in (title, *paragraphs) if text.strip()]
    blocks, position = [], 0
    for number, text in enumerate(texts):
        kind = "title" if title and number == 0 else "paragraph"
        blocks.append(Block(kind, Span(position, position + len(text)), text))
        position += len(text) + 1
    raw = "\n".join(texts)
    facts = Metadata(Fact(title, "generated") if title else None, Fact(author, "generated") if author else None)
    return Document(digest(path, raw), raw, tuple(blocks), Provenance(path, "text"), facts, script)
