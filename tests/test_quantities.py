"""Quantities: exact spans, values, hedges and English, as a table that anyone can extend."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quantities import english
from pipeline.quantities import quantities as find

TABLE = [
    # text, matched words, value, upper, unit, kind, English
    ("融资2亿多元", "2亿多元", 2e8, None, "元", "money", "more than 200 million yuan"),
    ("员工3000多人", "3000多人", 3000, None, "人", "count", "more than 3,000 people"),
    ("花了约60万元。", "约60万元", 6e5, None, "元", "money", "about 600,000 yuan"),
    ("只剩八九家。", "八九家", 8, 9, "家", "count", "eight or nine companies"),
    ("十几个人", "十几个人", 11, 19, "个人", "count", "ten-odd people"),
    ("烧掉几十亿元", "几十亿元", 2e9, 9e9, "元", "money", "billions of yuan"),
    ("一两百人", "一两百人", 100, 200, "人", "count", "100–200 people"),
    ("三分之一的订单", "三分之一", 1 / 3, None, "三分之", "fraction", "one third"),
    ("压到五百分之一", "五百分之一", 1 / 500, None, "五百分之", "fraction", "1/500"),
    ("增长百分之五", "百分之五", 5, None, "百分之", "percent", "5%"),
    ("降了两成", "两成", 20, None, "成", "percent", "20%"),
    ("提升20～40%", "20～40%", 20, 40, "%", "percent", "20–40%"),
    ("每张200-300元", "200-300元", 200, 300, "元", "money", "200–300 yuan"),
    ("投入300-500万元", "300-500万元", 3e6, 5e6, "元", "money", "3–5 million yuan"),
    ("同比-7.70%", "-7.70%", -7.7, None, "%", "percent", "-7.7%"),
    ("提高0.50个百分点", "0.50个百分点", 0.5, None, "个百分点", "points", "0.5 percentage points"),
    ("第3名", "第3名", 3, None, "名", "ordinal", "third"),
    ("第二代产品", "第二代", 2, None, "代", "ordinal", "second generation"),
    ("两年半后", "两年半", 2.5, None, "年半", "duration", "two and a half years"),
    ("以2小时09分12秒夺冠", "2小时09分12秒", 2.1533333333, None, "小时", "duration", "2 hours 9 minutes 12 seconds"),
    ("半年后", "半年", 0.5, None, "年", "duration", "half a year"),
    ("最近3年", "3年", 3, None, "年", "duration", "3 years"),
    ("近300人到场", "近300人", 300, None, "人", "count", "nearly 300 people"),
    ("上百万用户", "上百万", 1e6, None, "", "number", "more than 1 million"),
    ("$4.75亿", "$4.75亿", 4.75e8, None, "$", "money", "$475 million"),
    ("2202.45元/吨", "2202.45元/吨", 2202.45, None, "元/吨", "money", "2,202.45 yuan per tonne"),
    ("内存64KB", "64KB", 64, None, "KB", "measure", "64 KB"),
    ("38岁的人", "38岁", 38, None, "岁", "age", "38 years old"),
    ("发生两次", "两次", 2, None, "次", "count", "twice"),
    ("2021年9月15日发布", "2021年9月15日", 2021, None, "", "date", "15 September 2021"),
    ("2020-2022年", "2020-2022年", 2020, 2022, "", "date", "2020–2022"),
    ("上世纪七十年代", "上世纪七十年代", 0, None, "", "date", "the 1970s"),
    ("10月30日发信", "10月30日", 0, None, "", "date", "30 October"),
    ("九十年代", "九十年代", 0, None, "", "date", "the 1990s"),
    ("用到2486年", "2486年", 2486, None, "", "date", "2486"),
    ("上午9时33分59秒，", "上午9时33分59秒", 573, None, "", "time", "09:33"),
    ("14时30分，", "14时30分", 870, None, "", "time", "14:30"),
    ("15点30分开门", "15点30分", 930, None, "", "time", "15:30"),
    ("早上六点半", "早上六点半", 390, None, "", "time", "06:30"),
    ("20点整", "20点整", 1200, None, "", "time", "20:00"),
    ("80年代", "80年代", 0, None, "", "date", "the 1980s"),
    ("五六十年代", "五六十年代", 0, None, "", "date", "the 1950s and 1960s"),
    ("1-2月销量", "1-2月", 0, None, "", "date", "January–February"),
    ("2024年1—11月", "2024年1—11月", 2024, None, "", "date", "January–November 2024"),
    ("6月3-5日举行", "6月3-5日", 0, None, "", "date", "3–5 June"),
    ("占七成半", "七成半", 75, None, "成半", "percent", "75%"),
    ("逾万人到场", "逾万人", 1e4, None, "人", "count", "more than 10,000 people"),
    ("万余人到场", "万余人", 1e4, None, "人", "count", "more than 10,000 people"),
    ("融资近亿元", "近亿元", 1e8, None, "元", "money", "nearly 100 million yuan"),
    ("过万人排队", "过万人", 1e4, None, "人", "count", "more than 10,000 people"),
    ("谈了两年零四个月", "两年零四个月", 28, None, "个月", "duration", "2 years and 4 months"),
    ("淤泥厚四米二，", "四米二", 4.2, None, "米", "measure", "4.2 metres"),
    ("降到零下20度", "零下20度", -20, None, "度", "measure", "-20 degrees"),
    ("最低-5℃", "-5℃", -5, None, "℃", "measure", "-5 °C"),
    ("二季度收入", "二季度", 2, None, "季度", "ordinal", "second quarter"),
    ("连续三季度", "三季度", 3, None, "季度", "duration", "three quarters"),
    ("7.2级地震", "7.2级", 7.2, None, "级", "count", "magnitude 7.2"),
    ("产能100吉瓦时", "100吉瓦时", 100, None, "吉瓦时", "measure", "100 gigawatt-hours"),
    ("水费四毛三，", "四毛三", 0.43, None, "元", "money", "0.43 yuan"),
    ("只卖约19块9的杯子", "约19块9", 19.9, None, "元", "money", "about 19.9 yuan"),
    ("涨到三块，", "三块", 3, None, "元", "money", "three yuan"),
    ("票价八角，", "八角", 0.8, None, "元", "money", "0.8 yuan"),
    ("补贴七块五左右", "七块五左右", 7.5, None, "元", "money", "about 7.5 yuan"),
    ("拉走八吨半", "八吨半", 8.5, None, "吨半", "measure", "eight and a half tonnes"),
    ("误差不到半成。", "不到半成", 5, None, "成", "percent", "less than 5%"),
    ("近三成人家", "近三成", 30, None, "成", "percent", "nearly 30%"),
    ("耗时一小时五十分", "一小时五十分", 1.8333333333, None, "小时", "duration", "1 hour 50 minutes"),
    ("以9秒58夺冠", "9秒58", 9.58, None, "秒", "duration", "9.58 seconds"),
    ("身高1米85的人", "1米85", 1.85, None, "米", "measure", "1.85 metres"),
    ("走十五里山路", "十五里", 15, None, "里", "measure", "15 li"),
    ("喝了二两。", "二两", 2, None, "两", "measure", "two liang"),
    ("年过六旬的人", "六旬", 60, None, "岁", "age", "about 60 years old"),
    ("约占1/3的面积", "1/3", 1 / 3, None, "3分之", "fraction", "one third"),
    ("等到九点四十", "九点四十", 580, None, "", "time", "09:40"),
    ("十来个名额", "十来个", 10, None, "个", "count", "about ten"),
    ("五十多万人口", "五十多万", 5e5, None, "", "number", "more than 500,000"),
    ("身高一米九三，", "一米九三", 1.93, None, "米", "measure", "1.93 metres"),
    ("一米八六的个子", "一米八六", 1.86, None, "米", "measure", "1.86 metres"),
    ("一米七五左右", "一米七五左右", 1.75, None, "米", "measure", "about 1.75 metres"),
    ("一米八几的小伙", "一米八几", 1.8, None, "米", "measure", "more than 1.8 metres"),
    ("门高两米零五", "两米零五", 2.05, None, "米", "measure", "2.05 metres"),
    ("每天一升半水", "一升半", 1.5, None, "升半", "measure", "one and a half litres"),
    ("还剩一升八。", "一升八", 1.8, None, "升", "measure", "1.8 litres"),
    ("裤长三尺二，", "三尺二", 3.2, None, "尺", "measure", "3.2 chi"),
    ("腰围二尺三的人", "二尺三", 2.3, None, "尺", "measure", "2.3 chi"),
    ("一丈二尺长", "一丈二尺", 1.2, None, "丈", "measure", "1.2 zhang"),
    ("水深三丈，", "三丈", 3, None, "丈", "measure", "three zhang"),
    ("两亩三分地", "两亩三分", 2.3, None, "亩", "measure", "2.3 mu"),
    ("只种半亩，", "半亩", 0.5, None, "亩", "measure", "half a mu"),
    ("跑了约半公里", "约半公里", 0.5, None, "公里", "measure", "about half a kilometre"),
    ("上调半个百分点", "半个百分点", 0.5, None, "个百分点", "points", "half a percentage point"),
    ("不到半年", "不到半年", 0.5, None, "年", "duration", "less than half a year"),
    ("过了半个多月", "半个多月", 0.5, None, "个多月", "duration", "more than half a month"),
    ("近半年来", "半年", 0.5, None, "年", "duration", "half a year"),
    ("休半天假", "半天", 0.5, None, "天", "duration", "half a day"),
    ("“吨半粮”", "吨半", 1.5, None, "吨半", "measure", "one and a half tonnes"),
    ("五里半山路", "五里半", 5.5, None, "里半", "measure", "five and a half li"),
    ("每斤高出两毛。", "两毛", 0.2, None, "元", "money", "0.2 yuan"),
    ("只要三十九块九包邮", "三十九块九", 39.9, None, "元", "money", "39.9 yuan"),
    ("九块九秒杀", "九块九", 9.9, None, "元", "money", "9.9 yuan"),
    ("万把块钱", "万把块钱", 1e4, None, "元", "money", "about 10,000 yuan"),
    ("亏了两个亿。", "两个亿", 2e8, None, "", "number", "200 million"),
    ("近两个亿欧元", "近两个亿欧元", 2e8, None, "欧元", "money", "nearly 200 million euros"),
    ("每公里一个多亿", "一个多亿", 1e8, None, "", "number", "more than 100 million"),
    ("欠下几个亿", "几个亿", 2e8, 9e8, "", "number", "hundreds of millions"),
    ("十几个亿元", "十几个亿元", 1.1e9, 1.9e9, "元", "money", "more than 1 billion yuan"),
    ("十几万人", "十几万人", 110_000, 190_000, "人", "count", "more than 100,000 people"),
    ("一万一千余吨", "一万一千余吨", 11_000, None, "吨", "measure", "more than 11,000 tonnes"),
    ("一千万亿电子伏特", "一千万亿电子伏特", 1e15, None, "电子伏特", "measure", "1 quadrillion electronvolts"),
    (
        "十七亿亿次浮点运算",
        "十七亿亿次浮点运算",
        1.7e17,
        None,
        "次浮点运算",
        "count",
        "170 quadrillion floating-point operations",
    ),
    ("占四十分之一", "四十分之一", 1 / 40, None, "四十分之", "fraction", "one fortieth"),
    ("三分之二强。", "三分之二强", 2 / 3, None, "三分之", "fraction", "more than two thirds"),
    ("三分之二以上的人", "三分之二以上", 2 / 3, None, "三分之", "fraction", "at least two thirds"),
    ("由六成一下子升高", "六成", 60, None, "成", "percent", "60%"),
    ("六成一的人", "六成一", 61, None, "成一", "percent", "61%"),
    ("七成二手车", "七成", 70, None, "成", "percent", "70%"),
    ("翻了两番", "翻了两番", 4, None, "倍", "multiple", "quadrupled"),
    ("要翻一番", "翻一番", 2, None, "倍", "multiple", "double"),
    ("翻了近三番", "翻了近三番", 8, None, "倍", "multiple", "increased nearly eightfold"),
    ("增长一倍多", "一倍多", 1, None, "倍", "multiple", "more than 100%"),
    ("纯度达六个九", "六个九", 99.9999, None, "%", "percent", "99.9999%"),
    ("年纪三十出头", "三十出头", 30, None, "", "number", "more than 30"),
    ("百把人", "百把人", 100, None, "人", "count", "about 100 people"),
    ("两打鸡蛋", "两打", 24, None, "个", "count", "two dozen"),
    ("来了三五个人", "三五个人", 3, 5, "个人", "count", "three to five people"),
    ("浪高30公分", "30公分", 30, None, "公分", "measure", "30 centimetres"),
]

NONE = [
    "RTX 4090", "用H100训练", "GPT-4", "ResNet50", "v2.0.1", "5G手机", "iPhone 15 Pro", "电话13800138000", "010-62751234",
    "a@b123.com", "https://example.org/2021/3", "十分满意", "我们一起走", "一样", "这一次", "唯一一家", "第一时间", "周三",
    "双十一", "十四五规划", "百度公司", "千家万户", "专家", "零件", "一定", "万一", "成立", "《1984》", "几乎", "数据", "96*96像素",
    "五角大楼四周", "三轮车", "八段锦", "二十四节气", "成千上万", "七人制", "拨打120", "1/8决赛", "作家三毛的书", "八角和桂皮", "一毛不拔",
    "四处张望", "千篇一律", "0字头", "生辰八字", "一分一秒", "门前三包",
    "一分为二", "等了半天", "半天没说话", "半斤八两", "半亩方塘", "一年半载", "二八大杠", "《一米阳光》", "一米阳光客栈",
    "三尺讲台", "离地三尺",
    "冰冻三尺", "道高一尺，魔高一丈", "三寸不烂之舌", "高一升高二", "从初一升到初二",
    "半导体", "半决赛", "一打开门", "一打听", "三番两次",
    "经过万达广场", "超过万科", "提出三点意见", "分成半组", "处理完毕",
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "value", "upper", "unit", "kind", "said"), TABLE)
def test_table(text, words, value, upper, unit, kind, said) -> None:
    (quantity,) = find(text)
    assert (quantity.text, quantity.unit, quantity.kind) == (words, unit, kind)
    assert quantity.value == pytest.approx(value)
    assert quantity.upper == (None if upper is None else pytest.approx(upper))
    assert english(quantity) == said
    assert text[slice(*quantity.span)] == words


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_quantity(text) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("未来四周有雨", ["四周"]),
        ("买了两块五花肉", ["两块"]),
        ("三块五米长的木板", ["三块", "五米"]),
        ("日本第四成为热词", ["第四"]),
        ("八点至十七点", ["八点", "十七点"]),
        ("八十分钟", ["八十分钟"]),
        ("提出十三点意见", []),
        ("两斤二锅头", ["两斤"]),
        ("三块五金件", ["三块"]),
        ("两个亿万富翁", ["两个"]),
        ("打出四个九", ["四个"]),
        ("扣了八分", ["八分"]),
        ("六成一线城市", ["六成"]),
        ("一斤八个", ["一斤", "八个"]),
        ("百分之百", ["百分之百"]),
        ("一百把椅子", ["一百"]),
        ("一升半到一升八", ["一升半", "一升八"]),
    ],
)
def test_neighbours_decide(text, words) -> None:
    """What begins a count of its own is no small coin, and what is no count elsewhere may be one here."""
    assert [quantity.text for quantity in find(text)] == words


def test_a_span_of_time_stays_in_its_half_of_the_day() -> None:
    assert [english(quantity) for quantity in find("晚六点至八点半，早七点至九点")] == [
        "18:00",
        "20:30",
        "07:00",
        "09:00",
    ]


@given(
    st.text(
        alphabet="零一二两三十百千万亿几数多余来约近第半点刻年月日元块毛角分钱秒斤里旬有/%％0123456789.,-~～至到个家成倍分"
        "之之一A RTX𠀀א，。"
    )
)
def test_spans_are_exact_and_disjoint(text) -> None:
    position = 0
    for quantity in find(text):
        assert position <= quantity.span.start < quantity.span.end
        assert text[slice(*quantity.span)] == quantity.text
        assert english(quantity)
        position = quantity.span.end


@pytest.mark.parametrize("text", ["", " ", "一", "𠀀", "שלום 12", "\n\t", "٣٤", "²"])
def test_odd_inputs(text) -> None:
    assert isinstance(find(text), tuple)
