"""When the body could not be used, and why."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from formcheck.exercises.base import Seen
from formcheck.motion.spans import find_runs
from formcheck.pose import FloatArray

__all__ = ["find_blind"]


def find_blind(time_s: FloatArray, seen: npt.NDArray[np.int8], least_s: float) -> list[tuple[float, float, Seen]]:
    """Return each time that the body was not seen for ``least_s`` or longer: start, end, s, and mostly why.

    Parameters
    ----------
    time_s : (n,) s, of the pictures.
    seen : (n,) int8, a `Seen` for each.
    """
    found = []
    for start, stop in find_runs(seen != Seen.OK):
        start_s, end_s = float(time_s[start]), float(time_s[min(stop, len(time_s) - 1)])
        if end_s - start_s >= least_s:
            found.append((start_s, end_s, Seen(int(np.bincount(seen[start:stop]).argmax()))))
    return found
