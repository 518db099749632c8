"""Measure cleaning of texts: characters kept and lost, by label, for us and for the tools people use today.

A cleaner is a function from a text to the half-open intervals of it that it keeps. The peers read pages, not texts, so each
line is given to them as a paragraph; a line counts as kept if their output holds it. Content is title, heading and body; bylines,
captions and repeats of the title are neutral, as in any gold standard where people would differ.
"""

from __future__ import annotations

import html
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import justext
import trafilatura
from readability import Document as ReadabilityDocument
from rich.table import Table

from pipeline.evaluate.pollute import pollute
from pipeline.evaluate.wording import Article, Polluted

CONTENT = frozenset({"title", "heading", "body"})
"""Labels of lines that must stay."""

POLLUTION = ("chrome", "promo", "ad", "spam", "offtopic")
"""Labels of lines and spans that must go."""

Cleaner = Callable[[str], Sequence[tuple[int, int]]]
"""Take a text, return the intervals of it that are kept."""


@dataclass(frozen=True, slots=True)
class Score:
    """Hold what one cleaner did to a set of documents, in characters without white space."""

    content: int
    kept_content: int
    pollution: Mapping[str, int]
    """Characters of pollution by label."""
    survived: Mapping[str, int]
    """Those of them that were kept."""
    seconds: float
    """CPU seconds spent."""
    megabytes: float
    """Size of the texts in UTF-8."""

    @property
    def recall(self) -> float:
        """Share of the content that was kept; 1 where there is none."""
        return self.kept_content / self.content if self.content else 1.0

    @property
    def precision(self) -> float:
        """Share of what was kept that is content; 1 where nothing was kept."""
        kept = self.kept_content + sum(self.survived.values())
        return self.kept_content / kept if kept else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def surviving_ratio(self) -> float:
        """Share of the pollution that was kept; 0 where there is none."""
        total = sum(self.pollution.values())
        return sum(self.survived.values()) / total if total else 0.0


class Worst(NamedTuple):
    """Name a document that went badly and what went wrong most."""

    number: int
    styles: tuple[str, ...]
    lost_chars: int
    survived_chars: int
    example: str
    """The longest line that was wrongly lost ("- …") or kept ("+ …")."""


def made_documents(articles: Sequence[Article], count: int, seed: int, manner: str) -> list[Polluted]:
    """Make polluted documents for measuring; the seed must not be one that taught."""
    return [pollute(articles[number % len(articles)], articles, seed + number, manner) for number in range(count)]


def marks_of(polluted: Polluted) -> list[str]:
    """Give each code point of a polluted document's text its label; repeats of the title are "dup"."""
    marks: list[str] = []
    for line in polluted.lines:
        own = ["dup" if line.dup else line.label] * len(line.text)
        for start, end, label in line.spans:
            own[start:end] = [label] * (end - start)
        marks += [*own, "blank"]
    return marks[:-1]


def measure(documents: Sequence[Polluted], cleaner: Cleaner) -> Score:
    """Run a cleaner over documents and count."""
    pollution: Counter[str] = Counter()
    survived: Counter[str] = Counter()
    content = kept_content = 0
    seconds = size = 0.0
    for polluted in documents:
        text = polluted.text
        start = time.process_time()
        kept = cleaner(text)
        seconds += time.process_time() - start
        size += len(text.encode()) / 1e6
        for char, mark, stays in zip(text, marks_of(polluted), _mask(kept, len(text)), strict=True):
            if char.isspace():
                continue
            if mark in CONTENT:
                content += 1
                kept_content += stays
            elif mark in POLLUTION:
                pollution[mark] += 1
                survived[mark] += stays
    return Score(content, kept_content, dict(pollution), dict(survived), seconds, size)


def _mask(kept: Sequence[tuple[int, int]], length: int) -> list[bool]:
    mask = [False] * length
    for start, end in kept:
        mask[start:end] = [True] * (end - start)
    return mask


def worst(documents: Sequence[Polluted], cleaner: Cleaner, count: int = 10) -> list[Worst]:
    """List the documents with the most wrong characters, worst first."""
    found = [_judged(number, polluted, cleaner) for number, polluted in enumerate(documents)]
    return sorted(found, key=lambda item: (-item.lost_chars - item.survived_chars, item.number))[:count]


def _judged(number: int, polluted: Polluted, cleaner: Cleaner) -> Worst:
    mask = _mask(cleaner(polluted.text), len(polluted.text))
    lost = survived = position = 0
    example, most = "", 0
    marks = marks_of(polluted)
    for line in polluted.lines:
        places = range(position, position + len(line.text))
        position += len(line.text) + 1
        gone = sum(marks[place] in CONTENT and not mask[place] for place in places)
        stays = sum(marks[place] in POLLUTION and mask[place] for place in places)
        lost, survived = lost + gone, survived + stays
        if max(gone, stays) > most:
            most, example = max(gone, stays), ("- " if gone >= stays else "+ ") + line.text[:60]
    return Worst(number, polluted.styles, lost, survived, example)


def _whole_lines(text: str, output: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text that a peer's output holds."""
    bare = "".join(output.split())
    position = 0
    for line in text.split("\n"):
        words = "".join(line.split())
        if words and words in bare:
            yield position, position + len(line)
        position += len(line) + 1


def _page(text: str) -> str:
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n") if line.strip())
    return f"<html><head><meta charset='utf-8'></head><body><article>{lines}</article></body></html>"


def by_trafilatura(text: str) -> Sequence[tuple[int, int]]:
    """Keep what trafilatura keeps, in its precision mode."""
    return list(
        _whole_lines(text, trafilatura.extract(_page(text), favor_precision=True, include_comments=False) or "")
    )


def by_readability(text: str) -> Sequence[tuple[int, int]]:
    """Keep what readability-lxml keeps."""
    return list(_whole_lines(text, html.unescape(ReadabilityDocument(_page(text)).summary())))


def by_justext(text: str) -> Sequence[tuple[int, int]]:
    """Keep what jusText keeps, without stop words and with lengths that suit Chinese."""
    paragraphs = justext.justext(
        _page(text), frozenset(), length_low=20, length_high=60, stopwords_low=0.0, stopwords_high=0.0
    )
    return list(_whole_lines(text, "\n".join(item.text for item in paragraphs if not item.is_boilerplate)))


PEERS: Mapping[str, Cleaner] = {"trafilatura": by_trafilatura, "readability": by_readability, "justext": by_justext}
"""The tools that people use today."""


def bench(articles: Sequence[Article], ours: Mapping[str, Cleaner], count: int, seed: int) -> Table:
    """Measure our cleaners and the peers on made documents of both manners; one row each."""
    table = Table(title="Cleaning of made documents")
    for heading in ("manner", "cleaner", "P", "R", "F1", "surviving", *POLLUTION, "MB/CPU s"):
        table.add_column(heading)
    for manner in ("practice", "unseen"):
        documents = made_documents(articles, count, seed, manner)
        for name, cleaner in {**ours, **PEERS}.items():
            table.add_row(manner, name, *_cells(measure(documents, cleaner)))
    return table


def _cells(score: Score) -> list[str]:
    by_label = [f"{score.survived.get(label, 0) / max(1, score.pollution.get(label, 0)):.3f}" for label in POLLUTION]
    figures = [score.precision, score.recall, score.f1, score.surviving_ratio]
    return [*(f"{figure:.4f}" for figure in figures), *by_label, f"{score.megabytes / max(score.seconds, 1e-9):.2f}"]
