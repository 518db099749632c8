"""Make the weights of `clean/manner.py` and `clean/outsiders.py`: `pipeline/data/manner.json`, but for its part "clause".

    python -m pipeline.manner_training PATH… [--out FILE]

PATH: folders or files of clean articles, as `pipeline.evaluate.articles` reads them; they are read, never stored, and only the few
weights that set a line against its article depend on them. The table of manners is made of what the project ships: the `practice`
lines of `manner_lines.tsv`, wordings of the pollution grammar, and newsroom sentences. Needs scikit-learn, which the product does not.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from pipeline.clean import manner, signs
from pipeline.clean.manner import BITS, KINDS, Manners
from pipeline.clean.vocabulary import fold_all
from pipeline.cleaner_training import learning_part
from pipeline.embed import vectors
from pipeline.evaluate.articles import read_articles
from pipeline.evaluate.lone import BODY as _BODY
from pipeline.evaluate.lone import glued, lookalikes, written
from pipeline.evaluate.wording import Article, Writer

SEED = 20261122
_FOLDS = 3
_WORDINGS = {
    "ad": ("ad_line",),
    "promo": ("promo", "promo_sentence"),
    "spam": ("spam_list", "spam_title", "spam_farm"),
    "chrome": ("chrome_notice", "frame_head", "frame_tail", "reader", "chrome_tail", "chrome_head"),
    _BODY: ("closing", "epigraph", "english", "code", "figures", "byline", "caption", "headline"),
}
"""Wordings of the grammar that teach beside the written lines."""
_WORDINGS_EACH = 50
_LINE_WEIGHT, _BODY_WEIGHT, _NEWS_WEIGHT, _WORDING_WEIGHT = 1.0, 1.5, 0.5, 0.5
_LEAST_PART = 6
_CLAUSE_WEIGHT, _LEAST_CLAUSE, _AROUND = 0.7, 14, "，。；！、（）【】 "
_TABLE_C, _LINE_C, _OPINION_C = 20.0, 1.0, 100.0
_OPINION_NEWS = 900
_ROUNDS = 2
_ARTICLE_WEIGHT, _LIKE_ADVERT_WEIGHT = 2.0, 0.5
"""A line of an untouched article counts double; one that only looks like an advert, set into a strange article, half."""
_JOINED, _OPEN = 0.25, 0.6
"""Share of planted lines that two lines make up, and of those that lose the mark at their end: writers of such lines differ in it."""
_BAND = (-2.5, 4.5)


class Example(NamedTuple):
    """Hold one line to learn from."""

    kind: str
    """One of KINDS, or "body"."""
    text: str
    weight: float
    fold: int
    """Number of the part that it belongs to."""


def newsroom() -> list[str]:
    """Read the Chinese side of the newsroom sentences, in a fixed random order."""
    rows = (files("pipeline") / "data" / "newsroom.tsv").read_text("utf-8").splitlines()
    found = [row.split("\t")[0] for row in rows]
    random.Random(SEED).shuffle(found)
    return found


def parts_of(text: str) -> list[str]:
    """List the clauses of a line that has several."""
    parts = [part for part in re.split("[，。！？；,!?;]", text) if len(part) >= _LEAST_PART]
    return parts if len(parts) > 1 else []


def examples() -> list[Example]:
    """List all that teaches the table, parted into folds by place in the file: neighbours came from one hand."""
    lines = written("practice")
    found = [
        Example(kind, text, _BODY_WEIGHT if kind == _BODY else _LINE_WEIGHT, place * 4 * _FOLDS // len(lines) % _FOLDS)
        for place, (kind, text) in enumerate(lines)
    ]
    alike = lookalikes("practice")
    found += [
        Example(_BODY, text, _BODY_WEIGHT, place * 4 * _FOLDS // len(alike) % _FOLDS)
        for place, text in enumerate(alike)
    ]
    found += [Example(_BODY, text, _NEWS_WEIGHT, -1) for text in newsroom()]
    article = Article("雨夜的渡口", ("雨下了一夜，渡口没有人。",))
    writer = Writer(random.Random(SEED), "practice", article, [article])
    for kind, wordings in _WORDINGS.items():
        found += [
            Example(kind, writer.line(wording), _WORDING_WEIGHT, -1)
            for wording in wordings
            for _ in range(_WORDINGS_EACH)
        ]
    return found


def with_clauses(known: Sequence[Example]) -> list[Example]:
    """Add the longer clauses that others glued into sentences: as lines they read alike; a first table tells their kinds."""
    first, _ = table(known)
    texts = [text for one in glued("practice") if len(text := one.clause.strip(_AROUND)) >= _LEAST_CLAUSE]
    kinds = manner.logits(fold_all(texts), first).argmax(axis=1).tolist()
    found = [
        Example(KINDS[kind], text, _CLAUSE_WEIGHT, place * 4 * _FOLDS // len(texts) % _FOLDS)
        for place, (kind, text) in enumerate(zip(kinds, texts, strict=True))
    ]
    return [*known, *found]


def matrix(texts: Sequence[str]) -> Any:
    """Hash texts to a sparse matrix, each row scaled as `manner` scales a reading."""
    rows, columns, values = [], [], []
    for row, folded in enumerate(fold_all(texts)):
        line = folded.strip()
        found = np.concatenate(manner.buckets(line[slice(*manner.trimmed(line))]))
        columns.append(found)
        rows.append(np.full(len(found), row))
        values.append(np.full(len(found), 1 / np.sqrt(max(1, len(found)))))
    parts = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    return csr_matrix(parts, shape=(len(texts), 1 << BITS))


def table(known: Sequence[Example]) -> tuple[Manners, dict[str, object]]:
    """Fit the table of manners; returns it as it will be read, and as it is written."""
    model = LogisticRegression(C=_TABLE_C, max_iter=300)
    model.fit(matrix([one.text for one in known]), [one.kind for one in known], [one.weight for one in known])
    order = [list(model.classes_).index(kind) for kind in (_BODY, *KINDS)]
    weights, bias = model.coef_[order], model.intercept_[order]
    against_body = (weights[1:] - weights[0]).T
    scale = float(np.abs(against_body).max()) / 127
    rows = np.round(against_body / scale).astype(np.int8)
    packed = base64.b85encode(zlib.compress(rows.tobytes(), 9)).decode()
    data: dict[str, object] = {
        "scale": round(scale, 7),
        "bias": [round(float(value), 4) for value in bias[1:] - bias[0]],
        "table": packed,
    }
    return manner.manners_from(data), data


def linear(rows: NDArray[np.float64], labels: NDArray[np.bool_], weights: NDArray[np.float64], c: float) -> Any:
    """Fit a logistic regression of few columns; returns the weights with the bias last."""
    model = LogisticRegression(C=c, max_iter=4000).fit(rows, labels, sample_weight=weights)
    return np.append(model.coef_[0], model.intercept_[0])


class Planted(NamedTuple):
    """Hold the measures of suspect lines in planted articles."""

    rows: NDArray[np.float64]
    foreign: NDArray[np.bool_]
    weights: NDArray[np.float64]
    texts: tuple[str, ...]


def dressed(foreign: Sequence[str], rng: random.Random) -> str:
    """Choose a foreign line and end it as others would: with no mark, with a call, or with a second one behind it."""
    text = rng.choice(foreign)
    if rng.random() < _JOINED:
        text = text.rstrip("。！!") + "，" + rng.choice(foreign)
    if rng.random() < _OPEN:
        text = text.rstrip("。！!") + rng.choice(("", "", "", "！"))
    return text


def plant(article: Article, foreign: Sequence[str], alike: Sequence[str], rng: random.Random) -> list[tuple[str, str]]:
    """Set foreign lines, and lines that look like them, between the paragraphs of an article."""
    lines = [(text, "own") for text in article.paragraphs]
    if rng.random() < 0.75:
        for _ in range(rng.choice((1, 1, 2, 3))):
            lines.insert(rng.randint(1, len(lines)), (dressed(foreign, rng), "foreign"))
    if rng.random() < 0.5:
        for _ in range(rng.choice((1, 2))):
            lines.insert(rng.randint(1, len(lines)), (rng.choice(alike), "alike"))
    return lines


def planted(
    articles: Sequence[Article], foreign: Sequence[str], alike: Sequence[str], table: Manners, seed: int
) -> Planted:
    """Measure the suspect lines of planted articles as `outsiders` will."""
    rng = random.Random(seed)
    rows, labels, texts = [], [], []
    for article in articles:
        lines = plant(article, foreign, alike, rng)
        text = signs.text_of([line for line, _ in lines], article.title if rng.random() < 0.5 else "", table)
        numbers = signs.suspects(text)
        rows.append(signs.measures(text, numbers))
        labels += [lines[number][1] for number in numbers]
        texts += [lines[number][0] for number in numbers]
    weights = np.array([{"own": _ARTICLE_WEIGHT, "alike": _LIKE_ADVERT_WEIGHT}.get(label, 1.0) for label in labels])
    return Planted(np.concatenate(rows), np.array(labels) == "foreign", weights, tuple(texts))


def joined(parts: Iterable[Planted]) -> Planted:
    """Put planted lines together."""
    every = list(parts)
    return Planted(
        np.concatenate([part.rows for part in every]),
        np.concatenate([part.foreign for part in every]),
        np.concatenate([part.weights for part in every]),
        tuple(text for part in every for text in part.texts),
    )


def opinion(known: Sequence[Example], embed: Callable[[Sequence[str]], NDArray[np.float64]]) -> Any:
    """Fit the logit of foreign text by sentence vectors."""
    news = [one for one in known if one.weight == _NEWS_WEIGHT and one.fold < 0 and one.kind == _BODY][:_OPINION_NEWS]
    chosen = [one for one in known if one.fold >= 0] + news
    labels = np.array([one.kind != _BODY for one in chosen])
    weights = np.array([one.weight for one in chosen])
    return linear(embed([one.text for one in chosen]), labels, weights, _OPINION_C)


class Embedded:
    """Remember the vectors of texts while training."""

    def __init__(self) -> None:
        """Begin without any."""
        self.known: dict[str, NDArray[np.float64]] = {}

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Embed texts, shape (texts, 384)."""
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known.update(zip(new, vectors([text[:120] for text in new]).astype(np.float64), strict=True))
        return np.array([self.known[text] for text in texts])


def train(articles: Sequence[Article], embed: Callable[[Sequence[str]], NDArray[np.float64]]) -> dict[str, object]:
    """Fit everything; the weights that set a line against its article see tables that had not seen the line."""
    known = with_clauses(examples())
    lines = [one for one in known if one.fold >= 0]
    parts, senses = [], []
    for number in range(_FOLDS):
        others = [one for one in known if one.fold != number]
        own = [one for one in lines if one.fold == number]
        foreign, alike = ([one.text for one in own if (one.kind == _BODY) == body] for body in (False, True))
        half, _ = table(others)
        found = joined(planted(articles, foreign, alike, half, SEED + 10 * number + turn) for turn in range(_ROUNDS))
        parts.append(found)
        senses.append(opinion(others, embed))
    every = joined(parts)
    line = linear(every.rows, every.foreign, every.weights, _LINE_C)
    rows, foreign_rows, weights_rows = [], [], []
    for found, sense in zip(parts, senses, strict=True):
        logits = found.rows @ line[:-1] + line[-1]
        band = (logits >= _BAND[0]) & (logits < _BAND[1])
        said = embed([text for text, asked in zip(found.texts, band, strict=True) if asked]) @ sense[:-1] + sense[-1]
        rows.append(np.column_stack([found.rows[band], said]))
        foreign_rows.append(found.foreign[band])
        weights_rows.append(found.weights[band])
    asked = linear(np.concatenate(rows), np.concatenate(foreign_rows), np.concatenate(weights_rows), _LINE_C)
    _, data = table(known)
    return {
        **data,
        "line": _named((*signs.NAMES, "bias"), line),
        "asked": _named((*signs.NAMES, "opinion", "bias"), asked),
        "opinion": [round(float(value), 2) for value in opinion(known, embed)],
    }


def _named(names: Sequence[str], values: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip(names, values, strict=True)}


def main(arguments: Sequence[str]) -> int:
    """Read articles, fit, write."""
    parser = argparse.ArgumentParser(description="Make the weights of the manner of text.")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data" / "manner.json")
    options = parser.parse_args(arguments)
    data = train(learning_part(read_articles(options.paths, SEED)), Embedded())
    options.out.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
