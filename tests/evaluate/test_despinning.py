"""Despinning measured: halves teach each other, errors are counted by hand, broken data is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.evaluate.despinning import Aligned, Fold, error_rate, read_pairs, two_fold

PAIRS = (("甲乙", "甲丙"), ("丁乙", "丁丙"), ("戊己", "戊庚"))


def by_heart(aligned: Sequence[Aligned]) -> Callable[[str], str]:
    """Learn which last character stands for which."""
    known = {spun[-1]: clean[-1] for spun, clean in aligned}
    return lambda text: text[:-1] + known.get(text[-1], text[-1])


def test_a_half_is_restored_by_what_the_other_teaches() -> None:
    """The pair that stands in one half only is not restored."""
    folds = two_fold(PAIRS, by_heart)
    assert folds == (Fold(2, 1, 4), Fold(1, 0, 2))
    assert error_rate(folds) == pytest.approx(1 / 6)
    assert error_rate(folds, restored=False) == pytest.approx(1 / 2)
    assert error_rate(two_fold((), by_heart)) == 0


def test_pairs_are_read_with_wide_punctuation(tmp_path: Path) -> None:
    """As the clean room leaves it; further columns do not matter."""
    file = tmp_path / "pairs.jsonl"
    file.write_text('{"spun": "甲,乙", "original": "甲,丙", "kind": "body"}\n', "utf-8")
    assert read_pairs(file) == (("甲，乙", "甲，丙"),)


@pytest.mark.parametrize("row", ["nothing", "{}", "[]", '{"spun": "甲"}'])
def test_broken_rows_are_refused(row: str, tmp_path: Path) -> None:
    """The message names the row."""
    file = tmp_path / "pairs.jsonl"
    file.write_text(row, "utf-8")
    with pytest.raises(SettingsError, match="row 1"):
        read_pairs(file)
