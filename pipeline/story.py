"""What the later rooms hand on: stories with their witnesses, digests with their sources, translations with their state.

Everything here is a frozen record. A sentence is addressed by paragraph id and span, so that every statement on a page can
be traced to the text it was taken from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.document import Metadata, Span

RELATIONS = ("base", "duplicate", "partial", "script", "spun", "excerpt")
"""How a witness relates to its story."""

STATES = ("reviewed", "machine", "fuzzy", "needs-review", "failed")
"""How far a translation can be trusted; `reviewed` is a person's, `failed` holds a gloss or nothing."""

ROLES = ("title", "lead", "heading", "paragraph", "caption", "gist", "point", "section", "figure", "quote", "name")
"""What a translation unit stands for on the page."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Name one copy of a story."""

    siglum: str
    """Its letter: A, B, …, Z, AA; the base is A."""
    path: str
    document: str
    """Document id."""
    relation: str
    """One of RELATIONS; `script` and `partial` may both be true, joined by "+": "partial+script"."""
    containment: float
    """Share in [0, 1] of this witness's shingles that the story's text holds."""
    resemblance: float = 1.0
    """Jaccard resemblance of the two shingle sets, in [0, 1]."""
    reason: str = ""
    """Why this relation, for a person."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Hold one block of a story's printed text."""

    id: str
    """Anchor on the page, "p1", "p2", … in order."""
    kind: str
    """A kind of `pipeline.document.KINDS`."""
    text: str
    level: int = 0
    source: str = ""
    """Siglum of the witness it is printed from."""
    origin: Span = Span(0, 0)
    """Place in that witness's raw text."""
    links: tuple[tuple[int, int, str], ...] = ()
    """(start, end, address) of links in `text`."""
    image: str = ""


class Reading(NamedTuple):
    """Hold one entry of the apparatus: where a witness differs from the printed text."""

    paragraph: str
    """Paragraph id; "" for text that only the witness has."""
    start: int
    """Offset of the lemma in the paragraph's text."""
    lemma: str
    witness: str
    """Siglum."""
    reading: str
    reason: str
    """Why the lemma was chosen, for a person."""


class Related(NamedTuple):
    """Link a story to another one."""

    story: str
    kind: str
    """"event", "author", "cites", "cited", "topic"."""
    evidence: str


@dataclass(frozen=True, slots=True)
class Story:
    """Hold one story: its printed text, the witnesses behind it, and every reading that differs."""

    id: str
    """Stable slug-like digest of the base document, 12 hexadecimal digits."""
    title: str
    base: str
    """Siglum of the witness that is printed."""
    base_reason: str
    witnesses: tuple[Witness, ...]
    paragraphs: tuple[Paragraph, ...]
    readings: tuple[Reading, ...] = ()
    metadata: Metadata = Metadata()
    related: tuple[Related, ...] = ()
    restored: float = 0.0
    """Share of the characters restored from a spun copy without a clean witness; 0 where none."""
    restorations: tuple[tuple[str, int, str, str, float], ...] = ()
    """(paragraph id, offset, spun word, restored word, confidence) of each restoration."""

    @property
    def text(self) -> str:
        """The printed text, one paragraph per block."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)


class Passage(NamedTuple):
    """Hold words of the digest with their place in the story."""

    text: str
    """The words as printed; taken from the paragraph, save bracketed additions of ours."""
    paragraph: str
    start: int
    end: int
    """Offsets in the paragraph's text."""
    score: float = 0.0


class Section(NamedTuple):
    """Hold one line of a long piece's outline."""

    heading: str
    paragraph: str
    """Id of the heading's paragraph, or of the first one where there is no heading."""
    line: Passage | None


class Figure(NamedTuple):
    """Hold one quantity of the text."""

    text: str
    """As written: "2亿元"."""
    value: float
    """Normalised: 200000000.0; the lower end of a range."""
    upper: float | None
    """Upper end of a range, else None."""
    unit: str
    """"元", "%", "年", … as written."""
    measures: str
    """What is measured, words of the text."""
    when: str
    """As written, "" where the sentence does not say."""
    says: str
    """Who says so, "" where the text itself does."""
    passage: Passage


@dataclass(frozen=True, slots=True)
class Name:
    """Hold one person, organisation, product or place."""

    text: str
    kind: str
    """"person", "organisation", "product", "place"."""
    english: str
    """From the termbase, the text itself, the dictionary, else pinyin; "" where nothing applies."""
    evidence: str
    """"termbase", "latin" (the text or the name itself), "dictionary" (CC-CEDICT), "pinyin", "masked"."""
    role: str
    """Words of the text on first mention, "" for none."""
    count: int
    first: Passage
    aliases: tuple[str, ...] = ()
    pseudonym: bool = False


class Quote(NamedTuple):
    """Hold one quotation with its speaker."""

    text: str
    speaker: str
    passage: Passage


class Moment(NamedTuple):
    """Hold one date that the text names."""

    date: str
    """ISO 8601, as precise as the text: "2021", "2021-09", "2021-09-15"."""
    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Digest:
    """Hold what a reader learns of a story in thirty seconds, every item with its passage."""

    story: str
    gist: Passage | None
    """None for a piece that no single sentence can stand for; `gist_reason` says why."""
    gist_reason: str
    points: tuple[Passage, ...]
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    names: tuple[Name, ...]
    quotes: tuple[Quote, ...]
    moments: tuple[Moment, ...]
    keywords: tuple[str, ...]
    tags: tuple[str, ...]
    characters: int
    """Han characters and Latin words of the printed text."""
    minutes: int
    """Reading time, at least 1."""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Hold one segment with its translation: the localisation field's translation unit."""

    id: str
    """Digest of role, source and its occurrence in the story: survives edits elsewhere."""
    role: str
    """One of ROLES."""
    paragraph: str
    """Paragraph id; "" for the title."""
    source: str
    target: str
    state: str
    """One of STATES."""
    engine: str
    """Signature of what made the target: "memory|…", "draft|…"."""
    checks: tuple[str, ...] = ()
    """Names of the checks that failed, empty when all passed."""
    note: str = ""
    """For a person: the fuzzy match's difference, the engine's error."""
    start: int = 0
    """Offset of the segment in its paragraph's text."""


@dataclass(frozen=True, slots=True)
class Bilingual:
    """Hold the translation units of one story, in reading order: digest units after the text's."""

    story: str
    units: tuple[Unit, ...]
    signature: str = ""
    translated: str = ""
    """Date given from outside, ISO 8601; "" where unknown."""

    @property
    def reviewed_ratio(self) -> float:
        """Share of units that a person reviewed, in [0, 1]; 0 for no units."""
        return sum(unit.state == "reviewed" for unit in self.units) / len(self.units) if self.units else 0.0
