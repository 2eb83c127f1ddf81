"""Readers of the truth that exercises share: values at the top or over a hold, and what the camera sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from benchmarks.truth import Recording, TrueUnit, wrap_deg
from benchmarks.truths.base import Value
from formcheck.pose import FloatArray

__all__ = [
    "LASTING_S",
    "name_no_side",
    "off_side_deg",
    "reach_lasting",
    "read_steady",
    "read_top",
    "see_from_side",
]

LASTING_S = 1.5
"""How long a fault must last in a hold to be there, s."""
_STEADY = 5.0
"""How much the middle tenth of a hold's values may spread, deg."""


def read_top(name: str) -> Value:
    """Return a reader of the median of a true value at the top."""
    return lambda unit: unit.at_top(name)


def read_steady(name: str) -> Value:
    """Return a reader of the median of a true value over a hold; NaN where it hangs on a few frames.

    Between two states of about equal length the median jumps with the slightest error in time.
    """

    def read(unit: TrueUnit) -> float:
        low, middle, high = np.quantile(unit.signals[name], (0.45, 0.5, 0.55))
        return float(middle) if high - low <= _STEADY else float("nan")

    return read


def reach_lasting(unit: TrueUnit, values: FloatArray) -> float:
    """Return the highest level above which ``values`` (m,) of a hold stay for `LASTING_S`; -inf if it is shorter."""
    step_s = float(np.median(np.diff(unit.time_s)))
    length = round(LASTING_S / step_s)
    if len(values) < length:
        return -np.inf
    return float(np.lib.stride_tricks.sliding_window_view(values, length).min(axis=1).max())


def off_side_deg(spec: Mapping[str, Any]) -> float:
    """Return how far the camera stands off the side of one who lies, either side, deg; + towards the feet."""
    azimuth = wrap_deg(float(spec["azimuth_deg"]))
    return azimuth if abs(azimuth) <= 90.0 else float(np.copysign(180.0, azimuth)) - azimuth


def see_from_side(spec: Mapping[str, Any]) -> str:
    """Return "side" when the camera stands within 45 deg of the side of one who lies."""
    return "side" if abs(off_side_deg(spec)) <= 45.0 else ""


def name_no_side(_recording: Recording) -> str:
    """Return no side: both are meant."""
    return ""
