"""Take the README's pictures from a built site: `inv screenshots`.

Usage: python -m tests.browser.screenshots SITE OUT
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from pipeline import chromium
from tests.browser.conftest import FLAGS, PREFIX, _Handler, serve

SHOTS = (("story", 1440, 1000), ("story", 390, 844), ("front", 1440, 1000), ("front", 390, 844))
"""(page, width, height) in pixels."""


def richest(site: Path) -> str:
    """Name the page that shows most: of the stories with a picture of more than one copy, the largest."""
    pages = sorted((site / "stories").glob("*/index.html"), key=lambda page: -page.stat().st_size)
    reviewed = [page for page in pages if "k-reviewed" in page.read_text("utf-8")]
    return f"stories/{(reviewed or pages)[0].parent.name}/"


def take(browser: Browser, home: str, story: str, out: Path) -> None:
    """Take every picture in light and in dark."""
    out.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        for name, width, height in SHOTS:
            page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": height})
            page.goto(home + (story if name == "story" else ""))
            page.wait_for_timeout(300)
            page.screenshot(path=out / f"{name}-{width}-{scheme}.png")
            page.close()


def main() -> None:
    """Serve the site, open it and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    server = serve(given.site, _Handler)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium.find(), args=list(FLAGS))
        take(browser, f"http://127.0.0.1:{server.server_port}{PREFIX}", richest(given.site), given.out)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
