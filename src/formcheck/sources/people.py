"""Look for a second person now and then: a tracker that follows one person does not tell of another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from formcheck.pose import Landmark, PoseFrame
from formcheck.sources.landmarker import PoseFinder
from formcheck.sources.models import COUNTER_MODEL, find_model
from formcheck.sources.native import import_native

__all__ = ["PeopleCounter"]

_EVERY_S = 2.0
"""A search of the whole picture costs about two frames of tracking, so it is made this seldom."""
_AGAIN_S = 0.2
"""A second person that was not there at the last look is looked for again after this time, s, before it counts: now and
then something is taken for a person in one picture (twice in 900 looks at rendered clips)."""
_AROUND = 0.2
"""How far around the landmarks the tracked person is painted over, in trunk lengths.

Source: our choice; on 30 rendered clips of one person nobody was found in what was left, on three of two people the
second was, in 8 looks of 9.
"""


class PeopleCounter:
    """Count up to two people in the pictures of one video, in order of time.

    With two in the picture the tracker can return a mixture of both at full visibility, so such frames are not judged.
    The tracked person is painted over before the search, so that one who stands right behind is not taken for the same.
    """

    def __init__(self) -> None:
        self._cv2 = import_native("cv2")
        self._finder = PoseFinder(find_model(COUNTER_MODEL), "IMAGE", poses=1)
        self._next_s = 0.0
        self._people = -1
        self._doubtful = False

    def close(self) -> None:
        """Free the model."""
        self._finder.close()

    def count(self, frame: PoseFrame, rgb: npt.NDArray[np.uint8]) -> int:
        """Return how many people were in the picture at the last look, at most 2."""
        if frame.time_s >= self._next_s:
            found = self._look(frame, rgb)
            self._doubtful = found > 1 and self._people < 2 and not self._doubtful
            self._people = min(found, 1) if self._doubtful else found
            self._next_s = frame.time_s + (_AGAIN_S if self._doubtful else _EVERY_S)
        return self._people

    def _look(self, frame: PoseFrame, rgb: npt.NDArray[np.uint8]) -> int:
        tracked = not np.isnan(frame.visibility[0])
        rest = self._paint_over(frame.pixels.astype(np.float32), rgb) if tracked else rgb
        return int(tracked) + bool(self._finder.find(rest).pose_landmarks)

    def _paint_over(self, pixels: npt.NDArray[np.float32], rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """Return the picture without what lies within the landmarks, (33, 2) px, and a margin around them."""
        cv2 = self._cv2
        shoulder, hip = (pixels[j : j + 2].mean(axis=0) for j in (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP))
        around = max(3, round(_AROUND * float(np.hypot(*(shoulder - hip)))))
        body = np.zeros(rgb.shape[:2], np.uint8)
        hull = np.round(cv2.convexHull(pixels)).astype(np.int32)
        cv2.fillConvexPoly(body, hull, 255)
        cv2.polylines(body, [hull], True, 255, 2 * around)
        out = rgb.copy()
        out[body > 0] = np.median(rgb[::8, ::8].reshape(-1, 3), axis=0).astype(np.uint8)
        return out
