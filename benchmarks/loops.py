"""The barest loop over a clip that finds landmarks, formcheck on the same clip, and formcheck's extra work alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import mediapipe as mp
import numpy as np
import numpy.typing as npt

from formcheck import analyze
from formcheck.pose import BEND, PoseFrame
from formcheck.sources.landmarker import Landmarker, _make_base_options
from formcheck.sources.models import find_model
from formcheck.sources.native import capture_native_stderr
from formcheck.sources.surface import SurfaceFollower

__all__ = ["ExtraWork", "Taken", "measure_extra_work", "time_barest_loop", "time_formcheck"]

Rgb = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Taken:
    """Time on the clock and time of all processors, s."""

    wall_s: float
    cpu_s: float


class _Stopwatch:
    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self) -> Taken:
        return Taken(time.perf_counter() - self._wall, time.process_time() - self._cpu)


def time_formcheck(clip: Path, model: str) -> Taken:
    """Return how long `formcheck.analyze` takes, with making its landmarkers."""
    watch = _Stopwatch()
    analyze(clip, model=model)
    return watch.read()


def time_barest_loop(clip: Path, model: str) -> Taken:
    """Return how long it takes to read each frame and have MediaPipe find the landmarks, with making it."""
    watch = _Stopwatch()
    with capture_native_stderr(), _make_landmarker(model, "VIDEO", poses=1) as landmarker:
        for time_ms, rgb in _read(clip):
            landmarker.detect_for_video(_wrap(rgb), time_ms)
    return watch.read()


@contextmanager
def _make_landmarker(model: str, mode: str, *, poses: int) -> Iterator[Any]:
    """Give a landmarker with the options that formcheck uses; masks are asked for by neither."""
    vision = mp.tasks.vision
    options = vision.PoseLandmarkerOptions(
        base_options=_make_base_options(mp, str(find_model(model))),
        running_mode=vision.RunningMode[mode],
        num_poses=poses,
    )
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        yield landmarker


def _wrap(rgb: Rgb) -> Any:
    return mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb)


def _read(clip: Path) -> Iterator[tuple[int, Rgb]]:
    """Yield the time in ms, strictly rising, and the picture of each frame, in one thread."""
    capture = cv2.VideoCapture(str(clip), cv2.CAP_FFMPEG)
    last = -1
    try:
        while True:
            ok, bgr = capture.read()
            if not ok:
                return
            rgb: Any = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
            last = max(last + 1, round(capture.get(cv2.CAP_PROP_POS_MSEC)))
            yield last, rgb
    finally:
        capture.release()


@dataclass(frozen=True, slots=True)
class ExtraWork:
    """What formcheck does besides the barest loop, each alone in one thread, s for the whole clip.

    ``setup_s`` is making the second landmarker, which counts the people.
    """

    frames: int
    surface_s: float
    people_s: float
    setup_s: float


def measure_extra_work(clip: Path, model: str, *, count_every_s: float = 2.0) -> ExtraWork:
    """Return what following the surface and counting the people take on a clip."""
    counter_model = "lite" if model != "lite" else model
    start = time.perf_counter()
    with capture_native_stderr(), _make_landmarker(counter_model, "IMAGE", poses=1) as counter:
        setup_s = time.perf_counter() - start
        _, first = next(_read(clip))
        counter.detect(_wrap(first))
        frames, surface_s, people_s, next_ms = 0, 0.0, 0.0, 0.0
        follower = SurfaceFollower(BEND)
        with closing(Landmarker(model)) as landmarker:
            for time_ms, rgb in _read(clip):
                if time_ms >= next_ms:
                    next_ms = time_ms + 1000.0 * count_every_s
                    people_s += _time(lambda rgb=rgb: counter.detect(_wrap(rgb)))
                pose = landmarker.detect(time_ms / 1000.0, rgb)
                surface_s += _time(lambda pose=pose, rgb=rgb: _follow(follower, pose, rgb))
                frames += 1
    return ExtraWork(frames, surface_s, people_s, setup_s)


def _follow(follower: SurfaceFollower, pose: PoseFrame, rgb: Rgb) -> None:
    follower.follow(pose, rgb)


def _time(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
