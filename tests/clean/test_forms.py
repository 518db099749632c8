"""Set forms leave, and what only looks like one stays."""

from __future__ import annotations

import pytest

from pipeline.clean.evidence import Evidence
from pipeline.clean.forms import strip_forms, strip_teasers
from pipeline.document import Block, Document, Provenance, Span
from pipeline.settings import CleanSettings


def kept(*lines: str) -> list[str]:
    """Return the lines that stay."""
    raw, blocks, position = "\n".join(lines), [], 0
    for line in lines:
        blocks.append(Block("paragraph", Span(position, position + len(line)), line))
        position += len(line) + 1
    doc = Document("d", raw, tuple(blocks), Provenance("d.txt", "text"))
    evidence = Evidence(frozenset(), CleanSettings())
    return [block.text for block in strip_teasers(strip_forms(doc, evidence), evidence).verify().kept]


@pytest.mark.parametrize(
    "line",
    [
        "相关阅读：城里最后一家裱画店，门口挂了三十年的灯笼",
        "延伸閱讀：老街裡的豆花攤 阿嬤一賣四十年",
        "【推荐阅读】一封迟到的信｜海边的修船人",
        "猜你喜欢：十种阳台花草 | 旧木箱的新用处",
    ],
)
def test_headlines_behind_their_label_leave(line: str) -> None:
    """The label and what it names go together."""
    assert kept("正文。", line, "正文还有一段。") == ["正文。", "正文还有一段。"]


@pytest.mark.parametrize(
    "line",
    [
        "延伸阅读：想看原始数据的读者，可以查县志第三卷里的水文表。",
        "相关新闻：",
        "推荐：每天走路半小时",
        "相关阅读材料：由学校统一印发给学生",
    ],
)
def test_what_an_author_recommends_stays(line: str) -> None:
    """A sentence, a bare label, a label of another kind are not the site's."""
    assert line in kept("正文。", line)


@pytest.mark.parametrize("heading", ["下期预告", "## 下篇预告", "【下一回预告】", "**下集预告：**"])
def test_a_teaser_leaves_with_its_lines(heading: str) -> None:
    """The heading and the short lines under it go; the next heading and what follows it stay."""
    assert kept("正文。", heading, "打算讲讲内存屏障。", "# 附录", "数据来自实测。") == [
        "正文。",
        "# 附录",
        "数据来自实测。",
    ]


def test_a_teaser_takes_no_paragraph() -> None:
    """A long line under the heading is text."""
    text = "正文里说到的预告是另一回事，" * 8
    assert kept("下期预告", text) == [text]


@pytest.mark.parametrize("line", ["下一篇打算写缓存一致性，敬请期待。", "更多测试结果敬请期待！"])
def test_a_promise_leaves(line: str) -> None:
    """A line that only promises more is no text."""
    assert kept("正文。", line) == ["正文。"]


@pytest.mark.parametrize(
    "line",
    ["预告片上映后，观众反应平平。", "下一篇论文推翻了这个结论。", "他说敬请期待，然后就没有了下文，读者等了三年。"],
)
def test_words_of_the_text_stay(line: str) -> None:
    """The same words inside a sentence are the author's."""
    assert kept(line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "（原标题：渡口明年改成码头）",
        "原标题：渡口明年改成码头",
        "[图]",
        "【组图】",
        "（视频）",
        "[图片3]",
        "视频加载中...",
        "正在加载中，请稍候…",
        "图片加载失败，点击重试",
        "听新闻　00:00 / 03:12",
        "————分割线————",
    ],
)
def test_what_a_page_sets_around_media_leaves(line: str) -> None:
    """Placeholders, players, former titles and drawn lines are not the text."""
    assert kept("正文。", line, "后文。") == ["正文。", "后文。"]


@pytest.mark.parametrize(
    "line",
    [
        "原标题是《渡口》，出版社改成了《江上》，作者一直不满意。",
        "图3 渡口的石阶",
        "[图腾]",
        "加载中的卡车排到了码头外面，司机在车里等天亮。",
        "比赛在12:30 / 14:00两个时段进行。",
        "他在纸上画了一条分割线，左边写收入，右边写支出。",
    ],
)
def test_lines_about_media_stay(line: str) -> None:
    """The same words in the author's sentences stay, and so do captions."""
    assert kept("正文。", line) == ["正文。", line]


def test_signatures_leave_with_the_line_of_the_board() -> None:
    """Take what a board hangs on a post, from its two hyphens on; without the board's line they are a pause."""
    post = ["砂锅也可以用。", "--", "面包会发霉，人会发胖。", "※ 发信站: 批踢踏(example.tt), 来自: 203.0.113.7"]
    assert kept(*post) == post[:1]
    assert kept(*post[:3]) == post[:3]
    assert kept(*post[:2], *["还有一行。"] * 8, post[3]) == [*post[:2], *["还有一行。"] * 8]


@pytest.mark.parametrize("line", ["(图源网络，版权属于原作者)", "（配图来自网络，仅为示意）", "图片来源：网络"])
def test_credits_of_no_picture_leave(line: str) -> None:
    """Who says only that pictures come from the web says nothing of the text."""
    assert kept("正文。", line) == ["正文。"]


@pytest.mark.parametrize(
    "line", ["图片来源于网络，图为剪过的韭菜根", "图片来自网络上的一位摄影爱好者。", "图/本报记者"]
)
def test_credits_of_a_picture_stay(line: str) -> None:
    """Captions stay."""
    assert kept("正文。", line) == ["正文。", line]


def test_a_former_title_alone_leaves() -> None:
    """The line may hold the article as well: then it stays."""
    article = "原标题：老街拓宽。昨天上午，最后一家裱画店搬走了，门口的灯笼还挂着，没有人去摘。"
    assert kept("原标题：老街拓宽", "正文。") == ["正文。"]
    assert kept(article) == [article]
