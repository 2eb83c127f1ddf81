"""Pictures of single instants of a clip, with the figure drawn in, as JPEG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from formcheck.drawing.looks import GROUND, Picture
from formcheck.exercises.base import Exercise
from formcheck.pose import PoseTrack
from formcheck.report.video.painter import Painter
from formcheck.results import SetResult
from formcheck.sources.native import import_native
from formcheck.sources.track_file import is_track_file

cv2 = import_native("cv2")
__all__ = ["make_stills"]

_WIDEST_PX, _QUALITY = 720, 78
_SAME_S = 0.002
"""A picture this near in time is the one that is meant, s: half of a step at 240 pictures a second."""


def make_stills(
    times_s: Iterable[float],
    track: PoseTrack,
    result: SetResult,
    exercise: Exercise,
    clip: Path | None,
    *,
    clip_begins_s: float = 0.0,
) -> dict[float, bytes]:
    """Return for each time the picture of that instant with the figure drawn in, as a JPEG file.

    Parameters
    ----------
    times_s : times of pictures of the track, s.
    clip : the video of the track; None, or one that cannot be read any more, for the figure on a plain ground.
    clip_begins_s : the time of its first picture in the track, s.
    """
    wanted = {time_s: int(np.argmin(np.abs(track.time_s - time_s))) for time_s in times_s}
    if not wanted:
        return {}
    exact = sorted({float(track.time_s[i]) for i in wanted.values()})
    photos: Mapping[float, Picture] = {}
    if clip and not is_track_file(clip):
        photos = _read_pictures(clip, exact, (track.width, track.height), clip_begins_s)
    scale = min(1.0, _WIDEST_PX / track.width)
    width, height = round(track.width * scale), round(track.height * scale)
    painter = Painter(exercise, result, track, width, height, scale)
    stills = {}
    for time_s, i in wanted.items():
        photo = photos.get(float(track.time_s[i]))
        picture = np.full((height, width, 3), GROUND, np.uint8) if photo is None else _fit(photo, width, height)
        painter.draw_figure(picture, i)
        _, data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        stills[time_s] = data.tobytes()
    return stills


def _fit(photo: Picture, width: int, height: int) -> Picture:
    return np.ascontiguousarray(cv2.resize(photo, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _read_pictures(clip: Path, times_s: list[float], size: tuple[int, int], begins_s: float) -> Mapping[float, Picture]:
    """Return the pictures at some times, in order, (height, width, 3) RGB, upright; those not found are left out.

    A film of ours has an even number of rows and columns; one too many is cut off. From each time the clip is read
    from the key picture before it, which takes less than to read all of it.
    """
    width, height = size
    even = width + width % 2, height + height % 2
    found: dict[float, Picture] = {}
    try:
        with av.open(clip) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            for time_s in times_s:
                picture = _read_picture(container, stream, time_s - begins_s)
                if picture is not None and picture.shape[1::-1] in (size, even):
                    found[time_s] = picture[:height, :width]
    except (av.FFmpegError, IndexError, OSError):
        return found
    return found


def _read_picture(container: av.container.InputContainer, stream: av.VideoStream, time_s: float) -> Picture | None:
    base = stream.time_base or Fraction(1, 90_000)
    first = stream.start_time or 0
    container.seek(max(first, first + int((time_s - _SAME_S) / base)), stream=stream)
    for frame in container.decode(stream):
        at_s = float(((frame.pts or 0) - first) * base)
        if at_s >= time_s - _SAME_S:
            turned = np.rot90(frame.to_ndarray(format="rgb24"), round(frame.rotation / 90))
            return np.ascontiguousarray(turned) if at_s <= time_s + _SAME_S else None
    return None
