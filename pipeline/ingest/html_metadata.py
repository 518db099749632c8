"""What a page states about itself: title, author, site, date, address, summary, each with where it stands.

Only statements count (meta elements, linked data, the heading that repeats the title). Nothing is guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import etree

from pipeline.document import Block, Fact, Metadata
from pipeline.ingest.html_byline import byline
from pipeline.ingest.sidecar import iso_date

_TITLES = ("og:title", "twitter:title", "weibo:article:title", "articletitle", "dc.title")
_AUTHORS = ("author", "article:author", "og:article:author", "byl", "dc.creator", "weibo:article:author")
_SITES = ("og:site_name", "contentsource", "source", "dc.publisher", "application-name", "apple-mobile-web-app-title")
_DATES = (
    "article:published_time", "og:published_time", "og:release_date", "pubdate", "publishdate", "publish-date", "publish_time",
    "weibo:article:create_at", "dc.date", "date", "datepublished", "dc.date.issued", "article:create_time",
)  # fmt: skip
_LEADS = ("description", "og:description")
_TAIL = re.compile(r"(?:\s*[|｜_]+\s*|\s+[-–—·«»]+\s+|[-—–]{1,2})([^|｜_«»—–-]{2,24})$")
_HEAD = re.compile(r"^([^|｜_«»—–-]{2,16})(?:\s*[|｜_]+\s*|\s+[-–—·«»]+\s+|[-—–]{1,2})(?=.{4})")
_SITE_WORDS = re.compile(
    r"(?:网|網|频道|頻道|新闻|新聞|中心|日报|日報|时报|時報|晚报|早报|在线|論壇|论坛|全书|博客|部落格|百科|资讯|資訊|财经|財經|门户|社区|com|cn)$",
    re.I,
)
_KEEP = re.compile(r"[\W_]+")
_NO_AUTHOR = re.compile(
    r"https?:|@|\.(?:com|cn|net|org)\b|^(?:匿名|佚名|未知|管理员|网站管理员)$|^[a-z0-9_.-]+$|[网網报報社]|贡献者|\d{3}",
    re.I,
)
_FIRST_WORDS = 20.0
"""What a first heading gains if the stated title starts with it: short names of persons and things are titles too."""
_LABEL_CHARS = 2
"""A stated title that is no longer and that the page does not show is a label such as 显示."""
_MAX_AUTHOR_CHARS = 24


def page_metadata(root: Any, blocks: Sequence[Block], url: str = "") -> Metadata:
    """Collect the metadata of a page from its head, its linked data and its headings."""
    metas = _metas(root)
    linked = _linked(root)
    site = _first(metas, _SITES, "meta") or _linked_fact(linked, "publisher")
    title = page_title(root, metas, linked, blocks, site.value if site else "")
    shown = byline(blocks, title.value) if title else {}
    editor = shown.get("editor")
    return Metadata(
        title=title,
        author=shown.get("author") or _author_beside(editor, _author(metas, linked, site.value if site else "")),
        editor=editor,
        site=shown.get("site") or site,
        published=_published(root, metas, linked) or shown.get("published") or _searched(root),
        url=_address(root, metas, url),
        lead=_first(metas, _LEADS, "meta"),
        keywords=_keywords(metas),
    )


def page_title(
    root: Any, metas: Mapping[str, str], linked: Sequence[Mapping[str, Any]], blocks: Sequence[Block], site: str
) -> Fact | None:
    """Find the title: the heading that the page's title element or meta title repeats, else that title without the site's name."""
    stated = [Fact(metas[name], f"meta:{name}") for name in _TITLES if metas.get(name)]
    stated += [
        Fact(_text(item["headline"]), "json-ld:headline") for item in linked if isinstance(item.get("headline"), str)
    ]
    element = root.find(".//title")
    whole = _text("".join(element.itertext())) if element is not None else ""
    if whole:
        stated.append(Fact(whole, "title"))
    if not stated:
        first = [block for block in blocks if block.kind == "heading" and block.level == 1]
        return Fact(_text(first[0].text), "h1") if len(first) == 1 else None
    echoed = _echoed(blocks, [fact.value for fact in stated])
    value, evidence = echoed or stated[0]
    title = value if evidence.startswith("h") else without_site(value, site)
    return Fact(title, evidence) if echoed or len(_KEEP.sub("", title)) > _LABEL_CHARS else None


def without_site(title: str, site: str = "") -> str:
    """Leave out what a title element adds after or before the title proper: names of sites and channels.

    A dash without spaces belongs to the title, as in the name of a product, unless a site's name follows it.

    >>> without_site("芯片怎么造_科技频道_某某网"), without_site("A - B 的故事"), without_site("何为X-Y接口 - 某论坛")
    ('芯片怎么造', 'A - B 的故事', '何为X-Y接口')
    """
    whole = title = title.strip()
    foreign = False
    while match := _TAIL.search(title):
        tail = match.group(1).strip()
        if match.group()[0] in "-–—" and not _is_site(tail, site):
            break
        foreign = foreign or _is_site(tail, site) or (tail.isascii() and " - " in title and not title.isascii())
        if not (foreign or "_" in match.group() or "|" in match.group()):
            break
        title = title[: match.start()].rstrip()
    head = _HEAD.match(title)
    if head and _is_site(head.group(1).strip(), site):
        title = title[head.end() :].strip()
    return title if len(_KEEP.sub("", title)) >= 2 else whole


def _is_site(name: str, site: str) -> bool:
    return name == site or _SITE_WORDS.search(name) is not None


def _echoed(blocks: Sequence[Block], stated: Sequence[str]) -> Fact | None:
    """Find the longest heading, or early short block, that the stated titles contain."""
    bare = [_KEEP.sub("", text) for text in stated]
    best: tuple[float, Fact] | None = None
    for index, block in enumerate(blocks):
        heading = block.kind == "heading"
        least = 2 if heading and block.level == 1 else 4
        if not least <= len(block.text) <= 120 or (not heading and index > 150):
            continue
        text = _KEEP.sub("", block.text)
        if len(text) < least or not any(text in title for title in bare) or _is_site(block.text, ""):
            continue
        markup = block.markup
        if markup and (markup.hidden or markup.link_chars > len(block.text) // 2):
            continue
        score = len(text) + (6.0 - block.level if heading else 0.0)
        score += _FIRST_WORDS if heading and block.level == 1 and any(title.startswith(text) for title in bare) else 0.0
        if best is None or score > best[0]:
            best = (score, Fact(_text(block.text), f"h{block.level}" if heading else "block that the title repeats"))
    longest = max((len(_KEEP.sub("", without_site(text))) for text in stated), default=0)
    return best[1] if best and len(_KEEP.sub("", best[1].value)) * 2 >= longest else None


def _author(metas: Mapping[str, str], linked: Sequence[Mapping[str, Any]], site: str) -> Fact | None:
    found = [_first(metas, (name,), "meta") for name in _AUTHORS]
    for fact in [_linked_fact(linked, "author"), *found]:
        if fact and _is_author(fact.value, site):
            return fact
    return None


def _author_beside(editor: Fact | None, author: Fact | None) -> Fact | None:
    """Drop an author who is the page's editor: many systems fill the author's meta element with whoever put the page up."""
    return None if editor and author and author.value in editor.value else author


def _is_author(name: str, site: str) -> bool:
    """Tell a person's name from an address, an account or the site itself."""
    if len(name) > _MAX_AUTHOR_CHARS or name == site or _NO_AUTHOR.search(name):
        return False
    return not _SITE_WORDS.search(name)


def _published(root: Any, metas: Mapping[str, str], linked: Sequence[Mapping[str, Any]]) -> Fact | None:
    for name in _DATES:
        date = iso_date(metas.get(name, ""))
        if date:
            return Fact(date, f"meta:{name}")
    for item in linked:
        for key in ("datePublished", "pubDate", "dateCreated"):
            date = iso_date(str(item.get(key, "")))
            if date:
                return Fact(date, f"json-ld:{key}")
    for element in root.iter("time"):
        date = iso_date(element.get("datetime") or "")
        if date and ("pubdate" in element.attrib or "publish" in (element.get("itemprop") or "").lower()):
            return Fact(date, "time")
    return None


def _searched(root: Any) -> Fact | None:
    """Let htmldate look for a date that neither the head nor the byline states; its own limits replace today's date."""
    try:
        text = etree.tostring(root, encoding="unicode")
        date = find_date(text, extensive_search=False, original_date=True, min_date="1995-01-01", max_date="2099-12-31")
    except (ValueError, etree.LxmlError):
        return None
    return Fact(date, "htmldate") if date else None


def _address(root: Any, metas: Mapping[str, str], url: str) -> Fact | None:
    if url:
        return Fact(url, "fetch")
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and _is_page(link.get("href") or ""):
            return Fact((link.get("href") or "").strip(), "link:canonical")
    address = metas.get("og:url", "")
    return Fact(address, "meta:og:url") if _is_page(address) else None


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and parts.path not in ("", "/")


def _keywords(metas: Mapping[str, str]) -> tuple[str, ...]:
    words = (word.strip() for word in re.split(r"[,，、;；\s|]+", metas.get("keywords", "")))
    return tuple(dict.fromkeys(word for word in words if 1 < len(word) <= 20))[:20]


def _metas(root: Any) -> dict[str, str]:
    """Map the lower-case name of each meta element to its content; the first one counts."""
    metas: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = _text(element.get("content") or "")
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _linked(root: Any) -> list[Mapping[str, Any]]:
    """List the objects of a page's JSON-LD that describe an article."""
    found: list[Mapping[str, Any]] = []
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            value = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        found += [
            item for item in _objects(value) if "headline" in item or "datePublished" in item or "pubDate" in item
        ]
    return found


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    items: Iterable[Any] = value if isinstance(value, list) else [value]
    for item in items:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            if isinstance(graph, list):
                yield from (part for part in graph if isinstance(part, dict))


def _linked_fact(linked: Sequence[Mapping[str, Any]], key: str) -> Fact | None:
    for item in linked:
        value = item.get(key)
        value = value[0] if isinstance(value, list) and value else value
        name = value.get("name") if isinstance(value, dict) else value
        if isinstance(name, str) and name.strip():
            return Fact(_text(name), f"json-ld:{key}")
    return None


def _first(metas: Mapping[str, str], names: Sequence[str], kind: str) -> Fact | None:
    return next((Fact(metas[name], f"{kind}:{name}") for name in names if metas.get(name)), None)


def _text(value: str) -> str:
    return " ".join(value.split())
