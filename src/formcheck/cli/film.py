"""The film of a set (``--video``): checked before the clip is analysed, written last."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from formcheck.cli.notes import print_note
from formcheck.errors import InputError
from formcheck.exercises.base import Exercise
from formcheck.messages import _, translate
from formcheck.pose import PoseTrack
from formcheck.results import SetResult

__all__ = ["check_film", "write_film"]


def check_film(video: Path | None, clip: Path, *, skeleton_only: bool) -> None:
    """Check that the film can be written, if one is asked for.

    Raises
    ------
    InputError, OutputError
        When it cannot, or ``--skeleton-only`` is given without it.
    """
    if video is None:
        if skeleton_only:
            raise InputError(_("--skeleton-only says how the film looks: give --video FILE.mp4 too."))
        return
    from formcheck.report.video import check_video  # loads OpenCV and PyAV, which other outputs do not need

    check_video(video, clip, skeleton_only=skeleton_only)


def write_film(
    clip: Path, track: PoseTrack, result: SetResult, video: Path, exercise: Exercise, *, skeleton_only: bool
) -> None:
    """Say that the film is being written, and write it; errors as of `write_annotated_video`.

    Ctrl-C is told and passed on.
    """
    from formcheck.report.video import write_annotated_video

    line = translate(_("Writing {film} ...", film=video))
    Console(stderr=True).print(line, markup=False, highlight=False, soft_wrap=True)
    try:
        write_annotated_video(clip, track, result, video, exercise=exercise, skeleton_only=skeleton_only)
    except KeyboardInterrupt:
        print_note(_("stopped by Ctrl-C: {film} was not written.", film=video))
        raise
