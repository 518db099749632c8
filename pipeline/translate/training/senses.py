"""Rank the dictionary's senses by what translators chose: the sense whose English words turn up beside the Chinese word most often.

The result is `pipeline/translate/senses.tsv`; `python -m pipeline.translate.training.senses PAIRS.jsonl` makes it anew from rows
[source, zh, en] and the project's own pairs. Counting is over whole sentence pairs, with words cut to crude stems: no alignment is
needed to tell 行动 "action" from "operation" when hundreds of pairs hold the word.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.translate.dictionary import SENSES, senses
from pipeline.translate.function_words import FUNCTION_WORDS
from pipeline.translate.gloss import Glosser
from pipeline.translate.stems import stems
from pipeline.translate.training.pairs import SentencePair, own_pairs, read_pairs

MIN_PAIRS = 3
"""A rarer word keeps the dictionary's order, lest its gloss leak from its own reference."""
ORDER_PENALTY = 0.3
"""Each place further down the dictionary's list costs so many co-occurrences."""
LENGTH_PENALTY = 0.15
"""Each further word of a sense costs so many co-occurrences."""
SECOND_RATIO = 0.45
"""A second sense with this share of the first one's score stands beside it after a slash."""

PROVENANCE = """\
word, sense or two senses. Senses are CC-CEDICT's (CC BY-SA 4.0, by its editors); this table is under the same licence.
Chosen by pipeline.translate.training.senses: co-occurrence in {pairs:,} sentence pairs (Tatoeba, MLQE-PE, TICO-19, NTREX-128, \
FLORES-200 dev, and our own).
Only words whose choice differs from the dictionary's first sense are listed."""


def rank_senses(pairs: Sequence[SentencePair], segmented: Iterable[Iterable[str]]) -> dict[str, str]:
    """Choose for each word of the pairs the sense, or two senses joined by a slash, that their English holds most.

    segmented: the words of each pair's Chinese, in the order of `pairs`. Words of one sense and function words are left out.
    """
    english = [stems(pair.en) for pair in pairs]
    frequency = Counter(word for found in english for word in found)
    places: dict[str, set[int]] = defaultdict(set)
    for index, words in enumerate(segmented):
        for word in words:
            places[word].add(index)
    ranked = {}
    for word, found in places.items():
        options = senses(word)
        if word not in FUNCTION_WORDS and options and len(found) >= MIN_PAIRS:
            sense = _best(
                [(_score(option, rank, found, english, frequency), option) for rank, option in enumerate(options)],
                len(found),
            )
            if sense != options[0]:
                ranked[word] = sense
    return ranked


def _score(option: str, rank: int, found: set[int], english: list[frozenset[str]], frequency: Counter[str]) -> float:
    """Score a sense: co-occurrences above chance, less the penalties for rank and length."""
    wanted = stems(option)
    if not wanted:
        return -9.0
    hits = sum(wanted <= english[index] for index in found)
    expected = len(found) * min(frequency[word] for word in wanted) / len(english)
    return hits - expected - ORDER_PENALTY * rank - LENGTH_PENALTY * (len(wanted) - 1)


def _best(scored: list[tuple[float, str]], pair_count: int) -> str:
    ordered = sorted(scored, key=lambda item: -item[0])
    (first, sense), *others = ordered
    if (
        others
        and pair_count >= 2 * MIN_PAIRS
        and 0 < SECOND_RATIO * first < others[0][0]
        and max(len(sense), len(others[0][1])) <= 16
    ):
        return f"{sense}/{others[0][1]}"
    return sense


def write_senses(path: Path, ranked: dict[str, str], provenance: str) -> None:
    """Write the ranked senses as a table, sorted, with a comment that says where they come from."""
    lines = [f"# {line}" for line in provenance.splitlines()] + [f"{word}\t{ranked[word]}" for word in sorted(ranked)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main(path: str) -> None:
    """Rank the senses by the pairs of a file and our own, and write the table that the glosser reads."""
    pairs, glosser = [*read_pairs(Path(path)), *own_pairs()], Glosser()
    segmented = [[word.word for word in glosser.words(pair.zh)] for pair in pairs]
    write_senses(SENSES, rank_senses(pairs, segmented), PROVENANCE.format(pairs=len(pairs)))


if __name__ == "__main__":
    main(sys.argv[1])
