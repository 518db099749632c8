"""Bytes in, documents out: decode a file, find its blocks, judge nothing.

discover   which files of a folder are articles
read       one file's bytes to a document
fetch      what `inv fetch` does (imported by name, it needs the network)
unpack     what `inv unpack` does with a dump of many articles (imported by name)
"""

from __future__ import annotations

from pipeline.ingest.discover import Source, discover
from pipeline.ingest.read import read

__all__ = ["Source", "discover", "read"]
