"""What a source carries on its way through the engines, and what the way needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.settings import TranslateSettings
from pipeline.termbase import Termbase
from pipeline.translate.chain import Chain, Known, StoreAnswer
from pipeline.translate.checks import Finding
from pipeline.translate.engines.contract import Candidate
from pipeline.translate.memory import Memory


class Answer(NamedTuple):
    """Hold what a source is published as."""

    target: str
    state: str
    engine: str
    checks: tuple[str, ...] = ()
    note: str = ""


class Part(NamedTuple):
    """Hold a piece of a source on its way through an engine."""

    source: str
    asked: str
    """The form in which an engine gets it, "" where it is not to be asked again."""
    answer: Candidate = Candidate("")
    """Its translation, of text "" where there is none."""


@dataclass(slots=True)
class Case:
    """Follow one source through the engines."""

    source: str
    terms: dict[str, str]
    best: tuple[str, tuple[Finding, ...], str] | None = None
    """Target, faults and engine of the best failing attempt."""
    parts: tuple[Part, ...] = ()
    """Pieces of the source, from the last attempt in pieces."""
    answer: Answer | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tools:
    """Hold what every step needs."""

    chain: Chain
    memory: Memory
    terms: Termbase
    settings: TranslateSettings
    known: Known
    store_answer: StoreAnswer
