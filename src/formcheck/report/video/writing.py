"""Write the film of a set: the pictures of the clip once more, with what was seen drawn into them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np

from formcheck.drawing.looks import GROUND, Picture
from formcheck.errors import InputError
from formcheck.exercises.base import Exercise
from formcheck.files import write_atomically
from formcheck.messages import _
from formcheck.mp4 import Mp4Writer, check_film
from formcheck.pose import PoseTrack
from formcheck.report.video.layout import find_size
from formcheck.report.video.painter import Painter
from formcheck.results import SetResult
from formcheck.sources.native import import_native
from formcheck.sources.track_file import is_track_file
from formcheck.sources.video import VideoReader

__all__ = ["check_video", "write_annotated_video"]

cv2 = import_native("cv2")
_SAME_S = 1e-4
"""Times that differ by less are of one picture."""

Pictures = Generator[tuple[int, Picture], None, None]
"""Pictures to draw on, each with its number in the track."""
Progress = Callable[[float, float], None]
"""Called with seconds written so far and seconds expected."""


def check_video(path: str | Path, clip: str | Path, *, skeleton_only: bool = False) -> None:
    """Check that a film of a clip can be written to a path, before the clip is analysed.

    Raises
    ------
    InputError
        When the clip is a saved track, which has no pictures, and they are asked for.
    OutputError, SetupError
        As of `check_film`.
    """
    check_film(path, clip)
    if is_track_file(clip) and not skeleton_only:
        raise InputError(
            _(
                "{clip}: landmarks have no pictures to draw on. Give the video itself, or add --skeleton-only.",
                clip=clip,
            )
        )


def write_annotated_video(
    clip: str | Path,
    track: PoseTrack,
    result: SetResult,
    path: str | Path,
    *,
    exercise: Exercise,
    skeleton_only: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write a film of a set with skeleton, angle, count, phase and cue, in the language in use.

    H.264 in mp4 without sound, with the times of the clip; pictures larger than 1280 x 720 are made smaller. Where
    text finds no room beside the body, a band for it is added below. An old file is replaced only when the new one is
    complete.

    Parameters
    ----------
    clip : the video that was analysed; with ``skeleton_only`` it is not read.
    track, result : its landmarks and what was seen.
    path : the file to write, a name in .mp4.
    exercise : as it was analysed, with the person's own limits.
    skeleton_only : draw the figure on a plain ground, without a pixel of the clip: for sharing.
    progress : called now and then.

    Raises
    ------
    InputError
        When the clip cannot be read any more, or is not the one of the track.
    OutputError
        When the film cannot be written; nothing is left of it then.
    """
    check_video(path, clip, skeleton_only=skeleton_only)
    width, height, scale = find_size(track.width, track.height)
    painter = Painter(exercise, result, track, width, height, scale)
    size = (width, height + painter.below)
    pictures = _draw_ground(track, size) if skeleton_only else _read_pictures(clip, track, size, height)
    expected_s = float(track.time_s[-1]) if len(track) else 0.0
    with contextlib.closing(pictures), write_atomically(path) as file:
        even = (size[0] + size[0] % 2, size[1] + size[1] % 2)
        with Mp4Writer(Path(file.name), *even, _find_rate(track)) as writer:
            for i, picture in pictures:
                painter.draw(picture[: size[1], : size[0]], i)
                time_s = float(track.time_s[i])
                writer.write(picture, time_s)
                if progress is not None and i % 16 == 0:
                    progress(time_s, expected_s)


def _find_rate(track: PoseTrack) -> float:
    return 1.0 / float(np.median(np.diff(track.time_s))) if len(track) > 1 else 30.0


def _draw_ground(track: PoseTrack, size: tuple[int, int]) -> Pictures:
    """Yield for each picture its number and a plain one of even size."""
    width, height = size
    ground = np.full((height + height % 2, width + width % 2, 3), GROUND, np.uint8)
    picture = np.empty_like(ground)
    for i in range(len(track)):
        np.copyto(picture, ground)
        yield i, picture


def _read_pictures(clip: str | Path, track: PoseTrack, size: tuple[int, int], height: int) -> Pictures:
    """Yield the pictures of a clip that are in the track, with their number there, in the size of the film.

    What is below ``height`` is plain. Sides of an odd number of pixels are made even by repeating the last ones.
    """
    width, below = size[0], size[1] - height
    odd_width, odd_height = width % 2, size[1] % 2
    with VideoReader(clip) as reader:
        if (reader.width, reader.height) != (track.width, track.height):
            raise _refuse(clip)
        way = cv2.INTER_AREA if reader.width >= 2 * width else cv2.INTER_LINEAR  # the first is slow
        for picture in reader:
            i = int(np.searchsorted(track.time_s, picture.time_s - _SAME_S))
            if i == len(track):
                return
            if track.time_s[i] > picture.time_s + _SAME_S:
                raise _refuse(clip)
            rgb = picture.rgb
            if (width, height) != (reader.width, reader.height):
                rgb = cv2.resize(rgb, (width, height), interpolation=way)
            if below:
                rgb = cv2.copyMakeBorder(rgb, 0, below, 0, 0, cv2.BORDER_CONSTANT, value=GROUND)
            if odd_width or odd_height:
                rgb = cv2.copyMakeBorder(rgb, 0, odd_height, 0, odd_width, cv2.BORDER_REPLICATE)
            yield i, rgb


def _refuse(clip: str | Path) -> InputError:
    return InputError(_("{clip}: this is not the clip that was analysed. Give that one.", clip=clip))
