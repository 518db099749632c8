"""Clean articles, polluted ones, and the writer who words pollution; the styles stand in `pipeline.evaluate.styles`."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_SLOT = re.compile(r"\{(\w+)(?::(\d+))?\}")
SENTENCE = re.compile(r"[^。！？]+[。！？]")
_LETTERS = "abcdefghijkmnopqrstuvwxyz"
_DEPTH = 6
"""Slots within slots."""


class Article(NamedTuple):
    """Hold a clean article."""

    title: str
    paragraphs: tuple[str, ...]


class Marked(NamedTuple):
    """Hold one line of a polluted document with its true label."""

    text: str
    label: str
    spans: tuple[tuple[int, int, str], ...] = ()
    """(start, end, label) of pollution inside a kept line."""
    dup: bool = False
    """A repeat of the title, neither content nor pollution."""


class Polluted(NamedTuple):
    """Hold a polluted document."""

    lines: tuple[Marked, ...]
    styles: tuple[str, ...]
    """Names of the styles applied, in order."""

    @property
    def text(self) -> str:
        """The document as a file would hold it."""
        return "\n".join(line.text for line in self.lines)


@cache
def _grammar() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("pipeline") / "data" / "pollution_grammar.toml").read_text("utf-8"))


class Writer:
    """Write wordings of one manner ("practice" or "unseen") around one article."""

    def __init__(self, rng: random.Random, manner: str, article: Article, others: Sequence[Article]) -> None:
        """Keep the source of chance, the wordings and the articles that titles and sentences are taken from."""
        self.rng = rng
        self.manner = manner
        self.wordings = _grammar()[manner]
        self.slots = _grammar()["slots"]
        self.article = article
        self.others = others

    def line(self, kind: str) -> str:
        """Write one wording of a kind with all slots filled."""
        return filled(self.rng.choice(self.wordings[kind]), self._fill)

    def lines(self, kind: str, label: str, least: int, most: int) -> list[Marked]:
        """Write several different lines of a kind."""
        count = min(self.rng.randint(least, most), len(self.wordings[kind]))
        return [Marked(text, label) for text in dict.fromkeys(self.line(kind) for _ in range(count))]

    def other(self) -> Article:
        """Choose another article."""
        return self.rng.choice(self.others)

    def sentence(self) -> str:
        """Take a sentence of another article, sometimes cut off."""
        found = SENTENCE.findall("".join(self.other().paragraphs[:6]))
        text = self.rng.choice(found) if found else self.other().title
        return text[: self.rng.randint(15, 60)] if self.rng.random() < 0.5 else text

    def _fill(self, name: str, count: int) -> str:
        if name in ("title", "other"):
            return self.article.title if name == "title" else self.other().title
        return self.sentence() if name == "sentence" else chance_words(name, count, self.slots, self.rng)


def filled(text: str, fill: Callable[[str, int], str]) -> str:
    """Fill the slots of a wording, {name} or {name:count}, and those of what fills them; fill: says what stands for a name and a count."""
    for _ in range(_DEPTH):
        if "{" not in text:
            break
        text = _SLOT.sub(lambda match: fill(match.group(1), int(match.group(2) or 1)), text)
    return text


def chance_words(name: str, count: int, slots: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    """Say what fills a slot: so many chance digits or letters, a date, a time of day, or one of the slot's words."""
    if name == "digits":
        return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))
    if name == "letters":
        return "".join(rng.choice(_LETTERS) for _ in range(count))
    if name == "date":
        form = rng.choice(("{}-{:02}-{:02}", "{}年{}月{}日", "{}/{:02}/{:02}", "{}.{:02}.{:02}"))
        return form.format(rng.randint(2009, 2025), rng.randint(1, 12), rng.randint(1, 28))
    if name == "clock":
        return f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"
    return rng.choice(slots[name])
