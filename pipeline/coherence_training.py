"""Make the weights of `clean/coherence.py`: `pipeline/data/coherence.npz`.

    python -m pipeline.coherence_training [PATH…] [--minutes N] [--work DIR] [--out FILE]

PATH: folders or files of clean articles, as `pipeline.evaluate.articles` reads them; they are read, never stored. Passages of one
article are set into another as `pipeline.coherence_lessons` does it. DIR keeps the sentence vectors, which take most of the time the
first time. Every sixth article is kept apart, and what is found of it is logged. Needs torch (`pip install 'qingyi[training]'`).
"""

from __future__ import annotations

import logging
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name everyone knows
from torch import Tensor, nn

from pipeline.clean.coherence import HEADS, PAIRS, SINGLES, Signs, signs_of
from pipeline.coherence_lessons import FOREIGN, Known, Shelf, known_of
from pipeline.embed import DIMENSIONS, vectors
from pipeline.evaluate.articles import read_articles
from pipeline.evaluate.soiled import Dirty, Store
from pipeline.evaluate.wording import Article
from pipeline.signature import digest
from pipeline.training_runs import learning_rate, run_options

LOG = logging.getLogger(__name__)
SEED = 20261123
WIDTH, LAYERS = 64, 3
BATCH = 16
LEARNING_RATE, _WARMUP_STEPS, _DECAY = 1e-3, 100, 0.02
_DROPPED, _DROPPED_OF_VECTORS, _LOUDER = 0.1, 0.2, 8.0
_LOG_STEPS, _HELD_OUT, _HELD_DOCUMENTS = 500, 6, 600
_LEAST_PASSAGES = 3
_FALSE_SHARES = (0.001, 0.003, 0.01)


class Layer(nn.Module):  # type: ignore[misc]
    """Let passages hear each other; what lies between two of them is added to the attention."""

    def __init__(self) -> None:
        """Make the matrices."""
        super().__init__()
        self.before, self.between = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.asked, self.attended = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.between_two = nn.Linear(PAIRS, HEADS)
        self.inner, self.outer = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.dropout = nn.Dropout(_DROPPED)

    def forward(self, states: Tensor, pairs: Tensor, mask: Tensor) -> Tensor:
        """Read states of shape (texts, passages, width)."""
        texts, size, width = states.shape
        rows = self.asked(self.before(states)).view(texts, size, 3, HEADS, width // HEADS)
        query, key, value = rows.permute(2, 0, 3, 1, 4)
        bias = self.between_two(pairs).permute(0, 3, 1, 2) + mask
        heard = F.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        states = states + self.dropout(self.attended(heard.transpose(1, 2).reshape(texts, size, width)))
        return states + self.dropout(self.outer(F.relu(self.inner(self.between(states)))))


class Network(nn.Module):  # type: ignore[misc]
    """Give each passage the log odds of being of another article."""

    def __init__(self) -> None:
        """Make the matrices."""
        super().__init__()
        self.vectors, self.singles = nn.Linear(DIMENSIONS, WIDTH), nn.Linear(SINGLES, WIDTH)
        self.title = nn.Parameter(torch.zeros(WIDTH))
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])
        self.norm, self.last = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 1)
        self.dropout = nn.Dropout(_DROPPED_OF_VECTORS)

    def forward(self, found: Tensor, singles: Tensor, pairs: Tensor, mask: Tensor) -> Tensor:
        """Read signs, each with a first axis of texts; mask: 0 where a passage is, very small where not."""
        states = self.singles(singles) + self.vectors(self.dropout(found * _LOUDER))
        states = torch.cat([states[:, :1] + self.title, states[:, 1:]], dim=1)
        for layer in self.layers:
            states = layer(states, pairs, mask[:, None, None, :])
        logits: Tensor = self.last(self.norm(states))[..., 0]
        return logits

    def save(self, path: Path) -> None:
        """Write the weights in half precision, as `pipeline.clean.coherence` reads them."""
        found = {name: value.detach().numpy().copy() for name, value in self.state_dict().items()}
        found["vectors.weight"] *= _LOUDER
        np.savez_compressed(
            path, allow_pickle=False, **{name: value.astype(np.float16) for name, value in found.items()}
        )


def shelf_of(paths: Sequence[Path], seed: int, work: Path, own: Sequence[Article | Dirty]) -> list[Known]:
    """Read and embed a user's articles and our own; those of fewer passages than have a middle are left out."""
    found = []
    for known in (*map(known_of, read_articles(paths, seed)), *map(known_of, own)):
        texts = [known.title, *(passage.text for passage in known.passages)]
        kept = work / f"{digest(chr(10).join(texts))}.npy"
        if not kept.exists():
            np.save(kept, vectors(texts))
        found.append(known._replace(vectors=np.load(kept)))
    return [known for known in found if len(known.passages) >= _LEAST_PASSAGES]


def batch_of(documents: Sequence[tuple[Signs, Sequence[int]]]) -> tuple[Tensor, ...]:
    """Put documents side by side: vectors, singles, pairs, mask, labels (-1 where there is nothing to learn)."""
    size, count = 1 + max(len(labels) for _, labels in documents), len(documents)
    found = np.zeros((count, size, DIMENSIONS), dtype=np.float32)
    singles = np.zeros((count, size, SINGLES), dtype=np.float32)
    pairs = np.zeros((count, size, size, PAIRS), dtype=np.float32)
    mask, told = np.full((count, size), -1e9, dtype=np.float32), np.full((count, size), -1.0, dtype=np.float32)
    for row, (signs, labels) in enumerate(documents):
        end = 1 + len(labels)
        found[row, :end], singles[row, :end], pairs[row, :end, :end] = signs
        mask[row, :end], told[row, 1:end] = 0, labels
    return tuple(map(torch.tensor, (found, singles, pairs, mask, told)))


def documents(shelf: Shelf, rng: random.Random) -> Iterator[tuple[Signs, tuple[int, ...], str]]:
    """Make documents without end: signs, 1 for each foreign passage, what was done."""
    while True:
        made = shelf.spliced(rng)
        yield signs_of(made.title, made.passages, made.vectors), made.labels, made.manner


def train(network: Network, shelf: Shelf, held: Shelf, minutes: float, seed: int) -> int:
    """Train for so many minutes; gives the number of steps."""
    optimiser = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=_DECAY)
    source, apart = documents(shelf, random.Random(seed)), documents(held, random.Random(seed))
    kept = [next(apart) for _ in range(_HELD_DOCUMENTS)]
    start, step, total = time.monotonic(), 0, 0.0
    while (done := (time.monotonic() - start) / (60 * minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(step, done, LEARNING_RATE, _WARMUP_STEPS)
        *signs, labels = batch_of([next(source)[:2] for _ in range(BATCH)])
        logits = network(*signs)
        loss = F.binary_cross_entropy_with_logits(logits[labels >= 0], labels[labels >= 0])
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        step, total = step + 1, total + loss.item()
        if step % _LOG_STEPS == 0:
            LOG.info(
                "step %d, %.0f %% of the time, loss %.4f; %s",
                step,
                100 * done,
                total / _LOG_STEPS,
                _found(network, kept),
            )
            total = 0.0
    LOG.info("%s", _found(network, kept))
    return step


def _found(network: Network, kept: Sequence[tuple[Signs, tuple[int, ...], str]]) -> str:
    """Say which share of foreign passages is found at some shares of own ones wrongly taken."""
    network.eval()
    scores: dict[str, list[float]] = {}
    with torch.no_grad():
        for signs, labels, manner in kept:
            rows = network(*batch_of([(signs, labels)])[:4])[0, 1:].tolist()
            for label, score in zip(labels, rows, strict=True):
                scores.setdefault(manner if label == FOREIGN else "own", []).append(score)
    network.train()
    own = np.sort(scores.pop("own"))
    bounds = [float(own[int(len(own) * (1 - share))]) for share in _FALSE_SHARES]
    return "; ".join(
        f"{manner} " + " ".join(f"{np.mean(np.array(found) > bound):.3f}" for bound in bounds)
        for manner, found in sorted(scores.items())
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights."""
    parser = run_options(
        __doc__, minutes=11.0, seed=SEED, work=Path("build/coherence"), out=Path("pipeline/data/coherence.npz")
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(options.seed)
    options.work.mkdir(parents=True, exist_ok=True)
    store = Store(())
    own: tuple[Article | Dirty, ...] = (*store.own, *store.dirty)
    everything = shelf_of(options.paths, options.seed, options.work, own)
    random.Random(options.seed).shuffle(everything)
    held = everything[::_HELD_OUT]
    learnt = [known for number, known in enumerate(everything) if number % _HELD_OUT]
    network = Network()
    steps = train(network, Shelf(learnt), Shelf(held), options.minutes, options.seed)
    network.save(options.out)
    LOG.info("%d articles, %d apart, %d steps; wrote %s", len(learnt), len(held), steps, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
