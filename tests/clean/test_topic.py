"""Seams between subjects: found where two articles meet, not inside one; and lines in the wrong script."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pipeline.clean.doubt import judge_for, judge_topic, weakest_part
from pipeline.clean.features import Known, observe
from pipeline.clean.lines import measure
from pipeline.clean.strange import foreign_lines
from pipeline.clean.topic import Seam, Topic, topic_of
from pipeline.document import Document
from pipeline.settings import CleanSettings

SAMPLE = Path(__file__).resolve().parents[1] / "corpus" / "sample"


def paragraphs(name: str, most: int = 12) -> list[str]:
    """Read the long paragraphs of a clean article of the sample corpus."""
    lines = (SAMPLE / f"{name}.zh.txt").read_text("utf-8").split("\n")
    return [line for line in lines if len(line) > 30][:most]


@pytest.mark.parametrize("appended", ["wang-xuan", "year-2038", "git-2005"])
def test_the_seam_before_an_appended_article_is_found(appended: str) -> None:
    """Find exactly the appended lines, by words alone, though both articles are about computers."""
    own, other = paragraphs("pentium-fdiv"), paragraphs(appended)
    page = observe([*own, *other], Known())
    assert sorted(page.topic.seams[0].members) == list(range(len(own), len(own) + len(other)))
    assert page.topic.seams[0].ratio < 0.26


def test_an_appended_advert_story_leaves(cleaned: Callable[..., Document]) -> None:
    """Cut off most of an advert that is told as a story, its contact above all."""
    own = paragraphs("pentium-fdiv")
    story = [
        "去江州玩一定要先看完这篇攻略",
        "江州的湖和老街都很美，这个季节去最合适，不过景点分散，最好找个当地导游带玩",
        "阿强导游的微信和电话都是13812345678，先问问价钱，再看日子方不方便",
        "客栈也是阿强帮忙订的，比自己在网上订便宜，天天有车到门口来接",
        "第一天老街、湖心岛，第二天石窟、夜市，晚上吃酸汤鱼和米线",
        "有当地人领着走确实省力，大家可以放心找阿强，报我名字还有优惠",
    ]
    doc = cleaned("\n".join([*own, *story]))
    assert all(line[:15] in doc.text for line in own)
    assert sum(line[:10] not in doc.text for line in story) >= 4
    assert "13812345678" not in doc.text


def test_furniture_is_not_the_article(cleaned: Callable[..., Document]) -> None:
    """Keep the text where its page's own words are taken for the article and the text for a guest."""
    answers = paragraphs("pentium-fdiv")
    lines = [
        *("问答首页 > 电脑 > 处理器 > 待解决 已解决 精选", "我来答 首页 用户 认证团队 合伙人"),
        "可选中1个或多个下面的关键词，搜索相关资料。也可直接点“搜索资料”搜索整个问题。",
        *answers[:4],
        *("分享 举报 7个回答", "最佳答案", *answers[4:], "已赞过 已踩过 你对这个回答的评价是？ 评论 收起"),
        *("为你推荐：特别推荐", "下载App，随时随地查看答案，离线也能看", "辅助 模式 使用前必读 意见反馈"),
    ]
    guests = [n for n, line in enumerate(lines) if line in answers]
    furniture = frozenset(range(len(lines))) - frozenset(guests)

    def against_text(_lines: object, _compared: object, topic: Topic, _title: object) -> Topic:
        return topic._replace(seams=(Seam(frozenset(guests), 0.05, verdict=True),))

    def against_furniture(_lines: object, _compared: object, topic: Topic, _title: object) -> Topic:
        return topic._replace(seams=(Seam(furniture, 0.05, verdict=True),))

    said = observe(lines, Known(), against_text).features
    assert not any(name.startswith("foreign:") for n in guests for name in said[n])
    said = observe(lines, Known(), against_furniture).features
    assert all(any(name.startswith("foreign:") for name in said[n]) for n in furniture)
    doc = cleaned("\n".join(lines))
    assert all(line in doc.text for line in answers)


def test_a_whole_article_has_no_sure_seam() -> None:
    """Find no weak seam inside one article."""
    for path in sorted(SAMPLE.glob("*.zh.txt")):
        page = observe([line for line in path.read_text("utf-8").split("\n") if line.strip()], Known())
        assert all(seam.ratio > 0.06 for seam in page.topic.seams), path.name


def test_topic_takes_few_and_odd_lines() -> None:
    """Compare nothing where there is nothing to compare."""
    assert topic_of([], []).seams == ()
    lines = [measure(text) for text in ("", "好", " ", "𠀀" * 30, "שלום" * 10)]
    assert topic_of(lines, range(5)).seams == ()


def test_topics_do_not_hang_on_the_order_of_sets() -> None:
    """Compare lines alike in every process, whatever seed its strings are hashed with."""
    texts = [*paragraphs("pentium-fdiv"), *paragraphs("wang-xuan", 6), "𠀀" * 30]
    code = (
        "import sys; from pipeline.clean.lines import measure; from pipeline.clean.topic import Seam, Topic, topic_of\n"
        "lines = [measure(text) for text in sys.stdin.read().split('\\n')]\n"
        "print(topic_of(lines, range(len(lines)), limit=1.0)[0])"
    )
    shown = {
        subprocess.run(
            [sys.executable, "-c", code],
            input="\n".join(texts).encode(),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(shown) == 1


def test_simplified_spam_in_a_traditional_page() -> None:
    """Find the line in the other script, and none in a page of mixed script."""
    page = [
        "這個說法對嗎，還說這裡與那裡",
        "開發與維護需要時間，請說明",
        "这个说法对吗，还说这里与那里",
        "資訊與網路的發展，讓學習變簡單",
    ]
    assert foreign_lines(page) == {2}
    assert foreign_lines([]) == frozenset()


@pytest.mark.slow
def test_embeddings_find_the_other_article() -> None:
    """Find the lines of a second article of the same field exactly, and none in a whole article."""
    for first, second in (("ariane-501", "wang-xuan"), ("leap-second", "wang-xuan")):
        own, other = paragraphs(first, 8), paragraphs(second, 6)
        page = observe([*own, *other], Known(), judge_for(CleanSettings(embeddings="unsure")))
        assert [seam.verdict for seam in page.topic.seams] == [True]
        assert sorted(page.topic.seams[0].members) == list(range(len(own), len(own) + len(other)))
    page = observe(paragraphs("pentium-fdiv", 12), Known(), judge_for(CleanSettings(embeddings="always")))
    assert not any(seam.verdict for seam in page.topic.seams)


def test_the_weakest_part_is_found_by_its_vectors() -> None:
    """Find a stretch and an interleaved part among vectors made to measure, and call one subject one."""
    first, second = np.eye(4, dtype=np.float32)[:2]
    for places in ([2, 3, 4], [1, 3, 5]):
        rows = np.stack([second if place in places else first for place in range(9)])
        inside, found = weakest_part(rows)
        assert sorted(np.flatnonzero(inside if inside.sum() == 3 else ~inside)) == places
        assert found > 0.5
    assert weakest_part(np.stack([first] * 8))[1] <= 0


def test_wrapped_lines_show_no_subject() -> None:
    """Refuse to judge scraps of sentences."""
    lines = [measure(f"第{number}行的字没有说完就被程序从中间断开了这是常见的情形" * 2) for number in range(12)]
    topic = Topic((-1.0,) * 12, (Seam(frozenset({1, 2, 3}), 0.1),))
    assert [seam.verdict for seam in judge_topic(lines, range(12), topic, "").seams] == [False]
    assert judge_topic([], [], Topic((), ()), "").seams == ()


def test_settings_choose_the_judge() -> None:
    """Ask nobody where the settings say never."""
    judge = judge_for(CleanSettings(embeddings="never"))
    page = observe(["一"], Known(), judge)
    assert page.topic.seams == ()
