"""Which of the words that a digest proposes are topics of the site.

A digest proposes the words that a story repeats more than others do. Some only happen to be frequent ("cell", "length"): alone
they tell a reader of the list of topics nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from pipeline.render.brief import Brief
from pipeline.termbase import Termbase

SHARED_MIN = 2
"""Stories that share a topic, or a name, that gets a page of its own."""


def with_topics(briefs: Mapping[str, Brief], terms: Termbase) -> dict[str, Brief]:
    """Give each story the topics among its candidates: words that stories share, terms, and names of its own."""
    uses = Counter(word for note in briefs.values() for word in note.candidates)
    return {
        id_: replace(note, tags=tuple(word for word in note.candidates if _is_topic(word, note, uses, terms)))
        for id_, note in briefs.items()
    }


def _is_topic(word: str, note: Brief, uses: Mapping[str, int], terms: Termbase) -> bool:
    return uses[word] >= SHARED_MIN or terms.get(word) is not None or any(name.text == word for name in note.names)
