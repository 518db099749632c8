"""What the runs that teach our small networks have in common: how fast they learn, and what may be said on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

_FLOOR = 0.02
"""Share of the rate at which a run ends."""


def learning_rate(step: int, done: float, most: float, warmup: int) -> float:
    """Rise over the first steps, then fall with the share of the time that is gone.

    >>> learning_rate(39, 0.5, 1e-3, 40), learning_rate(0, 0.0, 1e-3, 40)
    (0.0005, 2.5e-05)
    """
    return most * min(1.0, (step + 1) / warmup) * max(_FLOOR, 1 - done)


def run_options(
    description: str | None, *, minutes: float, seed: int, work: Path, out: Path
) -> argparse.ArgumentParser:
    """Offer where the articles are, for how long to learn, and where to keep what."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--minutes", type=float, default=minutes)
    parser.add_argument("--seed", type=int, default=seed)
    parser.add_argument("--work", type=Path, default=work)
    parser.add_argument("--out", type=Path, default=out)
    return parser
