"""Follow a signal through a hold: smooth it across short gaps, and find where it stays beyond a limit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d

from formcheck.motion.filters import MAX_GAP_S, Uniform, filter_outliers
from formcheck.pose import FloatArray

__all__ = ["find_runs", "find_spans", "smooth_signal"]

_RATE_HZ = 20.0
BRIDGE_S = 0.5
"""Spans closer together than this are one. Source: docs/sources.md section 3 (gaps in a hold)."""


def smooth_signal(time_s: FloatArray, values: FloatArray, width_s: float = 0.35) -> Uniform | None:
    """Return the signal on an even grid without what is faster than about a second, or None when nothing was seen.

    A Gaussian of standard deviation ``width_s``, over what was seen only. Gaps longer than `MAX_GAP_S` stay NaN.
    """
    seen = np.isfinite(values)
    if np.count_nonzero(seen) < 3:
        return None
    t, v = time_s[seen], filter_outliers(values[seen])
    grid = t[0] + np.arange(int((t[-1] - t[0]) * _RATE_HZ) + 1) / _RATE_HZ
    after = np.clip(np.searchsorted(t, grid), 1, len(t) - 1)
    known = t[after] - t[after - 1] <= MAX_GAP_S
    sigma = width_s * _RATE_HZ
    weight = gaussian_filter1d(known.astype(float), sigma, mode="nearest")
    with np.errstate(invalid="ignore", divide="ignore"):
        smooth = gaussian_filter1d(np.where(known, np.interp(grid, t, v), 0.0), sigma, mode="nearest") / weight
    return Uniform(float(t[0]), 1 / _RATE_HZ, np.where(known, smooth, np.nan))


def find_runs(there: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return where a condition, (n,), holds, as (first, one after the last) of each run."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], there, [False]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def find_spans(signal: Uniform, there: npt.NDArray[np.bool_], lasting_s: float) -> Iterator[slice]:
    """Yield where a condition holds for ``lasting_s`` or longer, as slices of the samples.

    Interruptions of up to `BRIDGE_S` are bridged.
    """
    runs: list[list[int]] = []
    for start, stop in find_runs(there):
        if runs and (start - runs[-1][1]) * signal.step_s <= BRIDGE_S:
            runs[-1][1] = stop
        else:
            runs.append([start, stop])
    for start, stop in runs:
        if (stop - start) * signal.step_s >= lasting_s - 1e-9:
            yield slice(start, stop)
