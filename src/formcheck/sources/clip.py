"""A video file as pose frames: decoding, finding landmarks and following the trunk's surface, side by side."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from formcheck.errors import VideoError
from formcheck.files import show_name
from formcheck.messages import _
from formcheck.pose import PoseFrame, SurfaceKind
from formcheck.provenance import ModelInfo, SourceInfo
from formcheck.sources.video import VideoReader
from formcheck.sources.watcher import Watcher

__all__ = ["Clip"]

"""What a file's name may hold and a result must not, see `formcheck.parsing`."""
_EARLY_END_SHARE = 0.95
"""A file that gives fewer frames than this share of what its header promises ends early."""


class Clip:
    """A video file whose iteration gives `PoseFrame` s; use as a context manager.

    Only the frames in flight are in memory, whatever the length of the clip.

    Parameters
    ----------
    path : a video file.
    model : landmark model, see `Landmarker`.
    surface : how to follow the trunk's surface; None not to.
    threaded : the parts of the work run side by side, for one clip to be done sooner; of many clips, each in a process
        of its own, more are done without. The frames are the same.

    Raises
    ------
    VideoError
        When the file cannot be read as a video.
    SetupError
        When the model or a system library is missing.
    """

    def __init__(
        self, path: str | Path, model: str = "full", *, surface: SurfaceKind | None = None, threaded: bool = True
    ) -> None:
        self._reader = VideoReader(path, threaded=threaded)
        self._threaded = threaded
        with contextlib.ExitStack() as made:
            made.callback(self._reader.close)
            self._watcher = Watcher(model, surface)
            made.callback(self._watcher.close)
            self._made = made.pop_all()
        self._path = show_name(str(path))
        self._read = 0
        self._last_s = 0.0
        self._complete = False

    def __enter__(self) -> Clip:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._made.close()

    @property
    def expected_s(self) -> float:
        """Duration that the file's header promises, s; 0 when it says nothing."""
        return self._reader.expected_s

    @property
    def model(self) -> ModelInfo:
        """The landmark model in use."""
        return self._watcher.model

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
            yield _(
                "the file ends early: {read:.1f} s of {expected:.1f} s could be read.",
                read=self._last_s,
                expected=self.expected_s,
            )
        if self._reader.skipped > 0.05 * got:
            yield _(
                "{skipped} of {count} pictures had no usable time and were left out.",
                skipped=self._reader.skipped,
                count=got,
            )

    def __iter__(self) -> Iterator[PoseFrame]:
        for frame in self._watch_ahead() if self._threaded else self._watch():
            yield self._count(frame)
        self._complete = True
        if self._read < 2:
            if self._reader.skipped:
                raise VideoError(_("{path}: its pictures have no usable times; convert it to mp4.", path=self._path))
            raise VideoError(_("{path}: this is a single picture, not a film; give a video.", path=self._path))

    def _watch(self) -> Iterator[PoseFrame]:
        for picture in self._reader:
            frame = self._watcher.find(picture.time_s, picture.rgb)
            yield self._watcher.complete(frame, picture.rgb)

    def _watch_ahead(self) -> Iterator[PoseFrame]:
        """Look at one frame in a thread while the landmarks of the next are found."""
        waiting: Future[PoseFrame] | None = None
        with ThreadPoolExecutor(1, "look") as pool:
            for picture in self._reader:
                frame = self._watcher.find(picture.time_s, picture.rgb)
                if waiting is not None:
                    yield waiting.result()
                waiting = pool.submit(self._watcher.complete, frame, picture.rgb)
            if waiting is not None:
                yield waiting.result()

    def _count(self, frame: PoseFrame) -> PoseFrame:
        self._read += 1
        self._last_s = frame.time_s
        return frame
