"""A headless Chromium for browser tests; they are skipped by name where none is installed."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from tests.integration.simulator.harness import Started, starting

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The executable: one on the PATH, else the one Playwright has installed for this user."""
    on_path = next((found for name in NAMES if (found := shutil.which(name))), None)
    own = sorted(Path.home().glob(".cache/ms-playwright/chromium*-*/chrome-linux*/*chrome*"))
    found = on_path or next((str(path) for path in own if path.is_file()), None)
    if found is None:
        pytest.skip("no Chromium on this machine: browser tests need one")
    return found


@pytest.fixture
async def open_page(chromium: str) -> AsyncIterator[OpenPage]:
    """Opens an address in a fresh profile of the given size; any error of the page's script fails the test."""
    mistakes: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)

        async def open_at(url: str, width: int = 1280, height: int = 860) -> Page:
            context = await browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
            page = await context.new_page()
            page.on("pageerror", lambda error: mistakes.append(str(error)))
            await page.goto(url)
            return page

        yield open_at
        await browser.close()
    assert mistakes == []


@pytest.fixture
async def start() -> AsyncIterator[Started]:
    """A simulator and its callback, as in the integration tests."""
    async with starting() as begin:
        yield begin
