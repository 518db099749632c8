"""Grouping measured: pair recall and precision beside MinHash-LSH, SimHash and sentence embeddings, and cost by size.

Pairs of documents are counted (Hanna and Marti 2024 count so for deduplication, after Rand 1971): a pair of one story found
together is right, a pair of two stories found together is wrong. The finder comes as an argument; this room knows no other.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.document import Document
from pipeline.errors import EngineMissing
from pipeline.evaluate.copies import Sample
from pipeline.signature import signature

Finder = Callable[[Mapping[str, Document]], Iterable[Collection[str]]]
"""Takes documents by path; returns the paths of each group of copies."""

_SHINGLE_CHARS = 5


class Score(NamedTuple):
    """Hold how well a finder groups."""

    signature: str
    recall: float
    """Share of true pairs found, in [0, 1]; 1 where there are none."""
    precision: float
    """Share of found pairs that are true; 1 where none was found."""
    by_kind: Mapping[str, float]
    """Recall of the pairs of each kind of copy with its original."""
    seconds: float


def score(name: str, samples: Sequence[Sample], find: Finder) -> Score:
    """Run a finder over generated samples and count pairs."""
    documents = {sample.document.provenance.path: sample.document for sample in samples}
    truth = {sample.document.provenance.path: sample for sample in samples}
    start = time.process_time()
    groups = list(find(documents))
    seconds = time.process_time() - start
    found = {pair for group in groups for pair in combinations(sorted(set(group)), 2)}
    found = {pair for pair in found if not _is_open(*(truth[path] for path in pair))}
    stories: dict[int, list[Sample]] = defaultdict(list)
    for sample in samples:
        stories[sample.story].append(sample)
    kinds: dict[str, list[bool]] = defaultdict(list)
    right = wanted = 0
    for members in stories.values():
        for a, b in combinations(members, 2):
            paths = sorted((a.document.provenance.path, b.document.provenance.path))
            hit = (paths[0], paths[1]) in found
            wanted, right = wanted + 1, right + hit
            if "original" in {a.kind, b.kind}:
                kinds[b.kind if a.kind == "original" else a.kind].append(hit)
    return Score(
        signature(name, "1", documents=len(samples), pairs=wanted),
        right / wanted if wanted else 1.0,
        right / len(found) if found else 1.0,
        {kind: sum(hits) / len(hits) for kind, hits in sorted(kinds.items())},
        seconds,
    )


def sample(samples: Sequence[Sample], most: int) -> tuple[Sample, ...]:
    """Take whole stories, in order of their first document, while they hold no more than `most` documents together."""
    stories: dict[int, list[Sample]] = defaultdict(list)
    for item in samples:
        stories[item.story].append(item)
    taken: list[Sample] = []
    for members in stories.values():
        if len(taken) + len(members) > most:
            break
        taken += members
    return tuple(taken)


def _is_open(a: Sample, b: Sample) -> bool:
    """Whether a pair counts neither way: a splice beside a copy of the other story in it."""
    return a.story != b.story and (b.story == a.other or a.story == b.other or a.other == b.other != -1)


def components(size: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the connected components of two members or more."""
    parent = list(range(size))

    def find(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for a, b in pairs:
        parent[find(a)] = find(b)
    groups: dict[int, list[int]] = defaultdict(list)
    for item in range(size):
        groups[find(item)].append(item)
    return [group for group in groups.values() if len(group) > 1]


def _shingles(text: str) -> set[str]:
    return {text[i : i + _SHINGLE_CHARS] for i in range(max(1, len(text) - _SHINGLE_CHARS + 1))}


def minhash(bands: int, rows: int) -> Finder:
    """Make a MinHash-LSH finder (datasketch) with the bands and rows that a published tool uses.

    Raises EngineMissing without datasketch, which only the development group installs.
    """

    def find(documents: Mapping[str, Document]) -> Iterable[Collection[str]]:
        try:
            from datasketch import MinHash, MinHashLSH
        except ImportError as error:
            raise EngineMissing("this peer needs datasketch: pip install datasketch") from error
        make: Any = MinHash
        index: Any = MinHashLSH(num_perm=bands * rows, params=(bands, rows))
        paths, pairs = list(documents), []
        for number, path in enumerate(paths):
            sketch = make(num_perm=bands * rows)
            sketch.update_batch([shingle.encode() for shingle in _shingles(documents[path].text)])
            pairs += [(int(other), number) for other in index.query(sketch)]
            index.insert(str(number), sketch)
        return [[paths[i] for i in group] for group in components(len(paths), pairs)]

    return find


def simhash(distance: int) -> Finder:
    """Make a SimHash-64 finder (Charikar 2002): pairs at most `distance` bits apart, all pairs compared."""

    def find(documents: Mapping[str, Document]) -> Iterable[Collection[str]]:
        paths = list(documents)
        bits = np.stack([_simhash(documents[path].text) for path in paths])
        pairs = []
        for number in range(1, len(paths)):
            apart = (bits[:number] != bits[number]).sum(axis=1)
            pairs += [(int(other), number) for other in np.flatnonzero(apart <= distance)]
        return [[paths[i] for i in group] for group in components(len(paths), pairs)]

    return find


def _simhash(text: str) -> NDArray[np.bool_]:
    hashed = b"".join(hashlib.blake2b(s.encode(), digest_size=8).digest() for s in sorted(_shingles(text)))
    bits = np.unpackbits(np.frombuffer(hashed, np.uint8).reshape(-1, 8), axis=1)
    return np.asarray(bits.mean(axis=0) > 0.5)


def embedding(vectors: Callable[[Sequence[str]], NDArray[np.float32]], cosine: float, chars: int = 800) -> Finder:
    """Make a finder by sentence embeddings: pairs whose first characters have at least the given cosine."""

    def find(documents: Mapping[str, Document]) -> Iterable[Collection[str]]:
        paths = list(documents)
        found = np.asarray(vectors([documents[path].text[:chars] for path in paths]), np.float32)
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        rows, columns = np.nonzero(np.triu(found @ found.T >= cosine, 1))
        pairs = zip(map(int, rows), map(int, columns), strict=True)
        return [[paths[i] for i in group] for group in components(len(paths), pairs)]

    return find


PEERS: Mapping[str, Finder] = {
    "minhash-14x8": minhash(14, 8),
    "minhash-25x10": minhash(25, 10),
    "minhash-20x13": minhash(20, 13),
    "simhash-3": simhash(3),
    "simhash-10": simhash(10),
}
"""Published defaults: datatrove 14 × 8, text-dedup 25 × 10, NeMo 20 × 13; SimHash at 3 bits (text-dedup) and a generous 10."""
