"""A phone's camera app: a server on this machine that streams pictures over HTTP, and can stall and break."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest import mock

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.video.stream import VideoStream

__all__ = ["Phone", "paint_code", "read_code", "serve", "serve_set"]

_RATE_HZ = 30
_SET_HZ = 15
"""Of a set: a busy machine can follow."""
_CODE_BITS, _CELL = 12, 20
"""A picture shows its number as a row of black and white squares."""


def paint_code(number: int, size: tuple[int, int] = (240, 320)) -> npt.NDArray[np.uint8]:
    """A grey BGR picture that shows a number, readable after compression."""
    picture = np.full((*size, 3), 90, np.uint8)
    for bit in range(_CODE_BITS):
        picture[:_CELL, bit * _CELL : (bit + 1) * _CELL] = 255 * (number >> bit & 1)
    return picture


def read_code(picture: npt.NDArray[np.uint8]) -> int:
    """The number that a picture shows."""
    middle = picture[_CELL // 2, _CELL // 2 : _CODE_BITS * _CELL : _CELL, 0]
    return sum(1 << bit for bit, value in enumerate(middle) if value > 127)


class Phone(ThreadingHTTPServer):
    """Paths: ``/video`` MJPEG, ``/live.mp4`` fragmented MP4 without end, ``/film.mp4`` a file, ``/silent`` nothing.

    ``sent_s`` maps the number of a picture to when it was painted; ``flowing`` cleared makes the streams stall, and
    ``broken`` set makes them break off; new ones are refused until it is cleared.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sent_s: dict[int, float] = {}
        self.flowing = threading.Event()
        self.flowing.set()
        self.broken = threading.Event()
        self.numbers = itertools.count()
        self.size = (240, 320)
        self.film = b""
        self.requests = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of readers that have gone."""

    def paint(self) -> Iterator[npt.NDArray[np.uint8]]:
        while not self.broken.is_set():
            while not self.flowing.wait(0.1):
                if self.broken.is_set():
                    return
            number = next(self.numbers)
            self.sent_s[number] = time.perf_counter()
            yield paint_code(number, self.size)
            time.sleep(1 / _RATE_HZ)


@contextmanager
def serve() -> Iterator[Phone]:
    """Run a phone until the end of the block."""
    with Phone() as phone:
        thread = threading.Thread(target=phone.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield phone
        finally:
            phone.broken.set()
            phone.flowing.set()
            phone.shutdown()
            thread.join()


@contextmanager
def serve_set(pictures: Sequence[npt.NDArray[np.uint8]]) -> Iterator[Phone]:
    """Run a phone that shows pictures of a set, RGB, 15 a second by the clock, from when it is first asked for them."""
    begun_s: list[float] = []

    def paint() -> Iterator[npt.NDArray[np.uint8]]:
        begun_s.append(time.monotonic())
        while not phone.broken.is_set():
            now_s = time.monotonic() - begun_s[0]
            number = min(int(now_s * _SET_HZ), len(pictures) - 1)
            if phone.flowing.wait(0.1):
                yield np.ascontiguousarray(pictures[number][..., ::-1])
                time.sleep(max(0.0, (number + 1) / _SET_HZ - now_s))

    with serve() as phone, mock.patch.object(phone, "paint", paint):
        yield phone


class _Handler(BaseHTTPRequestHandler):
    server: Phone

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.server.requests += 1
        if self.path == "/silent":
            self.server.broken.wait(60)
        elif self.server.broken.is_set():
            self.send_error(503)
        elif self.path == "/video":
            self._send_mjpeg()
        elif self.path == "/live.mp4":
            self._send_mp4()
        elif self.path == "/film.mp4":
            self._send_film()
        else:
            self.send_error(404)

    def _send_film(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.film)))
        self.end_headers()
        self.wfile.write(self.server.film)

    def _send_mjpeg(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        for picture in self.server.paint():
            data = cv2.imencode(".jpg", picture)[1].tobytes()
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
            self.wfile.write(head.encode() + data + b"\r\n")

    def _send_mp4(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "video/mp4")
        self.end_headers()
        options = {"movflags": "frag_every_frame+empty_moov+default_base_moof", "flush_packets": "1"}
        with av.open(_Pipe(self.wfile), "w", format="mp4", options=options) as container:
            codec = {"preset": "ultrafast", "tune": "zerolatency", "g": "30"}
            stream: VideoStream = container.add_stream("libx264", rate=_RATE_HZ, options=codec)
            stream.height, stream.width = self.server.size
            stream.pix_fmt = "yuv420p"
            began_s = time.perf_counter()
            for picture in self.server.paint():
                frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
                frame.pts, frame.time_base = round(90_000 * (time.perf_counter() - began_s)), Fraction(1, 90_000)
                container.mux(stream.encode(frame))


class _Pipe:
    """A file that can only be written on, for PyAV."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        self._file.write(data)
        return len(data)
