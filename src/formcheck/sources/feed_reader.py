"""A thread that keeps a camera open and reads it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from formcheck.errors import FormcheckError
from formcheck.sources.capture import READ_LIMIT_S, Feed, Source, explain_silence
from formcheck.sources.native import CAMERA_THREAD
from formcheck.sources.shots import NewestShot

__all__ = ["FeedReader"]

_Result = TypeVar("_Result")

_RETRY_S = 1.0
"""Time between the starts of two attempts to open the camera again. Our choice: soon, and not a load."""
_LATE_S = 0.5
"""A film that lags so far behind is played on from there and not hurried. Our choice: after sleep, or too slow."""
_STALLED_SHARE = 0.9
"""A read that failed after this share of its limit failed for want of data. Our choice: clocks differ a little."""


class FeedReader(threading.Thread):
    """Opens a feed, hands its pictures over as they come, and opens it again when it breaks.

    A daemon: a call into a driver may hang for good, and must keep nobody. Set ``leaving`` to let the thread go: it
    closes the feed itself, when the call under way returns. A feed that gives nothing when first opened, and a bug,
    end the shots with an error.

    Parameters
    ----------
    source, open_feed : what is read, and how it is opened; may raise a `FormcheckError`.
    shots : gets the pictures.
    again : the source has given pictures before. It is no film then, which would begin anew.
    """

    def __init__(
        self, source: Source, open_feed: Callable[[Source], Feed], shots: NewestShot, *, again: bool = False
    ) -> None:
        super().__init__(name=CAMERA_THREAD, daemon=True)
        self._source, self._open_feed, self._shots, self._again = source, open_feed, shots, again
        self.leaving = threading.Event()
        self._called_s: float | None = None
        self._film_from_s: float | None = None

    @property
    def hangs_s(self) -> float:
        """For how long the call under way has not returned, s; 0 without one."""
        called_s = self._called_s
        return 0.0 if called_s is None else time.perf_counter() - called_s

    def run(self) -> None:
        """Read until ``leaving`` is set, or a film is over."""
        try:
            while not self.leaving.is_set():
                began_s = time.perf_counter()
                self._read_feed()
                self.leaving.wait(began_s + _RETRY_S - time.perf_counter())
        except Exception as error:  # noqa: BLE001  (handed over to those who wait for a picture, in whom it is raised)
            self._end(error)

    def _read_feed(self) -> None:
        try:
            feed = self._call(lambda: self._open_feed(self._source))
        except FormcheckError as error:
            self._lose(error, gone=True)
            return
        try:
            self._hand_over(feed)
        finally:
            feed.release()

    def _hand_over(self, feed: Feed) -> None:
        is_first = not self._again
        while not self.leaving.is_set():
            began_s = time.perf_counter()
            picture = self._call(feed.read)
            is_film = feed.is_film and is_first
            if picture is None:
                stalled = time.perf_counter() - began_s >= _STALLED_SHARE * READ_LIMIT_S
                if is_film and self._again:
                    self._end()
                else:
                    self._lose(explain_silence(self._source), gone=not stalled)
                return
            if is_film:
                self._wait_until_due(picture.time_s)
            if not self.leaving.is_set():  # it may have been left behind in the call
                self._shots.take(picture, is_film=is_film)
                self._again = True

    def _lose(self, error: FormcheckError, *, gone: bool) -> None:
        if not self._again:
            self._end(error)
        elif not self.leaving.is_set():
            self._shots.lose(gone=gone)

    def _end(self, error: Exception | None = None) -> None:
        if not self.leaving.is_set():
            self.leaving.set()
            self._shots.end(error)

    def _wait_until_due(self, time_s: float) -> None:
        now_s = time.perf_counter()
        if self._film_from_s is None or now_s - (self._film_from_s + time_s) > _LATE_S:
            self._film_from_s = now_s - time_s
        self.leaving.wait(self._film_from_s + time_s - now_s)

    def _call(self, function: Callable[[], _Result]) -> _Result:
        self._called_s = time.perf_counter()
        try:
            return function()
        finally:
            self._called_s = None
