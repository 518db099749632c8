"""Translate units: memory first, then engines, each answer checked before it may call itself a translation.

A source that occurs many times is translated once. What fails its checks is tried again with quantities and terms put into
the source in English, then in pieces; an engine that reads glosses gets clauses from the start, and only those that fail in smaller
pieces. Then the next engine of the chain may try; at last the unit is published, state `failed`, with the names of the checks: what
failed as a gloss, and what passed as it is. A unit in state `machine` has passed every check.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.settings import TranslateSettings
from pipeline.signature import signature
from pipeline.story import Unit
from pipeline.termbase import Termbase
from pipeline.translate.case import Answer, Case, Part, Tools
from pipeline.translate.chain import Chain, Known, StoreAnswer
from pipeline.translate.checks import FORMAL, findings
from pipeline.translate.engines.contract import Candidate, Context, Engine
from pipeline.translate.engines.word_by_word import make_gloss
from pipeline.translate.english import joined, polished
from pipeline.translate.memory import Memory
from pipeline.translate.placeables import Masked, in_english, mask, quantity_only, restore, used_terms
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

_BEARABLE = frozenset({"left-out"})
"""Faults that a piece of a sentence may have where the sentence is flagged anyway: half a clause in English reads better than its gloss
(25 sentences: 39.7 chrF2++ and 9.6 BLEU so, 39.7 and 7.9 without)."""


_DOUBTS = frozenset({"unsure"})
"""Faults that are no more than a doubt: the text is published as it is, and flagged."""

_Attempt = Callable[[Case, Tools], tuple[Part, ...]]
"""Lists the parts in which an engine gets a source; none where the attempt is not worth making."""


def _nothing_known(_key: str) -> None:
    return None


def _forget(_key: str, _answer: tuple[Candidate, ...]) -> None:
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
    pending = [Case(source, used_terms(source, terms)) for source in sources(units) if source not in answers]
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


def _through_engines(cases: list[Case], tools: Tools, progress: Progress | None, total: int) -> list[Case]:
    """Give each case to the engines in turn until one answer passes; what failed its checks is glossed in pieces at the end."""
    waiting = cases
    for engine in tools.chain.engines() if cases else ():
        for attempt in _attempts(engine):
            _attempted(engine, attempt, [case for case in waiting if not (engine.is_gloss and case.best)], tools)
            waiting = [case for case in waiting if case.answer is None]
            if progress:
                progress(total - len(waiting), total)
        if not waiting:
            break
    for case in waiting:
        case.answer = _glossed(case, tools)
    return cases


def _attempts(engine: Engine) -> tuple[_Attempt, ...]:
    """List the forms in which an engine gets a source, one after the other until its answer passes."""
    if not engine.is_checked:
        return (_whole,)
    return (_in_clauses, _unsound_in_pieces) if engine.reads_gloss else (_whole, _whole_in_english, _in_pieces)


def _attempted(engine: Engine, attempt: _Attempt, cases: list[Case], tools: Tools) -> None:
    """Let an engine try the cases in one form; those whose answer passes have it then."""
    parts = {id(case): attempt(case, tools) for case in cases}
    masked = {part.asked: mask(part.asked) for group in parts.values() for part in group if part.asked}
    terms: dict[str, dict[str, str]] = {}
    for case in cases:
        for part in parts[id(case)]:
            if part.asked:
                used = {zh: en for zh, en in case.terms.items() if zh in part.asked}
                terms.setdefault(masked[part.asked].text, {}).update(used)
    answers = tools.chain.ask(engine, list(terms), terms, tools.known, tools.store_answer)
    for case in cases:
        group = parts[id(case)]
        found = [_found(part, masked, answers) for part in group]
        case.notes += [candidate.note for candidates in found for candidate in candidates if candidate.note]
        if len(group) > 1:
            case.parts = tuple(
                part._replace(answer=_repaired(part.source, texts[0], tools.terms) if texts else Candidate(""))
                for part, texts in zip(group, found, strict=True)
            )
        for target in _targets(found, [part.asked or part.source for part in group]):
            _judge(case, engine, target, tools)
            if case.answer is not None:
                break


def _found(
    part: Part, masked: Mapping[str, Masked], answers: Mapping[str, tuple[Candidate, ...]]
) -> tuple[Candidate, ...]:
    """List the translations of a part, placeables put back: the engine's, or the one it has."""
    if not part.asked:
        return (part.answer,)
    text, originals = masked[part.asked]
    return tuple(candidate._replace(text=restore(candidate.text, originals)) for candidate in answers.get(text, ()))


def _repaired(source: str, candidate: Candidate, terms: Termbase) -> Candidate:
    return candidate._replace(text=repaired(source, candidate.text, terms))


def _targets(found: Sequence[tuple[Candidate, ...]], pieces: Sequence[str]) -> Iterable[Candidate]:
    """Yield the translations that the candidates of all pieces make, the engine's first choices first."""
    for rank in range(max((len(group) for group in found), default=0)):
        chosen = [group[min(rank, len(group) - 1)] for group in found if group]
        if len(chosen) == len(found) and all(candidate.text for candidate in chosen):
            logprobs = [candidate.logprob for candidate in chosen if candidate.logprob is not None]
            text = joined([candidate.text for candidate in chosen], pieces)
            yield Candidate(text, logprob=sum(logprobs) if len(logprobs) == len(chosen) else None)


def _judge(case: Case, engine: Engine, target: Candidate, tools: Tools) -> None:
    """Accept a target that passes its checks as it is or repaired; remember the best of those that fail."""
    plain = polished(target.text)
    only = None if engine.is_checked else FORMAL
    for text in dict.fromkeys((plain, repaired(case.source, plain, tools.terms)) if engine.is_checked else (plain,)):
        faults = findings(case.source, text, tools.terms, tools.settings, only, logprob=target.logprob)
        if engine.is_gloss:
            names = tuple(fault.check for fault in case.best[1]) if case.best else ()
            case.answer = Answer(text, "failed", engine.signature, names, _note(case))
        elif not faults:
            case.answer = Answer(text, "machine", engine.signature)
        elif case.best is None or len(faults) < len(case.best[1]):
            case.best = (text, faults, engine.signature)
        if case.answer is not None:
            return


def _whole(case: Case, tools: Tools) -> tuple[Part, ...]:
    return (Part(case.source, case.source),)


def _whole_in_english(case: Case, tools: Tools) -> tuple[Part, ...]:
    """Put quantities and terms into the source; nothing where that would mend nothing."""
    faults = {fault.check for fault in case.best[1]} if case.best else set(_MENDED_BY_WORDS)
    if not faults & _MENDED_BY_WORDS:
        return ()
    changed = in_english(case.source, case.terms)
    return (Part(case.source, changed),) if changed != case.source else ()


def _in_pieces(case: Case, tools: Tools) -> tuple[Part, ...]:
    """Split at the marks inside the sentence; nothing where it has none."""
    asked, plain = _pieces(in_english(case.source, case.terms)), _pieces(case.source)
    if len(plain) != len(asked):
        plain = asked
    return tuple(map(Part, plain, asked)) if len(asked) > 1 else ()


def _in_clauses(case: Case, tools: Tools) -> tuple[Part, ...]:
    """Split into the clauses that the engine was made for."""
    return tuple(Part(clause, clause) for clause in split_clauses(case.source) if clause.strip())


def _unsound_in_pieces(case: Case, tools: Tools) -> tuple[Part, ...]:
    """Split the clauses that fail by themselves, and keep the others; nothing where none can be split."""
    parts: list[Part] = []
    for part in case.parts or (Part(case.source, case.source),):
        pieces = _pieces(part.source)
        is_kept = len(pieces) < 2 or _is_sound(part, tools)
        parts += [part._replace(asked="")] if is_kept else [Part(piece, piece) for piece in pieces]
    return tuple(parts) if any(part.asked for part in parts) else ()


def _pieces(text: str) -> list[str]:
    found = split_clauses(text, min_chars=_PIECE_CHARS, max_chars=2 * _PIECE_CHARS)
    return [piece for piece in found if piece.strip()]


def _glossed(case: Case, tools: Tools) -> Answer:
    """Publish a source as what could be had, state `failed`: pieces that say nothing wrong, though perhaps not all, the rest as a gloss."""
    names = tuple(fault.check for fault in case.best[1]) if case.best else ("empty",)
    if case.best and set(names) <= _DOUBTS:
        return Answer(case.best[0], "failed", case.best[2], names, _note(case))
    engine = make_gloss(tools.settings)
    sound = [_is_sound(part, tools, _BEARABLE) for part in case.parts]
    if any(sound):
        texts = [
            part.answer.text if good else _gloss(part.source, engine, case)
            for part, good in zip(case.parts, sound, strict=True)
        ]
        mixed = polished(joined(texts, [part.source for part in case.parts]))
        if not findings(case.source, mixed, tools.terms, tools.settings, FORMAL):
            made_by = f"{case.best[2]}+{engine.signature}" if case.best else engine.signature
            return Answer(mixed, "failed", made_by, names, _note(case))
    return Answer(polished(_gloss(case.source, engine, case)), "failed", engine.signature, names, _note(case))


def _is_sound(part: Part, tools: Tools, bearable: frozenset[str] = frozenset()) -> bool:
    faults = findings(part.source, polished(part.answer.text), tools.terms, tools.settings)
    return all(fault.check in bearable for fault in faults)


def _gloss(text: str, engine: Engine, case: Case) -> str:
    return engine.translate([text], context=Context(case.terms))[0][0].text


def _note(case: Case) -> str:
    """Say why there is no translation: the faults of the best attempt, else what the engines reported."""
    if case.best is not None:
        engine = case.best[2].split("|")[0]
        return f"{engine}: " + "; ".join(fault.detail for fault in case.best[1])
    return "; ".join(dict.fromkeys(case.notes))


def _outcome(case: Case) -> Answer:
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
