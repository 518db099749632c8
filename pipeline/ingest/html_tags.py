"""What HTML elements mean to a reader: which break a line, which show nothing, which name a kind of block."""

from __future__ import annotations

# fmt: off
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "input",
    "ins", "kbd", "label", "mark", "nobr", "o:p", "output", "picture", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small",
    "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))
"""Elements that stand inside a line; every other element starts a block and ends one."""

SILENT = frozenset((
    "script", "style", "template", "head", "iframe", "object", "embed", "applet", "svg", "math", "canvas", "audio", "video",
    "map", "link", "meta", "datalist",
))
"""Elements whose content a page does not show as text."""

RESET = frozenset((
    "div", "section", "article", "main", "td", "th", "tr", "table", "form", "aside", "header", "footer", "nav", "body", "center",
))
"""Containers in which a block is a paragraph again, whatever list or heading they stand in; quotes go on."""

CELL_BREAKERS = (
    "table", "p", "div", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "form", "blockquote", "pre", "br", "script",
    "style", "noscript", "li",
)
"""Elements whose presence in a row shows that the table lays out the page instead of holding data."""
# fmt: on

LISTS = frozenset(("ul", "ol", "dl"))

KINDS = {
    "h1": ("heading", 1),
    "h2": ("heading", 2),
    "h3": ("heading", 3),
    "h4": ("heading", 4),
    "h5": ("heading", 5),
    "h6": ("heading", 6),
    "li": ("list_item", 0),
    "dt": ("list_item", 0),
    "dd": ("list_item", 0),
    "blockquote": ("quote", 0),
    "figcaption": ("caption", 0),
    "caption": ("caption", 0),
    "pre": ("code", 0),
    "textarea": ("code", 0),
}
"""Element to the kind and level of the blocks in it."""
