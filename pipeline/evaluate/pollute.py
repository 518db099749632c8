"""Pollute clean articles on purpose, with labels: what the clean room learns from and is measured on.

The kinds are those seen on real pages: spam titles, breadcrumbs, counters, share bars, related lists, feed dumps, link farms,
adverts as prose, promo lines and sentences, SEO frames, spliced and interleaved articles, injected words, inserted readings,
tag debris, a page in Traditional script whose spam is Simplified. Wordings come from `pipeline/data/pollution_grammar.toml`;
those under `unseen` never teach. One seed gives one document, whatever was made before.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

from opencc import OpenCC

from pipeline.evaluate.lone import glued_clauses, lone_lines
from pipeline.evaluate.styles import HEAD, INNER, TAIL, byline, caption, foreign_words, hard_wrap, markdown, short_lines
from pipeline.evaluate.wording import Article, Marked, Polluted, Writer

_HALF = str.maketrans("，：；？！（）", ",:;?!()")

NEAR_CLEAN = 0.15
"""Share of documents that get nothing but, sometimes, a byline."""
_LONE = ((lone_lines, 0.4), (glued_clauses, 0.25))
"""Styles with a chance of their own, so that the others fall as they fell before there were these."""


def pollute(article: Article, others: Sequence[Article], seed: int, manner: str = "practice") -> Polluted:
    """Pollute an article with chance styles.

    others: articles that splices, lists and feeds are taken from; manner: "practice" or "unseen" wordings.
    """
    rng = random.Random(f"{seed}:{manner}")
    writer = Writer(rng, manner, article, others)
    lines = _body(article)
    if lines and lines[0].label == "title" and rng.random() < 0.12:
        lines = lines[1:]
    near_clean = rng.random() < NEAR_CLEAN
    applied = []
    for style, chance in (*INNER, *HEAD, *TAIL):
        if (
            rng.random() < (0.3 if style in (byline, short_lines, caption, hard_wrap, foreign_words) else 0.0)
            if near_clean
            else rng.random() < chance
        ):
            lines = style(writer, lines)
            applied.append(style.__name__)
    writer.rng = random.Random(f"{seed}:{manner}:lone")
    for style, chance in _LONE:
        if not near_clean and writer.rng.random() < chance:
            lines = style(writer, lines)
            applied.append(style.__name__)
    writer.rng = rng
    if rng.random() < 0.18:
        lines = markdown(writer, lines)
        applied.append("markdown")
    if rng.random() < 0.4:
        lines = [line._replace(text=line.text.translate(_HALF)) for line in lines]
    if rng.random() < 0.12:
        lines = [_traditional(line) for line in lines]
        applied.append("traditional")
    return Polluted(tuple(line for line in lines if line.text.strip()), tuple(applied))


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def _traditional(line: Marked) -> Marked:
    """Convert a line character by character, as sites do; spam stays Simplified, so does a line that would change length."""
    after = "".join(_converter().convert(char) for char in line.text)
    return line if line.label == "spam" or len(after) != len(line.text) else line._replace(text=after)


def _body(article: Article) -> list[Marked]:
    lines = [Marked(article.title, "title")] if article.title else []
    return lines + [Marked(text, _kind(text)) for text in article.paragraphs]


def _kind(text: str) -> str:
    """Guess whether a line of a clean article is a heading."""
    return "heading" if 2 <= len(text) <= 24 and text[-1] not in "。！？!?…”：:；;，,、." else "body"
