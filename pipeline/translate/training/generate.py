"""Generate sentence pairs of our own from patterns, words and drawn quantities; the same seed gives the same pairs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

from pipeline.translate.dictionary import dictionary, senses
from pipeline.translate.names import romanized
from pipeline.translate.training import vocabulary as words
from pipeline.translate.training.amounts import AMOUNTS, Pair
from pipeline.translate.training.pairs import SentencePair
from pipeline.translate.training.templates import PATTERNS, SHARES

_SLOT = re.compile(r"\{([A-Za-z]+)(\d?)\}")
_PARTICIPLES = {"took": "taken", "gave": "given"}


def generate(count: int, seed: int) -> list[SentencePair]:
    """Generate so many different pairs, each pattern group by its share; source is "generated-" and the group.

    Raises ValueError if the patterns cannot give so many different pairs.
    """
    rng = Random(seed)
    groups, shares = tuple(SHARES), tuple(SHARES.values())
    seen: dict[str, SentencePair] = {}
    for _ in range(20 * count + 20):
        if len(seen) >= count:
            return list(seen.values())
        group = rng.choices(groups, shares)[0]
        zh, en = fill(*rng.choice(PATTERNS[group]), rng)
        seen.setdefault(zh, SentencePair(f"generated-{group}", zh, en))
    raise ValueError(f"the patterns gave only {len(seen)} different pairs of {count}")


def fill(zh: str, en: str, rng: Random) -> Pair:
    """Fill the slots of a pattern on both sides alike, and start the English with a capital where the Chinese starts a sentence."""
    drawn: dict[str, Pair] = {}
    for kind, index in _SLOT.findall(zh):
        if kind + index not in drawn:
            drawn.update(_draw(kind, index, rng, {pair[0] for pair in drawn.values()}))
    chinese = _SLOT.sub(lambda slot: drawn[slot[1] + slot[2]][0], zh)
    return chinese, _capitalised(_SLOT.sub(lambda slot: _english(slot, drawn), en))


def _english(slot: re.Match[str], drawn: dict[str, Pair]) -> str:
    """Word a slot in English; a slot named with a capital starts with one."""
    text = drawn[slot[1].lower() + slot[2]][1]
    return _capitalised(text) if slot[1][0].isupper() else text


def _draw(kind: str, index: str, rng: Random, taken: set[str]) -> Iterator[tuple[str, Pair]]:
    """Draw one slot; a verb phrase fills its English forms too."""
    for _ in range(20):
        pair = DRAWERS[kind](rng)
        if pair[0] not in taken:
            break
    yield kind + index, pair
    if kind == "action":
        base, past = words.ACTIONS[pair[0]]
        first, _, rest = past.partition(" ")
        yield "base" + index, (pair[0], base)
        yield "past" + index, (pair[0], past)
        yield "pastpart" + index, (pair[0], f"{_PARTICIPLES.get(first, first)} {rest}")


def _capitalised(text: str) -> str:
    place = next((at for at, char in enumerate(text) if char.isalnum()), 0)
    return text[:place] + text[place : place + 1].upper() + text[place + 1 :]


def _from(table: dict[str, str]) -> Callable[[Random], Pair]:
    items = tuple(table.items())
    return lambda rng: rng.choice(items)


def _person(rng: Random) -> Pair:
    name = rng.choice(words.SURNAMES) + "".join(rng.choice(words.GIVEN) for _ in range(rng.choice((1, 2, 2))))
    return name, romanized(name)


def _company(rng: Random) -> Pair:
    name = "".join(rng.sample(words.COMPANY_NAMES, 2))
    kind = rng.choice(tuple(words.COMPANY_KINDS))
    return name + kind, f"{romanized_word(name)} {words.COMPANY_KINDS[kind]}"


def romanized_word(name: str) -> str:
    """Spell a company's name in pinyin as one word.

    >>> romanized_word("华星")
    'Huaxing'
    """
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name)).capitalize()


@cache
def technical_terms() -> tuple[Pair, ...]:
    """List technical terms of CC-CEDICT: three to six characters, one sense, two or three plain English words."""
    found = []
    for word in sorted(dictionary()):
        english = senses(word)
        if 3 <= len(word) <= 6 and len(english) == 1 and re.fullmatch(r"[a-z]{3,}( [a-z]{4,}){1,2}", english[0]):
            found.append((word, english[0]))
    return tuple(found)


def _term(rng: Random) -> Pair:
    return rng.choice(technical_terms())


DRAWERS: dict[str, Callable[[Random], Pair]] = {
    **AMOUNTS, "place": _from(words.PLACES), "body": _from(words.BODIES), "role": _from(words.ROLES), "mass": _from(words.MASSES),
    "topic": _from(words.TOPICS), "measure": _from(words.MEASURES), "clause": _from(words.CLAUSES), "attribute": _from(words.ATTRIBUTES),
    "people": _from(words.PEOPLE), "adjective": _from(words.ABSTRACT_ADJECTIVES),
    "action": _from({zh: base for zh, (base, _) in words.ACTIONS.items()}), "person": _person, "company": _company, "term": _term,
}  # fmt: skip
"""Slot name to what it draws."""
