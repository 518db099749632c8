"""Soil clean articles and say of every character what it is: what the tagger of `pipeline.clean.tagger` learns from.

Four sources: dirty documents written for this purpose, from which some of the dirt is left out; what `pollute` makes; articles
of ours and of the user, into which written clauses are glued, lines set and other articles spliced; and the same articles clean.
The texts in `pipeline/data/tagged/` are synthetic, ours, MIT like the project.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from opencc import OpenCC

from pipeline.evaluate.lone import BODY, glued, written
from pipeline.evaluate.pollute import pollute
from pipeline.evaluate.splicing import Spliced, grams
from pipeline.evaluate.wording import Article

LETTERS = {"ad": "a", "promo": "p", "spam": "s", "chrome": "c", "offtopic": "o"}
"""Tags of pollution as letters; `.` is the article, `?` what may be either."""
ARTICLE, EITHER = ".", "?"
_MARK = re.compile(r"\{(ad|promo|spam|chrome|offtopic)\|([^{}]*)\}")
_NEUTRAL = ("byline", "caption")
_BREAK = "⏎"
_HALF = str.maketrans("，：；？！（）", ",:;?!()")
_INNER, _END = re.compile("[，；：]"), re.compile("[。！？]")
_BETWEEN = (" ", "　", "_", " - ", "-", " | ", "｜", " > ", " / ", "——", "·")
_LONGEST_OF_TITLE = 24
BRACKETS = ("（）", "【】", "()", "[]", "〖〗")


class Line(NamedTuple):
    """Hold a line with a letter for each of its characters."""

    text: str
    tags: str


class Soiled(NamedTuple):
    """Hold a document to learn from."""

    title: str
    lines: tuple[Line, ...]


class Dirty(NamedTuple):
    """Hold a document written with its dirt, as parts of one letter each."""

    title: list[Line]
    lines: list[list[Line]]


class Store:
    """Hold everything that documents are made of."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Take the user's clean articles; the rest is read from the package."""
        self.news = tuple(articles)
        self.own = tuple(_articles("clean_articles.txt"))
        self.dirty = tuple(_dirty("dirty_articles.txt"))
        self.glued = glued("practice")
        self.clauses = (*_rows("clauses.tsv"), *(("ad", one.clause) for one in self.glued))
        rows = _rows("lines.tsv")
        self.lines = (
            *(row for row in rows if row[0] in LETTERS),
            *((kind, text) for kind, text in written("practice") if kind != BODY),
        )
        self.asides = tuple(text for kind, text in rows if kind not in LETTERS)
        self.lookalikes = tuple(text for kind, text in written("practice") if kind == BODY)
        self.spliced = Spliced((*self.news, *self.own))


def soiled(store: Store, rng: random.Random) -> Soiled:
    """Make one document; it may be clean."""
    chance = rng.random()
    if chance < 0.24 and store.dirty:
        made = _thinned(store, rng)
    elif chance < 0.4 and store.news:
        made = _polluted(store, rng)
    elif chance < 0.48:
        made = _sentences(store, rng)
    elif chance < 0.7 or not store.news:
        made = _soil_article(store, rng, rng.choice(store.own))
    else:
        made = _soil_article(store, rng, rng.choice(store.news))
    return dressed(_titled(store, made, rng), rng)


def _rows(name: str) -> tuple[tuple[str, str], ...]:
    rows = (files("pipeline") / "data" / "tagged" / name).read_text("utf-8").splitlines()
    parts = [row.split("\t") for row in rows if not row.startswith("#")]
    return tuple((kind, text) for kind, text in parts)


def _documents(name: str) -> Iterator[tuple[str, list[str]]]:
    text = (files("pipeline") / "data" / "tagged" / name).read_text("utf-8")
    for part in text.split("=== ")[1:]:
        title, *lines = part.strip().splitlines()
        yield title, lines


def _articles(name: str) -> Iterator[Article]:
    return (Article(title, tuple(lines)) for title, lines in _documents(name))


def _dirty(name: str) -> Iterator[Dirty]:
    """Read documents as a title and lines of parts, each part of one letter."""
    for title, lines in _documents(name):
        yield Dirty(_parts(title), [_parts(line) for line in lines])


def _parts(line: str) -> list[Line]:
    found, place = [], 0
    for match in _MARK.finditer(line):
        found.append(plain(line[place : match.start()]))
        found.append(Line(match[2], LETTERS[match[1]] * len(match[2])))
        place = match.end()
    return [part for part in (*found, plain(line[place:])) if part.text]


def plain(text: str) -> Line:
    """Take a text for the article's."""
    return Line(text, ARTICLE * len(text))


def _joined(parts: Sequence[Line]) -> Line:
    return Line("".join(part.text for part in parts), "".join(part.tags for part in parts))


def _thinned(store: Store, rng: random.Random) -> Soiled:
    """Take a dirty document as other rules might leave it: some of its dirt is gone already."""
    head, lines = rng.choice(store.dirty)
    title = _joined(head)
    keep = rng.choice((1.0, 1.0, 0.7, 0.4, 0.2))
    thin = [[part for part in line if ARTICLE in part.tags or rng.random() < keep] for line in lines]
    made = [line for line in map(_joined, thin) if line.text.strip()]
    made = sown(store, rng, made) if rng.random() < 0.35 else made
    return Soiled(title.text, tuple(made) if set(title.tags) == {ARTICLE} else (title, *made))


def _polluted(store: Store, rng: random.Random) -> Soiled:
    article = rng.choice(store.news)
    made = pollute(article._replace(paragraphs=clipped(rng, article.paragraphs)), store.news, rng.randrange(10**9))
    lines = []
    for marked in made.lines:
        letter = EITHER if marked.dup or marked.label in _NEUTRAL else LETTERS.get(marked.label, ARTICLE)
        tags = [letter] * len(marked.text)
        for start, end, label in marked.spans:
            tags[start:end] = LETTERS.get(label, "s") * (end - start)
        lines.append(Line(marked.text, "".join(tags)))
    return Soiled(article.title, tuple(lines))


def _sentences(store: Store, rng: random.Random) -> Soiled:
    """String sentences of articles together that were written with a foreign clause; some have lost it."""
    lines = []
    for one in rng.sample(store.glued, rng.randint(2, 4)):
        foreign = Line(one.clause, "a" * len(one.clause)) if rng.random() < 0.6 else Line("", "")
        lines.append(_joined([plain(one.before), foreign, plain(one.behind)]))
    return Soiled("", tuple(lines))


def _soil_article(store: Store, rng: random.Random, article: Article) -> Soiled:
    lines = [plain(text) for text in clipped(rng, article.paragraphs)]
    if rng.random() < 0.06 and store.lookalikes:
        text = rng.choice(store.lookalikes)
        lines.insert(rng.randint(0, len(lines)), Line(text, EITHER * len(text)))
    if rng.random() < 0.22:
        return Soiled(article.title, tuple(lines))
    if rng.random() < 0.4 and len(lines) > 2:
        lines = _splice(store, rng, lines, article)
    return Soiled(article.title, tuple(sown(store, rng, lines)))


def clipped(rng: random.Random, paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Take four to sixteen paragraphs of an article, mostly its first."""
    size = rng.randint(4, 16)
    start = rng.randint(0, max(0, len(paragraphs) - size)) if rng.random() < 0.4 else 0
    return tuple(paragraphs[start : start + size])


def _splice(store: Store, rng: random.Random, lines: list[Line], article: Article) -> list[Line]:
    """Set a stretch of another article, mostly a near one, between the lines or in turn with them."""
    other = rng.choice(store.own) if rng.random() < 0.2 else store.spliced.near(grams(article), rng)
    if other == article:
        return lines
    size = rng.randint(1, 6)
    start = rng.randint(0, max(0, len(other.paragraphs) - size)) if rng.random() < 0.4 else 0
    strange = [Line(text, "o" * len(text)) for text in other.paragraphs[start : start + size]]
    if rng.random() < 0.35:
        first, made = rng.randint(1, 2), []
        for number, line in enumerate(lines, 1):
            made.append(line)
            if number >= first and strange and rng.random() < 0.8:
                made.append(strange.pop(0))
        return made
    place = rng.randint(1, len(lines))
    return [*lines[:place], *strange, *lines[place:]]


def sown(store: Store, rng: random.Random, lines: Sequence[Line]) -> list[Line]:
    """Glue clauses into paragraphs and set lines between, before and behind them."""
    made = list(lines)
    prose = [number for number, line in enumerate(made) if len(line.text) > 20]
    for _ in range(rng.choice((0, 1, 1, 2, 3, 4)) if prose else 0):
        number = rng.choice(prose)
        made[number] = _glue(rng, made[number], *_clause(store, rng))
    for _ in range(rng.choice((0, 1, 1, 2, 3, 5))):
        kind, text = rng.choice(store.lines)
        where = rng.random()
        place = rng.randint(0, len(made)) if where < 0.6 else 0 if where < 0.75 else len(made)
        open_end = rng.random() < 0.5
        texts = [part.rstrip("。") if open_end else part for part in text.split(_BREAK) if part.strip()]
        made[place:place] = [Line(part, LETTERS[kind] * len(part)) for part in texts]
    for text in rng.sample(store.asides, rng.choice((0, 0, 1, 2))):
        place = rng.randint(0, len(made))
        made[place:place] = [plain(part) for part in text.split(_BREAK) if part.strip()]
    return made


def _clause(store: Store, rng: random.Random) -> tuple[str, str]:
    """Choose a clause with its kind; now and then a short line, or keywords in a row."""
    if rng.random() < 0.05:
        return rng.choice([line for line in store.lines if len(line[1]) < 60 and _BREAK not in line[1]])
    if rng.random() < 0.12:
        words = [text.strip("，。！") for kind, text in rng.sample(store.clauses, 6) if kind == "spam"][:3]
        if words:
            return "spam", rng.choice((" ", "，", "、", "|", "")).join(words)
    return rng.choice(store.clauses)


def _glue(rng: random.Random, line: Line, kind: str, clause: str) -> Line:
    """Set a clause behind a comma or a sentence, before the last mark, at the head, or anywhere between two characters."""
    text, bare, how = line.text, clause.strip().rstrip("，。；！、,.!"), rng.random()
    inner = [match.end() for match in _INNER.finditer(text) if line.tags[match.start()] == ARTICLE]
    ends = [match.end() for match in _END.finditer(text) if line.tags[match.start()] == ARTICLE]
    if how < 0.38 and inner:
        place, added = rng.choice(inner), (bare if rng.random() < 0.8 else clause) + rng.choice("，，，，，。！、 ")
    elif how < 0.7 and ends:
        place = rng.choice(ends)
        added = (bare if rng.random() < 0.7 else clause) + rng.choice(("。", "。", "！", "", "，", "…"))
    elif how < 0.8:
        place, added = 0, bare + rng.choice(("，", "。", " ", "！", "：", ""))
    elif how < 0.88 and ends:
        place, added = rng.choice(ends) - 1, rng.choice("，，； ") + bare
    else:
        place, added = rng.randint(1, max(1, len(text) - 1)), bare if rng.random() < 0.8 else clause
        added = f" {added} " if rng.random() < 0.3 else added
    if rng.random() < 0.08:
        brackets = rng.choice(BRACKETS)
        added = brackets[0] + added.strip(" ，。") + brackets[1]
    tags = line.tags[:place] + LETTERS[kind] * len(added) + line.tags[place:]
    return Line(text[:place] + added + text[place:], tags)


def _titled(store: Store, made: Soiled, rng: random.Random) -> Soiled:
    """Set the title above some texts, as pages do; a site's name, a path or an advert may hang on to it."""
    if not made.title or rng.random() < 0.5 or (made.lines and made.lines[0].text.startswith(made.title)):
        return made
    parts = [plain(made.title)]
    if rng.random() < 0.45:
        kind, text = rng.choice(store.clauses if rng.random() < 0.6 else store.lines)
        if len(text) <= _LONGEST_OF_TITLE and _BREAK not in text:
            before = rng.random() < 0.3
            between = rng.choice(_BETWEEN)
            bare = text.strip("，。！ ")
            added = bare + between if before else between + bare
            parts.insert(0 if before else 1, Line(added, LETTERS[kind] * len(added)))
    return made._replace(lines=(_joined(parts), *made.lines))


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def _traditional(text: str) -> str:
    return "".join(_converter().convert(char)[:1] or char for char in text)


def dressed(made: Soiled, rng: random.Random) -> Soiled:
    """Give some documents half-width marks, some Traditional script, and take the title of some away."""
    title, lines = made
    if rng.random() < 0.12:
        lines = tuple(line._replace(text=line.text.translate(_HALF)) for line in lines)
    if rng.random() < 0.06:
        lines = tuple(line._replace(text=_traditional(line.text)) for line in lines)
        title = _traditional(title)
    return Soiled("" if rng.random() < 0.2 else title, lines)
