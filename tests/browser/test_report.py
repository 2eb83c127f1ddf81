"""The report of a set in Chromium: film and plots in step, all sizes and colours, keys and screen readers."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page

from formcheck.advisor import advise
from formcheck.analysis import analyze_with_track, make_session
from formcheck.messages import use_language
from formcheck.mp4 import Mp4Writer
from formcheck.provenance import SourceInfo
from formcheck.report.html import Report
from formcheck.report.video import write_annotated_video
from formcheck.sources.track_file import load_track
from tests.browser.conftest import OpenPage

LIFT, PLANK = ("hip-lift-d-top-200", "hip-lift"), ("plank-c-sag-20", "plank")
NAME = "<b onclick=alert(1)>Ann</b><script>document.title = 'taken'</script>"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LEFT_PX, RIGHT_PX = 64, 8
CURSORS = """() => Bokeh.documents.flatMap(document => document.roots()).map(
    root => [...root.references()].find(model => model.name === 'cursor').location)"""
AXES = "() => Bokeh.documents.flatMap(d => d.roots()).map(root => [root.x_range.start, root.x_range.end])"
CURVE_COLOUR = """() => {
    const root = Bokeh.documents[0].roots()[0];
    const line = [...root.references()].find(model => model.type === 'Line' && model.tags.length);
    return line.line_color.value ?? line.line_color;
}"""
FILM_TIME = "document.querySelector('video').currentTime"


class Written:
    """A report and its film."""

    def __init__(self, track: str, exercise: str, folder: Path, language: str = "en") -> None:
        session = make_session(exercise)
        result, landmarks = analyze_with_track(f"tests/golden/{track}.pose.npz", session)
        assert landmarks is not None
        use_language(language)
        try:
            report = Report(result, advise(result), landmarks, session.exercise, person=NAME)
        finally:
            use_language("en")
        self.result = result
        self.film, self.page, self.with_film = folder / "film.mp4", folder / "plain.html", folder / "report.html"
        write_annotated_video("none", landmarks, result, self.film, exercise=session.exercise, skeleton_only=True)
        report.write(self.page)
        report.write(self.with_film, self.film)


@pytest.fixture(scope="module")
def lift(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return Written(*LIFT, tmp_path_factory.mktemp("lift"))


def wait_until_ready(page: Page) -> Page:
    page.wait_for_selector("body[data-ready]")
    return page


def wait_until(page: Page, condition: str) -> None:
    """Wait for a condition; Playwright's own way to do so is against the policy of the page."""
    for _time in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {condition}")


def wait_for_film(page: Page) -> Page:
    wait_until(wait_until_ready(page), "document.querySelector('video').readyState >= 2")
    return page


def click_plot(page: Page, number: int, share: float) -> None:
    """Click a plot at a share of its axis of times."""
    plot = page.locator(".plot").nth(number)
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    plot.click(position={"x": LEFT_PX + share * (box["width"] - LEFT_PX - RIGHT_PX), "y": 60})


def test_a_click_on_a_plot_moves_the_film_and_every_cursor(open_page: OpenPage, lift: Written) -> None:
    page = wait_for_film(open_page(lift.with_film, **DESKTOP))
    duration = float(page.evaluate("document.querySelector('video').duration"))
    for number, share in ((0, 0.3), (1, 0.7)):
        click_plot(page, number, share)
        wait_until(page, "!document.querySelector('video').seeking")
        at_s = page.evaluate(FILM_TIME)
        assert at_s == pytest.approx(share * duration, abs=0.03 * duration)
        cursors = page.evaluate(CURSORS)
        assert len(cursors) == page.locator(".plot").count() > 3
        assert cursors == pytest.approx([at_s] * len(cursors), abs=0.01)


def test_a_film_that_begins_in_the_middle_of_the_track_is_in_step(open_page: OpenPage, tmp_path: Path) -> None:
    """As after a live set: time goes by the camera, and the film begins when the set does."""
    begins_s, film = 7.5, tmp_path / "film.mp4"
    golden = load_track("tests/golden/hip-lift-d-top-200.pose.npz")
    track = dataclasses.replace(golden, time_s=golden.time_s + begins_s)
    session = make_session("hip-lift")
    session.push(track)
    result = session.finish(SourceInfo("a camera", track.width, track.height, 0.0, len(track)), track.model)
    with Mp4Writer(film, 320, 240, 30.0, live=True) as writer:
        for time_s in golden.time_s.tolist():
            writer.write(np.full((240, 320, 3), round(4 * time_s), np.uint8), time_s)
    report = Report(result, advise(result), track, session.exercise, clip=film, clip_begins_s=begins_s)
    report.write(tmp_path / "report.html", film)
    page = wait_for_film(open_page(tmp_path / "report.html", **DESKTOP))
    wait_until(page, f"document.querySelector('#time').value >= {begins_s}")
    assert page.evaluate(AXES)[0][0] == begins_s
    button = page.locator("button.seek").first
    button.click()
    wait_until(page, "!document.querySelector('video').seeking")
    at_s = float(button.get_attribute("data-at") or 0.0)
    assert at_s > begins_s
    assert page.evaluate(FILM_TIME) == pytest.approx(at_s - begins_s, abs=0.01)
    assert page.evaluate(CURSORS) == pytest.approx([at_s] * page.locator(".plot").count(), abs=0.01)


def test_the_film_plays_and_the_cursors_move_with_it(open_page: OpenPage, lift: Written) -> None:
    page = wait_for_film(open_page(lift.with_film, **DESKTOP))
    page.evaluate("async () => { const film = document.querySelector('video'); film.muted = true; await film.play(); }")
    wait_until(page, f"{FILM_TIME} > 1.0")
    page.evaluate("document.querySelector('video').pause()")
    page.wait_for_timeout(100)
    at_s = page.evaluate(FILM_TIME)
    assert page.evaluate(CURSORS) == pytest.approx([at_s] * page.locator(".plot").count(), abs=0.1)
    assert float(page.locator("#time").input_value()) == pytest.approx(at_s, abs=0.1)


def test_slider_and_buttons_work_with_the_keyboard(open_page: OpenPage, lift: Written) -> None:
    page = wait_for_film(open_page(lift.with_film, **DESKTOP))
    slider = page.get_by_label("Time in the set")
    slider.focus()
    for _press in range(10):
        page.keyboard.press("ArrowRight")
    wait_until(page, "!document.querySelector('video').seeking")
    assert page.evaluate(FILM_TIME) == pytest.approx(0.5, abs=0.06)
    assert slider.get_attribute("aria-valuetext") == "0.5 s"
    button = page.get_by_role("button", name="Go to").nth(1)
    button.focus()
    page.keyboard.press("Enter")
    wait_until(page, "!document.querySelector('video').seeking")
    assert page.evaluate(FILM_TIME) == pytest.approx(lift.result.reps[1].start_s, abs=0.06)


def test_all_that_can_be_used_is_reached_with_the_tab_key(open_page: OpenPage, lift: Written) -> None:
    page = wait_until_ready(open_page(lift.page, **DESKTOP))
    reached = set()
    for _press in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert {"choose", "time", "shown", "seek", "limits", "scroll"} <= reached


def test_one_rep_can_be_shown_alone(open_page: OpenPage, lift: Written) -> None:
    page = wait_until_ready(open_page(lift.page, **DESKTOP))
    page.get_by_label("Shown").select_option(label="rep 2")
    rep = lift.result.reps[1]
    ranges = page.evaluate(AXES)
    assert ranges
    for start, end in ranges:
        assert start == pytest.approx(rep.start_s - 1, abs=0.02)
        assert end == pytest.approx(rep.end_s + 1, abs=0.02)


def test_a_film_on_the_machine_can_be_chosen(open_page: OpenPage, lift: Written, tmp_path: Path) -> None:
    page = wait_until_ready(open_page(lift.page, **PHONE))
    assert page.locator("video").is_hidden()
    none = tmp_path / "none.mp4"
    none.write_bytes(b"this is no film")
    page.set_input_files("#choose", none)
    page.get_by_role("alert").wait_for()
    assert page.locator("video").is_hidden()
    page.set_input_files("#choose", lift.film)
    wait_for_film(page)
    assert page.get_by_role("alert").count() == 0
    click_plot(page, 0, 0.5)
    wait_until(page, f"{FILM_TIME} > 1.0")


def test_a_name_with_html_in_it_shows_as_text(open_page: OpenPage, lift: Written) -> None:
    page = wait_until_ready(open_page(lift.page, **PHONE))
    assert NAME in page.locator(".about").inner_text()
    assert page.title() != "taken"
    assert page.locator(".about b").count() == 0


@pytest.mark.parametrize(
    ("language", "done", "window", "scheme"),
    [
        ("en", LIFT, PHONE, "light"),
        ("ja", PLANK, PHONE, "dark"),
        ("ja", LIFT, DESKTOP, "light"),
        ("en", PLANK, DESKTOP, "dark"),
    ],
)
def test_it_fits_the_window_and_is_read_by_all(
    open_page: OpenPage, tmp_path: Path, language: str, done: tuple[str, str], window: dict[str, int], scheme: str
) -> None:
    written = Written(*done, tmp_path, language)
    page = wait_for_film(open_page(written.with_film, color_scheme=scheme, **window))
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]})
    assert len(found.response["passes"]) > 20
    assert describe_violations(found.response) == []


def describe_violations(response: dict[str, Any]) -> list[str]:
    return [f"{rule['id']}: {node['html'][:120]}" for rule in response["violations"] for node in rule["nodes"]]


def test_plots_are_drawn_in_the_colours_of_the_page(open_page: OpenPage, lift: Written) -> None:
    pictures = []
    for scheme in ("light", "dark"):
        page = wait_until_ready(open_page(lift.page, color_scheme=scheme, **DESKTOP))
        page.wait_for_timeout(300)
        shot = page.locator(".plot").first.screenshot()
        pictures.append(np.asarray(Image.open(io.BytesIO(shot)).convert("L"), float))
    light, dark = pictures
    assert np.median(light) > 200
    assert np.median(dark) < 60
    for picture in pictures:
        assert np.std(picture) > 10  # there is something drawn on it


def test_paper_is_light_and_shows_what_is_folded(open_page: OpenPage, lift: Written) -> None:
    page = wait_until_ready(open_page(lift.page, color_scheme="dark", **DESKTOP))
    before = page.evaluate(CURVE_COLOUR)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(CURVE_COLOUR) != before
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(CURVE_COLOUR) == before
    assert len(page.pdf(format="A4")) > 20_000


def test_without_scripts_all_but_film_and_plots_is_there(open_page: OpenPage, lift: Written) -> None:
    page = open_page(lift.page, java_script_enabled=False, **PHONE)
    assert page.get_by_text("Film and plots need JavaScript").is_visible()
    assert page.locator("tbody tr").count() > len(lift.result.reps)
