"""How far a text is machine-spun: rewriting tools leave words that hardly occur otherwise.

Detection only; the group room restores words where a clean witness or the lexicon allows it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipeline.clean.evidence import Evidence
from pipeline.document import Document
from pipeline.han import han_chars
from pipeline.lexicon import rare_hits

_FULL_PER_THOUSAND = 4.0
"""Rare forms per thousand Han characters that make a text surely spun; spun pages have 10 and more, clean ones below .3."""
_LEAST_FORMS = 3
"""Fewer different forms may be dialect or a quotation."""
_MOST_EVIDENCE = 12


def note_spun(doc: Document, evidence: Evidence) -> Document:
    """Record the degree to which the kept text is spun and the words that tell."""
    text = doc.text
    counts = Counter(hit.pair.spun for hit in rare_hits(text))
    if len(counts) < _LEAST_FORMS:
        return replace(doc, spun=0.0, spun_evidence=())
    density = 1000 * sum(counts.values()) / max(1, han_chars(text))
    words = sorted(counts, key=lambda word: (-counts[word], word))[:_MOST_EVIDENCE]
    return replace(doc, spun=round(min(1.0, density / _FULL_PER_THOUSAND), 4), spun_evidence=tuple(words))
