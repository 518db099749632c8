"""The preview reloads what a reader has open, soon: a real browser, real articles, the whole road from file to page."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline import stages
from pipeline.render import preview
from pipeline.site import PreviewSite
from pipeline.workspace import Options, workspace

pytestmark = pytest.mark.browser

REBUILD_S = 2.0
"""Most time from a saved file to the changed page, on a machine with nothing else to do: what a rebuild computes, all of it in
this process, and the quiet time it waits for."""
TEXTS = (
    "灯塔管理员的最后一班\n\n1991年秋天，老周在岛上守完了最后一班。灯从此由太阳能电池点亮，每晚自动转动三百六十圈。\n\n"
    "他把二十年的日志装进木箱，一共四十一本，交给了县里的档案馆。馆员问他最难忘哪一夜，他说是台风过境的那一夜。\n",
    "一座桥怎样量体重\n\n工程师在桥面下埋了十六个传感器，每秒读数五十次。卡车驶过时，钢梁的形变不到一毫米。\n\n"
    "去年冬天，其中一个传感器先于检查员发现了裂缝。维修只用了三天，桥没有封闭。\n",
    "种子库里的冬天\n\n库房常年保持零下十八度，架上有两万三千份种子。每隔五年，研究员取出一小袋，看它们还能不能发芽。\n\n"
    "最老的一份大豆来自1956年，去年仍有六成发芽。负责人说，他们保存的不是种子，是选择。\n",
)


def changed_page(browser: Any, url: str, change: Any) -> tuple[float, float]:
    """Open a story, change its source, and wait for the change to show; returns wall seconds and seconds computed."""
    page = browser.new_page()
    try:
        with page.expect_response("**/__news*"):
            page.goto(url)
        wall, computed = time.monotonic(), time.process_time()
        change()
        page.wait_for_selector("p:has-text('四十三本')", timeout=120_000)
        return time.monotonic() - wall, time.process_time() - computed
    finally:
        page.close()


def test_an_open_page_shows_the_change(root: Path, browser: Any, tmp_path: Path, record_property: Any) -> None:
    """An edited article is read, cleaned, grouped, digested, translated, printed and seen without a hand on the browser."""
    articles, said, stop, told = tmp_path / "articles", [], threading.Event(), threading.Event()
    articles.mkdir()
    for place, text in enumerate(TEXTS):
        (articles / f"{place}.txt").write_text(text, "utf-8")
    options = Options(root=root, today="2026-11-22", quiet=True, articles=str(articles), editorial=str(tmp_path),
                      store=str(tmp_path / "store"), engine="pseudo", workers=1, network=False)  # fmt: skip
    site = PreviewSite(tmp_path / "pages")

    def builder(out: Path, before: Path | None) -> None:
        with workspace(options) as space:
            site.build(stages.run(space), space, out, before)

    def say(line: str) -> None:
        said.append(line)
        told.set()

    def change() -> None:
        (articles / "0.txt").write_text(TEXTS[0].replace("四十一本", "四十三本"), "utf-8")

    thread = threading.Thread(target=preview.serve, args=(builder, [articles], tmp_path / "builds", 0, say, stop))
    thread.start()
    try:
        assert told.wait(300)
        pages = sorted((tmp_path / "builds").glob("*/stories/*/index.html"))
        (story,) = (page.parent.name for page in pages if "四十一本" in page.read_text("utf-8"))
        wall_s, computed_s = changed_page(browser, f"{said[0]}stories/{story}/", change)
    finally:
        stop.set()
        thread.join(30)
    record_property("wall_s", wall_s)
    record_property("computed_s", computed_s)
    assert computed_s + preview.SETTLE_S <= REBUILD_S, (computed_s, wall_s)
