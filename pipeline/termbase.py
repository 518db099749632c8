"""The termbase: what people agreed to call things in English, and where a text really uses those words.

A Chinese text has no spaces, so a term found as a string may be a piece of other words: 算能 in 计算能力. A hit therefore
counts only if the most probable segmentation of its clause, with the terms added to jieba's lexicon, holds it as a word of
its own; Latin letters and numerals on either side must not continue it. The longest term wins. The module decides nothing
about translation: engines, checks and pages ask it what is where.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Self

from pipeline.document import Span
from pipeline.errors import SettingsError
from pipeline.segmenter import lexicon

COLUMNS = ("zh", "en", "pos", "note", "forbidden")
"""Columns of `terms.tsv`; only the first two must be there."""

_NUMERALS = frozenset("0123456789零〇一二两三四五六七八九十百千万亿")
_BREAK = re.compile(r"[\s，。！？；：、“”‘’（）《》…—,!?;:()\[\]]+")
_LEAST_COUNT = 50
"""Corpus count given to a term that jieba's lexicon lacks: above noise, below the common words it might be cut from."""


@dataclass(frozen=True, slots=True)
class Term:
    """Hold one agreed term."""

    zh: str
    en: str
    """The form to print."""
    pos: str = ""
    """Part of speech or kind: "noun", "person", "org", "product", "place", …; "" where nobody said."""
    note: str = ""
    forbidden: tuple[str, ...] = ()
    """English forms that must not stand for it."""
    variants: tuple[str, ...] = ()
    """Other English forms that may stand for it: "Chinese" beside "China"."""

    @property
    def accepted(self) -> tuple[str, ...]:
        """The English forms that count as right, the printed one first."""
        return (self.en, *self.variants)


class Hit(NamedTuple):
    """Point at one use of a term."""

    span: Span
    term: Term


@dataclass(frozen=True, slots=True)
class Termbase:
    """Hold all terms, ready to be found."""

    terms: tuple[Term, ...] = ()
    _by_first: Mapping[str, tuple[Term, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index the terms by first character, longest first."""
        table: dict[str, list[Term]] = {}
        for term in self.terms:
            table.setdefault(_fold(term.zh[:1]), []).append(term)
        ordered = {first: tuple(sorted(group, key=lambda t: -len(t.zh))) for first, group in table.items()}
        object.__setattr__(self, "_by_first", ordered)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read `terms.tsv`, or a TBX file if the name ends in .tbx; a missing file is an empty termbase.

        `en` and `forbidden` may list several forms, "|" or ";" between them; the first of `en` is printed.
        Raises SettingsError with file and line if a row is wrong.
        """
        if not path.exists():
            return cls()
        return cls(tuple(_read_tbx(path) if path.suffix.lower() == ".tbx" else _read_tsv(path)))

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Find the terms that a text uses, in order and disjoint, the longest at each place.

        >>> [hit.term.en for hit in Termbase((Term("算能", "SOPHGO"),)).hits("算能的芯片有计算能力")]
        ['SOPHGO']
        """
        found: list[Hit] = []
        candidates = self._candidates(text)
        for start, end in _windows(text, candidates):
            inside = [hit for hit in candidates if start <= hit.span.start and hit.span.end <= end]
            found += _words_of_their_own(text, Span(start, end), inside)
        return tuple(found)

    def get(self, zh: str) -> Term | None:
        """Look a term up by its exact Chinese form."""
        return next((term for term in self._by_first.get(_fold(zh[:1]), ()) if term.zh == zh), None)

    def merged(self, others: Iterable[Term]) -> Self:
        """Add terms; a Chinese form that is there already keeps its entry."""
        known = {term.zh for term in self.terms}
        return type(self)((*self.terms, *(term for term in others if term.zh not in known)))

    def _candidates(self, text: str) -> list[Hit]:
        folded = text.lower() if len(text.lower()) == len(text) else text
        found = []
        for start, character in enumerate(folded):
            for term in self._by_first.get(character, ()):
                end = start + len(term.zh)
                same = text[start:end] == term.zh or (not term.zh.isascii() and folded[start:end] == _fold(term.zh))
                if same and _stands_free(text, start, end):
                    found.append(Hit(Span(start, end), term))
        return found


def _fold(text: str) -> str:
    return text.lower()


def _stands_free(text: str, start: int, end: int) -> bool:
    """Say whether neither neighbour continues the match's Latin word or numeral."""
    for inner, outer in ((start, start - 1), (end - 1, end)):
        if not 0 <= outer < len(text):
            continue
        a, b = text[inner], text[outer]
        if a.isascii() and b.isascii() and a.isalnum() and b.isalnum():
            return False
        if a in _NUMERALS and b in _NUMERALS:
            return False
    return True


def _windows(text: str, hits: Iterable[Hit]) -> list[tuple[int, int]]:
    """List the clauses around the hits, merged where they touch: segmentation never looks beyond punctuation."""
    breaks = [(m.start(), m.end()) for m in _BREAK.finditer(text)]
    windows: list[tuple[int, int]] = []
    for span, _ in hits:
        low = max((end for _, end in breaks if end <= span.start), default=0)
        high = min((start for start, _ in breaks if start >= span.end), default=len(text))
        if windows and low < windows[-1][1]:
            low, high = windows[-1][0], max(high, windows.pop()[1])
        windows.append((low, high))
    return windows


def _words_of_their_own(text: str, window: Span, hits: list[Hit]) -> list[Hit]:
    """Keep the hits that are words on the most probable path through the window."""
    clause = text[window.start : window.end]
    words = lexicon()
    edges: dict[int, dict[int, Hit | None]] = {
        start: dict.fromkeys((end + 1 for end in ends), None) for start, ends in words.get_DAG(clause).items()
    }
    for hit in hits:
        edges[hit.span.start - window.start][hit.span.end - window.start] = hit
    best: list[tuple[float, int]] = [(0.0, 0)] * (len(clause) + 1)
    for start in range(len(clause) - 1, -1, -1):
        best[start] = max((_weight(clause[start:end], hit) + best[end][0], end) for end, hit in edges[start].items())
    found, start = [], 0
    while start < len(clause):
        end = best[start][1]
        chosen = edges[start][end]
        found += [chosen] if chosen else _parts(clause[start:end], window.start + start, hits)
        start = end
    return found


def _parts(word: str, offset: int, hits: list[Hit]) -> list[Hit]:
    """Find terms that open or close a compound of the lexicon whose rest is a word of two characters: 苹果 in 苹果公司."""
    words = lexicon()
    for hit in sorted(hits, key=lambda h: h.span.start - h.span.end):
        low, high = hit.span.start - offset, hit.span.end - offset
        rest = word[high:] if low == 0 else word[:low] if high == len(word) else ""
        if 0 <= low < high <= len(word) and len(rest) >= 2 and words.FREQ.get(rest, 0):
            return [hit]
    return []


def _weight(word: str, hit: Hit | None) -> float:
    words = lexicon()
    count = (_term_count(hit.term.zh) if hit else 0) or words.FREQ.get(word, 0) or 1
    return math.log(count) - math.log(words.total)


@cache
def _term_count(zh: str) -> int:
    """Give a term at least the count at which the lexicon's own words would no longer cut it."""
    return max(int(lexicon().suggest_freq(zh, tune=False)), _LEAST_COUNT)


def _read_tsv(path: Path) -> list[Term]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as table:
            rows = list(csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8 from byte {error.start}; save it as UTF-8") from error
    header = [name.strip() for name in rows[0]] if rows else ["zh", "en"]
    unknown = [name for name in header if name not in COLUMNS]
    if unknown or header[:2] != ["zh", "en"]:
        raise SettingsError(f"{path}: line 1: columns must be {', '.join(COLUMNS)}, not {', '.join(header)}")
    terms, seen = [], dict[str, int]()
    for number, cells in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
            continue
        term = _term(path, number, dict(zip(header, (cell.strip() for cell in cells), strict=False)))
        if term.zh in seen:
            raise SettingsError(f"{path}: line {number}: {term.zh} stands in line {seen[term.zh]} already")
        seen[term.zh] = number
        terms.append(term)
    return terms


def _term(path: Path, number: int, row: dict[str, str]) -> Term:
    forms = _forms(row.get("en", ""))
    if not row.get("zh") or not forms:
        raise SettingsError(f"{path}: line {number}: zh and en must both be filled")
    return Term(
        row["zh"], forms[0], row.get("pos", ""), row.get("note", ""), _forms(row.get("forbidden", "")), forms[1:]
    )


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in re.split(r"[|;]", cell) if form.strip())


def _read_tbx(path: Path) -> list[Term]:
    """Read Chinese and English terms of a TBX file; entries without either language are left out."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.parse(str(path), parser)
    except (OSError, etree.XMLSyntaxError) as error:
        raise SettingsError(f"{path}: {error}") from error
    terms: dict[str, Term] = {}
    for entry in tree.iter("{*}termEntry", "{*}conceptEntry"):
        forms: dict[str, list[str]] = {}
        for lang in entry.iter("{*}langSet", "{*}langSec"):
            tag = (lang.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower()
            forms.setdefault(tag, []).extend(_words(term) for term in lang.iter("{*}term"))
        english = tuple(form for form in forms.get("en", []) if form)
        note = " ".join(_words(remark) for remark in entry.iter("{*}descrip", "{*}note"))
        for zh in forms.get("zh", []):
            if zh and english:
                terms.setdefault(zh, Term(zh, english[0], note=note, variants=english[1:]))
    return list(terms.values())


def _words(element: Any) -> str:
    return "".join(element.itertext()).strip()
