"""Open a webcam, a stream or a film with OpenCV, and read its pictures one by one."""

from __future__ import annotations

import math
import os
import platform
import re
import time
from pathlib import Path
from typing import Any, Protocol

from formcheck.errors import CameraError, FormcheckError
from formcheck.messages import Message, _, join_items
from formcheck.sources.native import import_native, quiet_ffmpeg, set_environment
from formcheck.sources.video import Picture, explain_no_picture, open_film, open_with_ffmpeg, read_picture

__all__ = ["READ_LIMIT_S", "Feed", "Source", "explain_silence", "hide_password", "open_feed"]

Source = int | str | Path
"""The number of a webcam, a URL, or a file."""

READ_LIMIT_S = 1.5
"""How long a stream may give nothing before reading it fails. Our choice: what counts as stalled."""
_OPEN_LIMIT_S = 5.0
"""How long a stream may take to open. Our choice: a phone's app answers within 1 s; OpenCV would wait 30 s."""
_FILM_SLACK_S = 1.0
"""A stream that goes on for so much longer than its header says is no film. Our choice: a container's rounding."""
_PATIENCE_S = 0.5
"""How long reading a webcam may fail before it counts as gone. Our choice: some fail on their first pictures."""
_PAUSE_S = 0.02
"""Pause before a failed read is tried again. Our choice: less than one picture."""
_WIDE, _PLAIN = (1280, 720), (640, 480)
"""Sizes asked of a webcam, see `_ask_for_30_hz`."""
_RATE_HZ = 30
_DEVICES = Path("/dev")
_PASSWORD = re.compile("://([^:/@]*):[^/]*@")
_KEYS = re.compile(r"((?:pass|pwd|token|key|auth|secret)[^=/&?]*=)[^&/]*", re.IGNORECASE)
"""What cameras take as a password in the path or query of their address."""


class Feed(Protocol):
    """Something opened that gives pictures; for one thread.

    ``is_film``: it has an end and its own times, and is to be played at their pace.
    """

    @property
    def is_film(self) -> bool: ...

    def read(self) -> Picture | None:
        """Return the next picture; None when there is none any more."""

    def release(self) -> None:
        """Close it."""


def open_feed(source: Source) -> Feed:
    """Open a webcam, a stream or a film.

    Opening a stream that does not answer fails after 5 s; reading one that gives nothing, after `READ_LIMIT_S`.

    Raises
    ------
    CameraError
        When the webcam is missing or busy, or nothing comes from the URL.
    VideoError
        When the file is not a video.
    SetupError
        When OpenCV cannot be loaded.
    """
    cv2 = import_native("cv2")
    if isinstance(source, Path):
        return _Film(cv2, open_film(cv2, source), math.inf)
    if "OPENCV_LOG_LEVEL" not in os.environ:  # else a warning for every second in which the camera is away
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    feed = _open_webcam(cv2, source) if isinstance(source, int) else _open_stream(cv2, source)
    if feed is None:
        raise explain_silence(source)
    return feed


def explain_silence(source: Source) -> FormcheckError:
    """Return what to tell about a source that gives no picture."""
    if isinstance(source, Path):
        return explain_no_picture(source)
    return CameraError(_explain_webcam(source) if isinstance(source, int) else _explain_stream(source))


def hide_password(url: str) -> str:
    """Return a URL with the passwords in it, ``user:password@`` or ``password=``, blotted out."""
    return _KEYS.sub(r"\1***", _PASSWORD.sub(r"://\1:***@", url)) if "://" in url else url


class _Film:
    """A film or a stream read through FFmpeg; ``lasts_s`` is its length by its header, 0 for a stream."""

    def __init__(self, cv2: Any, capture: Any, lasts_s: float) -> None:
        self._cv2, self._capture = cv2, capture
        self._lasts_s = lasts_s
        self.is_film = lasts_s > 0

    def read(self) -> Picture | None:
        picture = read_picture(self._cv2, self._capture)
        if picture is not None and picture.time_s > self._lasts_s + _FILM_SLACK_S:
            self.is_film = False  # a stream in a film's container, which was taken for a film that has just begun
        return picture

    def release(self) -> None:
        self._capture.release()


class _Webcam:
    is_film = False

    def __init__(self, cv2: Any, capture: Any) -> None:
        self._cv2, self._capture = cv2, capture

    def read(self) -> Picture | None:
        until = time.perf_counter() + _PATIENCE_S
        while (picture := read_picture(self._cv2, self._capture)) is None and time.perf_counter() < until:
            time.sleep(_PAUSE_S)
        return picture

    def release(self) -> None:
        self._capture.release()


def _open_webcam(cv2: Any, number: int) -> _Webcam | None:
    capture = cv2.VideoCapture()
    # without the setting a webcam may take 20 s to open on Windows (opencv issue 17687; not tried by us); the first
    # opening of anything decides how much FFmpeg says ever after
    with set_environment("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0"), quiet_ffmpeg():
        opened = capture.open(number, cv2.CAP_ANY)
    if not opened:
        capture.release()
        return None
    _ask_for_30_hz(cv2, capture)
    return _Webcam(cv2, capture)


def _ask_for_30_hz(cv2: Any, capture: Any) -> None:
    """Ask a webcam for a size in which it can give 25 to 30 pictures a second.

    Raw pictures of 1280 x 720 do not pass through USB 2 at more than 10 a second, and most webcams hand them out so
    unless asked for JPEG. As JPEG, 30 pass; that size shows the full width of the view, which a lying body needs (640
    x 480 cuts the sides off in most). A webcam without JPEG is asked for 640 x 480, of which 30 raw ones do pass.
    """
    jpeg = cv2.VideoWriter.fourcc(*"MJPG")
    capture.set(cv2.CAP_PROP_FOURCC, jpeg)  # first: the sizes that there are depend on it
    width, height = _WIDE if int(capture.get(cv2.CAP_PROP_FOURCC)) == jpeg else _PLAIN
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
    capture.set(cv2.CAP_PROP_FPS, _RATE_HZ)


def _open_stream(cv2: Any, url: str) -> _Film | None:
    settings = {
        cv2.CAP_PROP_OPEN_TIMEOUT_MSEC: round(_OPEN_LIMIT_S * 1000),
        cv2.CAP_PROP_READ_TIMEOUT_MSEC: round(READ_LIMIT_S * 1000),
        cv2.CAP_PROP_N_THREADS: 1,  # each further thread of the decoder holds back one picture
    }
    capture = open_with_ffmpeg(cv2, url, [number for pair in settings.items() for number in pair])
    if capture is None:
        return None
    pictures, rate_hz = capture.get(cv2.CAP_PROP_FRAME_COUNT), capture.get(cv2.CAP_PROP_FPS)
    return _Film(cv2, capture, pictures / rate_hz if pictures > 1 and rate_hz > 0 else 0.0)


def _explain_stream(url: str) -> Message:
    return _(
        "{url}: no picture comes from there. Is the camera app on the phone running, and is the phone in the same "
        "network as this computer? Try the address in a browser.",
        url=hide_password(url),
    )


def _explain_webcam(number: int) -> Message:
    if platform.system() == "Linux":
        return _explain_device(number)
    return _(
        "camera {number}: no picture comes from it. Is it plugged in? Close other programs that use it, such as a "
        "video call, and allow this program to use the camera in the privacy settings.",
        number=number,
    )


def _explain_device(number: int) -> Message:
    device = _DEVICES / f"video{number}"
    if device.exists():
        if os.access(device, os.R_OK | os.W_OK):
            return _(
                "camera {number}: no picture comes from it. Close other programs that use it, such as a video call, "
                "or unplug it and plug it in again.",
                number=number,
            )
        return _(
            "camera {number}: you may not use {device}. Allow it, and log in again: sudo usermod -aG video $USER",
            number=number,
            device=device,
        )
    others = sorted(int(path.name[5:]) for path in _DEVICES.glob("video*") if path.name[5:].isdecimal())
    if others:
        return _(
            "camera {number}: there is no such camera. Give one of these numbers: {numbers}.",
            number=number,
            numbers=join_items(map(str, others)),
        )
    return _(
        "camera {number}: this computer has no camera. Plug one in, or give the address of a phone's camera.",
        number=number,
    )
