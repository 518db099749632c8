"""Train the recogniser of names.

    python -m pipeline.digest.name_training [--out FILE]

A linear-chain conditional random field over places (Lafferty, McCallum and Pereira 2001), fitted by CRFsuite with L-BFGS and both
penalties. The same lessons and seed give the same file on one machine. Some whole files of each reader and writer never teach: the
result is measured on them, here and in the tests. Nothing else of this package needs the lessons.
"""

from __future__ import annotations

import argparse
import logging
import lzma
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pycrfsuite

from pipeline.digest.name_features import Place, features_of, places_of
from pipeline.digest.name_inventions import Inventions
from pipeline.digest.name_lessons import Lesson, framed, newsroom, pools, tagged, varied
from pipeline.digest.places import parts_of_place
from pipeline.digest.recogniser import MODEL, Mark, placed, read
from pipeline.digest.words import Word, words_of

SEED = 20261122
PENALTIES = {"c1": 0.2, "c2": 0.03}
"""Of CRFsuite: c1 prunes features (higher, a smaller file and less memory of names), c2 keeps weights calm."""
ITERATIONS = 90
LEAST = 3
"""A feature seen less often is left out."""
VARIATIONS = 1.0
"""Varied sentences for each real one."""
FRAMES = 2500
"""Filled templates."""
HELD_NEWSROOM = (range(1500, 1800), range(4150, 4450), range(6200, 6500))
"""Lines, from 0, that never teach: one file of each reader."""
HELD_TAGGED = 10
"""Every tenth hundred of the long sentences never teaches: as a rule one writer's file."""

_log = logging.getLogger(__name__)


def labels_of(places: Sequence[Place], marks: Iterable[Mark]) -> list[str]:
    """Label places by the names they belong to: BP MP EP for a person's first, middle and last, SP for all of one, O for none."""
    labels = ["O"] * len(places)
    for mark in marks:
        inside = placed(places, mark)
        for number, index in enumerate(inside):
            first, last = number == 0, number == len(inside) - 1
            labels[index] = ("S" if first and last else "B" if first else "E" if last else "M") + mark.kind
    return labels


def divided(lesson: Lesson, words: Sequence[Word]) -> Iterator[Mark]:
    """Yield the marks of a sentence, an address part by part: that is how places are listed."""
    for mark in lesson.marks:
        if mark.kind != "L":
            yield mark
            continue
        start = mark.start
        for part in parts_of_place(words, mark.start, mark.end):
            yield Mark(start, start + len(part), "L")
            start += len(part)


def lessons() -> tuple[list[Lesson], list[Lesson]]:
    """Return the sentences to learn from and those kept back to measure on."""
    held: list[Lesson] = []
    taught: list[Lesson] = []
    for number, lesson in enumerate(newsroom()):
        (held if any(number in block for block in HELD_NEWSROOM) else taught).append(lesson)
    for number, lesson in enumerate(tagged()):
        (held if number // 100 % HELD_TAGGED == 4 else taught).append(lesson)
    return taught, held


def examples(taught: Sequence[Lesson], rng: random.Random) -> Iterator[Lesson]:
    """Yield the real sentences, their variations and the filled templates."""
    inventions = Inventions(pools(taught))
    yield from taught
    named = [lesson for lesson in taught if lesson.marks]
    for _ in range(round(len(named) * VARIATIONS)):
        yield varied(rng.choice(named), inventions, rng)
    yield from framed(inventions, FRAMES, rng)


def train(taught: Sequence[Lesson], out: Path) -> None:
    """Fit the field and write it to `out`."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({**PENALTIES, "max_iterations": ITERATIONS, "feature.minfreq": LEAST})
    for lesson in examples(taught, random.Random(SEED)):
        places, words = places_of(lesson.text), words_of(lesson.text)
        if places:
            trainer.append(features_of(lesson.text, places, words), labels_of(places, divided(lesson, words)))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "names.crf"
        trainer.train(str(plain))
        out.write_bytes(lzma.compress(plain.read_bytes(), preset=9 | lzma.PRESET_EXTREME))


def measure(held: Sequence[Lesson], model: bytes) -> Iterator[str]:
    """Yield a line for each kind: precision and recall of whole names, their span and kind."""
    counts: Counter[tuple[str, str]] = Counter()
    for lesson in held:
        words = words_of(lesson.text)
        found = {mark for mark, _ in read(lesson.text, words, model=model).names}
        wanted = set(divided(lesson, words))
        for name, rows in (("found", found), ("right", found & wanted), ("wanted", wanted)):
            counts.update((name, key) for *_, kind in rows for key in (kind, "all"))
    for kind in ("P", "O", "L", "W", "G", "all"):
        right = counts["right", kind]
        precision, recall = right / max(counts["found", kind], 1), right / max(counts["wanted", kind], 1)
        yield f"{kind}: P {precision:.3f} R {recall:.3f} of {counts['wanted', kind]}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, train, and say what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    taught, held = lessons()
    train(taught, options.out)
    _log.info("%d sentences, %d kept back, %d bytes", len(taught), len(held), options.out.stat().st_size)
    for line in measure(held, lzma.decompress(options.out.read_bytes())):
        _log.info("%s", line)


if __name__ == "__main__":
    main()
