"""Make one clip: draw its instants, add the camera's noise, encode, and write down the truth."""

import zlib
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.render.clips import ClipSpec
from samples.render.encode import VideoWriter
from samples.render.files import replaced
from samples.render.studio import Studio
from samples.render.truth import write_truth

_NOISE_GREY = 2.6  # standard deviation; as much as a phone's indoor video shows
_NOISE_PICTURES = 8


def make_clip(spec: ClipSpec, folder: Path) -> Path:
    """Write `NAME.mp4` and `NAME.truth.npz` of `spec` into `folder` and return the mp4's path.

    The same spec gives the same bytes with the same libraries.
    """
    path = folder / f"{spec.name}.mp4"
    studio, noises, moments = Studio(spec), _noise(spec), []
    with replaced(path) as unfinished, VideoWriter(unfinished, spec.size, spec.fps) as video:
        for i in range(round(spec.timeline.duration_s * spec.fps)):
            frame = studio.frame(i / spec.fps)
            picture = cv2.add(frame.picture, noises[i % _NOISE_PICTURES], dtype=cv2.CV_8U)
            video.write(np.asarray(picture, dtype=np.uint8))
            moments.append(frame.moment)
    with replaced(folder / f"{spec.name}.truth.npz") as unfinished:
        write_truth(unfinished, spec, studio, moments)
    return path


def _noise(spec: ClipSpec) -> list[NDArray[np.int16]]:
    """Return the noise pictures of a clip, seeded by its name."""
    rng = np.random.default_rng(zlib.crc32(spec.name.encode()))
    shape = (spec.height, spec.width, 3)
    return [rng.normal(0, _NOISE_GREY, shape).round().astype(np.int16) for _ in range(_NOISE_PICTURES)]
