"""A video file as pose frames: decoding, finding landmarks and following the trunk's surface, side by side."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

from formcheck.errors import VideoError
from formcheck.pose import PoseFrame
from formcheck.provenance import ModelInfo, SourceInfo
from formcheck.sources.landmarker import Landmarker
from formcheck.sources.surface import SurfaceFollower
from formcheck.sources.video import VideoReader

__all__ = ["Clip"]

_EARLY_END_SHARE = 0.95
"""A file that gives fewer frames than this share of what its header promises ends early."""


class Clip:
    """A video file whose iteration gives `PoseFrame` s; use as a context manager.

    Only the frames in flight are in memory, whatever the length of the clip.

    Parameters
    ----------
    path : a video file.
    model : landmark model, see `Landmarker`.
    surface : whether to follow the trunk's surface.

    Raises
    ------
    VideoError
        When the file cannot be read as a video.
    SetupError
        When the model or a system library is missing.
    """

    def __init__(self, path: str | Path, model: str = "full", *, surface: bool = True) -> None:
        self._reader = VideoReader(path)
        try:
            self._landmarker = Landmarker(model)
        except BaseException:
            self._reader.close()
            raise
        self._follower = SurfaceFollower() if surface else None
        self._path = os.fsencode(path).decode(errors="replace")  # any name, fit for a result file
        self._read = 0
        self._last_s = 0.0
        self._complete = False

    def __enter__(self) -> Clip:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.close()
        self._landmarker.close()

    @property
    def expected_s(self) -> float:
        """Duration that the file's header promises, s; 0 when it says nothing."""
        return self._reader.expected_s

    @property
    def model(self) -> ModelInfo:
        """The landmark model in use."""
        return self._landmarker.model

    @property
    def source(self) -> SourceInfo:
        """What has been read so far."""
        return SourceInfo(
            path=self._path,
            width=self._reader.width,
            height=self._reader.height,
            duration_s=round(self._last_s, 3),
            frames=self._read,
            warnings=tuple(self._warn()),
        )

    def _warn(self) -> Iterator[str]:
        expected = self._reader.expected_frames
        got = self._read + self._reader.skipped
        if self._complete and expected and got < _EARLY_END_SHARE * expected:
            yield f"the file ends early: {self._last_s:.1f} s of {self.expected_s:.1f} s could be read."
        if self._reader.skipped > 0.05 * got:
            yield f"{self._reader.skipped} of {got} pictures had no usable time and were left out."

    def __iter__(self) -> Iterator[PoseFrame]:
        if self._follower is None:
            for picture in self._reader:
                yield self._note(self._landmarker.detect(picture.time_s, picture.rgb))
        else:
            yield from self._iterate_with_surface(self._follower)
        self._complete = True
        if self._read < 2:
            why = (
                "its pictures have no usable times; convert it to mp4"
                if self._reader.skipped
                else "this is a single picture, not a film; give a video"
            )
            raise VideoError(f"{self._path}: {why}.")

    def _iterate_with_surface(self, follower: SurfaceFollower) -> Iterator[PoseFrame]:
        """Follow the surface of one frame in a thread while the landmarks of the next are found."""
        waiting: tuple[PoseFrame, Future[npt.NDArray[np.float32]]] | None = None
        with ThreadPoolExecutor(1, "surface") as pool:
            for picture in self._reader:
                frame = self._landmarker.detect(picture.time_s, picture.rgb)
                if waiting is not None:
                    yield self._join(*waiting)
                waiting = frame, pool.submit(follower.follow, frame, picture.rgb)
            if waiting is not None:
                yield self._join(*waiting)

    def _join(self, frame: PoseFrame, surface: Future[npt.NDArray[np.float32]]) -> PoseFrame:
        return self._note(dataclasses.replace(frame, surface=surface.result()))

    def _note(self, frame: PoseFrame) -> PoseFrame:
        self._read += 1
        self._last_s = frame.time_s
        return frame
