"""Write pictures with their own times as H.264 in mp4, as every browser and phone plays it."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import numpy as np

from formcheck.drawing.looks import Picture
from formcheck.errors import SetupError
from formcheck.messages import _
from formcheck.sources.native import import_native

__all__ = ["Mp4Writer"]

cv2 = import_native("cv2")
av = import_native("av")
_TICKS = 90_000
"""Parts of a second in which times are written: any frame rate is right to 6 us, the customary unit of video."""
_BT601, _LIMITED = 5, 1
"""How OpenCV makes YUV of RGB, in FFmpeg's numbers; a player would take a large picture for BT.709."""
_OPTIONS = {
    "preset": "veryfast",
    "crf": "23",
    "threads": "2",
    "x264-params": "bframes=0:weightp=0:rc-lookahead=8:partitions=none:subme=1",
}
"""Without pictures that wait for later ones it is a quarter faster, and the file half as large again; without parts of
blocks and the finer search for where they moved from a third faster, a quarter larger, and as near to the clip."""


class Mp4Writer:
    """Writes a film without sound into a file; use as a context manager.

    Times may be of any distance. The file is complete only when the block has ended without an exception.

    Parameters
    ----------
    path : a file that can be read back and forth: the index is put to its beginning, so that a browser can play it
        while it loads.
    width, height : of the pictures, px, even.
    rate_hz : pictures a second, about; the encoder shares out its bits by it.

    Raises
    ------
    SetupError
        When PyAV cannot encode H.264 here.
    """

    def __init__(self, path: Path, width: int, height: int, rate_hz: float) -> None:
        if "libx264" not in av.codecs_available:
            raise SetupError(
                _("PyAV cannot write H.264 here (no libx264). Reinstall it: pip install --force-reinstall av")
            )
        # without a fine scale of the whole, a first time that is not 0 would be rounded to 1 ms
        settings = {"movflags": "+faststart", "movie_timescale": str(_TICKS)}
        self._container = av.open(str(path), "w", format="mp4", options=settings)
        rate = Fraction(min(max(rate_hz, 1.0), 240.0)).limit_denominator(1000)
        self._stream = self._container.add_stream("libx264", rate=rate, options=_OPTIONS)
        self._stream.width, self._stream.height, self._stream.pix_fmt = width, height, "yuv420p"
        codec = self._stream.codec_context
        self._stream.time_base = codec.time_base = Fraction(1, _TICKS)
        codec.colorspace, codec.color_range = _BT601, _LIMITED
        self._yuv = np.empty((height * 3 // 2, width), np.uint8)
        self._last = -1

    def __enter__(self) -> Mp4Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._container.mux(self._stream.encode(None))
            self._container.close()
        else:  # what failed before is told, and not what fails because of it
            with contextlib.suppress(OSError, ValueError):
                self._container.close()

    def write(self, picture: Picture, time_s: float) -> None:
        """Add a picture, (height, width, 3) uint8 RGB, with its time, s, after that of the one before."""
        cv2.cvtColor(picture, cv2.COLOR_RGB2YUV_I420, self._yuv)
        frame = av.VideoFrame.from_ndarray(self._yuv, format="yuv420p")
        self._last = max(self._last + 1, round(time_s * _TICKS))
        frame.pts, frame.time_base = self._last, self._stream.time_base
        self._container.mux(self._stream.encode(frame))
