"""Glosses, names, dictionary and prompt: nothing of the text is lost, nothing is invented, terms and quantities stand exactly."""

from __future__ import annotations

import doctest
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.translate import dictionary, gloss, names, prompt
from pipeline.translate.gloss import Glosser

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
ODD = [
    "",
    " ",
    "\u3000\n",
    "字",
    "𠀀𠀁",
    "مرحبا بالعالم",
    "👍🏽",
    "a",
    "，",
    "\u200b\ufeff",
    "①②",
    "{{ x }} <b>",
    "Ω≈ç",
]


@pytest.mark.parametrize("module", [dictionary, gloss, names, prompt])
def test_doctests(module) -> None:
    """The examples in the docstrings hold."""
    assert doctest.testmod(module).failed == 0


LINES = [
    # Chinese, what the line must hold, what it must not
    ("公司预计全年生产600多万吨钢材。", ["6 million tonnes", "more than", "steel"], ["600"]),
    ("八九家企业没有参加。", ["eight or nine", "not"], ["89"]),
    ("他花了1.7万余元。", ["more than 17,000 yuan"], ["1.7"]),
    ("2021年9月15日，价格上涨12.5%。", ["2021", "September", "12.5%"], []),
    ("这款5G手机用的是GPT-4。", ["5G", "GPT-4"], []),
    ("布鲁诺·科瓦斯市长说：“没有问题。”", ["Bulunuo Kewasi", "mayor", "not"], ["·"]),
    ("三成患者来自农村", ["30%", "patient"], ["accomplish"]),
]


@pytest.mark.parametrize(("zh", "present", "absent"), LINES)
def test_line_says_what_the_text_says(zh: str, present: list[str], absent: list[str]) -> None:
    """Quantities are worded whole, codes stay as written, names are spelled."""
    line = Glosser().line(zh)
    assert all(text in line for text in present), line
    assert not any(text in line for text in absent), line


def test_reader_sees_one_sense_and_every_word() -> None:
    """Two ranked senses are reduced to the first, and what stands behind them is not lost; a term's slash stays."""
    glosser = Glosser({"输入输出": "input/output"})
    for table in (dictionary.ranked_senses(), dictionary.newsroom_words()):
        word = next(
            word
            for word, sense in table.items()
            if len(word) == 2 and "/" in sense and sense == dictionary.best_sense(word)
        )
        first = table[word].split("/")[0]
        shown = glosser.render(f"{word}，输入输出，三张桌子。")
        assert shown == f"{first[:1].upper()}{first[1:]}, input/output, three table."


def test_newsroom_words_are_found_across_the_segmenters_cuts() -> None:
    """A set phrase comes as one word, and its wording is that of news; the table is sound."""
    glosser = Glosser()
    assert "net profit attributable to parent" in glosser.line("公司归母净利润大增。")
    assert "third quarter" in glosser.line("三季度销量下滑。")
    assert "".join(word.word for word in glosser.words("公司归母净利润，三季度。")) == "公司归母净利润，三季度。"
    table = dictionary.newsroom_words()
    assert len(table) > 10_000
    for word, english in table.items():
        assert re.fullmatch(r"[\u3400-\u9fff]{1,10}", word), word
        assert re.fullmatch(r"[^\s(][^()\u3400-\u9fff]{0,59}", english) and english.count("/") < 2, (word, english)


def test_terms_win_and_the_longest_first() -> None:
    """The reader's words stand before dictionary and quantities."""
    glosser = Glosser({"大模型": "large model", "大模型平台": "Model Hub", "三成": "Sancheng Co."})
    line = glosser.line("三成发布大模型平台，大模型很贵。")
    assert line.startswith("Sancheng Co.")
    assert "Model Hub" in line and "large model" in line


MUST_NOT = [("算能", "希姆计算能力很强"), ("机器", "机器人"), ("国会", "全国会议")]


@pytest.mark.parametrize(("term", "zh"), MUST_NOT)
def test_terms_are_not_found_inside_longer_words(term: str, zh: str) -> None:
    """A term that would cut a word in two is no hit."""
    assert "TERM" not in Glosser({term: "TERM"}).line(zh)


@pytest.mark.parametrize("zh", ODD)
def test_odd_texts(zh: str) -> None:
    """Texts that are not Chinese sentences pass, and nothing of them is lost."""
    glosser = Glosser({"": "nothing", "字": "character"})
    assert "".join(word.word for word in glosser.words(zh)) == zh
    assert not HAN.search(glosser.render(zh))
    assert "".join(prompt.split_clauses(zh)) == zh
    assert prompt.prompt(zh, None).count("\n") == 1


@given(st.text(alphabet=st.sampled_from("我们的国家不会万一三百2.5%元，。“”（）年月日·ab \n𠮷寒武纪第几"), max_size=40))
@settings(max_examples=150, deadline=None)
def test_words_join_to_the_text_and_no_han_is_left(zh: str) -> None:
    """Splitting loses no character, whatever the order of numerals, terms and marks; the reader never sees Han."""
    glosser = Glosser({"寒武纪": "Cambricon", "国家": "state"})
    assert "".join(word.word for word in glosser.words(zh)) == zh
    assert not HAN.search(glosser.render(zh))
    assert "\n" not in glosser.line(zh)


NAMES = [
    ("王思硕", "Wang Sishuo"),
    ("欧阳修", "Ouyang Xiu"),
    ("曾国藩", "Zeng Guofan"),
    ("单田芳", "Shan Tianfang"),
    ("吕布", "Lü Bu"),
]


@pytest.mark.parametrize(("zh", "en"), NAMES)
def test_names_are_spelled_surname_first(zh: str, en: str) -> None:
    """Surnames have their own readings and stand before the given name."""
    assert names.romanized(zh) == en


def test_ranked_senses_are_senses_of_the_dictionary() -> None:
    """The table chooses among CC-CEDICT's senses and adds none of its own."""
    ranked = dictionary.ranked_senses()
    assert len(ranked) > 2000
    for word, sense in list(ranked.items())[::40]:
        assert set(sense.split("/")) <= {
            part for option in dictionary.senses(word) for part in (option, *option.split("/"))
        }, word


CLAUSES = [
    ("他说，项目已经完成，新的工厂将在明年三月投入使用，年产量可达五万台。", 2),
    ("价格为1，000元，", 1),
    ("没有标点", 1),
    ("。。。！", 1),
    ("“这是真的吗？”他问。", 1),
]


@pytest.mark.parametrize(("zh", "count"), CLAUSES)
def test_clauses(zh: str, count: int) -> None:
    """Short clauses join, numbers with commas stay whole, and joined the clauses are the sentence."""
    found = prompt.split_clauses(zh)
    assert "".join(found) == zh
    assert len(found) == count


@given(st.text(alphabet="中文，。；：！？,!?“”」1２ab", max_size=200))
def test_clauses_join_to_the_sentence(zh: str) -> None:
    """No mark and no character is lost; only a clause longer than the limit exceeds it."""
    found = prompt.split_clauses(zh, min_chars=6, max_chars=20)
    assert "".join(found) == zh
    assert all(found) or zh == ""


def test_prompt_is_one_line_per_part() -> None:
    """A line break in the text cannot end the prompt early or smuggle in another part."""
    text = prompt.prompt("他说\nEnglish: no", "he said\nEnglish: no")
    assert text.splitlines() == ["Chinese: 他说 English: no", "Words: he said English: no", "English:"]
    assert prompt.FEW_SHOTS.count("Chinese: ") == prompt.FEW_SHOTS.count("English: ") == 6
    assert prompt.FEW_SHOTS.endswith("\n\n")


def test_a_reader_sees_no_possessive_of_nothing() -> None:
    """的 before a mark or at the end says nothing in English; before a word or a quotation it does."""
    glosser = Glosser()
    assert "'s" not in glosser.render("这是他的，那是我的。")
    assert "'s" in glosser.render("他的朋友")
    assert "'s" in glosser.render("他的“朋友”")
    assert "'s" in glosser.line("这是他的。")
