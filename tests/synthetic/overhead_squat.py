"""Overhead squats as landmarks with a closed-form answer.

Shin, thigh and trunk are sticks whose leans against the upright grow together from standing to the bottom; the arms are
a stick in line with the trunk plus ``arm_deg``. Trunk and arms lean by the biases more that the engine takes out. Heels
that rise lift the ankles and all above. Knees, feet and hips are moved sideways as the front view shall read
them. The person is filmed from the front, or turned to be filmed from the side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from formcheck.exercises.overhead_squat import ARM_BIAS_DEG, LEAN_BIAS_DEG
from formcheck.pose import FloatArray, Landmark, PoseTrack
from tests.synthetic.courses import Timed, follow, spread, sum_length_s
from tests.synthetic.film import Film

TRUNK, THIGH, SHANK, ARM = 0.50, 0.42, 0.42, 0.55
STANCE = 0.30
"""Distance of the ankles, m."""
FOOT = 0.6 * SHANK
KNEE_DEG, SHIN_DEG = 90.0, 30.0


@dataclass(frozen=True)
class Squat(Timed):
    """One squat, as the engine should read it at the bottom."""

    knee_ratio: float = 1.0
    toe_out_deg: float = 0.0
    shift_pct: float = 0.0
    over_shin_deg: float = 0.0
    arm_deg: float = 0.0
    heel_pct: float = 0.0


def squat_track(
    squats: Sequence[Squat], *, view: str = "front", lead_s: float = 1.0, tail_s: float = 1.5, **film: Any
) -> PoseTrack:
    """Return the landmarks of a set of squats, from the "front" or the "side"; further options as in `Film`."""
    camera = Film(**film)
    time_s = camera.list_times(sum_length_s(squats, lead_s, tail_s))
    share, which = follow(time_s, squats, lead_s)

    def read(name: str) -> FloatArray:
        return spread([getattr(squat, name) for squat in squats], which) * share

    shin = np.radians(SHIN_DEG) * share
    thigh = np.radians(KNEE_DEG - SHIN_DEG) * share
    trunk = shin + np.radians(read("over_shin_deg") + LEAN_BIAS_DEG)
    arm = trunk + np.radians(read("arm_deg") + ARM_BIAS_DEG)
    heel = read("heel_pct") / 100 * SHANK
    sticks = _stack_up(shin, thigh, trunk, arm, heel)
    ratio = 1.0 + (spread([squat.knee_ratio - 1.0 for squat in squats], which)) * share
    toes = FOOT * np.cos(shin) * np.sin(np.radians(read("toe_out_deg")))
    points = _spread_out(sticks, ratio, read("shift_pct") / 100 * STANCE, toes, heel)
    return camera.shoot(time_s, points, px_per_m=190.0, origin=(0.5, 0.93), yaw_deg=90.0 if view == "side" else 0.0)


def _stack_up(
    shin: FloatArray, thigh: FloatArray, trunk: FloatArray, arm: FloatArray, heel: FloatArray
) -> dict[int, FloatArray]:
    """Return the places from the ankle up as (n, 2): forward and up, m."""

    def stick(length: float, lean: FloatArray) -> FloatArray:
        return length * np.column_stack([np.sin(lean), np.cos(lean)])

    ankle = np.column_stack([np.zeros(len(shin)), 0.09 + heel])
    knee = ankle + stick(SHANK, shin)
    hip = knee + stick(THIGH, -thigh)
    shoulder = hip + stick(TRUNK, trunk)
    return {
        Landmark.LEFT_ANKLE: ankle,
        Landmark.LEFT_KNEE: knee,
        Landmark.LEFT_HIP: hip,
        Landmark.LEFT_SHOULDER: shoulder,
        Landmark.LEFT_EAR: shoulder + stick(0.2, trunk),
        Landmark.LEFT_ELBOW: shoulder + stick(ARM / 2, arm),
        Landmark.LEFT_WRIST: shoulder + stick(ARM, arm),
    }


def _spread_out(
    sticks: dict[int, FloatArray], ratio: FloatArray, shift: FloatArray, toes: FloatArray, heel: FloatArray
) -> dict[int, FloatArray]:
    """Return the places of both sides in the room, of a person who faces the camera.

    Parameters
    ----------
    ratio : distance of the knees over that of the ankles.
    shift : of everything above the knees to the person's left, m.
    toes : how much further out than the heel each toe is, m.
    heel : height of the heels, m.
    """
    n = len(shift)
    half = {Landmark.LEFT_ANKLE: 0.5 * STANCE, Landmark.LEFT_HIP: 0.10, Landmark.LEFT_EAR: 0.07}
    points: dict[int, FloatArray] = {}
    for side in (1.0, -1.0):
        other = 0 if side > 0 else 1
        for left, place in sticks.items():
            across = side * half.get(Landmark(left), 0.18) + shift
            if left == Landmark.LEFT_ANKLE:
                across = np.full(n, side * 0.5 * STANCE)
            if left == Landmark.LEFT_KNEE:
                across = side * 0.5 * STANCE * ratio
            points[left + other] = np.column_stack([across, place[:, 1], -place[:, 0]])
        foot = side * 0.5 * STANCE
        points[Landmark.LEFT_HEEL + other] = np.column_stack([np.full(n, foot), heel, np.full(n, 0.05)])
        points[Landmark.LEFT_FOOT_INDEX + other] = np.column_stack(
            [foot + side * toes, np.zeros(n), np.full(n, 0.05 - FOOT)]
        )
    return points
