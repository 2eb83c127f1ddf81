"""Count the people in the picture now and then: a tracker that follows one person does not tell of a second."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from formcheck.sources.landmarker import make_landmarker
from formcheck.sources.models import find_model
from formcheck.sources.native import capture_native_stderr, import_native

__all__ = ["PeopleCounter"]

_EVERY_S = 2.0
"""A search of the whole picture costs about two frames of tracking, so it is made this seldom."""


class PeopleCounter:
    """Count up to two people in the pictures of one video, in order of time.

    With two in the picture the tracker can return a mixture of both at full visibility, so such frames are not judged.
    """

    def __init__(self) -> None:
        self._mp = import_native("mediapipe")
        with capture_native_stderr():
            self._finder = make_landmarker(self._mp, find_model("lite"), "IMAGE", poses=2)
        self._next_s = 0.0
        self._people = -1
        self._warm = False

    def close(self) -> None:
        """Free the model."""
        self._finder.close()

    def count(self, time_s: float, rgb: npt.NDArray[np.uint8]) -> int:
        """Return how many people were in the picture at the last look, at most 2."""
        if time_s < self._next_s:
            return self._people
        self._next_s = time_s + _EVERY_S
        image = self._mp.Image(image_format=self._mp.ImageFormat.SRGB, data=rgb)
        if self._warm:
            found: Any = self._finder.detect(image)
        else:
            with capture_native_stderr():  # the first person to be found makes MediaPipe write a note
                found = self._finder.detect(image)
        self._people = len(found.pose_landmarks)
        self._warm = self._warm or self._people > 0
        return self._people
