"""The whole pipeline on small folders: what is read, what is set aside, what is run again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline import stages
from pipeline.corpus import Corpus
from pipeline.errors import SettingsError
from pipeline.stages import STAGES, Stage, check_order
from pipeline.steps import document
from pipeline.store import Store
from pipeline.workspace import Options, Workspace, workspace

ROOT = Path(__file__).resolve().parents[1]
PARAGRAPHS = (
    "编译器把源程序翻译成机器指令，寄存器分配是其中最费时的一步。",
    "旧的算法先画一张冲突图，再给图上色；图越大，上色越慢，两万行的文件要等上九秒。",
    "新的办法只看时间：变量什么时候出生，什么时候最后一次被用到，一遍扫描就能分完。",
    "工程师林述说，线性扫描让编译快了五倍，却让程序慢了百分之三。",
    "团队最后只在第一遍使用它，第二遍仍旧交给图着色。",
)


@contextmanager
def opened(tmp_path: Path, articles: Path, engine: str = "pseudo") -> Iterator[Workspace]:
    """Open a workspace over a folder with a store of its own."""
    options = Options(
        root=ROOT, today="2026-01-02", articles=str(articles), engine=engine, workers=1, quiet=True,
        store=str(tmp_path / "store.sqlite"),
    )  # fmt: skip
    with workspace(options) as space:
        yield space


def ran(tmp_path: Path, articles: Path) -> tuple[dict[str, int], Corpus]:
    """Run all stages and return how often each really ran."""
    with opened(tmp_path, articles) as space:
        corpus = stages.run(space)
        return {name: count for name, count in space.tally.ran.items() if count}, corpus


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Make a folder with two unrelated articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("寄存器分配的两种办法\n" + "\n".join(PARAGRAPHS), "utf-8")
    (folder / "b.txt").write_text(
        "闰秒为什么要取消\n地球自转时快时慢，原子钟却从不走样，两者的差由闰秒补上。\n"
        "二〇一二年的一次闰秒让许多网站停摆了几十分钟，管理员只好重启服务器。\n"
        "国际计量大会在二〇二二年决定，最迟到二〇三五年不再插入闰秒。",
        "utf-8",
    )
    return folder


def test_every_stage_runs_and_nothing_runs_twice(tmp_path: Path, articles: Path) -> None:
    """A second run over an unchanged folder only looks things up."""
    first, corpus = ran(tmp_path, articles)
    assert len(corpus.stories) == 2
    assert {"ingest.read", "clean.labels", "digest.take", "translate.units"} <= set(first)
    second, again = ran(tmp_path, articles)
    assert second == {} and again == corpus


def test_a_changed_word_rebuilds_only_what_stands_on_it(tmp_path: Path, articles: Path) -> None:
    """One article changes: one is read, cleaned, collated, digested and translated anew, the other is not."""
    ran(tmp_path, articles)
    path = articles / "a.txt"
    path.write_text(path.read_text("utf-8").replace("五倍", "六倍"), "utf-8")
    counts, _ = ran(tmp_path, articles)
    for stage in ("ingest.read", "clean.labels", "group.sketch", "group.collate", "digest.take", "translate.units"):
        assert counts.get(stage, 0) == 1, counts


def test_the_same_bytes_in_any_order_on_any_number_of_workers(tmp_path: Path, articles: Path) -> None:
    """File order, workers and an unrelated document beside it change nothing of a story."""
    _, corpus = ran(tmp_path / "one", articles)
    other = tmp_path / "other"
    other.mkdir()
    for path in sorted(articles.iterdir(), reverse=True):
        shutil.copy(path, other / path.name)
    (other / "0.txt").write_text(
        "拉面的做法\n先烧一锅水，再下面条。\n煮三分钟，捞出沥干，浇上热汤。\n最后撒一把葱花。", "utf-8"
    )
    options = Options(root=ROOT, today="2026-01-02", articles=str(other), engine="pseudo", workers=2, quiet=True,
                      store=str(tmp_path / "two" / "store.sqlite"))  # fmt: skip
    with workspace(options) as space:
        beside = stages.run(space)
    mine = {record.paths: record for record in corpus.stories}
    theirs = {record.paths: record for record in beside.stories}
    for paths, record in mine.items():
        assert theirs[paths].story == record.story
        assert theirs[paths].digest_key == record.digest_key


def test_bad_input_is_set_aside_with_a_reason(tmp_path: Path, articles: Path) -> None:
    """Empty, binary, broken, huge, English and oddly named files leave the others standing."""
    (articles / "empty.txt").write_bytes(b"")
    (articles / "blank.txt").write_bytes(b" \n\t\n")
    (articles / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (articles / "broken.txt").write_bytes("编码坏了的文章。".encode()[:-1] + b"\xff\xfe\xfa" * 90)
    (articles / "english.txt").write_text("Nothing here is Chinese. " * 20)
    (articles / "folder.txt").mkdir()
    (articles / "😀 ..%2f..\u202e.txt").write_text("\n".join(PARAGRAPHS), "utf-8")
    with (articles / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    if os.name == "posix":
        (articles / "outside.txt").symlink_to("/etc/passwd")
    _, corpus = ran(tmp_path, articles)
    read = {record.path for record in corpus.documents}
    aside = {item.path: item.reason for item in corpus.set_aside}
    assert {"a.txt", "b.txt", "😀 ..%2f..\u202e.txt"} <= read
    assert {"empty.txt", "blank.txt", "picture.txt", "broken.txt", "english.txt", "huge.txt"} <= set(aside)
    assert all(aside.values())
    assert not any("passwd" in path or path == "outside.txt" for path in read)


def test_an_empty_folder_is_no_error(tmp_path: Path) -> None:
    """No articles make no stories."""
    folder = tmp_path / "nothing"
    folder.mkdir()
    _, corpus = ran(tmp_path, folder)
    assert corpus == Corpus()


def test_a_missing_folder_is_explained(tmp_path: Path) -> None:
    """The message names the folder."""
    with pytest.raises(SettingsError, match="nowhere"):
        ran(tmp_path, tmp_path / "nowhere")


def test_an_order_that_cannot_work_is_refused() -> None:
    """Cleaning before reading is caught before anything runs."""
    check_order(STAGES)
    with pytest.raises(SettingsError, match=r"clean\.survey needs documents"):
        check_order(STAGES[1:])
    with pytest.raises(SettingsError, match="needs moonlight"):
        check_order((Stage("night", frozenset({"moonlight"}), frozenset(), STAGES[0].run),))


def test_an_unknown_stage_is_explained(tmp_path: Path, articles: Path) -> None:
    """The message lists the stages."""
    with opened(tmp_path, articles) as space, pytest.raises(SettingsError, match=r"ingest\.read"):
        stages.run(space, upto="ingest.reed")


def test_documents_come_back_from_the_store(tmp_path: Path, articles: Path) -> None:
    """What a stage handed on can be read again, and verifies."""
    with opened(tmp_path, articles) as space:
        for record in stages.run(space, upto="clean.labels").documents:
            document(space, record).verify()


@pytest.mark.slow
def test_the_seeds_make_three_stories(tmp_path: Path, shared: Path) -> None:
    """Five real polluted documents are three stories, each with its witnesses in their relations."""
    _, corpus = ran(tmp_path, shared / "seeds")
    groups = {tuple(sorted(path[:3] for path in record.paths)) for record in corpus.stories}
    assert groups == {("000", "001"), ("002", "004"), ("003",)}


def test_the_store_may_be_deleted(tmp_path: Path, articles: Path) -> None:
    """Without the store everything is computed again, with the same result."""
    _, first = ran(tmp_path, articles)
    (tmp_path / "store.sqlite").unlink()
    _, second = ran(tmp_path, articles)
    assert first == second
    assert isinstance(Store(tmp_path / "store.sqlite"), Store)
