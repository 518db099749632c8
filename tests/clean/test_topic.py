"""Seams between subjects: found where two articles meet, not inside one; and lines in the wrong script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.clean.doubt import difference, judge_for
from pipeline.clean.features import Known, observe
from pipeline.clean.lines import measure
from pipeline.clean.strange import foreign_lines
from pipeline.clean.topic import topic_of
from pipeline.document import Document
from pipeline.settings import CleanSettings

SAMPLE = Path(__file__).resolve().parents[1] / "corpus" / "sample"


def paragraphs(name: str, most: int = 12) -> list[str]:
    """Read the long paragraphs of a clean article of the sample corpus."""
    lines = (SAMPLE / f"{name}.zh.txt").read_text("utf-8").split("\n")
    return [line for line in lines if len(line) > 30][:most]


@pytest.mark.parametrize("appended", ["wang-xuan", "leap-second"])
def test_an_appended_article_is_offtopic(appended: str, cleaned: Callable[..., Document]) -> None:
    """Cut off what follows the end, by words alone."""
    own, other = paragraphs("pentium-fdiv"), paragraphs(appended)
    doc = cleaned("\n".join([*own, *other]))
    assert all(line[:15] in doc.text for line in own)
    gone = sum(line[:15] not in doc.text for line in other)
    assert gone >= 0.8 * len(other)


def test_a_whole_article_has_no_sure_seam() -> None:
    """Find no weak seam inside one article."""
    for path in sorted(SAMPLE.glob("*.zh.txt")):
        page = observe([line for line in path.read_text("utf-8").split("\n") if line.strip()], Known())
        assert all(seam.ratio > 0.06 for seam in page.topic.seams), path.name


def test_topic_takes_few_and_odd_lines() -> None:
    """Compare nothing where there is nothing to compare."""
    assert topic_of([], []).seams == ()
    lines = [measure(text) for text in ("", "好", " ", "𠀀" * 30, "שלום" * 10)]
    assert topic_of(lines, range(5)).seams == ()


def test_simplified_spam_in_a_traditional_page() -> None:
    """Find the line in the other script, and none in a page of mixed script."""
    page = [
        "這個說法對嗎，還說這裡與那裡",
        "開發與維護需要時間，請說明",
        "这个说法对吗，还说这里与那里",
        "資訊與網路的發展，讓學習變簡單",
    ]
    assert foreign_lines(page) == {2}
    assert foreign_lines([]) == frozenset()


@pytest.mark.slow
def test_embeddings_tell_subjects_apart() -> None:
    """Measure a larger difference between two subjects than inside one."""
    own, other = paragraphs("pentium-fdiv", 8), paragraphs("wang-xuan", 4)
    assert difference([p[:90] for p in own[:4]], [p[:90] for p in other]) > 0.03
    assert difference([p[:90] for p in own[:4]], [p[:90] for p in own[4:8]]) < 0.03


def test_settings_choose_the_judge() -> None:
    """Ask nobody where the settings say never."""
    judge = judge_for(CleanSettings(embeddings="never"))
    page = observe(["一"], Known(), judge)
    assert page.topic.seams == ()
