"""Films played in real time, and streams from a server on this machine that stalls, breaks and comes back."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from formcheck.errors import CameraError
from formcheck.sources.camera import Camera, CameraState, Shot
from formcheck.sources.video import VideoReader
from tests.e2e.clips import SAMPLES, Timed, set_rotation_flag, write_clip
from tests.e2e.streams import Phone, paint_code, read_code, serve

RATE_HZ = 30


@pytest.fixture
def phone() -> Iterator[Phone]:
    with serve() as phone:
        yield phone


def paint_film(seconds: float, still_from_s: float = 1e9, dark_from_s: float = 1e9) -> Iterator[Timed]:
    rng = np.random.default_rng(0)
    for number in range(round(seconds * RATE_HZ)):
        time_s = number / RATE_HZ
        rgb = paint_code(number if time_s < still_from_s else 0)
        if time_s < still_from_s:
            rgb[100:] += rng.integers(0, 60, (140, 320, 3), np.uint8)
        yield Timed(time_s, rgb if time_s < dark_from_s else rgb // 64)


def look(camera: Camera, seconds: float = 60.0, pause_s: float = 0.0) -> tuple[list[Shot], list[CameraState]]:
    """Take pictures until the end; what came, and the states in turn."""
    shots: list[Shot] = []
    states: list[CameraState] = []
    until_s = time.perf_counter() + seconds
    while time.perf_counter() < until_s:
        shot = camera.newest(shots[-1].number if shots else 0, 0.1)
        shots += [shot] if shot else []
        if not states or camera.state is not states[-1]:
            states.append(camera.state)
        if camera.state is CameraState.ENDED:
            break
        time.sleep(pause_s)
    return shots, states


def test_a_film_is_played_in_real_time_with_the_times_of_its_container(tmp_path: Path) -> None:
    steps_s = np.random.default_rng(1).uniform(0.015, 0.07, 70)  # a variable frame rate
    times_s = np.cumsum(steps_s) - steps_s[0]
    film = write_clip(tmp_path / "a film % 1.mp4", (Timed(float(t), paint_code(n)) for n, t in enumerate(times_s)))
    with VideoReader(film) as reader:
        true_s = [picture.time_s for picture in reader]
    with Camera(film) as camera:
        began_s = time.perf_counter()
        shots, states = look(camera)
        lasted_s = time.perf_counter() - began_s
    assert states == [CameraState.OK, CameraState.ENDED]
    assert lasted_s == pytest.approx(true_s[-1], abs=0.15)
    assert len(shots) + camera.dropped == len(true_s)
    assert len(shots) >= 0.9 * len(true_s)
    for shot in shots:
        assert read_code(shot.rgb) == shot.number - 1
        assert shot.time_s == true_s[shot.number - 1]


def test_a_slow_looker_gets_few_pictures_but_new_ones(tmp_path: Path) -> None:
    film = write_clip(tmp_path / "film.mp4", paint_film(3.0))
    with Camera(film) as camera:
        shots, _ = look(camera, pause_s=0.25)
    assert 8 <= len(shots) <= 13
    assert camera.dropped == 90 - len(shots)
    assert np.diff([shot.time_s for shot in shots]).min() > 0.2


def test_a_film_from_a_phone_held_upright_is_upright(tmp_path: Path) -> None:
    film = write_clip(tmp_path / "film.mp4", paint_film(0.5))
    set_rotation_flag(film, 90)
    with Camera(film) as camera:
        assert (camera.width, camera.height) == (240, 320)


def test_a_frozen_and_then_a_black_film_say_so(tmp_path: Path) -> None:
    film = write_clip(tmp_path / "film.mp4", paint_film(10.0, still_from_s=1.0, dark_from_s=8.0))
    with Camera(film) as camera:
        shots, states = look(camera)
    assert states[0] is CameraState.OK
    assert [s for s in states if s is not CameraState.OK] == [
        CameraState.FROZEN,
        CameraState.BLACK,
        CameraState.ENDED,
    ]
    times_s = np.array([shot.time_s for shot in shots])
    assert np.all((times_s < 6.05) | (times_s > 7.9))  # what stands still is not handed out
    assert times_s[-1] == pytest.approx(299 / 30, abs=0.01)


@pytest.mark.parametrize("name", ["plank-sag", "single-leg-stance-lean", "draw-in-breath-held"])
def test_holding_still_is_not_frozen(name: str) -> None:
    """These clips, rendered without noise, repeat one picture for 2.5 to 3.8 s."""
    from formcheck.sources.camera import _FILM_FROZEN_AFTER_S
    from formcheck.sources.picture_check import PictureCheck

    check = PictureCheck(_FILM_FROZEN_AFTER_S)
    with VideoReader(SAMPLES / f"{name}.mp4") as reader:
        for picture in reader:
            check.take(picture.time_s, picture.rgb)
            assert not check.frozen


@pytest.mark.parametrize("path", ["/video", "/live.mp4"])
def test_a_stream_gives_its_newest_picture(phone: Phone, path: str) -> None:
    with Camera(phone.url(path)) as camera:
        look(camera, 2.0)  # what had gathered before the stream was open
        shots, states = look(camera, 2.0)
        now = read_code(shots[-1].rgb)
        assert max(phone.sent_s) - now <= 6  # a fifth of a second
    assert states == [CameraState.OK]
    assert len(shots) > 40
    sent_s = np.array([phone.sent_s[read_code(shot.rgb)] for shot in shots])
    assert np.all(np.diff(sent_s) > 0)
    assert np.median(np.abs(np.diff(sent_s) - np.diff([shot.time_s for shot in shots]))) < 0.02


@pytest.mark.parametrize("path", ["/video", "/live.mp4"])
def test_a_stream_that_breaks_is_lost_and_goes_on_when_it_is_back(phone: Phone, path: str) -> None:
    with Camera(phone.url(path)) as camera:
        before, _ = look(camera, 3.0)
        phone.broken.set()
        broke_s = time.perf_counter()
        _, states = look(camera, 1.5)
        assert states[-1] is CameraState.LOST
        time.sleep(1.5)
        phone.broken.clear()
        phone.size = (180, 320)  # the phone was turned, or the app started anew
        _, states = look(camera, 3.5)
        assert states[-1] is CameraState.OK
        shot = camera.newest(before[-1].number, 1.0)
        assert shot is not None
        assert shot.rgb.shape == (240, 320, 3)
        assert shot.time_s - before[-1].time_s == pytest.approx(time.perf_counter() - broke_s, abs=0.2)


@pytest.mark.parametrize("path", ["/video", "/live.mp4"])
def test_a_stream_that_stalls_is_opened_again(phone: Phone, path: str) -> None:
    with Camera(phone.url(path)) as camera:
        look(camera, 3.0)
        phone.flowing.clear()
        _, states = look(camera, 2.0)
        assert states == [CameraState.OK, CameraState.STALLED]
        phone.flowing.set()
        _, states = look(camera, 4.0)
        assert states[-1] is CameraState.OK
        assert phone.requests >= 2


def test_an_address_that_does_not_answer_is_an_error_within_6_s(phone: Phone) -> None:
    began_s = time.perf_counter()
    with pytest.raises(CameraError, match="no picture comes from there"):
        Camera(phone.url("/silent"))
    assert time.perf_counter() - began_s < 6.0


def test_an_address_without_pictures_is_an_error_at_once(phone: Phone) -> None:
    with pytest.raises(CameraError, match="no picture comes from there"):
        Camera(phone.url("/nothing"))
    assert phone.requests == 1


def test_a_film_at_an_address_is_played_like_a_file(phone: Phone, tmp_path: Path) -> None:
    phone.film = write_clip(tmp_path / "film.mp4", paint_film(3.0), index_first=True).read_bytes()
    with Camera(phone.url("/film.mp4")) as camera:
        shots, states = look(camera)
    assert states == [CameraState.OK, CameraState.ENDED]
    assert shots[-1].number == 90
    assert shots[-1].time_s == pytest.approx(89 / 30, abs=0.001)
    assert phone.requests == 1


@pytest.mark.parametrize("what", ["stalled", "film", "silent"])
def test_the_program_ends_at_once_whatever_the_camera_does(phone: Phone, what: str) -> None:
    """A process that ends while FFmpeg reads or opens in a thread: no crash, no wait, nothing on stderr."""
    source = {"stalled": phone.url("/video"), "silent": phone.url("/silent"), "film": f"{SAMPLES}/plank-sag.mp4"}[what]
    program = f"""
import threading, time
from formcheck.sources.camera import Camera, parse_source
def open_it():
    global camera
    camera = Camera(parse_source({source!r}))
threading.Thread(target=open_it, daemon=True).start()
time.sleep(2)
print("leaving", flush=True)
if {what!r} != "silent":
    camera.close()
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        time.sleep(1.0)
        if what == "stalled":
            phone.flowing.clear()
        process.stdout.readline()
        began_s = time.perf_counter()
        _, err = process.communicate(timeout=20)
        took_s = time.perf_counter() - began_s
    assert (process.returncode, err) == (0, b"")
    assert took_s < 2.0


def test_closing_a_silent_stream_is_quick() -> None:
    """One that accepts the connection and says nothing after the first pictures."""
    with serve() as phone:
        camera = Camera(phone.url("/video"))
        phone.flowing.clear()
        time.sleep(0.3)
        began_s = time.perf_counter()
        camera.close()
        assert time.perf_counter() - began_s < 1.0


def test_a_port_that_only_listens_does_not_hang() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        began_s = time.perf_counter()
        with pytest.raises(CameraError):
            Camera(f"rtsp://127.0.0.1:{server.getsockname()[1]}/live")
        assert time.perf_counter() - began_s < 6.0
