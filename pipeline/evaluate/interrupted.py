"""Set words into clean articles where a program would: amid sentences, with no regard for marks. Lessons for the tagger that cuts them.

The words are made anew each time from the wordings in `pipeline/data/tagged/glued_words.toml`, which are synthetic, ours, MIT like the
project, or are clauses of `soiled`.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate

from pipeline.evaluate.soiled import ARTICLE, BRACKETS, LETTERS, Line, Soiled, Store, clipped, dressed, plain, sown
from pipeline.evaluate.wording import chance_words, filled
from pipeline.segmenter import lexicon

_LEAST_PROSE = 20
_KINDS = {"spam": 0.84, "ad": 0.1, "promo": 0.04, "chrome": 0.02}


@cache
def _grammar() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads((files("pipeline") / "data" / "tagged" / "glued_words.toml").read_text("utf-8"))


def glued_words(kind: str, rng: random.Random) -> str:
    """Make words of a kind as they are set into sentences."""
    wordings, slots = _grammar()["wordings"], _grammar()["slots"]
    return filled(rng.choice(wordings[kind]), lambda name, count: chance_words(name, count, slots, rng))


def interrupted(store: Store, rng: random.Random) -> Soiled:
    """Make one document; a fifth of them are clean, and a third hold other dirt, too."""
    article = rng.choice(store.news if store.news and rng.random() < 0.6 else store.own)
    lines = [plain(text) for text in clipped(rng, article.paragraphs)]
    if rng.random() < 0.8:
        lines = set_in(rng, lines, [_words(store, rng) for _ in range(rng.choice((1, 1, 2, 3, 4, 6, 8)))])
        lines = sown(store, rng, lines) if rng.random() < 0.35 else lines
    return dressed(Soiled(article.title, tuple(lines)), rng)


def set_in(rng: random.Random, lines: Sequence[Line], words: Sequence[tuple[str, str]]) -> list[Line]:
    """Set words with their kinds into lines of prose, each at a place of its own."""
    made = list(lines)
    prose = [number for number, line in enumerate(made) if len(line.text) > _LEAST_PROSE]
    for kind, added in words if prose else ():
        number = rng.choice(prose)
        text, tags = made[number]
        place = _place(rng, text)
        if {*tags[place - 1 : place + 1]} == {ARTICLE}:
            made[number] = Line(
                text[:place] + added + text[place:], tags[:place] + LETTERS[kind] * len(added) + tags[place:]
            )
    return made


def _place(rng: random.Random, text: str) -> int:
    """Choose a place: mostly between two words, else between any two characters."""
    if rng.random() < 0.85:
        ends = list(accumulate(map(len, lexicon().cut(text, HMM=False))))[:-1]
        if ends:
            return rng.choice(ends)
    return rng.randint(1, len(text) - 1)


def _words(store: Store, rng: random.Random) -> tuple[str, str]:
    if rng.random() < 0.75:
        kind = rng.choices([*_KINDS], [*_KINDS.values()])[0]
        words = glued_words(kind, rng)
        if kind == "spam" and rng.random() < 0.1:
            words += rng.choice((" ", "_", "|", "、", "")) + glued_words(kind, rng)
    else:
        kind, words = rng.choice(store.clauses)
        words = words.strip("，。；！、,.! ")
    chance = rng.random()
    if chance < 0.1:
        return kind, f" {words} "
    if chance < 0.15:
        brackets = rng.choice(BRACKETS)
        return kind, brackets[0] + words + brackets[1]
    return kind, words + (rng.choice("，。！") if chance < 0.22 else "")
