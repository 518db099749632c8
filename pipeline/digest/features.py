"""What the summariser looks at: features of sentences, and of sets of sentences, as plain numbers.

Nothing here decides. A feature is cheap (characters, positions, word lists) and means the same in training and in use.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.digest.boilerplate import is_boilerplate, statement_start
from pipeline.rouge import tokens
from pipeline.segments import statements

Matrix = NDArray[np.float64]

_DATE = re.compile(r"\d+月|\d+日|\d{4}年|近日|日前|昨日|今日|今天|昨天")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
CUES: dict[str, re.Pattern[str]] = {
    "quotes": re.compile("[“「]"),
    "asks": re.compile("[？?]"),
    "opens with a label": re.compile(r"^.{2,12}[：:]"),
    "leans on what went before": re.compile(
        "^(但|而|因此|此外|同时|另外|其中|不过|然而|所以|并且|据了解|据悉|随后|之后|此前|对此|目前|该|其|他|她|这|上述|经查)"
    ),
    "reports speech": re.compile("表示|认为|称|指出|介绍|透露"),
    "rates a share": re.compile("评级|目标价|EPS|PE|盈利预测|估值|每股收益|首次覆盖"),
    "warns of risks": re.compile("风险提示|风险：|不及预期|风险因素"),
    "announces results": re.compile("^(事件|事项|公司发布|公司公告)|发布.{0,12}(年报|半年报|季报|业绩)"),
    "judges or foresees": re.compile("有望|预计|未来|持续|看好|我们认为|增长|提升|龙头|优势|空间"),
    "is apparatus": re.compile("原标题|（完）|记者|编辑|责任|简历|扫|关注"),
    "tells a decision": re.compile("决定|判|宣布|涉嫌|提起|公诉|审理|处罚|通报|发布|获"),
    "tells of lately": re.compile(r"近日|日前|今日|昨日|^\d+日|^\d+月\d+日"),
    "tells the outcome": re.compile("^目前|最终|已被|被依法"),
    "names the main thing": re.compile("主要|核心|最|首"),
}

SENTENCE_FEATURES = (
    "reciprocal position", "is first", "is second", "is third", "relative position", "is last", "opens a paragraph",
    "closes a paragraph", "in the last paragraph", "reciprocal paragraph", "likeness to the text", "likeness to the opening",
    "likeness to the title", "hundred characters", "log characters", "under 15 characters", "under 8 characters", "over 80 characters",
    "over 120 characters", "has a date", "tens of numbers", "numbers per ten characters", "is a paragraph", *CUES,
)  # fmt: skip
"""Averaged over a set by length; the order is the order of the weights."""

SET_FEATURES = (
    "share of the limit", "share of the limit squared", "log share of the limit", "sentences in fives", "covers repeated pairs",
    "covers pairs", "repeats itself", "facility location", "paragraphs per sentence", "adjacent pairs in fives", "is an opening",
    "starts at the start", "exceeds the limit", "share of the limit up to 0.7",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Hold a text cut into sentences, with the character grams that all features count."""

    sentences: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    places: tuple[tuple[int, int], ...]
    """(paragraph, sentence in the paragraph) of each sentence."""
    grams: tuple[Counter[str], ...]
    title: Counter[str]


def read(text: str, title: str = "") -> Source:
    """Cut a text into paragraphs and sentences, and count their grams.

    Boilerplate and datelines are no sentences of the story and left out; a text of nothing else is read as it is.
    """
    found, offset = [], 0
    for number, line in enumerate(text.split("\n")):
        for start, end in statements(line):
            found.append((number, offset + start, offset + end))
        offset += len(line) + 1
    told = [
        (number, start + statement_start(text[start:end]), end)
        for number, start, end in found
        if not is_boilerplate(text[start:end])
    ]
    spans, places = [], []
    for number, group in groupby(told or found, key=lambda one: one[0]):
        for index, (_, start, end) in enumerate(group):
            spans.append((start, end))
            places.append((number, index))
    sentences = tuple(text[start:end] for start, end in spans)
    return Source(sentences, tuple(spans), tuple(places), tuple(grams(s) for s in sentences), grams(title))


def grams(text: str) -> Counter[str]:
    """Count tokens and pairs of neighbouring tokens."""
    words = tokens(text)
    return Counter(words) + Counter(a + b for a, b in pairwise(words))


def likeness(a: Counter[str], b: Counter[str]) -> float:
    """Return the cosine of two gram counts, in [0, 1]; 0 if one is empty."""
    small, large = sorted((a, b), key=len)
    product = sum(count * large[gram] for gram, count in small.items() if gram in large)
    return product / (_length(a) * _length(b)) if product else 0.0


def _length(counts: Counter[str]) -> float:
    return math.sqrt(sum(count * count for count in counts.values()))


def sentence_features(source: Source) -> Matrix:
    """Describe each sentence by SENTENCE_FEATURES; shape (sentences, features)."""
    total: Counter[str] = Counter()
    for counts in source.grams:
        total.update(counts)
    spread = Counter(gram for counts in source.grams for gram in counts)
    centre = Counter({gram: count for gram, count in total.items() if spread[gram] > 1})
    sizes = Counter(place[0] for place in source.places)
    rows = [
        _position(source, index, sizes) + _content(source, index, centre) + _form(source, index, sizes)
        for index in range(len(source.sentences))
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(SENTENCE_FEATURES))


def _position(source: Source, index: int, sizes: Counter[int]) -> list[float]:
    paragraph, place = source.places[index]
    count = len(source.sentences)
    return [
        1 / (1 + index),
        index == 0,
        index == 1,
        index == 2,
        index / count,
        index == count - 1,
        place == 0,
        place == sizes[paragraph] - 1 and sizes[paragraph] > 1,
        paragraph == source.places[-1][0],
        1 / (1 + paragraph),
    ]


def _content(source: Source, index: int, centre: Counter[str]) -> list[float]:
    counts = source.grams[index]
    opening = likeness(counts, source.grams[0]) if index else 0.0
    return [likeness(counts, centre), opening, likeness(counts, source.title)]


def _form(source: Source, index: int, sizes: Counter[int]) -> list[float]:
    sentence = source.sentences[index]
    chars, numbers = len(sentence), len(_NUMBER.findall(sentence))
    return [
        chars / 100,
        math.log(chars + 1) / 5,
        chars < 15,
        chars < 8,
        chars > 80,
        chars > 120,
        bool(_DATE.search(sentence)),
        min(numbers, 10) / 10,
        numbers / chars * 10,
        sizes[source.places[index][0]] == 1,
        *(bool(cue.search(sentence)) for cue in CUES.values()),
    ]


def set_features(source: Source, chosen: Sequence[int], picks: NDArray[np.bool_], limit: int) -> Matrix:
    """Describe each set of sentences by SET_FEATURES.

    chosen: the candidate sentences, in order; picks: shape (sets, candidates), True where a set holds a candidate.
    Returns shape (sets, features). Facility location: Lin and Bilmes 2011, "A Class of Submodular Functions for
    Document Summarization", equation 4 without saturation: how alike each sentence is to the nearest chosen one.
    """
    held = picks.astype(np.float64)
    sizes = np.array([bare_chars(source.sentences[index]) for index in chosen], dtype=np.float64)
    share, count = held @ sizes / limit, held.sum(1)
    incidence, repeats = _incidence(source)
    pool = incidence[list(chosen)]
    union = (held @ pool) > 0
    covered = union.sum(1)
    lengths = np.array([len(sentence) for sentence in source.sentences], dtype=np.float64)
    columns = [
        share,
        share**2,
        np.log(share + 0.01),
        count / 5,
        union @ repeats / (repeats.sum() + 1e-6),
        covered / max(incidence.shape[1], 1),
        held @ pool.sum(1) / np.maximum(covered, 1) - 1,
        _facility(incidence, chosen, picks, lengths / lengths.sum()),
        *_shape(source, chosen, picks),
        share > 1,
        np.minimum(share, 0.7),
    ]
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


def bare_chars(text: str) -> int:
    """Count the characters of a text, white space left out."""
    return len("".join(text.split()))


def _incidence(source: Source) -> tuple[Matrix, Matrix]:
    """Return which sentence holds which pair of tokens, and the log count of each pair in the text."""
    total: Counter[str] = Counter()
    for counts in source.grams:
        total.update({gram: count for gram, count in counts.items() if len(gram) > 1})
    column = {gram: index for index, gram in enumerate(total)}
    incidence = np.zeros((len(source.grams), len(column)))
    for row, counts in enumerate(source.grams):
        incidence[row, [column[gram] for gram in counts if gram in column]] = 1
    return incidence, np.log(np.array(list(total.values()), dtype=np.float64))


def _facility(incidence: Matrix, chosen: Sequence[int], picks: NDArray[np.bool_], weights: Matrix) -> Matrix:
    unit = incidence / (np.linalg.norm(incidence, axis=1, keepdims=True) + 1e-6)
    alike = unit @ unit[list(chosen)].T
    nearest = np.zeros((len(picks), len(weights)))
    for column in range(len(chosen)):
        np.maximum(nearest, np.where(picks[:, column, None], alike[None, :, column], 0), out=nearest)
    return np.asarray(nearest @ weights, dtype=np.float64)


def _shape(source: Source, chosen: Sequence[int], picks: NDArray[np.bool_]) -> list[list[float]]:
    """Return how the sets spread over the text: paragraphs, neighbours, and whether they are its opening."""
    sets = [[index for index, held in zip(chosen, row, strict=True) if held] for row in picks]
    paragraphs = [len({source.places[index][0] for index in one}) / max(len(one), 1) for one in sets]
    adjacent = [sum(b - a == 1 for a, b in pairwise(one)) / 5 for one in sets]
    opening = [float(one == list(range(len(one)))) for one in sets]
    return [paragraphs, adjacent, opening, [float(one[:1] == [0]) for one in sets]]
