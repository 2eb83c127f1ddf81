"""Record the pictures of a set as a film, in a thread of its own: who looks at them never waits for it."""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from formcheck.errors import FormcheckError, OutputError
from formcheck.files import write_atomically
from formcheck.messages import Message, _
from formcheck.mp4 import Film, Mp4Writer
from formcheck.sources.camera import Shot

__all__ = ["Recorder"]

_WAITING = 8
"""Pictures that may wait to be written. Our choice: 0.3 s, and 22 MB of 1280 x 720 pixels."""
_RATE_HZ = 30.0
"""Pictures a second, about, that a camera gives."""
_MANY_DROPPED = 0.05
"""It is told when more than this share of the pictures did not fit. Our choice, as for the pictures of a clip."""
_END_LIMIT_S = 10.0
"""How long the end may wait for the disk, s; then the film is given up. Our choice."""


class Recorder:
    """Writes shots into an mp4 file; use as a context manager, and `keep` shots within it.

    The film begins with the first shot, at 0 s, and has the shots' times from there. An old file is replaced when the
    film is complete. Until then it is beside it, named ``NAME.part-...``, and can be played but for its last 2 s,
    whatever happens to the process. Without a shot there is no file. What fails is kept in `failure` and disturbs
    nobody.

    Attributes
    ----------
    film : what was recorded, once the block has ended; None when there is no film.
    failure : why there is none.
    written, dropped : shots that are in the film, and those that were not, for too many were waiting.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: queue.Queue[Shot | None] = queue.Queue(_WAITING)
        self._thread = threading.Thread(target=self._run, name="record", daemon=True)
        self.film: Film | None = None
        self.failure: FormcheckError | None = None
        self.written = self.dropped = 0

    def __enter__(self) -> Recorder:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        until_s = time.monotonic() + _END_LIMIT_S
        try:
            self._waiting.put(None, timeout=_END_LIMIT_S)
            self._thread.join(max(0.0, until_s - time.monotonic()))
        except queue.Full:
            pass
        if self._thread.is_alive():
            self.failure = OutputError(
                _("{path}: the film could not be completed, the disk does not answer.", path=self._path)
            )

    def keep(self, shot: Shot) -> None:
        """Take a shot; returns at once."""
        try:
            self._waiting.put_nowait(shot)
        except queue.Full:
            self.dropped += 1

    @property
    def note(self) -> Message | None:
        """What is to be said of a film that has gaps."""
        came = self.written + self.dropped
        if self.film is None or self.dropped <= _MANY_DROPPED * came:
            return None
        return _(
            "{path}: {written} of {came} pictures are in the film; this computer could not keep up with the rest.",
            path=self._path,
            written=self.written,
            came=came,
        )

    def _run(self) -> None:
        shots = iter(self._waiting.get, None)
        try:
            self.film = self._write(shots)
        except FormcheckError as error:
            self.failure = error
        except Exception as error:  # noqa: BLE001  (the set goes on, whatever ails the film)
            self.failure = OutputError(
                _("{path}: the film could not be recorded ({english}).", path=self._path, english=error)
            )
        if self.failure is not None:
            for _shot in shots:  # nothing piles up
                pass

    def _write(self, shots: Iterator[Shot]) -> Film | None:
        """Write shots until there are no more."""
        first = next(shots, None)
        if first is None:
            return None
        height, width = (side + side % 2 for side in first.rgb.shape[:2])
        with (
            write_atomically(self._path, hidden=False) as file,
            Mp4Writer(Path(file.name), width, height, _RATE_HZ, live=True) as film,
        ):
            for shot in itertools.chain([first], shots):
                film.write(_make_even(shot.rgb), shot.time_s - first.time_s)
                self.written += 1
        return Film(self._path, first.time_s)


def _make_even(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return a picture whose sides are even numbers of pixels: the last ones are repeated."""
    height, width = rgb.shape[:2]
    return np.pad(rgb, ((0, height % 2), (0, width % 2), (0, 0)), "edge") if height % 2 or width % 2 else rgb
