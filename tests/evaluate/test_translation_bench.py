"""The bench computes what it says, and the checks hold their rates on data beside the project."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.evaluate.damage import KINDS, damaged
from pipeline.evaluate.translation import check_rates, read_pairs, score, score_all
from pipeline.settings import TranslateSettings
from pipeline.termbase import Termbase
from pipeline.translate.checks import findings
from pipeline.translate.english import polished

TABLE = (
    "id\tzh\tref\tother\n"
    "1\t他没有来。\tHe did not come on 5 May, as Li Ming said to the reporters.\tHe didn&#39;t come.\n"
    "2\t好。\tGood.\t好\n"
)


def check(source: str, target: str) -> tuple[str, ...]:
    """Name the checks that a polished translation fails."""
    return tuple(finding.check for finding in findings(source, polished(target), Termbase(), TranslateSettings()))


def test_scores_are_sacrebleus(tmp_path: Path) -> None:
    """References score 100; faults are counted; entities of recorded outputs are read."""
    path = tmp_path / "t.tsv"
    path.write_text(TABLE, "utf-8")
    pairs = read_pairs(path)
    assert pairs.systems["other"][0] == "He didn't come."
    best = score("ref", pairs.references, pairs, lambda _s, _t: ())
    assert (round(best.chrf), round(best.bleu)) == (100, 100)
    first, second = score_all(pairs, {"upper": lambda texts: ["" for _ in texts]}, lambda _s, _t: ("x",))
    assert first.faults["empty"] == 2
    assert second.faults["Han left"] == 1
    assert len(read_pairs(path, 1).sources) == 1
    path.write_text("a\tb\n1\t2\n", "utf-8")
    with pytest.raises(InputError, match="columns"):
        read_pairs(path)
    with pytest.raises(InputError):
        read_pairs(tmp_path / "none.tsv")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_damage_changes_the_text(kind: str) -> None:
    """Each kind changes what it can, leaves what it cannot, and takes any text."""
    texts = ["He did not come on 5 May, as Li Ming said to all of the reporters.", "", "a", "𠮷 مرحبا"]
    found = damaged(kind, texts, random.Random(3), 3)
    assert any(index == 0 for index, _ in found)
    assert all(text != texts[index] for index, text in found)


@pytest.mark.slow
def test_checks_hold_their_rates(shared: Path) -> None:
    """On Google's output: five are flagged, one of them for a real fault, and nine in ten of each damage are caught."""
    rates = {rate.kind: rate for rate in check_rates(read_pairs(shared / "eval/translation/dev.tsv"), "google", check)}
    assert rates["good"].flagged <= 5, rates["good"]
    assert {kind: rates[kind].ratio for kind in KINDS if rates[kind].ratio < 0.9} == {}
