"""Count the people in the picture now and then: a tracker that follows one person does not tell of a second."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from formcheck.sources.landmarker import PoseFinder
from formcheck.sources.models import find_model

__all__ = ["PeopleCounter"]

_EVERY_S = 2.0
"""A search of the whole picture costs about two frames of tracking, so it is made this seldom."""


class PeopleCounter:
    """Count up to two people in the pictures of one video, in order of time.

    With two in the picture the tracker can return a mixture of both at full visibility, so such frames are not judged.
    """

    def __init__(self) -> None:
        self._finder = PoseFinder(find_model("lite"), "IMAGE", poses=2)
        self._next_s = 0.0
        self._people = -1

    def close(self) -> None:
        """Free the model."""
        self._finder.close()

    def count(self, time_s: float, rgb: npt.NDArray[np.uint8]) -> int:
        """Return how many people were in the picture at the last look, at most 2."""
        if time_s >= self._next_s:
            self._next_s = time_s + _EVERY_S
            self._people = len(self._finder.find(rgb).pose_landmarks)
        return self._people
