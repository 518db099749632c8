"""The spinner lexicon: what rewriting tools put in place of ordinary words.

A spinner replaces words by near-synonyms from a fixed list, so that a copied article looks new. Its list betrays it: some
forms hardly occur in clean text (`rare_forms`), and each form leads back to one or a few originals (`candidates`).
This module only looks words up and counts them; whether a text is spun and which word stood there is decided by the rooms.

The data file `data/spin_lexicon.tsv` says in its head where its pairs come from; `learned` grows it from aligned texts.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pipeline.errors import SettingsError

DATA = Path(__file__).resolve().parent / "data" / "spin_lexicon.tsv"

_COLUMNS = ("spun", "original", "family", "uses", "clean_per_million", "rare", "traps")


class Pair(NamedTuple):
    """Hold one substitution of a spinner."""

    spun: str
    original: str
    family: str = "learned"
    """Spinners that share a word list, named after a tell-tale form."""
    uses: int = 0
    """Times seen in aligned texts; 0 for pairs known only from general knowledge."""
    clean_per_million: float = 0.0
    """Occurrences of the spun form per million characters of clean text."""
    rare: bool = False
    """The form hardly occurs in clean text and so tells spun text apart."""
    traps: tuple[str, ...] = ()
    """Longer clean words that contain the form; inside them it says nothing."""


class RareHit(NamedTuple):
    """Hold one rare form found in a text."""

    start: int
    end: int
    pair: Pair


def parse(text: str, where: str) -> tuple[Pair, ...]:
    r"""Read pairs from tab-separated text; lines that start with # are remarks.

    Raises SettingsError for a missing column or a value of the wrong type; `where` names the file in the message.

    >>> parse("spun\toriginal\nＸ\tＹ", "here")[0].original
    'Ｙ'
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = {"spun", "original"} - set(rows.fieldnames or ())
    if missing:
        raise SettingsError(f"{where}: no column {sorted(missing)[0]!r}; the first line names the columns")
    return tuple(_pair(row, f"{where}: row {number}") for number, row in enumerate(rows, 1))


def _pair(row: Mapping[str, str | None], where: str) -> Pair:
    spun, original = row.get("spun") or "", row.get("original") or ""
    if not spun or not original:
        raise SettingsError(f"{where}: a pair needs both a spun and an original form")
    try:
        uses, per_million = int(row.get("uses") or 0), float(row.get("clean_per_million") or 0)
    except ValueError as error:
        raise SettingsError(f"{where}: {error}") from error
    traps = tuple((row.get("traps") or "").split())
    return Pair(
        spun, original, row.get("family") or "learned", uses, per_million, (row.get("rare") or "") == "yes", traps
    )


def dump(pairs: Iterable[Pair]) -> str:
    """Write pairs as tab-separated text that `parse` reads back, most used first."""
    ordered = sorted(pairs, key=lambda pair: (-pair.uses, pair.spun, pair.original))
    rows = [
        "\t".join(
            (p.spun, p.original, p.family, str(p.uses), f"{p.clean_per_million:g}", "yes" if p.rare else "",
             " ".join(p.traps))
        )
        for p in ordered
    ]  # fmt: skip
    return "\n".join(["\t".join(_COLUMNS), *rows]) + "\n"


@cache
def pairs() -> tuple[Pair, ...]:
    """Return every pair that the package ships, in file order."""
    return parse(DATA.read_text("utf-8"), DATA.name)


@cache
def families() -> Mapping[str, tuple[Pair, ...]]:
    """Return the shipped pairs by spinner family.

    >>> len(families()) >= 3
    True
    """
    grouped: dict[str, list[Pair]] = {}
    for pair in pairs():
        grouped.setdefault(pair.family, []).append(pair)
    return MappingProxyType({family: tuple(members) for family, members in grouped.items()})


@cache
def rare_forms() -> Mapping[str, str]:
    """Return spun form → most used original, for forms that hardly occur in clean text.

    A form can still stand inside a longer clean word; `rare_hits` knows these traps.
    """
    best: dict[str, Pair] = {}
    for pair in pairs():
        if pair.rare and (pair.spun not in best or pair.uses > best[pair.spun].uses):
            best[pair.spun] = pair
    return MappingProxyType({spun: pair.original for spun, pair in best.items()})


@cache
def _rare_pattern() -> tuple[re.Pattern[str], Mapping[str, Pair]]:
    """Compile rare forms and their traps, longest first, so that a trap swallows the form inside it."""
    known: dict[str, Pair] = {}
    traps: set[str] = set()
    for pair in pairs():
        if pair.rare:
            traps.update(pair.traps)
            if pair.spun not in known or pair.uses > known[pair.spun].uses:
                known[pair.spun] = pair
    words = sorted({*known, *traps}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words))), MappingProxyType(known)


def rare_hits(text: str) -> Iterator[RareHit]:
    """List the rare forms of a Simplified text from left to right, longest match first, traps left out.

    >>> [hit.pair.spun for hit in rare_hits("家居品牌莫得变")]
    ['莫得']
    """
    pattern, known = _rare_pattern()
    for match in pattern.finditer(text):
        pair = known.get(match.group())
        if pair is not None:
            yield RareHit(match.start(), match.end(), pair)


def candidates(known: Iterable[Pair]) -> Mapping[str, tuple[Pair, ...]]:
    """Group pairs by spun form, most used original first; equal pairs of several families count once."""
    grouped: dict[str, dict[str, Pair]] = {}
    for pair in known:
        of_form = grouped.setdefault(pair.spun, {})
        if pair.original not in of_form or pair.uses > of_form[pair.original].uses:
            of_form[pair.original] = pair
    return MappingProxyType(
        {
            spun: tuple(sorted(of_form.values(), key=lambda pair: (-pair.uses, pair.original)))
            for spun, of_form in grouped.items()
        }
    )


def learned(known: Iterable[Pair], seen: Iterable[tuple[str, str]], family: str = "learned") -> tuple[Pair, ...]:
    """Add (spun, original) pairs seen in aligned texts to the known ones; a pair already known only counts up."""
    counts = Counter(pair for pair in seen if pair[0] and pair[1] and pair[0] != pair[1])
    result = []
    for pair in known:
        result.append(pair._replace(uses=pair.uses + counts.pop((pair.spun, pair.original), 0)))
    fresh = [Pair(spun, original, family, uses) for (spun, original), uses in counts.items()]
    return (*result, *sorted(fresh, key=lambda pair: (-pair.uses, pair.spun, pair.original)))
