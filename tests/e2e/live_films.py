"""Films of whole sets for `formcheck live`: somebody who waits on the mat first, and a room in which much goes on."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np

from tests.e2e.clips import SAMPLES, Timed, keep_every, keep_until, read_clip, write_clip
from tests.e2e.displays import Rgb

__all__ = [
    "WAIT_S",
    "read_set",
    "walk_dog",
    "walk_person",
    "write_degraded_set",
    "write_empty_room",
    "write_set",
    "write_set_with",
]

WAIT_S = 11.0
"""The first picture stays for so long: loading the model, set-up and count-in take 8 s, and more on a busy machine."""
RATE_HZ = 30.0
THREE_REPS_S = 15.2
REST_S = 10.0
"""In the clip of correct lifts: two are done, and the person rests."""
AWAY_S, PASSING_S = 3.0, 1.5
"""Nobody is in the picture; then somebody walks through it."""
APART = 40
"""What differs from the wall beside it by so much, of 255, is somebody."""
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


def read_set(name: str, end_s: float = 60.0) -> list[Rgb]:
    """Return the pictures of a sample clip after `WAIT_S` of its first one, at 15 a second.

    No two are quite the same, as from a sensor.
    """
    clip = _read(name)
    whole = itertools.chain(_hold(clip[0].rgb, WAIT_S), keep_until(clip, end_s))
    grains = itertools.cycle(np.random.default_rng(0).integers(0, 6, (7, 480, 640, 3), np.uint8))
    return [np.maximum(p.rgb, 6) - grain for p, grain in zip(keep_every(whole, 2), grains, strict=False)]


def write_set_with(path: Path, change: Callable[[float, Rgb], Rgb], end_s: float = THREE_REPS_S) -> Path:
    """Write correct lifts at 15 pictures a second, each picture changed: it is given with its time in the clip, s."""
    clip = _read("hip-lift-correct")
    lifts = (Timed(time_s, change(time_s, rgb)) for time_s, rgb in keep_until(clip, end_s))
    return write_clip(path, keep_every(_join(_hold(clip[0].rgb, WAIT_S), lifts), 2))


def walk_person(time_s: float, rgb: Rgb, lasts_s: float) -> Rgb:
    """Return a picture with somebody who walks from left to right behind the mat, and takes so long."""
    other = _cut_person()
    rows, columns = other.shape[:2]
    left = round((640 + columns) * time_s / lasts_s) - columns
    a, b = max(left, 0), min(left + columns, 640)
    shown = rgb.copy()
    place, person = shown[:rows, a:b], other[:, a - left : b - left]
    wall = rgb[:rows, [*range(100), *range(540, 640)]].mean(axis=1, keepdims=True)
    behind = np.abs(place - wall).max(axis=2, keepdims=True) < APART
    np.copyto(place, person, where=behind & (person > 0).any(axis=2, keepdims=True))
    return shown


@functools.cache
def _cut_person() -> Rgb:
    """Return somebody who stands, (h, w, 3), black around, as tall as at the far side of the mat."""
    rgb = _read("single-leg-stance-correct")[0].rgb
    wall = rgb[:, [*range(100), *range(540, 640)]].mean(axis=1, keepdims=True)
    apart = (np.abs(rgb - wall).max(axis=2, keepdims=True) > APART).astype(np.uint8)
    person = (rgb * apart)[30:450, 230:410]
    return np.asarray(cv2.resize(person, None, fx=0.65, fy=0.65, interpolation=cv2.INTER_NEAREST), np.uint8)


def walk_dog(time_s: float, rgb: Rgb, lasts_s: float) -> Rgb:
    """Return a picture with a dog that trots from right to left in front of the mat, and takes so long."""
    shown = rgb.copy()
    x, y = round(760 - 880 * time_s / lasts_s), 350 + round(4 * np.sin(12 * time_s))
    coat = (150, 105, 60)
    for leg in range(4):
        foot = x - 45 + 30 * leg + round(14 * np.sin(10 * time_s + 2 * leg))
        cv2.line(shown, (x - 45 + 30 * leg, y), (foot, y + 70), coat, 12, cv2.LINE_AA)
    cv2.ellipse(shown, (x, y), (70, 30), 0, 0, 360, coat, -1, cv2.LINE_AA)
    cv2.circle(shown, (x - 85, y - 35), 26, coat, -1, cv2.LINE_AA)
    cv2.ellipse(shown, (x - 108, y - 28), (16, 10), 0, 0, 360, (90, 60, 35), -1, cv2.LINE_AA)
    cv2.line(shown, (x + 65, y - 10), (x + 105, y - 45), coat, 9, cv2.LINE_AA)
    return shown
