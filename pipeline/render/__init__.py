"""Turn records into escaped Markdown through templates, and Markdown into a site.

The room decides how things look and where they stand, never what they say: it takes stories, digests and translations as they
are, writes nothing outside its target folder, and lets no foreign character out unescaped (`escape`).
"""

from __future__ import annotations

from pipeline.render.builder import build
from pipeline.render.inputs import Rendered, StoryInput, WitnessLedger
from pipeline.render.kept import Kept
from pipeline.render.patch import patch
from pipeline.render.press import Press
from pipeline.render.site import render

__all__ = ["Kept", "Press", "Rendered", "StoryInput", "WitnessLedger", "build", "patch", "render"]
