"""Pollute clean articles on purpose, with labels: what the clean room learns from and is measured on.

The kinds are those seen on real pages: spam titles, breadcrumbs, counters, share bars, related lists, feed dumps, link farms,
adverts as prose, promo lines and sentences, SEO frames, spliced and interleaved articles, injected words, inserted readings,
tag debris, a page in Traditional script whose spam is Simplified. Wordings come from `pipeline/data/pollution_grammar.toml`;
those under `unseen` never teach. One seed gives one document, whatever was made before.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from opencc import OpenCC

_SLOT = re.compile(r"\{(\w+)(?::(\d+))?\}")
_HALF = str.maketrans("，：；？！（）", ",:;?!()")
_SENTENCE = re.compile(r"[^。！？]+[。！？]")
_LETTERS = "abcdefghijkmnopqrstuvwxyz"


class Article(NamedTuple):
    """Hold a clean article."""

    title: str
    paragraphs: tuple[str, ...]


class Marked(NamedTuple):
    """Hold one line of a polluted document with its true label."""

    text: str
    label: str
    spans: tuple[tuple[int, int, str], ...] = ()
    """(start, end, label) of pollution inside a kept line."""
    dup: bool = False
    """A repeat of the title, neither content nor pollution."""


class Polluted(NamedTuple):
    """Hold a polluted document."""

    lines: tuple[Marked, ...]
    styles: tuple[str, ...]
    """Names of the styles applied, in order."""

    @property
    def text(self) -> str:
        """The document as a file would hold it."""
        return "\n".join(line.text for line in self.lines)


@cache
def _grammar() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("pipeline") / "data" / "pollution_grammar.toml").read_text("utf-8"))


class Writer:
    """Write wordings of one manner ("practice" or "unseen") around one article."""

    def __init__(self, rng: random.Random, manner: str, article: Article, others: Sequence[Article]) -> None:
        """Keep the source of chance, the wordings and the articles that titles and sentences are taken from."""
        self.rng = rng
        self.wordings = _grammar()[manner]
        self.slots = _grammar()["slots"]
        self.article = article
        self.others = others

    def line(self, kind: str) -> str:
        """Write one wording of a kind with all slots filled."""
        text = self.rng.choice(self.wordings[kind])
        for _ in range(6):
            if "{" not in text:
                break
            text = _SLOT.sub(self._fill, text)
        return text

    def lines(self, kind: str, label: str, least: int, most: int) -> list[Marked]:
        """Write several different lines of a kind."""
        count = min(self.rng.randint(least, most), len(self.wordings[kind]))
        return [Marked(text, label) for text in dict.fromkeys(self.line(kind) for _ in range(count))]

    def other(self) -> Article:
        """Choose another article."""
        return self.rng.choice(self.others)

    def sentence(self) -> str:
        """Take a sentence of another article, sometimes cut off."""
        found = _SENTENCE.findall("".join(self.other().paragraphs[:6]))
        text = self.rng.choice(found) if found else self.other().title
        return text[: self.rng.randint(15, 60)] if self.rng.random() < 0.5 else text

    def _fill(self, match: re.Match[str]) -> str:
        name, count = match.group(1), int(match.group(2) or 1)
        rng = self.rng
        if name == "digits":
            return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))
        if name == "letters":
            return "".join(rng.choice(_LETTERS) for _ in range(count))
        if name == "date":
            form = rng.choice(("{}-{:02}-{:02}", "{}年{}月{}日", "{}/{:02}/{:02}", "{}.{:02}.{:02}"))
            return form.format(rng.randint(2009, 2025), rng.randint(1, 12), rng.randint(1, 28))
        if name == "clock":
            return f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"
        if name in ("title", "other"):
            return self.article.title if name == "title" else self.other().title
        return self.sentence() if name == "sentence" else rng.choice(self.slots[name])


Style = Callable[[Writer, list[Marked]], list[Marked]]


def _body(article: Article) -> list[Marked]:
    lines = [Marked(article.title, "title")] if article.title else []
    return lines + [Marked(text, _kind(text)) for text in article.paragraphs]


def _kind(text: str) -> str:
    """Guess whether a line of a clean article is a heading."""
    return "heading" if 2 <= len(text) <= 24 and text[-1] not in "。！？!?…”：:；;，,、." else "body"


def head_furniture(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put bars, breadcrumbs and counters above the title."""
    return [*writer.lines("chrome_head", "chrome", 1, 7), *lines]


def byline(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put author, editor, date and source below the title, and sometimes the title again."""
    found = writer.lines("byline", "byline", 1, 3)
    if writer.rng.random() < 0.3:
        found += writer.lines("chrome_head", "chrome", 1, 2)
    if writer.article.title and writer.rng.random() < 0.25:
        found.append(Marked(writer.article.title, "title", dup=True))
    place = _after_title(lines)
    return lines[:place] + found + lines[place:]


def caption(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put captions between paragraphs."""
    for found in writer.lines("caption", "caption", 1, 2):
        lines = _insert(writer, lines, [found])
    return lines


def short_lines(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Give the article short lines of its own: an epigraph, a closing word. They are text and must stay."""
    if writer.rng.random() < 0.3:
        place = _after_title(lines)
        lines = lines[:place] + writer.lines("epigraph", "body", 1, 1) + lines[place:]
    return lines + writer.lines("closing", "body", 1, 1)


def spam_title(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put a line of adult or betting keywords on top, sometimes in the title's place."""
    if lines and lines[0].label == "title" and writer.rng.random() < 0.25:
        lines = lines[1:]
    return [*writer.lines("spam_title", "spam", 1, 2), *lines]


def link_farm(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put a link farm or a list of shop links at the end, rarely in the middle."""
    if writer.rng.random() < 0.5:
        return lines + writer.lines("spam_farm", "spam", 1, 2)
    found = writer.lines("spam_list", "spam", 2, 8)
    return lines + found if writer.rng.random() < 0.7 else _insert(writer, lines, found)


def tail_furniture(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put buttons, forms, neighbours and footers below the text."""
    return lines + writer.lines("chrome_tail", "chrome", 2, 14)


def notice(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put a reprint notice or disclaimer below the text, sometimes above it."""
    found = writer.lines("chrome_notice", "chrome", 1, 2)
    place = _after_title(lines)
    return lines[:place] + found + lines[place:] if writer.rng.random() < 0.15 else lines + found


def related(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put a list of other titles below the text, sometimes above it."""
    mark = writer.rng.choice(("", "", "- ", "· ", "• ", "1.", "▪ "))
    tail = writer.rng.choice(("", "", "[图]", " {}-{}", "（图）"))
    titles = [writer.other().title for _ in range(writer.rng.randint(2, 9))]
    found = [
        Marked(mark + title + tail.format(writer.rng.randint(10, 12), writer.rng.randint(10, 28)), "chrome")
        for title in titles
        if title
    ]
    if writer.rng.random() < 0.75:
        found = [Marked(writer.line("related_header"), "chrome"), *found]
    return found + lines if writer.rng.random() < 0.15 else lines + found


def feed(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put a dump of unrelated posts below the text."""
    mark = writer.rng.choice(("", "• ", "  • ", "- "))
    posts = [Marked(mark + writer.line("feed"), "chrome") for _ in range(writer.rng.randint(4, 16))]
    return lines + ([Marked(writer.line("related_header"), "chrome")] if writer.rng.random() < 0.6 else []) + posts


def comments(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put readers' comments below the text."""
    return [*lines, Marked("网友评论", "chrome"), *writer.lines("comment", "chrome", 1, 5)]


def frame(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put the sentences of a content farm around the text."""
    place = _after_title(lines)
    if writer.rng.random() < 0.6:
        lines = lines[:place] + writer.lines("frame_head", "chrome", 1, 1) + lines[place:]
    return lines + writer.lines("frame_tail", "chrome", 1, 1)


def promo(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put promo lines below, above or inside the text."""
    found = writer.lines("promo", "promo", 1, 4)
    choice = writer.rng.random()
    place = _after_title(lines)
    if choice < 0.6:
        return lines + found
    return lines[:place] + found[:2] + lines[place:] if choice < 0.8 else _insert(writer, lines, found[:1])


def advert(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put single adverts into or below the text."""
    for found in writer.lines("ad_line", "ad", 1, 2):
        lines = _insert(writer, lines, [found]) if writer.rng.random() < 0.6 else [*lines, found]
    return lines


def advert_story(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Append an advert written as an article of its own, its headline sometimes glued to the title."""
    kind = writer.rng.choice(("ad_story", "ad_story", "ad_story2"))
    story = writer.lines(kind, "ad", 6, 20)
    headline = story[0].text
    if lines and lines[0].label == "title" and writer.rng.random() < 0.4:
        title = lines[0].text
        glued = Marked(f"{title} {headline}", "title", ((len(title), len(title) + 1 + len(headline), "ad"),))
        lines = [glued, *lines[1:]] if writer.rng.random() < 0.4 else [glued._replace(dup=True), *lines]
        story = [Marked(headline, "ad"), *story]
    return lines + story


def splice(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put another article after, into or between the paragraphs of this one."""
    other = writer.other()
    paragraphs = [text for text in other.paragraphs if len(text) > 20][: writer.rng.randint(5, 25)]
    if len(paragraphs) < 5 or len(_prose(lines)) < 5:
        return lines
    foreign = [
        Marked(text, "offtopic")
        for text in ([other.title] if other.title and writer.rng.random() < 0.6 else []) + paragraphs
    ]
    choice = writer.rng.random()
    if choice < 0.5:
        return lines + foreign
    if choice < 0.7:
        return _insert(writer, lines, foreign)
    result: list[Marked] = []
    pending = list(foreign)
    for line in lines:
        result.append(line)
        if line.label == "body" and pending:
            result.append(pending.pop(0))
    return result


def tag_debris(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put lines of empty tags above and below the text."""
    return writer.lines("tags", "chrome", 1, 4) + lines + writer.lines("tags", "chrome", 0, 2)


def reader_notes(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put a novel site's notes into the text."""
    return _insert(writer, lines, writer.lines("reader", "chrome", 1, 1))


def image_titles(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Repeat the title between paragraphs, as images' texts do."""
    if not writer.article.title:
        return lines
    for _ in range(writer.rng.randint(1, 3)):
        lines = _insert(writer, lines, [Marked(writer.article.title, "caption", dup=True)])
    return lines


def promo_tails(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Put a promo sentence or clause at the end of some paragraphs."""
    places = _prose(lines)
    for place in writer.rng.sample(places, min(len(places), writer.rng.randint(1, 3))):
        text = lines[place].text
        if writer.rng.random() < 0.7 or text[-1] != "。":
            added = writer.line("promo_sentence")
            lines[place] = Marked(text + added, "body", ((len(text), len(text) + len(added), "promo"),))
        else:
            added = writer.line("promo_clause")
            lines[place] = Marked(
                text[:-1] + added + "。", "body", ((len(text) - 1, len(text) - 1 + len(added), "promo"),)
            )
    return lines


def injections(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Glue spam words to the start of a sentence, and a site's name in brackets behind a word."""
    places = _prose(lines)
    for place in writer.rng.sample(places, min(len(places), writer.rng.randint(1, 2))):
        text = lines[place].text
        if lines[place].spans:
            continue
        word = writer.line("inject")
        starts = [0, *[match.end() for match in _SENTENCE.finditer(text)][:-1]]
        at = writer.rng.choice(starts)
        lines[place] = Marked(text[:at] + word + text[at:], "body", ((at, at + len(word), "spam"),))
    return lines


HEAD: tuple[tuple[Style, float], ...] = ((byline, 0.6), (head_furniture, 0.55), (spam_title, 0.25), (tag_debris, 0.12))
"""Styles above the text with their chance, in the order they are applied."""

INNER: tuple[tuple[Style, float], ...] = (
    (short_lines, 0.25),     (caption, 0.2), (image_titles, 0.12), (promo_tails, 0.25), (injections, 0.15), (reader_notes, 0.05), (advert, 0.2), (splice, 0.2),
)  # fmt: skip
"""Styles inside the text with their chance."""

TAIL: tuple[tuple[Style, float], ...] = (
    (promo, 0.45), (frame, 0.12), (notice, 0.35), (tail_furniture, 0.6), (related, 0.4), (advert_story, 0.12), (comments, 0.1), (feed, 0.12),
    (link_farm, 0.25),
)  # fmt: skip
"""Styles below the text with their chance, in the order they are applied."""

NEAR_CLEAN = 0.15
"""Share of documents that get nothing but, sometimes, a byline."""


def pollute(article: Article, others: Sequence[Article], seed: int, manner: str = "practice") -> Polluted:
    """Pollute an article with chance styles.

    others: articles that splices, lists and feeds are taken from; manner: "practice" or "unseen" wordings.
    """
    rng = random.Random(f"{seed}:{manner}")
    writer = Writer(rng, manner, article, others)
    lines = _body(article)
    if lines and lines[0].label == "title" and rng.random() < 0.12:
        lines = lines[1:]
    near_clean = rng.random() < NEAR_CLEAN
    applied = []
    for style, chance in (*INNER, *HEAD, *TAIL):
        if (
            rng.random() < (0.3 if style in (byline, short_lines, caption) else 0.0)
            if near_clean
            else rng.random() < chance
        ):
            lines = style(writer, lines)
            applied.append(style.__name__)
    if rng.random() < 0.4:
        lines = [line._replace(text=line.text.translate(_HALF)) for line in lines]
    if rng.random() < 0.12:
        lines = [_traditional(line) for line in lines]
        applied.append("traditional")
    return Polluted(tuple(line for line in lines if line.text.strip()), tuple(applied))


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def _traditional(line: Marked) -> Marked:
    """Convert a line character by character, as sites do; spam stays Simplified, so does a line that would change length."""
    after = "".join(_converter().convert(char) for char in line.text)
    return line if line.label == "spam" or len(after) != len(line.text) else line._replace(text=after)


def _after_title(lines: Sequence[Marked]) -> int:
    return next((place + 1 for place, line in enumerate(lines) if line.label == "title" and not line.dup), 0)


def _prose(lines: Sequence[Marked]) -> list[int]:
    return [
        place for place, line in enumerate(lines) if line.label == "body" and len(line.text) > 20 and not line.spans
    ]


def _insert(writer: Writer, lines: list[Marked], found: list[Marked]) -> list[Marked]:
    """Put lines behind a chance paragraph of the text."""
    places = [place + 1 for place, line in enumerate(lines) if line.label == "body"] or [len(lines)]
    place = writer.rng.choice(places)
    return lines[:place] + found + lines[place:]
