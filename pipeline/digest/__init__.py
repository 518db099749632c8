"""Take the sentences, figures, names and quotes that tell a story in thirty seconds.

Extractive: every Chinese word of a digest stands in the story, at the place its passage names, save what stands in [square
brackets], which is ours. The room never writes a sentence, never resolves a masked name, and would rather give no gist than
a sentence that cannot stand alone.
"""

from __future__ import annotations

from pipeline.digest.summarise import Summary, summarise

__all__ = ["Summary", "summarise"]
