"""jieba, loaded once and quietly: the word lexicon, the tagger, the document frequencies. Read only, so that no text changes another's.

Its dictionary is built on first use (about a second), so nothing is loaded before a text needs it.
"""

from __future__ import annotations

import importlib
import logging
import warnings
from collections.abc import Mapping
from functools import cache
from typing import Any


@cache
def _load(name: str) -> Any:
    with warnings.catch_warnings():
        # jieba asks for pkg_resources, which warns of its own end; jieba works without it.
        warnings.simplefilter("ignore")
        module = importlib.import_module(name)
    logging.getLogger("jieba").setLevel(logging.ERROR)
    return module


@cache
def lexicon() -> Any:
    """Return jieba's default tokenizer with its word frequencies, ready to cut."""
    tokenizer = _load("jieba").dt
    tokenizer.initialize()
    return tokenizer


@cache
def tagger() -> Any:
    """Return jieba's part-of-speech tokenizer; its `cut` yields pairs with `word` and `flag`."""
    lexicon()
    return _load("jieba.posseg").dt


@cache
def document_frequencies() -> tuple[Mapping[str, float], float]:
    """Return jieba's inverse document frequencies by word, and their median for words that are not among them."""
    loader = _load("jieba.analyse").default_tfidf.idf_loader
    return loader.idf_freq, float(loader.median_idf)
