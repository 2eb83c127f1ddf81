"""Write frames to an H.264 mp4 with exact time stamps."""

from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray


class VideoWriter:
    """An mp4 file being written; frame i is shown at i / fps seconds.

    Parameters
    ----------
    path : Path
        File to write.
    size : tuple of int
        Width and height in pixels, both even.
    fps : int
        Frames a second.
    crf : int
        x264's quality: lower is better and larger.
    """

    def __init__(self, path: Path, size: tuple[int, int], fps: int, crf: int = 24) -> None:
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        options = {"crf": str(crf), "preset": "veryfast", "threads": "1"}
        stream = self._container.add_stream("libx264", rate=fps, options=options)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.thread_count = 1
        self._stream = stream
        self._tick = Fraction(1, fps)
        self._count = 0

    def __enter__(self) -> "VideoWriter":
        """Return the writer."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the file; after an error leave it unfinished."""
        if kind is None:
            self._container.mux(self._stream.encode(None))
        self._container.close()

    def write(self, picture: NDArray[np.uint8]) -> None:
        """Add a picture (height, width, 3), RGB."""
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        frame.pts = self._count
        frame.time_base = self._tick
        self._container.mux(self._stream.encode(frame))
        self._count += 1
