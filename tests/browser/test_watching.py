"""The pages of these tests are watched: what goes wrong in one does not go unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import OpenPage


def write_page(path: Path, body: str) -> Path:
    path.write_text(f"<!doctype html><meta charset=utf-8><title>A</title>{body}", "utf-8")
    return path


def test_a_page_that_is_whole_gives_no_problem(open_page: OpenPage, problems: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("p { color: rgb(1, 2, 3) }")
    dot = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    page = open_page(
        write_page(tmp_path / "a.html", f'<link rel=stylesheet href=a.css><p>腰<img src="{dot}">'),
        width=390,
        height=844,
    )
    assert page.evaluate("[innerWidth, innerHeight]") == [390, 844]
    assert page.evaluate("getComputedStyle(document.querySelector('p')).color") == "rgb(1, 2, 3)"
    assert page.evaluate("document.querySelector('img').naturalWidth") == 1
    assert problems == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<script>console.error('broken')</script>", "console: broken"),
        ("<script>nothing()</script>", "error: nothing is not defined"),
        ("<img src=missing.png>", "console: Failed to load resource"),
        ("<img src=https://example.org/a.png>", "request: https://example.org/a.png"),
        ("<script src=http://localhost:9/a.js></script>", "request: http://localhost:9/a.js"),
        ("<style>@import url(https://example.org/a.css)</style>", "request: https://example.org/a.css"),
        ("<script>fetch('https://example.org/a')</script>", "request: https://example.org/a"),
        ("<script>new WebSocket('ws://localhost:9/a')</script>", "request: ws://localhost:9/a"),
    ],
)
def test_what_goes_wrong_in_a_page_is_a_problem(
    open_page: OpenPage, problems: list[str], tmp_path: Path, body: str, problem: str
) -> None:
    page = open_page(write_page(tmp_path / "a.html", body))
    page.wait_for_timeout(200)
    assert any(said.startswith(problem) for said in problems), problems
    problems.clear()
