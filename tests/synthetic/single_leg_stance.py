"""Single-leg stances as landmarks with a closed-form answer.

The person faces the camera on straight legs. One foot is lifted by 0.25 m and set down again, each in 0.3 s; the trunk
leans, and the hips sway in a sine of 2 s over the standing foot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from formcheck.pose import FloatArray, Landmark, PoseTrack
from tests.synthetic.courses import Timed, follow, minimum_jerk, spread, sum_length_s
from tests.synthetic.film import Film

TRUNK, LEG = 0.50, 0.84
LIFT, LIFT_S, SWAY_S = 0.25, 0.3, 2.0


@dataclass(frozen=True)
class Stance(Timed):
    """Standing on one leg: lean of the trunk towards it, deg; sway of the hips as a standard deviation, % of the trunk.

    ``hold_s`` is the time at full height; `off_floor_s` is added on both sides for the way up and down.
    """

    up_s: float = LIFT_S
    hold_s: float = 10.0
    down_s: float = LIFT_S
    rest_s: float = 4.0
    leg: Literal["left", "right"] = "left"
    lean_deg: float = 0.0
    sway_pct: float = 2.0


def find_lift_s(height: float) -> float:
    """Return how long after the foot begins to rise it is at a height, s."""
    u = np.linspace(0.0, 1.0, 10001)
    return LIFT_S * float(np.interp(height / LIFT, minimum_jerk(u), u))


def stance_track(stances: Sequence[Stance], *, lead_s: float = 1.0, tail_s: float = 1.5, **film: Any) -> PoseTrack:
    """Return the landmarks of some stances; further options as in `Film`."""
    camera = Film(**film)
    time_s = camera.list_times(sum_length_s(stances, lead_s, tail_s))
    share, which = follow(time_s, stances, lead_s)
    on_left = spread([1.0 if s.leg == "left" else -1.0 for s in stances], which)
    lean = np.radians(spread([s.lean_deg for s in stances], which) * on_left * share)
    size = spread([s.sway_pct for s in stances], which) / 100 * TRUNK * np.sqrt(2)
    sway = size * share * np.sin(2 * np.pi * time_s / SWAY_S)
    points = _stand(lean, sway, LIFT * share * (on_left < 0), LIFT * share * (on_left > 0))
    return camera.shoot(time_s, points, px_per_m=260.0, origin=(0.5, 0.95))


def _stand(lean: FloatArray, sway: FloatArray, left_up: FloatArray, right_up: FloatArray) -> dict[int, FloatArray]:
    """Return the places: lean of the trunk to the person's left, rad; sway to it, and height of the feet, m; (n,)."""
    n = len(lean)
    hips = np.column_stack([sway, np.full(n, 0.09 + LEG), np.zeros(n)])
    up = np.column_stack([np.sin(lean), np.cos(lean), np.zeros(n)])
    across = np.column_stack([np.cos(lean), -np.sin(lean), np.zeros(n)])
    shoulders = hips + TRUNK * up
    points: dict[int, FloatArray] = {Landmark.NOSE: shoulders + 0.2 * up - (0.0, 0.0, 0.1)}
    for other, side, raised in ((0, 1.0, left_up), (1, -1.0, right_up)):
        foot = np.column_stack([np.full(n, side * 0.1), 0.09 + raised, np.zeros(n)])
        hip = np.add(hips, (side * 0.1, 0.0, 0.0))
        points[Landmark.LEFT_SHOULDER + other] = shoulders + side * 0.18 * across
        points[Landmark.LEFT_EAR + other] = shoulders + 0.2 * up + side * 0.07 * across
        points[Landmark.LEFT_ELBOW + other] = np.add(hips, (side * 0.35, 0.2, 0.0))
        points[Landmark.LEFT_WRIST + other] = np.add(hips, (side * 0.15, 0.0, 0.0))
        points[Landmark.LEFT_HIP + other] = hip
        points[Landmark.LEFT_KNEE + other] = (hip + foot) / 2 - np.column_stack([0 * raised, 0 * raised, raised])
        points[Landmark.LEFT_ANKLE + other] = foot
        points[Landmark.LEFT_HEEL + other] = np.add(foot, (0.0, -0.09, 0.05))
        points[Landmark.LEFT_FOOT_INDEX + other] = np.add(foot, (0.0, -0.09, -0.18))
    return points
