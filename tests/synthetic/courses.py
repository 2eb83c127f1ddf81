"""How a movement goes over time: minimum-jerk phases, one rep after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formcheck.pose import FloatArray


@dataclass(frozen=True, kw_only=True)
class Timed:
    """The timing of one rep, s: the way to the top, the stay there, the way back, and the rest after it."""

    up_s: float = 1.5
    hold_s: float = 1.0
    down_s: float = 1.5
    rest_s: float = 0.8
    submovements: int = 1

    @property
    def length_s(self) -> float:
        return self.up_s + self.hold_s + self.down_s


def minimum_jerk(u: FloatArray) -> FloatArray:
    """Return the minimum-jerk course from 0 to 1 for u in 0..1."""
    u = np.clip(u, 0.0, 1.0)
    return u**3 * (10 - 15 * u + 6 * u**2)


def phase(u: FloatArray, submovements: int) -> FloatArray:
    """Return a course from 0 to 1 made of equal minimum-jerk parts with a stop between them."""
    u = np.clip(u, 0.0, 1.0) * submovements
    whole = np.floor(np.minimum(u, submovements - 1e-9))
    return (whole + minimum_jerk(u - whole)) / submovements


def follow(time_s: FloatArray, reps: Sequence[Timed], lead_s: float) -> tuple[FloatArray, npt.NDArray[np.intp]]:
    """Return how far the movement is from rest to top, (n,) 0..1, and which rep it is; -1 before, between, after."""
    share, which = np.zeros(len(time_s)), np.full(len(time_s), -1)
    start = lead_s
    for index, rep in enumerate(reps):
        t = time_s - start
        up = phase(t / rep.up_s, rep.submovements)
        down = phase((t - rep.up_s - rep.hold_s) / rep.down_s, rep.submovements)
        within = (t >= 0) & (t < rep.length_s)
        share = np.where(within, np.where(t < rep.up_s + rep.hold_s, up, 1.0 - down), share)
        which[within] = index
        start += rep.length_s + rep.rest_s
    return share, which


def spread(values: Sequence[float], which: npt.NDArray[np.intp]) -> FloatArray:
    """Return the value of each frame's rep, (n,); 0 outside of reps."""
    return np.array([*values, 0.0])[which]


def sum_length_s(reps: Sequence[Timed], lead_s: float, tail_s: float) -> float:
    return lead_s + tail_s + sum(rep.length_s + rep.rest_s for rep in reps)
