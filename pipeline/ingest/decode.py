"""Bytes to text: byte order marks, strict UTF-8, what the page declares, then what the characters themselves say.

Chinese bytes often decode under several encodings; the reading with the most everyday characters wins. A text that was
decoded wrongly before it was saved (mojibake) is turned back where the way back is exact, and refused where it is not.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

import charset_normalizer

from pipeline.errors import DecodingError

COMMON = frozenset(
    "的一是不了在有人这這我他大来來上个個国國到说說们們为為子和你地出道也时時年得就那要下以生会會自着著去之过過家学學对對可她里裡后後小么麼"
    "心多天而能好都然没沒日于於起还還发發成事只作当當想看文无無开開手十用主行方又如前所本见見经經头頭面公同三已老从從动動两兩长長"
    "中新月市業业與与將将及並并被等第"
)
"""Characters that make up about 40 % of running Chinese in either script; mojibake and wrong encodings show almost none."""

_PUNCTUATION = frozenset("，。、：；！？“”‘’《》「」『』（）—…")
_EVERYDAY = COMMON | _PUNCTUATION
_EVERYDAY_RUN = re.compile(f"[{''.join(sorted(_EVERYDAY))}]+")
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")
_ASCII = bytes(range(0x80))
_SAMPLE_CHARS = 8_000
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w.:-]+)""", re.I
)
_DECLARED_WITHIN_BYTES = 4096
_SAMPLE_BYTES = 65_536
_BAD_RATIO = 0.002
"""Share of undecodable characters that a damaged file may have; pages cut at a byte or joined from two encodings do."""
_MIN_COMMON_RATIO = 0.02
"""Running Chinese has .25 to .45 of its characters in COMMON; below this the reading is no Chinese at all."""

_TELLS_RATIO = 0.12
"""Mojibake has .3 or more of its characters among the tell-tales, real text next to none."""
_LATIN_RATIO = 0.6
"""Share of Latin-1 letters that shows bytes read one by one."""
_NORMAL_RATIO = 0.2

_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "utf8": "utf-8",
}


class Decoded(NamedTuple):
    """Hold a file's text with the encoding and how it is known."""

    text: str
    encoding: str
    evidence: str
    """"bom", "declared", "valid", "detected" or "repaired"."""


def decode(data: bytes, path: str = "") -> Decoded:
    """Decode a file's bytes.

    A byte order mark is not part of the text. Raises DecodingError if no encoding explains the bytes.

    >>> decode("我们的编码是国标。".encode("gb18030"))
    Decoded(text='我们的编码是国标。', encoding='gb18030', evidence='detected')
    """
    marked = _by_mark(data)
    if marked:
        return marked
    declared = declared_encoding(data)
    try:
        return _mended(data.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        first_bad = error.start
    damaged = _tolerated(data, "utf-8")
    if damaged is not None and han_share(damaged) > 0:
        return _mended(damaged, path)
    if declared and declared != "utf-8":
        text = _tolerated(data, declared)
        if text is not None and everyday(text) >= _MIN_COMMON_RATIO:
            return Decoded(text, declared, "declared")
    return _detected(data, path, first_bad)


def declared_encoding(data: bytes) -> str:
    """Name the encoding that an HTML or XML head declares, "" for none or one that Python does not know."""
    match = _DECLARED.search(data[:_DECLARED_WITHIN_BYTES])
    if not match:
        return ""
    name = (match.group(1) or match.group(2)).decode("ascii", "replace").lower()
    name = _ALIASES.get(name, name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def everyday(text: str) -> float:
    """Measure the share of a text's non-ASCII characters that are everyday Chinese characters or punctuation, in [0, 1]."""
    return _everyday_share(_wide(text))


def han_share(text: str) -> float:
    """Measure the share of Han characters in a text, in [0, 1]."""
    return sum(map(len, _IDEOGRAPHS.findall(text))) / max(1, len(text))


def repair(text: str) -> str:
    """Turn mojibake back into the text it was, or return the text as it is.

    Undone are UTF-8 read as GBK, and UTF-8 or GBK read as Latin-1 or Windows-1252, whole or line by line; the result
    replaces the text only where it reads as everyday Chinese and the text does not.

    >>> repair("编码错误了的文字".encode("utf-8").decode("gb18030"))
    '编码错误了的文字'
    >>> repair("编码正确")
    '编码正确'
    """
    whole = _undone(text)
    if whole != text:
        return whole
    lines = text.splitlines(keepends=True)
    return "".join(_undone(line) for line in lines) if len(lines) > 1 else text


def is_mojibake(text: str) -> bool:
    """Tell whether a text reads as wrongly decoded Chinese.

    >>> is_mojibake("缂栫爜閿欒浜嗙殑鏂囧瓧锛屾垜浠槸涓€涓€"), is_mojibake("一切正常，没有错误。")
    (True, False)
    """
    wide = _wide(text)
    if len(wide) < 8 or _everyday_share(wide) >= _NORMAL_RATIO:
        return False
    tells = sum(map(_TELLS.__contains__, wide)) / len(wide)
    latin = sum(char <= "\xff" for char in wide) / len(wide)
    return tells > _TELLS_RATIO or latin > _LATIN_RATIO


def _everyday_share(wide: str) -> float:
    return sum(map(len, _EVERYDAY_RUN.findall(wide))) / max(1, len(wide))


def _wide(text: str) -> str:
    """Collect the non-ASCII characters of a text, a sample of them where there are many."""
    # In UTF-8 no byte of a wide character is ASCII, and bytes are dropped much quicker than characters.
    wide = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    if len(wide) > _SAMPLE_CHARS:
        step = len(wide) // 8
        wide = "".join(wide[start : start + _SAMPLE_CHARS // 8] for start in range(0, 8 * step, step))
    return wide


def _tell_tales() -> frozenset[str]:
    """Derive the characters that UTF-8 Chinese turns into when read as GBK, everyday characters left out."""
    found: set[str] = set()
    for char in sorted(_EVERYDAY):
        for before in ("一", "的", ""):
            found.update((before + char).encode("utf-8").decode("gb18030", "ignore"))
    return frozenset(char for char in found if ord(char) > 0x7F) - _EVERYDAY


_TELLS = _tell_tales()


def _by_mark(data: bytes) -> Decoded | None:
    marks = (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    )
    for mark, encoding in marks:
        if data.startswith(mark):
            text = _tolerated(data[len(mark) :], encoding)
            if text is not None:
                return Decoded(text, encoding, "bom")
    return None


def _tolerated(data: bytes, encoding: str) -> str | None:
    """Decode with a few damaged characters replaced; None if there are too many."""
    try:
        text = data.decode(encoding, "replace")
    except LookupError:
        return None
    allowed = max(1, int(len(text) * _BAD_RATIO))
    return text if text.count("\ufffd") <= allowed else None


def _mended(text: str, path: str) -> Decoded:
    if not is_mojibake(text):
        return Decoded(text, "utf-8", "valid")
    mended = repair(text)
    if mended == text or is_mojibake(mended):
        raise DecodingError(path, 0, ("utf-8", "utf-8 read as gb18030", "gb18030 read as latin-1"))
    return Decoded(mended, "utf-8", "repaired")


def _bytes_of(text: str, wrong: str) -> bytes:
    """Give back the bytes that were read wrongly; Windows reads the byte 80, which GBK does not know, as a euro sign."""
    if wrong != "gb18030":
        return text.encode(wrong)
    return b"\x80".join(part.encode(wrong) for part in text.split("€"))


def _undone(text: str) -> str:
    """Undo one wrong decoding of a text or line where that is exact and reads better."""
    if not any(ord(char) > 0x7F for char in text):
        return text
    best, best_score = text, max(2 * everyday(text), 0.1)
    for wrong, right in (
        ("gb18030", "utf-8"),
        ("cp1252", "utf-8"),
        ("latin-1", "utf-8"),
        ("cp1252", "gb18030"),
        ("latin-1", "gb18030"),
    ):
        try:
            candidate = _bytes_of(text, wrong).decode(right)
        except UnicodeError:
            continue
        score = everyday(candidate)
        if score > best_score and han_share(candidate) > 0:
            best, best_score = candidate, score
    return best


def _detected(data: bytes, path: str, first_bad: int) -> Decoded:
    """Choose among the encodings of Chinese by how everyday the text reads."""
    tried = ["gb18030", "big5hkscs"]
    if data[:_SAMPLE_BYTES].count(0) > 0 or len(data) % 2 == 0:
        tried += ["utf-16-le", "utf-16-be"]
    sample = data[:_SAMPLE_BYTES]
    guess = charset_normalizer.from_bytes(sample).best() if len(sample) > 64 else None
    if guess is not None and guess.encoding not in tried:
        tried.append(guess.encoding)
    readings = [
        (everyday(text), encoding, text) for encoding in tried if (text := _tolerated(data, encoding)) is not None
    ]
    if readings:
        score, encoding, text = max(readings, key=lambda reading: reading[0])
        if score >= _MIN_COMMON_RATIO:
            return Decoded(text, encoding, "detected")
    raise DecodingError(path, first_bad, ("utf-8", *tried))
