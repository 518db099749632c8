"""Any string, escaped and rendered by the site's own Markdown, reads back as itself."""

from __future__ import annotations

import html
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.render import escape

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("<>&\"'`*_[]{}()#~\\|!^$@=+-:.1 \n\t"),
        st.sampled_from("汉字亿，。“”\u200b\u202e\u2028\ufeff\x00\x02\x03\U0001f600"),
    ),
    max_size=60,
)
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{ config }} {% include 'x' %}",
    '--8<-- "pyproject.toml"',
    "---\ntitle: x\n---",
    "![x](javascript:alert(1)){ onfocus=alert(1) autofocus }",
    "```\nfence\n```",
    "~~~\nfence\n~~~",
    "*[HTML]: x",
    "[^1]: note",
    "!!! danger",
    "::: pipeline",
    "&lt;b&gt; &amp; &#60; &nbsp;",
    "\x02wzxhzdk:0\x03",
    "-->",
    "]]>",
    "1. one",
    "    code",
    "\u202egnp.exe",
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def read(page: str) -> tuple[str, list[str]]:
    """Return a page's text, white space folded, and its tags."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return " ".join(reader.words.split()), reader.tags


@cache
def extensions() -> tuple[str, ...]:
    """List the Markdown extensions of the site: MkDocs' own and those of mkdocs.yml."""
    config = yaml.safe_load((Path(__file__).resolve().parents[2] / "mkdocs.yml").read_text("utf-8"))
    named = [next(iter(item)) if isinstance(item, dict) else item for item in config["markdown_extensions"]]
    return tuple(dict.fromkeys(["toc", "tables", "fenced_code", *named]))


def render(text: str) -> str:
    """Render Markdown as MkDocs does."""
    return markdown.markdown(text, extensions=list(extensions()))


@settings(deadline=None)
@given(NASTY)
@example("\x85x")
def test_a_paragraph_reads_back_as_itself(text: str) -> None:
    words, tags = read(render(escape.md(text)))
    assert words == escape.line(text)
    assert set(tags) <= {"p"}


@given(NASTY)
def test_an_html_block_reads_back_as_itself(text: str) -> None:
    page = render(f'<div class="qy">\n<p title="{escape.md(text)}">{escape.md(text)}</p>\n</div>')
    words, tags = read(page)
    assert words == escape.line(text)
    assert tags == ["div", "p"]
    title = re.search(r'title="([^"]*)"', page)
    assert title and html.unescape(title.group(1)) == escape.line(text)


@given(NASTY)
def test_a_heading_reads_back_as_itself(text: str) -> None:
    words, _ = read(render(f"# a {escape.md(text)}"))
    assert words == f"a {escape.line(text)}".strip()


@given(NASTY)
def test_code_keeps_its_lines(text: str) -> None:
    page = render(f"<div><pre>{escape.pre(text)}</pre></div>")
    reader = _Reader()
    reader.feed(page)
    wanted = "\n".join(escape.visible(part) for part in re.split(r"[\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+", text))
    assert [line.split() for line in reader.words.split("\n") if line.split()] == [
        line.split() for line in wanted.split("\n") if line.split()
    ]
    assert reader.tags == ["div", "pre"]


@pytest.mark.parametrize("text", ATTACKS)
def test_attacks_are_text(text: str) -> None:
    words, tags = read(render(escape.md(text)))
    assert words == escape.line(text)
    assert set(tags) <= {"p"}


@given(st.dictionaries(st.sampled_from(["title", "description"]), NASTY))
def test_front_matter_is_data(values: dict[str, str]) -> None:
    loaded = yaml.safe_load(escape.front_matter(values))
    assert {key: html.unescape(value) for key, value in loaded.items()} == {
        k: escape.line(v) for k, v in values.items()
    }
    assert not set("<>\"'{}") & set("".join(loaded.values()))


@given(NASTY)
def test_json_cannot_end_its_element(text: str) -> None:
    written = escape.json({"text": text})
    assert not set("<>&`") & set(written)
    assert "\n" not in written
    assert json.loads(written)["text"] == escape.line(text)


@given(
    st.one_of(
        NASTY, NASTY.map(lambda text: f"https://example.org/{text}"), NASTY.map(lambda text: f"java{text}script:x")
    )
)
def test_addresses_are_http_or_nothing(text: str) -> None:
    address = html.unescape(escape.url(text))
    assert address == "" or re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?([/?#][\x21-\x7e]*)?", address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "java\nscript:x",
        "data:text/html,x",
        "vbscript:x",
        "//host/x",
        "/x",
        "http://",
        "https://[",
        "",
    ],
)
def test_other_schemes_are_dropped(address: str) -> None:
    assert escape.url(address) == ""


@given(NASTY)
def test_names_for_paths_are_plain(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", escape.slug(text))


@given(NASTY, NASTY)
def test_different_texts_get_different_names(one: str, other: str) -> None:
    assert (escape.slug(one) == escape.slug(other)) == (one == other)


@pytest.mark.parametrize("text", ["", " ", "a", "\U0001f600", "שלום", "\ud800", "\x00"])
def test_odd_texts_pass_every_filter(text: str) -> None:
    for name, filter_ in escape.FILTERS.items():
        result = filter_({"a": text}) if name == "front_matter" else filter_(text)
        result.encode("utf-8")
