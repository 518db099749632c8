"""English as English: what any engine leaves behind of another script or another typesetter is put right.

Only form is touched: entities, full-width signs, quotation marks, spacing, doubled stops, the first letter, Markdown's signs of emphasis
and quotation, and on wish the title case of headings. No word is added or replaced, and none dropped but a doubled the, of, to …
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from pipeline.translate.segmentation import is_ordinary

_FULL_WIDTH = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {
        "　": " ",
        "。": ".",
        "、": ",",
        "《": "“",
        "》": "”",
        "〈": "“",
        "〉": "”",
        "「": "“",
        "」": "”",
        "『": "“",
        "』": "”",
    }
    | {
        "﹁": "“",
        "﹂": "”",
        "﹃": "“",
        "﹄": "”",
        "〝": "“",
        "〞": "”",
        "︰": ":",
        "﹐": ",",
        "﹑": ",",
        "﹔": ";",
        "﹕": ":",
    }
    | {"﹖": "?", "﹗": "!", "﹙": "(", "﹚": ")", "―": "—", "‥": "…", "・": "·"}
    | {"【": "[", "】": "]", "〔": "[", "〕": "]", "·": "·", "￥": "¥", "—": "—", "～": "–", "〜": "–", "…": "…"}
)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "but",
        "or",
        "nor",
        "for",
        "so",
        "yet",
        "as",
        "at",
        "by",
        "in",
        "of",
        "off",
        "on",
        "per",
        "to",
        "up",
        "via",
        "vs",
        "with",
        "from",
        "into",
        "over",
        "than",
    ]
)
_SINGLE_QUOTES = re.compile(r"(?<![\w’'])'(?=[A-Za-z“])([^'“”\"]{1,200}?)(?<=[\w.,!?%)])'(?!\w)")
_SENTENCE_START = re.compile(r"(?<![A-Z]\.)(?<=[a-z0-9%)”][.!?] )(?P<first>[a-z])(?=[a-z’]* )")
_ABBREVIATION = re.compile(
    r"\b(?:[a-z]|e\.g|i\.e|vs|etc|cf|ca|approx|incl|no|nos|vol|pp?|fig|dr|mr|mrs|ms|st|mt|jan|feb|aug|sept?|oct|nov|dec)\. $",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(?<![\d*])(?<!\d )\* ?\* ?(?=[^\s*\d])([^*]{1,200}?) ?\* ?\*(?!\*)")
"""Words between double stars, as a text that was Markdown once keeps them; powers (2 ** 8) are none."""
_QUOTED_LINE = re.compile(r"^(?:> ?)+(?=[A-Za-z“])")
_STOPS = {"。": ".", "！": "!", "？": "?"}
_ENDS = ("。", "！", "？", "!", "?", "…")
_CLOSING = "”’」』）)\"' "
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\s+", " "),
        (r" +([,.;:!?%)\]’”])", r"\1"),
        (r"([(\[“]) +", r"\1"),
        (r"([,;!?])(?=[A-Za-z“(])", r"\1 "),
        (r"(?<=[a-z]{2})([.:])(?=[A-Z“(][a-z])", r"\1 "),
        (r"([,;:])\1+", r"\1"),
        (r"(?<!\.)\.\.(?!\.)", "."),
        (r"\.{4,}|…{2,}|\.{3}", "…"),
        (r"[,;:]+([.!?])", r"\1"),
        (r"([!?])\1+", r"\1"),
        (r"(?<=\d),\s(?=\d{3}(?!\d))", ","),
        (r"(?<=\d) %", "%"),
        (r"(?<=[\d$€£¥]) +(?=\.\d)", ""),
        (r"([$€£¥]) +(?=\d)", r"\1"),
        (r"(?<=\w) - (?=\w)", " – "),
        (r"--+|——+", "—"),
        (r" ?— ?", "—"),
        (r"\b(the|a|an|of|to|and|in|is|for|with|on) \1\b", r"\1"),
    )
)


def polished(text: str, role: str = "paragraph", *, title_case: bool = False) -> str:
    """Set a translation in English typography.

    role: a role of `pipeline.story.ROLES`; titles and headings lose their full stop and take title case where `title_case` is set.

    >>> polished("the party&#39;s  revenue，about 2 , 000 yuan 。")
    'The party’s revenue, about 2,000 yuan.'
    >>> polished("a brief history of the chip.", "title", title_case=True)
    'A Brief History of the Chip'
    """
    if not text.strip():
        return ""
    plain = _INVISIBLE.sub("", html.unescape(text)).translate(_FULL_WIDTH)
    plain = re.sub(r"(?<=\d) , (?=\d{3}\b)", ",", plain)
    plain = curled(without_markdown(" ".join(plain.split())))
    for pattern, replacement in _RULES:
        plain = pattern.sub(replacement, plain)
    plain = _SENTENCE_START.sub(_started, plain.strip())
    if role in {"title", "heading", "name"} and not re.search(
        r"\b(?:etc|Inc|Ltd|Co|Corp|Jr|Sr|[A-Z])\.$|\.\w+\.$", plain
    ):
        plain = plain.removesuffix(".")
    plain = _capitalised(plain) if role not in {"name", "figure"} else plain
    return titled(plain) if title_case and role in {"title", "heading"} else plain


def without_markdown(text: str) -> str:
    """Take out the signs of emphasis and quotation that a text saved from Markdown carries.

    >>> without_markdown("> the key is * * revenue * *, **not** 2 ** 8")
    'the key is revenue, not 2 ** 8'
    """
    while (bare := _EMPHASIS.sub(r"\1", text)) != text:
        text = bare
    return _QUOTED_LINE.sub("", text)


def _started(match: re.Match[str]) -> str:
    """Write a sentence's first letter large, unless what ends before it is an abbreviation."""
    return match["first"] if _ABBREVIATION.search(match.string[: match.start()]) else match["first"].upper()


def joined(pieces: Sequence[str], sources: Sequence[str] = ()) -> str:
    """Join the translations of a sentence's pieces: inner ones lose their full stop and their capital.

    sources: the Chinese pieces; one that ends a sentence keeps both, and the last gets the stop that it lacks. Fewer sources
    than pieces count as unfinished.

    >>> joined(["The plan is ready.", "Factories open in March."], ["计划已定，", "三月开工。"])
    'The plan is ready, factories open in March.'
    """
    text, is_done = "", True
    for number, piece in enumerate(pieces):
        part = piece.strip()
        if not part:
            continue
        if text and not is_done:
            part = _lowered(part)
            text = f"{text[:-1]}," if text.endswith(".") else text
            text += " " if text[-1] in ",;:!?—…”)" or text[-1].isalnum() else ", "
        elif text:
            text += " "
        text += part
        is_done = number < len(sources) and sources[number].rstrip(_CLOSING).endswith(_ENDS)
    stop = _STOPS.get(sources[-1].rstrip()[-1:], "") if text and sources else ""
    return text + stop if text[-1:].isalnum() or text[-1:] in {")", "%"} else text


def _lowered(part: str) -> str:
    """Write the first word small unless it may be a name."""
    first = re.match(r"[A-Z][a-z]+(?![\w'’.-])|A(?= )", part)
    if first and (first.group() == "A" or is_ordinary(first.group())):
        return part[0].lower() + part[1:]
    return part


def curled(text: str) -> str:
    """Turn straight quotation marks and apostrophes into curled ones; inches, feet and code stay.

    >>> curled('"It\\'s 5\\'10" tall," he said.')
    '“It’s 5\\'10" tall,” he said.'
    """
    text = re.sub(r"(?<=[A-Za-z])'(?=[A-Za-z])", "’", text)
    if not any(mark in text for mark in '"“”`'):
        text = _SINGLE_QUOTES.sub(r"“\1”", text)
    text = re.sub(r"(?<=s)'(?=\s|$)", "’", text)
    pieces: list[str] = []
    is_open = False
    for index, character in enumerate(text):
        if character in "“”":
            is_open = character == "“"
        if character != '"' or (index and text[index - 1].isdigit() and not is_open) or "`" in text:
            pieces.append(character)
            continue
        if index >= 3 and re.fullmatch(r"'\d{1,2}", text[index - 3 : index].lstrip("0123456789")):
            pieces.append(character)
            continue
        is_open = not is_open
        pieces.append("“" if is_open else "”")
    return "".join(pieces)


def titled(text: str) -> str:
    """Capitalise a title: every word but short articles, conjunctions and prepositions inside; mixed-case words and 60th stay."""
    words = text.split(" ")
    last = len(words) - 1
    out = []
    for index, word in enumerate(words):
        opens = index == 0 or words[index - 1].endswith((":", "—", "?", "!", "."))
        small = word.lower().strip("“”‘’(),;:") in _SMALL_WORDS
        if not word.islower() or word.lstrip("“‘(")[:1].isdigit() or (small and not opens and index != last):
            out.append(word)
            continue
        place = next((i for i, character in enumerate(word) if character.isalpha()), None)
        out.append(word if place is None else word[:place] + word[place].upper() + word[place + 1 :])
    return " ".join(out)


def _capitalised(text: str) -> str:
    """Capitalise the first letter unless the word is written with an inner capital (iPhone) or is an address."""
    match = re.match(r"[“‘(\[]*([a-z])(\S*)", text)
    if not match or re.search(r"[A-Z]|://|\.\w", match.group(2)):
        return text
    place = match.start(1)
    return text[:place] + text[place].upper() + text[place + 1 :]
