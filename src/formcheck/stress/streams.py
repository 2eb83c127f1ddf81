"""Changes of a whole film, picture by picture: nothing is written to a disk, and few pictures are in memory."""

from __future__ import annotations

import functools
import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from formcheck.sources.native import import_native
from formcheck.sources.video import Picture
from formcheck.stress.pictures import Rgb, add_noise

__all__ = ["Change", "compress", "drop", "keep", "keep_rate", "make_noisy", "picture_by_picture"]

Change = Callable[[Iterable[Picture]], Iterator[Picture]]
"""Takes the pictures of a film in order of time and gives those of another; times stay as they were."""
av = import_native("av")
_SEED = 0
_EARLY_SHARE = 0.25
"""By how much of an interval a picture may come early: times of films are rounded."""


def keep(pictures: Iterable[Picture]) -> Iterator[Picture]:
    """Give the film as it is."""
    yield from pictures


def picture_by_picture(change: Callable[..., Rgb], *values: float) -> Change:
    """Return the change of a film that changes each picture by itself; ``values`` come after the picture."""
    return functools.partial(_change_each, change=change, values=values)


def _change_each(
    pictures: Iterable[Picture], change: Callable[..., Rgb], values: tuple[float, ...]
) -> Iterator[Picture]:
    for picture in pictures:
        yield Picture(picture.time_s, change(picture.rgb, *values))


def make_noisy(pictures: Iterable[Picture], sigma: float) -> Iterator[Picture]:
    """Add noise to every picture, another each time and the same in each run; see `add_noise`."""
    rng = np.random.default_rng(_SEED)
    for picture in pictures:
        yield Picture(picture.time_s, add_noise(picture.rgb, sigma, rng))


def keep_rate(pictures: Iterable[Picture], rate_hz: float) -> Iterator[Picture]:
    """Give at most so many pictures a second, evenly; a film that has fewer stays as it is."""
    first_s, last = None, -1
    for picture in pictures:
        first_s = picture.time_s if first_s is None else first_s
        place = math.floor((picture.time_s - first_s) * rate_hz + _EARLY_SHARE)
        if place > last:
            last = place
            yield picture


def drop(pictures: Iterable[Picture], share: float) -> Iterator[Picture]:
    """Drop a share of the pictures, here and there, the same ones in each run."""
    rng = np.random.default_rng(_SEED)
    return (picture for picture in pictures if rng.random() >= share)


def compress(pictures: Iterable[Picture], crf: int) -> Iterator[Picture]:
    """Give the pictures as they come out of H.264 (x264); ``crf`` is its quality, 23 by default, 51 the worst.

    A last odd row or column is cut off: H.264 as cameras and players use it has none.
    """
    coders: tuple[Any, Any] | None = None
    waiting: deque[float] = deque()
    for picture in pictures:
        coders = coders or (_make_encoder(picture.rgb, crf), _make_decoder())
        encoder, decoder = coders
        waiting.append(picture.time_s)
        yield from _decode(decoder, encoder.encode(_make_frame(picture.rgb)), waiting)
    if coders is not None:
        encoder, decoder = coders
        yield from _decode(decoder, encoder.encode(None), waiting)
        yield from _take_out(decoder.decode(None), waiting)


def _make_encoder(rgb: Rgb, crf: int) -> Any:
    encoder = av.CodecContext.create("libx264", "w")
    encoder.height, encoder.width = (size - size % 2 for size in rgb.shape[:2])
    encoder.pix_fmt, encoder.time_base, encoder.thread_count = "yuv420p", Fraction(1, 30), 1
    encoder.options = {"crf": str(crf), "preset": "veryfast", "tune": "zerolatency"}
    return encoder


def _make_decoder() -> Any:
    decoder = av.CodecContext.create("h264", "r")
    decoder.thread_count = 1
    return decoder


def _make_frame(rgb: Rgb) -> Any:
    height, width = (size - size % 2 for size in rgb.shape[:2])
    return av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb[:height, :width]), format="rgb24")


def _decode(decoder: Any, packets: Iterable[Any], times_s: deque[float]) -> Iterator[Picture]:
    for packet in packets:
        yield from _take_out(decoder.decode(packet), times_s)


def _take_out(frames: Iterable[Any], times_s: deque[float]) -> Iterator[Picture]:
    """Give decoded pictures with their times: none comes before an earlier one, and none is lost."""
    for frame in frames:
        yield Picture(times_s.popleft(), np.asarray(frame.to_ndarray(format="rgb24"), np.uint8))
