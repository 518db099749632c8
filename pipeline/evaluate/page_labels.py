"""Teach which blocks of a page a person kept: the choice of whole blocks that comes closest to the gold text."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from pipeline.evaluate.html import bigrams, score_of

_COVERED_RATIO = 0.6
_LEAST_RUN = 2
"""Aligned runs of one character are chance."""
_ROUNDS = 4


def block_labels(texts: Sequence[str], gold: str) -> list[bool]:
    """Label each block text as kept or not so that the kept ones score the highest F1 against the gold text.

    Starts from the longest common subsequence of page and gold and climbs from there, one block at a time.

    >>> block_labels(["首页 新闻", "第一段正文在此。", "版权所有"], "第一段正文在此。")
    [False, True, False]
    """
    keep = _aligned(texts, gold)
    wanted = bigrams(gold)
    counts = [bigrams(text) for text in texts]
    current: Counter[str] = Counter()
    for kept, count in zip(keep, counts, strict=True):
        if kept:
            current.update(count)
    for _ in range(_ROUNDS):
        flips = sum(_flip(index, keep, counts, current, wanted) for index in range(len(texts)))
        if not flips:
            break
    return keep


def _flip(
    index: int, keep: list[bool], counts: Sequence[Counter[str]], current: Counter[str], wanted: Counter[str]
) -> bool:
    """Flip one block's label if that raises F1; tells whether it did."""
    count = counts[index]
    if not count:
        return False
    sign = -1 if keep[index] else 1
    change = sum(min(current[key] + sign * n, wanted[key]) - min(current[key], wanted[key]) for key, n in count.items())
    shared, total = (current & wanted).total(), current.total()
    before = score_of(shared, total, wanted.total()).f1
    after = score_of(shared + change, total + sign * count.total(), wanted.total()).f1
    if after <= before + 1e-9:
        return False
    for key, n in count.items():
        current[key] += sign * n
    keep[index] = not keep[index]
    return True


def _aligned(texts: Sequence[str], gold: str) -> list[bool]:
    pieces = ["".join(unicodedata.normalize("NFKC", text).split()) for text in texts]
    whole, target = "".join(pieces), "".join(unicodedata.normalize("NFKC", gold).split())
    covered = bytearray(len(whole))
    for step in LCSseq.opcodes(whole, target):
        if step.tag == "equal" and step.src_end - step.src_start >= _LEAST_RUN:
            covered[step.src_start : step.src_end] = b"\x01" * (step.src_end - step.src_start)
    labels, start = [], 0
    for piece in pieces:
        labels.append(bool(piece) and sum(covered[start : start + len(piece)]) >= _COVERED_RATIO * len(piece))
        start += len(piece)
    return labels
