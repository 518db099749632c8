"""The commands as a person runs them: real processes, exit codes, rows with exactly the promised fields."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.document import REMOVAL_LABELS
from pipeline.results import write_raw
from pipeline.store import opened
from tests.test_pipeline import PARAGRAPHS

ROOT = Path(__file__).resolve().parents[1]
POLLUTED = [
    "寄存器分配的两种办法",
    *PARAGRAPHS[:3],
    "想学编译原理的同学加老师微信 demo_0000 领取资料，名额有限。",
    *PARAGRAPHS[3:],
]
CLEAN_FIELDS = [
    "path", "id", "status", "title", "author", "editor", "site", "published", "url", "script", "spun", "text", "kept",
    "removed", "edits",
]  # fmt: skip


def inv(*words: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project's folder."""
    return subprocess.run(
        [sys.executable, "-m", "invoke", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        env={**os.environ, **extra},
        check=False,
    )


@pytest.fixture
def settings(tmp_path: Path) -> str:
    """Write a settings file with a store of its own; returns its path."""
    path = tmp_path / "qingyi.toml"
    path.write_text(f'[run]\nstore = "{(tmp_path / "store.sqlite").as_posix()}"\nworkers = 1\n', "utf-8")
    return str(path)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Make a folder with one polluted article and one empty file."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("\n".join(POLLUTED), "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def rows_of(path: Path) -> list[dict[str, object]]:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_clean_writes_the_promised_rows(tmp_path: Path, articles: Path, settings: str) -> None:
    """One row per file in path order; intervals are sorted, disjoint, and point into the raw text."""
    out, raw = tmp_path / "c.jsonl", tmp_path / "raw"
    done = inv("clean", "--articles", str(articles), "--out", str(out), "--raw", str(raw), "--settings", settings)
    assert done.returncode == 4, done.stderr
    assert "empty.txt" in done.stderr
    article, empty = rows_of(out)
    assert list(article) == CLEAN_FIELDS
    assert empty["path"] == "empty.txt" and empty["status"] == "set_aside" and empty["reason"]
    text = (raw / "a.txt").read_text("utf-8")
    assert text == "\n".join(POLLUTED)
    intervals = [tuple(span) for span in article["kept"]]  # type: ignore[attr-defined]
    assert intervals == sorted(intervals) and all(a < b for a, b in intervals)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(intervals))
    kept = "".join(text[a:b] for a, b in intervals)
    assert PARAGRAPHS[0] in kept and "demo_0000" not in kept
    removed = article["removed"]
    assert isinstance(removed, list) and any("demo_0000" in text[row["start"] : row["end"]] for row in removed)
    for row in removed:
        assert set(row) == {"start", "end", "label", "rule", "reason", "score"}
        assert row["label"] in REMOVAL_LABELS and 0 <= row["score"] <= 1 and row["reason"]


def test_stories_summarise_and_translate_write_the_promised_rows(tmp_path: Path, settings: str) -> None:
    """Each stage command stands alone."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("\n".join(["寄存器分配的两种办法", *PARAGRAPHS]), "utf-8")
    out = tmp_path / "s.jsonl"
    assert inv("stories", "--articles", str(folder), "--out", str(out), "--settings", settings).returncode == 0
    (story,) = rows_of(out)
    assert list(story) == ["story", "title", "base", "witnesses", "text", "readings", "related"]
    witnesses = story["witnesses"]
    assert isinstance(witnesses, list) and [row["relation"] for row in witnesses] == ["base", "duplicate"]
    assert set(witnesses[0]) == {"siglum", "path", "relation", "containment"}
    items, summaries = tmp_path / "i.jsonl", tmp_path / "o.jsonl"
    items.write_text(json.dumps({"id": 7, "text": "".join(PARAGRAPHS)}, ensure_ascii=False) + "\n", "utf-8")
    assert inv("summarise", "--items", str(items), "--out", str(summaries), "--max-chars", "60").returncode == 0
    (row,) = rows_of(summaries)
    assert list(row) == ["id", "summary", "sentences", "seconds"] and row["id"] == 7
    spans = row["sentences"]
    assert isinstance(spans, list) and row["summary"] == "".join("".join(PARAGRAPHS)[a:b] for a, b in spans)
    text, english, report = tmp_path / "t.txt", tmp_path / "e.txt", tmp_path / "r.json"
    text.write_text("编译器很快。\n\n2亿元\n", "utf-8")
    words = ["translate", "--text", str(text), "--out", str(english), "--engine", "gloss", "--report", str(report)]
    assert inv(*words, "--settings", settings).returncode == 0
    assert english.read_text("utf-8").count("\n") == 3
    assert "200 million" in english.read_text("utf-8").splitlines()[2]
    told = json.loads(report.read_text("utf-8"))
    assert len(told) == 3 and {"engine", "state", "checks"} <= set(told[0])


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["build", "--articles", "nowhere", "--engine", "gloss"], 3, "nowhere"),
        (["build", "--settings", "nothing.toml"], 3, "nothing.toml"),
        (["translate", "--text", "README.md", "--out", "/dev/null", "--engine", "gogle"], 3, "gogle"),
        (["summarise", "--items", "pyproject.toml", "--out", "/dev/null"], 3, "not JSON"),
        (["explain", "nofile.txt"], 4, "nofile.txt"),
        (["review"], 3, "--export"),
        (["bench", "poetry"], 3, "benches: clean"),
        (["bench", "clean", "--scale", "10"], 3, "inv bench group"),
        (["bench", "group", "--scale", "ten"], 3, "1000,10000"),
        (["model", "--install", "oracle"], 3, "firefox"),
    ],
)
def test_mistakes_are_explained(words: list[str], code: int, message: str, tmp_path: Path) -> None:
    """The exit code names the kind of error, the message what to do; no traceback."""
    done = inv(*words)
    assert done.returncode == code, done.stderr
    assert message in done.stderr and "Traceback" not in done.stderr


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, settings: str) -> None:
    """SIGKILL in the middle; the next run keeps what was done and ends as if nothing had happened."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(60):
        lines = [f"第{number}号报告", *(f"{text}这是第{number}次测量，误差是{number}纳秒。" for text in PARAGRAPHS)]
        (folder / f"{number:02}.txt").write_text("\n".join(lines), "utf-8")
    words = [sys.executable, "-m", "invoke", "stories", "--articles", str(folder), "--settings", settings]
    run = subprocess.Popen([*words, "--out", str(tmp_path / "s.jsonl"), "--quiet"], cwd=ROOT, stderr=subprocess.PIPE)
    store, done = tmp_path / "store.sqlite", 0
    for _ in range(600):
        time.sleep(0.1)
        if store.exists():
            with opened(store) as seen:
                done = len(seen)
        if done > 5 or run.poll() is not None:
            break
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    assert done > 5
    again = inv("stories", "--articles", str(folder), "--settings", settings, "--out", str(tmp_path / "again.jsonl"))
    assert again.returncode == 0, again.stderr
    fresh = tmp_path / "fresh.toml"
    fresh.write_text(f'[run]\nstore = "{(tmp_path / "fresh.sqlite").as_posix()}"\nworkers = 1\n', "utf-8")
    other = inv("stories", "--articles", str(folder), "--settings", str(fresh), "--out", str(tmp_path / "fresh.jsonl"))
    assert other.returncode == 0
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "fresh.jsonl").read_bytes()


def test_raw_texts_stay_in_their_folder(tmp_path: Path) -> None:
    """A path with dots or a drive never leads out of the folder."""
    from pipeline.document import Document, Provenance

    doc = Document("d", "x\ud800", (), Provenance("p", "text"))
    for path in ("../../etc/x.html", "/abs/y.txt", "a/../../b.md"):
        assert tmp_path in write_raw(tmp_path, path, doc).resolve().parents
