"""What a piece comes to: claims, verdicts, answers, pairs of sentences, interviews, and names for bare nouns."""

from __future__ import annotations

import pytest
from test_digest import SETTINGS, check, gist_of, story

from pipeline.digest import digest
from pipeline.digest.antecedents import Cast, cast_of
from pipeline.digest.bare_nouns import full_names, with_name
from pipeline.digest.heads import head_of
from pipeline.digest.manners import manner_of
from pipeline.digest.occasions import is_course, is_occasion
from pipeline.digest.pairs import pair
from pipeline.digest.points import Judged, is_trifle, judge
from pipeline.digest.predication import has_predicate, has_subject
from pipeline.digest.statements import Statement, statements_of
from pipeline.digest.theses import thesis
from pipeline.digest.turns import ANSWERER, ASKER, turns_of
from pipeline.digest.words import words_of
from pipeline.termbase import Termbase

OPINION = (
    "前两天去图书馆还书，看见门口排着长队，我也跟着排了二十分钟。排在前面的人说，他只是来借一把伞。",
    "从去年起，云州市的图书馆把进馆人次写进了考核，有的区占到三成。借伞、打印、领水，都算一次进馆。",
    "我问过几位馆员，他们说现在最忙的不是借书台，而是服务台。馆里的借书量去年下降了一成二。",
    "因此，笔者主张，图书馆的考核应当看借出多少书，而不是进来多少人。",
    "门口的队伍再长，书架前没有人，也只是热闹。我们不能把热闹当成读书。",
)
INTERVIEW = (
    "林述的作坊开在云州老街的尽头。今年四十八岁的她，做了二十六年风筝，带过十一名徒弟。",
    "记者：做风筝最难的是哪一步？",
    "林述：糊纸。我们用的纸只有头发丝的三分之一厚，糊一只要四个小时。糊歪了一处，整只风筝就飞不直。",
    "记者：现在学的人多吗？",
    "林述：不多。全市会做这种风筝的人不到二十个，年纪最小的也有三十五岁了。",
    "记者：您打算做到什么时候？",
    "林述：做到手抖的那一天。我跟徒弟们约好了，到那一天就把竹刀交给他们。",
)


def said(source: tuple[str, ...], title: str) -> list[str]:
    """Return gist and points of a story, after checking that every word is its own."""
    whole = story(*source, title=title)
    result = digest(whole, Termbase(), SETTINGS)
    check(whole, result)
    return [result.gist.text if result.gist else "", *(point.text for point in result.points)]


def test_an_opinion_is_told_by_its_claim_and_marked_as_the_writers() -> None:
    claim = "[作者认为]图书馆的考核应当看借出多少书，而不是进来多少人。"
    assert said(OPINION, "别拿热闹当读书")[0] == claim


def test_an_explainer_is_told_by_its_answer() -> None:
    answer = "冬天铁轨发出响声，并不是铁轨断了，而是钢在降温时缩短，把接头拉开了一条缝。"
    source = (
        "一到冬天的夜里，住在铁路边的人常常听见铁轨发出啪的一声，铁路公司接到的询问电话比夏天多出三倍。",
        "钢轨有热胀冷缩的性质，温度每下降一度，一公里长的钢轨会缩短大约十二毫米。",
        "铁路工人每天要巡查二十公里的钢轨，把螺栓一颗一颗地拧紧。",
        "钢轨的接头处留有缝隙，夏天缝隙合拢，冬天缝隙张开，张开时螺栓受力，就会出声。",
        f"所以，{answer}",
        "新的线路把钢轨焊成一整条，接头少了，响声也少了，焊接一公里大约要花四十万元。",
        "老的线路还有三千多公里，全部换完要到2035年。",
        "巡查的工人随身带着一把小锤，敲一敲钢轨，听声音就知道螺栓有没有松。",
        "听见响声不必报警，除非响声连着三次以上。",
        "铁路公司的电话全天都有人接。",
        "列车经过接头时的响声是另一回事，那是车轮落进缝隙的声音。",
        "有人把这种声音录下来，当作助眠的音乐，播放量超过二百万次。",
    )
    assert said(source, "冬天的铁轨为什么会响？")[0] == answer


def test_a_review_is_told_by_its_verdict_and_not_by_what_the_thing_is() -> None:
    verdict = "云帆台灯把护眼灯的价格带到了两百元以内，亮度均匀、没有频闪，缺点是底座太轻。"
    source = (
        "云帆台灯是海州照明今年3月推出的护眼台灯，首发价199元，有白色和灰色两种。",
        "我用了二十天，每天晚上开三个小时，桌面的照度实测是五百二十勒克斯。",
        "底座只有四百克，碰一下就会晃，我在下面垫了一本书。",
        f"总的来说，{verdict}",
    )
    assert said(source, "云帆台灯体验：值不值得买")[0] == verdict


def test_two_neighbours_are_a_gist_where_the_second_tells_what_came_of_the_first() -> None:
    first, second = "1996年6月4日，云州号火箭在首飞中解体。", "毁掉它的不是发动机，而是一次没有人需要的数字转换。"
    rest = ("火箭和卫星合计损失约3.7亿元，调查用了四十天。", "云州号后来又飞了八十二次，成功八十次。")
    assert gist_of(first + second, *rest, title="云州号火箭首飞失败") == first + second


def test_a_sentence_that_turns_away_is_no_second_half() -> None:
    texts = ("云州市图书馆新馆7月1日开放。", "此外，它的停车场有三百个车位。")
    one, other = (judge(s, words_of(s.text), 1.0, Cast()) for s in statements_of(story("".join(texts))))
    assert pair(one, [other], SETTINGS) is None
    assert pair(one, [], SETTINGS) is None


def test_an_interview_speaks_with_names_and_leaves_questions_out() -> None:
    gist, *points = said(INTERVIEW, "对话风筝匠林述：糊歪一处就飞不直")
    assert gist == "今年四十八岁的她[林述]，做了二十六年风筝，带过十一名徒弟。"
    assert points
    assert all(point.startswith("[林述：]") for point in points)


def test_an_answer_without_a_name_is_the_heros_or_nobodys() -> None:
    turns = [turn.speaker for turn in turns_of(["问：难吗？", "答：难。", "问：怕吗？", "答：怕过。"])]
    assert turns == [ASKER, ANSWERER] * 2
    text = "我们做过统计，全市有七成的风筝是用棉纸糊的。"
    one = Statement(text, "p2", 2, 0, 0, 1, "paragraph", "答：", "", ANSWERER)
    assert judge(one, words_of(text), 1.0, Cast(["林述"], hero="林述")).shown == f"[林述：]{text}"
    assert not judge(one, words_of(text), 1.0, Cast()).is_fit


def test_the_first_sentences_may_introduce_somebody() -> None:
    text = "一名馆员在下班后整理书架时摔伤，图书馆认定不属于工伤。"
    first, later = (Statement(text, "p1", 0, 0, 0, number, "paragraph", "") for number in (0, 9))
    assert judge(first, words_of(text), 1.0, Cast()).is_fit
    assert not judge(later, words_of(text), 1.0, Cast()).is_fit


def test_what_goes_on_with_an_opinion_says_whose_it_is_or_is_no_gist() -> None:
    text = "林述在家中修改目录三个小时，应当视为在工作岗位上受伤。"
    one = Statement(text, "p1", 20, 1, 0, 5, "paragraph", "云州市中级人民法院认为，加班不分地点。")
    assert [flaw.name for flaw in judge(one, words_of(text), 1.0, Cast(["林述"])).flaws] == [
        "goes on with what somebody holds, and does not say who"
    ]


def test_a_few_labels_make_no_interview() -> None:
    assert {turn.speaker for turn in turns_of(["时间：周六", "地点：云州", "电话：无"])} == {""}
    assert [
        turn.speaker for turn in turns_of(["问：难吗？", "林述：难。", "很难。", "问：怕吗？", "林述：怕过。", "完"])
    ] == [*(ASKER, "林述", "林述", ASKER, "林述", "")]


def test_a_bare_noun_is_given_its_name() -> None:
    names = full_names("云州市召开防汛工作会议", ["《云州市养犬管理条例》明年施行。", "会议决定加高堤坝。"])
    assert with_name("会议决定，三年内加高堤坝四十公里。", names).startswith("会议[防汛工作会议]决定")
    assert with_name("条例共三十条。", names) == "条例[《云州市养犬管理条例》]共三十条。"
    assert with_name("会议室决定改建。", names) == "会议室决定改建。"
    both = full_names("", ["《甲市养犬管理条例》和《乙市供水管理条例》同日施行。"])
    assert with_name("条例规定，遛狗要牵绳。", both) == "条例规定，遛狗要牵绳。"


def test_a_pronoun_is_resolved_from_the_paragraph_before_and_only_where_nobody_else_is_meant() -> None:
    text = "今年四十八岁的她，做了二十六年风筝，带过十一名徒弟。"

    def shown(above: str) -> str:
        one = Statement(text, "p2", 0, 0, 0, 1, "paragraph", "", above)
        return judge(one, words_of(text), 1.0, Cast(["林述", "周宁"], hero="林述")).shown

    named = "今年四十八岁的她[林述]，做了二十六年风筝，带过十一名徒弟。"
    assert shown("林述的作坊开在老街。") == named
    assert shown("老街的尽头有一间作坊。") == named
    assert shown("林述和周宁的作坊开在老街。") == text
    assert shown("作坊里坐着一位老人。") == text


def test_trifles_and_occasions_give_way_as_points() -> None:
    def value(text: str) -> float:
        return Judged(Statement(text, "p", 0, 0, 0, 0, "paragraph", ""), 1.0, (), text).value

    assert value("一个星期天，林述的儿子从东莞回来了。") < value("林述的工厂去年亏损三千万元，裁员两百人。")
    assert value("3月5日，图书馆工作会议在市民中心召开。") < 0.5


@pytest.mark.parametrize("text", ["", " ", "𠀀", "他", "：", "答：", "会议", "مرحبا"])
def test_odd_sentences_go_through_everything(text: str) -> None:
    one = Statement(text, "p1", 0, 0, 0, 0, "paragraph", "")
    judged = judge(one, words_of(text), 0.0, Cast())
    assert with_name(text, {}) == text
    assert thesis(text) == 0.0
    assert not is_occasion(text)
    assert not is_course(text)
    assert is_trifle(text)
    assert head_of(text) is None
    assert turns_of([text])[0].speaker == ""
    assert full_names(text, [text]) == {}
    assert cast_of((), text, [text]).firm == ""
    assert pair(judged, [judged], SETTINGS) is None
    assert manner_of([judged], text).lead in {0.0, 1.0}
    assert has_subject(words_of(text)) in {True, False}
    assert has_predicate(words_of(text)) in {True, False}
    assert digest(story(text, title=text), Termbase(), SETTINGS).gist is None
