"""Adverts and keyword farms set between the paragraphs of an article, and into them: what is sold, on what terms, how to get it.

The line classifier trusts the middle of a text, where most adverts of content farms stand. Here a line, or else a sentence or a
clause, is weighed by itself: words of a trade, of its terms, of asking, and a contact however disguised. What reports about
such trade (a warning, a quotation, an article whose subject it is) is not what offers it, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from pipeline.clean import disguise
from pipeline.clean.evidence import Evidence
from pipeline.clean.vocabulary import fold, hits
from pipeline.clean.words import Words
from pipeline.document import Block, Document, Removal
from pipeline.han import han_chars
from pipeline.segments import sentences

_ADVERT = Removal("ad", "clean.offers.advert", "It offers something, names its terms and asks to be contacted.", 0.9)
_FARM = Removal("spam", "clean.offers.keywords", "It strings together words of a trade for search engines.", 0.9)

_TERMS, _ASK = "terms", "ask"
_SPAM_WORDS = frozenset({"betting", "adult", "shady"})
_SPAM_FAMILIES = frozenset({"betting", "escort", "live", "netdisk"})
_SERVICES = frozenset(
    {
        "travel",
        "goods",
        "lesson",
        "shop",
        "recycle",
        "trade",
        "telecom",
        "cars",
        "house",
        "decor",
        "abroad",
        "study",
        "hosting",
    }
)
"""What decent texts recommend, with price and telephone."""
_LEAST_SCORE, _LEAST_SCORE_OF_SERVICE, _LEAST_SCORE_AT_HOME = 4, 5, 6
_MOST_SOLD, _MOST_TERMS = 4, 3
_MOST_NAMED = 6
"""So many words of trades in a stretch need no terms to be an offer."""
_CONTACT = 2
_LONGEST = 160
_LEAST_CHARS = 6
_LONGEST_QUESTION = 16
_MOST_LEFT = 0.3
"""An advert leaves whole with what little stands in its line beside it."""
_LEAST_SPEAKING = 0.75
_LEAST_AROUND = 8
"""Fewer Han characters around an advert in its sentence are part of it."""
_HOME_LINES = 3
"""So many other lines that speak of a trade make it the article's subject."""
_LEAST_GLUED = 8
"""So many Han characters behind the last word of an advert, in its clause, are the author's."""
_LEAST_PIECES = 3
_PIECE_SHARE = 0.5
_LEAST_COVERED = 0.45
_REPORTED = re.compile(
    r"骗|诈|警方|民警|嫌疑|受害|法院|据称|告诉|表示|介绍说|声称|号称|谎称|打着|所谓|宣称|话术|陷阱|警惕|提醒|曝光|违法|犯罪|记者|查处|整治|打击|被罚|监管|举报"
    r"|说[,:，：“]|条例|办法|规定|通知|广告(?!】|\]|位|合作)"
)
TOLD = re.compile(r"(?<![加联系滴找戳点撩])我|[他她]|那[年天时]|当[时年]|曾经?")
"""Somebody tells what happened."""
_QUOTED = re.compile(r"“[^”]{6,}”|「[^」]{6,}」|‘[^’]{6,}’|《[^》]+》")
_ENDS = re.compile("[。！？!?；;]")
_STOPS = re.compile("[，,]")
_SPACES = re.compile(r"[\s|丨｜/·、_,，—–-]+")
_GRAMMAR = re.compile("[的了是在和也就都不有着过吗呢吧把被]")
_LONGEST_PIECE = 14
_LEAST_ENGLISH = 3
_CLAUSE = re.compile("[，,；;。！？!?]+")


class _Found(NamedTuple):
    """Hold what a stretch of text says of an offer."""

    families: frozenset[str]
    sold: int
    """Different words of trades."""
    terms: int
    asks: bool
    contact: bool
    covered: int
    """Characters of the words of trades."""

    @property
    def score(self) -> int:
        """Add up what speaks for an offer; 0 where nothing is sold, or little but a trade is named."""
        if not self.sold or (not (self.terms or self.asks or self.contact) and self.sold < _MOST_NAMED):
            return 0
        return min(self.sold, _MOST_SOLD) + min(self.terms, _MOST_TERMS) + self.asks + _CONTACT * self.contact


def strip_offers(doc: Document, evidence: Evidence) -> Document:
    """Label the lines that are adverts or keyword farms, and cut adverts out of the others."""
    found = [_found(_plain(block.text)) if _may_hold(block) else None for block in doc.blocks]
    if not any(seen is not None and seen.sold for seen in found):
        return doc
    homes = _homes(doc.blocks, found)
    return replace(
        doc,
        blocks=tuple(
            _strip(block, homes) if seen is not None and seen.sold else block
            for block, seen in zip(doc.blocks, found, strict=True)
        ),
    )


def _may_hold(block: Block) -> bool:
    return block.removal is None and block.kind not in ("code", "table", "title") and len(block.text) >= _LEAST_CHARS


def _plain(text: str) -> str:
    return disguise.lift(fold(text))


@cache
def _index() -> tuple[Words, tuple[str, ...]]:
    """Load the words with the family of each."""
    family_of: dict[str, str] = {}
    for line in (files("pipeline") / "data" / "offer_words.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            family, listed = line.split("\t")
            for word in listed.split(" "):
                family_of.setdefault(word, family)
    words = Words(family_of)
    return words, tuple(family_of[word] for word in words.words)


def _found(plain: str) -> _Found | None:
    """Weigh a stretch of text without its quotations; None where no word of an offer stands."""
    words, families = _index()
    places = words.places(plain)
    if not places:
        return None
    quoted = [match.span() for match in _QUOTED.finditer(plain)]
    if quoted:
        places = [place for place in places if not any(a < place[1] and place[2] < b for a, b in quoted)]
    sold = {number for number, _, _ in places if families[number] not in (_TERMS, _ASK)}
    covered = {at for number, start, end in places if number in sold for at in range(start, end)}
    kinds = [families[number] for number, _, _ in places]
    return _Found(
        frozenset(families[number] for number in sold),
        len(sold),
        len({number for number, _, _ in places if families[number] == _TERMS}),
        _ASK in kinds,
        bool(sold) and disguise.has_contact(plain),
        len(covered),
    )


def trade_words(plain: str) -> int:
    """Count the different words of trades and of their terms in a plain text, its quotations left out.

    >>> trade_words("祖传秘方,无效退款") > 1, trade_words("江上的雾")
    (True, 0)
    """
    found = _found(plain)
    return found.sold + found.terms if found else 0


def _homes(blocks: Sequence[Block], found: Sequence[_Found | None]) -> frozenset[str]:
    """Name the trades that the article itself speaks of: its title does, or several lines that offer nothing."""
    counts: dict[str, int] = {}
    for block, seen in zip(blocks, found, strict=True):
        if block.removal is not None:
            continue
        if block.kind == "title":
            titled = _found(_plain(block.text))
            for family in titled.families if titled else ():
                counts[family] = counts.get(family, 0) + _HOME_LINES
        elif seen is not None and seen.score < _LEAST_SCORE and not is_farm(_plain(block.text)):
            for family in seen.families:
                counts[family] = counts.get(family, 0) + 1
    return frozenset(family for family, count in counts.items() if count >= _HOME_LINES)


def _strip(block: Block, homes: frozenset[str]) -> Block:
    plain = _plain(block.text)
    if is_farm(plain):
        return block.remove(_FARM)
    found = sentences(block.text)
    cuts = _with_questions(plain, found, [span for start, end in found for span in _parts(plain, start, end, homes)])
    left = han_chars(plain) - sum(han_chars(plain[start:end]) for start, end in cuts)
    if cuts and left < _MOST_LEFT * han_chars(plain):
        return block.remove(_ADVERT)
    if len(found) > 1 and offers(plain, homes) and _speaking(plain, found) >= _LEAST_SPEAKING:
        return block.remove(_ADVERT)
    return block.cut(_ADVERT.rule, cuts, _ADVERT) if cuts else block


def _speaking(plain: str, found: Sequence[tuple[int, int]]) -> float:
    """Measure the share of a line that stands in sentences with words of an offer."""
    return sum(end - start for start, end in found if _found(plain[start:end])) / max(1, len(plain))


def _with_questions(plain: str, found: Sequence[tuple[int, int]], cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Add to what is cut the short questions that lead up to it and name the trade."""
    starts = {start for start, _ in cuts}
    asked = [
        before
        for before, (start, _) in pairwise(found)
        if start in starts and plain[before[1] - 1] == "?" and before[1] - before[0] <= _LONGEST_QUESTION
    ]
    return sorted({*cuts, *((span[0], span[1]) for span in asked)})


def offers(plain: str, homes: frozenset[str] = frozenset()) -> bool:
    """Tell whether a plain text as a whole is an advert.

    homes: trades that the article itself speaks of; these need more.

    >>> offers("祖传秘方专治失眠,无效退款,加微abc12345"), offers("他祖传的秘方在火灾中失传了。")
    (True, False)
    """
    if len(plain) > _LONGEST or _REPORTED.search(plain):
        return False
    found = _found(plain)
    if found is None or (found.sold < 2 and not found.contact):
        return False
    if not found.contact and TOLD.search(plain):
        return False
    if found.families <= homes:
        return found.score >= _LEAST_SCORE_AT_HOME
    return found.score >= (_LEAST_SCORE_OF_SERVICE if found.families <= _SERVICES else _LEAST_SCORE)


def is_farm(plain: str) -> bool:
    """Tell whether a plain text is a run of search words of trades: no clauses, most of its pieces name one.

    >>> is_farm("某地搬家公司 某地开锁换锁 某地空调维修"), is_farm("搬家那天,开锁的师傅来得很晚。")
    (True, False)
    """
    if _ENDS.search(plain):
        return False
    if not han_chars(plain):
        found = _found(plain)
        return found is not None and found.families == {"english"} and found.sold >= _LEAST_ENGLISH
    parts = [part for part in _SPACES.split(plain.strip()) if part]
    if len(parts) < _LEAST_PIECES or han_chars(plain) < 3 * len(parts):
        return False
    if _STOPS.search(plain) and (_GRAMMAR.search(plain) or max(map(len, parts)) > _LONGEST_PIECE):
        return False
    return sum(map(_sells, parts)) >= max(_LEAST_PIECES, _PIECE_SHARE * len(parts))


def _sells(part: str) -> bool:
    """Tell whether a search word names a trade, a game of chance or worse."""
    seen = _found(part)
    return (seen is not None and seen.sold > 0) or any(hit.kind in _SPAM_WORDS for hit in hits(part))


def _parts(plain: str, start: int, end: int, homes: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Find what of one sentence is an advert: all of it, or a run of its clauses."""
    sentence = plain[start:end]
    seen = _found(sentence)
    if seen is None or not seen.sold:
        return
    if offers(sentence, homes):
        first, last = _selling_part(sentence)
        around = _LEAST_AROUND * (2 if seen.score >= _LEAST_SCORE_AT_HOME else 1)
        whole = han_chars(sentence[:first]) + han_chars(sentence[last:]) < around
        yield (start, end) if whole else (start + first, start + last)
        return
    for a, b in _clauses(sentence):
        own = _found(sentence[a:b])
        if own is None or own.families <= homes or _REPORTED.search(sentence[a:b]):
            continue
        dense = own.covered >= _LEAST_COVERED * len(sentence[a:b].strip("，, "))
        if own.sold >= 2 and dense and own.families & _SPAM_FAMILIES:
            yield start + a, start + b
    for a, b in _selling_runs(sentence):
        if offers(sentence[a:b], homes):
            first, last = _selling_part(sentence[a:b])
            yield start + a + first, start + a + last


def _selling_runs(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of neighbouring clauses that hold words of an offer, where others stand beside them."""
    run: tuple[int, int] | None = None
    for a, b in _clauses(sentence):
        if _found(sentence[a:b]) is None:
            if run:
                yield run
            run = None
        else:
            run = (run[0] if run else a, b)
    if run and run[0] > 0:
        yield run


def _selling_part(sentence: str) -> tuple[int, int]:
    """Find the clauses of a sentence that an advert takes up, to the end of its contact where words go on after it."""
    selling = [(a, b) for a, b in _clauses(sentence) if _found(sentence[a:b]) or disguise.has_contact(sentence[a:b])]
    sold = [a for a, b in selling if (seen := _found(sentence[a:b])) is not None and seen.sold]
    first, last = min(sold), selling[-1][1]
    at = disguise.contact_end(sentence[first:last])
    if at and not _found(sentence[first + at : last]):
        last = first + at
    return first, last if at else _glued_end(sentence, last)


def _glued_end(sentence: str, last: int) -> int:
    """Find where spam ends that was glued in front of a clause of the author's own, else where its clauses end."""
    words, families = _index()
    places = [place for place in words.places(sentence) if place[2] <= last]
    end = max(stop for _, _, stop in places)
    spam = any(families[number] in _SPAM_FAMILIES for number, _, _ in places)
    return end if spam and han_chars(sentence[end:last]) >= _LEAST_GLUED else last


def _clauses(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield the clauses of a sentence with the mark behind each."""
    start = 0
    for match in _CLAUSE.finditer(sentence):
        yield start, match.end()
        start = match.end()
    if start < len(sentence):
        yield start, len(sentence)
