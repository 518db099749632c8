"""Summarise any text: whole sentences, in order, within a number of characters."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.digest import rank
from pipeline.digest.features import read
from pipeline.document import Span
from pipeline.settings import DigestSettings


class Summary(NamedTuple):
    """Hold a summary with the places it was taken from."""

    text: str
    """The sentences, one after another, nothing added."""
    spans: tuple[Span, ...]
    """Places of the sentences in the text, in order."""


def summarise(text: str, title: str, max_chars: int, settings: DigestSettings) -> Summary:
    """Choose the sentences that stand for a text.

    title: "" where unknown; sentences like it count more. max_chars: white space not counted; where not even one sentence
    is that short, the best single one stands. An empty text has an empty summary.
    """
    source = read(text, title)
    chosen = rank.opening(source, max_chars) if rank.is_news(text) else rank.select(source, max_chars)
    spans = tuple(Span(*source.spans[index]) for index in chosen)
    return Summary("".join(text[start:end] for start, end in spans), spans)
