"""Filters over a window of a signal. None of them lags, so none can be used before a window is complete.

Signals are (n,) arrays sampled at ``time_s`` (n,), in s, not necessarily even; NaN where not seen. Gaps longer
than `MAX_GAP_S` stay NaN: nothing is filtered across them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from formcheck.pose import FloatArray

__all__ = ["MAX_GAP_S", "Uniform", "compute_jitter", "filter_outliers", "filter_smooth", "resample_uniform"]

MAX_GAP_S = 0.3
"""Longest gap that is bridged, s. Source: docs/sources.md section 7."""


@dataclass(frozen=True, slots=True, eq=False)
class Uniform:
    """A signal on an even grid: values (m,), its start and step in s."""

    start_s: float
    step_s: float
    values: FloatArray

    @property
    def time_s(self) -> FloatArray:
        """Times of the samples, (m,), s."""
        return self.start_s + self.step_s * np.arange(len(self.values))


def filter_outliers(values: FloatArray, *, half_width: int = 3, limit: float = 6.0) -> FloatArray:
    """Return the signal with single spikes replaced by the median around them (a Hampel filter).

    A value is a spike when it lies off the median of itself and its 6 neighbours by more than ``limit`` robust
    standard deviations of that distance over the whole signal, and by more than 2 % of the signal's range. On a
    steady slope the distance is only noise, so a movement is left alone.

    Source: docs/sources.md section 7 (7 frames); the limits are our choice, wide so as to touch only blunders.
    """
    n = len(values)
    if n < 2 * half_width + 1 or not np.isfinite(values).any():
        return values.copy()
    padded = np.pad(values, half_width, mode="edge")
    middle = _nanmedian(np.lib.stride_tricks.sliding_window_view(padded, 2 * half_width + 1))
    off = np.abs(values - middle)
    scale = 1.4826 * float(np.nanmedian(off)) if np.isfinite(off).any() else 0.0
    floor = 0.02 * float(np.nanmax(values) - np.nanmin(values))
    return np.where(off > max(limit * scale, floor), middle, values)


def _nanmedian(rows: FloatArray) -> FloatArray:
    if not np.isnan(rows).any():
        return np.median(rows, axis=1)
    out = np.full(len(rows), np.nan)
    some = np.isfinite(rows).any(axis=1)
    out[some] = np.nanmedian(rows[some], axis=1)
    return out


def resample_uniform(time_s: FloatArray, values: FloatArray, rate_hz: float) -> Uniform | None:
    """Return the signal on an even grid by straight lines, or None where a gap is longer than `MAX_GAP_S`."""
    seen = np.isfinite(values)
    t, v = time_s[seen], values[seen]
    if len(t) < 3 or np.max(np.diff(t)) > MAX_GAP_S:
        return None
    count = int((t[-1] - t[0]) * rate_hz) + 1
    grid = t[0] + np.arange(count) / rate_hz
    return Uniform(float(t[0]), 1.0 / rate_hz, np.interp(grid, t, v))


def filter_smooth(signal: Uniform, cutoff_hz: float) -> FloatArray:
    """Return the signal without what is faster than ``cutoff_hz``: a Gaussian, without lag, -3 dB at the cutoff.

    A Gaussian does not overshoot at the end of a fast movement, as a Butterworth run both ways does, and told smooth
    from jerky phases as well (benchmarks/smoothness.py).
    """
    sigma_s = math.sqrt(math.log(2.0)) / (2.0 * math.pi * cutoff_hz)
    out: FloatArray = gaussian_filter1d(signal.values, sigma_s / signal.step_s, mode="nearest")
    return out


def compute_jitter(values: FloatArray) -> float:
    """Return the standard deviation of the frame-to-frame noise of a signal that moves slowly.

    From second differences (a steady movement cancels), by the median, so that a few spikes do not count.
    Zero when there are fewer than 4 values.
    """
    seen = values[np.isfinite(values)]
    if len(seen) < 4:
        return 0.0
    second = np.diff(seen, 2)
    return float(1.4826 * np.median(np.abs(second)) / np.sqrt(6.0))
