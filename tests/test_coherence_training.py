"""The network that learns how passages hang together is the one that judges them."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `training` (torch) is not installed")

import torch

from pipeline.clean.coherence import Coherence
from pipeline.coherence_lessons import Known, Shelf, known_of
from pipeline.coherence_training import Network, batch_of, documents, shelf_of, train
from pipeline.embed import DIMENSIONS
from pipeline.evaluate.soiled import Store
from pipeline.evaluate.wording import Article


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """Hold some of the package's articles with vectors that tell them apart."""
    rng = np.random.default_rng(1)

    def with_vectors(one: Known) -> Known:
        rows = rng.standard_normal(DIMENSIONS) + 0.3 * rng.standard_normal((1 + len(one.passages), DIMENSIONS))
        return one._replace(vectors=(rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32))

    clean: tuple[Article, ...] = Store(()).own[:40]
    return Shelf([with_vectors(known_of(article)) for article in clean])


def test_what_is_saved_judges_alike(shelf: Shelf, tmp_path: Path) -> None:
    """Learn for a moment, save, and find the same odds by NumPy, within half precision."""
    torch.manual_seed(1)
    network = Network()
    assert train(network, shelf, shelf, 0.1, 1) >= 1
    network.eval()
    network.save(tmp_path / "coherence.npz")
    with np.load(tmp_path / "coherence.npz", allow_pickle=False) as data:
        coherence = Coherence({name: data[name].astype(np.float32) for name in data.files})
    source = documents(shelf, random.Random(2))
    for _ in range(5):
        signs, labels, _ = next(source)
        with torch.no_grad():
            theirs = network(*batch_of([(signs, labels)])[:4])[0, 1:].numpy()
        assert np.allclose(coherence.logits(signs), theirs, atol=0.05)


def test_padding_changes_nothing(shelf: Shelf) -> None:
    """Judge a short document beside a long one as by itself."""
    torch.manual_seed(1)
    network = Network().eval()
    source = documents(shelf, random.Random(3))
    pair = sorted(
        ((signs, labels) for signs, labels, _ in (next(source) for _ in range(6))), key=lambda row: len(row[1])
    )
    short, long = pair[0], pair[-1]
    assert len(short[1]) < len(long[1])
    with torch.no_grad():
        alone = network(*batch_of([short])[:4])[0]
        beside = network(*batch_of([short, long])[:4])[0, : len(alone)]
    assert torch.allclose(alone, beside, atol=1e-4)


def test_vectors_are_kept(tmp_path: Path) -> None:
    """Embed a user's article once, and read it from the folder afterwards."""
    (tmp_path / "texts").mkdir()
    lines = [f"第{number}天，渡口的船在雾里靠岸，系在一棵老柳树的根上，没有人说话。" for number in range(5)]
    (tmp_path / "texts" / "a.txt").write_text("\n".join(["老渡口的五天", *lines]), "utf-8")
    kept = tmp_path / "work"
    kept.mkdir()
    article = known_of(Article("老渡口的五天", tuple(lines)))
    found = shelf_of([tmp_path / "texts"], 1, kept, ())
    assert [one.passages for one in found] == [article.passages]
    assert len(list(kept.iterdir())) == 1
    again = shelf_of([tmp_path / "texts"], 1, kept, ())
    assert np.array_equal(found[0].vectors, again[0].vectors)
