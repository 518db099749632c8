"""What is minimised: the cross-entropy of the answers, over the part of the vocabulary that can occur.

A softmax over all 262,144 entries would cost as much as the network. Here it runs over the ids of the data, some random others,
and the rare ids of the batch at hand: a sampled softmax (Jean et al. 2015, "On Using Very Large Target Vocabulary").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random

import torch
import torch.nn.functional as F  # noqa: N812 - the name everyone knows
from torch import Tensor

from pipeline.translate.training.encode import Encoded
from pipeline.translate.training.network import Network

FREQUENT = 3
"""Ids seen so often in the answers are always in the softmax."""


class Objective:
    """Compute the loss of batches with a fixed reduced vocabulary."""

    def __init__(self, embedding: Tensor, encoded: Iterable[Encoded], random_words: int, rng: Random) -> None:
        """Choose the vocabulary from the answers of the data plus random_words others."""
        counts = Counter(token for item in encoded for token in item.ids[item.answer_start :])
        frequent = sorted(token for token, count in counts.items() if count >= FREQUENT)
        others = [
            token
            for token in rng.sample(range(len(embedding)), min(random_words, len(embedding)))
            if token not in counts
        ]
        self._ids = frequent + others
        self._places = {token: place for place, token in enumerate(self._ids)}
        self._embedding = embedding
        self._output = embedding[torch.tensor(self._ids)].contiguous()

    def loss(self, network: Network, batch: Sequence[Encoded]) -> tuple[Tensor, int]:
        """Return the summed cross-entropy of a batch's answers and the number of answer tokens."""
        length = -(-max(len(item.ids) for item in batch) // 8) * 8
        ids = torch.zeros(len(batch), length, dtype=torch.long)
        places: list[int] = []
        targets: list[int] = []
        for row, item in enumerate(batch):
            ids[row, : len(item.ids)] = torch.tensor(item.ids)
            for place in range(item.answer_start, len(item.ids)):
                places.append(row * length + place - 1)
                targets.append(item.ids[place])
        hidden = network(ids)[torch.tensor(places)]
        rare = sorted({token for token in targets if token not in self._places})
        local = {token: len(self._ids) + place for place, token in enumerate(rare)}
        output = torch.cat((self._output, self._embedding[torch.tensor(rare)])) if rare else self._output
        wanted = torch.tensor([self._places[token] if token in self._places else local[token] for token in targets])
        return F.cross_entropy(hidden @ output.T, wanted, reduction="sum"), len(targets)

    def mean_loss(self, network: Network, batches: Iterable[Sequence[Encoded]]) -> float:
        """Return the mean cross-entropy per answer token, in nats."""
        total, tokens = 0.0, 0
        with torch.no_grad():
            for batch in batches:
                loss, count = self.loss(network, batch)
                total, tokens = total + loss.item(), tokens + count
        return total / max(tokens, 1)
