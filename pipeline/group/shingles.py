"""Shingles: what of a text is compared when copies are sought.

A text is folded (script of letters, width, punctuation and the spinner's commonest forms made alike), cut into overlapping
character n-grams, and a fixed share of their hashes is kept: the same share of every text, chosen by the hash itself, so that
the sketches of two texts tell how much of the smaller one the larger contains (Broder 1997, "On the resemblance and
containment of documents", the mod-m sketch). Nothing here decides whether two documents are copies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from operator import add

import numpy as np
from numpy.typing import NDArray

from pipeline import lexicon

Hashes = NDArray[np.uint32]
"""Sorted distinct hashes, shape (n,)."""

_NOT_WORD = re.compile(r"[\W_]+")
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@cache
def _foldings() -> dict[str, tuple[tuple[str, str], ...]]:
    """Index the forms worth undoing by their first two characters, longest first."""
    index: dict[str, list[tuple[str, str]]] = {}
    for spun, found in lexicon.candidates(lexicon.pairs()).items():
        if len(spun) > 1 and (found[0].uses or found[0].rare):
            index.setdefault(spun[:2], []).append((spun, found[0].original))
    return {key: tuple(sorted(forms, key=lambda form: -len(form[0]))) for key, forms in index.items()}


def unspin(text: str) -> str:
    """Replace well-known spun forms by their commonest originals, blindly; good for comparing, never for printing.

    >>> unspin("莫得居品")
    '没有产品'
    """
    index, pieces, position = _foldings(), [], 0
    starts = [i for i, two in enumerate(map(add, text, text[1:])) if two in index]
    for i in starts:
        if i < position:
            continue
        for spun, original in index[text[i : i + 2]]:
            if text.startswith(spun, i):
                pieces += [text[position:i], original]
                position = i + len(spun)
                break
    return "".join([*pieces, text[position:]]) if pieces else text


def fold(text: str) -> str:
    """Keep letters, digits and Han characters, in one width and case, with spun forms undone.

    >>> fold("ＡＩ 芯片，莫得！")
    'ai芯片没有'
    """
    return unspin(_NOT_WORD.sub("", unicodedata.normalize("NFKC", text).lower()))


def hashes(folded: str, shingle_chars: int, ratio: float = 1.0) -> Hashes:
    """Hash the distinct shingles of a folded text and keep the given share of them.

    ratio: in (0, 1]; which shingles stay depends on the shingle alone. A text shorter than one shingle has none.
    """
    if len(folded) < shingle_chars:
        return np.empty(0, np.uint32)
    return np.unique(_sampled(_mixed(folded, shingle_chars), ratio).astype(np.uint32))


def _mixed(folded: str, shingle_chars: int) -> NDArray[np.uint64]:
    """Hash the shingle at each offset of a text that holds at least one."""
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    count = len(codes) - shingle_chars + 1
    mixed = np.zeros(count, np.uint64)
    for place in range(shingle_chars):
        mixed = mixed * _BASE + codes[place : place + count] + np.uint64(1)
    for shift, factor in zip((30, 27), _MIX, strict=True):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * factor
    return np.asarray(mixed ^ (mixed >> np.uint64(31)), np.uint64)


def _sampled(mixed: NDArray[np.uint64], ratio: float) -> NDArray[np.uint64]:
    return mixed if ratio >= 1.0 else mixed[_is_sampled(mixed, ratio)]


def _is_sampled(mixed: NDArray[np.uint64], ratio: float) -> NDArray[np.bool_]:
    return np.asarray((mixed >> np.uint64(32)) < np.uint64(int(ratio * 2**32)), np.bool_)


def mostly_common(texts: Sequence[str], common: Hashes, shingle_chars: int, ratio: float) -> list[bool]:
    """Tell of each folded text whether more than half of its sampled shingles are among the sorted `common` ones.

    All texts are hashed at once; a text without a sampled shingle is not common.
    """
    whole = "".join(texts)
    if not len(common) or len(whole) < shingle_chars:
        return [False] * len(texts)
    mixed = _mixed(whole, shingle_chars)
    kept = _is_sampled(mixed, ratio) if ratio < 1.0 else np.ones(len(mixed), np.bool_)
    values = mixed.astype(np.uint32)
    known = kept & (common[np.minimum(np.searchsorted(common, values), len(common) - 1)] == values)
    sums = [np.concatenate(([0], np.cumsum(flags))) for flags in (kept, known)]
    found, start = [], 0
    for text in texts:
        end = max(start, start + len(text) - shingle_chars + 1)
        sampled, shared = (int(total[end] - total[start]) if end > start else 0 for total in sums)
        found.append(sampled > 0 and shared * 2 > sampled)
        start += len(text)
    return found


def containment(a: Hashes, b: Hashes) -> float:
    """Share of the smaller of two shingle sets that the other holds; 0 for an empty set."""
    smaller = min(len(a), len(b))
    return _shared(a, b) / smaller if smaller else 0.0


def resemblance(a: Hashes, b: Hashes) -> float:
    """Jaccard resemblance of two shingle sets; 0 if both are empty."""
    shared = _shared(a, b)
    union = len(a) + len(b) - shared
    return shared / union if union else 0.0


def covered(part: Hashes, whole: Hashes) -> float:
    """Share of the first set that the second one holds; 0 for an empty first set."""
    return _shared(part, whole) / len(part) if len(part) else 0.0


def shared(few: Hashes, many: Hashes) -> Hashes:
    """Return the hashes of a small set that a large one holds too, at the cost of a search for each of the few.

    >>> shared(np.array([1, 5, 9], np.uint32), np.array([2, 5, 9, 11], np.uint32)).tolist()
    [5, 9]
    """
    if not len(many):
        return few[:0]
    places = np.minimum(np.searchsorted(many, few), len(many) - 1)
    found: Hashes = few[many[places] == few]
    return found


def _shared(a: Hashes, b: Hashes) -> int:
    return len(np.intersect1d(a, b, assume_unique=True))


def pack(values: Hashes) -> bytes:
    """Store hashes as little-endian bytes, four each."""
    return values.astype("<u4").tobytes()


def unpack(stored: bytes) -> Hashes:
    """Read hashes that `pack` stored."""
    return np.frombuffer(stored, "<u4").astype(np.uint32)


def joined(stored: Sequence[bytes]) -> tuple[Hashes, NDArray[np.int64]]:
    """Concatenate packed sketches; returns all hashes and the number that each sketch holds."""
    sizes = np.array([len(item) // 4 for item in stored], np.int64)
    return np.frombuffer(b"".join(stored), "<u4").astype(np.uint32, copy=False), sizes
