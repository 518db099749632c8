"""What a page states about itself: title, author, site, date, address, summary, each with where it stands.

Only statements count (meta elements, linked data, the heading that repeats the title). Nothing is guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from pipeline.document import Block, Fact, Metadata
from pipeline.ingest.sidecar import iso_date

_TITLES = ("og:title", "twitter:title", "weibo:article:title", "articletitle", "dc.title")
_AUTHORS = ("author", "article:author", "og:article:author", "byl", "dc.creator", "weibo:article:author")
_SITES = ("og:site_name", "contentsource", "source", "dc.publisher", "application-name", "apple-mobile-web-app-title")
_DATES = (
    "article:published_time", "og:published_time", "og:release_date", "pubdate", "publishdate", "publish-date", "publish_time",
    "weibo:article:create_at", "dc.date", "date", "datepublished", "dc.date.issued", "article:create_time",
)  # fmt: skip
_LEADS = ("description", "og:description")
_SEPARATORS = re.compile(r"\s*[|｜_]+\s*|\s+[-–—·«»]+\s+|\s*[—–]{1,2}\s*|-(?=[^-]{2,12}$)")
_SITE_WORDS = re.compile(
    r"(?:网|網|频道|頻道|新闻|新聞|中心|日报|日報|时报|時報|晚报|早报|在线|論壇|论坛|博客|部落格|百科|资讯|資訊|财经|財經|门户|社区|com|cn)$",
    re.I,
)
_KEEP = re.compile(r"[\W_]+")
_NO_AUTHOR = re.compile(
    r"https?:|@|\.(?:com|cn|net|org)\b|^(?:admin|administrator|root|editor|user|匿名|佚名|未知|网站管理员)$", re.I
)
_MAX_AUTHOR_CHARS = 24


def page_metadata(root: Any, blocks: Sequence[Block], url: str = "") -> Metadata:
    """Collect the metadata of a page from its head, its linked data and its headings."""
    metas = _metas(root)
    linked = _linked(root)
    site = _first(metas, _SITES, "meta") or _linked_fact(linked, "publisher")
    return Metadata(
        title=page_title(root, metas, linked, blocks, site.value if site else ""),
        author=_author(metas, linked, site.value if site else ""),
        site=site,
        published=_published(root, metas, linked),
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
    if echoed:
        return echoed
    value, evidence = stated[0]
    return Fact(without_site(value, site), evidence)


def without_site(title: str, site: str = "") -> str:
    """Leave out what a title element adds after the title proper.

    >>> without_site("芯片怎么造_科技频道_某某网"), without_site("A - B 的故事")
    ('芯片怎么造', 'A - B 的故事')
    """
    parts = [part for part in _SEPARATORS.split(title) if part and part.strip()]
    if len(parts) < 2:
        return title.strip()
    if parts[0] != site and len(_KEEP.sub("", parts[0])) >= 4:
        tail = parts[1:]
        if (
            any(_SITE_WORDS.search(part.strip()) or part.strip() == site for part in tail)
            or "_" in title
            or "|" in title
        ):
            return parts[0].strip()
    if parts[0].strip() == site or _SITE_WORDS.search(parts[0].strip()):
        return max(parts[1:], key=len).strip()
    return title.strip()


def _echoed(blocks: Sequence[Block], stated: Sequence[str]) -> Fact | None:
    """Find the longest heading, or early short block, that the stated titles contain."""
    bare = [_KEEP.sub("", text) for text in stated]
    best: tuple[float, Fact] | None = None
    for index, block in enumerate(blocks):
        heading = block.kind == "heading"
        if not 4 <= len(block.text) <= 120 or (not heading and index > 150):
            continue
        text = _KEEP.sub("", block.text)
        if len(text) < 4 or not any(text in title for title in bare):
            continue
        markup = block.markup
        if markup and (markup.hidden or markup.link_chars > len(block.text) // 2):
            continue
        score = len(text) + (6.0 - block.level if heading else 0.0)
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


def _is_author(name: str, site: str) -> bool:
    """Tell a person's name from an address, an account or the site itself."""
    if len(name) > _MAX_AUTHOR_CHARS or name == site or _NO_AUTHOR.search(name):
        return False
    return not (_SITE_WORDS.search(name) and len(name) > 3)


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
