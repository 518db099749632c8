"""Damage good translations in the ways that matter to a reader, to see which checks notice.

Each kind takes an English translation and random numbers and returns the damaged text, or None where the text offers nothing to
damage in that way. A kind never says whether the damage shows.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

Kind = Callable[[str, random.Random, Sequence[str]], str | None]
"""Takes a translation, random numbers and the other translations."""

_NUMBER = re.compile(r"(?<![A-Za-z-])\d+")
_NEGATION = re.compile(r"\b(?:not|never|no longer|no|without)\b|n['’]t\b|(?<=can)not\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_NO_NAMES = frozenset(
    """President Party People The Committee Chairman Minister City Province County Road Street State General Secretary Mayor Director Team
    League Department Bureau National Internet January February March April May June July August September October November December Monday
    Tuesday Wednesday Thursday Friday Saturday Sunday""".split()  # noqa: SIM905
)
_STRANGERS = (
    "Zhang Wei",
    "Shanghai",
    "Germany",
    "Biden",
    "Microsoft",
    "Li Na",
    "Guangzhou",
    "Tokyo",
    "Smith",
    "Wang Lei",
    "Canada",
    "Johnson",
)
_HAN = ("公司", "芯片", "的", "表示")


def _numbers(text: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """Change one digit."""
    matches = list(_NUMBER.finditer(text))
    if not matches:
        return None
    match = rng.choice(matches)
    digits = list(match.group())
    place = rng.randrange(len(digits))
    digits[place] = rng.choice([digit for digit in "123456789" if digit != digits[place]])
    return text[: match.start()] + "".join(digits) + text[match.end() :]


def _negation(text: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """Drop one negation."""
    matches = list(_NEGATION.finditer(text))
    if not matches:
        return None
    match = rng.choice(matches)
    return (
        re.sub(" +", " ", text[: match.start()] + text[match.end() :])
        .replace(" ca ", " can ")
        .replace(" wo ", " will ")
    )


def _clause(text: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """Drop one clause of five words and more, and close the gap."""
    parts = re.split(r"(?<=[,;])\s", text)
    longer = [i for i, part in enumerate(parts) if len(part.split()) >= 5 and len(part) < 0.75 * len(text)]
    if not longer:
        return None
    gone = rng.choice(longer)
    kept = " ".join(parts[:gone] + parts[gone + 1 :])
    return re.sub(r"[,;]$", ".", kept)


def _name(text: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """Put a stranger in the place of somebody or something named."""
    names = [m.group() for m in _NAME.finditer(text) if not _NO_NAMES.intersection(m.group().split())]
    if not names:
        return None
    return text.replace(rng.choice(names), rng.choice([name for name in _STRANGERS if name not in text]))


def _han(text: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """Leave one word untranslated."""
    words = text.split()
    if not words:
        return None
    words[rng.randrange(len(words))] = rng.choice(_HAN)
    return " ".join(words)


def _repetition(text: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """Say a few words three times over."""
    words = text.split()
    if len(words) < 3:
        return None
    size = min(rng.choice((2, 3, 4, 5)), len(words))
    start = rng.randrange(len(words) - size + 1)
    return " ".join(words[: start + size] + 2 * words[start : start + size] + words[start + size :])


def _other(text: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """Give another sentence's translation."""
    rest = [other for other in others if other != text]
    return rng.choice(rest) if rest else None


KINDS: Mapping[str, Kind] = {
    "number altered": _numbers,
    "negation dropped": _negation,
    "clause dropped": _clause,
    "name swapped": _name,
    "Han left": _han,
    "repetition": _repetition,
    "another sentence": _other,
}
"""Kinds of damage by name."""


def damaged(kind: str, texts: Sequence[str], rng: random.Random, times: int) -> list[tuple[int, str]]:
    """Damage each text up to `times` times in one way; returns (index of the text, damaged text), equal ones once.

    >>> damaged("number altered", ["no digits here"], random.Random(1), 3)
    []
    """
    found = {
        (index, result): None
        for index, text in enumerate(texts)
        for _ in range(times)
        if (result := KINDS[kind](text, rng, texts)) is not None and result != text
    }
    return list(found)
