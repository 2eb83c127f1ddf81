"""Read a video file, frame by frame, with the times that its container gives."""

from __future__ import annotations

import contextlib
import functools
import os
import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from formcheck.errors import VideoError
from formcheck.files import describe_os_error
from formcheck.messages import _
from formcheck.sources.native import capture_native_stderr, import_native, quiet_ffmpeg

__all__ = [
    "Picture",
    "VideoReader",
    "check_is_file",
    "explain_no_picture",
    "open_film",
    "open_with_ffmpeg",
    "read_picture",
]

_AHEAD = 2
"""Frames decoded ahead of the landmarker: enough to overlap, few enough to keep memory flat."""


_TEXT_AS_FILM = "ansi"
"""The codec with which FFmpeg would play a text file (.txt, .nfo) as a film of its letters."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One decoded frame: time in s, RGB bytes (height, width, 3) uint8, upright."""

    time_s: float
    rgb: npt.NDArray[np.uint8]


class VideoReader:
    """Iterate over the frames of a video file; use as a context manager.

    Times come from the container, so a variable frame rate is right, and are strictly increasing: a frame whose
    time does not advance is skipped and counted in ``skipped``. A rotation flag is honoured. Decoding runs in
    threads of its own, at most two frames ahead, unless it shall not be ``threaded``.

    Parameters
    ----------
    path : a file on this machine.

    Raises
    ------
    VideoError
        When the path is not a file, or nothing in it can be decoded as a moving picture.
    """

    def __init__(self, path: str | Path, *, threaded: bool = True) -> None:
        self.path = Path(path)
        self._threaded = threaded
        cv2 = import_native("cv2")
        self._capture = open_film(cv2, self.path, () if threaded else (cv2.CAP_PROP_N_THREADS, 1))
        self._read = functools.partial(read_picture, cv2, self._capture)
        self.expected_frames = max(0, int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT)))
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self.expected_s = self.expected_frames / fps if fps > 0 else 0.0
        self.skipped = 0
        self._first = self._read()
        if self._first is None:
            self._capture.release()
            raise explain_no_picture(self.path)
        self.height, self.width = self._first.rgb.shape[:2]
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> VideoReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop decoding and close the file."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self._capture.release()

    def _decode(self, ahead: queue.Queue[Picture | BaseException | None]) -> None:
        last: Picture | BaseException | None = None
        try:
            while not self._stop.is_set() and (picture := self._read()) is not None:
                _put(ahead, picture, self._stop)
        except Exception as error:  # noqa: BLE001  (handed over to the reading thread, which raises it)
            last = error
        _put(ahead, last, self._stop)

    def __iter__(self) -> Iterator[Picture]:
        first, self._first = self._first, None
        if first is None:
            raise RuntimeError("a VideoReader is read once")
        rest = self._read_ahead() if self._threaded else iter(self._read, None)
        yield first
        time_s = first.time_s
        for picture in rest:
            if picture.time_s <= time_s or picture.rgb.shape != (self.height, self.width, 3):
                self.skipped += 1
                continue
            time_s = picture.time_s
            yield picture

    def _read_ahead(self) -> Iterator[Picture]:
        ahead: queue.Queue[Picture | BaseException | None] = queue.Queue(maxsize=_AHEAD)
        self._thread = threading.Thread(target=self._decode, args=(ahead,), name="decode", daemon=True)
        self._thread.start()
        while (item := ahead.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item


def _put(ahead: queue.Queue[Any], item: Any, stop: threading.Event) -> None:
    while not stop.is_set():
        with contextlib.suppress(queue.Full):
            ahead.put(item, timeout=0.1)
            return


def check_is_file(path: Path) -> None:
    """Raise a `VideoError` when there is no file, or nothing in it."""
    try:
        if not path.exists():
            raise VideoError(_("{path}: there is no such file. Check the name and the folder.", path=path))
        if not path.is_file():
            raise VideoError(_("{path}: this is not a file. Give one video file.", path=path))
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        why = describe_os_error(error)
        raise VideoError(_("{path}: cannot be opened ({why}). Check its permissions.", path=path, why=why)) from error
    if empty:
        raise VideoError(_("{path}: the file is empty (0 bytes). Copy or record it again.", path=path))


def open_film(cv2: Any, path: Path, settings: Sequence[int] = ()) -> Any:
    """Open a video file for `read_picture`; ``settings`` as of `open_with_ffmpeg`.

    Raises
    ------
    VideoError
        When the path is not a file, or not a video.
    """
    check_is_file(path)
    with capture_native_stderr():
        capture = open_with_ffmpeg(cv2, path, settings)
    if capture is None:
        raise VideoError(
            _(
                "{path}: this is not a video that can be read (damaged, cut off, or another kind of file). "
                "Use mp4, mov, webm or avi.",
                path=path,
            )
        )
    return capture


def open_with_ffmpeg(cv2: Any, address: str | Path, settings: Sequence[int] = ()) -> Any | None:
    """Open a file or a URL with FFmpeg only; None when it is no moving picture.

    Other backends would read pictures as films, or a name with % as a series of files. ``settings`` are pairs of an
    OpenCV property and its value.
    """
    capture = cv2.VideoCapture()
    with quiet_ffmpeg():
        name = os.fsencode(address)  # bytes: a name that is not UTF-8 crashes OpenCV 5.0
        opened = capture.open(name, cv2.CAP_FFMPEG, [*settings])
    if opened and capture.get(cv2.CAP_PROP_FOURCC) != cv2.VideoWriter.fourcc(*_TEXT_AS_FILM):
        return capture
    capture.release()
    return None


def read_picture(cv2: Any, capture: Any) -> Picture | None:
    """Read the next picture, with the container's time; None when there is none."""
    ok, bgr = capture.read()
    if not ok or bgr is None:
        return None
    return Picture(float(capture.get(cv2.CAP_PROP_POS_MSEC)) / 1000.0, cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB))


def explain_no_picture(path: Path) -> VideoError:
    """Return what to tell about a video file in which nothing can be decoded."""
    return VideoError(
        _("{path}: no picture could be decoded. Is it a video? Play it to check, or film again.", path=path)
    )
