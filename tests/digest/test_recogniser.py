"""The recogniser of names: its lessons say what they mean, its readings are spans, and what never taught it is read well."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.digest.candidates import Paragraphs
from pipeline.digest.name_features import features_of, places_of
from pipeline.digest.name_inventions import Inventions
from pipeline.digest.name_lessons import framed, newsroom, pools, read_tagged, tagged, varied
from pipeline.digest.name_training import divided, labels_of, lessons
from pipeline.digest.places import parts_of_place
from pipeline.digest.proposals import propose
from pipeline.digest.recogniser import KINDS, MODEL, Mark, read
from pipeline.digest.words import words_of
from pipeline.errors import SettingsError
from pipeline.settings import DigestSettings
from pipeline.termbase import Termbase

ODD = ("", " \n", "一", "𠀀𠀁。", "مرحبا بالعالم؟", "“" * 40, "）》”", "1" * 300, "A", "·", "《", "\u3000张\u3000三")


def proposed(*texts: str) -> dict[str, str]:
    """Map the names of paragraphs to their kinds."""
    found = propose(Paragraphs(texts, tuple(words_of(text) for text in texts), Termbase()), DigestSettings())
    return {form: candidate.kind for form, candidate in found.items()}


@pytest.mark.parametrize("text", ODD)
def test_odd_texts(text: str) -> None:
    words = words_of(text)
    places = places_of(text)
    assert "".join(place.text for place in places) == "".join(text.split())
    assert len(features_of(text, places, words)) == len(places)
    assert len(read(text, words, [(0, 1)]).asked) == 1


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="王小明张在北京说，。（）《》“”·公司某A1 \n", max_size=60))
def test_readings_are_disjoint_spans(text: str) -> None:
    words = words_of(text)
    reading = read(text, words)
    ends = [0]
    for mark, probability in reading.names:
        assert ends[-1] <= mark.start < mark.end <= len(text)
        assert 0 <= probability <= 1
        assert mark.kind in KINDS
        ends.append(mark.end)
    assert read(text, words) == reading


def test_asked_spans_are_weighed() -> None:
    text = "记者李晓梅在现场看到，"
    name, across = read(text, words_of(text), [(2, 5), (3, 6)]).asked
    assert name["person"] > 0.5 > across["person"]
    assert set(name) == set(KINDS.values())


def test_lessons_hold_their_marks() -> None:
    taught, held = lessons()
    assert len(taught) > 5 * len(held) > 0
    assert len(newsroom()) + len(tagged()) == len(taught) + len(held)
    inventions, rng = Inventions(pools(taught)), random.Random(3)
    rows = [varied(lesson, inventions, rng) for lesson in taught[:400]]
    rows += framed(inventions, 200, rng)
    for lesson in rows:
        ends = [0]
        for mark in lesson.marks:
            assert ends[-1] <= mark.start < mark.end <= len(lesson.text)
            ends.append(mark.end)
    assert sum(bool(lesson.marks) for lesson in rows[400:]) > 180


def test_the_same_seed_varies_alike() -> None:
    lesson = read_tagged("[P陈立平]说，[O恒岳重工]在[L浙江湖州]设厂，[P陈立平]任厂长。")
    inventions = Inventions(pools([lesson]))
    one, other = (varied(lesson, inventions, random.Random(5)) for _ in range(2))
    assert one == other
    first, *_, last = [one.text[mark.start : mark.end] for mark in one.marks]
    assert first == last


def test_a_name_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "sentences.tsv").write_text("他在湖州。\tHe is in Huzhou.\n", "utf-8")
    (tmp_path / "names.tsv").write_text("1\tL:苏州\n", "utf-8")
    with pytest.raises(SettingsError, match="line 1: L:苏州"):
        newsroom(tmp_path / "names.tsv", tmp_path / "sentences.tsv")


def test_labels_spell_names() -> None:
    text = "陈教授在湖州A1区"
    labels = labels_of(places_of(text), [Mark(0, 1, "P"), Mark(4, 6, "L"), Mark(6, 9, "G")])
    assert labels == ["SP", "O", "O", "O", "BL", "EL", "BG", "EG"]


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("浙江湖州", ["浙江", "湖州"]),
        ("湖南省长沙市", ["湖南省", "长沙市"]),
        ("胡志明市", ["胡志明市"]),
        ("阿尔及利亚", ["阿尔及利亚"]),
        ("南京长江大桥", ["南京长江大桥"]),
        ("", []),
    ],
)
def test_addresses_are_divided(address: str, parts: list[str]) -> None:
    assert parts_of_place(words_of(address), 0, len(address)) == parts


def test_what_never_taught_is_read_well() -> None:
    """A floor for whole names, span and kind, over all 1,056 of them: nothing that guesses comes near."""
    _, held = lessons()
    counts: Counter[str] = Counter()
    for lesson in held:
        words = words_of(lesson.text)
        wanted = set(divided(lesson, words))
        found = {mark for mark, _ in read(lesson.text, words).names}
        counts.update(found=len(found), right=len(found & wanted), wanted=len(wanted))
    assert counts["wanted"] > 700
    assert counts["right"] / counts["found"] >= PRECISION_FLOOR
    assert counts["right"] / counts["wanted"] >= RECALL_FLOOR


PRECISION_FLOOR, RECALL_FLOOR = 0.81, 0.77


def test_the_model_is_small() -> None:
    assert MODEL.stat().st_size <= 1_500_000


def test_rules_and_readings_join() -> None:
    found = proposed(
        "恒岳重工董事长陈立平表示，公司将在徐州新建工厂。",
        "“恒岳的订单已经排到明年。”生产总监欧阳振邦说。",
        "陈某被抓获，孙丽（化名）报了警。",
    )
    assert found["陈立平"] == found["欧阳振邦"] == found["孙丽"] == found["陈某"] == "person"
    assert found["恒岳重工"] == "organisation"
    assert found["徐州"] == "place"


def test_nothing_is_proposed_of_plain_prose() -> None:
    assert proposed("把各种谷类和豆类提前洗干净，用温水浸泡一夜，第二天熬粥的时候一起倒入锅中。") == {}


def test_two_reporters_read_as_one_are_cut() -> None:
    found = proposed("（通讯员李斌何旭）近日，检察官汤建波来到学校。")
    assert "李斌何旭" not in found
    assert "李斌何" not in found
    assert found["汤建波"] == "person"
