"""Examples to learn from: which pairs, in what order, each with or without a gloss line, in the engine's own prompt."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from pipeline.translate.dictionary import senses
from pipeline.translate.function_words import FUNCTION_WORDS
from pipeline.translate.gloss import GlossedWord, Glosser, joined
from pipeline.translate.prompt import prompt
from pipeline.translate.training.generate import generate
from pipeline.translate.training.pairs import SentencePair, clause_pairs, has_plausible_length
from pipeline.translate.training.settings import DataSettings

MIN_COPIED_CHARS = 4
"""A shorter sense turns up in a reference by chance."""


@dataclass(frozen=True, slots=True)
class Example:
    """Hold what the model is given and what it shall answer (from the blank to the newline)."""

    prompt: str
    answer: str


def split_held_out(pairs: Sequence[SentencePair], data: DataSettings) -> tuple[list[SentencePair], list[SentencePair]]:
    """Split pairs into training and validation: the last pairs of some sources, and a gap before them."""
    sources: dict[str, list[SentencePair]] = {}
    for pair in pairs:
        sources.setdefault(pair.source, []).append(pair)
    held = [pair for source, count in data.held_out.items() for pair in sources.get(source, [])[-count:]]
    for source, count in data.held_out.items():
        sources[source] = sources.get(source, [])[: -(count + data.gap)]
    return [pair for group in sources.values() for pair in group], held


def mix(pairs: Sequence[SentencePair], data: DataSettings, rng: Random) -> list[SentencePair]:
    """Draw the training mix: each source by its weight, clauses cut from them, generated pairs; shuffled."""
    plausible = [pair for pair in pairs if has_plausible_length(pair, least=data.least_ratio)]
    sources: dict[str, list[SentencePair]] = {}
    for pair in plausible + clause_pairs(plausible):
        sources.setdefault("clauses" if pair.source.endswith("-clause") else pair.source, []).append(pair)
    chosen = generate(data.generated, rng.randrange(2**32))
    for source, weight in data.weights.items():
        group = sources.get(source, [])
        chosen += group * int(weight) + rng.sample(group, round(len(group) * (weight % 1)))
    rng.shuffle(chosen)
    return chosen


def example(pair: SentencePair, glosser: Glosser, data: DataSettings, rng: Random, *, has_gloss: bool) -> Example:
    """Make one example, with a gloss line if asked, some of its glosses taken from the reference."""
    words = joined(copied(glosser.words(pair.zh), pair.en, data.copy_ratio, rng)) if has_gloss else None
    return Example(prompt(pair.zh, words), f" {pair.en}\n")


def copied(words: tuple[GlossedWord, ...], reference: str, ratio: float, rng: Random) -> tuple[GlossedWord, ...]:
    """Replace a share of the glosses by the very words of the reference, where one of the word's senses stands there."""
    return tuple(
        GlossedWord(word.word, found)
        if _is_content(word) and rng.random() < ratio and (found := _in_reference(word.word, reference))
        else word
        for word in words
    )


def _is_content(word: GlossedWord) -> bool:
    return len(word.word) > 1 and bool(word.gloss) and not word.is_name and word.word not in FUNCTION_WORDS


def _in_reference(word: str, reference: str) -> str:
    for sense in senses(word):
        if len(sense) >= MIN_COPIED_CHARS and (
            match := re.search(rf"\b{re.escape(sense)}(?:e?s)?\b", reference, re.IGNORECASE)
        ):
            return match.group()
    return ""


def make_examples(pairs: Sequence[SentencePair], data: DataSettings, rng: Random) -> list[Example]:
    """Make the training examples of a mix."""
    glosser = Glosser()
    return [example(pair, glosser, data, rng, has_gloss=rng.random() < data.gloss_ratio) for pair in pairs]


def validation_examples(pairs: Sequence[SentencePair]) -> Mapping[str, list[Example]]:
    """Make the validation examples, once with and once without gloss lines, nothing copied from the references."""
    glosser, data, rng = Glosser(), DataSettings(copy_ratio=0.0), Random(0)
    return {
        form: [example(pair, glosser, data, rng, has_gloss=form == "gloss") for pair in pairs]
        for form in ("gloss", "plain")
    }
