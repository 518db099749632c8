"""Digests: every word from the story, every item where its passage says, and nothing that cannot stand alone."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re

import digest_score
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline.digest as room
from pipeline import proper_names
from pipeline.digest import digest
from pipeline.digest.antecedents import Cast, office_of, resolved
from pipeline.digest.flaws import flaws
from pipeline.digest.heads import head_of
from pipeline.digest.points import judge
from pipeline.digest.statements import Statement, statements_of
from pipeline.digest.words import words_of
from pipeline.settings import DigestSettings
from pipeline.story import Digest, Paragraph, Passage, Story
from pipeline.termbase import Term, Termbase

SETTINGS = DigestSettings()
SAMPLES = ("ariane-501", "git-2005", "han-unification", "leap-second", "pentium-fdiv", "rvv", "wang-xuan", "year-2038")


def story(*paragraphs: str, title: str = "") -> Story:
    """Build a story; a line that starts with # is a heading."""
    rows = (
        Paragraph(f"p{n}", "heading" if text.startswith("#") else "paragraph", text.lstrip("# "))
        for n, text in enumerate(paragraphs, 1)
    )
    return Story("s", title, "A", "", (), tuple(rows))


def passages(result: Digest) -> list[Passage]:
    """List every passage of a digest."""
    found = [result.gist] if result.gist else []
    found += [*result.points, *(s.line for s in result.sections if s.line)]
    for group in (result.figures, result.quotes, result.moments):
        found += [item.passage for item in group]
    return found + [name.first for name in result.names]


def check(source: Story, result: Digest) -> None:
    """Assert that all Chinese of the digest stands in the story, character by character, brackets of ours aside."""
    texts = {paragraph.id: paragraph.text for paragraph in source.paragraphs}
    for passage in passages(result):
        words = texts[passage.paragraph][passage.start : passage.end]
        assert passage.text == words or re.sub(r"\[[^\[\]]*\]", "", passage.text) == words
    whole = source.text + source.title
    for figure in result.figures:
        assert figure.text in whole
        for words in (figure.measures, figure.when, figure.says):
            assert re.sub(r"\[[^\[\]]*\]", "", words) in whole
    for name in result.names:
        assert name.text in whole
        assert name.role in whole
        assert all(alias in whole for alias in name.aliases)
    assert all(quote.speaker in whole and quote.text in whole for quote in result.quotes)


@pytest.mark.parametrize("module", [m.name for m in pkgutil.iter_modules(room.__path__)])
def test_doctests(module: str) -> None:
    assert doctest.testmod(importlib.import_module(f"pipeline.digest.{module}")).failed == 0


def test_doctests_of_proper_names() -> None:
    assert doctest.testmod(proper_names).failed == 0


@pytest.mark.parametrize("slug", SAMPLES)
def test_samples_are_faithful_and_stand_alone(slug: str) -> None:
    source = digest_score.sample(slug)
    result = digest(source, Termbase(), SETTINGS)
    check(source, result)
    assert 3 <= len(result.points) <= SETTINGS.points_max
    for passage in filter(None, [result.gist, *result.points]):
        if "[" not in passage.text:
            assert not any(flaw.fatal for flaw in flaws(passage.text)), passage.text
    assert bool(result.gist) != bool(result.gist_reason)
    if result.gist:
        assert SETTINGS.gist_min_chars <= len(result.gist.text) <= SETTINGS.gist_max_chars
        assert result.gist.text != source.title


def test_labelled_figures_names_and_quotes() -> None:
    for kind, count in digest_score.score().items():
        assert count.precision >= 0.90, (kind, count)
        assert count.recall >= 0.85, (kind, count)


@pytest.mark.parametrize(
    "paragraphs",
    [(), ("",), (" \n",), ("一",), ("𠀀𠀁。",), ("مرحبا بالعالم؟",), ("# 题",), ("没有句号",), ("“" * 50,), ("。。。",), ("1" * 400,)],
)  # fmt: skip
def test_odd_stories(paragraphs: tuple[str, ...]) -> None:
    source = story(*paragraphs)
    result = digest(source, Termbase(), SETTINGS)
    check(source, result)
    assert result.minutes >= 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.text(
            alphabet="王选说他在北京用3.5亿元买下A公司（化名）“”《》的芯片，。？：#·12年月日一两约\n𠀀 ", max_size=60
        ),
        max_size=5,
    )
)
def test_any_story_is_faithful(paragraphs: list[str]) -> None:
    source = story(*paragraphs, title="王选与A公司")
    check(source, digest(source, Termbase((Term("芯片", "chip"), Term("王选", "Wang Xuan", "person"))), SETTINGS))


def test_a_pronoun_is_resolved_in_brackets_or_refused() -> None:
    text = "他主张直接研制第四代激光照排系统，用轮廓描述汉字。"
    one = Statement(text, "p1", 6, 1, 0, 1, "paragraph", "王选反对照搬。")
    assert (
        judge(one, words_of(text), 1.0, Cast(["王选"])).shown
        == "他[王选]主张直接研制第四代激光照排系统，用轮廓描述汉字。"
    )
    two = one._replace(before="王选和陈堃銶反对照搬。")
    assert not judge(two, words_of(text), 1.0, Cast(["王选", "陈堃銶"])).is_fit


def test_masked_names_stay_masked_and_aliases_join() -> None:
    source = story(
        "A公司的前员工说，公司A已经停产。某H拿到了订单，张某辞职。",
        "英伟达（NVIDIA）宣布涨价，NVIDIA的芯片缺货，算力不足，计算能力也不足。",
    )
    terms = Termbase((Term("英伟达", "NVIDIA", "org"), Term("算能", "SOPHGO", "org")))
    found = {name.text: name for name in digest(source, terms, SETTINGS).names}
    assert found["A公司"].evidence == found["某H"].evidence == "masked"
    assert found["A公司"].english == "Company A"
    assert found["A公司"].aliases == ("公司A",)
    assert found["张某"].english == ""
    assert (found["英伟达"].aliases, found["英伟达"].count) == (("NVIDIA",), 3)
    assert "算能" not in found


def test_pseudonyms_are_said_to_be_so() -> None:
    source = story(
        "文中春生、立冬均为化名。春生说，订单少了。立冬说，订单多了。", "资深从业者陈俊（化名）认为，市场会好。"
    )
    found = {name.text: name for name in digest(source, Termbase(), SETTINGS).names}
    assert all(found[name].pseudonym for name in ("春生", "立冬", "陈俊"))
    assert (found["春生"].english, found["春生"].evidence) == ("Chunsheng", "pinyin")


def test_quotes_need_a_named_speaker_and_whole_marks() -> None:
    source = story(
        "馆长周宁说：“夜间阅览室会一直开到晚上十点。”",
        "一位业内人士说：“今年的日子比去年更难过一些。”",
        "周宁说：“这一句的引号没有写完整，",
        "B公司的前员工说：“产品根本没有人愿意去用它。”",
    )
    quotes = digest(source, Termbase(), SETTINGS).quotes
    assert [(quote.speaker, quote.text) for quote in quotes] == [("周宁", "“夜间阅览室会一直开到晚上十点。”")]


def test_dates_take_the_year_only_while_months_run_on() -> None:
    source = story("1994年6月，奈斯利发现误差。10月30日，他写信给同行。1月2日，公司道歉。", "去年5月，展览开幕。")
    assert [moment.date for moment in digest(source, Termbase(), SETTINGS).moments] == ["1994-06", "1994-10-30"]


def test_figures_say_what_when_and_who() -> None:
    source = story("据高德纳估计，2023年全球芯片销售额约为5000亿美元。远帆科技的毛利率达到35%。")
    first, second = digest(source, Termbase(), SETTINGS).figures
    assert (first.value, first.unit, first.measures, first.when, first.says) == (
        5e11, "美元", "全球芯片销售额", "2023年", "高德纳",
    )  # fmt: skip
    assert (second.value, second.measures) == (35.0, "远帆科技的毛利率")


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("去年，宁德时代的全球份额为38.2%，比亚迪为16.9%。", ["宁德时代的全球份额", "比亚迪[全球份额]"]),
        ("洪水造成9人死亡、1011人受伤，另有143人受困。", ["死亡", "受伤", "受困"]),
        ("推理成本下降了三成。", ["推理成本下降"]),
        ("欧元对美元小幅上涨0.2%。", ["欧元"]),
        ("一部电梯的造价约65万元。", ["一部电梯的造价"]),
        ("新手机的预约人数超过600万。", ["新手机的预约人数"]),
        ("他们卖掉了8张卡的销售额。", ["卡"]),
    ],
)
def test_figures_measure_the_thing_and_not_only_its_owner(text: str, measures: list[str]) -> None:
    assert [figure.measures for figure in digest(story(text), Termbase(), SETTINGS).figures] == measures


def test_an_opinion_without_a_sentence_of_its_own_has_no_gist() -> None:
    source = story(
        "我想说的是，你们都错了。", "难道不是吗？我看未必。", "# 一", "但他们还是这么做。", "# 二", "所以我不信。"
    )
    result = digest(source, Termbase(), SETTINGS)
    assert result.gist is None
    assert result.gist_reason
    assert [section.heading for section in result.sections] == ["一", "二"]


def test_a_terse_deck_that_says_it_all_is_the_gist() -> None:
    source = story(
        "云州市图书馆新馆7月1日向市民开放。",
        "新馆藏书120万册，座位2000个，市民凭身份证就可以入馆。",
        "馆长周宁介绍，夜间阅览室每天开到晚上十点，周末不休息。",
    )
    result = digest(source, Termbase(), SETTINGS)
    assert result.gist is not None
    assert result.gist.text == source.paragraphs[0].text


def test_points_do_not_tell_the_gist_again_in_other_words() -> None:
    source = story(
        "1月11日，柯达宣布起诉苹果和HTC侵犯专利。",
        "在对苹果和HTC的起诉中，柯达要求法院认定专利受到侵犯。",
        "柯达的股价去年下跌了八成，市值只剩1.2亿美元。",
        "纽约证券交易所警告说，股价六个月内回不到1美元就要退市。",
        "柯达的数码相机部门去年裁员2000人，三家工厂关门。",
    )
    texts = [point.text for point in digest(source, Termbase(), SETTINGS).points]
    assert texts
    assert source.paragraphs[1].text not in texts


def test_statements_keep_quotations_whole() -> None:
    source = story("他说：“好。走吧。”然后走了。")
    assert [s.text for s in statements_of(source)] == ["他说：“好。走吧。”", "然后走了。"]


def test_a_connective_is_left_out_where_the_rest_stands_alone() -> None:
    text = "然而，云州市图书馆新馆去年接待了一百二十万名读者。"
    one = Statement(text, "p1", 6, 1, 0, 1, "paragraph", "馆里很静。")
    kept = judge(one, words_of(text), 1.0, Cast())
    assert kept.is_fit
    assert (kept.shown, kept.statement.start) == ("云州市图书馆新馆去年接待了一百二十万名读者。", 9)


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("他带着三万元从温州回到义乌。", "他带着三万元从温州回到义乌"),
        ("声音在木头里的传播速度要快12%。", "声音在木头里的传播速度"),
        ("老杉木的含水率比新料低三个百分点。", "老杉木的含水率"),
        ("厂里换来180万元贷款。", "贷款"),
    ],
)
def test_what_is_measured_is_a_phrase_or_the_whole_clause(text: str, measures: str) -> None:
    assert [figure.measures for figure in digest(story(text), Termbase(), SETTINGS).figures] == [measures]


def test_time_frames_are_no_figures() -> None:
    assert digest(story("4年来，馆里的读者一直在增加，过去10年没有停过。"), Termbase(), SETTINGS).figures == ()


def test_tags_head_shelves() -> None:
    source = story(
        *("公共座椅是老人走路时要坐的椅子，公共座椅坏了要修。",) * 3,
        "噬菌体感染细菌，噬菌体不伤人。",
        "表里和桌子不算。",
    )
    tags = digest(source, Termbase(), SETTINGS).tags
    assert {"公共座椅", "噬菌体"} <= set(tags)
    assert not {"椅子", "桌子", "表里", "老人"} & set(tags)


def gist_of(*paragraphs: str, title: str = "") -> str:
    """Return the gist's words, "" for none."""
    result = digest(story(*paragraphs, title=title), Termbase(), SETTINGS)
    check(story(*paragraphs, title=title), result)
    return result.gist.text if result.gist else ""


def test_the_gist_tells_what_a_meeting_decided_and_not_that_it_met() -> None:
    decided = "市图书馆馆长周宁表示，今年全市要新建四十二座社区图书馆，每座藏书不少于三万册。"
    met = "3月5日，云州市图书馆工作会议在市民中心召开，市文化局、市财政局有关负责人出席。"
    assert gist_of(met + decided, title="云州今年新建四十二座社区图书馆") == decided


def test_a_bare_name_that_speaks_in_the_gist_is_given_its_office() -> None:
    text = "周宁表示，今年云州市要新建四十二座社区图书馆，每座藏书不少于三万册。"
    found = gist_of(f"会上，市图书馆馆长周宁作了工作报告。{text}", title="云州今年新建四十二座社区图书馆")
    assert found == f"[市图书馆馆长]{text}"


def test_how_the_paper_came_to_know_is_no_part_of_the_gist() -> None:
    told = "云州市图书馆新馆将于7月1日向市民开放，座位比老馆多一倍。"
    assert gist_of(f"昨天记者获悉，{told}", title="云州图书馆新馆7月开放") == told


def test_a_relative_is_told_whose_in_brackets() -> None:
    text = "其妻子陈兰向法院提起离婚诉讼，并要求分割共同财产。"
    one = Statement(text, "p1", 20, 1, 0, 1, "paragraph", "远帆科技董事长林述去年离开公司。")
    assert (
        judge(one, words_of(text), 1.0, Cast(["林述"])).shown
        == "其[林述]妻子陈兰向法院提起离婚诉讼，并要求分割共同财产。"
    )


def test_a_firm_is_named_in_brackets_where_only_one_is_meant() -> None:
    text = "公司第三季度营业收入48.2亿元，同比增长21.3%。"
    one = Statement(text, "p1", 0, 0, 0, 0, "paragraph", "")
    assert (
        judge(one, words_of(text), 1.0, Cast(firms=["远帆科技"], firm="远帆科技")).shown == f"公司[远帆科技]{text[2:]}"
    )
    lone = judge(one, words_of(text), 1.0, Cast())
    assert (lone.shown, [flaw.name for flaw in lone.flaws]) == (text, ["speaks of a firm that it does not name"])


def test_a_long_lead_ends_where_one_thing_is_told() -> None:
    whole = "云州市图书馆新馆7月1日向市民开放，座位比老馆多一倍，夜间阅览室每天开到晚上十点"
    found = gist_of(
        whole + "；" + "馆里还有少儿阅览区、盲文阅览区和地方文献阅览区，" * 4 + "全部免费。", title="云州图书馆新馆开放"
    )
    assert found == whole


def test_a_tale_has_no_gist() -> None:
    lines = [
        "林述推开门，看见周宁站在窗前看书。",
        *("“你来了。”", "“外面还在下雨吗？”", "周宁合上了那本旧书。", "“我等了很久。”") * 3,
    ]
    assert gist_of(*lines, title="雨夜") == ""


@pytest.mark.parametrize("text", ["", " ", "𠀀", "他", "公司", "其妻", "مرحبا"])
def test_odd_sentences_have_heads_and_antecedents(text: str) -> None:
    one = Statement(text, "p1", 0, 0, 0, 0, "paragraph", "")
    assert head_of(text) is None
    assert resolved(one, Cast(["王选"], ["远帆科技"], "")) is None
    assert office_of(text, [text, ""]) == ""
