"""The adapter that ships: small enough, whole, what its card says it is, and fit for the packaged model."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from pipeline.translate.training.base import Shape

FOLDER = Path(__file__).resolve().parents[3] / "pipeline" / "translate" / "adapter"
MAX_BYTES = 10_000_000


@pytest.fixture(scope="module")
def adapter() -> Path:
    """Return the one adapter of the package."""
    (path,) = FOLDER.glob("*.gguf")
    return path


def test_digest_and_size(adapter: Path) -> None:
    """The file is the one whose digest is written down, in the list and in the card."""
    digest = hashlib.sha256(adapter.read_bytes()).hexdigest()
    assert (FOLDER / "SHA256SUMS").read_text("utf-8") == f"{digest}  {adapter.name}\n"
    assert digest in (FOLDER / "MODEL_CARD.md").read_text("utf-8")
    assert adapter.stat().st_size <= MAX_BYTES


def test_card_carries_the_terms() -> None:
    """Gemma's terms ask for a notice, for a statement of the changes, and for the use restrictions to be passed on."""
    card = re.sub(r"\s+", " ", (FOLDER / "MODEL_CARD.md").read_text("utf-8"))
    assert "ai.google.dev/gemma/terms" in card
    assert "ai.google.dev/gemma/prohibited_use_policy" in card
    assert "modified" in card
    notice = (FOLDER / "NOTICE").read_text("utf-8")
    assert "Gemma is provided under and subject to the Gemma Terms of Use" in notice


def test_every_matrix_has_its_two_factors(adapter: Path) -> None:
    """Names, widths and ranks fit the packaged model, and no value is broken."""
    gguf = pytest.importorskip("gguf", reason="gguf is not installed")
    from gguf.quants import dequantize

    reader = gguf.GGUFReader(adapter)
    assert reader.fields["general.architecture"].contents() == "gemma3"
    assert reader.fields["general.type"].contents() == "adapter"
    assert reader.fields["adapter.type"].contents() == "lora"
    shape = Shape()
    shapes = {tensor.name: tuple(int(size) for size in tensor.shape) for tensor in reader.tensors}
    ranks = {shapes[name][1] for name in shapes if name.endswith("lora_a")}
    assert len(ranks) == 1 and reader.fields["adapter.lora.alpha"].contents() == 2 * max(ranks)
    for layer in range(shape.layers):
        for group, members in shape.groups().items():
            for name, rows in members:
                assert shapes.pop(f"blk.{layer}.{name}.weight.lora_a") == (shape.inputs()[group], *ranks)
                assert shapes.pop(f"blk.{layer}.{name}.weight.lora_b") == (*ranks, rows)
    assert shapes == {}
    first = dequantize(reader.tensors[0].data, reader.tensors[0].tensor_type)
    assert abs(first).max() < 10 and abs(first).max() > 0
