"""Measure an adapter: chrF2++ and BLEU of the draft engine with it, without it, and of the bare gloss, in the same run.

    python -m pipeline.translate.training.evaluate TABLE.tsv [--adapter FILE] [--rows N] [--skip N] [--without] [--out FILE]

The table has columns `zh` and `ref`. Speeds are only comparable within one run: the machine is the same and equally busy.
"""

from __future__ import annotations

import argparse
import csv
import logging
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.settings import TranslateSettings

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Score:
    """Hold one system's figures on one table."""

    name: str
    chrf: float
    bleu: float
    numbers_lost: int
    """Arabic numbers of the source (those without 万 or 亿 behind them) that the translation lacks."""
    han_left: int
    repeated: int
    length_ratio: float
    """Characters of the outputs over those of the references."""
    cpu_s: float
    sentences: int

    def line(self) -> str:
        """Write the figures as one line."""
        return (
            f"{self.name:12} chrF2++ {self.chrf:5.1f} BLEU {self.bleu:5.1f} numbers lost {self.numbers_lost} Han left {self.han_left}"
            f" repeated {self.repeated} length {self.length_ratio:.2f} sentences per CPU s {self.sentences / max(self.cpu_s, 1e-9):.2f}"
        )


def read_table(path: Path, rows: int | None, skip: int = 0) -> list[tuple[str, str]]:
    """Read (Chinese, reference) rows; with a limit, rows evenly spread over the table.

    skip: leave out so many rows at the start; another number than before gives mostly other rows, against chance.
    """
    with path.open(encoding="utf-8", newline="") as table:
        found = [(row["zh"], row["ref"]) for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)][
            skip:
        ]
    return found if not rows or rows >= len(found) else [found[index * len(found) // rows] for index in range(rows)]


def score(name: str, sources: Sequence[str], outputs: Sequence[str], references: Sequence[str], cpu_s: float) -> Score:
    """Score outputs: chrF2++ (Popović 2017) and BLEU (Papineni et al. 2002) by sacrebleu, and faults that no score notices."""
    import sacrebleu

    return Score(
        name,
        sacrebleu.corpus_chrf(list(outputs), [list(references)], word_order=2).score,
        sacrebleu.corpus_bleu(list(outputs), [list(references)]).score,
        sum(len(numbers_lost(zh, en)) for zh, en in zip(sources, outputs, strict=True)),
        sum(bool(re.search(r"[\u3400-\u9fff]", en)) for en in outputs),
        sum(is_repeating(en) for en in outputs),
        sum(map(len, outputs)) / max(1, sum(map(len, references))),
        cpu_s,
        len(sources),
    )


def numbers_lost(zh: str, en: str) -> Counter[str]:
    """Count the Arabic numbers of a source that its translation lacks; scaled ones (3万) are another check's business.

    >>> numbers_lost("2020年有3,500人和6万元", "In 2020 there were 350 people")
    Counter({'3500': 1})
    """
    wanted = re.findall(r"\d[\d,]*(?:\.\d+)?(?!\d)(?!\.\d)(?![多余]?[万亿千百])", zh)
    found = re.findall(r"\d[\d,]*(?:\.\d+)?", en)
    return Counter(text.replace(",", "") for text in wanted) - Counter(
        text.replace(",", "").rstrip(".") for text in found
    )


def is_repeating(en: str) -> bool:
    """Tell whether three words in a row come three times: a loop.

    >>> is_repeating("and so on and so on and so on"), is_repeating("and so on")
    (True, False)
    """
    words = en.lower().split()
    runs = Counter(zip(words, words[1:], words[2:], strict=False))
    return bool(runs) and max(runs.values()) >= 3


def measure(
    name: str, rows: Sequence[tuple[str, str]], translate: Callable[[list[str]], list[str]], out: Path | None = None
) -> Score:
    """Translate all rows and score them; CPU time includes that of child processes that have ended. out: file for the lines."""
    before = _cpu_s()
    outputs = translate([zh for zh, _ in rows])
    used_s = _cpu_s() - before
    if out:
        out.write_text("".join(f"{line}\n" for line in outputs), "utf-8")
    return score(name, [zh for zh, _ in rows], outputs, [ref for _, ref in rows], used_s)


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in used)


def draft(adapter: str) -> Callable[[list[str]], list[str]]:
    """Return a translator that runs the draft engine with an adapter ("none" for none) from start to end."""
    from pipeline.translate.engines.contract import Context
    from pipeline.translate.engines.draft import make_draft

    def translate(sentences: list[str]) -> list[str]:
        engine = make_draft(TranslateSettings(adapter=adapter))
        try:
            candidates = engine.translate(sentences, context=Context())
        finally:
            engine.close()
        return [options[0].text for options in candidates]

    return translate


def gloss(sentences: list[str]) -> list[str]:
    """Gloss sentences word by word."""
    from pipeline.translate.gloss import Glosser

    glosser = Glosser()
    return [glosser.render(zh) for zh in sentences]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.translate.training.evaluate")
    parser.add_argument("table", type=Path)
    parser.add_argument("--adapter", default="auto", help="GGUF adapter; the shipped one if left out")
    parser.add_argument("--rows", type=int, help="so many rows, evenly spread")
    parser.add_argument(
        "--skip", type=int, default=0, help="leave out so many rows at the start, to measure on mostly other ones"
    )
    parser.add_argument("--without", action="store_true", help="measure the engine without adapter and the gloss too")
    parser.add_argument("--out", type=Path, help="write the adapter's translations here, one a line")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    rows = read_table(options.table, options.rows, options.skip)
    systems = {"adapter": draft(options.adapter)}
    if options.without:
        systems |= {"no adapter": draft("none"), "gloss": gloss}
    for name, translate in systems.items():
        begun = time.monotonic()
        figures = measure(name, rows, translate, options.out if name == "adapter" else None)
        LOG.info("%s wall %.0f s", figures.line(), time.monotonic() - begun)
    return 0


if __name__ == "__main__":
    sys.exit(main())
