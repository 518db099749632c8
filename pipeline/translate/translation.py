"""Translate units: memory first, then engines, each answer checked before it may call itself a translation.

A source that occurs many times is translated once. What fails its checks is tried again with quantities and terms put into
the source in English, then in pieces; then the next engine of the chain may try; at last the unit is published as a gloss, state
`failed`, with the names of the checks. A unit in state `machine` has passed every check.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.settings import TranslateSettings
from pipeline.signature import signature
from pipeline.story import Unit
from pipeline.termbase import Termbase
from pipeline.translate.chain import Chain, Known, StoreAnswer
from pipeline.translate.checks import FORMAL, Finding, findings
from pipeline.translate.engines.contract import Candidate, Context, Engine
from pipeline.translate.engines.word_by_word import make_gloss
from pipeline.translate.english import joined, polished
from pipeline.translate.memory import Memory
from pipeline.translate.placeables import in_english, mask, quantity_only, restore, used_terms
from pipeline.translate.prompt import split_clauses
from pipeline.translate.repair import repaired
from pipeline.translate.units import sources

Progress = Callable[[int, int], None]
"""Told how many distinct sources are done, of how many."""

COPIED = signature("copied", "1")
COUNTED = signature("quantities", "1")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PIECE_CHARS = 14
_MENDED_BY_WORDS = frozenset({"numbers", "terms", "names", "han"})
"""Faults that English words in the source may mend."""


class Answer(NamedTuple):
    """Hold what a source is published as."""

    target: str
    state: str
    engine: str
    checks: tuple[str, ...] = ()
    note: str = ""


@dataclass(slots=True)
class _Case:
    """Follow one source through the engines."""

    source: str
    terms: dict[str, str]
    best: tuple[str, tuple[Finding, ...], str] | None = None
    """Target, faults and engine of the best failing attempt."""
    parts: tuple[tuple[str, str], ...] = ()
    """Pieces of the source with their translations, "" where there is none, from the last attempt in pieces."""
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


def _nothing_known(_key: str) -> None:
    return None


def _forget(_key: str, _answer: tuple[str, ...]) -> None:
    return None


def translate(
    units: Sequence[Unit],
    chain: Chain,
    memory: Memory,
    terms: Termbase,
    settings: TranslateSettings,
    *,
    store_answer: StoreAnswer = _forget,
    known: Known = _nothing_known,
    progress: Progress | None = None,
) -> tuple[Unit, ...]:
    """Translate units in place: same number, order, ids and sources.

    store_answer, known: keep and find raw answers by an opaque key, so that a run that was killed asks nothing twice.
    Raises EngineMissing or EngineUnavailable if the one engine the settings name cannot serve.
    """
    tools = Tools(chain, memory, terms, settings, known, store_answer)
    listed = frozenset(sources(units))
    answers = {source: found for source in sources(units) if (found := _without_engine(source, listed, tools))}
    pending = [_Case(source, used_terms(source, terms)) for source in sources(units) if source not in answers]
    if progress:
        progress(len(answers), len(listed))
    answers |= {case.source: _outcome(case) for case in _through_engines(pending, tools, progress, len(listed))}
    return tuple(_filled(unit, answers[unit.source], settings) for unit in units)


def _filled(unit: Unit, answer: Answer, settings: TranslateSettings) -> Unit:
    """Set the answer in the form that the unit's role wants; reviewed words stay as the reviewer left them."""
    is_fixed = answer.state in {"reviewed", "needs-review"} or answer.engine == COPIED
    target = answer.target if is_fixed else polished(answer.target, unit.role, title_case=settings.title_case)
    return replace(
        unit, target=target, state=answer.state, engine=answer.engine, checks=answer.checks, note=answer.note
    )


def _without_engine(source: str, listed: frozenset[str], tools: Tools) -> Answer | None:
    """Answer from the memory, or from the source itself where it needs no translation."""
    entry = tools.memory.exact(source)
    if entry is not None:
        return Answer(entry.target, entry.state, signature("memory", "1", score=100, author=entry.author or "unknown"))
    if not _HAN.search(source):
        return Answer(source, "machine", COPIED)
    quantity = quantity_only(source)
    if quantity is not None:
        return Answer(quantity, "machine", COUNTED)
    match = tools.memory.fuzzy(source, tools.settings.fuzzy_score)
    if match is None:
        return None
    origin = signature("memory", "1", score=round(match.score), author=match.entry.author or "unknown")
    note = f"translation of a similar sentence; the source differs: {match.difference}"
    if match.entry.state == "reviewed" and match.entry.source not in listed:
        return Answer(match.entry.target, "needs-review", origin, note=note)
    faults = findings(source, match.entry.target, tools.terms, tools.settings)
    return None if faults else Answer(match.entry.target, "fuzzy", origin, note=note)


def _through_engines(cases: list[_Case], tools: Tools, progress: Progress | None, total: int) -> list[_Case]:
    """Give each case to the engines in turn until one answer passes."""
    waiting = cases
    if waiting:
        for engine in tools.chain.engines():
            if not waiting:
                break
            for attempt in _attempts(engine):
                waiting = _attempted(engine, attempt, waiting, tools)
                if progress:
                    progress(total - len(waiting), total)
    for case in waiting:
        case.answer = _glossed(case, tools)
    return cases


def _attempts(engine: Engine) -> tuple[Callable[[_Case], list[str]], ...]:
    """List the forms in which an engine gets a source, one after the other until its answer passes."""
    if not engine.is_checked:
        return (_whole,)
    return (_whole, _in_pieces) if engine.reads_gloss else (_whole, _whole_in_english, _in_pieces)


def _attempted(engine: Engine, attempt: Callable[[_Case], list[str]], cases: list[_Case], tools: Tools) -> list[_Case]:
    """Let an engine try the cases in one form; returns those that still have no answer."""
    pieces = {id(case): attempt(case) for case in cases}
    masked = {piece: mask(piece) for group in pieces.values() for piece in group}
    terms: dict[str, dict[str, str]] = {}
    for case in cases:
        for piece in pieces[id(case)]:
            terms.setdefault(masked[piece].text, {}).update({zh: en for zh, en in case.terms.items() if zh in piece})
    wanted = list(dict.fromkeys(masked[piece].text for group in pieces.values() for piece in group))
    answers = tools.chain.ask(engine, wanted, terms, tools.known, tools.store_answer)
    for case in cases:
        group = pieces[id(case)]
        found = [answers.get(masked[piece].text, ()) for piece in group]
        if attempt is _in_pieces and group:
            case.parts = tuple(
                (plain, restore(texts[0].text, masked[piece].originals) if texts else "")
                for plain, piece, texts in zip(_plain_pieces(case, group), group, found, strict=True)
            )
        for target in _targets(found, [masked[piece].originals for piece in group], group, case):
            _judge(case, engine, target, tools)
            if case.answer is not None:
                break
    return [case for case in cases if case.answer is None]


def _targets(
    found: Sequence[tuple[Candidate, ...]], originals: Sequence[tuple[str, ...]], pieces: Sequence[str], case: _Case
) -> Iterable[str]:
    """Yield the translations that the candidates of all pieces make, the engine's first choices first."""
    if not found:
        return
    case.notes += [candidate.note for group in found for candidate in group if candidate.note]
    for rank in range(max(len(group) for group in found)):
        chosen = [group[min(rank, len(group) - 1)].text if group else "" for group in found]
        if all(chosen):
            yield joined([restore(text, kept) for text, kept in zip(chosen, originals, strict=True)], pieces)


def _judge(case: _Case, engine: Engine, target: str, tools: Tools) -> None:
    """Accept a target that passes its checks as it is or repaired; remember the best of those that fail."""
    plain = polished(target)
    only = None if engine.is_checked else FORMAL
    for text in dict.fromkeys((plain, repaired(case.source, plain, tools.terms)) if engine.is_checked else (plain,)):
        faults = findings(case.source, text, tools.terms, tools.settings, only)
        if engine.is_gloss:
            names = tuple(fault.check for fault in case.best[1]) if case.best else ()
            case.answer = Answer(text, "failed", engine.signature, names, _note(case))
        elif not faults:
            case.answer = Answer(text, "machine", engine.signature)
        elif case.best is None or len(faults) < len(case.best[1]):
            case.best = (text, faults, engine.signature)
        if case.answer is not None:
            return


def _whole(case: _Case) -> list[str]:
    return [case.source]


def _whole_in_english(case: _Case) -> list[str]:
    """Put quantities and terms into the source; nothing where that would mend nothing."""
    faults = {fault.check for fault in case.best[1]} if case.best else set(_MENDED_BY_WORDS)
    if not faults & _MENDED_BY_WORDS:
        return []
    changed = in_english(case.source, case.terms)
    return [changed] if changed != case.source else []


def _in_pieces(case: _Case) -> list[str]:
    """Split at the marks inside the sentence; nothing where it has none."""
    pieces = _pieces(in_english(case.source, case.terms))
    return pieces if len(pieces) > 1 else []


def _plain_pieces(case: _Case, pieces: list[str]) -> list[str]:
    """Find the pieces of the source itself, or, where they fall otherwise, keep those with English words in them."""
    plain = _pieces(case.source)
    return plain if len(plain) == len(pieces) else pieces


def _pieces(text: str) -> list[str]:
    found = split_clauses(text, min_chars=_PIECE_CHARS, max_chars=2 * _PIECE_CHARS)
    return [piece for piece in found if piece.strip()]


def _glossed(case: _Case, tools: Tools) -> Answer:
    """Publish a source as what could be had: pieces that pass their checks, the rest as a gloss; state `failed` either way."""
    engine = make_gloss(tools.settings)
    names = tuple(fault.check for fault in case.best[1]) if case.best else ("empty",)
    sound = [_is_sound(piece, text, tools) for piece, text in case.parts]
    if any(sound):
        texts = [
            text if good else _gloss(piece, engine, case) for (piece, text), good in zip(case.parts, sound, strict=True)
        ]
        mixed = polished(joined(texts, [piece for piece, _ in case.parts]))
        if not findings(case.source, mixed, tools.terms, tools.settings, FORMAL):
            made_by = f"{case.best[2]}+{engine.signature}" if case.best else engine.signature
            return Answer(mixed, "failed", made_by, names, _note(case))
    return Answer(polished(_gloss(case.source, engine, case)), "failed", engine.signature, names, _note(case))


def _is_sound(piece: str, text: str, tools: Tools) -> bool:
    return not findings(piece, polished(text), tools.terms, tools.settings)


def _gloss(text: str, engine: Engine, case: _Case) -> str:
    return engine.translate([text], context=Context(case.terms))[0][0].text


def _note(case: _Case) -> str:
    """Say why there is no translation: the faults of the best attempt, else what the engines reported."""
    if case.best is not None:
        engine = case.best[2].split("|")[0]
        return f"{engine}: " + "; ".join(fault.detail for fault in case.best[1])
    return "; ".join(dict.fromkeys(case.notes))


def _outcome(case: _Case) -> Answer:
    assert case.answer is not None
    return case.answer


def lines(
    texts: Sequence[str],
    chain: Chain,
    memory: Memory,
    terms: Termbase,
    settings: TranslateSettings,
    *,
    store_answer: StoreAnswer = _forget,
    known: Known = _nothing_known,
    progress: Progress | None = None,
) -> tuple[Unit, ...]:
    """Translate lines of text, one unit each, for pipes and for scoring; empty lines stay empty."""
    units = [
        Unit(f"line-{number}", "paragraph", "", text.strip(), "", "failed", "") for number, text in enumerate(texts, 1)
    ]
    filled = [unit for unit in units if unit.source]
    done = translate(filled, chain, memory, terms, settings, store_answer=store_answer, known=known, progress=progress)
    by_id = {unit.id: unit for unit in done}
    return tuple(by_id.get(unit.id, replace(unit, state="machine", engine=COPIED)) for unit in units)
