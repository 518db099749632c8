"""The contract of engines, held against every entry of the table; and what is particular to one."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from local_service import Service, google_page

from pipeline.errors import EngineContractError, EngineMissing, EngineUnavailable, SettingsError
from pipeline.settings import TranslateSettings
from pipeline.translate.engines import ENGINES, make_engine
from pipeline.translate.engines.contract import Candidate, Context, Engine, answered
from pipeline.translate.engines.firefox import SUMS, Firefox, install
from pipeline.translate.engines.llama_process import FollowUp
from pipeline.translate.engines.patience import Backoff, Breaker

HARD = ["", "好", " \u3000\n", "𠮷𠮷", "مرحبا", "\u202eabc", "你好\x00。", "🙂", "[#1]", "a" * 300, "他没有同意。"]
"""Segments that engines may meet; the last one is ordinary."""


class Upper:
    """Stand for Mozilla's model, whose files are not on every machine."""

    def translate(self, text: str) -> str:
        """Mark the text."""
        if text == "":
            raise ValueError("empty")
        return f"T:{text}"


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, service: Service) -> Iterator[Engine]:
    """Open each engine; those that speak to a service speak to the local one."""
    name = str(request.param)
    if name == "firefox":
        opened: Engine = Firefox(Upper(), "0" * 64)
    else:
        settings = TranslateSettings(
            online_url=service.address,
            online_delay_s=0.01,
            online_requests_per_s=1000.0,
            online_failures=1000,
            local_url=service.address,
            draft_processes=1,
        )
        if name == "server":
            chat = json.dumps({"choices": [{"message": {"content": "<think>hm</think>Yes.\nNote: no"}}]})
            service.answer = lambda _text: (200, {}, chat)
        else:
            service.answer = lambda text: google_page("\n".join("Yes." for _ in text.split("\n")))
        opened = make_engine(name, settings)
    yield opened
    opened.close()


def test_contract(engine: Engine) -> None:
    """As many answers as segments, in order, none empty of candidates, whatever the segments hold; equal twice."""
    first = answered(engine, HARD, Context({"同意": "agree"}))
    assert len(first) == len(HARD)
    assert all(isinstance(candidate, Candidate) for group in first for candidate in group)
    assert first[-1][0].text
    assert answered(engine, ["他没有同意。"], Context({"同意": "agree"}))[0][0].text == first[-1][0].text
    assert answered(engine, [], Context()) == []
    assert engine.signature.split("|")[0]
    assert "version:" in engine.signature
    assert engine.batch_segments >= 1


def test_a_broken_promise_is_named() -> None:
    """An adapter that loses a segment is our bug, and says so."""

    class Short:
        signature, batch_segments = "short|version:1", 1
        is_checked, is_gloss, reads_gloss = True, False, False

        def translate(self, segments: object, *, context: Context) -> list[list[Candidate]]:
            return []

        def close(self) -> None:
            """Nothing is open."""

    with pytest.raises(EngineContractError, match="sent 2 segments, got 0"):
        answered(Short(), ["一", "二"], Context())


def test_unknown_engine() -> None:
    """The message lists what there is."""
    with pytest.raises(SettingsError, match="pseudo"):
        make_engine("gogle", TranslateSettings())


def test_server_without_address_or_listener() -> None:
    """What to set, and who does not answer."""
    with pytest.raises(EngineMissing, match="local_url"):
        make_engine("server", TranslateSettings())
    engine = make_engine("server", TranslateSettings(local_url="http://127.0.0.1:9"))
    with pytest.raises(EngineUnavailable, match=r"127\.0\.0\.1"):
        engine.translate(["你好"], context=Context())
    engine.close()


def test_server_takes_one_line_and_keeps_terms_in_view(service: Service) -> None:
    """The answer's first line counts; an answer of another shape is a reason, not a crash."""
    service.answer = lambda _text: (200, {}, "[]")
    engine = make_engine("server", TranslateSettings(local_url=service.address))
    with pytest.raises(EngineUnavailable, match="another shape"):
        engine.translate(["你好"], context=Context())
    engine.close()


def test_firefox_says_what_is_missing(tmp_path: Path) -> None:
    """No folder, no files, a file that was changed."""
    settings = TranslateSettings(firefox_model=str(tmp_path))
    with pytest.raises(EngineMissing, match="no model in"):
        make_engine("firefox", settings)
    source = tmp_path / "from"
    source.mkdir()
    for name in ("model.zhen.bin", "srcvocab.zhen.spm", "trgvocab.zhen.spm", "lex.50.bin", "readme.txt"):
        (source / name).write_bytes(name.encode())
    folder = tmp_path / "model"
    names = {path.name for path in install(folder, source)}
    assert names == {"model.zhen.bin", "srcvocab.zhen.spm", "trgvocab.zhen.spm", "lex.50.bin", SUMS}
    assert hashlib.sha256(b"model.zhen.bin").hexdigest() in (folder / SUMS).read_text("utf-8")
    with pytest.raises(EngineMissing, match="no model that loads"):
        make_engine("firefox", TranslateSettings(firefox_model=str(folder)))
    (folder / "lex.50.bin").write_bytes(b"other")
    with pytest.raises(EngineMissing, match=r"lex\.50\.bin is not the file"):
        make_engine("firefox", TranslateSettings(firefox_model=str(folder)))
    (source / "trgvocab.zhen.spm").unlink()
    with pytest.raises(EngineMissing, match="target vocabulary"):
        install(folder, source)
    assert (folder / "trgvocab.zhen.spm").exists()


def test_draft_says_what_is_missing(tmp_path: Path) -> None:
    """A model or adapter that the settings name must be there."""
    with pytest.raises(EngineMissing, match="no model at"):
        make_engine("draft", TranslateSettings(model=str(tmp_path / "none.gguf")))
    with pytest.raises(EngineMissing, match="no adapter at"):
        make_engine("draft", TranslateSettings(adapter=str(tmp_path / "none.gguf")))


class Answers:
    """Stand for the model's processes: one answer for the likeliest, others for samples; keeps what it was asked."""

    def __init__(self, likeliest: dict[str, str], samples: Sequence[str] = ()) -> None:
        """Keep the answers, by a piece of the prompt, and what is sampled one after the other."""
        self.likeliest, self.samples = likeliest, list(samples)
        self.asked: list[Mapping[str, object]] = []

    def complete(self, requests: Sequence[Mapping[str, object]], follow_up: FollowUp) -> list[Mapping[str, object]]:
        """Answer each request, and what follows up on it, as the processes would."""
        return [self._answered(index, request, follow_up) for index, request in enumerate(requests)]

    def _answered(self, index: int, request: Mapping[str, object], follow_up: FollowUp) -> Mapping[str, object]:
        further: Mapping[str, object] | None = request
        while further is not None:
            self.asked.append(further)
            answer = self._one(further)
            further = follow_up(index, answer)
        return answer

    def _one(self, request: Mapping[str, object]) -> Mapping[str, object]:
        if request["cache_prompt"]:
            return {"text": self.samples.pop(0)}
        return next(
            ({"text": text} for zh, text in self.likeliest.items() if zh in str(request["prompt"])), {"error": "?"}
        )

    def close(self) -> None:
        """Nothing is open."""


def drafted(crew: Answers, *sources: str, **settings: object) -> list[list[str]]:
    """Translate sources with answers that are given."""
    engine = make_engine("draft", TranslateSettings(**settings))  # type: ignore[arg-type]
    engine._crew = crew  # type: ignore[attr-defined]
    return [[candidate.text for candidate in group] for group in engine.translate(sources, context=Context())]


RISE = "去年公司的销售额增长了百分之十二。"
RIGHT = "Last year the company's sales grew by 12 percent."
WRONG = "Last year the company's sales grew by 20 percent."


def test_draft_asks_again_where_checks_fail() -> None:
    """A wrong number is asked for again until an answer passes, in the slot that has read the prompt."""
    crew = Answers({RISE: WRONG}, [WRONG, RIGHT, "never"])
    assert drafted(crew, RISE, draft_samples=2) == [[RIGHT]]
    assert [request["cache_prompt"] for request in crew.asked] == [False, True, True]
    assert len({(request["temperature"], request.get("seed")) for request in crew.asked}) == 3


def test_draft_leaves_what_passes() -> None:
    """An answer that passes is not asked for again, nor any without further tries."""
    sure = Answers({RISE: RIGHT})
    assert drafted(sure, RISE) == [[RIGHT]]
    assert len(sure.asked) == 1
    none = Answers({RISE: "Nonsense."})
    assert drafted(none, RISE, draft_samples=0) == [["Nonsense."]]
    assert len(none.asked) == 1


def test_draft_takes_what_agrees_if_nothing_passes() -> None:
    """Of answers that all fail, the one most like the others."""
    outlier = "The weather was 20 percent fine."
    crew = Answers({RISE: outlier}, [WRONG, WRONG])
    assert drafted(crew, RISE, draft_samples=2) == [[WRONG]]


def test_draft_tells_how_probable_its_answer_is() -> None:
    """The log-probability of a sentence is the sum of its clauses'; an engine whose answers carry none says so."""
    engine = make_engine("draft", TranslateSettings(draft_processes=1, draft_slots=1))
    sure, rare = (
        group[0].logprob
        for group in engine.translate(["今天天气很好。", "彳亍于氤氲阡陌之间，踯躅复踟蹰。"], context=Context())
    )
    engine.close()
    assert sure is not None and rare is not None and rare < sure < 0
    gloss = make_engine("gloss", TranslateSettings())
    assert gloss.translate(["今天天气很好。"], context=Context())[0][0].logprob is None


def test_draft_survives_a_clause_without_an_answer() -> None:
    """No text from the model, or an error: a reason, not a crash, and the others are not lost."""
    crew = Answers({RISE: "", "天气": "The weather is fine."}, ["", ""])
    assert drafted(crew, RISE, "天气很好。", "没有。") == [[""], ["The weather is fine."], [""]]


def test_a_dead_model_process_is_noticed(tmp_path: Path) -> None:
    """A file that is no model ends the process; the engine says so instead of waiting."""
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"GGUF")
    engine = make_engine("draft", TranslateSettings(model=str(bad), draft_processes=1))
    with pytest.raises(EngineUnavailable, match="draft"):
        engine.translate(["你好。"], context=Context())
    engine.close()


ORPHANS = """
import sys, time
from pipeline.settings import TranslateSettings
from pipeline.translate.engines.contract import Context
from pipeline.translate.engines.draft import make_draft
engine = make_draft(TranslateSettings(draft_processes=1))
engine.translate(["好。"], context=Context())
print(engine._crew._processes[0].pid, flush=True)
time.sleep(60)
"""


@pytest.mark.slow
def test_no_model_process_outlives_a_killed_run(root: Path) -> None:
    """The run is killed outright; its model process sees its input end and goes."""
    run = subprocess.Popen([sys.executable, "-c", ORPHANS], cwd=root, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    child = int(run.stdout.readline())
    run.kill()
    run.wait()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not Path(f"/proc/{child}").exists()


@pytest.mark.slow
def test_drafts_of_one_slot_are_equal_to_the_byte() -> None:
    """Alone, in another order, in other company, in one process or two: the same words."""
    sources = ["他没有同意这个计划。", "新的工厂将在明年三月投入使用。", "天气很好。"]

    def drafts(asked: Sequence[str], processes: int) -> dict[str, str]:
        engine = make_engine("draft", TranslateSettings(draft_slots=1, draft_processes=processes))
        answers = engine.translate(asked, context=Context())
        engine.close()
        return {source: group[0].text for source, group in zip(asked, answers, strict=True)}

    assert drafts(sources, 1) == drafts(sources[::-1], 2)


def test_patience() -> None:
    """Waiting doubles up to a bound; a breaker closes on success and opens on failures in a row."""
    backoff = Backoff(1.0, 8.0)
    assert [backoff.wait_s(n, 1.0) for n in range(6)] == [1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert backoff.wait_s(0, 0.0, asked_s=100.0) == 8.0
    breaker = Breaker(2)
    breaker.record("a")
    breaker.record()
    breaker.record("b")
    assert not breaker.is_open
    breaker.record("c")
    assert breaker.is_open
    assert breaker.reason == "c"
