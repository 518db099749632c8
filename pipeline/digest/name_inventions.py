"""Names made up for lessons: people of both worlds, firms and offices, places; from parts, from lists, from the dictionary of words.

Half of what is made up the cutter of words has never seen, as on any page; the other half it knows.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from pipeline.digest.words import TRANSLITERATION
from pipeline.known_names import known_names
from pipeline.proper_names import is_common_word
from pipeline.segmenter import lexicon
from pipeline.surnames import COMPOUND_SURNAMES, SURNAMES, surname_of

_LISTS = {
    name: tuple(words)
    for name, *words in (
        line.split()
        for line in (Path(__file__).resolve().parent / "lessons" / "parts.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
}
_FREQUENT, _FIRM_PARTS, _TRADES = _LISTS["surnames"], _LISTS["firm"], _LISTS["trades"]
_LEGAL, _OFFICES, _PLACE_PARTS = _LISTS["legal"], _LISTS["offices"], _LISTS["place"]
_ENDINGS = Counter(_LISTS["endings"])
"""Endings of places; one stands in the list as often as it is drawn. The first seven are divisions."""
_DIVISIONS = 7


class Inventions:
    """Draw names of each kind; `seen` are those that the lessons hold themselves."""

    def __init__(self, seen: Mapping[str, Sequence[str]]) -> None:
        self._seen = seen
        self._given, self._full, self._foreign, self._towns = _parts()
        self._firms = tuple(row.name for row in known_names().values() if row.kind == "organisation")
        self._products = tuple(row.name for row in known_names().values() if row.kind == "product")
        self._single = {kind: [name for name in names if len(name) == 1] for kind, names in seen.items()}

    def instead(self, kind: str, name: str, rng: random.Random) -> str:
        """Return another name of the kind and of a like shape."""
        if len(name) == 1:
            return rng.choice(self._single[kind])
        if kind == "P":
            return self._person_like(name, rng)
        if kind == "O":
            return self._body_like(name, rng)
        if kind == "L":
            return self._place_like(name, rng)
        if kind == "W" and name.startswith("《"):
            return rng.choice([one for one in self._seen["W"] if one.startswith("《")])
        return rng.choice(self._seen[kind])

    def new(self, kind: str, shape: str, rng: random.Random) -> str:
        """Return a name of a kind; shape: "f" a firm, "s" its short form, "b" an office, "t" a town, "x" foreign, "" any."""
        if kind == "P":
            return self.foreigner(rng) if shape == "x" else self.person(rng)
        if kind == "O":
            makers = {"f": self.firm, "s": self.short_firm, "b": self.office}
            return makers[shape](rng) if shape else rng.choice((self.firm, self.short_firm, self.office))(rng)
        if kind == "L":
            return self.town(rng)
        return rng.choice(self._seen[kind])

    def person(self, rng: random.Random) -> str:
        """Make a Chinese name of two to four characters; a third of them are known to the cutter of words."""
        if rng.random() < 0.3:
            return rng.choice(self._full)
        pick = rng.random()
        surname = (
            rng.choice(_FREQUENT[: 20 if pick < 0.4 else None]) if pick < 0.8
            else rng.choice(sorted(SURNAMES)) if pick < 0.95 else rng.choice(sorted(COMPOUND_SURNAMES))
        )  # fmt: skip
        return surname + "".join(rng.choice(self._given) for _ in range(1 if rng.random() < 0.22 else 2))

    def foreigner(self, rng: random.Random) -> str:
        """Make a foreign name written by sound, of one part or two."""
        parts = [self._sound(rng) for _ in range(1 if rng.random() < 0.5 else 2)]
        return "·".join(parts)

    def _sound(self, rng: random.Random) -> str:
        if rng.random() < 0.5:
            return rng.choice(self._foreign)
        return "".join(rng.choice(_SOUNDS) for _ in range(rng.choice((2, 3, 3, 4, 4, 5))))

    def _person_like(self, name: str, rng: random.Random) -> str:
        if "·" in name or (not surname_of(name) and len(name) > 2) or len(name) > 4:
            other = self.foreigner(rng)
            return other if "·" in name else other.split("·")[0]
        if re.match("[小老阿]", name) and len(name) == 2:
            return name[0] + rng.choice(_FREQUENT)
        if re.search("[某哥姐叔婶嫂爷奶伯]$", name):
            return rng.choice(_FREQUENT) + name[1:]
        return self.person(rng)

    def short_firm(self, rng: random.Random) -> str:
        """Make what a firm is called in short: 恒岳, 泽川科技, or one that is known."""
        pick = rng.random()
        if pick < 0.35:
            return rng.choice(self._firms)
        stem = "".join(rng.choice(_FIRM_PARTS) for _ in range(rng.choice((2, 2, 2, 3, 4))))
        return stem if pick < 0.65 else stem[:3] + rng.choice(_TRADES)

    def firm(self, rng: random.Random) -> str:
        """Make a firm's registered name, its place first more often than not."""
        stem = "".join(rng.choice(_FIRM_PARTS) for _ in range(rng.choice((2, 2, 3))))
        town = re.sub("[省市县区]$", "", self.town(rng))[:4] if rng.random() < 0.6 else ""
        return town + stem + rng.choice(_TRADES) * (rng.random() < 0.8) + rng.choice(_LEGAL)

    def office(self, rng: random.Random) -> str:
        """Make an office, court, school or paper of a town."""
        return self.town(rng) + rng.choice(_OFFICES)

    def _body_like(self, name: str, rng: random.Random) -> str:
        if re.search("(?:公司|集团)$", name):
            return self.firm(rng)
        ending = next((one for one in sorted(_OFFICES, key=len, reverse=True) if name.endswith(one)), "")
        if ending and len(name) > len(ending) and rng.random() < 0.6:
            return self.office(rng) if rng.random() < 0.5 else self.town(rng) + ending
        if len(name) <= 5 and not re.search("[部委局院会厅署]$", name):
            return self.short_firm(rng)
        return name if rng.random() < 0.5 else rng.choice(self._seen["O"])

    def town(self, rng: random.Random) -> str:
        """Make a town, district or village; half of them the cutter of words knows."""
        if rng.random() < 0.5:
            return rng.choice(self._towns)
        stem = "".join(rng.choice(_PLACE_PARTS) for _ in range(rng.choice((1, 2, 2, 2))))
        return stem + rng.choices(list(_ENDINGS)[:_DIVISIONS], list(_ENDINGS.values())[:_DIVISIONS])[0]

    def _place_like(self, name: str, rng: random.Random) -> str:
        ending = next((one for one in _ENDINGS if name.endswith(one) and len(name) > len(one)), "")
        pick = rng.random()
        if ending and pick < 0.5:
            return "".join(rng.choice(_PLACE_PARTS) for _ in range(rng.choice((1, 2, 2)))) + ending
        if pick < 0.7:
            return rng.choice(self._towns)
        if pick < 0.8 and all(char in TRANSLITERATION for char in name):
            return self._sound(rng)
        return rng.choice(self._seen["L"])


@cache
def _parts() -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Take from the dictionary of words: characters of given names by frequency, full names, foreign names, places."""
    tagged = _dictionary()
    full = tuple(
        w
        for w, tag in tagged
        if tag == "nr" and len(w) == 3 and w[0] in _FREQUENT and _HAN.fullmatch(w) and not is_common_word(w)
    )
    given = "".join(word[1:] for word in full)
    foreign = tuple(
        w for w, tag in tagged if tag in {"nrt", "nrfg"} and 2 <= len(w) <= 5 and all(c in TRANSLITERATION for c in w)
    )
    towns = tuple(w for w, tag in tagged if tag == "ns" and 2 <= len(w) <= 5 and _HAN.fullmatch(w))
    return given, full, foreign, towns


_SOUNDS = "".join(sorted(TRANSLITERATION))
_HAN = re.compile("[\u4e00-\u9fff]+")


def _dictionary() -> list[tuple[str, str]]:
    tokenizer = lexicon()
    with tokenizer.get_dict_file() as lines:
        rows = [line.decode("utf-8").split() for line in lines]
    return [(row[0], row[2]) for row in rows if len(row) == 3]
