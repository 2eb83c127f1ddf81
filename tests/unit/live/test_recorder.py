"""The film of a set: what is in it, that nobody waits for it, and what is left when something goes wrong."""

from __future__ import annotations

import resource
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.live import recorder as module
from formcheck.live.recorder import Recorder
from formcheck.mp4 import Film
from formcheck.sources.camera import Shot
from formcheck.sources.video import VideoReader

BEGINS_S = 7.4
SIZE = (48, 64)
WAITING = 8
FULL = 30_000
"""The largest file on a full disk, bytes."""


def make_shots(count: int, size: tuple[int, int] = SIZE, step_s: float = 0.04) -> list[Shot]:
    """Return plain pictures, each lighter than the one before."""
    shots = []
    for number in range(count):
        rgb = np.full((*size, 3), 40 + 3 * number % 200, np.uint8)
        rgb.flags.writeable = False
        shots.append(Shot(5 + number, BEGINS_S + number * step_s + (number % 3) / 1000, rgb))
    return shots


def record(path: Path, shots: list[Shot]) -> Recorder:
    """Record shots, none of which is dropped."""
    with Recorder(path) as recorder:
        for shot in shots:
            keep_when_there_is_room(recorder, shot)
    return recorder


def keep_when_there_is_room(recorder: Recorder, shot: Shot) -> None:
    before = recorder.dropped
    recorder.keep(shot)
    while recorder.dropped > before:
        recorder.dropped = before
        time.sleep(0.005)
        recorder.keep(shot)


def read(path: Path) -> list[tuple[float, np.ndarray[Any, Any]]]:
    with VideoReader(path) as reader:
        return [(picture.time_s, picture.rgb) for picture in reader]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "set.mp4"


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Let writing a picture take until the event is set."""
    going_on = threading.Event()
    monkeypatch.setattr("formcheck.mp4.Mp4Writer.write", lambda *_: going_on.wait(10.0))
    yield going_on
    going_on.set()


def test_the_film_has_the_shots_with_their_times_from_the_first_on(path: Path) -> None:
    shots = make_shots(40)
    recorder = record(path, shots)
    pictures = read(path)
    assert [time_s for time_s, _ in pictures] == pytest.approx([s.time_s - BEGINS_S for s in shots], abs=1e-4)
    for (_, rgb), shot in zip(pictures, shots, strict=True):
        assert rgb.mean() == pytest.approx(shot.rgb.mean(), abs=3.0)
    assert recorder.film == Film(path, BEGINS_S)
    assert (recorder.failure, recorder.note, recorder.written, recorder.dropped) == (None, None, 40, 0)
    assert [*path.parent.iterdir()] == [path]


def test_the_film_is_for_its_owner_alone(path: Path) -> None:
    record(path, make_shots(3))
    assert path.stat().st_mode & 0o777 == 0o600


def test_sides_of_an_odd_number_of_pixels_get_one_more(path: Path) -> None:
    record(path, make_shots(3, (47, 63)))
    assert read(path)[0][1].shape == (48, 64, 3)


def test_without_a_shot_there_is_no_film_and_an_old_one_stays(path: Path) -> None:
    path.write_bytes(b"the one before")
    recorder = record(path, [])
    assert (recorder.film, recorder.failure) == (None, None)
    assert path.read_bytes() == b"the one before"
    assert [*path.parent.iterdir()] == [path]


def test_what_ends_the_set_does_not_end_the_film(path: Path) -> None:
    def interrupt(recorder: Recorder) -> None:
        for shot in make_shots(WAITING):
            recorder.keep(shot)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Recorder(path) as recorder:
        interrupt(recorder)
    assert len(read(path)) == WAITING


def test_who_looks_never_waits_and_what_does_not_fit_is_dropped_and_told(path: Path, hanging: threading.Event) -> None:
    with Recorder(path) as recorder:
        begun_s = time.monotonic()
        for shot in make_shots(50):
            recorder.keep(shot)
        assert time.monotonic() - begun_s < 0.2
        assert 50 - WAITING - 2 <= recorder.dropped <= 50 - WAITING
        hanging.set()
    came = f"{recorder.written} of 50 pictures"
    assert recorder.written == 50 - recorder.dropped
    assert str(recorder.note) == f"{path}: {came} are in the film; this computer could not keep up with the rest."


def test_a_picture_that_is_missing_here_and_there_is_not_told(path: Path) -> None:
    recorder = record(path, make_shots(30))
    recorder.dropped = 1
    assert recorder.note is None


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of the size of files there")
def test_a_full_disk_is_one_line_and_leaves_what_was_there(path: Path) -> None:
    path.write_bytes(b"the one before")
    noise = np.random.default_rng(0).integers(0, 255, (20, 240, 320, 3), np.uint8)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, before[1]))
    try:
        recorder = record(path, [Shot(number, number / 5, rgb) for number, rgb in enumerate(noise)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert recorder.film is None
    assert str(recorder.failure) == (
        f"{path}: could not be written (File too large). Free some space or write elsewhere."
    )
    assert path.read_bytes() == b"the one before"
    assert [*path.parent.iterdir()] == [path]


def test_an_encoder_that_fails_is_one_line_and_nothing_piles_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise ValueError("Invalid argument")

    monkeypatch.setattr("formcheck.mp4.Mp4Writer.write", fail)
    recorder = record(path, make_shots(5 * WAITING))
    assert str(recorder.failure) == f"{path}: the film could not be recorded (Invalid argument)."
    assert (recorder.film, recorder.dropped) == (None, 0)
    assert [*path.parent.iterdir()] == []


def test_the_end_does_not_wait_forever_for_a_disk(
    path: Path, hanging: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_END_LIMIT_S", 0.2)
    for count in (1, 3 * WAITING):
        begun_s = time.monotonic()
        with Recorder(path) as recorder:
            for shot in make_shots(count):
                recorder.keep(shot)
        assert time.monotonic() - begun_s < 2.0
        assert recorder.film is None
        assert str(recorder.failure) == f"{path}: the film could not be completed, the disk does not answer."


def test_a_process_that_is_killed_leaves_a_film_that_can_be_played(path: Path) -> None:
    """All but the last 2 s, under a name that can be seen."""
    code = f"""
        import os, signal
        from pathlib import Path
        from formcheck.live.recorder import Recorder
        from tests.unit.live.test_recorder import keep_when_there_is_room, make_shots
        with Recorder(Path({str(path)!r})) as recorder:
            for shot in make_shots(200):
                keep_when_there_is_room(recorder, shot)
            while recorder.written < 200:
                pass
            os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False, timeout=60)
    (left,) = path.parent.iterdir()
    assert left.match("set.part-*.mp4")
    assert 200 - 2.0 / 0.04 <= len(read(left)) <= 200
