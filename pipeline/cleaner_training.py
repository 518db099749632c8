"""Make the clean room's weights: the one place where the generator of pollution meets the line classifier.

    python -m pipeline.cleaner_training PATH… [--documents N] [--epochs N] [--penalty X] [--out FILE]

PATH: folders or files of clean articles, as `pipeline.evaluate.articles` reads them; they are read, never stored. The result is
`pipeline/data/line_weights.json`; `docs/cleaning.md` says which texts, seeds and figures belong to the one that ships.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.clean.features import Judge, Known, no_opinion, observe
from pipeline.clean.fitting import Sample, fit
from pipeline.clean.lines import Line
from pipeline.clean.sequence import LABELS, Weights
from pipeline.clean.strange import foreign_lines
from pipeline.clean.topic import Seam, Topic
from pipeline.evaluate.articles import read_articles
from pipeline.evaluate.pollute import pollute
from pipeline.evaluate.wording import Article, Polluted

SEED = 20261122
"""Seed of the shipped weights; document k is made with SEED + k."""


_FORGETTING = 0.35
"""Share of lines that lose most of their word features while learning."""
_WORDY = ("word", "share", "call", "private+", "below", "near")


_JUDGE_RIGHT = 0.98
"""How often the embeddings are right about a seam."""


def learning_part(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Leave out every fifth article: those are kept back to measure on."""
    return tuple(article for number, article in enumerate(articles) if number % 5)


def held_back(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Take every fifth article: those that never taught."""
    return tuple(articles[::5])


def samples(articles: Sequence[Article], documents: int, seed: int = SEED) -> Iterator[Sample]:
    """Make labelled documents from clean articles, each article in its turn."""
    for number in range(documents):
        yield sample_of(pollute(articles[number % len(articles)], articles, seed + number), number)


def sample_of(polluted: Polluted, number: int) -> Sample:
    """Turn a polluted document into features and labels; some pretend that the corpus knows their furniture."""
    texts = [line.text for line in polluted.lines]
    repeated: frozenset[int] = frozenset()
    if number % 4 == 0:
        repeated = frozenset(
            place
            for place, line in enumerate(polluted.lines)
            if line.label == "chrome" and len(line.text) > 9 and place % 2
        )
    judge = _knowing_judge(polluted, random.Random(number)) if number % 3 else no_opinion
    page = observe(texts, Known(repeated=repeated, foreign_script=foreign_lines(texts)), judge)
    labels = tuple("" if line.dup and line.label != "title" else line.label for line in polluted.lines)
    rng = random.Random(f"{SEED}:{number}")
    return Sample(tuple(_forgetful(names, rng) for names in page.features), labels)


def _knowing_judge(polluted: Polluted, rng: random.Random) -> Judge:
    """Stand in for the embeddings while learning: right nearly always, at no cost."""

    def judge(lines: Sequence[Line], compared: Sequence[int], topic: Topic, title: str) -> Topic:
        return topic._replace(seams=tuple(seam._replace(verdict=verdict(seam, compared)) for seam in topic.seams))

    def verdict(seam: Seam, compared: Sequence[int]) -> bool:
        members = [number for number in compared if number in seam.members]
        foreign = sum(polluted.lines[number].label in ("offtopic", "ad") for number in members)
        return (foreign > 0.7 * len(members)) == (rng.random() < _JUDGE_RIGHT)

    return judge


def _forgetful(names: tuple[str, ...], rng: random.Random) -> tuple[str, ...]:
    """Hide the words of some lines, so that shape, place and company must do without them: no list of words is complete."""
    if rng.random() >= _FORGETTING:
        return names
    return tuple(name for name in names if not name.startswith(_WORDY) or rng.random() < 0.3)


def as_json(weights: Weights) -> str:
    """Write weights with two decimals, one feature a line, so that a change can be read."""
    rows = []
    for name, row in sorted(weights.rows.items()):
        values = [round(float(value), 2) + 0.0 for value in weights.emission[row]]
        if any(values):
            rows.append(f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(values, separators=(',', ':'))}")
    transition = [[round(float(value), 2) + 0.0 for value in row] for row in weights.transition]
    return (
        f'{{"labels": {json.dumps(LABELS)},\n"transition": {json.dumps(transition)},\n"emission": {{\n'
        + ",\n".join(rows)
        + "\n}}\n"
    )


def main(arguments: Sequence[str]) -> int:
    """Read articles, make documents, fit, write."""
    parser = argparse.ArgumentParser(description="Make the clean room's weights.")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=2400)
    parser.add_argument("--epochs", type=int, default=18)
    parser.add_argument("--penalty", type=float, default=2e-4)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data" / "line_weights.json")
    options = parser.parse_args(arguments)
    articles = learning_part(read_articles(options.paths, SEED))
    weights = fit(list(samples(articles, options.documents)), options.epochs, options.penalty, SEED)
    options.out.write_text(as_json(weights), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
