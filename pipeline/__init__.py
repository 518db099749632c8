"""Qingyi: from polluted Chinese web articles to a clean bilingual digest site."""
