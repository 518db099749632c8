"""Lone foreign lines and glued clauses: written ones of every trade, and the styles that set them into an article.

The lines stand in `pipeline/data/manner_lines.tsv` and `manner_glued.tsv`. Those under `practice` teach, those under `unseen` never do.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.evaluate.wording import Marked, Writer

BODY = "body"
"""Kind of the written lines that only look foreign: articles hold them."""
_LEAST_CHARS = 40
_INNER = re.compile("[^，。！？；]+，")


class Glued(NamedTuple):
    """Hold a sentence with a foreign clause in it."""

    before: str
    clause: str
    behind: str


@cache
def written(half: str) -> tuple[tuple[str, str], ...]:
    """Read the written lines of one half, "practice" or "unseen", as (kind, text)."""
    rows = (files("pipeline") / "data" / "manner_lines.tsv").read_text("utf-8").splitlines()
    parts = [row.split("\t") for row in rows if row.startswith(half + "\t")]
    return tuple((kind, text) for _, kind, text in parts)


@cache
def glued(half: str) -> tuple[Glued, ...]:
    """Read the written sentences of one half with one foreign clause each."""
    rows = (files("pipeline") / "data" / "manner_glued.tsv").read_text("utf-8").splitlines()
    texts = [row.split("\t")[-1] for row in rows if row.startswith(half + "\t") and row.count("⟦") == 1]
    return tuple(Glued(*re.split("[⟦⟧]", text, maxsplit=2)) for text in texts)


@cache
def lookalikes(half: str) -> tuple[str, ...]:
    """Read the written paragraphs of one half that hold signs, notices and calls of their own, and nothing foreign."""
    rows = (files("pipeline") / "data" / "manner_glued.tsv").read_text("utf-8").splitlines()
    return tuple(row.split("\t")[-1] for row in rows if row.startswith(half + "\t") and "⟦" not in row)


def lone_lines(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Set one or two foreign lines behind paragraphs of the text."""
    for _ in range(writer.rng.randint(1, 2)):
        kind, text = writer.rng.choice([line for line in written(writer.manner) if line[0] != BODY])
        text = text.rstrip("。") if writer.rng.random() < 0.5 else text
        places = [place + 1 for place, line in enumerate(lines) if line.label == BODY] or [len(lines)]
        place = writer.rng.choice(places)
        lines = [*lines[:place], Marked(text, kind), *lines[place:]]
    return lines


def glued_clauses(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Set a foreign clause between two commas of a paragraph, or as a sentence behind it."""
    places = [
        place
        for place, line in enumerate(lines)
        if line.label == BODY and not line.spans and len(line.text) > _LEAST_CHARS and "“" not in line.text
    ]
    if not places:
        return lines
    place = writer.rng.choice(places)
    text, clause = lines[place].text, writer.rng.choice(glued(writer.manner)).clause.strip("，。；！（）【】")
    inner = [match.end() for match in _INNER.finditer(text)]
    at = writer.rng.choice(inner) if inner and writer.rng.random() < 0.7 else len(text)
    added = clause + ("，" if at < len(text) else "。")
    marked = Marked(text[:at] + added + text[at:], BODY, ((at, at + len(added), "ad"),))
    return [*lines[:place], marked, *lines[place + 1 :]]
