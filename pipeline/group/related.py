"""Related stories: same event, same author, one citing the other. They are linked, never merged, and the link shows why.

Each story leaves a small note: its authors, its distinctive words with their counts, the works it names. Words that few
stories use count most (Spärck Jones 1972); what many stories share links none of them.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.group.titles import bare
from pipeline.segmenter import lexicon
from pipeline.story import Related, Story

_TERMS = 40
"""Distinctive words kept of each story."""
_SHOWN = 4
_COMMON_SHARE = 0.2
"""Words used by a larger share of the stories say nothing; in small collections, by more than `_COMMON_STORIES`."""
_COMMON_STORIES = 6
_EVENT_COSINE = 0.30
"""Least idf-weighted cosine for one event; with three shared terms or more."""
_EVENT_TERMS = 3
_EVENT_DAYS = 21
_MOST_LINKS = 8
_CITE_CHARS = 5
"""A title shorter than this is found by chance."""

_WORK = re.compile(r"《([^《》]{2,60})》")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*[A-Za-z0-9]")
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")


class Note(NamedTuple):
    """Stand for one story while related ones are sought."""

    story: str
    title: str
    authors: tuple[str, ...]
    published: str
    """ISO 8601, "" where unknown."""
    terms: tuple[tuple[str, int], ...]
    """(word, count) of the distinctive words, most weighty first."""
    works: tuple[str, ...]
    """Titles that the text names."""
    mentions: str
    """Sentences that name another author's article, joined, for the search of authors."""


def note(story: Story) -> Note:
    """Note what may link a story to others."""
    text = "\n".join(paragraph.text for paragraph in story.paragraphs)
    meta = story.metadata
    authors = tuple(dict.fromkeys(name for fact in (meta.author,) if fact for name in _names(fact.value)))
    return Note(
        story=story.id,
        title=story.title,
        authors=authors,
        published=meta.published.value if meta.published else "",
        terms=_terms(text),
        works=tuple(dict.fromkeys(_WORK.findall(text))),
        mentions="\n".join(re.findall(r"[^。！？\n]*(?:文章|文中|撰文|报道|写道|写过)[^。！？\n]*", text)),
    )


def _names(value: str) -> list[str]:
    return [name for name in re.split(r"[、，,;；/|\s]+", value.strip()) if len(name) >= 2]


def _terms(text: str) -> tuple[tuple[str, int], ...]:
    """Choose words that dictionaries hold rare and the text uses often."""
    frequencies = lexicon().FREQ
    counts = Counter(word.lower() for word in _LATIN.findall(text) if len(word) > 1)
    counts.update(word for word in lexicon().cut(text, HMM=False) if _WORD.fullmatch(word))
    total = float(lexicon().total)

    def weight(item: tuple[str, int]) -> float:
        return item[1] * math.log(total / ((frequencies.get(item[0]) or 0) + 20))

    ranked = sorted(counts.items(), key=lambda item: (-weight(item), item[0]))
    return tuple(ranked[:_TERMS])


def relate(notes: Iterable[Note]) -> Mapping[str, tuple[Related, ...]]:
    """Link stories; returns the links of each story by its id, strongest kind first, at most eight each.

    The result does not depend on the order of the notes.
    """
    ordered = sorted(notes)
    links: dict[str, dict[str, Related]] = defaultdict(dict)
    for first, second, kind, back, evidence in (*_citations(ordered), *_events(ordered), *_authors(ordered)):
        links[first].setdefault(second, Related(second, kind, evidence))
        links[second].setdefault(first, Related(first, back, evidence))
    return {item.story: tuple(links[item.story].values())[:_MOST_LINKS] for item in ordered}


_Link = tuple[str, str, str, str, str]


def _citations(notes: Sequence[Note]) -> list[_Link]:
    titles = {bare(item.title): item for item in notes if len(bare(item.title)) >= _CITE_CHARS}
    authors: dict[str, list[Note]] = defaultdict(list)
    for item in notes:
        for name in item.authors:
            authors[name].append(item)
    found: list[_Link] = []
    for item in notes:
        for work in item.works:
            cited = titles.get(bare(work))
            if cited and cited.story != item.story:
                found.append((item.story, cited.story, "cites", "cited", f"names it: 《{work}》"))
        for name, written in sorted(authors.items()):
            if len(name) >= 3 and name in item.mentions and name not in item.authors:
                known = {term for term, _ in item.terms}
                near = [other for other in written if len(known & {term for term, _ in other.terms}) >= _EVENT_TERMS]
                evidence = f"speaks of an article by {name}"
                found += [(item.story, other.story, "cites", "cited", evidence) for other in near]
    return found


def _events(notes: Sequence[Note]) -> list[_Link]:
    """Link stories whose rare words agree, through an inverted index of the words that few stories use."""
    postings: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(notes):
        for term, _ in item.terms:
            postings[term].append(number)
    limit = max(_COMMON_STORIES, min(int(_COMMON_SHARE * len(notes)), 200))
    weights = {
        term: math.log(1 + len(notes) / len(owners)) for term, owners in postings.items() if len(owners) <= limit
    }
    norms = [
        math.sqrt(sum((weights.get(term, 0.0) * math.log1p(count)) ** 2 for term, count in item.terms))
        for item in notes
    ]
    products: dict[tuple[int, int], float] = defaultdict(float)
    shared: dict[tuple[int, int], list[str]] = defaultdict(list)
    counts = [dict(item.terms) for item in notes]
    for term, owners in postings.items():
        if term in weights and len(owners) > 1:
            for place, a in enumerate(owners):
                for b in owners[place + 1 :]:
                    products[a, b] += weights[term] ** 2 * math.log1p(counts[a][term]) * math.log1p(counts[b][term])
                    shared[a, b].append(term)
    found: list[tuple[float, _Link]] = []
    for (a, b), product in products.items():
        cosine = product / (norms[a] * norms[b])
        if cosine >= _EVENT_COSINE and len(shared[a, b]) >= _EVENT_TERMS and _near(notes[a], notes[b]):
            evidence = "both speak of " + "、".join(sorted(shared[a, b], key=lambda t: (-weights[t], t))[:_SHOWN])
            found.append((-cosine, (notes[a].story, notes[b].story, "event", "event", evidence)))
    return [link for _, link in sorted(found)]


def _near(a: Note, b: Note) -> bool:
    """Whether two stories may be of the same weeks; unknown dates contradict nothing."""
    if not a.published[:10] or not b.published[:10]:
        return True
    try:
        days = date.fromisoformat(a.published[:10]) - date.fromisoformat(b.published[:10])
    except ValueError:
        return a.published[:7] == b.published[:7]
    return abs(days.days) <= _EVENT_DAYS


def _authors(notes: Sequence[Note]) -> list[_Link]:
    written: dict[str, list[Note]] = defaultdict(list)
    for item in notes:
        for name in item.authors:
            written[name].append(item)
    return [
        (a.story, b.story, "author", "author", f"both by {name}")
        for name, owned in sorted(written.items())
        for place, a in enumerate(owned)
        for b in owned[place + 1 : place + 1 + _MOST_LINKS]
    ]
