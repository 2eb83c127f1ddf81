"""Films of whole sets for `formcheck live`: somebody who waits on the mat first, and a room in which much goes on."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from tests.e2e.clips import SAMPLES, Timed, keep_every, keep_until, read_clip, write_clip
from tests.e2e.displays import Rgb

__all__ = ["WAIT_S", "read_set", "write_degraded_set", "write_empty_room", "write_set"]

WAIT_S = 11.0
"""The first picture stays for so long: loading the model, set-up and count-in take 8 s, and more on a busy machine."""
RATE_HZ = 30.0
THREE_REPS_S = 15.2
REST_S = 10.0
"""In the clip of correct lifts: two are done, and the person rests."""
AWAY_S, PASSING_S = 3.0, 1.5
"""Nobody is in the picture; then somebody walks through it."""
DARK, NOISE = 0.4, 25
"""The light that is left, and the noise of the pixels, up to so much of 255."""


def _hold(rgb: Rgb, seconds: float, rate_hz: float = RATE_HZ) -> Iterator[Timed]:
    return (Timed(number / rate_hz, rgb) for number in range(round(seconds * rate_hz)))


def _join(*parts: Iterable[Timed]) -> Iterator[Timed]:
    """Give parts one after the other; time goes on from each to the next."""
    start_s = 0.0
    for part in parts:
        first_s: float | None = None
        last_s = start_s
        for time_s, rgb in part:
            first_s = time_s if first_s is None else first_s
            last_s = start_s + time_s - first_s
            yield Timed(last_s, rgb)
        start_s = last_s + 1 / RATE_HZ


def _read(name: str) -> list[Timed]:
    return list(read_clip(SAMPLES / f"{name}.mp4"))


def write_set(path: Path, name: str, end_s: float = 60.0) -> Path:
    """Write a sample clip after `WAIT_S` of its first picture, 15 pictures a second: a busy machine can follow."""
    clip = _read(name)
    return write_clip(path, keep_every(_join(_hold(clip[0].rgb, WAIT_S), keep_until(clip, end_s)), 2))


def write_empty_room(path: Path, seconds: float) -> Path:
    """Write a film of a room with nobody in it."""
    return write_clip(path, _hold(_read("empty-room")[0].rgb, seconds))


def write_degraded_set(path: Path) -> Path:
    """Write three correct lifts at 15 pictures a second in a dark room, with noise.

    After the second the person is gone for 3 s, is back, and another one walks through the picture behind.
    """
    clip = _read("hip-lift-correct")
    before = [picture for picture in clip if picture.time_s < REST_S]
    rest = before[-1].rgb
    room = np.median(np.stack([p.rgb for p in clip[::20]]), axis=0).astype(np.uint8)
    room[240:340, 80:500] = room[240:340, 500:510].mean(axis=1, keepdims=True).astype(np.uint8)
    room[150:240, 80:500] = room[150:240, 500:510].mean(axis=1, keepdims=True).astype(np.uint8)
    passing = _walk_through(rest, _read("overhead-squat-front-correct")[0].rgb)
    after = keep_until((picture for picture in clip if picture.time_s >= REST_S), THREE_REPS_S)
    whole = _join(_hold(clip[0].rgb, WAIT_S), before, _hold(room, AWAY_S), _hold(rest, 1.0), passing, after)
    rng = np.random.default_rng(0)
    grains = itertools.cycle([rng.integers(0, NOISE, (480, 640, 3), np.uint8) for _ in range(10)])
    dark = (np.arange(256) * DARK).astype(np.uint8)
    pictures = zip(keep_every(whole, 2), grains, strict=False)
    return write_clip(path, (Timed(time_s, dark[rgb] + grain) for (time_s, rgb), grain in pictures))


def _walk_through(rgb: Rgb, other: Rgb) -> Iterator[Timed]:
    """Give pictures in which somebody who stands in another clip passes from left to right, behind the mat."""
    person = other[:, 230:410][::2, ::2]
    rows, columns = person.shape[:2]
    for time_s, picture in _hold(rgb, PASSING_S):
        left = round((640 - columns) * time_s / PASSING_S)
        shown = picture.copy()
        shown[:rows, left : left + columns] = person
        yield Timed(time_s, shown)


def read_set(name: str, end_s: float) -> list[Rgb]:
    """Return the pictures of a sample clip after `WAIT_S` of its first one, at 15 a second."""
    clip = _read(name)
    return [p.rgb for p in keep_every(itertools.chain(_hold(clip[0].rgb, WAIT_S), keep_until(clip, end_s)), 2)]
