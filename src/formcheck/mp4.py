"""Films: pictures with their own times as H.264 in mp4, as every browser and phone plays it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

from formcheck.errors import OutputError, SetupError
from formcheck.files import check_writable
from formcheck.messages import _
from formcheck.sources.native import import_native

__all__ = ["Film", "Mp4Writer", "check_film"]

cv2 = import_native("cv2")
av = import_native("av")
_TICKS = 90_000
"""Parts of a second in which times are written: any frame rate is right to 6 us, the customary unit of video."""
_BT601, _LIMITED = 5, 1
"""How OpenCV makes YUV of RGB, in FFmpeg's numbers; a player would take a large picture for BT.709."""
_OPTIONS = {
    "preset": "veryfast",
    "crf": "23",
    "x264-params": "bframes=0:weightp=0:rc-lookahead=8:partitions=none:subme=1",
}
"""Without pictures that wait for later ones it is a quarter faster, and the file half as large again; without parts of
blocks and the finer search for where they moved from a third faster, a quarter larger, and as near to the clip."""
# without a fine scale of the whole, a first time that is not 0 would be rounded to 1 ms
_WHOLE = {"movie_timescale": str(_TICKS)}
_INDEX_FIRST = {"movflags": "+faststart", **_WHOLE}
_INDEX_IN_PARTS = {"movflags": "+hybrid_fragmented", "frag_duration": "1000000", "flush_packets": "1", **_WHOLE}
"""What has been written can be played whenever the process ends: a part is put into the file each second (1 000 000
us), with an index of its own; at the end there is one index of the whole, as in any other film."""


@dataclass(frozen=True, slots=True)
class Film:
    """A film of a set; ``begins_s`` is the time of its first picture in the set's landmarks, s."""

    path: Path
    begins_s: float


def check_film(path: str | Path, clip: str | Path | None) -> None:
    """Check that a film can be written to a path, before there is anything to write.

    Parameters
    ----------
    clip : the file that its pictures come from; None where they come from none.

    Raises
    ------
    OutputError
        When the name is none of an mp4 file, is that of the clip itself, or cannot be written.
    SetupError
        When PyAV cannot encode H.264 here.
    """
    path = Path(path)
    if path.suffix.lower() != ".mp4":
        raise OutputError(_("{path}: the film is an mp4 file. Give it a name that ends in .mp4.", path=path))
    check_writable(path)
    if path.exists() and not path.is_file():
        raise OutputError(_("{path}: a film needs a file, and this is none. Choose another name.", path=path))
    if clip is not None and path.exists() and Path(clip).exists() and path.samefile(clip):
        raise OutputError(_("{path}: this is the clip itself. Choose another name for the film.", path=path))
    _check_encoder()


def _check_encoder() -> None:
    if "libx264" not in av.codecs_available:
        raise SetupError(_("PyAV cannot write H.264 here (no libx264). Reinstall it: pip install --force-reinstall av"))


class Mp4Writer:
    """Writes a film without sound into a file; use as a context manager.

    Times may be of any distance. The file is complete only when the block has ended without an exception.

    Parameters
    ----------
    path : a file that can be read back and forth: the index is put to its beginning, so that a browser can play it
        while it loads.
    width, height : of the pictures, px, even.
    rate_hz : pictures a second, about; the encoder shares out its bits by it.
    live : the pictures come in real time. What there is can be played, all but the last 2 s, however the process
        ends; the index is put to the end; and encoding takes one thread, which leaves the machine to those who look.

    Raises
    ------
    SetupError
        When PyAV cannot encode H.264 here.
    """

    def __init__(self, path: Path, width: int, height: int, rate_hz: float, *, live: bool = False) -> None:
        _check_encoder()
        settings = _INDEX_IN_PARTS if live else _INDEX_FIRST
        options = {**_OPTIONS, "threads": "1" if live else "2"}
        self._container = av.open(str(path), "w", format="mp4", options=settings)
        rate = Fraction(min(max(rate_hz, 1.0), 240.0)).limit_denominator(1000)
        self._stream = self._container.add_stream("libx264", rate=rate, options=options)
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

    def write(self, picture: npt.NDArray[np.uint8], time_s: float) -> None:
        """Add a picture, (height, width, 3) uint8 RGB, with its time, s, after that of the one before."""
        cv2.cvtColor(picture, cv2.COLOR_RGB2YUV_I420, self._yuv)
        frame = av.VideoFrame.from_ndarray(self._yuv, format="yuv420p")
        self._last = max(self._last + 1, round(time_s * _TICKS))
        frame.pts, frame.time_base = self._last, self._stream.time_base
        self._container.mux(self._stream.encode(frame))
