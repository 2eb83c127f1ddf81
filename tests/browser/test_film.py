"""A film that we wrote, played by Chromium: its size and length, and at each time the picture of that time."""

from __future__ import annotations

import base64
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.e2e.clips import read_clip
from tests.unit.report.video.sets import Done, Rgb, film, lift_too_high

TICK_S = 1 / 90_000
SMALL = (320, 240)
STARTED = """async () => {
    const film = document.querySelector('video');
    if (film.readyState < HTMLMediaElement.HAVE_FUTURE_DATA)
        await new Promise((ready, fail) => { film.oncanplay = ready; film.onerror = () => fail(film.error.message); });
    return [film.videoWidth, film.videoHeight, film.duration];
}"""
SHOWN = """async time => {
    const film = document.querySelector('video');
    await new Promise(done => { film.onseeked = done; film.currentTime = time; });
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [film.videoWidth, film.videoHeight];
    canvas.getContext('2d').drawImage(film, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1];
}"""
PLAYED = """async () => {
    const film = document.querySelector('video');
    film.muted = true;
    film.playbackRate = 4;
    await film.play();
    await new Promise(done => { film.onended = done; });
    return film.currentTime;
}"""


def make_even() -> Done:
    return lift_too_high(fps=30.0, size=SMALL)


def make_uneven() -> Done:
    """Give a lift of which the time between two pictures is 30 to 130 ms."""
    steps = np.random.default_rng(4).uniform(0.03, 0.13, 90)
    time_s = np.round((np.cumsum(steps) - steps[0]) / TICK_S) * TICK_S
    return lift_too_high(time_s=time_s[time_s < 6.0], size=SMALL)


def paint_bar(number: int) -> Rgb:
    """Paint a bar that moves by its width from one picture to the next, red on blue: a hue is seen when it is off."""
    picture = np.full((SMALL[1], SMALL[0], 3), (40, 60, 170), np.uint8)
    at = 40 * number % SMALL[0]
    picture[:, at : at + 40] = (200, 40, 30)
    return picture


@pytest.fixture(scope="module", params=[make_even, make_uneven], ids=["even", "uneven"])
def done(request: pytest.FixtureRequest) -> Done:
    made: Done = request.param()
    return made


@pytest.fixture(scope="module")
def written(done: Done, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    return done.write(film(done, folder / "clip.mp4", paint_bar), folder / "film.mp4")


def test_it_plays_to_its_end_in_its_size_and_length(open_page: OpenPage, done: Done, written: Path) -> None:
    page = open_page(written, width=390, height=844)
    width, height, duration_s = page.evaluate(STARTED)
    assert (width, height) == (480, 360)
    times = done.track.time_s
    assert times[-1] < duration_s <= times[-1] + np.diff(times).max() + TICK_S
    assert page.evaluate(PLAYED) == pytest.approx(duration_s, abs=0.05)


def test_at_each_time_it_shows_the_picture_of_that_time(
    open_page: OpenPage, done: Done, written: Path, tmp_path: Path
) -> None:
    page = open_page(embed(written, tmp_path / "page.html"))
    page.evaluate(STARTED)
    pictures = [picture.rgb.astype(int) for picture in read_clip(written)]
    times = done.track.time_s
    for i in (len(times) // 5, len(times) * 4 // 5, len(times) // 2):  # there and back
        for time_s in (times[i] + 0.002, times[i + 1] - 0.002):
            shown = show(page, float(time_s))
            off = [float(np.abs(shown - pictures[k]).mean()) for k in (i - 1, i, i + 1)]
            assert off[1] < 1.5, off
            assert min(off[0], off[2]) > 10, off


def embed(path: Path, page: Path) -> Path:
    """Write a page with a film in it: of one that is a file beside it no pixel can be read."""
    data = base64.b64encode(path.read_bytes()).decode()
    page.write_text(f'<!doctype html><title>A</title><video src="data:video/mp4;base64,{data}"></video>', "utf-8")
    return page


def show(page: Page, time_s: float) -> npt.NDArray[np.int_]:
    """Return the picture that is shown at a time, (height, width, 3) RGB 0..255."""
    data = base64.b64decode(page.evaluate(SHOWN, time_s))
    bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert bgr is not None
    return bgr[:, :, ::-1].astype(int)
