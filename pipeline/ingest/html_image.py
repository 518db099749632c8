"""Find the address of a picture, lazily loaded ones included; spacers, icons and trackers are no pictures."""

from __future__ import annotations

import re
from typing import Any

_LAZY = (
    "data-src",
    "data-original",
    "data-actualsrc",
    "data-lazy-src",
    "data-original-src",
    "data-url",
    "data-echo",
    "lazysrc",
    "file",
)
"""Attributes that hold the true address until a script copies it to src, the commonest first."""
_SPACER = re.compile(
    r"(?:^|[/_-])(?:blank|spacer|pixel|space|loading|lazy|placeholder|transparent|grey|1x1|dot|icon|logo)[\w-]*\.(?:gif|png|svg|jpg)",
    re.I,
)
_SMALL_PX = 50


def image_address(element: Any) -> str:
    """Return the address of an `img` element, "" for what is no picture to a reader.

    The address is as the page wrote it; inline data is never taken.
    """
    if _is_small(element.get("width")) or _is_small(element.get("height")):
        return ""
    for name in _LAZY:
        value = (element.get(name) or "").strip()
        if value and not value.startswith("data:") and ("/" in value or "." in value):
            return value
    address = (element.get("src") or "").strip()
    if not address:
        address = (element.get("srcset") or element.get("data-srcset") or "").strip().split(" ")[0].rstrip(",")
    return "" if address.startswith("data:") or _SPACER.search(address) else address


def _is_small(value: str | None) -> bool:
    digits = (value or "").strip().removesuffix("px")
    return digits.isdigit() and int(digits) < _SMALL_PX
