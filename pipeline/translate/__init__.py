"""Translate segments through memory, engines and checks; every unit knows its state.

Front door: `units` lists what of a story is translated, `translate` fills it in, `lines` does the same for plain lines.
"""

from __future__ import annotations

from pipeline.translate.chain import Chain, Known, StoreAnswer
from pipeline.translate.engines.contract import Candidate
from pipeline.translate.memory import Memory
from pipeline.translate.translation import lines, translate
from pipeline.translate.units import units

__all__ = ["Candidate", "Chain", "Known", "Memory", "StoreAnswer", "lines", "translate", "units"]
