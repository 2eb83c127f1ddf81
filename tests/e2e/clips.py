"""Odd clips, made from the sample clips: damaged, cropped, turned, retimed, crowded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import av
import numpy as np
import numpy.typing as npt
from av.video.stream import VideoStream

__all__ = [
    "SAMPLES",
    "Timed",
    "change_pictures",
    "interpolate",
    "keep_at_random_steps",
    "keep_every",
    "keep_until",
    "read_clip",
    "set_rotation_flag",
    "write_clip",
]

SAMPLES = Path("samples/clips")
Rgb = npt.NDArray[np.uint8]
_TICKS = 90_000
"""Time stamps a second: fine enough for any rate."""


class Timed(NamedTuple):
    """A picture, (height, width, 3) uint8, with its time in s."""

    time_s: float
    rgb: Rgb


def read_clip(path: Path) -> Iterator[Timed]:
    """Give the pictures of a clip, one at a time."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            assert frame.time is not None
            yield Timed(frame.time, np.asarray(frame.to_ndarray(format="rgb24"), np.uint8))


def write_clip(path: Path, pictures: Iterable[Timed], *, index_first: bool = False) -> Path:
    """Write pictures with exactly their times as an mp4 (H.264); ``index_first`` lets a cut-off file be read."""
    options = {"movflags": "+faststart"} if index_first else {}
    with av.open(str(path), "w", options=options) as container:
        stream: VideoStream = container.add_stream(
            "libx264", rate=30, options={"preset": "veryfast", "crf": "22", "g": "30"}
        )
        stream.pix_fmt = "yuv420p"
        stream.width, stream.height = 640, 480  # of an empty clip
        stream.time_base = stream.codec_context.time_base = Fraction(1, _TICKS)
        for number, (time_s, rgb) in enumerate(pictures):
            if number == 0:
                stream.height, stream.width = rgb.shape[:2]
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
            frame.pts, frame.time_base = round(time_s * _TICKS), Fraction(1, _TICKS)
            container.mux(stream.encode(frame))
        container.start_encoding()  # even of no picture
        container.mux(stream.encode(None))
    return path


def set_rotation_flag(path: Path, clockwise_deg: int) -> None:
    """Set the flag by which a player turns the picture, as a phone held upright does.

    It is a 3x3 matrix of 32-bit numbers in the track header (ISO/IEC 14496-12, 8.3.2): a, b, u, c, d, v, x, y, w.
    """
    one, turn = 1 << 16, {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[clockwise_deg]
    a, b, c, d = (one * k for k in turn)
    matrix = np.array([a, b, 0, c, d, 0, 0, 0, 1 << 30], ">i4").tobytes()
    plain = np.array([one, 0, 0, 0, one, 0, 0, 0, 1 << 30], ">i4").tobytes()
    data = bytearray(path.read_bytes())
    at = data.index(plain, data.index(b"tkhd"))
    data[at : at + len(matrix)] = matrix
    path.write_bytes(data)


def keep_until(pictures: Iterable[Timed], end_s: float) -> Iterator[Timed]:
    """Give the pictures before a time."""
    for picture in pictures:
        if picture.time_s >= end_s:
            return
        yield picture


def keep_every(pictures: Iterable[Timed], n: int) -> Iterator[Timed]:
    """Give every n-th picture: n times fewer a second."""
    return (picture for number, picture in enumerate(pictures) if number % n == 0)


def keep_at_random_steps(pictures: Iterable[Timed], longest: int) -> Iterator[Timed]:
    """Give every 1st to ``longest``-th picture at the time at which it was taken: a variable frame rate."""
    rng = np.random.default_rng(0)
    wait = 1
    for picture in pictures:
        wait -= 1
        if wait == 0:
            yield picture
            wait = int(rng.integers(1, longest + 1))


def interpolate(pictures: Iterable[Timed], rate_hz: float) -> Iterator[Timed]:
    """Give mixtures of neighbouring pictures at an even, higher rate."""
    before: Timed | None = None
    number = 0
    for picture in pictures:
        while before is not None and (time_s := number / rate_hz) < picture.time_s:
            weight = (time_s - before.time_s) / (picture.time_s - before.time_s)
            mixed = before.rgb * np.float32(1 - weight) + picture.rgb * np.float32(weight)
            yield Timed(time_s, np.round(mixed).astype(np.uint8))
            number += 1
        before = picture


def change_pictures(pictures: Iterable[Timed], change: Callable[[Rgb], npt.NDArray[Any]]) -> Iterator[Timed]:
    """Give the pictures changed one by one."""
    return (Timed(time_s, change(rgb)) for time_s, rgb in pictures)
