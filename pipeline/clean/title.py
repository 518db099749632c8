"""The title: which line is it, what was glued to it, where does it stand again.

A title given from outside wins. Otherwise the line classifier's candidate nearest to the top is taken; without one there is
none, and nothing is invented. A line that holds the title and more tells, by the rest standing elsewhere on the page, what was
glued; repeats of the title (pictures' texts, breadcrumbs) leave the page as duplicates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.clean import contacts
from pipeline.clean.evidence import Evidence, line_of
from pipeline.clean.vocabulary import fold, hits
from pipeline.document import Block, Document, Fact, Metadata, Removal
from pipeline.han import han_chars, simplified

_GLUED = Removal("ad", "clean.title.glued", "Another text's headline was glued to the title.", 0.9)
_OFFER = Removal("ad", "clean.title.offer", "It sells something above the title of the article.", 0.9)
_SITE_NAME = Removal("chrome", "clean.title.site", "The site's name was glued to the title.", 0.85)
_REPEAT = Removal("duplicate", "clean.title.repeat", "It repeats the title.", 0.97)

_PATH = Removal("chrome", "clean.title.path", "It is a menu, or the way to the page.", 0.9)
_KEYWORDS = Removal("spam", "clean.title.keywords", "Spam keywords were put into the title.", 0.9)

_BARS = re.compile(r"\s*[_|｜丨]+\s*|\s+[-—–]+\s+")
_CHANNEL = re.compile(r".{0,4}(?:频道|首页|栏目|新闻网|资讯网)")
_WORDS = re.compile(r"\W+")
_SITE = re.compile(
    r"(?:\s*[-_|｜丨—–·]+\s*[^-_|｜丨—–·]{2,16})??\s*[-_|｜丨—–·]+\s*[^-_|｜丨—–·]{0,14}(?:网|報|报|社|站|论坛|博客|频道|新闻|资讯|在线|中心|门户"
    r"|周刊|杂志|专栏|知乎|简书|博客|公众号|头条|观察|快线|天地|部落|家园|之家|社区|贴吧|书屋|文库|百科|评论|动态)\s*$",
    re.IGNORECASE,
)
_WAY = re.compile(r"\s*[>＞›»→]\s*|\s+/\s+")
_LEAST_WAY, _STEP_CHARS, _LEAST_MENU, _ITEM_CHARS = 3, 12, 4, 5
_UNDERLINES = re.compile(r"(?<=[^\x00-\x7f])\s*_+\s*(?=[^\x00-\x7f]).*$")
"""Nobody writes an underline into a title of Han characters: programs string page, column and site together with it."""
_AUTHORED = re.compile(
    r"(?:19|20)\d\d\s?[-年/.]\s?\d{1,2}|^(?:文|图文|作者|来源|记者|本报|编辑|撰文|编译)(?:[\s/／:：|丨]|记者|评论)"
)
_STAMPED = re.compile(
    r"^原创\s.*(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d\d"
)
"""When a program published the text: the line above may be as short as it likes."""
_THREAD_HEAD = re.compile(
    r"\[?复制链接\]?|(?:查看|浏览|点击)(?:数|次数)?\s?:\s?\d+.{0,8}(?:回复|回帖|跟帖)(?:数)?\s?:\s?\d+.{0,12}"
)
_BY_LOOKS = ("clean.lines.shape", "clean.lines.place")
_ABOVE_AUTHOR, _TEXT_CHARS, _DOUBTED = 4, 60, 0.8
"""Lines in which the byline follows a title; a line so long is text; what the line classifier doubts."""
_SEPARATOR = re.compile("[ _|—｜丨\u3000-]")
_MARKDOWN = re.compile(r"^#{1,6}\s+|\s+#+$|^[《【](?=[^》】]*[》】]$)|[》】]$")
_PART = re.compile(r"\s*[(（【\[][上中下终完一二三四五六七八九十0-9/]{1,4}[)）】\]]\s*$")
_HEADLINE = 12
"""Characters of a headline that tell it from others."""
_NEAR_TOP = 40
_SAID_HAN = 20
"""Han characters of a line that says something."""
_LEAST_HAN, _LEAST_HEAD = 4, 6
_LONGEST_TITLE = 45


def find_title(doc: Document, evidence: Evidence) -> Document:
    """Name the title block, cut what was glued to it, and label its repeats."""
    blocks = list(doc.blocks)
    place = _title_place(blocks, doc.metadata)
    if place is None:
        return doc
    place = _clean_copy(blocks, place)
    title = _cut_glue(blocks[place], [block for number, block in enumerate(blocks) if number != place])
    blocks[place] = replace(title, kind="title", level=1, removal=None)
    words = _words(title.text)
    others = _Headlines(blocks)
    for number, block in enumerate(blocks):
        if number != place and block.removal is None and _repeats(block, words, number, others):
            blocks[number] = replace(block, kind="paragraph" if block.kind == "title" else block.kind).remove(_REPEAT)
        elif number != place and block.kind == "title":
            blocks[number] = replace(block, kind="heading", level=2)
        if number < min(place, _NEAR_TOP) and blocks[number].removal is None and _is_way(block.text):
            blocks[number] = blocks[number].remove(_PATH)
    _drop_offers(blocks, place)
    metadata = doc.metadata
    if metadata.title is None:
        metadata = replace(metadata, title=Fact(simplified(printed_title(title.text)), f"line {line_of(doc, title)}"))
    return replace(doc, blocks=tuple(blocks), metadata=metadata)


def _drop_offers(blocks: list[Block], place: int) -> None:
    """Label what sells above the title, if a contact stands there too: the article has not begun."""
    above = [number for number in range(min(place, _NEAR_TOP)) if blocks[number].text.strip()]
    if not any(contacts.has_private_contact(fold(blocks[number].text)) for number in above):
        return
    for number in above:
        block = blocks[number]
        if block.removal is None and any(hit.kind in ("sell", "shady") for hit in hits(fold(block.text))):
            blocks[number] = block.remove(_OFFER)


def printed_title(text: str) -> str:
    """Strip a title of Markdown marks and of a part number at its end.

    >>> printed_title("# 扬帆远航（中）")
    '扬帆远航'
    """
    return _PART.sub("", _MARKDOWN.sub("", text.strip())).strip()


def _title_place(blocks: Sequence[Block], metadata: Metadata) -> int | None:
    """Find the title block: the one that says the given title, else the first that looks like one."""
    kept = [number for number, block in enumerate(blocks[:_NEAR_TOP]) if block.removal is None and block.text.strip()]
    if metadata.title is not None:
        words = _words(metadata.title.value)
        for number in kept:
            own = _words(blocks[number].text)
            if words and (
                own == words
                or (words in own and len(own) < 2 * len(words))
                or (own in words and 3 * len(own) > 2 * len(words))
            ):
                return number
    thread = _above_counters(blocks)
    if thread is not None:
        return thread
    for number in kept:
        if han_chars(blocks[number].text) < 2:
            continue
        if _is_way(blocks[number].text):
            continue
        named = blocks[number].kind == "title" or (blocks[number].kind == "heading" and blocks[number].level == 1)
        if named and not _is_signature(blocks, number):
            return number
    for find in (_said_twice, _above_byline, _end_of_way):
        place = find(blocks, kept)
        if place is not None:
            return place
    return None


def _above_counters(blocks: Sequence[Block]) -> int | None:
    """Find the line right above what a forum's program writes below the title of a thread: its button, its counters."""
    filled = [number for number, block in enumerate(blocks[:_NEAR_TOP]) if block.text.strip()]
    for number, below in pairwise(filled):
        if _THREAD_HEAD.fullmatch(fold(blocks[below].text).strip()) and _may_be_title(blocks[number], stamped=True):
            return number
    return None


def _is_signature(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether text stands above a line and none below it: who signs a notice signs with a line like a title."""
    said = [
        number
        for number, block in enumerate(blocks)
        if block.removal is None and number != place and han_chars(block.text) >= _SAID_HAN
    ]
    return bool(said) and said[-1] < place


def _is_way(text: str) -> bool:
    """Tell whether a line is the path to a page or a site's menu.

    >>> [_is_way(text) for text in ("首页 > 散文 > 亲情", "首页　新闻　生活　登录", "旧书店 - 三十年里的人和事")]
    [True, True, False]
    """
    steps, items = _WAY.split(text.strip()), text.split()
    way = len(steps) >= _LEAST_WAY and all(len(step) <= _STEP_CHARS for step in steps[:-1])
    return way or (len(items) >= _LEAST_MENU and all(len(item) <= _ITEM_CHARS for item in items))


def _end_of_way(blocks: Sequence[Block], kept: Sequence[int]) -> int | None:
    """Find a path that ends with the page's own name, where nothing else on the page is its title."""
    for number in kept:
        steps = _WAY.split(blocks[number].text.strip())
        one = len(steps[-1].split()) == 1 and han_chars(steps[-1]) >= _LEAST_HAN
        if blocks[number].kind == "title" and len(steps) >= _LEAST_WAY and one:
            return number
    return None


def _above_byline(blocks: Sequence[Block], kept: Sequence[int]) -> int | None:
    """Find a short open line above the text that a byline or a date follows, though it may read like a sentence.

    The next line must be one where the line classifier took it for furniture in doubt, so lines that left are looked at, too.
    """
    for number, block in enumerate(blocks[: kept[-1]] if kept else ()):
        text = block.text.strip()
        if block.removal is None and len(text) >= _TEXT_CHARS:
            return None
        below = [later for later in blocks[number + 1 :] if later.text.strip()][:_ABOVE_AUTHOR]
        if block.removal:
            # Furniture that names itself may stand between; what only looks like it may be the title.
            named = bool(below) and below[0].removal is not None and below[0].removal.rule not in _BY_LOOKS
            below = below[: 2 if named else 1]
        stamped = bool(below) and _STAMPED.search(below[0].text) is not None
        if not _may_be_title(block, stamped=stamped):
            continue
        if any(
            later.kind == "byline" or (len(later.text) < _TEXT_CHARS and _AUTHORED.search(later.text))
            for later in below
        ):
            return number
    return None


def _may_be_title(block: Block, *, stamped: bool) -> bool:
    text = block.text.strip()
    rules, least = (_BY_LOOKS, _LEAST_HAN) if stamped else (_BY_LOOKS[:1], 2 * _LEAST_HAN)
    if block.removal is not None and (
        block.removal.rule not in rules or block.removal.score >= _DOUBTED + 0.1 * stamped
    ):
        return False
    if block.kind != "paragraph" or han_chars(text) < least or len(text) >= _TEXT_CHARS or _is_way(text):
        return False
    return (
        text[-1] not in "。，；：,;:…" and not _AUTHORED.search(text) and not contacts.has_private_contact(fold(text))
    )


def _said_twice(blocks: Sequence[Block], kept: Sequence[int]) -> int | None:
    """Find a short line above the text that another line near the top begins with: pages print their title again with more."""
    others = [_words(blocks[number].text) for number in kept]
    for number, words in zip(kept, others, strict=True):
        if han_chars(blocks[number].text) < 2 * _LEAST_HAN or len(words) > _LONGEST_TITLE:
            continue
        if blocks[number].text.rstrip()[-1:] in "。，；,;" or blocks[number].kind in ("code", "table", "list"):
            continue
        if any(other.startswith(words) and other != words for other in others):
            return number
    return None


def _clean_copy(blocks: Sequence[Block], place: int) -> int:
    """Prefer a line near the top that holds the title alone to one that something was glued to."""
    words = _words(blocks[place].text)
    best = place
    for number, block in enumerate(blocks[:_NEAR_TOP]):
        own = _words(block.text)
        if (
            block.removal is None
            and len(own) >= 2 * _LEAST_HAN
            and len(own) < len(_words(blocks[best].text))
            and words.startswith(own)
            and not _is_signature(blocks, number)
        ):
            best = number
    return best


def _cut_glue(title: Block, others: Sequence[Block]) -> Block:
    """Cut from the title what stands elsewhere on the page as another line, or a site's name."""
    text = title.text
    if _is_way(text):
        ways = list(_WAY.finditer(text))
        return title.cut(_PATH.rule, [(0, ways[-1].end())], _PATH) if ways else title
    rests = {match.start(): _words(text[match.start() :]) for match in _SEPARATOR.finditer(text, _LEAST_HAN)}
    if any(len(rest) >= 6 for rest in rests.values()):
        heads = [_words(block.text[: len(text)]) for block in others if block.removal is not None]
        for at, rest in rests.items():
            if len(rest) >= 6 and any(head.startswith(rest) for head in heads):
                return title.cut(_GLUED.rule, [(at, len(text))], _GLUED)
    spam = [span for span in _segments(text) if _is_spam(text[slice(*span)])]
    if spam:
        return _cut_segments(title, spam)
    for tail in (_UNDERLINES, _SITE):
        match = tail.search(text)
        if match and han_chars(text[: match.start()]) >= _LEAST_HEAD:
            return title.cut(_SITE_NAME.rule, [match.span()], _SITE_NAME)
    return title


def _segments(text: str) -> list[tuple[int, int]]:
    """List the parts of a title that separators part."""
    edges = [0, *(edge for match in _BARS.finditer(text) for edge in match.span()), len(text)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _is_spam(segment: str) -> bool:
    """Tell whether a part of a title is keywords of adult or betting sites."""
    return any(hit.kind in ("adult", "betting") for hit in hits(fold(segment)))


def _cut_segments(title: Block, spam: list[tuple[int, int]]) -> Block:
    """Cut spam parts with their separators, and a channel's name before them; a title of nothing else stays whole."""
    parts = _segments(title.text)
    kept = [part for part in parts if part not in spam and not _CHANNEL.fullmatch(title.text[slice(*part)].strip())]
    if not kept:
        return title
    spans, position = [], 0
    for start, end in kept:
        spans.append((position, start if position == 0 else max(position, start)))
        position = end
    spans.append((position, len(title.text)))
    between = [
        (start, end)
        for start, end in spans
        if start < end and (start == 0 or end == len(title.text) or end - start > 3)
    ]
    return title.cut(_KEYWORDS.rule, between, _KEYWORDS)


class _Headlines:
    """Know how the lines that left begin; looked up only where a line starts with the title and goes on."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._removed = [block.text for block in blocks if block.removal is not None]

    def __contains__(self, words: str) -> bool:
        return any(_words(text[: 4 * _HEADLINE])[:_HEADLINE] == words for text in self._removed)


def _repeats(block: Block, words: str, number: int, removed: _Headlines) -> bool:
    """Tell whether a block says the title again, alone or, near the top, with another line's headline glued to it."""
    if (
        len(words) < _LEAST_HAN
        or block.kind in ("code", "table")
        or not len(words) <= len(block.text) <= 5 * len(words) + 9
    ):
        return False
    if words[0] not in fold(block.text):
        return False
    own = _words(block.text)
    if not own.startswith(words):
        return False
    if own == words or number >= _NEAR_TOP:
        return own == words
    if contacts.has_private_contact(fold(block.text)):
        return True
    return block.kind in ("title", "caption") or own[len(words) :][:_HEADLINE] in removed


def _words(text: str) -> str:
    return _WORDS.sub("", fold(text))
