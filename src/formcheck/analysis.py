"""Analyse one clip or saved track: source to engine to result."""

from __future__ import annotations

import contextlib
import dataclasses
import math
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import FrameType

from formcheck.errors import InputError
from formcheck.exercises import find_exercise
from formcheck.exercises.personal import personalize
from formcheck.files import check_writable
from formcheck.messages import _
from formcheck.pose import PoseFrame, PoseTrack
from formcheck.results import SetResult, Side
from formcheck.session import Session
from formcheck.sources.track_file import is_track_file, load_track, save_track

__all__ = ["analyze", "analyze_with_track", "heed_ctrl_c", "make_session"]

_BLOCK = 16
"""Frames handed to the engine at a time."""
_TWICE_S = 1.0
"""One more Ctrl-C so soon is of somebody who presses twice, s. Source: our choice."""
_SIDES: dict[str, Side] = {"left": "left", "right": "right"}

Progress = Callable[[float, float], None]
"""Called with seconds read so far and seconds expected (0 when not known)."""


def analyze(
    path: str | Path,
    exercise: str = "hip-lift",
    *,
    baseline: str | Path | None = None,
    thresholds: str | Path | None = None,
    side: str | None = None,
    model: str = "full",
    save_track_to: str | Path | None = None,
    progress: Progress | None = None,
) -> SetResult:
    """Analyse one recorded set and return what was seen.

    Parameters
    ----------
    path : a video file, or a track saved before (``NAME.pose.npz``), which needs neither video nor model.
    exercise : name of the exercise.
    baseline : JSON result of a coached good rep or neutral hold of the same person; takes out their body's bias.
    thresholds : TOML file with the person's own limits.
    side : "left" or "right": the side that is exercised; None to take the one that is seen.
    model : landmark model: "lite", "full", "heavy" or the path of a ``.task`` bundle; not used for a track.
    save_track_to : file to keep the landmarks in.
    progress : called now and then while a video is read.

    Raises
    ------
    InputError
        When the clip, track, baseline or file of limits cannot be used, or there is no such exercise or side.
    SetupError
        When the model or a system library is missing.
    OutputError
        When the track cannot be saved.

    Ctrl-C while the frames of a clip are read ends the set there: the result holds what was seen until then, with
    ``result.source.interrupted`` set. A second Ctrl-C does what it did before.
    """
    if save_track_to is not None:
        check_writable(save_track_to)
    session = make_session(exercise, baseline, thresholds, side)
    result, track = analyze_with_track(
        path, session, model=model, keep_track=save_track_to is not None, progress=progress
    )
    if save_track_to is not None and track is not None:
        save_track(track, save_track_to)
    return result


def make_session(
    exercise: str,
    baseline: str | Path | None = None,
    thresholds: str | Path | None = None,
    side: str | None = None,
) -> Session:
    """Return a `Session` of an exercise for one person; parameters and errors as of `analyze`. Reads no clip."""
    found = find_exercise(exercise)
    if side is not None and side not in _SIDES:
        raise InputError(
            _("{side}: no such side. Give left or right, the side of the body that is exercised.", side=side)
        )
    return Session(personalize(found, baseline, thresholds), _SIDES.get(side or ""))


def analyze_with_track(
    path: str | Path,
    session: Session,
    *,
    model: str = "full",
    keep_track: bool = True,
    threaded: bool = True,
    progress: Progress | None = None,
) -> tuple[SetResult, PoseTrack | None]:
    """Do as `analyze` with a new session, and return the landmarks of a clip too (None unless ``keep_track``).

    ``threaded`` as of `formcheck.sources.clip.Clip`.
    """
    if not is_track_file(path):
        return _analyze_clip(session, path, model, keep_track, threaded, progress)
    track = load_track(path)
    session.push(track)
    if track.source is None:
        raise ValueError("a loaded track has a source")
    return session.finish(track.source, track.model), track


def _analyze_clip(
    session: Session, path: str | Path, model: str, keep_track: bool, threaded: bool, progress: Progress | None
) -> tuple[SetResult, PoseTrack | None]:
    from formcheck.sources.clip import Clip  # loads OpenCV and MediaPipe, which a saved track does not need

    blocks: list[PoseTrack] = []
    kind = session.exercise.surface
    clip = Clip(path, model, surface=kind, threaded=threaded)
    with heed_ctrl_c() as stopped, clip:
        for frames in _in_blocks(_until(stopped, clip)):
            block = PoseTrack.from_frames(frames, clip.source.width, clip.source.height, kind.name if kind else "")
            session.push(block)
            if keep_track:
                blocks.append(block)
            if progress is not None:
                progress(frames[-1].time_s, clip.expected_s)
        source = clip.source
        if stopped.is_set():
            why = _describe_stop(source.duration_s, clip.expected_s)
            source = dataclasses.replace(source, interrupted=True, warnings=(*source.warnings, why))
        track = PoseTrack.concatenate(blocks, source, clip.model) if keep_track else None
        return session.finish(source, clip.model), track


def _describe_stop(at_s: float, expected_s: float) -> str:
    if not expected_s:
        return _("stopped by Ctrl-C at {at:.1f} s; the rest was not seen.", at=at_s)
    return _(
        "stopped by Ctrl-C at {at:.1f} s of {expected:.1f} s; the rest was not seen.", at=at_s, expected=expected_s
    )


@contextlib.contextmanager
def heed_ctrl_c() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into an event, so that it never hits the engine in the middle of a frame.

    One more within a second, of somebody who presses twice, is the same, also when the block has ended by then; a later
    one does what it did before. Where Ctrl-C is ignored it stays so.
    """
    stopped = threading.Event()
    before = signal.getsignal(signal.SIGINT)
    in_main = threading.current_thread() is threading.main_thread()  # no other thread may set a handler
    if not in_main or not callable(before):
        yield stopped
        return

    first_s = math.inf

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal first_s
        stopped.set()
        first_s = min(first_s, now_s := time.monotonic())
        if now_s - first_s >= _TWICE_S:
            signal.signal(signal.SIGINT, before)
            before(number, frame)

    signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        if not stopped.is_set():  # else the second press is still to come, and must not hit what follows
            signal.signal(signal.SIGINT, before)


def _until(stopped: threading.Event, frames: Iterable[PoseFrame]) -> Iterator[PoseFrame]:
    for frame in frames:
        yield frame
        if stopped.is_set():
            return


def _in_blocks(frames: Iterable[PoseFrame]) -> Iterator[list[PoseFrame]]:
    block: list[PoseFrame] = []
    for frame in frames:
        block.append(frame)
        if len(block) == _BLOCK:
            yield block
            block = []
    if block:
        yield block
