"""What every engine promises: as many answers as segments, in their order, and none lost because another failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, Protocol

from pipeline.errors import EngineContractError
from pipeline.settings import TranslateSettings


class Candidate(NamedTuple):
    """Hold one translation an engine proposes."""

    text: str
    """"" where the engine has no answer."""
    note: str = ""
    """Why there is no answer, for a person; never a key or an address with one."""
    logprob: float | None = None
    """Log-probability of the whole text as the engine's model sees it, in nats; None where the engine tells none."""


@dataclass(frozen=True, slots=True)
class Context:
    """Hold what an engine may know besides the segments."""

    terms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Chinese terms that the segments use, with the English to print."""


class Engine(Protocol):
    """Translate segments; one object per run, used by one thread."""

    signature: str
    """Name, parameters and version."""
    batch_segments: int
    """Segments worth giving at once; answers are stored after each batch, so a larger one loses more when killed."""
    is_checked: bool
    """Whether the answers claim to be English and must pass every check."""
    is_gloss: bool
    """Whether the answers are word by word: shown as what they are, never as a translation."""
    reads_gloss: bool
    """Whether the engine is told quantities and terms in English beside the source, so that putting them into it mends nothing. Such an
    engine reads clause by clause, and gets its segments so."""

    def translate(self, segments: Sequence[str], *, context: Context) -> list[list[Candidate]]:
        """Give at least one candidate per segment, the best first.

        Raises EngineUnavailable if nothing more can be had from this engine in this run.
        """

    def close(self) -> None:
        """Free processes and connections; the engine is not used again."""


class Factory(Protocol):
    """Make an engine; heavy imports happen here."""

    def __call__(self, settings: TranslateSettings) -> Engine:
        """Open the engine; raises EngineMissing with what to install or set."""


def answered(engine: Engine, segments: Sequence[str], context: Context) -> list[list[Candidate]]:
    """Ask an engine and hold it to its promise; raises EngineContractError if the numbers differ."""
    answers = engine.translate(segments, context=context)
    if len(answers) != len(segments) or not all(answers):
        raise EngineContractError(f"{engine.signature}: sent {len(segments)} segments, got {len(answers)} answers")
    return answers
