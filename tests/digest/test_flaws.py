"""Flaws: which sentences may stand alone before a reader, and which may not, with the reason."""

from __future__ import annotations

import pytest

from pipeline.digest.flaws import flaws, pronoun_at

STANDS = (
    "1994年6月，数学教授奈斯利发现，奔腾处理器的除法会算错。",
    "远帆科技第三季度营业收入48.2亿元，同比增长21.3%。",
    "云州市图书馆宣布，新馆将于7月1日开放。",
    "首批客户预计明年拿到样片，量产还要再等一年。",
    "王选主张直接研制第四代系统，他的同事起初并不看好。",
    "市图书馆微信公众号3月5日发布通知，夏令营报名人数超过两千。",
    "海云公司（下称“海云（中国）”）的新馆项目去年开工。",
    "其实的作者韩青的长篇小说由长风出版社出版。"[3:],
)
FALLS = (
    ("但公司没有说明什么时候恢复供货，客户只好等待。", "opens by leaning on the sentence before"),
    ("因此，三家供应商同时停止了发货，等待进一步的通知。", "opens by leaning on the sentence before"),
    ("半年之后，公司为错误付出了4.75亿美元。", "opens by leaning on the sentence before"),
    ("前两块听上去更像计算机的事，最后一块关系到报社。", "opens by leaning on the sentence before"),
    ("这家公司去年亏损了三亿元，今年的情况没有好转。", "points at something outside the sentence"),
    ("公司表示，该项目已经停止，等待上级部门的处理意见。", "points at something outside the sentence"),
    ("国产芯片真的没有机会了吗？", "asks"),
    ("我们相信市场终究会给出公正的答案，时间会证明。", "speaks of the writer or to the reader"),
    ("如图所示，销售额在三季度达到顶点，之后开始回落。", "points at a picture, a table or another place in the text"),
    ("想一起聊天文摄影的朋友，欢迎加小编微信进群交流。", "advertises"),
    ("据说公司内部已经有两个团队准备离开，去向未定。", "passes on gossip"),
    ("说来有趣，这位馆长年轻时念的是水利，从没学过绘画。", "teases or turns a page"),
    ("养老服务管理专业学生杨锦（右）在服务中心实习。", "is the legend of a picture"),
    ("分别是：台球世界杯冠军和围棋世界冠军各一人。", "opens by leaning on the sentence before"),
    ("第二阶段：11月至12月，由运动会组委会组织实施。", "lists a part of a list"),
    ("面对记者的提问，姚明在启动仪式现场如是说。", "teases or turns a page"),
    ("附件：汽车产品修理更换退货责任规定（征求意见稿）", "is no whole sentence"),
    ("影响量产进度的主要因素有以下几个方面的问题：", "is no whole sentence"),
    ("一方面，各村的水表型号都不一样，统一抄表很费工夫。", "gives one side of two"),
    ("周宁说，“夜间阅览室会一直开到晚上十点，不收费。", "has a mark without its partner"),
    ("，也是自2021年以来我国记录到的最大的一次地震。", "is no whole sentence"),
    ("例二：4月1日中午，一座废旧厂房发生了倒塌事故。", "lists a part of a list"),
    ("订单在减少。", "says too little"),
    ("备注：夜间阅览室的半价票不与其他活动同时使用。", "lists a part of a list"),
    ("此套邮票为限量发行，上午就在全市的邮局售完。", "points at something outside the sentence"),
    ("云州大学图书馆学院常务副院长周宁说。", "announces what it does not tell"),
    ("新馆开放以后如何留住夜间读者，是本次会议的核心看点。", "announces what it does not tell"),
    ("1992年两人分别离开工厂，办起了第一家书店。", "points at something outside the sentence"),
    ("第三大变化是，夜间阅览室开到了晚上十点。", "opens by leaning on the sentence before"),
)

COSTS = (
    ("东风厂内部消息灵通人士称，双方决定全面合资合作。", "names no source but somebody in the know"),
    ("卢宇还认为，会议应该增设学生代表，让他们旁听。", "leans on a likeness or a contrast that is not told"),
)


@pytest.mark.parametrize("text", STANDS)
def test_stands(text: str) -> None:
    assert not any(flaw.fatal for flaw in flaws(text))


@pytest.mark.parametrize(("text", "name"), FALLS)
def test_falls(text: str, name: str) -> None:
    assert name in [flaw.name for flaw in flaws(text) if flaw.fatal]


@pytest.mark.parametrize(("text", "name"), COSTS)
def test_lesser_flaws_keep_a_sentence_from_being_the_gist(text: str, name: str) -> None:
    found = flaws(text)
    assert name in [flaw.name for flaw in found]
    assert not any(flaw.fatal for flaw in found)


def test_what_somebody_is_quoted_with_is_theirs() -> None:
    quoted = "董事长何伟强说，“我们宁可少赚两年钱，也要把系统做出来。”"
    assert not any(flaw.fatal for flaw in flaws(quoted))


@pytest.mark.parametrize("text", ["", " ", "他", "“他”", "𠀀"])
def test_odd_inputs(text: str) -> None:
    assert isinstance(flaws(text), tuple)
    assert pronoun_at(text) in (None, (0, 1))
