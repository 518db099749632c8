"""What was measured between two documents is asked for again, not measured again."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pipeline import stages
from pipeline.document import Document
from pipeline.editorial import Overrides
from pipeline.group import Cluster, clusters, sketch
from pipeline.settings import GroupSettings
from pipeline.workspace import Options, workspace

from .conftest import Maker
from .test_clusters import story

T = TypeVar("T")
SETTINGS = GroupSettings()


class Kept:
    """Keep answers in a dictionary and count those that had to be made."""

    def __init__(self) -> None:
        """Start empty."""
        self.answers: dict[tuple[tuple[str, str], bytes], object] = {}
        self.made: list[tuple[str, str]] = []

    def __call__(self, paths: tuple[str, str], detail: bytes, kind: type[T], make: Callable[[], T]) -> T:
        """Answer from the dictionary."""
        if (paths, detail) not in self.answers:
            self.made.append(paths)
            self.answers[paths, detail] = make()
        answer = self.answers[paths, detail]
        assert isinstance(answer, kind)
        return answer


def grouped(docs: list[Document], kept: Kept) -> tuple[Cluster, ...]:
    """Group documents, with what is kept."""
    by_path = {doc.provenance.path: doc for doc in docs}
    return clusters([sketch(doc, SETTINGS) for doc in docs], by_path.__getitem__, SETTINGS, Overrides(), kept)


def test_a_new_document_costs_its_own_pairs(article: Maker) -> None:
    """Twenty stories of three copies; one more copy is compared with those it may be a copy of, and no other pair again."""
    docs = [
        article(f"{n:02d}-{copy}.txt", story(100 + n)[copy:], f"故事{chr(0x4E00 + 97 * n)}之始末")
        for n in range(20)
        for copy in range(3)
    ]
    kept = Kept()
    first = grouped(docs, kept)
    assert len(first) == 20 and len(kept.made) >= 40
    before = len(kept.made)
    assert grouped(docs, kept) == first and len(kept.made) == before
    new = article("new.txt", story(107)[:-1], "故事之始末")
    docs.append(new)
    random.Random(1).shuffle(docs)
    again = grouped(docs, kept)
    fresh = kept.made[before:]
    assert fresh and all("new.txt" in pair for pair in fresh)
    assert len(fresh) * 10 < before
    assert again == grouped(docs, Kept())


def test_pairs_are_kept_in_the_store(tmp_path: Path, root: Path) -> None:
    """Between runs: an unchanged pair is looked up, a changed text is measured against its own copies only."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(3):
        for copy in range(2):
            text = "\n".join([f"旧镇纪事{'甲乙丙'[n]}编", *story(200 + n)[copy:]])
            (folder / f"{n}-{copy}.txt").write_text(text, "utf-8")
    options = Options(
        root=root, today="2026-01-02", articles=str(folder), workers=1, quiet=True, store=str(tmp_path / "store.sqlite")
    )

    def pairs() -> tuple[int, int, int]:
        with workspace(options) as space:
            corpus = stages.run(space, upto="group.collate")
            tally = space.tally
            return tally.ran["group.pair"], tally.reused["group.pair"], len(corpus.stories)

    made, reused, found = pairs()
    assert 3 <= made <= 15 and (reused, found) == (0, 3)
    path = folder / "1-1.txt"
    path.write_text(path.read_text("utf-8").replace("后来", "之后", 1), "utf-8")
    anew, reused, found = pairs()
    assert 1 <= anew <= 5 and (anew + reused, found) == (made, 3)
