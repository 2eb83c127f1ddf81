"""Does a measure drift over the reps of a set?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from formcheck.pose import FloatArray

__all__ = ["MIN_REPS", "Trend", "compute_trend"]

_EXACT_UP_TO = 20
MIN_REPS = 6
"""Fewest reps over which a drift is looked for. Source: docs/sources.md section 8."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A drift over reps.

    Attributes
    ----------
    change : median of the last three reps minus median of the first three (after the skipped ones).
    uncertainty : standard uncertainty of ``change``, from the scatter about the Theil-Sen line.
    probability : one-sided chance of a Mann-Kendall score this large without a drift.
    """

    change: float
    uncertainty: float
    probability: float


def compute_trend(values: FloatArray, *, skip: int = 1) -> Trend | None:
    """Return the drift of one value per rep, in order, or None with fewer than `MIN_REPS` values.

    The first ``skip`` reps are left out: they are part of getting started. NaN values are left out.

    Source: Mann-Kendall test, exact for small n, and Theil-Sen slope, as in docs/sources.md section 8.
    """
    seen = values[np.isfinite(values)]
    if len(seen) < MIN_REPS:
        return None
    used = seen[skip:]
    n = len(used)
    i, j = np.triu_indices(n, 1)
    differences = used[j] - used[i]
    score = int(np.sum(np.sign(differences)))
    slope = float(np.median(differences / (j - i)))
    rest = used - slope * np.arange(n)
    scatter = 1.4826 * float(np.median(np.abs(rest - np.median(rest))))
    change = float(np.median(used[-3:]) - np.median(used[:3]))
    return Trend(change, scatter * math.sqrt(2 / 3), mann_kendall_probability(n, abs(score)))


@lru_cache(maxsize=64)
def _mann_kendall_counts(n: int) -> tuple[int, ...]:
    """Return how many orders of n values have 0, 1, 2, ... inversions."""
    counts = [1]
    for k in range(2, n + 1):
        counts = [sum(counts[max(0, s - k + 1) : s + 1]) for s in range(len(counts) + k - 1)]
    return tuple(counts)


def mann_kendall_probability(n: int, score: int) -> float:
    """Return the one-sided chance that n values in random order score at least ``score``, without ties.

    Exact up to `_EXACT_UP_TO` values, above by the normal approximation with a correction for continuity.
    """
    if n > _EXACT_UP_TO:
        deviation = math.sqrt(n * (n - 1) * (2 * n + 5) / 18)
        return 0.5 * math.erfc((score - 1) / deviation / math.sqrt(2))
    counts = _mann_kendall_counts(n)
    at_most = (n * (n - 1) // 2 - score) // 2  # inversions that leave a score of at least this
    return sum(counts[: at_most + 1]) / math.factorial(n)
