"""The only way out for foreign text: every string that an article may have written passes through one of these.

A page travels through two languages on its way to the reader: Markdown, then HTML. Whatever could mean something in either
becomes a character reference, so that one filter serves a paragraph, a heading and an attribute alike, and whichever
builder reads the page. Characters that cannot be seen but change how others are read (controls, bidirectional overrides,
zero-width spaces, tag characters) are dropped. The module refuses to repair meaning: it neutralises.
"""

from __future__ import annotations

import json as _json
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import yaml

from pipeline.signature import digest

_LIVE = {ord(character): f"&#{ord(character)};" for character in "\"'`*_[]{}()<>#~\\|!^$@=&"}
"""Characters with a meaning inside a line of Markdown or HTML, in any extension we know of; "&" among them."""
_FIRST = re.compile(r"\A(?:[-+:]|\d+[.)])")
"""What makes a line a list item, a rule or a definition if it stands first."""
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffc\U000e0000-\U000e007f]"
)
"""Soft hyphen, bidirectional marks, overrides and isolates, zero-width space, word joiner, annotations, tag characters;
joiners and variation selectors stay, since emoji and some scripts need them."""
_BREAKS = re.compile("[\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_HTTP_SAFE = "/:?#@!$&()*+,;=%~-._"


def visible(text: str) -> str:
    """Drop what no reader sees: controls other than white space, bidirectional controls, lone surrogates, noncharacters.

    >>> visible("a\\u202eb\\x00c")
    'abc'
    """
    text = _INVISIBLE.sub("", text)
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if character in "\n\t\r" or _BREAKS.match(character):
        return character
    return "" if category == "Cc" or (category == "Cn" and ord(character) & 0xFFFE == 0xFFFE) else character


def line(text: str) -> str:
    """Fold a text into one line of visible characters, white space collapsed.

    >>> line("  a\\n\\n b ")
    'a b'
    """
    return " ".join(visible(text).split())


def md(text: str) -> str:
    """Make a text inert in Markdown, in an HTML block and in a quoted attribute; it reads back as itself in one line.

    >>> md("<b>*hi*</b>")
    '&#60;b&#62;&#42;hi&#42;&#60;/b&#62;'
    """
    folded = line(text)
    escaped = folded.translate(_LIVE)
    if first := _FIRST.match(folded):
        mark = first.group()
        escaped = f"{mark[:-1]}&#{ord(mark[-1])};{escaped[_escaped_width(mark) :]}"
    return escaped


def _escaped_width(mark: str) -> int:
    return len(mark.translate(_LIVE))


def piece(text: str) -> str:
    """Escape as `md` does, but keep one space at either end: for a run of text between two tags.

    >>> piece(" a_b\\n")
    ' a&#95;b '
    """
    escaped = md(text)
    if not escaped:
        return " " if text and visible(text) else ""
    return f"{' ' if text[:1].isspace() else ''}{escaped}{' ' if text[-1:].isspace() else ''}"


def pre(text: str) -> str:
    """Escape as `md` does, but keep line breaks and spaces, as character references, for a `<pre>` in an HTML block.

    >>> pre("if a:\\n  b")
    'if a:&#10;&#32;&#32;b'
    """
    folded = _BREAKS.sub(lambda match: "\n" * max(1, match.group().count("\n")), visible(text).replace("\r\n", "\n"))
    return re.sub(
        r"\n|\t| {2,}|^ ", lambda m: "".join(f"&#{ord(c)};" for c in m.group()), folded.strip("\n").translate(_LIVE)
    )


def url(address: str) -> str:
    """Return an absolute http or https address, percent-encoded and escaped for an attribute; "" for anything else.

    >>> url("https://example.org/a b?x=1&y=2"), url("javascript:alert(1)"), url("//example.org/")
    ('https://example.org/a%20b?x&#61;1&#38;y&#61;2', '', '')
    """
    return plain_url(address).translate(_LIVE)


def plain_url(address: str) -> str:
    """Return the address as `url` does, without escaping: for feeds, EPUB and JSON, whose writers escape themselves."""
    folded = visible(address).strip()
    try:
        parts = urlsplit(folded)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host or not re.fullmatch(r"[a-z0-9.-]+", host):
        return ""
    encoded = (quote(part, safe=_HTTP_SAFE) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme.lower(), host + port, *encoded))


def host(address: str) -> str:
    """Name the host of a safe address, without "www."; "" where the address is not safe.

    >>> host("https://www.example.org/x")
    'example.org'
    """
    return (urlsplit(plain_url(address)).hostname or "").removeprefix("www.")


def slug(text: str, hint: str = "") -> str:
    """Make a name for a path out of any text: Latin letters and digits of `hint` or the text, and a digest that tells apart.

    >>> slug("../../etc/passwd").startswith("etc-passwd-")
    True
    """
    words = re.sub(r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", hint or text).lower()).strip("-")[:40].strip("-")
    mark = digest(text)[:6]
    return f"{words}-{mark}" if words else mark


def front_matter(values: Mapping[str, Any]) -> str:
    """Write front matter through the YAML library; every string inside is escaped for HTML first.

    Material prints front matter into its pages as it stands. Each key takes one line, nested ones included.
    """
    text = yaml.dump(
        _inert(values), Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=10**6, default_flow_style=None
    )
    return text.rstrip("\n")


_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _inert(value: Any) -> Any:
    if isinstance(value, str):
        return md(value)
    if isinstance(value, Mapping):
        return {key: _inert(item) for key, item in value.items()}
    return [_inert(item) for item in value] if isinstance(value, (list, tuple)) else value


def json(value: Any) -> str:
    """Write JSON that cannot end the script element it stands in, nor mean anything in Markdown.

    >>> json({"a": "</script>"})
    '{"a":"\\\\u003c/script\\\\u003e"}'
    """
    text = _json.dumps(_visible_all(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return re.sub("[<>&`'\u2028\u2029]", lambda match: f"\\u{ord(match.group()):04x}", text)


def _visible_all(value: Any) -> Any:
    if isinstance(value, str):
        return line(value)
    if isinstance(value, Mapping):
        return {key: _visible_all(item) for key, item in value.items()}
    return [_visible_all(item) for item in value] if isinstance(value, (list, tuple)) else value


WORD_FILTERS: dict[str, Callable[[str], str]] = {"md": md, "attr": md, "piece": piece, "pre": pre, "url": url}
"""The filters for words."""

FILTERS: dict[str, Callable[[Any], str]] = {**WORD_FILTERS, "json": json, "front_matter": front_matter}
"""All filters that templates know."""
