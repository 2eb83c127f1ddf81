"""Sets with a closed-form answer, and clips with exactly their times, for the tests of the film."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from formcheck.exercises import find_exercise
from formcheck.exercises.base import Exercise
from formcheck.pose import PoseTrack
from formcheck.report.video import write_annotated_video
from formcheck.results import SetResult
from formcheck.session import Session
from tests.e2e.clips import Timed, write_clip
from tests.synthetic import Lift, hip_lift_track

Rgb = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Done:
    """A set: its landmarks, what was seen, and the exercise."""

    track: PoseTrack
    result: SetResult
    exercise: Exercise

    def write(self, clip: Path, path: Path, *, skeleton_only: bool = False) -> Path:
        write_annotated_video(clip, self.track, self.result, path, exercise=self.exercise, skeleton_only=skeleton_only)
        return path


def judge(track: PoseTrack, exercise: str = "hip-lift") -> Done:
    found = find_exercise(exercise)
    session = Session(found)
    session.push(track)
    assert track.source is not None
    return Done(track, session.finish(track.source, track.model), found)


def lift_too_high(count: int = 1, **film: object) -> Done:
    """Lifts with the hips 30 deg above the line, in the middle of the picture: there is room for text below."""
    lifts = [Lift(up_s=1.4, hold_s=1.2, down_s=1.4, rest_s=1.0, top_deg=30.0)] * count
    track = hip_lift_track(lifts, **{"fps": 15.0, **film})  # type: ignore[arg-type]
    return judge(dataclasses.replace(track, pixels=track.pixels - (0.0, 0.2 * track.height)))


def film(done: Done, path: Path, paint: Callable[[int], Rgb] | None = None) -> Path:
    """Write a clip of the size and with the times of a set."""
    shape = (done.track.height, done.track.width, 3)

    def plain(number: int) -> Rgb:
        return np.full(shape, 60 + number % 100, np.uint8)

    times = done.track.time_s.tolist()
    return write_clip(path, (Timed(time_s, (paint or plain)(number)) for number, time_s in enumerate(times)))
