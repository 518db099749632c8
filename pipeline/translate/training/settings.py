"""Settings of a training run, read from a TOML file; paths in it are relative to the file."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSettings:
    """Say which pairs are learnt from, and in what form."""

    pairs: str = "parallel.jsonl"
    """JSONL file of [source, zh, en] rows; see docs/dev/training.md for where to get them. Empty: our own pairs alone."""
    weights: dict[str, float] = field(default_factory=dict)
    """Source to its share: 0.5 takes half of its pairs, 2.0 each pair twice (with another form). An unnamed source is left out."""
    generated: int = 2500
    """Generated pairs. Too many and everything sounds like a press release; too few and numbers go wrong."""
    held_out: dict[str, int] = field(default_factory=dict)
    """Source to the number of its last pairs that are kept for validation. Sources list whole documents in order, so none is shared."""
    gap: int = 10
    """Pairs dropped between training and validation, so that the document on the border is on one side only."""
    gloss_ratio: float = 0.7
    """Share of examples with a gloss line. Too low wastes the gloss in use; too high makes it slow and blind without."""
    copy_ratio: float = 0.3
    """Share of glosses replaced by the reference's own words, where found: this teaches to copy a termbase."""
    least_ratio: float = 2.8
    """Least English characters per Chinese character. Newsrooms write Chinese denser (4.2 on a news test) than translators from English
    do (2.4 to 3.3): too low teaches answers that are too short; too high leaves little to learn from."""
    max_tokens: int = 220
    """Longer examples are left out: they cost most and resemble the clauses of use least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoraSettings:
    """Say how large the adapter is and where it starts."""

    rank: int = 32
    """Rank of the update. A larger one learns more and weighs more (rank 32: 8.1 MB at Q8_0)."""
    alpha: float = 64.0
    """Scale of the update times the rank; twice the rank by custom."""
    start: tuple[str, ...] = ()
    """GGUF adapters or checkpoints to start from, averaged; none starts from nothing learnt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """Say how long and how fast to learn."""

    seed: int = 1
    """Seed of the data, the order and the first weights."""
    minutes: float = 95.0
    """Wall time of the run; the learning rate falls along it, so a resumed run ends on time too."""
    learning_rate: float = 5e-4
    """Peak learning rate. Too high forgets English, too low learns little in the time."""
    warmup_steps: int = 20
    """Steps of linear rise."""
    floor_ratio: float = 0.04
    """Last learning rate as a share of the peak."""
    batch_tokens: int = 2048
    """Padded tokens per step. Larger is smoother and fewer steps."""
    threads: int = 2
    """CPU threads."""
    compile: bool = True
    """Fuse small operations through torch.compile (needs a C++ compiler); about a tenth faster."""
    checkpoint_minutes: float = 10.0
    """Time between checkpoints, each with a validation."""
    random_words: int = 1500
    """Vocabulary entries beyond those of the data that the softmax is taken over, so that unseen words stay improbable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSettings:
    """Hold everything a run depends on."""

    data: DataSettings = field(default_factory=DataSettings)
    lora: LoraSettings = field(default_factory=LoraSettings)
    run: RunSettings = field(default_factory=RunSettings)
    folder: Path = Path()
    """Folder of the settings file."""

    def path(self, name: str) -> Path:
        """Resolve a path of the settings file."""
        return (self.folder / name).expanduser()


def read_settings(path: Path) -> TrainingSettings:
    """Read the settings of a run; raises SettingsError that names file, key and the valid keys."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    sections: dict[str, Any] = {"data": DataSettings, "lora": LoraSettings, "run": RunSettings}
    _refuse_unknown(path, "", table, set(sections))
    built = {}
    for name, section in sections.items():
        values = table.get(name, {})
        _refuse_unknown(path, f"{name}.", values, {item.name for item in dataclasses.fields(section)})
        built[name] = section(
            **{key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
        )
    return TrainingSettings(**built, folder=path.parent)


def _refuse_unknown(path: Path, prefix: str, table: dict[str, Any], known: set[str]) -> None:
    for key in table:
        if key not in known:
            raise SettingsError(f"{path}: unknown key {prefix}{key}; valid keys: {', '.join(sorted(known))}")
