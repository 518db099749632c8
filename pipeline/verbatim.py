"""A Markdown extension for pages that are HTML from their first line to their last: they pass as they are.

Python-Markdown and MkDocs each read the HTML of a page tag by tag, in Python, to find where Markdown goes on; on the pages
that our templates print it never does. Without the extension the same pages come out the same, three times slower.
"""

from __future__ import annotations

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

FIRST = '<div class="qy'
"""How every page of the templates begins."""
LAST = "</div>"
"""How it ends."""
_PRIORITY = 25
"""After white space is normalised (30), before HTML is read (MkDocs 21, Python-Markdown 20)."""


class _Verbatim(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).strip()
        if not is_verbatim(text):
            return lines
        return [self.md.htmlStash.store(text)]


def is_verbatim(text: str) -> bool:
    """Say whether a page without its front matter is one HTML block of ours; a blank line would end the block.

    >>> is_verbatim('<div class="qy"><p>*a*</p></div>'), is_verbatim("*a*")
    (True, False)
    """
    return text.startswith(FIRST) and text.endswith(LAST) and "\n\n" not in text


class Verbatim(Extension):
    """Register the step."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Put it before everything that reads HTML."""
        md.preprocessors.register(_Verbatim(md), "qingyi_verbatim", _PRIORITY)


def makeExtension() -> Verbatim:  # noqa: N802
    """Answer Python-Markdown, which asks the module for its extension."""
    return Verbatim()
