"""Gemma 3 for training on a CPU: frozen weights, an adapter on every matrix, attention without padding masks.

Source of the architecture: Gemma Team 2025, "Gemma 3 Technical Report", and llama.cpp's graph of it. Sequences are padded on the right and
causal, so padding never reaches a learnt position. Sequences must be shorter than the local window (512).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - the name everyone knows
from torch import Tensor

from pipeline.translate.training.adapter_weights import Factors
from pipeline.translate.training.base import Shape

Operation = Callable[..., Any]


def normalised(x: Tensor, weight: Tensor, epsilon: float) -> Tensor:
    """Divide by the root mean square over the last axis, times weight (Zhang and Sennrich 2019)."""
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + epsilon) * weight


def residual_then_norm(x: Tensor, y: Tensor, post: Tensor, pre: Tensor, epsilon: float) -> tuple[Tensor, Tensor]:
    """Add a normalised branch to the stream, and normalise the stream for the next branch."""
    stream = x + normalised(y, post, epsilon)
    return stream, normalised(stream, pre, epsilon)


def gated(gate: Tensor, up: Tensor) -> Tensor:
    """Gate with the tanh form of GELU."""
    return F.gelu(gate, approximate="tanh") * up


def turned(x: Tensor, weight: Tensor, cos: Tensor, sin: Tensor, epsilon: float) -> Tensor:
    """Normalise queries or keys per head and turn them by their position; x: batch × length × heads × width."""
    first, second = normalised(x, weight, epsilon).chunk(2, -1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), -1)


def weighed(scores: Tensor, mask: Tensor, scale: float) -> Tensor:
    """Turn attention scores into weights."""
    return torch.softmax(scores * scale + mask, -1)


class Network:
    """Run the frozen model with its adapter; only the adapter's factors learn."""

    def __init__(
        self, base: dict[str, Tensor], shape: Shape, factors: Factors, scale: float, *, compiled: bool
    ) -> None:
        """Take over the base weights; scale is alpha divided by the rank."""
        self.shape, self.base, self.scale = shape, base, scale
        self.factors = {name: value.detach().clone().requires_grad_() for name, value in factors.items()}
        self._joined = {
            (layer, group): torch.cat([base[f"blk.{layer}.{name}.weight"] for name, _ in members])
            for layer in range(shape.layers)
            for group, members in shape.groups().items()
        }
        fuse: Callable[[Operation], Operation] = (
            (lambda f: torch.compile(f, dynamic=True)) if compiled else (lambda f: f)
        )
        self._norm, self._residual, self._gated = fuse(normalised), fuse(residual_then_norm), fuse(gated)
        self._turned, self._weighed = fuse(turned), fuse(weighed)
        self._tables: dict[int, tuple[Tensor, ...]] = {}

    def load(self, factors: Factors) -> None:
        """Set the factors, in place, so that an optimiser keeps its hold on them."""
        with torch.no_grad():
            for name, value in factors.items():
                self.factors[name].copy_(value)

    def adapter(self) -> Factors:
        """Copy the factors as they are now."""
        return {name: value.detach().clone() for name, value in self.factors.items()}

    def __call__(self, ids: Tensor) -> Tensor:
        """Return the last hidden states of a batch: ids (batch × length) to (batch · length) × width."""
        batch, length = ids.shape
        shape, base, epsilon = self.shape, self.base, self.shape.epsilon
        x = (F.embedding(ids, base["token_embd.weight"]) * shape.width**0.5).reshape(batch * length, shape.width)
        h = self._norm(x, base["blk.0.attn_norm.weight"], epsilon)
        for layer in range(shape.layers):
            name = f"blk.{layer}."
            y = self._attention(h, layer, batch, length)
            x, h = self._residual(
                x, y, base[name + "post_attention_norm.weight"], base[name + "ffn_norm.weight"], epsilon
            )
            gate, up = self._linear(h, layer, "gate_up").chunk(2, 1)
            y = self._linear(self._gated(gate, up), layer, "down")
            after = f"blk.{layer + 1}.attn_norm.weight" if layer + 1 < shape.layers else "output_norm.weight"
            x, h = self._residual(x, y, base[name + "post_ffw_norm.weight"], base[after], epsilon)
        return h

    def _linear(self, x: Tensor, layer: int, group: str) -> Tensor:
        a, b = self.factors[f"{layer}.{group}.a"], self.factors[f"{layer}.{group}.b"]
        return torch.addmm(F.linear(x, self._joined[layer, group]), F.linear(x, a), (b * self.scale).t())

    def _attention(self, h: Tensor, layer: int, batch: int, length: int) -> Tensor:
        shape, base = self.shape, self.base
        heads, width = shape.heads, shape.head_width
        cos_local, sin_local, cos_full, sin_full, mask = self._positions(length)
        cos, sin = (cos_full, sin_full) if (layer + 1) % shape.full_every == 0 else (cos_local, sin_local)
        q, k, v = self._linear(h, layer, "qkv").split((heads * width, width, width), 1)
        q = self._turned(
            q.view(batch, length, heads, width), base[f"blk.{layer}.attn_q_norm.weight"], cos, sin, shape.epsilon
        )
        k = self._turned(
            k.reshape(batch, length, 1, width), base[f"blk.{layer}.attn_k_norm.weight"], cos, sin, shape.epsilon
        )
        scores = torch.bmm(q.reshape(batch, length * heads, width), k.view(batch, length, width).transpose(1, 2))
        weights = self._weighed(scores.view(batch, length, heads, length), mask, 1 / math.sqrt(width))
        mixed = torch.bmm(weights.view(batch, length * heads, length), v.reshape(batch, length, width))
        return self._linear(mixed.view(batch * length, heads * width), layer, "out")

    def _positions(self, length: int) -> tuple[Tensor, ...]:
        """Return the rotary tables (local, full) and the causal mask for a length, computed once."""
        if length not in self._tables:
            places = torch.arange(length).float()[:, None]
            steps = torch.arange(0, self.shape.head_width, 2).float() / self.shape.head_width
            tables = []
            for slow in (self.shape.local_base, self.shape.full_base):
                angles = (places / slow**steps)[None, :, None, :]
                tables += [angles.cos(), angles.sin()]
            mask = torch.full((length, length), -1e9).triu(1)[None, :, None, :]
            self._tables[length] = (*tables, mask)
        return self._tables[length]
