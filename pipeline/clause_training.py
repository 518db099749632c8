"""Make the weights of `clean/clauses.py`: the part "clause" of `pipeline/data/manner.json`, after `pipeline.manner_training`.

    python -m pipeline.clause_training PATH… [--out FILE]

PATH: clean articles, as for `pipeline.manner_training`. Clauses of `pipeline/data/manner_glued.tsv` are set into their paragraphs; the
measures of a stretch are taken with a table that had not seen the clause.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.clean import glued, manner
from pipeline.clean.manner import KINDS, Manners
from pipeline.clean.vocabulary import fold, fold_all
from pipeline.cleaner_training import learning_part
from pipeline.evaluate.articles import read_articles
from pipeline.evaluate.lone import BODY as _BODY
from pipeline.evaluate.lone import Glued, written
from pipeline.evaluate.lone import glued as glued_sentences
from pipeline.evaluate.wording import Article
from pipeline.manner_training import SEED, Embedded, Example, examples, linear, newsroom, parts_of, table

_LINE, _PART, _NEWS, _NEWS_PART = 0.3, 1.0, 0.15, 0.3
"""Weights of whole lines and of their clauses: clauses are what is read."""
_BODY_FACTOR = 1.5
_ROUNDS = 3
_LEAST_CHARS, _LEAST_PART = 40, 6
_ASKED = 220
_BAND = (-0.5, 3.5)
_LEAST_WHOLE = -1.5
_CLAUSE = re.compile("[^，。！？；]+[，。！？；]+[”」]?")
_MARKS = "。！，；!"


class Seen(NamedTuple):
    """Hold one measured stretch."""

    row: NDArray[np.float64]
    match: str
    """"whole" (exactly what was glued in), "part" (overlaps it), or "own"."""
    text: str
    paragraph: tuple[int, int]


def clause_examples(known: Sequence[Glued]) -> list[Example]:
    """List what teaches the table of clauses: lines, their clauses, and the sentences with what was glued into them."""
    found: list[Example] = []
    for kind, text in written("practice"):
        factor = _BODY_FACTOR if kind == _BODY else 1.0
        found.append(Example(kind, text, factor * _LINE, 0))
        found += [Example(kind, part, factor * _PART, 0) for part in parts_of(text)]
    for text in newsroom():
        found.append(Example(_BODY, text, _NEWS, 0))
        found += [Example(_BODY, part, _NEWS_PART, 0) for part in parts_of(text)]
    news = frozenset(newsroom())
    found += [one._replace(weight=_NEWS, fold=0) for one in examples() if one.fold < 0 and one.text not in news]
    first, _ = table(found)
    kinds = manner.logits(fold_all([one.clause for one in known]), first).argmax(axis=1).tolist()
    found += [Example(KINDS[kind], one.clause, 1.0, 0) for kind, one in zip(kinds, known, strict=True)]
    own = [part for one in known for part in re.split("[，。！？；]", one.before + "，" + one.behind)]
    return found + [Example(_BODY, part, 1.0, 0) for part in own if len(part) >= _LEAST_PART]


def glue(paragraph: str, clause: str, rng: random.Random) -> Glued:
    """Set a clause into a paragraph in one of the manners seen: between commas, as a sentence, with no mark, in brackets."""
    ends = [0, *(match.end() for match in _CLAUSE.finditer(paragraph))]
    ends = [at for at in ends if paragraph.count("“", 0, at) <= paragraph.count("”", 0, at)]
    inner = [at for at in ends if 0 < at < len(paragraph) and paragraph[at - 1] in "，；"]
    outer = [at for at in ends if at == 0 or paragraph[at - 1] in "。！？"]
    bare = clause.rstrip(_MARKS)
    manner = rng.random()
    if manner < 0.52 and inner:
        at, text = rng.choice(inner), bare + "，"
    elif manner < 0.68 and outer:
        at, text = rng.choice([*outer, len(paragraph)]), bare + rng.choice("。。！")
    elif manner < 0.78 or not ends:
        at, text = len(paragraph), bare + rng.choice(("。", "", "！"))
    elif manner < 0.9:
        at, text = rng.choice([*inner, *outer, len(paragraph)]), bare
    else:
        at, text = rng.choice(ends), rng.choice(("（{}）", "【{}】", "({})")).format(bare)
    return Glued(paragraph[:at], text, paragraph[at:])


def documents(
    articles: Sequence[Article], known: Sequence[Glued], seed: int
) -> Iterator[tuple[Article, list[str], dict[int, Glued]]]:
    """Glue clauses into articles: yields the article, its paragraphs, and by number what was glued into which."""
    rng = random.Random(seed)
    for article in articles:
        lines: list[str | Glued] = list(article.paragraphs)
        long = [number for number, text in enumerate(article.paragraphs) if len(text) > _LEAST_CHARS]
        for number in rng.sample(long, min(len(long), rng.choice((1, 1, 2, 3)))):
            lines[number] = glue(article.paragraphs[number], rng.choice(known).clause, rng)
        if rng.random() < 0.6:
            lines.insert(rng.randint(1, len(lines)), rng.choice(known))
        texts = [line if isinstance(line, str) else "".join(line) for line in lines]
        yield article, texts, {n: line for n, line in enumerate(lines) if isinstance(line, Glued)}


def stretches(articles: Sequence[Article], known: Sequence[Glued], manners: Manners, seed: int) -> Iterator[Seen]:
    """Measure the stretches of articles with glued clauses as `clauses` will."""
    for place, (article, texts, gold) in enumerate(documents(articles, known, seed)):
        folded, title = fold_all(texts), fold(article.title)
        for number, text in enumerate(folded):
            paragraph = glued.paragraph_of(text, manners)
            found = glued.stretches(paragraph, manners)
            rest = "\n".join([*folded[:number], *folded[number + 1 :]])
            rows = glued.measures(paragraph, found, rest, title, manners) if found else ()
            one = gold.get(number)
            span = (len(one.before), len(one.before) + len(one.clause)) if one else (0, 0)
            for stretch, row in zip(found, rows, strict=True):
                match = "part" if stretch.start < span[1] and span[0] < stretch.end else "own"
                match = "whole" if stretch[:2] == span else match
                yield Seen(row, match, text[stretch.start : stretch.end], (seed * len(articles) + place, number))


def best(found: Sequence[Seen], foreign: NDArray[np.float64], whole: NDArray[np.float64]) -> list[tuple[float, Seen]]:
    """Choose of each paragraph the stretch that both sums favour, with the first sum."""
    rows = np.array([one.row for one in found])
    sums = rows @ foreign[:-1] + foreign[-1], rows @ whole[:-1] + whole[-1]
    both = (-np.logaddexp(0, -sums[0]) - np.logaddexp(0, -sums[1])).tolist()
    chosen: dict[tuple[int, int], int] = {}
    for number, one in enumerate(found):
        if sums[1][number] >= _LEAST_WHOLE and both[number] > both[chosen.setdefault(one.paragraph, number)]:
            chosen[one.paragraph] = number
    return [(float(sums[0][number]), found[number]) for number in chosen.values()]


def train(
    articles: Sequence[Article], opinion: NDArray[np.float64], embed: Callable[[Sequence[str]], NDArray[np.float64]]
) -> dict[str, object]:
    """Fit the table of clauses, the two sums, and what an embedding adds; opinion: weights of a sentence vector, bias last."""
    known = list(glued_sentences("practice"))
    random.Random(SEED).shuffle(known)
    found: list[Seen] = []
    for half in (0, 1):
        manners, _ = table(clause_examples(known[1 - half :: 2]))
        for turn in range(_ROUNDS):
            found += stretches(articles, known[half::2], manners, SEED + 10 * half + turn)
    foreign = _fitted([one for one in found if one.match != "part"], "whole")
    whole = _fitted([one for one in found if one.match != "own"], "whole")
    doubtful = [pair for pair in best(found, foreign, whole) if _BAND[0] <= pair[0] < _BAND[1]]
    random.Random(SEED).shuffle(doubtful)
    doubtful = doubtful[:_ASKED]
    said = embed([one.text for _, one in doubtful]) @ opinion[:-1] + opinion[-1]
    rows = np.column_stack([[logit for logit, _ in doubtful], said])
    asked = linear(rows, np.array([one.match != "own" for _, one in doubtful]), np.ones(len(doubtful)), 1.0)
    _, data = table(clause_examples(known))
    return {
        **data,
        "foreign": _named(foreign),
        "whole": _named(whole),
        "asked": [round(float(value), 3) for value in asked],
    }


def _fitted(found: Sequence[Seen], match: str) -> NDArray[np.float64]:
    labels = np.array([one.match == match for one in found])
    return np.asarray(linear(np.array([one.row for one in found]), labels, np.ones(len(found)), 1.0))


def _named(values: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip((*glued.NAMES, "bias"), values, strict=True)}


def main(arguments: Sequence[str]) -> int:
    """Read articles and the weights of lines, fit, write."""
    parser = argparse.ArgumentParser(description="Make the weights of clauses.")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data" / "manner.json")
    options = parser.parse_args(arguments)
    data = json.loads(options.out.read_text("utf-8"))
    data["clause"] = train(learning_part(read_articles(options.paths, SEED)), np.array(data["opinion"]), Embedded())
    options.out.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
