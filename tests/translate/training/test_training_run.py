"""Training for real on a tiny random network: it learns, stops, goes on, and what it writes is read by the GGUF library."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

pytest.importorskip("torch", reason="the extra `training` (torch) is not installed")
gguf = pytest.importorskip("gguf", reason="gguf is not installed")

import torch  # noqa: E402

from pipeline.errors import SettingsError  # noqa: E402
from pipeline.translate.training import train as training  # noqa: E402
from pipeline.translate.training.adapter_weights import fresh_factors, read_factors, write_gguf  # noqa: E402
from pipeline.translate.training.averaging import averaged  # noqa: E402
from pipeline.translate.training.base import Shape, random_base  # noqa: E402
from pipeline.translate.training.encode import Encoded  # noqa: E402
from pipeline.translate.training.network import Network  # noqa: E402
from pipeline.translate.training.objective import Objective  # noqa: E402
from pipeline.translate.training.settings import RunSettings  # noqa: E402
from pipeline.translate.training.train import Trainer, learning_rate  # noqa: E402

SHAPE = Shape(layers=2, width=64, heads=2, head_width=32, feed_forward=96, vocabulary=128, full_every=2)
RANK = 32


def tiny(seed: int = 1) -> Network:
    """Build a tiny network with a fresh adapter."""
    return Network(random_base(SHAPE, seed), SHAPE, fresh_factors(SHAPE, RANK, seed), 2.0, compiled=False)


def task() -> list[Encoded]:
    """Make a task that a few steps can learn: the answer repeats the prompt's last id three times."""
    rng = Random(4)
    return [Encoded((1, rng.randint(2, 99), 5, 7, 7, 7), 3) for _ in range(64)]


def settings(**changes: Any) -> RunSettings:
    """Make settings for a run of seconds."""
    values = {
        "minutes": 0.03,
        "learning_rate": 0.02,
        "warmup_steps": 2,
        "batch_tokens": 96,
        "threads": 1,
        "compile": False,
    }
    return RunSettings(**{**values, "random_words": 20, **changes})


def objective(network: Network) -> Objective:
    """Build the objective of the tiny task."""
    return Objective(network.base["token_embd.weight"], task(), 20, Random(1))


def test_fresh_adapter_changes_nothing() -> None:
    """With b at zero the network is the base model, whatever the scale."""
    ids = torch.randint(0, SHAPE.vocabulary, (2, 8))
    base = random_base(SHAPE, 1)
    weak, strong = (
        Network(base, SHAPE, fresh_factors(SHAPE, RANK, 1), scale, compiled=False)(ids) for scale in (0.0, 9.0)
    )
    assert torch.equal(weak, strong)


def test_padding_and_future_do_not_reach_the_past() -> None:
    """Hidden states depend on what stands before them only."""
    network = tiny()
    ids = torch.randint(2, SHAPE.vocabulary, (1, 10))
    longer = torch.cat((ids, torch.zeros(1, 6, dtype=torch.long)), 1)
    assert torch.allclose(network(ids), network(longer)[:10], atol=1e-5)


def test_training_learns_and_writes_checkpoints(tmp_path: Path) -> None:
    """The loss of the task falls well below that of the untrained network, and the best checkpoint is kept."""
    network = tiny()
    goal = objective(network)
    before = goal.mean_loss(network, [task()])
    progress = Trainer(network, goal, settings(), tmp_path).run(task(), {"gloss": task()})
    assert progress.step > 3
    assert progress.best_loss < 0.7 * before
    assert (tmp_path / "best.pt").exists() and (tmp_path / "last.pt").exists()


def test_a_stopped_run_goes_on(tmp_path: Path) -> None:
    """Step count, time, weights and the optimiser's state come back from the checkpoint."""
    first = Trainer(tiny(), objective(tiny()), settings(minutes=0.01), tmp_path)
    done = first.run(task(), {"gloss": task()})
    again = Trainer(tiny(seed=2), objective(tiny()), settings(minutes=0.01), tmp_path)
    assert again.progress.step == done.step
    assert again.progress.elapsed_s == done.elapsed_s
    assert all(torch.equal(value, again.network.adapter()[name]) for name, value in first.network.adapter().items())
    assert again.optimiser.state_dict()["state"].keys() == first.optimiser.state_dict()["state"].keys()


def test_average_of_adapters() -> None:
    """The mean is taken factor by factor, and weights that do not fit are refused."""
    first, second = fresh_factors(SHAPE, RANK, 1), fresh_factors(SHAPE, RANK, 2)
    mean = averaged((first, second), (0.25, 0.75))
    assert all(torch.allclose(mean[name], 0.25 * first[name] + 0.75 * second[name]) for name in first)
    assert all(torch.equal(averaged((first,), (1.0,))[name], first[name]) for name in first)
    with pytest.raises(ValueError, match="sum to"):
        averaged((first, second), (0.5, 0.6))
    with pytest.raises(ValueError, match="weights"):
        averaged((first, second), (1.0,))


def test_best_average_is_kept(tmp_path: Path) -> None:
    """Of the averages with the start, the one that validates best becomes the best checkpoint, never a worse one."""
    network = tiny()
    start = network.adapter()
    trainer = Trainer(network, objective(network), settings(), tmp_path)
    trainer.run(task(), {"gloss": task()})
    before = trainer.progress.best_loss
    trainer.keep_best_average(start, task())
    assert trainer.progress.best_loss <= before
    kept = read_factors(tmp_path / "best.pt", SHAPE)
    assert objective(network).mean_loss(
        Network(network.base, SHAPE, kept, 2.0, compiled=False), [task()]
    ) == pytest.approx(trainer.progress.best_loss, rel=1e-3)


def test_learning_rate_rises_and_falls() -> None:
    """A linear rise, then a cosine to the floor, which it never leaves."""
    run = RunSettings(learning_rate=1.0, floor_ratio=0.1, minutes=1, warmup_steps=4)
    rates = [learning_rate(run, step, 0.0) for step in range(4)]
    assert rates == [0.25, 0.5, 0.75, 1.0]
    assert learning_rate(run, 99, 60.0) == pytest.approx(0.1)
    assert learning_rate(run, 99, 9999.0) == pytest.approx(0.1)
    assert training.LOG_STEPS > 0


def test_export_reads_back(tmp_path: Path) -> None:
    """Factors survive GGUF but for the rounding of Q8_0, and the file says what llama.cpp asks for."""
    factors = fresh_factors(SHAPE, RANK, 3)
    for name in factors:
        if name.endswith(".b"):
            factors[name] = torch.randn(factors[name].shape, generator=torch.Generator().manual_seed(1))
    path = tmp_path / "adapter.gguf"
    write_gguf(path, factors, SHAPE, 64.0, {"general.name": "test"})
    reader = gguf.GGUFReader(path)
    assert reader.fields["adapter.type"].contents() == "lora"
    assert reader.fields["adapter.lora.alpha"].contents() == 64.0
    assert len(reader.tensors) == SHAPE.layers * 7 * 2
    back = read_factors(path, SHAPE)
    for name, value in factors.items():
        assert torch.allclose(back[name], value, atol=0.02 * float(value.abs().max())), name


def test_missing_start_is_named(tmp_path: Path) -> None:
    """A wrong path of the first weights says which and what to set."""
    with pytest.raises(SettingsError, match=r"lora\.start"):
        read_factors(tmp_path / "none.gguf", SHAPE)
