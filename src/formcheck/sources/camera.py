"""A camera, a stream, or a film played in real time: always the newest picture, never a queue."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from formcheck.sources.capture import Feed, Source, explain_silence, open_feed
from formcheck.sources.feed_reader import FeedReader
from formcheck.sources.picture_check import PictureCheck
from formcheck.sources.shots import CameraState, NewestShot, Shot

__all__ = ["Camera", "CameraState", "Shot", "parse_source"]

_START_LIMIT_S = 20.0
"""The first picture must come within this. Our choice: on Windows a webcam may take so long."""
_HANGING_AFTER_S = 6.0
"""A call that has not returned by then is left behind. Our choice: opening a stream may take 5 s."""
_FROZEN_AFTER_S, _FILM_FROZEN_AFTER_S = 2.0, 5.0
"""The same picture for so long is frozen: a webcam's, and a film's or a stream's. Our choice: our sample clips, which
are rendered without noise, repeat one for up to 3.8 s."""
_WATCH_S = 0.5
"""How often someone who waits looks whether a call hangs. Our choice."""
_CLOSE_LIMIT_S = 0.8
"""How long closing waits for the reading thread; then it is left behind. Our choice: `Camera.close` is back in 1 s."""
_NUMBER = re.compile("(?:/dev/video)?([0-9]{1,2})")
"""Two digits: OpenCV takes hundreds in a number for the choice of a driver."""
_URL = re.compile("[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def parse_source(text: str) -> Source:
    """Return what a person means by a camera: "0" a webcam, "rtsp://..." a URL, anything else a file."""
    if number := _NUMBER.fullmatch(text.strip()):
        return int(number.group(1))
    return text.strip() if _URL.match(text.strip()) else Path(text)


class Camera:
    """The newest picture of a webcam, a stream, or a film played in real time; use as a context manager.

    It is made when the first picture has come. A thread reads; older pictures are dropped, never queued. When a
    webcam or a stream gives nothing, it is opened again about once a second, and times go on by the clock, so that a
    gap is a gap. A film keeps the times of its container. A picture of another size is fitted into the first's.

    Parameters
    ----------
    source : the number of a webcam, a URL (http, rtsp), or a file.
    open_feed : how it is opened; another one for tests.

    Raises
    ------
    CameraError
        When the webcam is missing or busy, or the stream gives no picture.
    VideoError
        When the file is not a video.
    SetupError
        When OpenCV cannot be loaded.
    """

    def __init__(self, source: Source, *, open_feed: Callable[[Source], Feed] = open_feed) -> None:
        self._source, self._open_feed = source, open_feed
        check = PictureCheck(_FROZEN_AFTER_S if isinstance(source, int) else _FILM_FROZEN_AFTER_S)
        self._shots = NewestShot(check)
        self._exchange = threading.Lock()
        self._left_behind: FeedReader | None = None
        self._reader = FeedReader(source, open_feed, self._shots)
        self._reader.start()
        try:
            if not self._shots.await_first(_START_LIMIT_S):
                raise explain_silence(source)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Camera:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def state(self) -> CameraState:
        """How the camera is, now; ENDED when the last picture of a film has been taken, and when closed."""
        return self._shots.state

    @property
    def dropped(self) -> int:
        """Pictures that nobody took."""
        return self._shots.dropped

    @property
    def width(self) -> int:
        """Of every shot, pixels."""
        return self._shots.width

    @property
    def height(self) -> int:
        """Of every shot, pixels."""
        return self._shots.height

    def newest(self, after: int, timeout_s: float) -> Shot | None:
        """Return the newest shot, once there is one with a number above ``after``; for any thread.

        None when none comes within the timeout; at once when the film is over or the camera closed.
        """
        until_s = time.perf_counter() + timeout_s
        while True:
            ended = self._shots.ended
            shot = self._shots.wait(after, min(until_s - time.perf_counter(), _WATCH_S))
            if shot is not None or ended or time.perf_counter() >= until_s:
                return shot
            self._replace_hanging_reader()

    def close(self) -> None:
        """Stop reading. Returns within 1 s, also when a driver hangs, whose thread then keeps nobody."""
        self._shots.close()
        until_s = time.perf_counter() + _CLOSE_LIMIT_S
        with self._exchange:
            readers = [reader for reader in (self._reader, self._left_behind) if reader]
        for reader in readers:
            reader.leaving.set()
        for reader in readers:
            reader.join(max(0.0, until_s - time.perf_counter()))

    def _replace_hanging_reader(self) -> None:
        """Leave a thread behind that hangs, and read in another one, unless one is left behind already."""
        with self._exchange:
            left = self._left_behind is not None and self._left_behind.is_alive()
            is_file = isinstance(self._source, Path)
            if left or is_file or self._shots.ended or self._reader.hangs_s < _HANGING_AFTER_S:
                return
            self._reader.leaving.set()
            self._left_behind = self._reader
            self._reader = FeedReader(self._source, self._open_feed, self._shots, again=True)
            self._reader.start()
