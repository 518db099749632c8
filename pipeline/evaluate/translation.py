"""Measure translation: engines against references, and the checks against damage.

Engines and checks come in as functions, since rooms do not know each other. Scores are sacrebleu's, each with its signature; faults
are what no score notices. The checks are measured twice: how many good translations they refuse, and how much damage they let through.
"""

from __future__ import annotations

import csv
import html
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import EngineMissing, InputError
from pipeline.evaluate.damage import KINDS, damaged

Translator = Callable[[Sequence[str]], Sequence[str]]
"""Translates lines, same number and order."""
Checker = Callable[[str, str], tuple[str, ...]]
"""Takes source and target; returns the names of the checks that fail."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_FIXED = ("id", "zh", "ref")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Hold sentences with references and the recorded outputs of other systems."""

    sources: tuple[str, ...]
    references: tuple[str, ...]
    systems: Mapping[str, tuple[str, ...]]


class Scores(NamedTuple):
    """Hold what one system reached."""

    system: str
    chrf: float
    """chrF2++, 0–100."""
    bleu: float
    """BLEU, 0–100."""
    faults: Mapping[str, int]
    """Lines that are empty, hold Han or repeat themselves; lines that fail the checks."""


class Rates(NamedTuple):
    """Hold what the checks did with one kind of text."""

    kind: str
    texts: int
    flagged: int
    by_check: Mapping[str, int]

    @property
    def ratio(self) -> float:
        """Share of the texts that were flagged, in [0, 1]; 0 for none."""
        return self.flagged / self.texts if self.texts else 0.0


def read_pairs(path: Path, lines: int = 0) -> Pairs:
    """Read a table with the columns id, zh, ref and one per recorded system.

    lines: take so many lines, evenly spread; 0 takes all. Raises InputError if the file is no such table.
    """
    try:
        with path.open(encoding="utf-8", newline="") as table:
            rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    if not rows or not {"zh", "ref"} <= set(rows[0]):
        raise InputError(f"{path}: a table of translations needs the columns zh and ref")
    if 0 < lines < len(rows):
        rows = [rows[i * len(rows) // lines] for i in range(lines)]
    systems = {name: tuple(html.unescape(row[name] or "") for row in rows) for name in rows[0] if name not in _FIXED}
    return Pairs(tuple(row["zh"] for row in rows), tuple(row["ref"] for row in rows), systems)


def score(system: str, outputs: Sequence[str], pairs: Pairs, check: Checker) -> Scores:
    """Score one system's outputs; raises EngineMissing if sacrebleu is not installed."""
    try:
        import sacrebleu
    except ImportError as error:
        raise EngineMissing("bench: sacrebleu is not installed; pip install sacrebleu") from error
    references = [list(pairs.references)]
    faults: Counter[str] = Counter()
    for source, output in zip(pairs.sources, outputs, strict=True):
        faults["empty"] += not output.strip()
        faults["Han left"] += bool(_HAN.search(output))
        faults["repetition"] += _repeats(output)
        faults["checks failed"] += bool(check(source, output))
    chrf = sacrebleu.corpus_chrf(list(outputs), references, word_order=2).score
    bleu = sacrebleu.corpus_bleu(list(outputs), references).score
    return Scores(system, float(chrf), float(bleu), dict(faults))


def score_all(pairs: Pairs, engines: Mapping[str, Translator], check: Checker) -> tuple[Scores, ...]:
    """Score the engines given and the systems recorded in the table, in that order."""
    ours = [score(name, translate(pairs.sources), pairs, check) for name, translate in engines.items()]
    return (*ours, *(score(name, outputs, pairs, check) for name, outputs in pairs.systems.items()))


def check_rates(pairs: Pairs, system: str, check: Checker, times: int = 3, seed: int = 7) -> tuple[Rates, ...]:
    """Run the checks over a system's outputs as they are ("good") and damaged in every way.

    system: a recorded system, or "ref" for the references. The same seed damages the same words.
    """
    good = pairs.references if system == "ref" else pairs.systems[system]
    rng = random.Random(seed)
    found = [_rates("good", [(i, text) for i, text in enumerate(good)], pairs, check)]
    found += [_rates(kind, damaged(kind, good, rng, times), pairs, check) for kind in KINDS]
    return tuple(found)


def _rates(kind: str, texts: Sequence[tuple[int, str]], pairs: Pairs, check: Checker) -> Rates:
    results = [check(pairs.sources[index], text) for index, text in texts]
    by_check = Counter(name for names in results for name in names)
    return Rates(kind, len(texts), sum(map(bool, results)), dict(by_check.most_common()))


def _repeats(text: str) -> bool:
    """Tell whether three words in a row stand there three times."""
    words = text.lower().split()
    runs = Counter(zip(words, words[1:], words[2:], strict=False))
    return bool(runs) and max(runs.values()) >= 3
