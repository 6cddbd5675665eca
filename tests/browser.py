"""Fixtures of browser tests: Debian's Chromium without a window."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Browser, async_playwright

from frontend.manifest import MANIFEST

CHROMIUM: Final = Path(os.environ.get("PANTAU_BROWSER", "/usr/bin/chromium"))
QUIET: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture
def installed() -> None:
    """Fails, saying what to do, where there is no browser or no built front end; ``./test`` brings both."""
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is not installed; start the tests with ./test")
    if not MANIFEST.exists():
        pytest.fail("the front end is not built; run npm run build")


@pytest.fixture
async def browser(installed: None) -> AsyncIterator[Browser]:
    """A browser of the test's own."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        await chromium.close()
