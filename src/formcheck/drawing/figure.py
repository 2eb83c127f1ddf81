"""The skeleton: the side that is meant strong, the other one faint, a head without a face."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from formcheck.drawing.looks import FAR, NEAR, OUTLINE, Colour, Picture, to_points
from formcheck.pose import FloatArray, Landmark
from formcheck.sources.native import import_native

__all__ = ["FigureBrush"]

cv2 = import_native("cv2")
_LIMBS = (
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW),
    (Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST),
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP),
    (Landmark.LEFT_HIP, Landmark.LEFT_KNEE),
    (Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE),
    (Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL),
    (Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX),
    (Landmark.LEFT_FOOT_INDEX, Landmark.LEFT_ANKLE),
)
"""Of the left side; the right landmarks follow the left ones."""
_ACROSS = ((Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER), (Landmark.LEFT_HIP, Landmark.RIGHT_HIP))
_JOINTS = tuple(dict.fromkeys(joint for limb in _LIMBS for joint in limb))
_SHIFT = 3
Points = npt.NDArray[np.int32]


class FigureBrush:
    """Draws the skeleton of one picture.

    Parameters
    ----------
    thickness : of a strong line, px.
    """

    def __init__(self, thickness: int) -> None:
        self._strong, self._faint = thickness, max(2, thickness // 2)
        self._edge = max(2, thickness // 3)

    def draw(self, picture: Picture, points: FloatArray, side: int) -> None:
        """Draw the landmarks, (33, 2), px of the picture; ``side`` is 1 for the left, -1 for the right, 0 for both.

        Those that are NaN are left out.
        """
        known: npt.NDArray[np.bool_] = np.isfinite(points.sum(axis=1))
        places = to_points(np.nan_to_num(points))
        across = [places[list(pair)] for pair in _ACROSS if known[list(pair)].all()]
        cv2.polylines(picture, across, False, FAR, self._faint, cv2.LINE_AA, _SHIFT)
        for right, own in sorted(((0, 1), (1, -1)), key=lambda limb: limb[1] == side):
            meant = side in (0, own)
            limbs = [[a + right, b + right] for a, b in _LIMBS]
            lines = [places[limb] for limb in limbs if known[limb].all()]
            joints = [places[joint + right] for joint in _JOINTS if known[joint + right]]
            self._draw_limbs(picture, lines, joints, NEAR if meant else FAR, self._strong if meant else self._faint)
        self._draw_head(picture, points)

    def _draw_limbs(
        self, picture: Picture, lines: list[Points], joints: list[Points], colour: Colour, thickness: int
    ) -> None:
        # an outline may be jagged: smooth lines take three times as long
        cv2.polylines(picture, lines, False, OUTLINE, thickness + 2 * self._edge, cv2.LINE_8, _SHIFT)
        cv2.polylines(picture, lines, False, colour, thickness, cv2.LINE_AA, _SHIFT)
        for joint in joints:
            cv2.circle(picture, joint.tolist(), 7 * thickness, colour, -1, cv2.LINE_AA, _SHIFT)

    def _draw_head(self, picture: Picture, points: FloatArray) -> None:
        ears, nose = points[[Landmark.LEFT_EAR, Landmark.RIGHT_EAR]], points[Landmark.NOSE]
        middle = ears.mean(axis=0)
        radius = 1.25 * max(np.hypot(*(nose - middle)), np.hypot(*(ears[1] - ears[0])) / 2)
        if not np.isfinite(radius):
            return
        centre = to_points((middle + nose) / 2).tolist()
        size = int(8 * min(radius, 4000.0))
        cv2.circle(picture, centre, size, OUTLINE, self._faint + 2 * self._edge, cv2.LINE_AA, _SHIFT)
        cv2.circle(picture, centre, size, NEAR, self._faint, cv2.LINE_AA, _SHIFT)
