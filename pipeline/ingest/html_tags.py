"""What HTML elements mean to a reader: which break a line, which show nothing, which name a kind of block."""

from __future__ import annotations

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark nobr o:p output q rb rp rt "
    "ruby s samp small span strike strong sub sup time tt u var wbr picture source".split()
)
"""Elements that stand inside a line; every other element starts a block and ends one."""

SILENT = frozenset(
    "script style template head iframe object embed applet svg math canvas audio video map link meta datalist".split()
)
"""Elements whose content a page does not show as text."""

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

RESET = frozenset("div section article main td th tr table form aside header footer nav body center".split())
"""Containers in which a block is a paragraph again, whatever list or heading they stand in; quotes go on."""

LISTS = frozenset(("ul", "ol", "dl"))

CELL_BREAKERS = tuple("table p div ul ol dl h1 h2 h3 h4 h5 h6 form blockquote pre br script style noscript li".split())
"""Elements whose presence in a row shows that the table lays out the page instead of holding data."""
