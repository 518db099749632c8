"""Learn the summariser's weights from texts with reference summaries.

    python -m pipeline.digest.training ITEMS.jsonl [--out weights.json]

ITEMS: rows {text, summary}; news items are passed over, since their opening is taken. Two steps: ridge regression of each
sentence's ROUGE gives the first look; then the expected ROUGE of a set drawn with probability softmax(score) is maximised
by gradient ascent, so that the weights aim at the measure itself. Deterministic; half a minute for 150 texts.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.digest import rank
from pipeline.digest.features import SENTENCE_FEATURES, SET_FEATURES, Matrix, Source, read, sentence_features
from pipeline.rouge import SIGNATURE, rouge_of_tokens, tokens

LIMIT_CHARS = 120
RIDGE = 3.0
"""Keeps the first look calm; any value from 1 to 10 does the same."""
DECAY = 0.03
"""Weight decay of the sets' weights, chosen by eight-fold cross-validation on the training half."""
TEMPERATURE = 8.0
"""ROUGE points that make one set e times as likely as another."""
STEPS = 600
RATE = 0.05


@dataclass(frozen=True, slots=True)
class Lesson:
    """Hold one text as the learner sees it."""

    features: Matrix
    """Shape (sets, features)."""
    rewards: Matrix
    """Mean ROUGE of each set, in per cent."""


def learn(items: Sequence[tuple[str, str]]) -> rank.Weights:
    """Learn the weights from (text, summary) pairs."""
    sources = [(read(text), tokens(summary)) for text, summary in items]
    sources = [(source, reference) for source, reference in sources if source.sentences]
    first_look = _ridge(sources)
    lessons = [_lesson(source, reference, first_look) for source, reference in sources]
    return rank.Weights(first_look, ascend(lessons, DECAY))


def _ridge(sources: Sequence[tuple[Source, tuple[str, ...]]]) -> Matrix:
    each = np.vstack([sentence_features(source) for source, _ in sources])
    wanted = np.array(
        [rouge_of_tokens(tokens(s), reference).mean for source, reference in sources for s in source.sentences]
    )
    table = np.hstack([each, np.ones((len(each), 1))])
    return np.asarray(np.linalg.solve(table.T @ table + RIDGE * np.eye(table.shape[1]), table.T @ wanted))


def _lesson(source: Source, reference: tuple[str, ...], first_look: Matrix) -> Lesson:
    found = rank.candidates(source, first_look, LIMIT_CHARS)
    words = [tokens(source.sentences[index]) for index in found.chosen]
    rewards = [
        rouge_of_tokens([word for one, held in zip(words, row, strict=True) if held for word in one], reference).mean
        for row in found.picks
    ]
    return Lesson(found.features, np.array(rewards))


def ascend(lessons: Sequence[Lesson], decay: float) -> Matrix:
    """Maximise the expected reward less decay·|w|²/2 over standardised features, by Adam (Kingma and Ba 2015, algorithm 1)."""
    spread = np.std(np.vstack([lesson.features for lesson in lessons]), axis=0) + 1e-6
    tables = [(lesson.features - lesson.features.mean(0)) / spread for lesson in lessons]
    vector = np.zeros(len(spread))
    mean, square = np.zeros_like(vector), np.zeros_like(vector)
    for step in range(1, STEPS + 1):
        slope = -decay * vector
        for table, lesson in zip(tables, lessons, strict=True):
            slope += _slope(table, lesson.rewards / TEMPERATURE, vector) / len(lessons)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        vector = vector + RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return np.asarray(vector / spread)


def _slope(table: Matrix, rewards: Matrix, vector: Matrix) -> Matrix:
    scores = table @ vector
    chance = np.exp(scores - scores.max())
    chance /= chance.sum()
    return np.asarray(table.T @ (chance * (rewards - chance @ rewards)))


def card(texts: int, learned: rank.Weights) -> dict[str, Any]:
    """Lay the weights out as JSON with the card that says where they come from; texts: how many they were learned from."""
    return {
        "card": {
            "what": "weights of the extractive summariser of longer texts",
            "made_by": "python -m pipeline.digest.training ITEMS.jsonl",
            "texts": texts,
            "limit_chars": LIMIT_CHARS,
            "decay": DECAY,
            "measure": SIGNATURE,
            "use": "reports and features in Simplified Chinese; no text of the training data is in this file",
        },
        "weights": {
            "first_look": _named((*SENTENCE_FEATURES, "intercept"), learned.first_look),
            "sets": _named((*SENTENCE_FEATURES, *SET_FEATURES), learned.sets),
        },
    }


def _named(names: Sequence[str], values: Matrix) -> dict[str, float]:
    return {name: round(float(value), 5) for name, value in zip(names, values, strict=True)}


def main() -> None:
    """Read items, learn, write the weights."""
    parser = argparse.ArgumentParser(description="Learn the summariser's weights.")
    parser.add_argument("items", type=Path)
    parser.add_argument("--out", type=Path, default=rank.WEIGHTS)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.items.read_text("utf-8").splitlines()]
    items = [(row["text"], row["summary"]) for row in rows if not rank.is_news(row["text"])]
    table = card(len(items), learn(items))
    args.out.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
