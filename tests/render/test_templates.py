"""Templates print nothing foreign that did not pass the escaping module, and nothing a context lacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from pipeline.errors import RenderError
from pipeline.render import escape
from pipeline.render.templates import environment, fill

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
OURS = {
    "root", "href", "id", "anchor", "date", "number", "level", "count", "bar", "score", "minutes", "units", "points",
    "containment", "chars", "raw_chars", "removed_chars", "times", "more", "more_names",
    "readings_total", "restored", "restorations", "stories", "copies", "start", "end", "only", "reviewed",
    "fresh", "translated", "mark", "title_mark", "en", "zh", "url", "removed",
    "tag", "language", "passages", "lang", "value", "text", "name", "glue", "index", "default", "type",
}  # fmt: skip
"""Names whose values are numbers, ids, dates or words of our own; a name that also stands for foreign text is not printed
bare anywhere but in macros, whose callers are checked by `FOREIGN`."""
FOREIGN = {
    "title",
    "title_en",
    "gist",
    "measures",
    "role",
    "speaker",
    "lemma",
    "reading",
    "witness",
    "reason",
    "rule",
    "author",
}
SAFE_FILTERS = {*escape.FILTERS, "xml", "length"}


def outputs(tree: nodes.Template) -> Iterator[nodes.Expr]:
    """Yield every expression that a template prints."""
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if not isinstance(node, nodes.TemplateData):
                yield node


def last_name(node: nodes.Node) -> str:
    """Name what an expression ends in."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Name):
        return node.name
    return ""


def bare(node: nodes.Node) -> Iterator[str]:
    """Yield the names that an expression prints without a filter."""
    if isinstance(node, nodes.Const) or (isinstance(node, nodes.Filter) and node.name in SAFE_FILTERS):
        return
    if isinstance(node, nodes.Call):
        if last_name(node.node) == "format":
            yield from (name for argument in node.args for name in bare(argument))
        return
    if isinstance(node, nodes.CondExpr):
        yield from bare(node.expr1)
        if node.expr2 is not None:
            yield from bare(node.expr2)
        return
    if isinstance(node, nodes.Concat):
        for part in node.nodes:
            yield from bare(part)
        return
    if isinstance(node, (nodes.Or, nodes.And, nodes.Add)):
        yield from bare(node.left)
        yield from bare(node.right)
        return
    yield last_name(node) or type(node).__name__


@pytest.mark.parametrize("path", sorted(path.name for path in TEMPLATES.glob("*.j2")))
def test_every_printed_value_is_ours_or_escaped(path: str) -> None:
    env = Environment()
    env.filters.update(escape.FILTERS)
    tree = env.parse((TEMPLATES / path).read_text("utf-8"))
    printed = {name for node in outputs(tree) for name in bare(node)}
    assert printed - OURS == set()
    assert printed & FOREIGN == set()


def test_a_missing_name_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.md.j2").write_text("{{ page.nothing | md }}", "utf-8")
    with pytest.raises(RenderError, match=r"x\.md\.j2"):
        fill(environment(tmp_path), "x.md.j2", object())


def test_a_broken_template_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "x.md.j2").write_text("\n\n{% if %}", "utf-8")
    with pytest.raises(RenderError, match=r"x\.md\.j2:3"):
        fill(environment(tmp_path), "x.md.j2", object())


def test_no_empty_line_ends_an_html_block(tmp_path: Path) -> None:
    (tmp_path / "x.md.j2").write_text("<div>\n\n    <p>{{ page | md }}</p>\n\n</div>\n", "utf-8")
    assert fill(environment(tmp_path), "x.md.j2", "a\n\nb") == "<div>\n<p>a b</p>\n</div>\n"
