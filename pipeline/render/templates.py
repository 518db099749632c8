"""The templates: all Markdown comes from them, and they get one frozen context each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from pipeline.errors import RenderError
from pipeline.render import escape
from pipeline.render.labels import MARKS
from pipeline.render.story_page import StoryPage


def environment(folder: Path) -> Environment:
    """Open a folder of templates; a name that a context lacks is an error, never an empty string.

    Values are not escaped by themselves: Markdown needs other characters escaped than Jinja knows of. A test proves that every
    value a template prints passes a filter of `escape.FILTERS`.
    """
    env = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(escape.FILTERS)
    for name, filter_ in escape.WORD_FILTERS.items():
        env.filters[name] = _of_words(filter_)
    env.filters["xml"] = _of_words(lambda text: Markup.escape(escape.visible(text)))
    env.globals["MARKS"] = MARKS
    return env


def _of_words(filter_: Callable[[str], str]) -> Callable[[object], str]:
    """Let a filter take numbers too; an undefined name fails here, where its template is known."""
    return lambda value: filter_(str(value))


def fill(env: Environment, template: str, context: Any) -> str:
    """Print a context through a template, without indentation or empty lines: an HTML block ends for no blank line.

    Raises RenderError naming template and line.
    """
    try:
        text = env.get_template(template).render(page=context)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise RenderError(f"templates/{template}{f':{line}' if line else ''}: {error}") from error
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def body(env: Environment, page: StoryPage, language: str) -> str:
    """Print a story as XHTML without the site around it, for feeds and books.

    language: "zh", "en", "both", or "book" for both with headings.
    """
    return env.get_template("body.xhtml.j2").render(page=page, language=language)
