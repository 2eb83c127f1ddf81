"""Cameras that are not there: feeds that do as they are told."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterable, Iterator

import numpy as np
import numpy.typing as npt

from formcheck.errors import CameraError
from formcheck.messages import Message
from formcheck.sources.capture import Source
from formcheck.sources.video import Picture

__all__ = ["FakeFeed", "Socket", "live", "make_picture"]


def make_picture(number: int, size: tuple[int, int] = (48, 64)) -> npt.NDArray[np.uint8]:
    """A grey picture that differs from its neighbours in one byte."""
    rgb = np.full((*size, 3), 128, np.uint8)
    rgb[0, 0, 0] = number % 256
    return rgb


class FakeFeed:
    """Gives pictures; ``None`` among them is a failed read, an event is waited for, as in a driver that hangs."""

    def __init__(self, pictures: Iterable[Picture | threading.Event | None], *, is_film: bool = False) -> None:
        self._pictures = iter(pictures)
        self.is_film = is_film
        self.released = False
        self.readers: set[int] = set()

    def read(self) -> Picture | None:
        self.readers.add(threading.get_ident())
        item = next(self._pictures, None)
        while isinstance(item, threading.Event):
            item.wait(30)
            item = next(self._pictures, None)
        return item

    def release(self) -> None:
        self.released = True


def live(
    rate_hz: float = 100, *, size: tuple[int, int] = (48, 64), plugged_in: Callable[[], bool] = lambda: True
) -> Iterator[Picture]:
    """Pictures at a rate, while plugged in. Their own times are those of a stream that has none: 0."""
    for number in itertools.takewhile(lambda _: plugged_in(), itertools.count()):
        time.sleep(1 / rate_hz)
        yield Picture(0.0, make_picture(number, size))


class Socket:
    """Where a camera is plugged in: ``feeds`` are what one opening after another gives; none left is no camera."""

    def __init__(self, *feeds: FakeFeed) -> None:
        self.feeds = list(feeds)
        self.opened_s: list[float] = []

    def __call__(self, source: Source) -> FakeFeed:
        self.opened_s.append(time.perf_counter())
        if not self.feeds:
            raise CameraError(Message(f"camera {source}: none"))
        return self.feeds.pop(0)
