"""What we write, in a real browser: Chromium of the system, led by Playwright. No browser is downloaded.

    def test_the_report_fits_a_phone(open_page: OpenPage, tmp_path: Path) -> None:
        page = open_page(tmp_path / "report.html", width=390, height=844)
        assert page.locator("h1").inner_text() == "..."
        page.screenshot(path="/tmp/phone.png")

`open_page` gives a `playwright.sync_api.Page`; a test may open several, each starts with nothing kept. When the test
ends it fails if a page said an error on its console, threw one, or asked for anything that is not in a file, in the
page itself or made by it (``file:``, ``data:``, ``blob:``): our pages need no network, and nothing goes there.
These are in the list `problems` as soon as they come up; a test that provokes one clears the list.

Without Chromium these tests are skipped, and fail where CI_BROWSER is "required" (.ci/run). They stay in this folder:
Playwright runs an event loop in this thread until the last of them, and nothing else that needs one may run meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
ELSEWHERE = re.compile(r"^(?!file:|data:|blob:)")


class OpenPage(Protocol):
    """Open a file, or an address, in a window of a size, px; ``options`` are those of `Browser.new_context`."""

    def __call__(self, address: Path | str, *, width: int = 1280, height: int = 800, **options: Any) -> Page: ...


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        missing = f"needs a Chromium on the PATH ({', '.join(NAMES)}): apt-get install chromium"
        if os.environ.get("CI_BROWSER") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def problems() -> list[str]:
    """What went wrong in the pages of a test so far."""
    return []


@pytest.fixture
def open_page(browser: Browser, problems: list[str]) -> Iterator[OpenPage]:
    """Return a function that opens a page; see the head of this file."""
    with contextlib.ExitStack() as closing:

        def open_one(address: Path | str, *, width: int = 1280, height: int = 800, **options: Any) -> Page:
            context = browser.new_context(viewport={"width": width, "height": height}, **options)
            closing.callback(context.close)
            page = watch(context, problems)
            page.goto(address.resolve().as_uri() if isinstance(address, Path) else address)
            return page

        yield open_one
    assert problems == []


def watch(context: BrowserContext, problems: list[str]) -> Page:
    """Return a new page of which every error and every request to somewhere else is added to the problems."""

    def refuse(route: Route) -> None:
        problems.append(f"request: {route.request.url}")
        route.abort()

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(f"console: {message.text}")

    context.route(ELSEWHERE, refuse)
    context.route_web_socket(ELSEWHERE, lambda socket: problems.append(f"request: {socket.url}"))
    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: problems.append(f"error: {error}"))
    return page
