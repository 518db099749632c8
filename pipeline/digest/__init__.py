"""Take the sentences, figures, names and quotes that tell a story in thirty seconds.

Extractive: every Chinese word of a digest stands in the story, at the place its passage names, save what stands in [square
brackets], which is ours. The room never writes a sentence, never resolves a masked name, and would rather give no gist than
a sentence that cannot stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.digest.antecedents import Cast, cast_of
from pipeline.digest.figures import figures
from pipeline.digest.gists import gist
from pipeline.digest.keywords import keywords, tags, weigh
from pipeline.digest.moments import moments
from pipeline.digest.names import names
from pipeline.digest.points import Judged, judge, points, section_line
from pipeline.digest.quotes import passage, quotes
from pipeline.digest.salience import context, salience
from pipeline.digest.statements import Part, Statement, parts_of, statements_of
from pipeline.digest.summarise import Summary, summarise
from pipeline.digest.words import Word, words_of
from pipeline.settings import DigestSettings
from pipeline.signature import signature
from pipeline.story import Digest, Name, Quote, Section, Story
from pipeline.termbase import Termbase

Words = Mapping[str, tuple[Word, ...]]
"""The words of each paragraph, by paragraph id: cut once, since cutting is most of a digest's time."""

__all__ = ["Summary", "digest", "summarise"]

QUOTES = 6
"""Most quotes shown; the ones that say most of the story."""
TOP_KEYWORDS = 10
"""A gist holds two of these."""
NAME_WEIGHT = 1.3
TITLE_WEIGHT = 1.8
"""How much more a keyword counts for being a name, or standing in the title."""
NO_GIST = "No single sentence of the opening or the conclusion stands for the whole; the points and the outline do."
_COUNTED = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|[A-Za-z0-9]+(?:[.'’-][A-Za-z0-9]+)*")


def digest(story: Story, terms: Termbase, settings: DigestSettings) -> Digest:
    """Digest a story: gist, points, outline, figures, names, quotes, dates, keywords.

    An empty story has an empty digest. Nothing here depends on any other story.
    """
    found = statements_of(story)
    parts = parts_of(story, found)
    words = {paragraph.id: words_of(paragraph.text) for paragraph in story.paragraphs}
    named = names(story, terms, words, settings)
    weights = _weights(story, words, named)
    topics = keywords(weights, named)
    cast = cast_of(named, story.title, [one.text for one in found])
    judged = _judged(story, found, parts, words, named, weights, cast)
    topic = [*topics[:TOP_KEYWORDS], *(w.text for w in words_of(story.title) if len(w.text) > 1 and w.tag[:1] in "nve")]
    chosen = gist(judged, story.title, topic, cast, settings)
    picked = points(judged, chosen, settings)
    characters = len(_COUNTED.findall(story.text))
    return Digest(
        story=story.id,
        gist=chosen.passage() if chosen else None,
        gist_reason="" if chosen else NO_GIST,
        points=tuple(one.passage() for one in picked),
        sections=_sections(parts, judged, [*picked, *([chosen] if chosen else [])], settings),
        figures=figures(found, named),
        names=named,
        quotes=_quotes(story, named, topics),
        moments=moments(found),
        keywords=topics,
        tags=tags(topics, weights, named, words.values(), terms),
        characters=characters,
        minutes=max(1, round(characters / settings.reading_chars_per_minute)),
        signature=signature("digest", "1", gist=settings.gist_max_chars, points=settings.points_max),
    )


def _weights(story: Story, words: Words, named: Sequence[Name]) -> dict[str, float]:
    boost = {form: NAME_WEIGHT for name in named for form in (name.text, *name.aliases)}
    boost |= {word.text: boost.get(word.text, 1.0) * TITLE_WEIGHT for word in words_of(story.title)}
    return weigh((word for each in words.values() for word in each), boost)


def _judged(
    story: Story,
    found: Sequence[Statement],
    parts: Sequence[Part],
    words: Words,
    named: Sequence[Name],
    weights: dict[str, float],
    cast: Cast,
) -> tuple[Judged, ...]:
    around = context(found, parts, story.title, weights, [name.text for name in named[:8]])
    return tuple(judge(s, _words_in(s, words), salience(s, around), cast) for s in found)


def _words_in(statement: Statement, words: Words) -> tuple[Word, ...]:
    end = statement.start + len(statement.text)
    return tuple(word for word in words[statement.paragraph] if statement.start <= word.start < end)


def _sections(
    parts: Sequence[Part], judged: Sequence[Judged], avoid: Sequence[Judged], settings: DigestSettings
) -> tuple[Section, ...]:
    """Outline a piece with at least two headings."""
    if sum(part.heading is not None for part in parts) < 2:
        return ()
    rows = []
    for part in parts:
        if part.heading is None:
            continue
        inside = [one for one in judged if part.statements and one.statement.section == part.statements[0].section]
        line = section_line(inside, avoid, settings)
        rows.append(Section(part.heading.text, part.heading.id, line.passage() if line else None))
    return tuple(rows)


def _quotes(story: Story, named: Sequence[Name], words: Sequence[str]) -> tuple[Quote, ...]:
    """Keep the quotes that say most: keywords they hold, a sentence's length, one speaker not over and over."""
    every = quotes(story, named)
    spoken: dict[str, int] = {}
    ranked = []
    for number, quote in enumerate(every):
        spoken[quote.speaker] = spoken.get(quote.speaker, 0) + 1
        worth = (
            sum(word in quote.text for word in words)
            + min(len(quote.text), 60) / 30
            - max(len(quote.text) - 120, 0) / 40
        )
        ranked.append((worth - 0.7 * spoken[quote.speaker], -number, quote))
    best = sorted(sorted(ranked, reverse=True)[:QUOTES], key=lambda row: -row[1])
    return tuple(Quote(quote.text, quote.speaker, passage(quote)) for _, _, quote in best)
