"""The tagger as torch trains it: frozen matrices of the sentence encoder, low-rank corrections, a last step of six tags."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name everyone knows
from torch import Tensor, nn

from pipeline.clean.tagger import TAGS
from pipeline.encoder import MATRICES
from pipeline.encoder_file import EncoderFile, encoder_file

_FIRST_SPREAD, _STRENGTH = 0.02, 2.0
_DROPPED_WORDS, _DROPPED_STATES = 0.05, 0.1


class Matrix(nn.Module):  # type: ignore[misc]
    """Hold one matrix of the encoder with its correction, up @ down (Hu et al. 2022)."""

    def __init__(self, weights: Tensor, bias: Tensor, rank: int) -> None:
        """Freeze the weights, shape (outputs, inputs); the bias learns."""
        super().__init__()
        self.weights = nn.Buffer(weights)
        self.bias = nn.Parameter(bias)
        self.down = nn.Parameter(torch.randn(rank, weights.shape[1]) * _FIRST_SPREAD)
        self.up = nn.Parameter(torch.zeros(weights.shape[0], rank))

    def forward(self, states: Tensor) -> Tensor:
        """Map states of shape (…, inputs) to (…, outputs)."""
        return F.linear(states, self.weights, self.bias) + F.linear(F.linear(states, self.down), self.up) * _STRENGTH


class Layer(nn.Module):  # type: ignore[misc]
    """Hold one layer of the encoder."""

    def __init__(self, file: EncoderFile, number: int, rank: int) -> None:
        """Read a layer of the file."""
        super().__init__()
        self.heads = file.heads
        sizes = {"fi": (file.inner, file.width), "fo": (file.width, file.inner)}
        for name in MATRICES:
            weights = file.matrix(f"l{number}.{name}.w", *sizes.get(name, (file.width, file.width)))
            self.add_module(name, Matrix(torch.tensor(weights), _vector(file, f"l{number}.{name}.b"), rank))
        self.aln, self.oln = _norm(file, f"l{number}.aln"), _norm(file, f"l{number}.oln")

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Read states of shape (texts, tokens, width); mask: true where a token may be heard."""
        texts, tokens, width = states.shape

        def heads(values: Tensor) -> Tensor:
            return values.view(texts, tokens, self.heads, width // self.heads).transpose(1, 2)

        heard = F.scaled_dot_product_attention(
            heads(self.q(states)), heads(self.k(states)), heads(self.v(states)), attn_mask=mask
        )
        states = self.aln(states + self.ao(heard.transpose(1, 2).reshape(texts, tokens, width)))
        return self.oln(states + self.fo(F.gelu(self.fi(states), approximate="tanh")))


class Network(nn.Module):  # type: ignore[misc]
    """Give the logits of all tags for each token."""

    def __init__(self, layers: int, rank: int) -> None:
        """Read the first layers of the installed encoder; matrices and word vectors stay as they are."""
        super().__init__()
        file = encoder_file()
        places = file.floats("emb.pos").reshape(file.longest, file.width) + file.floats("emb.type")[: file.width]
        self.places = nn.Buffer(torch.tensor(places))
        self.norm = _norm(file, "emb.ln").requires_grad_(False)
        self.layers = nn.ModuleList([Layer(file, number, rank) for number in range(layers)])
        self.head = nn.Linear(file.width, len(TAGS))

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        """Read word vectors of shape (texts, tokens, width); mask: true where a token may be heard, shape (texts, 1, 1, tokens)."""
        states = F.dropout(self.norm(words + self.places[: words.shape[1]]), _DROPPED_WORDS, self.training)
        for layer in self.layers:
            states = layer(states, mask)
        return self.head(F.dropout(states, _DROPPED_STATES, self.training))

    def learnt(self) -> list[nn.Parameter]:
        """List what learns."""
        return [parameter for parameter in self.parameters() if parameter.requires_grad]

    def load(self, path: Path) -> None:
        """Go on from weights that `save` wrote."""
        file = encoder_file()
        with np.load(path, allow_pickle=False) as data:
            found = {name: torch.tensor(data[name].astype(np.float32)) for name in data.files}
        self.head.weight.data, self.head.bias.data = found["head.weights"], found["head.bias"]
        for number, layer in enumerate(self.layers):
            at = f"l{number}"
            for name in MATRICES:
                matrix = getattr(layer, name)
                matrix.up.data, matrix.down.data = found[f"{at}.{name}.w.up"] / _STRENGTH, found[f"{at}.{name}.w.down"]
                matrix.bias.data = found[f"{at}.{name}.b"] + _vector(file, f"{at}.{name}.b")
            for name, norm in (("aln", layer.aln), ("oln", layer.oln)):
                norm.weight.data = found[f"{at}.{name}.w"] + _vector(file, f"{at}.{name}.w")
                norm.bias.data = found[f"{at}.{name}.b"] + _vector(file, f"{at}.{name}.b")

    def save(self, path: Path) -> None:
        """Write what was learnt, in half precision, as `pipeline.clean.tagger` reads it: factors, and differences of vectors."""
        file = encoder_file()
        found: dict[str, Any] = {"head.weights": self.head.weight, "head.bias": self.head.bias}
        for number, layer in enumerate(self.layers):
            at = f"l{number}"
            for name in MATRICES:
                matrix = getattr(layer, name)
                found[f"{at}.{name}.w.up"] = matrix.up * _STRENGTH
                found[f"{at}.{name}.w.down"] = matrix.down
                found[f"{at}.{name}.b"] = matrix.bias - _vector(file, f"{at}.{name}.b")
            for name, norm in (("aln", layer.aln), ("oln", layer.oln)):
                found[f"{at}.{name}.w"] = norm.weight - _vector(file, f"{at}.{name}.w")
                found[f"{at}.{name}.b"] = norm.bias - _vector(file, f"{at}.{name}.b")
        halves = {name: value.detach().numpy().astype(np.float16) for name, value in found.items()}
        np.savez_compressed(path, allow_pickle=False, **halves)


def _vector(file: EncoderFile, name: str) -> Tensor:
    return torch.tensor(file.floats(name).copy())


def _norm(file: EncoderFile, name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(file.width, eps=file.epsilon)
    norm.weight.data, norm.bias.data = _vector(file, f"{name}.w"), _vector(file, f"{name}.b")
    return norm
