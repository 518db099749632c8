"""Figures, names, quotations and terms of one story, as its page lists them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.render.labels import KINDS, Label
from pipeline.render.targets import Said, Targets
from pipeline.segments import sentences
from pipeline.story import Digest, Figure, Name, Passage, Story
from pipeline.termbase import Term

COMPARABLE_MIN = 3
"""Least number of figures with one unit that are drawn as bars."""
_CALENDAR = frozenset("年月日号点时分秒")
"""Units of dates and clock times, which are not amounts."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Print one figure."""

    value: str
    value_en: str
    """"" where it reads the same in both languages."""
    measures: str
    measures_en: Said
    told: str
    """What it measures, and when, in Chinese."""
    paragraph: str
    sentence: str
    sentence_en: Said
    """The words it was taken from, in both languages."""
    bar: int
    """Length of its bar in percent of the longest; 0 for no bar."""


@dataclass(frozen=True, slots=True)
class NameRow:
    """Print one name."""

    text: str
    english: str
    kind: Label
    role: str
    count: int
    paragraph: str
    aliases: tuple[str, ...]
    href: str
    """Page of the name below the site's root; "" for none."""
    anchor: str = ""
    """Where the text's link to the term leads, if the name is a term too; "" for none."""
    note: str = ""
    """What the termbase says of it."""


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """Print one quotation."""

    text: str
    english: Said
    speaker: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class TermRow:
    """Print one term with its pop-over."""

    anchor: str
    zh: str
    en: str
    note: str


def figures(story: Story, digest: Digest, targets: Targets) -> tuple[FigureRow, ...]:
    """List the figures; those that share a unit with at least two others carry a bar."""
    bars = _bars(digest.figures)
    wholes = [_sentence(story, figure.passage) for figure in digest.figures]
    return tuple(
        FigureRow(
            value=figure.text,
            value_en=said if (said := targets.words("figure", figure.text).text) != figure.text else "",
            measures=figure.measures,
            measures_en=targets.words("figure", figure.measures),
            told=f"{figure.measures}（{figure.when}）" if figure.when else figure.measures,
            paragraph=figure.passage.paragraph,
            sentence=wholes[place].text,
            sentence_en=targets.passage("paragraph", wholes[place]),
            bar=bars[place],
        )
        for place, figure in enumerate(digest.figures)
    )


def _sentence(story: Story, passage: Passage) -> Passage:
    """Widen a passage to the sentence around its start."""
    text = next((paragraph.text for paragraph in story.paragraphs if paragraph.id == passage.paragraph), "")
    around = (span for span in sentences(text) if span.start <= passage.start < span.end)
    return next((Passage(text[a:b], passage.paragraph, a, b) for a, b in around), passage)


def _bars(found: Sequence[Figure]) -> list[int]:
    """Measure bars in percent; 0 where a figure has no peers, is not positive or is a date."""
    peers = Counter(figure.unit for figure in found if figure.value > 0)
    longest = {unit: max(_size(f) for f in found if f.unit == unit and f.value > 0) for unit in peers}
    return [
        max(1, round(100 * _size(figure) / longest[figure.unit]))
        if figure.value > 0 and figure.unit and figure.unit not in _CALENDAR and peers[figure.unit] >= COMPARABLE_MIN
        else 0
        for figure in found
    ]


def _size(figure: Figure) -> float:
    return max(figure.value, figure.upper or figure.value)


def names(found: Iterable[Name], pages: Mapping[str, str], listed: Iterable[TermRow] = ()) -> tuple[NameRow, ...]:
    """List the names, most mentioned first; `pages` maps a name to its page, `listed` are the terms of the story."""
    known = {term.zh: term for term in listed}
    nothing = TermRow("", "", "", "")
    return tuple(
        NameRow(
            text=name.text,
            english=name.english,
            kind=KINDS.get(name.kind, Label(name.kind, name.kind)),
            role=name.role,
            count=name.count,
            paragraph=name.first.paragraph,
            aliases=name.aliases,
            href=pages.get(name.text, ""),
            anchor=known.get(name.text, nothing).anchor,
            note=known.get(name.text, nothing).note,
        )
        for name in sorted(found, key=lambda name: -name.count)
    )


def quotes(digest: Digest, targets: Targets) -> tuple[QuoteRow, ...]:
    """List the quotations with their English."""
    return tuple(
        QuoteRow(quote.text, targets.passage("quote", quote.passage), quote.speaker, quote.passage.paragraph)
        for quote in digest.quotes
    )


def terms(found: Sequence[Term]) -> tuple[TermRow, ...]:
    """Number the terms in order of first mention."""
    return tuple(TermRow(f"t{place}", term.zh, term.en, term.note) for place, term in enumerate(found, 1))
