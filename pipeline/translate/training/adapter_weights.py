"""The adapter's weights: low-rank factors per group of matrices, read from and written to checkpoints and GGUF."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import SettingsError
from pipeline.translate.training.base import Shape

if TYPE_CHECKING:
    from torch import Tensor

Factors = dict[str, "Tensor"]
"""`LAYER.GROUP.a` (rank × input) and `LAYER.GROUP.b` (outputs of the group × rank)."""


def fresh_factors(shape: Shape, rank: int, seed: int) -> Factors:
    """Draw factors that change nothing yet: a random a, a zero b (Hu et al. 2021, "LoRA", section 4.1)."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    factors: Factors = {}
    for layer in range(shape.layers):
        for group, members in shape.groups().items():
            width = shape.inputs()[group]
            factors[f"{layer}.{group}.a"] = torch.randn(rank, width, generator=generator) / math.sqrt(width)
            factors[f"{layer}.{group}.b"] = torch.zeros(sum(rows for _, rows in members), rank)
    return factors


def read_factors(path: Path, shape: Shape) -> Factors:
    """Read factors from a checkpoint (.pt) or a GGUF adapter whose grouped matrices share their a."""
    import torch

    if not path.is_file():
        raise SettingsError(
            f"{path}: no such adapter; set lora.start to a GGUF adapter, a checkpoint or an empty string"
        )
    if path.suffix == ".pt":
        factors: Factors = torch.load(path, weights_only=True)["factors"]
        return factors
    return _from_gguf(path, shape)


def _from_gguf(path: Path, shape: Shape) -> Factors:
    import numpy as np
    import torch
    from gguf import GGUFReader
    from gguf.quants import dequantize

    tensors = {}
    for tensor in GGUFReader(path).tensors:
        values = np.asarray(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
        tensors[tensor.name] = torch.from_numpy(values.copy()).reshape([int(size) for size in reversed(tensor.shape)])
    factors: Factors = {}
    for layer in range(shape.layers):
        for group, members in shape.groups().items():
            names = [f"blk.{layer}.{name}.weight" for name, _ in members]
            factors[f"{layer}.{group}.a"] = tensors[f"{names[0]}.lora_a"]
            factors[f"{layer}.{group}.b"] = torch.cat([tensors[f"{name}.lora_b"] for name in names])
    return factors


def write_gguf(path: Path, factors: Factors, shape: Shape, alpha: float, description: dict[str, str]) -> None:
    """Write factors as a Q8_0 GGUF adapter that llama.cpp loads beside the base model; a shared a is written once per matrix."""
    import gguf

    writer = gguf.GGUFWriter(path, "gemma3")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, alpha)
    for key, text in description.items():
        writer.add_string(key, text)
    for layer in range(shape.layers):
        for group, members in shape.groups().items():
            start = 0
            for name, rows in members:
                part = factors[f"{layer}.{group}.b"][start : start + rows]
                _add(writer, f"blk.{layer}.{name}.weight.lora_a", factors[f"{layer}.{group}.a"])
                _add(writer, f"blk.{layer}.{name}.weight.lora_b", part)
                start += rows
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add(writer: Any, name: str, tensor: Tensor) -> None:
    """Add one tensor, as Q8_0 where its rows divide into blocks of 32, else as half precision."""
    import gguf
    import numpy as np

    values = tensor.detach().float().contiguous().numpy()
    if values.shape[-1] % 32:
        writer.add_tensor(name, values.astype(np.float16))
        return
    kind = gguf.GGMLQuantizationType.Q8_0
    writer.add_tensor(name, gguf.quantize(values, kind), raw_dtype=kind)
