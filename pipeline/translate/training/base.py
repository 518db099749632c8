"""The frozen base model: its weights, dequantised from the GGUF file, and its shape."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Shape:
    """Say how large a Gemma 3 text model is. Defaults: the 270M model."""

    layers: int = 18
    width: int = 640
    heads: int = 4
    head_width: int = 256
    feed_forward: int = 2048
    vocabulary: int = 262144
    full_every: int = 6
    """Every so many layers attend to everything and turn at the slow rotary base; the others are local."""
    local_base: float = 1e4
    full_base: float = 1e6
    epsilon: float = 1e-6

    def groups(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """Name the matrices that share an adapter input, with their output widths, in GGUF's words."""
        return {
            "qkv": (("attn_q", self.heads * self.head_width), ("attn_k", self.head_width), ("attn_v", self.head_width)),
            "out": (("attn_output", self.width),),
            "gate_up": (("ffn_gate", self.feed_forward), ("ffn_up", self.feed_forward)),
            "down": (("ffn_down", self.width),),
        }

    def inputs(self) -> dict[str, int]:
        """Give the input width of each group."""
        return {
            "qkv": self.width,
            "out": self.heads * self.head_width,
            "gate_up": self.width,
            "down": self.feed_forward,
        }


NORMS = ("attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm", "attn_q_norm", "attn_k_norm")
"""Per-layer norm weights in GGUF's words; GGUF stores them as factors."""


def read_base(path: Path) -> dict[str, Tensor]:
    """Read a GGUF model as float32 tensors under their GGUF names."""
    import numpy as np
    import torch
    from gguf import GGUFReader
    from gguf.quants import dequantize

    weights = {}
    for tensor in GGUFReader(path).tensors:
        values = np.asarray(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
        weights[tensor.name] = torch.from_numpy(values.copy()).reshape([int(size) for size in reversed(tensor.shape)])
    return weights


def random_base(shape: Shape, seed: int) -> dict[str, Tensor]:
    """Make random weights of a shape, for tests."""
    import torch

    generator = torch.Generator().manual_seed(seed)

    def draw(rows: int, columns: int) -> Tensor:
        return torch.randn(rows, columns, generator=generator) / columns**0.5

    weights = {"token_embd.weight": draw(shape.vocabulary, shape.width), "output_norm.weight": torch.ones(shape.width)}
    for layer in range(shape.layers):
        for group, members in shape.groups().items():
            for name, rows in members:
                weights[f"blk.{layer}.{name}.weight"] = draw(rows, shape.inputs()[group])
        for name in NORMS:
            width = shape.head_width if name.endswith(("q_norm", "k_norm")) else shape.width
            weights[f"blk.{layer}.{name}.weight"] = torch.ones(width)
    return weights
