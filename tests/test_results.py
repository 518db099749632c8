"""The rows of stage commands: the article in its author's script, cleaned of everything else."""

from __future__ import annotations

from pipeline import ingest
from pipeline.clean import clean
from pipeline.corpus import SetAside
from pipeline.results import SCRIPT_RULE, document_row, set_aside_row, text_as_written
from pipeline.settings import CleanSettings, IngestSettings

TRADITIONAL = "\n".join(
    [
        "編譯器怎樣學會遺忘",
        "寄存器分配決定哪些變量住進芯片裡最快的那幾十個格子,其餘的只能去內存裡排隊。",
        "舊的算法先畫一張圖，，再給圖上色，兩萬行的文件要等上九秒。",
        "新的辦法只看時間：變量什麼時候出生，什麼時候最後一次被用到。",
    ]
)


def test_the_text_keeps_its_script_and_loses_its_faults() -> None:
    """Traditional stays Traditional in the row, while marks are mended; later rooms see Simplified."""
    settings = CleanSettings(embeddings="never")
    doc = clean(ingest.read("a.txt", TRADITIONAL.encode(), None, IngestSettings()), frozenset(), settings)
    row = document_row("a.txt", doc)
    assert "編譯器怎樣學會遺忘" in row["text"] and "裡最快的那幾十個格子，其餘" in row["text"]
    assert "，，" not in row["text"]
    assert "编译器怎样学会遗忘" in doc.text
    assert any(edit["rule"] == SCRIPT_RULE for edit in row["edits"])


def test_simplified_text_is_the_same_either_way() -> None:
    """Without conversion there is nothing to undo."""
    raw = "编译器把源程序翻译成机器指令,寄存器分配最费时。\n" * 4
    doc = clean(
        ingest.read("b.txt", raw.encode(), None, IngestSettings()), frozenset(), CleanSettings(embeddings="never")
    )
    assert text_as_written(doc) == doc.text


def test_a_file_set_aside_has_every_field() -> None:
    """Readers of the rows need not ask which kind they hold."""
    doc = clean(ingest.read("a.txt", TRADITIONAL.encode(), None, IngestSettings()), frozenset(), CleanSettings())
    assert set(document_row("a.txt", doc)) <= set(set_aside_row(SetAside("e.txt", "empty")))
