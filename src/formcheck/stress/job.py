"""One variant of a clip: pictures, changed, through landmarks and engine to a verdict."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass

from formcheck.advisor import advise
from formcheck.analysis import make_session
from formcheck.batch.verdict import Failure, Outcome, Verdict
from formcheck.errors import FormcheckError, VideoError
from formcheck.messages import _
from formcheck.pose import PoseTrack
from formcheck.provenance import SourceInfo
from formcheck.results import SetResult
from formcheck.sources.video import VideoReader
from formcheck.sources.watcher import Watcher
from formcheck.stress.streams import Change
from formcheck.stress.variants import Variant

__all__ = ["StressJob", "do_stress_job"]


@dataclass(frozen=True, slots=True)
class StressJob:
    """What is to be done: one variant of one clip."""

    clip: str
    exercise: str
    model: str
    variant: Variant


def do_stress_job(job: StressJob) -> Outcome:
    """Analyse one variant of a clip; what cannot be read becomes a `Failure`."""
    begun_s = time.perf_counter()
    try:
        result = _analyze(job.clip, job.exercise, job.model, job.variant.change)
    except FormcheckError as error:
        return Outcome(Failure(error.args[0]), time.perf_counter() - begun_s)
    return Outcome(Verdict.of(result, advise(result, {})), time.perf_counter() - begun_s)


def _analyze(clip: str, exercise: str, model: str, change: Change) -> SetResult:
    session = make_session(exercise)
    kind = session.exercise.surface
    frames, size, last_s = 0, (0, 0), 0.0
    with VideoReader(clip) as reader, contextlib.closing(Watcher(model, kind)) as watcher:
        for picture in change(reader):
            frame = watcher.complete(watcher.find(picture.time_s, picture.rgb), picture.rgb)
            height, width = picture.rgb.shape[:2]
            session.push(PoseTrack.from_frames([frame], width, height, kind.name if kind else ""))
            frames, size, last_s = frames + 1, (width, height), picture.time_s
        if frames < 2:
            raise VideoError(_("{path}: this is a single picture, not a film; give a video.", path=clip))
        return session.finish(SourceInfo(clip, *size, round(last_s, 3), frames), watcher.model)
