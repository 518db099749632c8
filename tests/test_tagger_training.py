"""The network that learns is the one that reads: what torch computes and saves, NumPy gives back."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `training` (torch) is not installed")

import torch

from pipeline.clean.tagger import TAGS, Tagger, corrections_of
from pipeline.encoder import Encoder
from pipeline.evaluate.articles import read_articles
from pipeline.evaluate.soiled import Line, Soiled, Store
from pipeline.tagger_network import Network
from pipeline.tagger_training import batch_of, encoded, examples, train
from tests.conftest import ROOT

LAYERS, RANK = 1, 2


@pytest.fixture(scope="module")
def store() -> Store:
    """Hold the package's texts and the sample corpus."""
    return Store(read_articles([ROOT / "tests" / "corpus" / "sample"], 1))


def test_tokens_have_the_tags_of_their_characters() -> None:
    """Tag the pieces of a clause as the clause, the rest as article, marks between lines not at all."""
    made = Soiled("题", (Line("石阶长满青苔，低价转让。", "......." + "aaaaa"), Line("完。", "..")))
    _, tokens, tags = encoded(made)
    assert len(tokens) == len(tags)
    assert set(tags) == {-1, 0, TAGS.index("ad")}
    assert tags[-1] == -1


def test_what_is_saved_reads_alike(store: Store, tmp_path: Path) -> None:
    """Learn a few steps, save, and find the same probabilities by NumPy, within half precision."""
    torch.manual_seed(1)
    network = Network(LAYERS, RANK)
    rows = examples(store, random.Random(1))
    assert train(network, rows, 0.05, tmp_path / "last.pt") >= 1
    network.eval()
    network.save(tmp_path / "tagger.npz")
    with np.load(tmp_path / "tagger.npz", allow_pickle=False) as data:
        known = {name: data[name].astype(np.float32) for name in data.files}
    tagger = Tagger(Encoder(LAYERS, corrections_of(known)), known["head.weights"], known["head.bias"])
    opening, tokens, _ = encoded(Soiled("题", (Line("石阶长满青苔。", "......."),)))
    whole = (*opening, *tokens, tagger._encoder.last)
    row = next(examples(store, random.Random(2)))._replace(tokens=whole, tags=(-1,) * len(whole))
    words, heard, _ = batch_of([row])
    with torch.no_grad():
        theirs = network(words, heard)[0].softmax(-1).numpy()[len(opening) : len(opening) + len(tokens) - 1]
    ours = tagger.tag("题", ["石阶长满青苔。"])[0]
    assert np.allclose(ours[-1], theirs[-1], atol=5e-3)


def test_learning_lowers_the_loss(store: Store) -> None:
    """Fit one batch better after some steps."""
    torch.manual_seed(1)
    network = Network(LAYERS, RANK)
    rows = examples(store, random.Random(3))
    words, heard, tags = batch_of([next(rows) for _ in range(4)])
    optimiser = torch.optim.AdamW(network.learnt(), lr=1e-2)
    losses = []
    for _ in range(12):
        loss = torch.nn.functional.cross_entropy(network(words, heard).flatten(0, 1), tags.flatten(), ignore_index=-1)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.8 * losses[0]


def test_a_run_goes_on_from_saved_weights(tmp_path: Path) -> None:
    """Load what was saved and give the same logits, within half precision."""
    torch.manual_seed(2)
    first, second = Network(LAYERS, RANK), Network(LAYERS, RANK)
    for parameter in first.learnt():
        parameter.data += 0.02 * torch.randn_like(parameter)
    first.save(tmp_path / "one.npz")
    second.load(tmp_path / "one.npz")
    words, heard = torch.randn(1, 12, first.head.in_features), torch.ones(1, 1, 1, 12, dtype=torch.bool)
    with torch.no_grad():
        assert torch.allclose(first.eval()(words, heard), second.eval()(words, heard), atol=2e-2)


def test_a_share_of_lessons_is_interrupted(store: Store) -> None:
    """Make windows of both kinds of documents, each with tags for its tokens."""
    rows = examples(store, random.Random(4), 0.5)
    made = [next(rows) for _ in range(12)]
    assert all(len(row.tokens) == len(row.tags) for row in made)
    assert any(TAGS.index("spam") in row.tags for row in made)
