"""Metadata by labels in any wording, with the line it was found on; what is given wins, and nothing is invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.document import Document, Fact, Metadata

BODY = (
    "\n城南的旧书店开了三十年，老板姓何，街坊都叫他何先生。\n店里最多的时候有四万册书，如今还剩一半，堆在两间屋子里。\n"
    "何先生说，他并不担心没有人来，他担心的是来的人不再翻书。\n每天傍晚，他会把门口的灯打开，等最后一个客人离开。\n"
)


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("作者 | 包小明", "author", "包小明"),
        ("本文作者: 王大力 2022-09-21 11:16", "author", "王大力"),
        ("本文作者: 王大力 2022-09-21 11:16", "published", "2022-09-21T11:16"),
        ("作家 | 李四光", "author", "李四光"),
        ("裁剪 | 王亚", "editor", "王亚"),
        ("责任编辑：赵敏", "editor", "赵敏"),
        ("来源：北岸新闻网", "site", "北岸新闻网"),
        ("2021年3月5日 08:30 来源：晨光网 作者：钱多", "published", "2021-03-05T08:30"),
        ("2021年3月5日 08:30 来源：晨光网 作者：钱多", "author", "钱多"),
        ("源自:陈静", "author", "陈静"),
        ("編輯 | 王亞峰", "editor", "王亚峰"),
    ],
)
def test_labels_are_read(head: str, field: str, value: str, cleaned: Callable[..., Document]) -> None:
    """Read a labelled line whatever its label's wording, mark and script."""
    fact = getattr(cleaned(f"旧书店的三十年\n{head}{BODY}").metadata, field)
    assert fact is not None
    assert fact.value == value
    assert fact.evidence == "line 2"


def test_given_beats_found(cleaned: Callable[..., Document]) -> None:
    """Leave alone what a sidecar gave."""
    given = Metadata(author=Fact("何人", "sidecar"))
    assert cleaned(f"旧书店的三十年\n作者：别人{BODY}", metadata=given).metadata.author == Fact("何人", "sidecar")


def test_nothing_is_invented(cleaned: Callable[..., Document]) -> None:
    """Find nothing where nothing is said, not even in running text that names authors and dates."""
    meta = cleaned("何先生在2019年5月1日说过，作者是谁并不重要，来源也不重要，要紧的是书本身。" + BODY).metadata
    assert (meta.author, meta.editor, meta.site, meta.published) == (None, None, None, None)
