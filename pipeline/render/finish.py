"""The last hand on the built pages: compact HTML, a strict content security policy, proof that internal links lead somewhere.

GitHub Pages and its like let nobody set headers, so the policy stands in each page; its hashes name the builder's inline
scripts, which only the built page knows. Source: W3C Content Security Policy Level 3, section 8.4 (hashes).
"""

from __future__ import annotations

import base64
import hashlib
import html
import posixpath
import re
from collections.abc import Collection
from pathlib import Path
from urllib.parse import unquote, urlsplit

import minify_html

_PARAGRAPH = re.compile(r'<h6 id="(p[\w-]*)">中 ¶(\d+)</h6>')
_COUNTERPART = re.compile(r'<h6 id="(p[\w-]*-en)">EN ¶\d+</h6><p\b')
_SPENT = re.compile(r'(<[a-z][^<>]*?) data-(?:search-exclude|pagefind-body)(?:="")?(?=[\s>])')
_UNUSED = re.compile(
    r'<div data-md-component="(?:skip|announce)">\s*</div>|<input class="md-toggle"[^>]*>|<label class="md-overlay"[^>]*></label>'
    r'|<div class="md-dialog"[^>]*>\s*<div[^>]*></div>\s*</div>'
)
"""What the theme prints on every page for parts that a lean frame lacks, or that assets/frame.js makes when they are needed."""
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_DATA_TYPE = re.compile(r"""type\s*=\s*["']?application/""", re.IGNORECASE)
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"""<(?:a|link)\b[^>]*?\bhref=(?:"([^"]*)"|([^\s>"]+))""")
_VIEWS = frozenset({"zh", "en", "both"})
"""Fragments that choose a language instead of a place."""
_ID = re.compile(r"""\bid=(?:"([^"]*)"|([^\s>"]+))""")


def finish(site_dir: Path, *, wasm: bool) -> None:
    """Rewrite every page below `site_dir` in place.

    wasm: allow WebAssembly, which Pagefind needs.
    """
    for path in sorted(site_dir.rglob("*.html")):
        path.write_text(finished(path.read_text("utf-8"), wasm=wasm), "utf-8")


def finished(page: str, *, wasm: bool) -> str:
    """Give a page its last form."""
    return with_policy(compact(numbered(page)), wasm=wasm)


def numbered(text: str) -> str:
    """Make numbers that link to themselves of the headings by which the search told paragraphs apart; drop what did its duty.

    Foreign text cannot match: it holds no live "<".

    >>> numbered('<h6 id="p1">中 ¶1</h6><p lang="zh-Hans">甲</p><h6 id="p1-en">EN ¶1</h6><p lang="en">A</p>')
    '<a id="p1" href="#p1">1</a><p lang="zh-Hans">甲</p><p id="p1-en" lang="en">A</p>'
    """
    text = _UNUSED.sub("", text)
    text = _PARAGRAPH.sub(r'<a id="\1" href="#\1">\2</a>', text)
    return _SPENT.sub(r"\1", _COUNTERPART.sub(r'<p id="\1"', text))


def compact(text: str) -> str:
    """Drop what no reader sees: white space between elements, quotes around plain attributes, end tags that HTML can do without.

    Scripts are left as they are, since the policy names them by their hashes.

    >>> compact('<p class="z">\\n   a\\n</p><pre>\\n  b</pre>')
    '<p class=z>a<pre>\\n  b</pre>'
    """
    return minify_html.minify(text, keep_html_and_head_opening_tags=True)


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
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def with_policy(text: str, *, wasm: bool = False) -> str:
    """Put the policy first in the page's head, and let no link tell where its reader came from; needs a head to do so."""
    content = html.escape(policy(text, wasm=wasm), quote=False)
    meta = (
        f'<meta http-equiv="Content-Security-Policy" content="{content}"><meta name="referrer" content="no-referrer">'
    )
    return _HEAD.sub(lambda match: f"{match.group()}\n{meta}", text, count=1)


def broken_links(site_dir: Path) -> list[str]:
    """List internal links of the site that lead to no file or to no place on its page."""
    files = {path.relative_to(site_dir).as_posix() for path in site_dir.rglob("*") if path.is_file()}
    pages = sorted(path for path in files if path.endswith(".html") and path != "404.html")
    texts = {path: (site_dir / path).read_text("utf-8") for path in pages}
    anchors = {
        path: {html.unescape(quoted or bare) for quoted, bare in _ID.findall(text)} for path, text in texts.items()
    }
    broken = []
    for page, text in texts.items():
        for href in dict.fromkeys(quoted or bare for quoted, bare in _HREF.findall(text)):
            address = urlsplit(html.unescape(href))
            if address.scheme or address.netloc or href.startswith("#__") or href in ("", "#"):
                continue
            place = _place(page, unquote(address.path), files)
            if not place:
                broken.append(f"WARNING - {page}: {href} leads nowhere")
            elif address.fragment and place in anchors and unquote(address.fragment) not in anchors[place] | _VIEWS:
                broken.append(f"WARNING - {page}: {href} has no such place on its page")
    return broken


def _place(page: str, path: str, files: Collection[str]) -> str:
    """Find the file that a relative address leads to; "" for none."""
    if not path:
        return page
    found = posixpath.normpath(posixpath.join(posixpath.dirname(page), path) if path[0] != "/" else path.lstrip("/"))
    index = posixpath.normpath(f"{found}/index.html")
    return found if found in files else index if index in files else ""
