"""The training loop: AdamW under a cosine over wall time, with checkpoints that a stopped run goes on from."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch

from pipeline.translate.training.adapter_weights import Factors
from pipeline.translate.training.averaging import averaged, best_of
from pipeline.translate.training.encode import Encoded, batches
from pipeline.translate.training.network import Network
from pipeline.translate.training.objective import Objective
from pipeline.translate.training.settings import RunSettings

LOG = logging.getLogger(__name__)
LOG_STEPS = 20
AVERAGE_SHARES = (0.5, 0.7)
"""Shares of the last weights in the averages that are tried at the end; 0 and 1 are validated by the run itself."""


@dataclass(slots=True)
class Progress:
    """Count what a run has done; a checkpoint keeps it. The only mutable record here: it is the loop's own state."""

    step: int = 0
    tokens: int = 0
    elapsed_s: float = 0.0
    best_loss: float = math.inf


def learning_rate(settings: RunSettings, step: int, elapsed_s: float) -> float:
    """Return the learning rate: a linear rise over the first steps, then a cosine over the run's wall time down to the floor.

    >>> learning_rate(RunSettings(learning_rate=1.0, floor_ratio=0.0, minutes=1, warmup_steps=1), 9, 30.0)
    0.5
    """
    done = min(1.0, elapsed_s / (60 * settings.minutes))
    cosine = settings.floor_ratio + (1 - settings.floor_ratio) * 0.5 * (1 + math.cos(math.pi * done))
    return settings.learning_rate * min(1.0, (step + 1) / settings.warmup_steps) * round(cosine, 12)


class Trainer:
    """Train a network's adapter in a folder that holds its checkpoints."""

    def __init__(self, network: Network, objective: Objective, settings: RunSettings, folder: Path) -> None:
        """Set up the optimiser; go on from `last.pt` of the folder where there is one."""
        self.network, self.objective, self.settings, self.folder = network, objective, settings, folder
        self.parameters = list(network.factors.values())
        self.optimiser = torch.optim.AdamW(
            self.parameters, lr=settings.learning_rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True
        )
        self.progress = Progress()
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / "last.pt").exists():
            self._resume(torch.load(folder / "last.pt", weights_only=True))

    def run(self, examples: Sequence[Encoded], validation: Mapping[str, Sequence[Encoded]]) -> Progress:
        """Train until the time is over or a person stops it; the best checkpoint by validation with gloss lines is `best.pt`."""
        self._checkpoint(validation)
        try:
            self._loop(examples, validation)
        finally:
            self._save("last.pt")
        self._checkpoint(validation)
        return self.progress

    def _loop(self, examples: Sequence[Encoded], validation: Mapping[str, Sequence[Encoded]]) -> None:
        begun = time.monotonic() - self.progress.elapsed_s
        saved_s = self.progress.elapsed_s
        for batch in self._endless(examples):
            self.progress.elapsed_s = time.monotonic() - begun
            if self.progress.elapsed_s >= 60 * self.settings.minutes:
                break
            self._step(batch)
            if self.progress.elapsed_s - saved_s >= 60 * self.settings.checkpoint_minutes:
                saved_s = self.progress.elapsed_s
                self._checkpoint(validation)

    def _endless(self, examples: Sequence[Encoded]) -> Iterator[list[Encoded]]:
        """Yield batches epoch after epoch, each epoch shuffled anew; a resumed run goes on with a fresh order."""
        rng = Random(self.settings.seed + self.progress.step)
        while True:
            yield from batches(examples, self.settings.batch_tokens, rng)

    def _step(self, batch: Sequence[Encoded]) -> None:
        progress = self.progress
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(self.settings, progress.step, progress.elapsed_s)
        loss, count = self.objective.loss(self.network, batch)
        (loss / count).backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        progress.step += 1
        progress.tokens += sum(len(item.ids) for item in batch)
        if progress.step % LOG_STEPS == 0:
            rate = progress.tokens / max(progress.elapsed_s, 1)
            LOG.info(
                "step %d, %.0f s, %d tokens (%.0f/s), loss %.3f",
                progress.step,
                progress.elapsed_s,
                progress.tokens,
                rate,
                loss.item() / count,
            )

    def _checkpoint(self, validation: Mapping[str, Sequence[Encoded]]) -> None:
        losses = {
            form: self.objective.mean_loss(self.network, batches(items, self.settings.batch_tokens, None))
            for form, items in validation.items()
        }
        LOG.info(
            "step %d: validation %s",
            self.progress.step,
            ", ".join(f"{form} {loss:.4f}" for form, loss in losses.items()),
        )
        is_best = losses.get("gloss", math.inf) < self.progress.best_loss
        self.progress.best_loss = min(self.progress.best_loss, losses.get("gloss", math.inf))
        self._save("last.pt")
        if is_best:
            self._save("best.pt")

    def keep_best_average(self, start: Factors, validation: Sequence[Encoded]) -> None:
        """Average the last weights with the first ones in several shares; what validates best becomes `best.pt`."""
        last = self.network.adapter()
        candidates = {f"{share:g} of the run": averaged((start, last), (1 - share, share)) for share in AVERAGE_SHARES}
        held = batches(validation, self.settings.batch_tokens, None)
        _, loss = best_of(candidates, self.network, self.objective, held)
        if loss < self.progress.best_loss:
            self.progress.best_loss = loss
            self._save("best.pt")

    def _save(self, name: str) -> None:
        progress = self.progress
        state = {
            "factors": self.network.adapter(),
            "optimiser": self.optimiser.state_dict(),
            "progress": [progress.step, progress.tokens, progress.elapsed_s, progress.best_loss],
        }
        torch.save(state, self.folder / f"{name}.part")
        (self.folder / f"{name}.part").replace(self.folder / name)

    def _resume(self, state: dict[str, Any]) -> None:
        self.network.load(state["factors"])
        self.optimiser.load_state_dict(state["optimiser"])
        step, tokens, elapsed_s, best_loss = state["progress"]
        self.progress = Progress(int(step), int(tokens), float(elapsed_s), float(best_loss))
