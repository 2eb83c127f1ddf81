"""Find cuts in a film: places where the body cannot have moved as it seems to have."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from formcheck.pose import FloatArray, Landmark, PoseTrack

__all__ = ["CutFinder"]

JUMP = 0.6
"""How far shoulders and hips both jump between two frames at a cut, in trunk lengths.

Source: our choice; the fastest movement judged here, a lift in 0.3 s, moves the hips by 0.1
from frame to frame at 15 fps.
"""
LONGEST_S = 0.2
"""Frames farther apart in time than this are no neighbours, s: a body can have moved meanwhile."""
_TRUNK = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]


class CutFinder:
    """Find the cuts of one film; feed it with `find`, block by block."""

    def __init__(self) -> None:
        self._last: tuple[float, FloatArray] | None = None

    def find(self, track: PoseTrack) -> npt.NDArray[np.int64]:
        """Return which frames of the block, (k,), come after a cut: the trunk is suddenly elsewhere."""
        trunk = track.pixels[:, _TRUNK].astype(np.float64)
        seen = np.flatnonzero(np.isfinite(trunk[:, 0, 0]))
        if not len(seen):
            return seen
        points = trunk[seen].reshape(-1, 2, 2, 2).mean(axis=2)  # middle of the shoulders, of the hips
        time_s = track.time_s[seen]
        if self._last is not None:
            time_s = np.concatenate([[self._last[0]], time_s])
            points = np.concatenate([self._last[1][None], points])
        self._last = (float(time_s[-1]), points[-1])
        size = np.hypot(*(points[:, 0] - points[:, 1]).T)
        moved = np.hypot(*np.moveaxis(np.diff(points, axis=0), -1, 0)).min(axis=1)
        jumps = (moved > JUMP * np.maximum(size[1:], size[:-1])) & (np.diff(time_s) <= LONGEST_S)
        cuts: npt.NDArray[np.int64] = seen[len(seen) - len(jumps) :][jumps]
        return cuts
