"""The last hand on the built pages: compact HTML, a strict content security policy, proof that internal links lead somewhere.

GitHub Pages and its like let nobody set headers, so the policy stands in each page; its hashes name the builder's inline
scripts, which only the built page knows. Source: W3C Content Security Policy Level 3, section 8.4 (hashes).
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_LITERAL = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
_DATA_TYPE = re.compile(r"""type\s*=\s*["']?application/""", re.IGNORECASE)
_BLOCKS = (
    "html|head|body|meta|link|title|div|header|footer|main|nav|section|article|aside|form|fieldset|legend|ul|ol|li|dl|dt|dd"
    "|p|h[1-6]|table|thead|tbody|tr|th|td|blockquote|details|summary|figure|svg|path|label|input"
)
_AROUND_BLOCKS = re.compile(rf"\n?(</?(?:{_BLOCKS})\b[^>]*>)\n?")
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"""<(?:a|link)\b[^>]*?\bhref="([^"]*)\"""")
_ID = re.compile(r"""\bid="([^"]*)\"""")


def finish(site_dir: Path, *, wasm: bool) -> None:
    """Rewrite every page below `site_dir` in place.

    wasm: allow WebAssembly, which Pagefind needs.
    """
    for path in sorted(site_dir.rglob("*.html")):
        text = path.read_text("utf-8")
        path.write_text(with_policy(compact(text), wasm=wasm), "utf-8")


def compact(text: str) -> str:
    """Drop white space that no reader sees: indentation, empty lines, line breaks beside block elements.

    Elements whose white space is kept are left as they are.

    >>> compact("<p>\\n\\n   a\\n</p><pre>\\n  b</pre>")
    '<p>a</p><pre>\\n  b</pre>'
    """
    parts = _LITERAL.split(text)
    # The pattern has two groups: text, literal element, its name, text, …
    for place in range(0, len(parts), 3):
        parts[place] = _AROUND_BLOCKS.sub(r"\1", re.sub(r"[ \t]*\n\s*", "\n", parts[place]))
    return "".join(part for place, part in enumerate(parts) if place % 3 != 2)


def policy(text: str, *, wasm: bool = False) -> str:
    """Return the content security policy of a page: this site and nothing else, and its own inline scripts by hash."""
    hashes = dict.fromkeys(
        f"'sha256-{base64.b64encode(hashlib.sha256(body.encode('utf-8')).digest()).decode('ascii')}'"
        for attributes, body in _SCRIPT.findall(text)
        if "src=" not in attributes and not _DATA_TYPE.search(attributes)
    )
    scripts = " ".join(["'self'", *hashes, *(["'wasm-unsafe-eval'"] if wasm else [])])
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self'",
            "style-src-attr 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def with_policy(text: str, *, wasm: bool = False) -> str:
    """Put the policy first in the page's head; a page without a head is returned as it is."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy(text, wasm=wasm), quote=False)}">'
    return _HEAD.sub(lambda match: f"{match.group()}\n{meta}", text, count=1)


def broken_links(site_dir: Path) -> list[str]:
    """List internal links of the site that lead to no file or to no place on its page."""
    pages = {path: path.read_text("utf-8") for path in sorted(site_dir.rglob("*.html")) if path.name != "404.html"}
    anchors: dict[Path, set[str]] = {}
    broken = []
    for page, text in pages.items():
        for href in dict.fromkeys(_HREF.findall(text)):
            address = urlsplit(html.unescape(href))
            if address.scheme or address.netloc or href.startswith("#__") or href in ("", "#"):
                continue
            place = _place(page, unquote(address.path), site_dir)
            if place is None:
                broken.append(f"WARNING - {page.relative_to(site_dir)}: {href} leads nowhere")
            elif address.fragment and place in pages:
                known = anchors.setdefault(place, set(map(html.unescape, _ID.findall(pages[place]))))
                if unquote(address.fragment) not in known | {"zh", "en", "both"}:
                    broken.append(f"WARNING - {page.relative_to(site_dir)}: {href} has no such place on its page")
    return broken


def _place(page: Path, path: str, site_dir: Path) -> Path | None:
    """Find the file that a relative address leads to."""
    if not path:
        return page
    root = site_dir if path.startswith("/") else page.parent
    found = (root / path.lstrip("/")).resolve()
    if found.is_dir():
        found /= "index.html"
    return found if found.is_file() and found.is_relative_to(site_dir.resolve()) else None
