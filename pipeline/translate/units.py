"""Units: what of a story is translated, sentence by sentence, each addressed so that the page can put it in its place.

A unit's id depends on its role, its source and how often that source came before in the story, on nothing else: editing one
sentence leaves the others' ids alone. Code is not translated, so it has no unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.segments import sentences
from pipeline.signature import digest as digest_of
from pipeline.story import Digest, Paragraph, Passage, Story, Unit

_ROLE_OF_KIND = {"title": "title", "heading": "heading", "caption": "caption"}
_ID_DIGITS = 12


class _Source(NamedTuple):
    role: str
    paragraph: str
    text: str
    start: int


def units(story: Story, digest: Digest) -> tuple[Unit, ...]:
    """List the untranslated units of a story: title, lead, text, then the digest's parts.

    Figures, names, tags and other labels that repeat are listed once. Offsets are those of the source in its paragraph.
    """
    counts: Counter[tuple[str, str]] = Counter()
    listed = []
    for role, paragraph, text, start in _sources(story, digest):
        counts[role, text] += 1
        if counts[role, text] > 1 and role in {"figure", "name"}:
            continue
        identity = digest_of(role, text, str(counts[role, text]))[:_ID_DIGITS]
        listed.append(Unit(identity, role, paragraph, text, "", "failed", "", start=start))
    return tuple(listed)


def _sources(story: Story, digest: Digest) -> Iterator[_Source]:
    yield from _whole("title", "", story.title)
    if story.metadata.lead is not None:
        yield from _sentences("lead", "", story.metadata.lead.value)
    for paragraph in story.paragraphs:
        yield from _of_paragraph(paragraph)
    yield from _of_digest(digest)


def _of_paragraph(paragraph: Paragraph) -> Iterator[_Source]:
    if paragraph.kind == "code":
        return
    role = _ROLE_OF_KIND.get(paragraph.kind, "paragraph")
    if role in {"title", "heading"}:
        yield from _whole(role, paragraph.id, paragraph.text)
    else:
        yield from _sentences(role, paragraph.id, paragraph.text)


def _of_digest(digest: Digest) -> Iterator[_Source]:
    if digest.gist is not None:
        yield from _passage("gist", digest.gist)
    for point in digest.points:
        yield from _passage("point", point)
    for section in digest.sections:
        if section.line is not None:
            yield from _passage("section", section.line)
    for figure in digest.figures:
        for words in (figure.text, figure.measures, figure.when, figure.says):
            yield from _whole("figure", figure.passage.paragraph, words)
    for quote in digest.quotes:
        yield from _sentences("quote", quote.passage.paragraph, quote.text, quote.passage.start)
        yield from _whole("name", quote.passage.paragraph, quote.speaker)
    for name in digest.names:
        labels = (name.role,) if name.english else (name.text, name.role)
        for words in labels:
            yield from _whole("name", name.first.paragraph, words)
    yield from (source for words in (*digest.keywords, *digest.tags) for source in _whole("name", "", words))


def _passage(role: str, passage: Passage) -> Iterator[_Source]:
    return _sentences(role, passage.paragraph, passage.text, passage.start)


def _whole(role: str, paragraph: str, text: str) -> Iterator[_Source]:
    stripped = text.strip()
    if stripped:
        yield _Source(role, paragraph, stripped, text.index(stripped[0]))


def _sentences(role: str, paragraph: str, text: str, offset: int = 0) -> Iterator[_Source]:
    """Yield the sentences of each line; a line break ends a sentence (tables, verse, addresses)."""
    position = 0
    for line in text.splitlines(keepends=True):
        for start, end in sentences(line):
            yield _Source(role, paragraph, line[start:end], offset + position + start)
        position += len(line)


def sources(listed: Iterable[Unit]) -> tuple[str, ...]:
    """List the distinct sources of units, in order: what is asked of an engine."""
    return tuple(dict.fromkeys(unit.source for unit in listed))
