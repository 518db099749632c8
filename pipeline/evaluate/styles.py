"""Styles of pollution: each takes a document's lines and puts one kind of dirt into them, labelled."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import pairwise

from pipeline.evaluate.wording import SENTENCE, Article, Marked, Writer

Style = Callable[[Writer, list[Marked]], list[Marked]]


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
    if writer.rng.random() < 0.2:
        lines = _insert(writer, lines, writer.lines("figures", "body", 3, 6))
    return lines + writer.lines("closing", "body", 1, 1)


def markdown(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Dress lines as a Markdown source does: headings, lists, quotes, emphasis, an emoji; pollution wears the same dress."""
    return [line if line.spans else line._replace(text=_dressed(line, writer.rng)) for line in lines]


def _dressed(line: Marked, rng: random.Random) -> str:
    text = line.text
    if line.label in ("title", "heading"):
        return "#" * (1 if line.label == "title" else rng.randint(2, 3)) + " " + text
    if line.label in ("promo", "chrome") and len(text) < 9 and rng.random() < 0.5:
        return "## " + text
    if rng.random() < 0.4:
        return text
    if rng.random() < 0.3:
        return rng.choice(("- ", "> ", "* ", "1. ", "> - ", "2）", "👉")) + text
    if line.label not in ("body", "promo") or len(text) < 9:
        return text
    at = rng.randint(0, len(text) - 6)
    if rng.random() < 0.7:
        return text[:at] + "**" + text[at : at + 4] + "**" + text[at + 4 :]
    return rng.choice(("😄", "🔥", "👍")) + text


def hard_wrap(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Break paragraphs at a fixed width, as bulletin boards did."""
    width = writer.rng.randint(28, 42)
    result: list[Marked] = []
    for line in lines:
        if line.label != "body" or line.spans or len(line.text) <= width:
            result.append(line)
        else:
            indented = writer.rng.choice(("", "    ", "\u3000\u3000")) + line.text
            result += [line._replace(text=indented[at : at + width]) for at in range(0, len(indented), width)]
    return result


def foreign_words(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Quote a few lines of English, code or figures: they are text and must stay."""
    kind = writer.rng.choice(("english", "code", "figures"))
    return _insert(writer, lines, writer.lines(kind, "body", 2, 4))


def short_paragraphs(writer: Writer, lines: list[Marked]) -> list[Marked]:
    """Break some paragraphs into their sentences, as talkative writers do."""
    result: list[Marked] = []
    for line in lines:
        parts = SENTENCE.findall(line.text)
        whole = line.label == "body" and not line.spans and len(parts) > 1 and "".join(parts) == line.text
        if whole and writer.rng.random() < 0.6:
            result += [line._replace(text=part) for part in parts]
        else:
            result.append(line)
    return result


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
    titles = [_headline(writer) for _ in range(writer.rng.randint(2, 9))]
    found = [
        Marked(mark + title + tail.format(writer.rng.randint(10, 12), writer.rng.randint(10, 28)), "chrome")
        for title in titles
        if title
    ]
    if writer.rng.random() < 0.5:
        found = [Marked(writer.line("related_header"), "chrome"), *found]
    return found + lines if writer.rng.random() < 0.15 else lines + found


def _headline(writer: Writer) -> str:
    """Take another article's title or a catchy one; some ask or exclaim, as headlines do."""
    if writer.rng.random() < 0.4:
        return writer.line("headline")
    title = writer.other().title
    asks = title and title[-1] not in "？！?!" and writer.rng.random() < 0.3
    return title + writer.rng.choice(("？", "！", "?")) if asks else title


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
    if writer.rng.random() < 0.35:
        found = [*writer.lines("teaser_header", "promo", 1, 1), *writer.lines("teaser", "promo", 1, 2), *found]
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
    other = _stranger(writer)
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


def _stranger(writer: Writer) -> Article:
    """Choose an article on another subject: of several, the one that shares fewest pairs of characters with this one."""
    own = set(pairwise("".join(writer.article.paragraphs[:30])))
    found = [writer.other() for _ in range(8)]
    return min(found, key=lambda other: _shared(own, "".join(other.paragraphs[:30])))


def _shared(own: set[tuple[str, str]], text: str) -> float:
    pairs = set(pairwise(text))
    return len(own & pairs) / (len(pairs) or 1)


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
        starts = [0, *[match.end() for match in SENTENCE.finditer(text)][:-1]]
        at = writer.rng.choice(starts)
        lines[place] = Marked(text[:at] + word + text[at:], "body", ((at, at + len(word), "spam"),))
    return lines


HEAD: tuple[tuple[Style, float], ...] = ((byline, 0.6), (head_furniture, 0.55), (spam_title, 0.25), (tag_debris, 0.12))
"""Styles above the text with their chance, in the order they are applied."""

INNER: tuple[tuple[Style, float], ...] = (
    (short_paragraphs, 0.2),
    (hard_wrap, 0.08),
    (short_lines, 0.25),
    (foreign_words, 0.12),
    (caption, 0.2),
    (image_titles, 0.12),
    (promo_tails, 0.25),
    (injections, 0.15),
    (reader_notes, 0.05),
    (advert, 0.2),
    (splice, 0.28),
)
"""Styles inside the text with their chance."""

TAIL: tuple[tuple[Style, float], ...] = (
    (promo, 0.45),
    (frame, 0.12),
    (notice, 0.35),
    (tail_furniture, 0.6),
    (related, 0.4),
    (advert_story, 0.12),
    (comments, 0.1),
    (feed, 0.12),
    (link_farm, 0.25),
)
"""Styles below the text with their chance, in the order they are applied."""


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
