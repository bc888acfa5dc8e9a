"""A real browser for tests: Debian's Chromium, driven through Playwright."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REQUIRED = "EVERYSTEP_BROWSER_REQUIRED"
"""Set where a browser has to be there, so that its absence cannot pass unseen."""


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Give a running Chromium; skip where there is none, unless it is required."""
    if not CHROMIUM.exists():
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"{REQUIRED} is set and there is no {CHROMIUM}")
        pytest.skip(f"no browser here: there is no {CHROMIUM} (Debian: chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=list(FLAGS)
        )
        try:
            yield browser
        finally:
            browser.close()
