"""Follow the surface of the trunk from frame to frame: what landmarks cannot show.

A spine that arches while shoulder, hip and knee stay in line moves no landmark, but it moves the clothes over the
belly. The trunk is cut out of each picture in a frame of its own, shoulder to hip along x and away from that line
along y, so that lifting and turning the whole trunk leaves it still; dense optical flow then gives what is left.
The flow is read at fixed places, not by following particles, so no track is ever lost.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from formcheck.motion.view import compute_body_axes
from formcheck.pose import SURFACE_ZONES, Landmark, PoseFrame
from formcheck.sources.native import import_native

__all__ = ["SurfaceFollower"]

_LENGTH_PX, _DEPTH_PX = 128, 64
"""Size of the cut-out: the trunk's length, and from 0.1 of it behind the line to 0.4 in front of it."""
_BEHIND, _FRONT = 0.1, 0.4
_BAND = (-0.04, 0.09)
"""The band along the shoulder-hip line in which the flow is read, in trunk lengths."""
_AROUND = 0.1
"""As much of the trunk around the band, which the flow looks at too, must be in the picture. A shoulder cut off by the
frame is guessed at, and moves within the picture: that read as a bend of up to +3 % with a straight back."""
_REKEY_PX, _REKEY_S = 1.5, 0.5
"""A new reference frame is taken after this much flow or time: flow of a fraction of a pixel reads too small, so
neighbouring frames of a slow movement are not compared with each other. Chosen on the clips for tuning."""
_LOOK_EVERY_S = 0.06
"""The flow is computed this often at most: it is taken from the reference frame, so nothing is lost in between."""
_STEP_PCT = 1 / 256
_MIN_TRUNK_PX = 40.0


class SurfaceFollower:
    """Give each frame of one video, in order, its `PoseFrame.surface`."""

    def __init__(self) -> None:
        self._cv2 = import_native("cv2")
        self._flow = self._cv2.DISOpticalFlow_create(self._cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self._key: npt.NDArray[np.uint8] | None = None
        self._key_s = 0.0
        self._looked_s = 0.0
        self._since_key = np.zeros(len(SURFACE_ZONES))
        self._columns = [slice(round(a * _LENGTH_PX), round(b * _LENGTH_PX)) for a, b in SURFACE_ZONES.values()]
        self._rows = slice(*(round((v + _BEHIND) / (_BEHIND + _FRONT) * _DEPTH_PX) for v in _BAND))

    def follow(self, frame: PoseFrame, rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """Return the movement since the frame before, (3,), % of the trunk's length; NaN when it was not followed."""
        lost = np.full(len(SURFACE_ZONES), np.nan, np.float32)
        if np.isnan(frame.visibility[0]):
            self._key = None
            return lost
        if self._key is not None and frame.time_s - self._looked_s < _LOOK_EVERY_S:
            return np.zeros(len(SURFACE_ZONES), np.float32)
        self._looked_s = frame.time_s
        cut = self._cut_out(frame, rgb)
        if cut is None:
            self._key = None
            return lost
        if self._key is None:
            self._take_key(cut, frame.time_s)
            return lost
        flow = self._flow.calc(self._key, cut, None)
        across = flow[self._rows, :, 1]
        moved = np.array([np.median(across[:, c]) for c in self._columns]) * (100.0 / _LENGTH_PX)
        step = moved - self._since_key
        self._since_key = moved
        if np.median(np.abs(flow)) > _REKEY_PX or frame.time_s - self._key_s > _REKEY_S:
            self._take_key(cut, frame.time_s)
        return (np.round(step / _STEP_PCT) * _STEP_PCT).astype(np.float32)

    def _take_key(self, cut: npt.NDArray[np.uint8], time_s: float) -> None:
        self._key, self._key_s = cut, time_s
        self._since_key = np.zeros(len(SURFACE_ZONES))

    def _cut_out(self, frame: PoseFrame, rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8] | None:
        """Return the trunk in its own frame, (64, 128) grey, or None where there is none to see."""
        axes = compute_body_axes(frame.world[None].astype(np.float64))
        left_is_near = axes.left[0, 2] < 0
        shoulder = frame.pixels[Landmark.LEFT_SHOULDER if left_is_near else Landmark.RIGHT_SHOULDER].astype(float)
        hip = frame.pixels[Landmark.LEFT_HIP if left_is_near else Landmark.RIGHT_HIP].astype(float)
        along = hip - shoulder
        trunk = float(np.hypot(*along))
        if not trunk >= _MIN_TRUNK_PX:
            return None
        normal = np.array([-along[1], along[0]]) / trunk
        normal *= 1.0 if normal @ axes.front[0, :2] >= 0 else -1.0
        if not _is_inside(shoulder, along, normal * trunk, rgb.shape[1], rgb.shape[0]):
            return None
        corner = shoulder - normal * _BEHIND * trunk
        per_px = trunk / _LENGTH_PX
        to_picture = np.column_stack([along / _LENGTH_PX, normal * per_px, corner])
        cv2 = self._cv2
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = (_LENGTH_PX, _DEPTH_PX)
        cut: Any = cv2.warpAffine(rgb, to_picture, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        grey: npt.NDArray[np.uint8] = cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY)
        return grey


def _is_inside(
    shoulder: npt.NDArray[np.float64],
    along: npt.NDArray[np.float64],
    across: npt.NDArray[np.float64],
    width: int,
    height: int,
) -> bool:
    """Return whether the band and what is around it lie in the picture; ``along`` and ``across`` are a trunk long."""
    ends = (-_AROUND, 1 + _AROUND)
    sides = (_BAND[0] - _AROUND, _BAND[1] + _AROUND)
    corners = np.array([shoulder + u * along + v * across for u in ends for v in sides])
    return bool(np.all(corners >= 0) and np.all(corners <= (width - 1, height - 1)))
