"""Make the weights of `clean/tagger.py`: `pipeline/data/tagger.npz`.

    python -m pipeline.tagger_training [PATH…] [--minutes N] [--work DIR] [--out FILE]

PATH: folders or files of clean articles, as `pipeline.evaluate.articles` reads them; they are read, never stored. Documents are made as
`pipeline.evaluate.soiled` makes them, each once. DIR keeps a checkpoint from which a stopped run goes on. Needs torch
(`pip install 'qingyi[training]'`), which the product does not. How many steps fit into the minutes depends on the machine, so two
runs agree in method and not in every digit.
"""

from __future__ import annotations

import logging
import random
import sys
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name everyone knows
from torch import Tensor

from pipeline.clean.tagger import TAGS, TITLE, WINDOW, tokens_of
from pipeline.encoder_file import encoder_file
from pipeline.evaluate.articles import read_articles
from pipeline.evaluate.interrupted import interrupted
from pipeline.evaluate.soiled import ARTICLE, LETTERS, Soiled, Store, soiled
from pipeline.tagger_network import Network
from pipeline.training_runs import learning_rate, run_options
from pipeline.word_pieces import pieces

LOG = logging.getLogger(__name__)
SEED = 20261122
LAYERS, RANK = 6, 16
BATCH = 8
LEARNING_RATE, _WARMUP_STEPS = 1e-3, 40
_CLIP = 1.0
_LOG_STEPS, _SAVE_STEPS = 25, 250
_SECOND_WINDOW = 2 * WINDOW
"""A document of so many tokens gives two windows."""
_IGNORED = -1
_NUMBERS = {ARTICLE: 0} | {letter: TAGS.index(tag) for tag, letter in LETTERS.items()}
_cut = lru_cache(maxsize=200_000)(pieces)


class Example(NamedTuple):
    """Hold one window: tokens, and the number of each one's tag or -1."""

    tokens: tuple[int, ...]
    tags: tuple[int, ...]


def examples(store: Store, rng: random.Random, share: float = 0.0) -> Iterator[Example]:
    """Make windows without end; a share of the documents is interrupted by words amid sentences."""
    while True:
        made = interrupted(store, rng) if rng.random() < share else soiled(store, rng)
        opening, tokens, tags = encoded(made)
        size = WINDOW - len(opening) - 1
        for _ in range(1 + (len(tokens) > _SECOND_WINDOW)) if made.lines else ():
            start = rng.randrange(max(1, len(tokens) - size // 2)) if len(tokens) > size else 0
            part, told = tokens[start : start + size], tags[start : start + size]
            outside = (_IGNORED,) * len(opening)
            yield Example((*opening, *part, encoder_file().last), (*outside, *told, _IGNORED))


def encoded(made: Soiled) -> tuple[list[int], list[int], list[int]]:
    """Cut a document into tokens; gives those of the title, those of the lines, and their tags. A token has the tag of most of it."""
    file = encoder_file()
    opening = [file.first, *(piece.number for piece in _cut(made.title)[:TITLE]), file.last]
    tokens = tokens_of([_cut(line.text) for line in made.lines], file.last)
    tags = []
    for token in tokens:
        letters = made.lines[token.line].tags[token.start : token.end] if token.line >= 0 else ""
        most = max(sorted(set(letters)), key=letters.count) if letters else ""
        tags.append(_NUMBERS.get(most, _IGNORED))
    return opening, [token.number for token in tokens], tags


def batch_of(rows: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Put windows side by side: word vectors, mask of what may be heard, tags."""
    length = max(len(row.tokens) for row in rows)
    numbers = np.full((len(rows), length), encoder_file().last, dtype=np.int64)
    tags, heard = np.full((len(rows), length), _IGNORED), np.zeros((len(rows), length), dtype=bool)
    for place, row in enumerate(rows):
        numbers[place, : len(row.tokens)] = row.tokens
        tags[place, : len(row.tags)] = row.tags
        heard[place, : len(row.tokens)] = True
    words = encoder_file().word_vectors(numbers.reshape(-1)).reshape(len(rows), length, -1)
    return torch.tensor(words), torch.tensor(heard)[:, None, None, :], torch.tensor(tags)


def train(
    network: Network, rows: Iterator[Example], minutes: float, checkpoint: Path, most: float = LEARNING_RATE
) -> int:
    """Train for so many minutes and give the number of steps; the checkpoint is written now and then, and at the end."""
    learnt = network.learnt()
    optimiser = torch.optim.AdamW(learnt, lr=most, weight_decay=0.01)
    network.train()
    start, step, total = time.monotonic(), 0, 0.0
    while (done := (time.monotonic() - start) / (60 * minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(step, done, most, _WARMUP_STEPS)
        words, heard, tags = batch_of([next(rows) for _ in range(BATCH)])
        logits = network(words, heard)
        loss = F.cross_entropy(logits.flatten(0, 1), tags.flatten(), ignore_index=_IGNORED)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, _CLIP)
        optimiser.step()
        step, total = step + 1, total + loss.item()
        if step % _LOG_STEPS == 0:
            LOG.info("step %d, %.0f %% of the time, loss %.4f", step, 100 * done, total / _LOG_STEPS)
            total = 0.0
        if step % _SAVE_STEPS == 0:
            torch.save(network.state_dict(), checkpoint)
    torch.save(network.state_dict(), checkpoint)
    return step


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights."""
    parser = run_options(
        __doc__, minutes=80.0, seed=SEED, work=Path("build/tagger"), out=Path("pipeline/data/tagger.npz")
    )
    parser.add_argument("--rate", type=float, default=LEARNING_RATE, help="of a run that goes on, a lower one is wise")
    parser.add_argument("--interrupted", type=float, default=0.0, help="share of documents with words amid sentences")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(options.seed)
    network = Network(LAYERS, RANK)
    options.work.mkdir(parents=True, exist_ok=True)
    checkpoint = options.work / "last.pt"
    if options.start:
        network.load(options.start)
    if checkpoint.exists():
        network.load_state_dict(torch.load(checkpoint))
    store = Store(read_articles(options.paths, options.seed))
    rows = examples(store, random.Random(options.seed), options.interrupted)
    steps = train(network, rows, options.minutes, checkpoint, options.rate)
    network.save(options.out)
    LOG.info("%d steps; wrote %s", steps, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
