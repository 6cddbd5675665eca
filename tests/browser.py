"""Fixtures of browser tests: Debian's Chromium without a window."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright, async_playwright

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


@dataclass
class _Running:
    """Playwright, and the browser that it has started last."""

    playwright: Playwright
    browser: Browser | None = None


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _playwright() -> AsyncIterator[_Running]:
    async with async_playwright() as playwright:
        running = _Running(playwright)
        yield running
        if running.browser is not None:
            await running.browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(installed: None, _playwright: _Running) -> AsyncIterator[Browser]:
    """The browser of all tests, without a context that another test has opened."""
    running = _playwright
    if running.browser is None or not running.browser.is_connected():
        running.browser = await running.playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
    yield running.browser
    for context in running.browser.contexts:
        await context.close()
