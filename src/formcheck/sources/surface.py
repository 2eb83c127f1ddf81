"""Follow the surface of the trunk from frame to frame: what landmarks cannot show.

A spine that arches while shoulder, hip and knee stay in line moves no landmark, but it moves the clothes over the
belly. The trunk is cut out of each picture in a frame of its own, shoulder to hip along x and away from that line
along y, so that lifting and turning the whole trunk leaves it still; dense optical flow then gives what is left.
The flow is read at fixed places, not by following particles, so no track is ever lost. What to read, and whether the
cut-out goes with the landmarks or stays, is a `SurfaceKind`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from formcheck.motion.view import compute_body_axes
from formcheck.pose import N_ZONES, Landmark, PoseFrame, SurfaceKind
from formcheck.sources.native import import_native

__all__ = ["SurfaceFollower"]

_LENGTH_PX, _DEPTH_PX = 128, 64
"""Size of the cut-out: the trunk's length, and `SurfaceKind.across`."""
_AROUND = 0.1
"""As much of the trunk around what is read, which the flow looks at too, must be in the picture. A shoulder cut off by
the frame is guessed at, and moves within the picture: that read as a bend of up to +3 % with a straight back."""
_REKEY_PX, _REKEY_MOVING_S, _REKEY_STILL_S = 1.5, 0.5, 5.0
"""A new reference frame is taken after this much flow or time: flow of a fraction of a pixel reads too small, so
neighbouring frames of a slow movement are not compared with each other. A breath is slow: at places that stay, the
reference stays longer. Chosen on the clips for tuning."""
_LOOK_EVERY_S = 0.06
"""The flow is computed this often at most: it is taken from the reference frame, so nothing is lost in between."""
_STRONGEST = 80
"""The strongest movement of a zone is this percentile of its size, with the sign of its mean."""
_STAYS = 0.2
"""A place of reading that does not go with the landmarks is laid anew when one of its ends is off by this, in trunk
lengths: the person has moved on."""
_STEP_PCT = 1 / 256
_MIN_TRUNK_PX = 40.0

_Points = npt.NDArray[np.float64]


class SurfaceFollower:
    """Give each frame of one video, in order, its `PoseFrame.surface`."""

    def __init__(self, kind: SurfaceKind) -> None:
        self._cv2 = import_native("cv2")
        self._kind = kind
        self._flow = self._cv2.DISOpticalFlow_create(self._cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self._key: npt.NDArray[np.uint8] | None = None
        self._key_s = 0.0
        self._looked_s = 0.0
        self._place: tuple[_Points, _Points, _Points] | None = None
        self._since_key = np.zeros(N_ZONES)
        self._rekey_s = _REKEY_MOVING_S if kind.moving else _REKEY_STILL_S
        low, high = kind.across
        self._pct_per_px = 100.0 * (high - low) / _DEPTH_PX
        self._cells = [
            (
                slice(*(round((v - low) / (high - low) * _DEPTH_PX) for v in zone[2:])),
                slice(*(round(u * _LENGTH_PX) for u in zone[:2])),
            )
            for zone in kind.zones
        ]

    def follow(self, frame: PoseFrame, rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """Return the movement since the frame before, (3,), % of the trunk's length; NaN when it was not followed."""
        lost = np.full(N_ZONES, np.nan, np.float32)
        if np.isnan(frame.visibility[0]):
            self._key = None
            return lost
        if self._key is not None and frame.time_s - self._looked_s < _LOOK_EVERY_S:
            return np.zeros(N_ZONES, np.float32)
        self._looked_s = frame.time_s
        cut = self._cut_out(frame, rgb)
        if cut is None:
            self._key = None
            return lost
        if self._key is None:
            self._take_key(cut, frame.time_s)
            return lost
        flow = self._flow.calc(self._key, cut, None)
        moved = np.array([self._read(flow[cells][..., 1]) for cells in self._cells]) * self._pct_per_px
        step = moved - self._since_key
        self._since_key = moved
        if np.median(np.abs(flow)) > _REKEY_PX or frame.time_s - self._key_s > self._rekey_s:
            self._take_key(cut, frame.time_s)
        return (np.round(step / _STEP_PCT) * _STEP_PCT).astype(np.float32)

    def _read(self, flow: npt.NDArray[np.float32]) -> float:
        if not self._kind.strongest:
            return float(np.median(flow))
        return float(np.sign(np.mean(flow)) * np.percentile(np.abs(flow), _STRONGEST))

    def _take_key(self, cut: npt.NDArray[np.uint8], time_s: float) -> None:
        self._key, self._key_s = cut, time_s
        self._since_key = np.zeros(N_ZONES)

    def _cut_out(self, frame: PoseFrame, rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8] | None:
        """Return the trunk in its own frame, (64, 128) grey, or None where there is none to see."""
        found = self._find_place(frame)
        if found is None:
            return None
        shoulder, along, across = found
        if not _is_inside(shoulder, along, across, self._kind, rgb.shape[1], rgb.shape[0]):
            return None
        low, high = self._kind.across
        to_picture = np.column_stack([along / _LENGTH_PX, across * ((high - low) / _DEPTH_PX), shoulder + across * low])
        cv2 = self._cv2
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = (_LENGTH_PX, _DEPTH_PX)
        cut: Any = cv2.warpAffine(rgb, to_picture, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        grey: npt.NDArray[np.uint8] = cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY)
        return grey

    def _find_place(self, frame: PoseFrame) -> tuple[_Points, _Points, _Points] | None:
        """Return where to read: the shoulder, and vectors of a trunk's length along and across, (2,) each, px."""
        axes = compute_body_axes(frame.world[None].astype(np.float64))
        shoulder, hip = (self._pick(frame.pixels, left, axes.left[0, 2] < 0) for left in _ENDS)
        along = hip - shoulder
        trunk = float(np.hypot(*along))
        if not trunk >= _MIN_TRUNK_PX:
            return None
        if self._place is not None:
            ends = np.concatenate([self._place[0] - shoulder, self._place[0] + self._place[1] - hip])
            if np.max(np.hypot(ends[::2], ends[1::2])) < _STAYS * trunk:
                return self._place
            self._key = None
        across = np.array([-along[1], along[0]])
        towards = axes.front[0, :2] if self._kind.seen_from == "side" else np.array([0.0, -1.0])
        across = across if across @ towards >= 0 else -across
        place = (shoulder, along, across)
        if not self._kind.moving:
            self._place = place
        return place

    def _pick(self, pixels: npt.NDArray[Any], left: Landmark, left_is_near: bool) -> _Points:
        if self._kind.seen_from == "front":
            middle: _Points = (pixels[left] + pixels[left + 1]).astype(np.float64) / 2
            return middle
        return np.asarray(pixels[left if left_is_near else left + 1], np.float64)


_ENDS = (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP)


def _is_inside(shoulder: _Points, along: _Points, across: _Points, kind: SurfaceKind, width: int, height: int) -> bool:
    """Return whether what is read and what is around it lie in the picture; ``along``, ``across``: a trunk long."""
    ends = (-_AROUND, 1 + _AROUND)
    sides = (min(z[2] for z in kind.zones) - _AROUND, max(z[3] for z in kind.zones) + _AROUND)
    corners = np.array([shoulder + u * along + v * across for u in ends for v in sides])
    return bool(np.all(corners >= 0) and np.all(corners <= (width - 1, height - 1)))
