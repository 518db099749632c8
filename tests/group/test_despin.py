"""Despinning without a witness, the lexicon behind it, and what it must leave alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from pipeline import lexicon
from pipeline.document import Document
from pipeline.errors import SettingsError
from pipeline.group import learn
from pipeline.group.despin import Spinner, as_changes, despin, restorations
from pipeline.group.evidence import Evidence
from pipeline.group.repair import apply
from pipeline.group.sketch import spun_degree
from pipeline.group.substitutions import substitutions
from pipeline.lexicon import Pair
from pipeline.settings import GroupSettings

from .conftest import Maker

SETTINGS = GroupSettings()
_WIDE = str.maketrans(",:?()", "，：？（）")


def test_the_lexicon_reads_back() -> None:
    """What is written is what was read."""
    assert set(lexicon.parse(lexicon.dump(lexicon.pairs()), "here")) == set(lexicon.pairs())
    assert all(pair.spun != pair.original for pair in lexicon.pairs())


@pytest.mark.parametrize("text", ["spun\n莫得", "spun\toriginal\n莫得\t", "spun\toriginal\tuses\n莫得\t没有\tmany"])
def test_a_broken_lexicon_is_refused(text: str) -> None:
    """The message names the file."""
    with pytest.raises(SettingsError, match=r"here\.tsv"):
        lexicon.parse(text, "here.tsv")


def test_rare_forms_do_not_stand_in_clean_text(root: Path) -> None:
    """The sample corpus' clean articles hold hardly any of them."""
    texts = [path.read_text("utf-8") for path in sorted((root / "tests/corpus/sample").glob("*.zh.txt"))]
    hits = sum(1 for text in texts for _ in lexicon.rare_hits(text))
    assert hits <= 0.3 * sum(map(len, texts)) / 1000
    assert all(spun_degree(text) < SETTINGS.spun_degree for text in texts)


@pytest.mark.parametrize("text", ["", "一", "  \n ", "𠮷𠮷", "مرحبا", "莫得"])
def test_any_text_goes_through(text: str) -> None:
    """Short and strange texts are never spun."""
    assert despin(text, SETTINGS) == ()
    assert list(restorations(text, Spinner([]), SETTINGS)) == []


def test_a_spun_text_is_restored() -> None:
    """Forms with one original come back, each with its confidence."""
    text = "莫得东谈主买这家工场的居品，雇主坚捏要开拓新的阛阓，一又友们作念不到。"
    found = despin(text, SETTINGS)
    restored = apply(text, as_changes(found))
    for word in ("没有", "人", "产品", "坚持", "市场", "朋友", "做"):
        assert word in restored
    assert all(0 <= item.confidence <= 1 for item in found)
    assert all(text.startswith(item.spun, item.start) for item in found)


def test_the_whole_text_speaks_against_an_original() -> None:
    """A word that still stands in the text was not replaced; a form inside a common word is none."""
    pairs = [Pair("企业", "公司"), Pair("其", "那", uses=2), Pair("阛阓", "市场", uses=9)]
    text = "这家公司的阛阓很大，其他企业的阛阓很小。"
    found = apply(text, as_changes(restorations(text, Spinner(pairs, text), SETTINGS)))
    assert found == "这家公司的市场很大，其他企业的市场很小。"
    assert Evidence(text, pairs).against(pairs[0]) > 0
    assert Evidence("", pairs).against(pairs[0]) == 0


def test_a_word_has_one_form() -> None:
    """An original seen replaced by one form that stands in the text is no original of another form."""
    pairs = [Pair("当今", "现在", uses=5), Pair("如今", "现在")]
    assert Evidence("当今和如今", pairs).against(pairs[1]) > 0
    assert Evidence("只有如今", pairs).against(pairs[1]) == 0


def test_below_the_threshold_a_form_is_left_and_marked() -> None:
    """Nothing is restored at a confidence that cannot be reached, but everything is still named."""
    text = "莫得东谈主买这家工场的居品，雇主坚捏要开拓新的阛阓，一又友们作念不到。"
    found = despin(text, replace(SETTINGS, despin_confidence=1.01))
    assert found
    assert all(item.original == item.spun for item in found)
    assert apply(text, as_changes(found)) == text


def test_substitutions_are_whole_words() -> None:
    """Neighbouring substitutions fall apart into words."""
    found = substitutions([("他料想我方的工场", "他想到自己的工厂"), ("我方的居品", "自己的产品")])
    assert found["我方", "自己"] == 2
    assert found["料想", "想到"] == 1
    assert found["居品", "产品"] == 1


def test_learning_counts_and_weighs(article: Maker) -> None:
    """Known pairs count up; new ones carry their frequency in clean text."""
    clean = ["他想到自己的工厂没有产品，心里很不平静。", "镇上的人都说他的产品好。"] * 3
    spun = [
        line.replace("自己", "我方").replace("没有", "莫得").replace("产品", "居品").replace("镇上", "镇子")
        for line in clean
    ]
    docs = [article("a", clean), article("b", spun, spun=1.0)]
    known = [Pair("莫得", "没有", "mode", 5)]
    grown = {(pair.spun, pair.original): pair for pair in learn([docs], known, SETTINGS)}
    assert grown["莫得", "没有"].uses == 8
    assert grown["我方", "自己"].uses == 3
    assert grown["我方", "自己"].family == "learned"


def test_clean_text_is_never_touched(shared: Path) -> None:
    """No change in 100,000 characters of clean text."""
    texts = [path.read_text("utf-8") for path in sorted((shared / "eval/html_zh").glob("*.txt"))]
    assert sum(map(len, texts)) >= 100_000
    assert [as_changes(despin(text, SETTINGS)) for text in texts if as_changes(despin(text, SETTINGS))] == []


def test_without_a_witness_half_teaches_the_other(shared: Path) -> None:
    """Two-fold: pairs of one half and general knowledge restore the other half, no pair of which the general knowledge holds."""
    rows = [json.loads(line) for line in (shared / "gold/despin.jsonl").open(encoding="utf-8")]
    pairs = [(row["spun"].translate(_WIDE), row["original"].translate(_WIDE)) for row in rows]
    told = [pair._replace(uses=0) for pair in lexicon.families()["mode"] if not pair.uses]
    whole = "\n".join(spun for spun, _ in pairs)
    errors = total = 0
    for fold in (0, 1):
        seen = substitutions(pair for number, pair in enumerate(pairs) if number % 2 != fold)
        learned = [Pair(spun, original, "mode", uses) for (spun, original), uses in seen.items()]
        spinner = Spinner([*learned, *told], whole)
        for spun, clean in pairs[fold::2]:
            restored = apply(spun, as_changes(restorations(spun, spinner, SETTINGS)))
            errors += Levenshtein.distance(restored, clean)
            total += len(clean)
    assert errors / total <= 0.069


def test_spun_documents_are_told_apart(labelled: Mapping[str, Document]) -> None:
    """Only the spun acceptance document shows the tell-tale forms."""
    degrees = {name: spun_degree(doc.text) for name, doc in labelled.items()}
    assert degrees["000"] >= 0.9
    assert max(degree for name, degree in degrees.items() if name != "000") < 0.05
