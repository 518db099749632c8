"""Cut what the tagger finds: clauses, half sentences, lines and foreign passages that no rule before has known.

`tagger` gives each character its probabilities. The most probable course through a paragraph, where turning from article to dirt
and back is dear inside a word and cheap at a mark, gives stretches; those that are dirt on the whole beyond doubt leave. Lines that
another rule took in doubt, and that the tagger takes for the article, come back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean import office
from pipeline.clean.agreed import Sentence, agreed, is_asked_about, remnants, without_own_ends
from pipeline.clean.clauses import shipped_weights
from pipeline.clean.courses import courses
from pipeline.clean.evidence import Evidence
from pipeline.clean.forms import HEADLINES
from pipeline.clean.leads import question_before
from pipeline.clean.manner import foreignness, logits
from pipeline.clean.page import MEDIA
from pipeline.clean.quoted import touches_reported
from pipeline.clean.spliced import guests, share_gone
from pipeline.clean.tagger import TAGS, shipped_tagger
from pipeline.clean.vocabulary import fold
from pipeline.document import Block, Document, Removal
from pipeline.han import is_han

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

RULE = "clean.tagged"
REASONS = {
    "ad": "Read in its surroundings, it is an advert and not the article.",
    "promo": "Read in its surroundings, it is a plea to the reader and not the article.",
    "spam": "Read in its surroundings, it is words set out for search engines.",
    "chrome": "Read in its surroundings, it is a site's own words.",
    "offtopic": "Beside the text around it and the title, it is a passage of another article.",
}
"""What the ledger says of each kind."""
_IN_TEXTS = ("ad", "promo", "spam", "chrome")
"""Kinds that the tagger finds by itself; for another article a window is too small, and `spliced` is asked as well."""
_TEXT_RULES = ("clean.offers", "clean.bargains", "clean.pleas", "clean.manner", "clean.strangers", "clean.inline")
"""Rules that find dirt in texts; a page's own furniture around its article says nothing about the paragraphs."""
_ON_PAGE = ("ad", "promo", "spam")
"""Kinds that are believed on web pages, whose furniture has been judged by structure."""
_SURE = {
    "paragraph": 0.85, "quote": 0.95, "list_item": 0.97, "heading": 0.97, "title": 0.85, "caption": 0.98, "byline": 0.95,
}  # fmt: skip
"""Least mean probability of dirt in a stretch that leaves, by the kind of its block; other kinds of blocks are left alone."""
_SHORT_CHARS, _SHORT = 16, 0.95
"""A whole line that is so short must be surer."""
_LEAST_HAN = 2
"""Han characters in what is cut out of a line."""
_PARTING = re.compile(r"[\s_|｜]+(?:[-–/>＞·][\s_|｜]+)?|\s*[-–>＞→]\s*")
"""Marks between a title and what pages hang on to it."""
_LEAST_TITLE = 3
"""Han characters that are left of a title, at least."""
_BEYOND_DOUBT = {"clean.lines.topic": 0.8, "clean.lines": 0.96, "clean.manner": 0.96}
"""Rules that weigh signs against each other, and the scores from which on they are not asked again: of splices windows know little."""
_LEAST_BACK = 20
"""Characters of a line that may come back: shorter ones are headings of what left with them."""
_OWN = 0.8
"""Least mean probability of being the article with which such a line comes back."""
_MANY = 1.0
"""Stretches per thousand characters from which on a page is dirty throughout."""
_WITNESSED = 0.02
"""Share of such a page that others speak against, too: a long list reads dirty to the tagger alone."""
_SURE_ALONE, _MANNER_ALONE = 0.97, 0.0
"""Least probability and least manner of a stretch on other pages."""
_MANNER, _MANNER_OF_SURE = -3.0, -4.0
"""Least manner on dirty pages, and where the tagger is that sure."""
_OF_SITES, _MANNER_OF_LINES = ("chrome", "promo"), -1.0
"""Whole lines of these kinds are near headings and bylines."""
_OWN_BESIDE = 0.3
"""Mean probability of dirt from which on a clause leaves with the part of its sentence that surely leaves."""
_PICTURE = re.compile(r"!\[[^\]]*\]\(")
_BYLINE = re.compile(
    "记者|記者|作者|撰文|撰稿|采访|編輯|编辑|摄影|攝影|通讯员|来源|來源|来自|化名|原载|审订|翻译|^文[/／｜|]|图[/／｜|]"
)
_SENTENCES_OF, _ANSWERS = ("paragraph", "quote"), ("ad", "promo")
_BESIDE = ("byline", "caption")
"""Kinds that stand beside the text: what programs add to them says nothing about the paragraphs."""
_LONGEST_BYLINE = 60
_COUNTERS = re.compile(
    "阅读|閱讀|浏览|瀏覽|点击|點擊|字[号號体體数數]|人气|人氣|评论|評論|点赞|按讚|收藏|转发|分享|热度|播放|打印|列印|查看|[觀观]看|发表于|發表於|[発发發]布时?"
)
"""What programs write beside a byline: who wrote it has been read before, so the line may go."""
_MOST_LEFT = 2
"""Letters of an item's number or date."""
_MOST_SHARE = 0.4
"""A page of which more would leave is written that way itself."""


class Stretch(NamedTuple):
    """Hold what is to leave a block."""

    start: int
    end: int
    label: str
    score: float
    """Mean probability that a character of it is not the article."""


def cut_tagged(doc: Document, evidence: Evidence) -> Document:
    """Ask the tagger about a document in which other rules have found dirt, and cut what it is sure of."""
    if evidence.settings.embeddings == "never" or not (evidence.settings.embeddings == "always" or is_suspect(doc)):
        return doc
    title = doc.metadata.title.value if doc.metadata.title else ""
    asked = [place for place, block in enumerate(doc.blocks) if block.text.strip() and _is_open_question(block)]
    tagged = _tagged(doc, title, asked)
    doc = _given_back(doc, tagged)
    places = [place for place in asked if doc.blocks[place].removal is None]
    if places != asked:
        # What stays is read again by itself, as it will stand on the page.
        tagged = _tagged(doc, title, places)
    kinds = _ON_PAGE if doc.provenance.media in MEDIA else _IN_TEXTS
    found = {place: tuple(leaving(doc.blocks[place], tagged[place], kinds)) for place in places}
    chars = sum(len(doc.blocks[place].text) for place in places)
    inside = [stretches for place, stretches in found.items() if doc.blocks[place].kind not in _BESIDE]
    named = sum(block.removal is not None and block.removal.rule == HEADLINES for block in doc.blocks)
    spoken = {place: _with_agreed(doc.blocks[place], tagged[place], (), many=False) for place in places}
    heard = sum(one.end - one.start for row in _without_notices(doc, places, spoken).values() for one in row)
    gone = share_gone(doc) + heard / max(1, chars)
    many = gone >= _WITNESSED and sum(map(len, inside)) + named >= _MANY * chars / 1000
    found = {
        place: tuple(one for one in stretches if _is_believed(doc.blocks[place], one, many=many))
        for place, stretches in found.items()
    }
    found = {
        place: _with_agreed(doc.blocks[place], tagged[place], stretches, many=many)
        for place, stretches in found.items()
    }
    found = _without_notices(doc, places, found)
    for guest in guests(doc, title, {place: tagged[place] for place in places}):
        one = Stretch(guest.start, guest.end, "offtopic", guest.score)
        apart = [other for other in found[guest.block] if other.end <= one.start or other.start >= one.end]
        found[guest.block] = tuple(sorted([*apart, one]))
    found = {place: stretches for place, stretches in found.items() if stretches}
    gone = sum(one.end - one.start for stretches in found.values() for one in stretches)
    if not found or gone > _MOST_SHARE * chars:
        return doc
    blocks = list(doc.blocks)
    for place, stretches in found.items():
        blocks[place] = _without(blocks[place], stretches)
    return _titled(replace(doc, blocks=tuple(blocks)), doc)


def _tagged(doc: Document, title: str, places: Sequence[int]) -> dict[int, Floats]:
    return dict(zip(places, shipped_tagger().tag(title, [doc.blocks[place].text for place in places]), strict=True))


def _is_open_question(block: Block) -> bool:
    """Tell whether a block is on the page, or left it by a rule that may err, and not beyond doubt."""
    if block.removal is None:
        return True
    sure = next((score for rule, score in _BEYOND_DOUBT.items() if block.removal.rule.startswith(rule)), 0.0)
    return block.removal.score < sure and len(block.text) >= _LEAST_BACK


def _given_back(doc: Document, tagged: Mapping[int, Floats]) -> Document:
    """Put blocks back on the page that the tagger takes for the article."""
    back = {
        place: replace(doc.blocks[place], removal=None)
        for place, rows in tagged.items()
        if doc.blocks[place].removal is not None and float(rows[:, 0].mean()) >= _OWN
    }
    return replace(doc, blocks=tuple(back.get(place, block) for place, block in enumerate(doc.blocks))) if back else doc


def _titled(doc: Document, before: Document) -> Document:
    """Give the document the title that its title block says now, if it was that block that said it before."""
    title = doc.metadata.title
    for old, new in zip(before.blocks, doc.blocks, strict=True):
        if title and old.kind == "title" and old is not new and old.text.strip() == title.value:
            shorter = title._replace(value=new.text.strip())
            return replace(doc, metadata=replace(doc.metadata, title=shorter))
    return doc


def _is_believed(block: Block, one: Stretch, *, many: bool) -> bool:
    """Tell whether the manner of a stretch bears the tagger out; more is asked on a page that has little dirt otherwise.

    many: whether the page has so much of it that the next stretch is likely to be dirt, too.
    """
    cut = block.text[one.start : one.end]
    whole = one.label in _OF_SITES and (one.start, one.end) == (0, len(block.text))
    if touches_reported(block.text, one.start, one.end):
        return False
    if _PICTURE.search(cut) or ((whole or block.kind == "byline") and _is_byline(block)):
        return False
    manner = float(foreignness(logits([fold(cut)], shipped_weights().manners))[0])
    if not many:
        return one.score >= _SURE_ALONE and manner >= _MANNER_ALONE
    return manner >= (_MANNER_OF_LINES if whole else _MANNER if one.score < _SURE_ALONE else _MANNER_OF_SURE)


def _with_agreed(block: Block, rows: Floats, found: tuple[Stretch, ...], *, many: bool) -> tuple[Stretch, ...]:
    """Add what the tagger only doubts and another witness speaks against, and the short questions that lead up to an advert."""
    if block.kind not in _SENTENCES_OF:
        return found
    more = [Stretch(*_beside(one, block.text, rows, found)) for one in agreed(block.text, rows, many=many)]
    sold = sorted([*found, *more])
    cuts = [(one.start, one.end) for one in sold if one.label in _ANSWERS]
    more += [Stretch(*one) for one in remnants(block.text, rows, cuts) if not _touches(one, sold)]
    return tuple(_joined(block.text, sorted([*found, *more])))


def _beside(one: Sentence, text: str, rows: Floats, found: Sequence[Stretch]) -> Sentence:
    """Leave out of a sentence of which the tagger is sure in part what it does not doubt much: there it knows the advert's ends."""
    if not _touches(one, found):
        return one
    start, end = without_own_ends(text, rows, (one.start, one.end), _OWN_BESIDE)
    return one._replace(start=start, end=end)


def _touches(one: Sentence, others: Sequence[Stretch]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _joined(text: str, found: Sequence[Stretch]) -> Iterator[Stretch]:
    """Join what overlaps or follows to one stretch, the question before an advert with it, and all of a block to the block."""
    run: list[Stretch] = []
    for one in [*found, None]:
        last = max((one.end for one in run), default=0)
        if run and (one is None or text[last : one.start].strip()):
            start = question_before(text, run[0].start) if run[0].label in _ANSWERS else run[0].start
            whole = not text[:start].strip() and not text[last:].strip()
            surest = max(run, key=lambda one: one.score)
            yield Stretch(*((0, len(text)) if whole else (start, last)), surest.label, surest.score)
            run = []
        if one is not None:
            run.append(one)


def _without_notices(
    doc: Document, places: Sequence[int], found: Mapping[int, tuple[Stretch, ...]]
) -> dict[int, tuple[Stretch, ...]]:
    """Spare what a notice says of its sender, and the items of a list of which others stay: a list is an advert as a whole or not."""
    gone = np.array([_is_whole(doc.blocks[place], found[place]) for place in places], dtype=bool)
    spared = office.spared_blocks([doc.blocks[place] for place in places], gone)
    return {place: () if number in spared else found[place] for number, place in enumerate(places)}


def _is_whole(block: Block, stretches: Sequence[Stretch]) -> bool:
    """Tell whether stretches leave nothing of a block but a number, a date and marks."""
    left = [char for place, char in enumerate(block.text) if not any(one.start <= place < one.end for one in stretches)]
    return bool(stretches) and sum(map(str.isalpha, left)) <= _MOST_LEFT


def _is_byline(block: Block) -> bool:
    """Tell whether a line says whose the text is, and nothing that a program has counted."""
    if _COUNTERS.search(block.text):
        return False
    return block.kind == "byline" or (len(block.text) <= _LONGEST_BYLINE and bool(_BYLINE.search(block.text)))


def is_suspect(doc: Document) -> bool:
    """Tell whether rules have found dirt in a text, or a sentence of it sounds foreign; on web pages, dirt among the paragraphs."""
    if doc.provenance.media not in MEDIA:
        return any(
            (block.removal is not None and block.removal.label != "duplicate")
            or any(edit.removal for edit in block.edits)
            for block in doc.blocks
        ) or is_asked_about([block.text for block in doc.blocks if block.kind in _SENTENCES_OF])
    return any(
        any(edit.removal for edit in block.edits)
        or (block.removal is not None and block.removal.rule.startswith(_TEXT_RULES))
        for block in doc.blocks
    )


def leaving(block: Block, rows: Floats, kinds: Sequence[str]) -> Iterator[Stretch]:
    """List the stretches of a block that are dirt of some kinds beyond doubt.

    rows: what the tagger says of each character, shape (characters, tags).
    """
    least = _SURE.get(block.kind)
    if least is None:
        return
    columns = [TAGS.index(kind) for kind in kinds]
    dirt = rows[:, columns].sum(axis=1)
    for start, end in hanging(block.text, dirt) if block.kind == "title" else courses(block.text, dirt):
        score = float(dirt[start:end].mean())
        whole = not block.text[:start].strip() and not block.text[end:].strip()
        if block.kind == "heading" and not whole:
            continue
        if sum(map(is_han, block.text[start:end])) < _LEAST_HAN and not whole:
            continue
        if score >= max(least, _SHORT if whole and end - start < _SHORT_CHARS else 0.0):
            label = kinds[int(rows[start:end, columns].sum(axis=0).argmax())]
            yield Stretch(0, len(block.text), label, score) if whole else Stretch(start, end, label, score)


def hanging(title: str, dirt: Floats) -> Iterator[tuple[int, int]]:
    """Find what hangs on to a title, before its first or behind its last parting mark, that mark with it.

    >>> list(hanging("老渡口_惠民装修网", np.array([0.0] * 3 + [0.9] * 6, dtype=np.float32)))
    [(3, 9)]
    """
    marks = [match.span() for match in _PARTING.finditer(title)]
    for start, end in dict.fromkeys([(0, marks[0][1]), (marks[-1][0], len(title))] if marks else []):
        rest = title[:start] + title[end:]
        if sum(map(is_han, rest)) >= _LEAST_TITLE and float(dirt[start:end].mean()) >= _SURE["title"]:
            yield start, end
            return


def _without(block: Block, stretches: Sequence[Stretch]) -> Block:
    """Take the stretches out, or the block where one is all of it."""
    first = stretches[0]
    if (first.start, first.end) == (0, len(block.text)):
        return block.remove(Removal(first.label, f"{RULE}.{first.label}", REASONS[first.label], round(first.score, 3)))
    changes = [
        (one.start, one.end, "", Removal(one.label, f"{RULE}.{one.label}", REASONS[one.label], round(one.score, 3)))
        for one in stretches
    ]
    return block.rewrite(RULE, changes)
