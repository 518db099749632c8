"""Terms are found where a text uses them, and nowhere else."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.termbase import Term, Termbase

TERMS = Termbase(
    tuple(
        Term(zh, en)
        for zh, en in (
            ("算能", "SOPHGO"),
            ("公司B", "Company B"),
            ("某司", "a certain company"),
            ("海光", "Hygon"),
            ("百度", "Baidu"),
            ("苹果", "Apple"),
            ("AI芯片", "AI chip"),
            ("AI大芯片", "large AI chip"),
            ("希姆计算", "Stream Computing"),
            ("俊杰", "Junjie"),
        )
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("希姆计算能力很强", ["希姆计算"]),
        ("算能推出了新产品", ["算能"]),
        ("使用算能产品", ["算能"]),
        ("公司Boss来了", []),
        ("公司B的产品", ["公司B"]),
        ("某司机在路上", []),
        ("他离开了某司。", ["某司"]),
        ("上海光学仪器厂", []),
        ("海光信息上市", ["海光"]),
        ("加热到一百度", []),
        ("百度百科上说", ["百度"]),
        ("苹果树开花", []),
        ("苹果公司发布", ["苹果"]),
        ("做ai大芯片的AI芯片公司", ["AI大芯片", "AI芯片"]),
        ("俊杰出现了", ["俊杰"]),
        ("", []),
        ("光", []),
        (" \n", []),
        ("𠮷𠮷", []),
        ("مرحبا", []),
    ],
)
def test_hits(text: str, expected: list[str]) -> None:
    """A term is a word of its own, never a piece of other words."""
    assert [hit.term.zh for hit in TERMS.hits(text)] == expected


@given(st.text(alphabet="算能计力公司Bos某机上海光一百度苹果树AI大芯片，。 i"))
def test_hits_are_places(text: str) -> None:
    """Hits are disjoint, in order, and hold the term's own characters."""
    end = 0
    for span, term in TERMS.hits(text):
        assert span.start >= end
        assert text[span.start : span.end].lower() == term.zh.lower()
        end = span.end


def test_longer_than_the_text_is_no_error() -> None:
    """An empty termbase finds nothing, and a term longer than the text is not there."""
    assert Termbase().hits("任何文字") == ()
    assert Termbase((Term("很长的术语", "long"),)).hits("很长") == ()


def test_pickle() -> None:
    """A termbase crosses to a worker process whole."""
    again = pickle.loads(pickle.dumps(TERMS))
    assert again == TERMS
    assert again.hits("算能")


def test_load_tsv(tmp_path: Path) -> None:
    """Columns after the second may be missing; the first English form is printed."""
    path = tmp_path / "terms.tsv"
    path.write_text(
        "zh\ten\tpos\tnote\tforbidden\n# names\n中国\tChina|Chinese\tplace\n算力\tcomputing power\t\tn\tarithmetic;force\n",
        "utf-8",
    )
    base = Termbase.load(path)
    assert base.terms[0].accepted == ("China", "Chinese")
    assert base.terms[1].forbidden == ("arithmetic", "force")
    assert base.get("算力") == base.terms[1]
    assert base.get("力") is None
    assert base.merged([Term("中国", "PRC"), Term("力", "force")]).terms[2:] == (Term("力", "force"),)
    assert Termbase.load(tmp_path / "none.tsv") == Termbase()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zh\ten\n芯片\t\n", "line 2"),
        ("zh\ten\n芯片\tchip\n芯片\tcrisp\n", "line 2 already"),
        ("zh\tenglish\n", "columns"),
    ],
)
def test_wrong_rows_are_named(tmp_path: Path, text: str, words: str) -> None:
    """The error says where."""
    path = tmp_path / "terms.tsv"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=words):
        Termbase.load(path)


def test_not_utf8(tmp_path: Path) -> None:
    """A file in another encoding is named, not guessed at."""
    path = tmp_path / "terms.tsv"
    path.write_bytes("zh\ten\n算力\tcomputing power\n".encode("gb18030"))
    with pytest.raises(SettingsError, match="UTF-8"):
        Termbase.load(path)


def test_load_tbx(tmp_path: Path) -> None:
    """TBX terms come in; entities are not followed."""
    path = tmp_path / "terms.tbx"
    secret = tmp_path / "secret"
    secret.write_text("hidden", "utf-8")
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE martif [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<martif type="TBX" xml:lang="en"><text><body><termEntry id="1">'
        '<langSet xml:lang="zh-CN"><tig><term>芯片</term></tig></langSet>'
        '<langSet xml:lang="en"><tig><term>chip</term></tig><tig><term>microchip</term></tig></langSet>'
        '</termEntry><termEntry id="2"><langSet xml:lang="zh"><tig><term>坏&x;</term></tig></langSet></termEntry>'
        "</body></text></martif>",
        "utf-8",
    )
    assert Termbase.load(path).terms == (Term("芯片", "chip", variants=("microchip",)),)
    path.write_text("<martif>", "utf-8")
    with pytest.raises(SettingsError):
        Termbase.load(path)


def test_a_hundred_sentences() -> None:
    """Of the uses in 104 sentences at least 95 % are found, and nothing inside longer words."""
    table = Path(__file__).with_name("term_hits.tsv").read_text("utf-8").splitlines()[1:]
    rows = [(text, [hit for hit in hits.split("|") if hit]) for text, hits in (line.split("\t") for line in table)]
    base = Termbase(tuple(Term(zh, zh) for zh in sorted({hit for _, hits in rows for hit in hits})))
    found = [[hit.term.zh for hit in base.hits(text)] for text, _ in rows]
    wrong = [(text, got) for (text, hits), got in zip(rows, found, strict=True) if set(got) - set(hits)]
    missed = [text for (text, hits), got in zip(rows, found, strict=True) if set(hits) - set(got)]
    assert len(rows) >= 100
    assert wrong == []
    assert missed == ["张伟大的理想"]
