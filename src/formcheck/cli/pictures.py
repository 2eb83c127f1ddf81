"""Film and report of a set (``--video``, ``--html``): checked before the clip is analysed, written last."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from formcheck.advisor import Advice
from formcheck.errors import InputError
from formcheck.exercises.base import Exercise
from formcheck.messages import _, translate
from formcheck.pose import PoseTrack
from formcheck.results import SetResult

if TYPE_CHECKING:
    from formcheck.report.html import Report

__all__ = ["check_pictures", "make_report", "write_film"]


def check_pictures(video: Path | None, html: Path | None, clip: Path | None, *, skeleton_only: bool) -> None:
    """Check that film and report can be written, if they are asked for.

    Raises
    ------
    InputError, OutputError
        When one cannot, or ``--skeleton-only`` is given without either.
    """
    if skeleton_only and video is None and html is None:
        text = _("--skeleton-only says how film and report look: give --video FILE.mp4 or --html FILE.html too.")
        raise InputError(text)
    if video is not None and clip is not None:
        from formcheck.report.video import check_video  # loads OpenCV and PyAV, which other outputs do not need

        check_video(video, clip, skeleton_only=skeleton_only)
    if html is not None:
        from formcheck.report.html import check_report  # loads Bokeh too

        check_report(html)


def make_report(
    result: SetResult,
    advice: Advice,
    track: PoseTrack,
    exercise: Exercise,
    clip: Path | None,
    clip_begins_s: float,
    person: str,
    done_at: dt.datetime,
) -> Report:
    """Return the report of a set; ``person`` is "" where no name was given, ``clip`` None for a plain ground."""
    from formcheck.report.html import Report

    return Report(
        result, advice, track, exercise, clip=clip, clip_begins_s=clip_begins_s, person=person, done_at=done_at
    )


def write_film(
    clip: Path, track: PoseTrack, result: SetResult, video: Path, exercise: Exercise, *, skeleton_only: bool
) -> None:
    """Say that the film is being written, and write it; errors as of `write_annotated_video`."""
    from formcheck.report.video import write_annotated_video

    line = translate(_("Writing {film} ...", film=video))
    Console(stderr=True).print(line, markup=False, highlight=False, soft_wrap=True)
    write_annotated_video(clip, track, result, video, exercise=exercise, skeleton_only=skeleton_only)
