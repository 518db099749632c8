"""The training data: tidied pairs, held-out pairs, generated pairs, drawn quantities against the product's own scanner."""

from __future__ import annotations

import doctest
import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.quantities import english, quantities
from pipeline.translate import dictionary
from pipeline.translate.gloss import Glosser
from pipeline.translate.number_faults import number_faults
from pipeline.translate.training import amounts, encode, evaluate, examples, generate, pairs, senses
from pipeline.translate.training.pairs import SentencePair, clause_pairs, has_plausible_length, own_pairs, read_pairs
from pipeline.translate.training.settings import DataSettings, read_settings
from pipeline.translate.training.templates import PATTERNS, SHARES

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("module", [amounts, encode, evaluate, examples, generate, pairs, senses])
def test_doctests(module) -> None:
    """The examples in the docstrings hold."""
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("kind", amounts.AMOUNTS)
def test_drawn_quantities_read_back_as_they_were_meant(kind: str) -> None:
    """Two independent ways from a value to its English meet: what is drawn, and what the scanner reads in the Chinese."""
    rng = Random(11)
    for _ in range(200):
        zh, en = amounts.AMOUNTS[kind](rng)
        first = next(iter(quantities(zh)), None)
        assert first is not None and first.span.start == 0, zh
        assert en.startswith(english(first)), (zh, en, english(first))


def test_numerals_below_ten_thousand_read_back() -> None:
    """Every numeral the generator may write has its value in the scanner."""
    for value in range(11, 10_000, 7):
        text = amounts.han_numeral(value) + "元"
        assert [quantity.value for quantity in quantities(text)] == [value], text


def test_same_seed_same_pairs() -> None:
    """Generation depends on nothing but the seed."""
    assert generate.generate(60, 3) == generate.generate(60, 3)
    assert generate.generate(60, 3) != generate.generate(60, 4)


def test_generated_pairs_are_whole() -> None:
    """No slot is left, no Han in the English, numbers of both sides agree, every group occurs, no source twice."""
    found = generate.generate(1500, 5)
    assert len({pair.zh for pair in found}) == len(found)
    assert {pair.source for pair in found} == {f"generated-{group}" for group in PATTERNS}
    for pair in found:
        assert not re.search(r"[{}]", pair.zh + pair.en), pair
        assert not re.search(r"[\u3400-\u9fff]", pair.en), pair
        assert not re.search(r"  |\ba [aeio]|\bthe the\b", pair.en), pair
        assert pair.en[:1] == pair.en[:1].upper()


def test_generated_quantities_stand_in_the_english() -> None:
    """What the scanner finds in a generated sentence is what the English says: the gloss line can be copied."""
    found = [pair for pair in generate.generate(1500, 6) if pair.source == "generated-quantities"]
    missing = [
        (pair, wording)
        for pair in found
        for quantity in quantities(pair.zh)
        if (wording := english(quantity)).casefold() not in pair.en.casefold()
    ]
    assert len(missing) <= len(found) * 0.02, missing[:5]


def test_too_many_pairs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The generator says so instead of running for ever."""
    monkeypatch.setattr(generate, "PATTERNS", {"one": (("好。", "Good."),)})
    monkeypatch.setattr(generate, "SHARES", {"one": 1.0})
    assert len(generate.generate(1, 1)) == 1
    with pytest.raises(ValueError, match="only 1 different pairs of 2"):
        generate.generate(2, 1)


def test_patterns_use_the_same_slots_on_both_sides() -> None:
    """A slot of the English is drawn by the Chinese."""
    derived = {"base": "action", "past": "action", "pastpart": "action"}
    for group, patterns in PATTERNS.items():
        for zh, en in patterns:
            drawn = set(re.findall(r"\{(\w+?\d?)\}", zh))
            for kind, index in re.findall(r"\{([A-Za-z]+)(\d?)\}", en):
                name = derived.get(kind, kind.lower()) + index
                assert name in drawn, (group, zh, en, name)
    assert set(PATTERNS) == set(SHARES)
    assert sum(SHARES.values()) == pytest.approx(1.0)


CLAUSES = [
    ("价格上涨得很快很快，但是需求没有下降。", "Prices rose very quickly indeed, but demand did not fall.", 2),
    ("价格上涨得很快很快，但是需求没有下降。", "Although prices rose quickly demand did not fall.", 0),
    ("是，但是需求没有下降也没有什么上升。", "Yes, but demand did neither fall nor really rise.", 0),
    ("他们投资了一千万元人民币，建了一座新的工厂。", "They invested 10,000,000 yuan, built a new big factory.", 2),
    ("没有标点的句子", "A sentence without punctuation", 0),
    ("", "", 0),
]


@pytest.mark.parametrize(("zh", "en", "count"), CLAUSES)
def test_clause_pairs(zh: str, en: str, count: int) -> None:
    """Only pairs with as many clauses of like length on both sides are cut; the parts join to the whole."""
    found = clause_pairs([SentencePair("x", zh, en)])
    assert len(found) == count
    if found:
        assert "".join(pair.zh for pair in found) == zh
        assert " ".join(pair.en for pair in found) == en


@given(st.text(max_size=60), st.text(max_size=90))
def test_any_text_goes_through(zh: str, en: str) -> None:
    """Foreign text of any kind passes every step of the data."""
    pair = SentencePair("x", pairs.tidy_chinese(zh), pairs.tidy_english(en))
    assert has_plausible_length(pair) in (True, False)
    for part in clause_pairs([pair]):
        assert part.zh in pair.zh
    evaluate.numbers_lost(zh, en)
    evaluate.is_repeating(en)


def test_malformed_rows_name_the_file(tmp_path: Path) -> None:
    """A broken data file stops with its name and the form expected."""
    path = tmp_path / "pairs.jsonl"
    with pytest.raises(SettingsError, match=r"pairs\.jsonl"):
        read_pairs(path)
    path.write_text('["a", "b"]\n', "utf-8")
    with pytest.raises(SettingsError, match="source, zh, en"):
        read_pairs(path)


def test_own_pairs_are_whole() -> None:
    """Each has Chinese on one side and English on the other, none comes twice, and every quantity is said in both languages."""
    found = own_pairs()
    assert len(found) > 10_000 and len({pair.zh for pair in found}) == len(found)
    for pair in found:
        assert re.search(r"[\u3400-\u9fff]", pair.zh) and not re.search(r"[\u3400-\u9fff]", pair.en), pair
        assert pair.zh == pair.zh.strip() and pair.en == pair.en.strip(), pair
        assert has_plausible_length(pair, most=9), pair
    assert [pair.zh for pair in found if number_faults(pair.zh, pair.en)] == []


def test_held_out_pairs_are_the_last_ones_beyond_a_gap() -> None:
    """Validation and training share no neighbour."""
    numbered = [SentencePair("news", f"第{index}", str(index)) for index in range(100)]
    training, held = examples.split_held_out(numbered, DataSettings(held_out={"news": 20}, gap=5))
    assert [pair.en for pair in held] == [str(index) for index in range(80, 100)]
    assert [pair.en for pair in training] == [str(index) for index in range(75)]


def test_mix_follows_the_weights() -> None:
    """A weight of 1.5 takes every pair once and half of them twice; an unnamed source is left out."""
    given_pairs = [
        SentencePair(source, f"这是第{index}个句子。", f"This is sentence number {index}.")
        for source in ("a", "b", "c")
        for index in range(40)
    ]
    mixed = examples.mix(given_pairs, DataSettings(weights={"a": 1.5, "b": 0.25}, generated=8), Random(1))
    counts = Counter(pair.source.split("-")[0] for pair in mixed)
    assert counts == {"a": 60, "b": 10, "generated": 8}


def test_copied_glosses_are_the_words_of_the_reference() -> None:
    """Where a sense stands in the reference, its form there is copied; names and function words are left alone."""
    words = Glosser().words("他同意这个计划。")
    replaced = {word.word: word.gloss for word in examples.copied(words, "He agrees to the Plan.", 1.0, Random(1))}
    assert replaced["同意"] == "agrees"
    assert replaced["计划"] == "Plan"
    assert examples.copied(words, "He agrees to the Plan.", 0.0, Random(1)) == words


def test_example_has_the_form_of_the_engine() -> None:
    """The answer begins with a blank and ends the line, as the engine reads it."""
    pair = SentencePair("x", "他同意。", "He agrees.")
    made = examples.example(pair, Glosser(), DataSettings(copy_ratio=0.0), Random(1), has_gloss=True)
    assert made.prompt == "Chinese: 他同意。\nWords: he agree.\nEnglish:"
    assert made.answer == " He agrees.\n"
    plain = examples.example(pair, Glosser(), DataSettings(), Random(1), has_gloss=False)
    assert plain.prompt == "Chinese: 他同意。\nEnglish:"


def test_batches_hold_everything_once_within_the_limit() -> None:
    """No example is lost or doubled, and padding stays inside the budget."""
    rng = Random(2)
    encoded = [encode.Encoded(tuple(range(rng.randint(3, 60))), 2) for _ in range(500)]
    made = encode.batches(encoded, 256, Random(3))
    assert Counter(item for batch in made for item in batch) == Counter(encoded)
    assert all(len(batch) * max(len(item.ids) for item in batch) <= 256 for batch in made)
    assert encode.batches([], 256, None) == []


def test_ranking_prefers_what_translators_say() -> None:
    """The sense that stands beside the word wins over the dictionary's first; a word in few pairs keeps the dictionary's order."""
    first, second, *_ = dictionary.senses("打算")
    translations = [SentencePair("x", "打算", f"They {second} number {index}.") for index in range(8)]
    others = [
        SentencePair("x", "天气", f"The weather is {word}.") for word in ("fine", "bad", "cold", "hot", "wet", "dry")
    ]
    segmented = [["打算"]] * 8 + [["天气"]] * 6
    assert senses.rank_senses([*translations, *others], segmented) == {"打算": second}
    assert senses.rank_senses([*translations[:2], *others], [["打算"]] * 2 + [["天气"]] * 6) == {}
    assert first != second


def test_settings_refuse_unknown_keys(tmp_path: Path) -> None:
    """A misspelt key names the valid ones."""
    path = tmp_path / "run.toml"
    path.write_text("[run]\nminuts = 3\n", "utf-8")
    with pytest.raises(SettingsError, match="minutes"):
        read_settings(path)


def test_shipped_settings_are_valid() -> None:
    """The settings of the shipped adapter are read, and paths lie beside them."""
    path = ROOT / "pipeline" / "translate" / "training" / "adapter.toml"
    settings = read_settings(path)
    assert settings.path(settings.data.pairs).parent == path.parent
    assert settings.lora.alpha == 2 * settings.lora.rank
