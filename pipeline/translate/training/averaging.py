"""Average adapters that come from one another: cheaper than a longer cooling-down and, in short noisy runs, worth more.

Source: Wortsman et al. 2022, "Model soups". The factors are averaged, not their products; this holds only for adapters of one descent.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from pipeline.translate.training.adapter_weights import Factors
from pipeline.translate.training.encode import Encoded
from pipeline.translate.training.network import Network
from pipeline.translate.training.objective import Objective

LOG = logging.getLogger(__name__)


def averaged(adapters: Sequence[Factors], weights: Sequence[float]) -> Factors:
    """Return the weighted mean of adapters; raises ValueError unless there is a weight for each and they sum to one."""
    if len(adapters) != len(weights) or abs(sum(weights) - 1) > 1e-6:
        raise ValueError(f"{len(weights)} weights that sum to {sum(weights):g} for {len(adapters)} adapters")
    return {
        name: sum((factors[name] * weight for factors, weight in zip(adapters, weights, strict=True)), 0.0 * value)
        for name, value in adapters[0].items()
    }


def best_of(
    candidates: Mapping[str, Factors], network: Network, objective: Objective, batches: Sequence[Sequence[Encoded]]
) -> tuple[str, float]:
    """Measure adapters on validation batches and return the name and the mean loss of the best; the network keeps the best."""
    losses = {}
    for name, factors in candidates.items():
        network.load(factors)
        losses[name] = objective.mean_loss(network, batches)
        LOG.info("%s: validation %.4f", name, losses[name])
    best = min(losses, key=lambda name: losses[name])
    network.load(candidates[best])
    return best, losses[best]
