"""What English words usually stand for a Chinese word, counted in sentence pairs: what a dictionary does not say (说 is "added" in news).

`associations.tsv` beside this module holds, for each word, how often any of its English appears in its translations and the
stems that go with it beyond chance. It was counted by `learn` over 23,774 freely licensed pairs (Tatoeba, MLQE-PE, TICO-19, NTREX, FLORES
dev); `python -m pipeline.translate.associations PAIRS.jsonl` counts it anew, PAIRS holding rows [source, zh, en].
Source: Dunning 1993, "Accurate Methods for the Statistics of Surprise and Coincidence" (the log-likelihood ratio).
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pipeline.translate.dictionary import dictionary
from pipeline.translate.segmentation import dictionary_stems, plain_words
from pipeline.translate.stems import stems

TABLE = Path(__file__).with_name("associations.tsv")

_LEAST_COUNT = 4
_LEAST_TOGETHER = 3
_LEAST_RATIO = 20.0
"""Log-likelihood ratio; 10.8 would be significant at .001 for one test, and there are many."""
_LEAST_SHARE = 0.08
_LEAST_LIFT = 3.0
_STEMS_MOST = 6
_PRIOR_RATE = 0.77
_PRIOR_WEIGHT = 4.0


class Association(NamedTuple):
    """Hold what was counted for one Chinese word."""

    said_ratio: float
    """Share of its uses whose translation holds a stem of its senses or of `stems`."""
    stems: frozenset[str]


@cache
def associations() -> Mapping[str, Association]:
    """Load the table, by word."""
    rows = (line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return MappingProxyType({word: Association(float(ratio), frozenset(found.split())) for word, ratio, found in rows})


def learn(pairs: Iterable[tuple[str, str]]) -> dict[str, Association]:
    """Count associations over (Chinese, English) sentence pairs."""
    counted = [(frozenset(plain_words(zh)), stems(en)) for zh, en in pairs]
    of_word, of_stem = Counter[str](), Counter[str]()
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for words, found in counted:
        of_word.update(words)
        of_stem.update(found)
        for word in words:
            together[word].update(found)
    linked = {
        word: _linked(together[word], count, of_stem, len(counted))
        for word, count in of_word.items()
        if count >= _LEAST_COUNT
    }
    said = Counter[str]()
    for words, found in counted:
        said.update(word for word in words & linked.keys() if found & (linked[word] | dictionary_stems(word)))
    return {
        word: Association((said[word] + _PRIOR_WEIGHT * _PRIOR_RATE) / (of_word[word] + _PRIOR_WEIGHT), linked[word])
        for word in sorted(linked)
        if linked[word] or word in dictionary()
    }


def _linked(together: Counter[str], count: int, of_stem: Counter[str], pairs: int) -> frozenset[str]:
    scored = []
    for stem, both in together.most_common(60):
        share = both / count
        if both < _LEAST_TOGETHER or share < _LEAST_SHARE or share < _LEAST_LIFT * of_stem[stem] / pairs:
            continue
        ratio = likelihood_ratio(both, count, of_stem[stem], pairs)
        if ratio > _LEAST_RATIO:
            scored.append((ratio, stem))
    return frozenset(stem for _, stem in sorted(scored, reverse=True)[:_STEMS_MOST])


def likelihood_ratio(both: int, first: int, second: int, total: int) -> float:
    """Compute Dunning's log-likelihood ratio of two events: counts of both, of each, and of all trials.

    >>> round(likelihood_ratio(10, 20, 10, 1000), 3), abs(round(likelihood_ratio(5, 50, 100, 1000), 3))
    (84.277, 0.0)
    """
    cells = (both, first - both, second - both, total - first - second + both)
    rows = (first, total - first)
    columns = (second, total - second)

    def plogp(values: Iterable[int]) -> float:
        return sum(value * math.log(value) for value in values if value)

    return 2 * (plogp(cells) - plogp(rows) - plogp(columns) + total * math.log(total))


def main(path: str) -> None:
    """Write the table from a file of pairs."""
    rows = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
    table = learn((zh, en) for _, zh, en in rows)
    head = "# word, share of its uses whose translation says it, stems that go with it; counted by associations.py\n"
    lines = [f"{word}\t{found.said_ratio:.2f}\t{' '.join(sorted(found.stems))}\n" for word, found in table.items()]
    TABLE.write_text(head + "".join(lines), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
