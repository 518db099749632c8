"""Each kind of damage is caught, good translations pass; typography and repairs keep the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipeline.settings import TranslateSettings
from pipeline.termbase import Term, Termbase
from pipeline.translate.checks import CHECKS, findings, says
from pipeline.translate.coverage import evidence, left_out
from pipeline.translate.english import curled, joined, polished, titled
from pipeline.translate.english_numbers import english_numbers
from pipeline.translate.name_faults import unexplained_names
from pipeline.translate.negation import denials, lost_negations, negations
from pipeline.translate.number_faults import number_faults
from pipeline.translate.repair import repaired

SETTINGS = TranslateSettings()
TERMS = Termbase((Term("算力", "computing power", forbidden=("arithmetic force",)), Term("寒武纪", "Cambricon", "org")))
SOURCE = "寒武纪去年的营收达到2亿元，但是公司没有公布利润，分析师王伟认为算力需求还会增长。"
GOOD = (
    "Cambricon's revenue reached 200 million yuan last year, but the company did not disclose its profit, "
    "and analyst Wang Wei believes that demand for computing power will keep growing."
)


def names(source: str, target: str, terms: Termbase = TERMS) -> set[str]:
    """Name the checks that fail."""
    return {finding.check for finding in findings(source, target, terms, SETTINGS)}


def test_a_good_translation_passes() -> None:
    """The sentence that the damaged ones below are made from."""
    assert names(SOURCE, GOOD) == set()


@pytest.mark.parametrize(
    ("check", "before", "after"),
    [
        ("numbers", "200 million", "2 million"),
        ("numbers", "200 million yuan", "much"),
        ("numbers", "last year", "in 2019"),
        ("terms", "Cambricon", "Hanwuji"),
        ("terms", "computing power", "arithmetic force"),
        ("negation", "did not disclose", "disclosed"),
        ("names", "Wang Wei", "Li Na"),
        ("names", "Wang Wei", "Johnson"),
        ("han", "demand", "需求"),
        ("repetition", "keep growing", "keep growing, keep growing, keep growing"),
        ("left-out", GOOD[GOOD.index("but") :], "said Cambricon."),
        ("ending", "will keep growing.", "and the"),
        ("quotes", "Cambricon's", "“Cambricon's"),
    ],
)  # fmt: skip
def test_damage_is_caught(check: str, before: str, after: str) -> None:
    """One thing changed, and the check for it fails."""
    assert before in GOOD
    assert check in names(SOURCE, GOOD.replace(before, after))


@pytest.mark.parametrize(
    ("check", "target"),
    [
        ("empty", " "),
        ("subject", "The weather in spring is warm and the flowers in the garden are open again."),
        ("length", "It rose."),
    ],
)
def test_another_text_is_caught(check: str, target: str) -> None:
    """Nothing, another sentence, a stump."""
    assert check in names("农业部门的专家昨天介绍了今年小麦的种植面积和收成情况。", target)


def test_word_by_word_answers_are_caught() -> None:
    """A service that suddenly translates word by word is not believed."""
    target = "Agriculture department expert yesterday introduce this year wheat planting area harvest situation."
    assert "fluency" in names("农业部门的专家昨天介绍了今年小麦的种植面积和收成情况。", target)


def test_placeables_must_be_carried_over() -> None:
    """Addresses, code and tokens."""
    source = "安装用 `pip install x`，见 https://example.org/a。"
    assert names(source, "Install it with `pip install x`, see https://example.org/a.") == set()
    assert "placeables" in names(source, "Install it with `pip install y`, see https://example.org/a.")
    assert "placeables" in names("见 https://example.org/a。", "See [#1].")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("公司有三家工厂，占地500亩。", "The company has three factories on 33 hectares."),
        ("一个人走了两步。", "A man took a couple of steps."),
        ("上世纪90年代，他每月挣200元。", "In the 1990s he earned 200 yuan a month."),
        ("会议下午3点开始。", "The meeting begins at 3 p.m."),
        ("约有三分之一的人同意。", "About one third agree."),
        ("增长了两倍。", "It tripled."),
        ("4月8日，共有150多万辆。", "On April 8 there were more than 1.5 million."),
        ("新冠肺炎患者有12人。", "There are twelve COVID-19 patients."),
        ("第十四个五年规划", "The 14th Five-Year Plan"),
        ("疫情结束后", "After COVID-19"),
        ("“90后”爱读书。", 'The "post-90s" love books.'),
        ("长征五号发射成功。", "Long March-5 was launched."),
        ("产量回落至234万吨。", "Output fell back to 2.34 million tons."),
        ("第300万辆汽车下线", "The 3 millionth car rolls off"),
        ("平均每万人有32个。", "There are 32 per 10,000 people."),
        ("他游了48秒03。", "He swam 48.03 seconds."),
        ("第三章启动四级响应", "Chapter III starts a Level-IV response"),
        ("甘肃、青海、新疆三省区", "Gansu, Qinghai and Xinjiang"),
        ("在十字路口", "At a crossroads"),
        ("双11临近", "Singles' Day is near"),
        ("零下40摄氏度", "minus 40 degrees Celsius"),
        ("最低四折", "as low as 40 percent of the price"),
        ("良率为九成二", "The yield was 92 percent"),
        ("24小时监控，自24时起", "Round-the-clock monitoring from midnight"),
        ("四十多岁的师傅", "A master in his forties"),
        ("农业部等13个部门", "The Ministry of Agriculture and 12 other departments"),
        ("总产量2995亿斤", "A total of 149.75 million tonnes"),
        ("图①：厂房", "Photo 1: the factory"),
        ("用电一度四毛三。", "Power costs 0.43 yuan a kilowatt-hour."),
        ("拿铁涨了五毛钱。", "A latte went up by 50 cents."),
        ("谈判历时两年半。", "The talks took two and a half years."),
        ("他走了一年半。", "He walked for a year and a half."),
        ("获刑十一年六个月。", "He was sentenced to 11 years and six months."),
        ("订单增加了四倍多。", "Orders more than quintupled."),
        ("四成新车被加价。", "Four in 10 new cars were marked up."),
        ("墙上写着四个大字：到此为止。", 'The words "this far" were on the wall.'),
        ("甲国、乙国等五国元首", "The heads of A, B and three other countries"),
        ("欧冠1/8决赛抽签", "Draw for the Champions League round of 16"),
        ("里拉跌破42比1。", "The lira fell past 42 to the dollar."),
        ("一只三两重的蟹", "A crab of 150 grams"),
        ("每卖一吨水都亏钱。", "Every ton of water is sold at a loss."),
        ("腊月二十六", "26th day of the 12th lunar month"),
        ("几个九零后", "Some people born in the 1990s"),
        ("八点至十七点开放", "Open from 8 a.m. to 5 p.m."),
        ("死亡率为4.5‰。", "The mortality rate was 4.5 per 1,000."),
        ("六旬老人", "A man in his 60s"),
        ("她身高一米九三。", "She is 1.93 meters tall."),
        ("他五点半醒来。", "He woke at half past five."),
        ("五点三刻到家。", "She was home at a quarter to six."),
        ("十几万居民不敢回家。", "More than 100,000 residents dare not go home."),
        ("她身高一米八六。", "She is 186 cm tall."),
        ("一升半到一升八便已足够。", "1.5 to 1.8 liters is enough."),
        ("最小的一笔两毛。", "The smallest was 20 fen."),
        ("每斤高出两毛。", "0.2 yuan more per jin."),
        ("仿品只要三十九块九包邮。", "Imitations cost only 39.9 yuan with free shipping."),
        ("我们少亏了两个亿。", "We lost 200 million less."),
        ("偷排废液一万一千余吨。", "It secretly discharged more than 11,000 tons of waste."),
        ("患儿可能还有上万名。", "There may be tens of thousands more such children."),
        ("能量超过一千万亿电子伏特。", "Its energy exceeds one quadrillion electron volts."),
        ("用了十七亿亿次浮点运算。", "It took 1.7 × 10^17 floating-point operations."),
        ("估值翻了二十倍。", "Its valuation rose twentyfold."),
        ("只有头发丝四十分之一厚。", "It is one-fortieth as thick as a hair."),
        ("她每年只种半亩。", "She grows only 330 square meters a year."),
        ("出勤率由六成一下子升到九成五。", "Attendance shot up from 60 percent to 95 percent."),
        ("盐碱地上种出“吨半粮”", "Saline land yields 1.5 tons of grain per mu"),
        ("骑的是一辆二八大杠。", "He rode a 28-inch roadster."),
        ("炼出纯度达六个九的铟。", "It refined indium of 99.9999 percent purity."),
        ("病例翻了两番。", "Cases quadrupled."),
        ("销量增长了两番。", "Sales rose by 300 percent."),
        ("五十万人", "Half a million people"),
        ("买了二十四个鸡蛋。", "She bought two dozen eggs."),
        ("打七五折", "At 25 percent off"),
        ("一半的人同意。", "50 percent agreed."),
    ],
)
def test_numbers_agree(source: str, target: str) -> None:
    """What translators do with numbers is no fault."""
    assert number_faults(source, target) == ()


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("疫情结束后", "After COVID-16"),
        ("“90后”爱读书。", 'The "post-97s" love books.'),
        ("产量回落至234万吨。", "Output fell back to 2.43 million tons."),
        ("甘肃、青海、新疆四省区", "Gansu, Qinghai and Xinjiang"),
        ("良率为九成二", "The yield was 90 percent"),
        ("第三章", "Chapter IV"),
        ("用电一度四毛三。", "Power costs 0.34 yuan a kilowatt-hour."),
        ("获刑十一年六个月。", "He was sentenced to 11 years and three months."),
        ("四成新车被加价。", "Three in 10 new cars were marked up."),
        ("订单增加了四倍多。", "Orders more than tripled."),
        ("会议10点30分开始。", "The meeting begins at 10:35."),
        ("八点至十七点开放", "Open from 8 a.m. to 6 p.m."),
        ("她身高一米九三。", "She is 1.83 meters tall."),
        ("他五点半醒来。", "He woke at half past six."),
        ("十几万居民不敢回家。", "More than 200,000 residents dare not go home."),
        ("最小的一笔两毛。", "The smallest was 30 fen."),
        ("我们少亏了两个亿。", "We lost 20 million less."),
        ("偷排废液一万一千余吨。", "It secretly discharged more than 1,000 tons of waste."),
        ("患儿可能还有上万名。", "There may be thousands more such children."),
        ("估值翻了二十倍。", "Its valuation rose twelvefold."),
        ("只有头发丝四十分之一厚。", "It is one-fourteenth as thick as a hair."),
        ("病例翻了两番。", "Cases tripled."),
        ("能量超过一千万亿电子伏特。", "Its energy exceeds one trillion electron volts."),
        ("纯度达六个九。", "The purity is 90 percent."),
        ("从5月10日到17日", "From May 10 to the 19th"),
        ("台风通常到8月中旬才形成。", "Typhoons form in August, or by mid-September."),
    ],
)
def test_numbers_behind_a_hyphen_are_judged(source: str, target: str) -> None:
    """A name with a number is known whole or its number comes from the source; so does a month."""
    assert number_faults(source, target)


def test_a_phrase_the_source_repeats_may_be_repeated() -> None:
    """Two neighbours in a list share their words; a loop does not come from the source."""
    target = "Problems are private collection of personal information, collection of personal information beyond need, and so on."
    assert "repetition" not in names("问题包括私自收集个人信息、超范围收集个人信息等。", target)
    assert "repetition" in names("问题包括私自收集资料等情形。", target)


def test_one_english_word_speaks_for_one_chinese_word() -> None:
    """A word that two clauses share does not vouch for the one that was left out."""
    source = "公司去年发展迅速，农村教育也得到发展，当地医院获得发展机会。"
    whole = "The company developed rapidly last year, rural education also developed, and the local hospital had a chance to develop."
    half = "The company developed rapidly last year."
    found = [left_out(source, text, evidence(source, text)) for text in (whole, half)]
    assert found[0] < SETTINGS.check_left_out_score < found[1]


@pytest.mark.parametrize(
    ("text", "value"),
    [("two hundred and fifty thousand", 250_000), ("$3bn", 3e9), ("1.2 million", 1.2e6), ("two-thirds", 2 / 3), ("a dozen", 12),
     ("21st", 21), ("twenty-first", 21), ("1990s", 1990), ("3pm", 15), ("half a million", 0.5),
     ("half a million", 500_000), ("one-fortieth", 1 / 40), ("one five-hundredth", 1 / 500),
     ("two twenty-fifths", 2 / 25), ("a two-thirds majority", 2 / 3),
     ("one ten-thousandth", 1e-4), ("twentyfold", 20), ("thirty-twofold", 32), ("tens of thousands", 10_000), ("hundreds of millions", 1e8),
     ("two dozen", 24), ("half a dozen", 6), ("2½", 2.5), ("1.7 × 10^17", 1.7e17), ("10 to the 17th power", 1e17),
     ("170 quadrillion", 1.7e17),
     ("quarter of a century", 25), ("three decades", 30), ("trebled", 3)],
)  # fmt: skip
def test_english_numbers(text: str, value: float) -> None:
    """Every way of writing a number is read."""
    assert any(
        abs(reading - value) < 1e-9 * max(1, value) for number in english_numbers(text) for reading in number.values
    )


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("他没有来。", 1),
        ("不断增加", 0),
        ("他不得不走", 0),
        ("是不是真的？", 0),
        ("看不到，也听不见", 2),
        ("并未完成", 1),
        ("非常好", 0),
        ("无法理解", 1),
        ("房价居高不下", 0),
        ("领到不动产证", 0),
        ("水没过膝盖", 0),
        ("等了不到一年", 0),
        ("达不到六成", 1),
        ("群众满意不满意", 0),
        ("快递到了没有？", 0),
        ("费用三千元不等", 0),
    ],
)
def test_negations(source: str, count: int) -> None:
    """Words that deny, and words that only look so."""
    assert negations(source) == count


def test_denials() -> None:
    """English denies in many words."""
    assert denials("It isn't possible; they failed, without help.") == 3
    assert lost_negations("不仅便宜，而且好用", "It is only cheap but also good to use") == 1
    assert lost_negations("不仅便宜，而且好用", "It is not only cheap but also good to use") == 0


@pytest.mark.parametrize(
    ("source", "right", "wrong"),
    [
        ("程序不透明。", "The procedure is opaque.", "The procedure is transparent."),
        ("他不愿透露姓名。", "He declined to be named.", "He gave his name."),
        ("今天不营业。", "It is closed today.", "It is open today."),
        ("这里没有明星、没有特效。", "There are no stars or effects here.", "There are stars and effects here."),
        ("宁可步行，也不坐车。", "He would rather walk than drive.", "He walks and drives."),
        ("他三天没合眼。", "He was awake for three days.", "He slept for three days."),
        ("地铁挤不上。", "The subway was too packed to board.", "They could board the subway."),
        ("这是不可移动文物。", "This is an immovable relic.", "This is a movable relic."),
    ],
)
def test_english_may_deny_in_a_word_of_its_own(source: str, right: str, wrong: str) -> None:
    """What the source denies is said without a denial, and is missed where it is not said."""
    assert lost_negations(source, right) == 0
    assert lost_negations(source, wrong) >= 1


@pytest.mark.parametrize(
    ("source", "target", "unknown"),
    [
        ("特朗普在北京会见了记者。", "Trump met reporters in Beijing.", ()),
        ("特朗普在北京会见了记者。", "Biden met reporters in Beijing.", ("Biden",)),
        ("布鲁诺·科瓦斯宣布了决定。", "Bruno Covas announced the decision.", ()),
        ("邱腾华说。", "Yau Teng-wah said.", ()),
        ("法国和西班牙的球队", "French and Spanish teams", ()),
        ("使用CUDA的工程师", "Engineers who use CUDA", ()),
        ("港澳台地区的游客", "Tourists from Hong Kong, Macao and Taiwan", ()),
        ("展览联盟加强了管理。", "The Canada alliance strengthened its management.", ("Canada",)),
        ("王敏是新市长。", "Wang Smith is the new mayor.", ("Smith",)),
        ("新车站在河边开放。", "The new station by the Shanghai opened.", ("Shanghai",)),
        ("中加关系回暖。", "Relations between China and Canada are warming.", ()),
        ("单田芳说书。", "Shan Tianfang told stories.", ()),
        ("发言人吕铭介绍了情况。", "The spokesman Lyu Ming briefed the press.", ()),
        ("日本选手桥本绫香夺冠。", "Japanese player Ayaka Hashimoto won.", ()),
        ("日本选手桥本绫香夺冠。", "Japanese player Canada won.", ("Canada",)),
        ("哈国团很多。", "There are many Kazakh groups.", ()),
        ("加纳政府宣布关闭口岸。", "The Ghanaian government closed the crossings.", ()),
        ("中吉乌铁路开工。", "Work on the China-Kyrgyzstan-Uzbekistan railway began.", ()),
        ("车站的约万诺维奇来了。", "At the station Jovanovic came.", ()),
        ("他们去看京剧。", "They went to see the Peking Opera.", ()),
        ("他们去看京剧。", "They went to Shanghai to see the opera.", ("Shanghai",)),
    ],
)
def test_names(source: str, target: str, unknown: tuple[str, ...]) -> None:
    """A name must come from the source, by dictionary, letters or sound."""
    assert unexplained_names(source, target) == unknown


def test_terms_may_be_inflected() -> None:
    """Plural, possessive and hyphen count as the term; other words around the same letters do not."""
    assert says("AI chips", "AI chip")
    assert says("An AI-chip maker", "AI chip")
    assert says("companies", "company")
    assert not says("microchip", "chip")


@hypothesis_settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_checks_take_anything(source: str, target: str) -> None:
    """Every check goes through any two texts, and names only itself."""
    assert {f.check for f in findings(source, target, TERMS, SETTINGS)} <= {name for name, _ in CHECKS}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the party&#39;s plan，good 。", "The party’s plan, good."),
        ("He said：“yes”。", "He said: “yes”."),
        ('"Go," he said.', "“Go,” he said."),
        ("about 2 , 000 yuan", "About 2,000 yuan"),
        ("20 % of ( all )", "20% of (all)"),
        ("Ｗell　done！！", "Well done!"),
        ("the the plan..", "The plan."),
        ("> the key is * * revenue * * and **not** 2 ** 8", "The key is revenue and not 2 ** 8"),
        ("iPhone sales", "iPhone sales"),
        ("example.org is down", "example.org is down"),
        ("zero\u200bwidth\u202e", "Zerowidth"),
        ("It ended. the rest e.g. the end, stays.", "It ended. The rest e.g. the end, stays."),
        ("A firm of the U.S. government", "A firm of the U.S. government"),
        ("He called it 'a new road'.", "He called it “a new road”."),
        ("The workers' rights in the '90s", "The workers’ rights in the '90s"),
        ("\"It's 'new',\" he said.", "“It’s 'new',” he said."),
        ("﹁Yes﹂﹐he said﹕ now", "“Yes”, he said: now"),
        ("", ""),
        ("  ", ""),
        ("مرحبا", "مرحبا"),
    ],
)
def test_english_as_english(before: str, after: str) -> None:
    """What engines leave of another typesetter is put right."""
    assert polished(before) == after


@given(st.text(max_size=80))
def test_polishing_twice_changes_nothing_more(text: str) -> None:
    """Typography settles at once."""
    once = polished(text)
    assert polished(once) == once


def test_titles() -> None:
    """Title case by setting; titles lose their full stop."""
    assert polished("the road to chips.", "title", title_case=True) == "The Road to Chips"
    assert polished("the road to chips.", "heading") == "The road to chips"
    assert titled("how an iPhone of the future works") == "How an iPhone of the Future Works"
    assert titled("the 60th second of “3d printing”") == "The 60th Second of “3d Printing”"
    assert curled("the engineers' own") == "the engineers’ own"


def test_a_sentence_gets_the_stop_it_lacks() -> None:
    """A stop of the source is a stop of its translation; what ends otherwise is left to the checks."""
    assert joined(["Prices rose,", "it was said"], ["价格上涨，", "据说。"]) == "Prices rose, it was said."
    assert joined(["Who came"], ["谁来了？"]) == "Who came?"
    assert joined(["The history of chips"], ["芯片的历史"]) == "The history of chips"
    assert joined(["Prices rose,"], ["价格上涨。"]) == "Prices rose,"
    assert joined([], []) == ""
    assert joined([""], [""]) == ""


def test_pieces_join_as_one_sentence() -> None:
    """Inner stops and capitals go; names keep theirs; finished sentences keep both."""
    assert joined(["It rained.", "The road closed."], ["下雨了，", "路封了。"]) == "It rained, the road closed."
    assert joined(["It rained.", "Beijing slept."], ["下雨了，", "北京睡了。"]) == "It rained, Beijing slept."
    assert joined(["It rained.", "The road closed."], ["下雨了。", "路封了。"]) == "It rained. The road closed."
    assert joined(["", "It rained."], ["", "下雨了。"]) == "It rained."


@pytest.mark.parametrize(
    ("source", "before", "after"),
    [
        ("产量600多万吨。", "Output was 600 million tons.", "Output was more than 6 million tons."),
        ("营收2亿元。", "Revenue was $2 million.", "Revenue was 200 million yuan."),
        ("营收2亿元。", "Revenue was good.", "Revenue was good."),
        ("寒武纪上市。", "cambricon went public.", "Cambricon went public."),
        ("算力很强。", "The arithmetic force is strong.", "The computing power is strong."),
        ("", "", ""),
    ],
)
def test_repairs(source: str, before: str, after: str) -> None:
    """Only what the source decides is touched."""
    assert repaired(source, before, TERMS) == after
