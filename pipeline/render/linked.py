"""What machines read of a story page: schema.org records of the Chinese work, its translation and its sources."""

from __future__ import annotations

from typing import Any

from pipeline.render import trust
from pipeline.render.brief import Brief
from pipeline.render.inputs import StoryInput


def json_ld(item: StoryInput, note: Brief) -> dict[str, Any]:
    """Describe the story as two works, one the translation of the other, with the copies as citations.

    Names of works are relative to the page's address.
    """
    author = item.story.metadata.author
    zh: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": "#zh",
        "inLanguage": "zh-Hans",
        "headline": note.title,
        "datePublished": note.date,
        "author": {"@type": "Person", "name": author.value} if author else {},
        "citation": [_citation(source, note) for source in trust.sources(item) if source.url],
    }
    works = [_without_empty(zh)]
    if note.title_en:
        en = {
            "@type": "NewsArticle",
            "@id": "#en",
            "inLanguage": "en",
            "headline": note.title_en,
            "datePublished": item.bilingual.translated[:10] or note.date,
            "translationOfWork": {"@id": "#zh"},
        }
        works.append(_without_empty(en))
    return {"@context": "https://schema.org", "@graph": works}


def _citation(source: trust.Source, note: Brief) -> dict[str, Any] | str:
    """Cite a copy by its address, and by its title where that is another than the story's."""
    name = source.title if source.title != note.title else ""
    return {"@type": "CreativeWork", "name": name, "url": source.url} if name else source.url


def _without_empty(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value}
