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
from pipeline.clean import stretches as candidates
from pipeline.clean.manner import KINDS, Manners
from pipeline.clean.vocabulary import fold, fold_all
from pipeline.cleaner_training import learning_part
from pipeline.evaluate.articles import read_articles
from pipeline.evaluate.lone import BODY as _BODY
from pipeline.evaluate.lone import Glued, lookalikes, written
from pipeline.evaluate.lone import glued as glued_sentences
from pipeline.evaluate.wording import Article
from pipeline.manner_training import SEED, Embedded, Example, examples, linear, newsroom, parts_of, table

_LINE, _PART, _NEWS, _NEWS_PART = 0.3, 1.0, 0.15, 0.3
"""Weights of whole lines and of their clauses: clauses are what is read."""
_BODY_FACTOR = 1.5
_ROUNDS = 3
_ALIKE = 0.4
"""Share of articles that hold a paragraph of the kind that only looks glued."""
_LEAST_CHARS, _LEAST_PART = 40, 6
_ASKED = 400
_BAND = (-2.5, 3.5)
_OWN_EACH, _OPINION_LINE, _OPINION_C = 3, 0.5, 100.0
"""Own clauses that each article or look-alike shows the embedding, weight of whole lines there, and how freely it learns."""
_LEAST_WHOLE = -1.5
_CLAUSE = re.compile("[^，。！？；]+[，。！？；]+[”」]?")
_MARKS = "。！，；!、 "


class Seen(NamedTuple):
    """Hold one measured stretch."""

    row: NDArray[np.float64]
    match: str
    """"whole" (exactly what was glued in), "part" (overlaps it), or "own"."""
    text: str
    paragraph: tuple[int, int]
    half: int
    """Which half of the clauses was glued in."""


class Taught(NamedTuple):
    """Hold written sentences that teach."""

    glued: Sequence[Glued]
    alike: Sequence[str]
    """Paragraphs that only look as if something was glued into them."""


def clause_examples(taught: Taught) -> list[Example]:
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
    kinds = manner.logits(fold_all([one.clause for one in taught.glued]), first).argmax(axis=1).tolist()
    found += [Example(KINDS[kind], one.clause, 1.0, 0) for kind, one in zip(kinds, taught.glued, strict=True)]
    own = [part for one in taught.glued for part in re.split("[，。！？；]", one.before + "，" + one.behind)]
    own += [part for text in taught.alike for part in re.split("[，。！？；：“”]", text)]
    return found + [Example(_BODY, part, 1.0, 0) for part in own if len(part) >= _LEAST_PART]


def glue(paragraph: str, clause: str, rng: random.Random) -> Glued:
    """Set a clause into a paragraph in one of the manners seen: between commas, as a sentence, with no mark, in brackets."""
    ends = [0, *(match.end() for match in _CLAUSE.finditer(paragraph))]
    ends = [at for at in ends if paragraph.count("“", 0, at) <= paragraph.count("”", 0, at)]
    inner = [at for at in ends if 0 < at < len(paragraph) and paragraph[at - 1] in "，；"]
    outer = [at for at in ends if at == 0 or paragraph[at - 1] in "。！？"]
    bare = clause.strip(_MARKS)
    manner = rng.random()
    if manner < 0.06 and inner:
        at, text = rng.choice(inner) - 1, bare
    elif manner < 0.52 and inner:
        at, text = rng.choice(inner), bare + "，"
    elif manner < 0.68 and outer:
        at, text = rng.choice([*outer, len(paragraph)]), bare + rng.choice("。。！")
    elif manner < 0.78 or not ends:
        at, text = len(paragraph), bare + rng.choice(("。", "", "！"))
    elif manner < 0.9 or bare[:1] in "（【[(":
        at, text = rng.choice([*inner, *outer, len(paragraph)]), bare
    else:
        at, text = rng.choice(ends), rng.choice(("（{}）", "【{}】", "({})")).format(bare)
    return Glued(paragraph[:at], text, paragraph[at:])


def bare_span(folded: str, start: int, end: int) -> tuple[int, int]:
    """Leave the marks around a stretch out of it: whether one before or one behind leaves with it does not matter."""
    text = folded[start:end]
    lead = len(text) - len(text.lstrip(candidates.MARKS))
    return start + lead, max(start + lead, start + len(text.rstrip(candidates.MARKS)))


def documents(
    articles: Sequence[Article], known: Sequence[Glued], seed: int, alike: Sequence[str] = ()
) -> Iterator[tuple[Article, list[str], dict[int, Glued]]]:
    """Glue clauses into articles: yields the article, its paragraphs, and by number what was glued into which.

    alike: paragraphs that only look as if something was glued into them, set among the others.
    """
    rng = random.Random(seed)
    for article in articles:
        lines: list[str | Glued] = list(article.paragraphs)
        long = [number for number, text in enumerate(article.paragraphs) if len(text) > _LEAST_CHARS]
        for number in rng.sample(long, min(len(long), rng.choice((1, 1, 2, 3)))):
            lines[number] = glue(article.paragraphs[number], rng.choice(known).clause, rng)
        if rng.random() < 0.6:
            lines.insert(rng.randint(1, len(lines)), rng.choice(known))
        if alike and rng.random() < _ALIKE:
            lines.insert(rng.randint(1, len(lines)), rng.choice(alike))
        texts = [line if isinstance(line, str) else "".join(line) for line in lines]
        yield article, texts, {n: line for n, line in enumerate(lines) if isinstance(line, Glued)}


def stretches(articles: Sequence[Article], taught: Taught, manners: Manners, half: int, turn: int) -> Iterator[Seen]:
    """Measure the stretches of articles with the clauses of one half glued in as `clauses` will; manners: of the other half."""
    seed = SEED + 10 * half + turn
    for place, (article, texts, gold) in enumerate(documents(articles, taught.glued, seed, taught.alike)):
        folded, title = fold_all(texts), fold(article.title)
        for number, text in enumerate(folded):
            paragraph = candidates.paragraph_of(text, manners, texts[number])
            found = candidates.stretches(paragraph, manners)
            rest = "\n".join([*folded[:number], *folded[number + 1 :]])
            rows = glued.measures(paragraph, found, rest, title, manners) if found else ()
            one = gold.get(number)
            span = (len(one.before), len(one.before) + len(one.clause)) if one else (0, 0)
            for stretch, row in zip(found, rows, strict=True):
                match = "part" if stretch.start < span[1] and span[0] < stretch.end else "own"
                match = "whole" if bare_span(text, *stretch[:2]) == bare_span(text, *span) else match
                yield Seen(row, match, text[stretch.start : stretch.end], (seed * len(articles) + place, number), half)


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


def opinion(
    articles: Sequence[Article], taught: Taught, embed: Callable[[Sequence[str]], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Fit the logit of a foreign clause by its sentence vector: weights, bias last."""
    rng = random.Random(SEED)
    own = [part for text in taught.alike for part in _parts(text)[:_OWN_EACH]]
    own += [rng.choice(parts) for one in taught.glued if (parts := _parts(one.before + "，" + one.behind))]
    for article in articles:
        for text in rng.sample(article.paragraphs, min(_OWN_EACH, len(article.paragraphs))):
            own += [run] if (run := _run(text, rng)) else []
    lines = written("practice")
    texts = [one.clause.strip(_MARKS + "（）【】") for one in taught.glued] + own + [text for _, text in lines]
    labels = [True] * len(taught.glued) + [False] * len(own) + [kind != _BODY for kind, _ in lines]
    weights = [1.0] * (len(taught.glued) + len(own)) + [_OPINION_LINE] * len(lines)
    return np.asarray(linear(embed(texts), np.array(labels), np.array(weights), _OPINION_C))


def _parts(text: str) -> list[str]:
    return [part for part in re.split("[，。！？；：“”]", text) if len(part) >= _LEAST_PART]


def _run(text: str, rng: random.Random) -> str:
    """Choose one to three neighbouring clauses of a paragraph, "" where it has none of a length to judge."""
    parts = _CLAUSE.findall(text)
    if not parts:
        return ""
    first = rng.randrange(len(parts))
    run = "".join(parts[first : first + rng.choice((1, 1, 2, 3))]).strip(_MARKS)
    return run if len(run) >= _LEAST_PART else ""


def train(articles: Sequence[Article], embed: Callable[[Sequence[str]], NDArray[np.float64]]) -> dict[str, object]:
    """Fit the table of clauses, the two sums, the opinion of the embedding, and what it adds to the first sum."""
    known, alike = list(glued_sentences("practice")), list(lookalikes("practice"))
    random.Random(SEED).shuffle(known)
    halves = [Taught(known[half::2], alike[half::2]) for half in (0, 1)]
    found: list[Seen] = []
    for half in (0, 1):
        manners, _ = table(clause_examples(halves[1 - half]))
        for turn in range(_ROUNDS):
            found += stretches(articles, halves[half], manners, half, turn)
    foreign = _fitted([one for one in found if one.match != "part"], "whole")
    whole = _fitted([one for one in found if one.match != "own"], "whole")
    doubtful = [pair for pair in best(found, foreign, whole) if _BAND[0] <= pair[0] < _BAND[1]]
    random.Random(SEED).shuffle(doubtful)
    senses = [opinion(articles, halves[1 - half], embed) for half in (0, 1)]
    rows, labels = [], []
    for logit, one in doubtful[:_ASKED]:
        rows.append([logit, float(embed([one.text])[0] @ senses[one.half][:-1] + senses[one.half][-1])])
        labels.append(one.match != "own")
    asked = linear(np.array(rows), np.array(labels), np.ones(len(rows)), 1.0)
    every = Taught(known, alike)
    _, data = table(clause_examples(every))
    return {
        **data,
        "foreign": _named(foreign),
        "whole": _named(whole),
        "opinion": [round(float(value), 2) for value in opinion(articles, every, embed)],
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
    data["clause"] = train(learning_part(read_articles(options.paths, SEED)), Embedded())
    options.out.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
