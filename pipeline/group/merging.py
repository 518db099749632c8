"""Merging: what the witnesses together know about a story: title, author, editor, site, dates.

The base speaks first, unless it is spun; then the others in order, clean ones before spun ones, since a rewriting tool
does not spare names and titles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.document import Document, Fact, Metadata
from pipeline.group.sketch import title_of
from pipeline.group.titles import bare

_GIVEN = frozenset({"editorial", "sidecar", "front matter"})


class Source(NamedTuple):
    """Hold one witness for merging."""

    siglum: str
    document: Document
    is_spun: bool


def merged(sources: Sequence[Source]) -> Metadata:
    """Merge the metadata of witnesses, given base first; each fact says which witness it comes from."""
    ranked = sorted(sources, key=lambda source: source.is_spun)
    alone = len(ranked) == 1
    metas = [(source.siglum, source.document.metadata) for source in ranked]

    def first(name: str) -> Fact | None:
        known = [(siglum, fact) for siglum, meta in metas if (fact := getattr(meta, name)) is not None]
        known.sort(key=lambda pair: pair[1].evidence not in _GIVEN)
        if not known:
            return None
        siglum, fact = known[0]
        return fact if alone else Fact(fact.value, f"{fact.evidence} ({siglum})")

    keywords = dict.fromkeys(word for _, meta in metas for word in meta.keywords)
    return Metadata(
        title=first("title"),
        author=first("author"),
        editor=first("editor"),
        site=first("site"),
        published=first("published"),
        url=first("url"),
        lead=first("lead"),
        licence=first("licence"),
        keywords=tuple(keywords),
    )


def title(sources: Sequence[Source]) -> str:
    """Choose the printed title: the base's, unless it has none, is spun, or names a part while the whole is printed."""
    given = [source for source in sources if _evidence(source.document) in _GIVEN]
    if given:
        return title_of(given[0].document)
    clean = [title_of(source.document) for source in sources if not source.is_spun]
    titles = [text for text in clean if text] or [text for s in sources if (text := title_of(s.document))]
    if not titles:
        return _first_words(sources[0].document)
    votes = Counter(bare(text) for text in titles)
    best = max(votes.values())
    # The base is listed first; it loses only where several others agree against it.
    winner = bare(titles[0]) if votes[bare(titles[0])] * 2 > best or best < 3 else votes.most_common(1)[0][0]
    return min((text for text in titles if bare(text) == winner), key=lambda text: (_part(text), titles.index(text)))


def _part(text: str) -> bool:
    return bare(text) != bare(text.replace("（", "").replace("(", ""))


def _evidence(doc: Document) -> str:
    return doc.metadata.title.evidence if doc.metadata.title else ""


def _first_words(doc: Document, most_chars: int = 30) -> str:
    """Name an untitled text by its first words."""
    text = next((block.text.strip() for block in doc.kept), "")
    return text if len(text) <= most_chars else text[:most_chars] + "…"
