"""Summaries: whole sentences of the text, within the limit, whatever comes in."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.digest import rank, summarise, training
from pipeline.digest.features import read
from pipeline.evaluate import summaries
from pipeline.segments import sentences
from pipeline.settings import DigestSettings

SETTINGS = DigestSettings()
NEWS = (
    "6月3日，云州市图书馆宣布，新馆将于7月1日开放。新馆藏书120万册，座位2000个。市民可以凭身份证入馆。"
    "馆长周宁说，夜间阅览室会开到晚上十点。有读者问停车是否收费？馆方表示，前两小时免费。"
)


def test_a_summary_is_sentences_of_the_text() -> None:
    summary = summarise(NEWS, "", 60, SETTINGS)
    assert summary.text == "".join(NEWS[start:end] for start, end in summary.spans)
    assert 0 < len(summary.text) <= 60
    assert list(summary.spans) == sorted(summary.spans)


def test_headings_never_run_into_a_sentence() -> None:
    text = "核心结论\n" + NEWS + "\n投资建议\n" + NEWS.replace("6", "8") * 4
    assert "核心结论" not in summarise(text, "", 120, SETTINGS).text


@pytest.mark.parametrize("text", ["", " ", "一", "。", "\n\n", "𠀀" * 700, "مرحبا؟", "没有句号", "“", "！" * 300])
def test_odd_inputs(text: str) -> None:
    summary = summarise(text, "", 20, SETTINGS)
    assert summary.text == "".join(text[start:end] for start, end in summary.spans)
    assert bool(summary.text) == bool(text.strip())


def test_fragments_never_join() -> None:
    """A lone mark would run into the sentence before it once the line between them is left out."""
    assert summarise("云走了。\n标题\n。", "", 60, SETTINGS).text == "云走了。"
    assert not rank.is_whole("。") and not rank.is_whole("”他说。") and rank.is_whole("“好。”")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="今天12年公司增长。，！？“”\n A𠀀", max_size=300), st.integers(1, 150))
def test_no_faults(text: str, limit: int) -> None:
    assume(not re.search(r"\d\s+\d", text))  # the check joins lines, and reads two numbers as one
    answer = summarise(text, "", limit, SETTINGS).text
    item = summaries.Item("1", text, "")
    assert set(summaries.faults_of(item, answer, limit)) <= {"too long"}
    assert len(summarise(text, "", limit, SETTINGS).spans) == 1 or len("".join(answer.split())) <= limit


def test_speed_against_a_plain_pass() -> None:
    """A feature of 17,000 characters takes at most 17 times its share of a short article's time, ten-fold slack included."""
    short, long = NEWS * 4, "\n".join([NEWS.replace("6", str(n)) for n in range(170)])
    for text in (short, long):
        summarise(text, "", 120, SETTINGS)
    started = time.perf_counter()
    for _ in range(5):
        summarise(short, "", 120, SETTINGS)
    per_short = (time.perf_counter() - started) / 5
    started = time.perf_counter()
    summarise(long, "", 120, SETTINGS)
    assert time.perf_counter() - started < per_short * (len(long) / len(short)) * 10


def test_news_is_summarised_by_its_opening() -> None:
    """The first sentences of the story, nothing left out between them, what the page sets before them aside."""
    text = "（原标题：新馆开放）" + NEWS + "（记者 林述）"
    assert summarise(text, "", 45, SETTINGS).text == "".join(NEWS[start:end] for start, end in sentences(NEWS)[:2])


def test_weights_know_every_feature() -> None:
    model = rank.weights()
    assert rank.candidates(read(NEWS), model.first_look, 120).features.shape[1] == len(model.sets)


def test_training_learns_to_prefer_what_references_hold() -> None:
    items = [
        (NEWS.replace("云州", place), f"{place}市图书馆新馆将于7月1日开放。") for place in ("江", "海", "山", "林")
    ]
    learned = training.learn(items)
    found = rank.candidates(read(NEWS), learned.first_look, 120)
    best = found.picks[int((found.features @ learned.sets).argmax())]
    assert best[0]


@pytest.mark.slow
def test_beats_the_opening_sentences(shared) -> None:
    items = summaries.load(shared / "eval" / "summaries" / "dev.jsonl")
    report = summaries.bench(items, lambda text, title, limit: summarise(text, title, limit, SETTINGS).text)
    assert report.faults == ()
    gains = {score.group.split()[0]: score.rouge.mean - score.baseline.mean for score in report.scores}
    assert gains["CFBenchmark-Basic"] >= 3.0
    assert gains["LawBench"] >= 0.5
