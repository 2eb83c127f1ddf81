"""Split one rep into going up, staying at the top, and going down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.motion.filters import Uniform, filter_smooth
from formcheck.pose import FloatArray

__all__ = ["Phases", "find_phases", "select_plateau"]

_SMOOTH_HZ = 6.0
_LEVEL = 0.08
"""Share of the range within which the signal counts as at rest or at the top, before the exact bound is sought."""
_REST_PERCENTILE = 15
"""The level of rest is this percentile of one side of the rep, not its minimum: the landmarks of a tracker settle for
0.4 s when it finds a person, and pass through values far below."""
_SLOW = 0.04
"""Share of the phase's peak speed below which it counts as standing still."""


@dataclass(frozen=True, slots=True)
class Phases:
    """Bounds of the phases of one rep, s, and the levels at rest and at the top (units of the signal)."""

    start_s: float
    top_start_s: float
    top_end_s: float
    end_s: float
    rest: float
    top: float

    @property
    def up_s(self) -> float:
        """Duration of the way up, s."""
        return self.top_start_s - self.start_s

    @property
    def hold_s(self) -> float:
        """Time at the top, s."""
        return self.top_end_s - self.top_start_s

    @property
    def down_s(self) -> float:
        """Duration of the way down, s."""
        return self.end_s - self.top_end_s


def find_phases(signal: Uniform, top_s: float) -> Phases | None:
    """Return the phases of the one rep in a window, or None when the top is not inside it.

    A bound is sought where the signal leaves the level of rest or of the top, and from there outwards to where
    the movement stands still; so a stop half-way does not end a phase. A smooth phase reads about a tenth short,
    because its ends are too slow to be told from standing still.
    """
    smooth = filter_smooth(signal, _SMOOTH_HZ)
    speed = np.gradient(smooth, signal.step_s)
    peak = int(np.clip(round((top_s - signal.start_s) / signal.step_s), 0, len(smooth) - 1))
    peak = _climb(smooth, peak)
    if peak < 2 or peak > len(smooth) - 3:
        return None
    top = float(smooth[peak])
    rest_up, rest_down = (float(np.percentile(part, _REST_PERCENTILE)) for part in (smooth[:peak], smooth[peak:]))
    start, top_start = _bounds(smooth[: peak + 1], speed[: peak + 1], rest_up, top)
    end, top_end = _bounds(smooth[peak:][::-1], -speed[peak:][::-1], rest_down, top)
    last = len(smooth) - 1
    at = [signal.start_s + signal.step_s * k for k in (start, top_start, last - top_end, last - end)]
    return Phases(at[0], at[1], max(at[2], at[1]), at[3], (rest_up + rest_down) / 2, top)


def _climb(values: FloatArray, index: int) -> int:
    """Return the index of the local top that lies uphill of ``index``."""
    while index + 1 < len(values) and values[index + 1] > values[index]:
        index += 1
    while index > 0 and values[index - 1] > values[index]:
        index -= 1
    return index


def _bounds(values: FloatArray, speed: FloatArray, rest: float, top: float) -> tuple[int, int]:
    """Return where a rise from rest to top, the last value, begins and where it arrives."""
    size = top - rest
    low = int(np.flatnonzero(values <= rest + _LEVEL * size)[-1])
    high = int(np.flatnonzero(values[low:] >= top - _LEVEL * size)[0]) + low
    slow = _SLOW * float(np.max(speed))
    while low > 0 and speed[low] > slow:
        low -= 1
    while high < len(values) - 1 and speed[high] > slow:
        high += 1
    return low, high


def select_plateau(
    time_s: FloatArray, values: FloatArray, phases: Phases
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which frames, (n,) bool, lie on the plateau at the top: high, and between the way up and the way down.

    A rep without a pause has a short plateau around its turning point.
    """
    size = phases.top - phases.rest
    step = float(np.median(np.diff(time_s))) if len(time_s) > 1 else 0.0
    high = values >= phases.top - 0.08 * size
    return high & (time_s >= phases.top_start_s - 2 * step) & (time_s <= phases.top_end_s + 2 * step)
