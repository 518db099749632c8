"""The memory: what people decided stands, what is similar is only offered, what is foreign is judged."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from pipeline.errors import SettingsError
from pipeline.translate.fuzzy_index import FuzzyIndex
from pipeline.translate.memory import Memory, difference, normalised
from pipeline.translate.tmx import Entry, read_tmx, write_tmx

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=40
).map(str.strip).filter(bool)  # fmt: skip


def test_reviewed_beats_machine_and_newest_beats_older() -> None:
    """The order of entries decides nothing."""
    entries = [
        Entry("你好。", "old", "reviewed", "20250101T000000Z"),
        Entry("你好。", "new", "reviewed", "20260101T000000Z"),
        Entry("你好。", "machine", "machine", "20270101T000000Z"),
    ]
    for order in (entries, entries[::-1], [entries[1], entries[2], entries[0]]):
        found = Memory(order).exact("你好。")
        assert found is not None
        assert found.target == "new"


@pytest.mark.parametrize("source", ["「他」說：好。", "“他”说：好。", " “他” 说：好。 "])
def test_script_quotes_and_white_space_make_no_difference(source: str) -> None:
    """The key is Simplified and evened out."""
    assert Memory([Entry("“他”说：好。", "x")]).exact(source)


def test_fuzzy_shows_the_difference() -> None:
    """What is offered says how it differs; what is too different is not offered."""
    memory = Memory([Entry("公司今年招收了二十名工程师。", "The company hired twenty engineers this year.")])
    match = memory.fuzzy("公司今年招收了三十名工程师。", 80.0)
    assert match is not None
    assert match.difference == "二 → 三"
    assert memory.fuzzy("今天天气很好。", 80.0) is None
    assert Memory().fuzzy("今天", 80.0) is None
    assert difference("甲乙", "乙丙") == "− 甲; + 丙"


@given(st.lists(TEXT, min_size=1, max_size=12), TEXT)
@settings(max_examples=60, deadline=None)
def test_the_index_finds_what_a_scan_finds(texts: list[str], query: str) -> None:
    """Whatever reaches the score by a scan is found through the index, save texts too short to share a pair."""
    best = max(fuzz.ratio(query, text) for text in texts)
    found = FuzzyIndex(texts).like(query, 85.0)
    if best >= 85.0 and len(query) >= 4:
        assert found
        assert found[0].score == best
    assert all(item.score >= 85.0 for item in found)


def test_search_is_faster_than_the_toolkits_matcher() -> None:
    """An index, not a scan: measured against translate-toolkit's matcher in the same run."""
    from translate.search.match import matcher
    from translate.storage.tmx import tmxfile

    rng = random.Random(5)
    words = [
        "公司",
        "芯片",
        "今年",
        "去年",
        "市场",
        "工程师",
        "发布",
        "产品",
        "研究",
        "北京",
        "增长",
        "收入",
        "我们",
        "问题",
        "已经",
    ]
    texts = list(dict.fromkeys("".join(rng.choices(words, k=rng.randint(6, 14))) + "。" for _ in range(2000)))
    store = tmxfile(sourcelanguage="zh", targetlanguage="en")
    for text in texts:
        store.addtranslation(text, "zh", "x", "en")
    peer, index = matcher(store, max_candidates=5, min_similarity=85), FuzzyIndex(texts)
    queries = [text[:5] + "的" + text[6:] for text in texts[:20]]
    start = time.perf_counter()
    found = [index.like(query, 85.0) for query in queries]
    ours = time.perf_counter() - start
    start = time.perf_counter()
    for query in queries:
        peer.matches(query)
    theirs = time.perf_counter() - start
    assert all(found)
    assert ours < theirs / 3, f"{1000 * ours / 20:.2f} ms against {1000 * theirs / 20:.2f} ms a query"


ENGLISH = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Lo")), min_size=1, max_size=40
).map(str.strip).filter(bool)  # fmt: skip


@given(st.lists(st.tuples(TEXT, ENGLISH), max_size=6))
@settings(max_examples=40, deadline=None)
def test_tmx_reads_what_it_writes(tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]) -> None:
    """Entries survive, whatever the texts hold; the toolkit's own reader sees the same units."""
    path = tmp_path_factory.mktemp("tmx") / "memory.tmx"
    entries = [Entry(f"中{a}", f"E {b}".strip(), "reviewed", "20260101T000000Z", "me", "s", "title") for a, b in pairs]
    write_tmx(path, entries)
    assert [(e.source, e.target, e.state, e.author, e.story, e.kind) for e in read_tmx(path).entries] == [
        (e.source, e.target, e.state, e.author, e.story, e.kind) for e in entries
    ]


def test_foreign_entries_are_judged(tmp_path: Path) -> None:
    """Bad entries are reported and left out, the others come in; inline tags give their text."""
    path = tmp_path / "foreign.tmx"
    path.write_text(
        '<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body>'
        '<tu><tuv xml:lang="EN-US"><seg>Hello <bpt i="1"/>there</seg></tuv><tuv xml:lang="ZH_cn"><seg>你好</seg></tuv></tu>'
        '<tu><tuv xml:lang="en"><seg></seg></tuv><tuv xml:lang="zh"><seg>空</seg></tuv></tu>'
        '<tu><tuv xml:lang="de"><seg>Hallo</seg></tuv><tuv xml:lang="zh"><seg>你好</seg></tuv></tu>'
        '<tu><tuv xml:lang="en"><seg>你好你好</seg></tuv><tuv xml:lang="zh"><seg>你好你好</seg></tuv></tu>'
        '<tu><tuv xml:lang="en"><seg>abc</seg></tuv><tuv xml:lang="zh"><seg>abc</seg></tuv></tu>'
        '<tu><prop type="x-state">perfect</prop><tuv xml:lang="en"><seg>Yes</seg></tuv><tuv xml:lang="zh"><seg>是</seg></tuv></tu>'
        '<tu><tuv xml:lang="zh"/></tu></body></tmx>',
        "utf-8",
    )
    found = read_tmx(path, "needs-review")
    assert [(e.source, e.target, e.state) for e in found.entries] == [("你好", "Hello there", "needs-review")]
    assert len(found.problems) == 6
    assert "entry 2: the English text is empty" in found.problems[0]
    assert read_tmx(tmp_path / "none.tmx").entries == ()
    assert len(Memory.load([path, tmp_path / "none.tmx"])) == 1


@pytest.mark.parametrize("text", ["", "<tmx>", "not xml", '{"a": 1}'])
def test_what_is_no_tmx_is_refused(tmp_path: Path, text: str) -> None:
    """The error names the file."""
    path = tmp_path / "bad.tmx"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=r"bad\.tmx"):
        read_tmx(path)


def test_entities_are_never_followed(tmp_path: Path) -> None:
    """A file of the machine does not come in through the memory, nor does a bomb go off."""
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden words", "utf-8")
    path = tmp_path / "evil.tmx"
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12))
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY x SYSTEM "{secret.as_uri()}">{bomb}]><tmx version="1.4"><header srclang="zh"/><body>'
        '<tu><tuv xml:lang="zh"><seg>坏&x;&b11;</seg></tuv><tuv xml:lang="en"><seg>bad&x;</seg></tuv></tu></body></tmx>',
        "utf-8",
    )
    start = time.monotonic()
    try:
        held = repr(read_tmx(path))
    except SettingsError as error:
        held = str(error)
    assert "hidden" not in held
    assert len(held) < 5000
    assert time.monotonic() - start < 5


def test_normalised_takes_anything() -> None:
    """Empty, white, astral and right-to-left texts have keys."""
    assert normalised("") == normalised(" \u3000") == ""
    assert normalised("𠮷") == "𠮷"
    assert normalised("مرحبا")
