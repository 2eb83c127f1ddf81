"""One clip's work, wherever it is done: landmarks, from the cache or anew, the engine, the advice."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from formcheck.advisor import Answers, advise
from formcheck.analysis import analyze_with_track, make_session
from formcheck.batch.clip_files import open_clip
from formcheck.batch.landmark_cache import LandmarkCache
from formcheck.batch.verdict import Failure, Outcome, Verdict
from formcheck.errors import FormcheckError, OutputError
from formcheck.results import SetResult
from formcheck.session import Session
from formcheck.sources.track_file import is_track_file

__all__ = ["Job", "do_job"]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done with one clip: all that a process on another machine needs to know.

    ``clip`` is a path, or an address as fsspec understands it (``s3://bucket/clip.mp4``).
    """

    clip: str
    exercise: str
    model: str = "full"
    side: str | None = None
    baseline: str | None = None
    thresholds: str | None = None
    answers: Answers = field(default_factory=dict)


def do_job(job: Job, cache: Path | None = None, fetch_to: Path | None = None) -> Outcome:
    """Analyse a clip; what is wrong with it becomes a `Failure` and stops nothing.

    Parameters
    ----------
    cache : folder of a `LandmarkCache`; None for none.
    fetch_to : folder as of `open_clip`.
    """
    begun_s = time.perf_counter()
    try:
        session = make_session(job.exercise, job.baseline, job.thresholds, job.side)
        with open_clip(job.clip, fetch_to) as path:
            if cache is None or is_track_file(path):
                result, _track = _analyze(path, session, model=job.model, keep_track=False)
                cached, warnings = False, result.source.warnings
            else:
                result, cached, warnings = _analyze_with_cache(path, session, job.model, LandmarkCache(cache))
    except FormcheckError as error:
        return Outcome(Failure(error.args[0]), time.perf_counter() - begun_s)
    verdict = Verdict.of(result, advise(result, job.answers))
    return Outcome(verdict, time.perf_counter() - begun_s, cached, warnings)


_analyze = partial(analyze_with_track, threaded=False)
"""There is a process for each core, so that threads of one would only be in the way of another."""


def _analyze_with_cache(
    path: Path, session: Session, model: str, cache: LandmarkCache
) -> tuple[SetResult, bool, tuple[str, ...]]:
    """Return the result, whether the landmarks were in the cache, and warnings: a cache that is full stops nothing.

    Landmarks of a clip that was replaced after it was hashed are not kept: they are not those of the hash.
    """
    hashed = _find_state(path)
    entry = cache.find_entry(path, model, session.exercise.surface)
    if (track := cache.load(entry)) is not None and track.source is not None:
        session.push(track)
        result = session.finish(track.source, track.model)
        return result, True, result.source.warnings
    result, made = _analyze(path, session, model=model)
    try:
        if made is not None and _find_state(path) == hashed:
            cache.store(made, entry)
    except OutputError as error:
        return result, False, (*result.source.warnings, error.args[0])
    return result, False, result.source.warnings


def _find_state(path: Path) -> tuple[int, ...] | None:
    """Return what changes when a file is written or replaced; None when it is not there."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns, stat.st_ino
