"""A document as a person may read it at the terminal: what stays, what left and why, what was rewritten, in colour.

Text is printed as text: nothing of an article is read as markup of the terminal, and control characters are shown, not sent.
"""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.document import Block, Document
from pipeline.ledger import Run, runs

COLOURS = {
    "chrome": "bright_black",
    "promo": "yellow",
    "ad": "magenta",
    "spam": "red",
    "offtopic": "cyan",
    "duplicate": "blue",
}
"""Colour of each removal label."""


def explain(doc: Document) -> RenderableType:
    """Lay a cleaned document out for `rich.console.Console.print`: facts, then line by line with the rule beside it."""
    facts = Table.grid(padding=(0, 2))
    for name, value in _facts(doc):
        facts.add_row(Text(name, style="bold"), Text(visible(value)))
    lines = Table(box=None, show_header=True, header_style="bold", padding=(0, 1), expand=True)
    for heading, width in (("place", 11), ("label", 10)):
        lines.add_column(heading, width=width, no_wrap=True)
    lines.add_column("text", ratio=3, overflow="fold")
    lines.add_column("why", ratio=1, overflow="fold")
    for block in doc.blocks:
        lines.add_row(*_row(block, doc))
    return Group(facts, Text(""), lines)


def _facts(doc: Document) -> list[tuple[str, str]]:
    meta = doc.metadata
    named = ("title", "author", "editor", "site", "published", "url", "lead")
    found = [(name, getattr(meta, name)) for name in named]
    rows = [(name, f"{fact.value}  ({fact.evidence})") for name, fact in found if fact is not None]
    removed = sum(len(doc.raw[b.origin.start : b.origin.end]) for b in doc.blocks if b.removal)
    rows.append(("script", doc.script))
    rows.append(("spun", f"{doc.spun:.2f}  {'、'.join(doc.spun_evidence)}".rstrip()))
    rows.append(("removed", f"{removed} of {len(doc.raw)} characters in whole lines"))
    return rows


def _row(block: Block, doc: Document) -> tuple[Text, Text, Text, Text]:
    start, end = block.origin
    place = Text(f"{start}:{end}", style="bright_black")
    if block.removal is not None:
        colour = COLOURS.get(block.removal.label, "red")
        text = Text(visible(doc.raw[start:end]), style=f"strike {colour}")
        why = Text(f"{block.removal.reason} [{block.removal.rule}, {block.removal.score:.2f}]", style=colour)
        return place, Text(block.removal.label, style=colour), text, why
    text, reasons = Text(), []
    for run in runs(block):
        _append(text, run, doc.raw)
        if run.removal is not None:
            reasons.append(f"{run.removal.label}: {run.removal.reason} [{run.removal.rule}]")
    return place, Text(block.kind, style="green"), text, Text("\n".join(dict.fromkeys(reasons)))


def _append(text: Text, run: Run, raw: str) -> None:
    """Print one run: plain where it stands, struck where it was cut, old and new where it was rewritten."""
    before = visible(raw[run.start : run.end])
    if run.after is None:
        text.append(before)
    elif run.removal is not None and not run.after:
        text.append(before, style=f"strike {COLOURS.get(run.removal.label, 'red')}")
    else:
        text.append(visible(run.after), style="underline")


def visible(text: str) -> str:
    """Show control and direction characters by their code points.

    >>> visible("a\\u202eb\\x1b[31m")
    'a<202E>b<001B>[31m'
    """
    return "".join(
        char if char.isprintable() or char in "\u3000\u00a0" else " " if char in "\t\n" else f"<{ord(char):04X}>"
        for char in text
    )
