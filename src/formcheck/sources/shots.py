"""The newest picture of a camera, handed from the thread that reads to those that look."""

from __future__ import annotations

import enum
import threading
import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formcheck.sources.native import import_native
from formcheck.sources.picture_check import PictureCheck
from formcheck.sources.video import Picture

__all__ = ["CameraState", "NewestShot", "Shot"]

_LOST_AFTER_S = 1.0
"""A camera that is gone counts as lost when nothing has come for so long. Our choice: a hiccup is not worth a word."""
_STALLED_AFTER_S = 1.5
"""One that is still there counts as stalled then. Our choice."""


class CameraState(enum.Enum):
    """How the camera is."""

    STARTING = "starting"
    OK = "ok"
    BLACK = "black"
    FROZEN = "frozen"
    STALLED = "stalled"
    LOST = "lost"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One picture of the camera.

    Attributes
    ----------
    number : counts the pictures from 1.
    time_s : since the first picture; strictly rising.
    rgb : (height, width, 3) uint8, upright, read-only, of the same size in all shots.
    """

    number: int
    time_s: float
    rgb: npt.NDArray[np.uint8]


class NewestShot:
    """Holds the newest shot and no other; for any number of threads. A picture that stands still is no new shot.

    Attributes
    ----------
    dropped : pictures that nobody took.
    width, height : of every shot, pixels; 0 before the first.
    """

    def __init__(self, check: PictureCheck) -> None:
        self.dropped = self.width = self.height = 0
        self._check = check
        self._changed = threading.Condition()
        self._shot: Shot | None = None
        self._taken = 0
        self._start_s = self._film_start_s = self._newest_s = 0.0
        self._gone = self._ended = self._is_film = False
        self._error: Exception | None = None

    def take(self, picture: Picture, *, is_film: bool) -> None:
        """Take the next picture: a film's, with its own time, or one that has just been taken."""
        rgb = picture.rgb if not self.width else _fit(picture.rgb, self.width, self.height)
        rgb.flags.writeable = False
        with self._changed:
            if self._ended:
                return
            now_s = time.perf_counter()  # as steady as time.monotonic, and finer on Windows
            if not self.width:
                self.height, self.width = rgb.shape[:2]
                self._start_s, self._film_start_s = now_s, picture.time_s
            self._newest_s, self._gone, self._is_film = now_s, False, is_film
            self._show(picture.time_s - self._film_start_s if is_film else now_s - self._start_s, rgb)

    def _show(self, time_s: float, rgb: npt.NDArray[np.uint8]) -> None:
        last = self._shot
        if last is not None:
            advances = time_s > last.time_s
            self.dropped += not advances or self._taken < last.number
            if not advances:
                return
        self._check.take(time_s, rgb)
        if self._check.frozen:  # an old picture, that must not pass for somebody who holds still
            return
        self._shot = Shot(last.number + 1 if last else 1, time_s, rgb)
        self._changed.notify_all()

    def lose(self, *, gone: bool) -> None:
        """Learn that nothing comes, and whether the camera is gone or has only stalled."""
        with self._changed:
            self._gone = gone

    def end(self, error: Exception | None = None) -> None:
        """Learn that nothing will come any more; ``error`` is raised in those who wait."""
        with self._changed:
            self._ended = True
            self._error = error
            self._changed.notify_all()

    def close(self) -> None:
        """End, and let go of the picture and of an error."""
        with self._changed:
            self.end()
            self._shot = None

    def await_first(self, timeout_s: float) -> bool:
        """Wait for the first shot without taking it; whether there is one."""
        return self._wait(0, timeout_s) is not None

    def wait(self, after: int, timeout_s: float) -> Shot | None:
        """Return the newest shot, once its number is above ``after``; None after the timeout, or at the end."""
        with self._changed:
            shot = self._wait(after, timeout_s)
            self._taken = max(self._taken, shot.number if shot else 0)
            return shot

    @property
    def ended(self) -> bool:
        """Whether nothing will come any more."""
        return self._ended

    @property
    def state(self) -> CameraState:
        """How the camera is, now; ENDED when the last shot has been taken, so that nobody misses it."""
        with self._changed:
            if self._ended and (self._shot is None or self._taken == self._shot.number):
                return CameraState.ENDED
            if not self.width:
                return CameraState.STARTING
            silent_s = 0.0 if self._is_film else time.perf_counter() - self._newest_s  # a film waits for the machine
            if self._gone and silent_s > _LOST_AFTER_S:
                return CameraState.LOST
            if silent_s > _STALLED_AFTER_S:
                return CameraState.STALLED
            if self._check.black:
                return CameraState.BLACK
            return CameraState.FROZEN if self._check.frozen else CameraState.OK

    def _wait(self, after: int, timeout_s: float) -> Shot | None:
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._get_after(after), max(0.0, timeout_s))
            if self._error is not None:
                raise self._error
            return self._get_after(after)

    def _get_after(self, number: int) -> Shot | None:
        return self._shot if self._shot is not None and self._shot.number > number else None


def _fit(rgb: npt.NDArray[np.uint8], width: int, height: int) -> npt.NDArray[np.uint8]:
    """Scale a picture into a size, its sides in proportion (a stretched body has other angles), with black borders."""
    rows, columns = rgb.shape[:2]
    if (columns, rows) == (width, height):
        return rgb
    cv2 = import_native("cv2")
    scale = min(width / columns, height / rows)
    inner = max(1, round(columns * scale)), max(1, round(rows * scale))
    top, left = (height - inner[1]) // 2, (width - inner[0]) // 2
    fitted = np.zeros((height, width, 3), np.uint8)
    fitted[top : top + inner[1], left : left + inner[0]] = cv2.resize(rgb, inner, interpolation=cv2.INTER_AREA)
    return fitted
