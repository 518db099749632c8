"""The chain of engines: the first that answers serves, the next takes over where it cannot.

"auto" walks the order of the settings and passes over what is not installed or not reachable; an engine named by the user must be
there. Answers are kept as soon as they come, under a key that holds everything they depend on, so that a killed run goes on where
it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Self

from pipeline.errors import EngineMissing, EngineUnavailable
from pipeline.settings import TranslateSettings
from pipeline.signature import digest
from pipeline.translate.engines import make_engine
from pipeline.translate.engines.contract import Candidate, Context, Engine, answered

Known = Callable[[str], tuple[Candidate, ...] | None]
"""Looks an answer up by key; None if it was never stored."""
StoreAnswer = Callable[[str, tuple[Candidate, ...]], None]
"""Keeps an answer under a key, at once."""


class Chain:
    """Open engines when they are needed and close them at the end; use as a context manager."""

    def __init__(
        self, settings: TranslateSettings, make: Callable[[str, TranslateSettings], Engine] = make_engine
    ) -> None:
        """Keep the order of engines; nothing is opened yet.

        make: opens an engine by name; tests pass one of their own.
        """
        self.is_auto = settings.engine == "auto"
        self.names = settings.auto_order if self.is_auto else (settings.engine,)
        self.problems: dict[str, str] = {}
        self.asked: dict[str, int] = {}
        self._settings, self._make = settings, make
        self._open: dict[str, Engine] = {}

    def __enter__(self) -> Self:
        """Start; engines open later."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every engine that was opened."""
        self.close()

    def close(self) -> None:
        """Close every engine that was opened."""
        for engine in self._open.values():
            engine.close()
        self._open.clear()

    @property
    def signature(self) -> str:
        """Name the engines in their order, with what the settings say of them; opens none."""
        chosen = self._settings
        parts = (chosen.online_service, chosen.model, chosen.adapter, chosen.firefox_model, chosen.local_model)
        return f"{'auto' if self.is_auto else 'only'}:{','.join(self.names)}|{digest(*parts)[:8]}"

    def engines(self) -> Iterator[Engine]:
        """Open and yield the engines one after the other.

        With "auto" a missing engine is passed over and `problems` says why; a named one raises EngineMissing.
        """
        for name in self.names:
            if name in self.problems:
                continue
            try:
                engine = self._open.get(name) or self._make(name, self._settings)
            except EngineMissing as error:
                if not self.is_auto:
                    raise
                self.problems[name] = str(error)
                continue
            self._open[name] = engine
            yield engine

    def ask(
        self,
        engine: Engine,
        segments: Sequence[str],
        terms: Mapping[str, Mapping[str, str]],
        known: Known,
        store_answer: StoreAnswer,
    ) -> dict[str, tuple[Candidate, ...]]:
        """Translate distinct segments with one engine; what is known is not asked again.

        terms: for each segment the terms it uses. An engine that gives up leaves the rest unanswered, and is not asked again in this run
        when the chain is "auto"; a named engine raises EngineUnavailable.
        """
        answers: dict[str, tuple[Candidate, ...]] = {}
        waiting = []
        for segment in segments:
            stored = known(_key(engine, segment, terms.get(segment, {})))
            if stored:
                answers[segment] = stored
            else:
                waiting.append(segment)
        for start in range(0, len(waiting), engine.batch_segments):
            batch = waiting[start : start + engine.batch_segments]
            used = {zh: en for segment in batch for zh, en in terms.get(segment, {}).items()}
            try:
                found = answered(engine, batch, Context(used))
            except EngineUnavailable as error:
                self._give_up(engine, error)
                break
            self.asked[engine.signature] = self.asked.get(engine.signature, 0) + len(batch)
            for segment, candidates in zip(batch, found, strict=True):
                answers[segment] = tuple(candidates)
                kept = tuple(candidate for candidate in candidates if candidate.text)
                if kept:
                    store_answer(_key(engine, segment, terms.get(segment, {})), kept)
        return answers

    def _give_up(self, engine: Engine, error: EngineUnavailable) -> None:
        if not self.is_auto:
            raise error
        name = next((name for name, opened in self._open.items() if opened is engine), engine.signature)
        self.problems[name] = str(error)


def _key(engine: Engine, segment: str, terms: Mapping[str, str]) -> str:
    used = "\n".join(f"{zh}\t{en}" for zh, en in sorted(terms.items()))
    return digest("candidates", engine.signature, segment, used)
