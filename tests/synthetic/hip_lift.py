"""Hip lifts as landmarks with a closed-form answer: no video, no model, every angle known.

The body is a chain of sticks in the plane of the picture, seen from the side: shoulder on the floor, trunk 0.50 m,
thigh 0.42 m, shank 0.42 m, ankle at a fixed place on the floor. For each trunk incline the knee follows from two
circles, so the signed line angle at the hip is a rising function of the incline; it is tabled and inverted. The
wanted angle over time is made of minimum-jerk phases. World landmarks are the same points in metres, with the far
side 0.36 m behind (shoulders) and 0.20 m (hips, knees, ankles).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.exercises.hip_lift import LINE_BIAS_DEG, SHANK_BIAS_DEG
from formcheck.pose import FloatArray, Landmark, PoseTrack
from tests.synthetic.courses import Timed, follow, spread, sum_length_s
from tests.synthetic.film import Film

TRUNK, THIGH, SHANK = 0.50, 0.42, 0.42
SHOULDER_HEIGHT, ANKLE_HEIGHT = 0.10, 0.09
REST_DEG = -50.0


@dataclass(frozen=True)
class Lift(Timed):
    """One lift: line angle at the top as the landmarks would show it without their bias; bend of the trunk, %."""

    top_deg: float = 0.0
    bend_pct: float = 0.0


def course(
    time_s: FloatArray, lifts: Sequence[Lift], lead_s: float, rest_deg: float = REST_DEG
) -> tuple[FloatArray, FloatArray]:
    """Return the line angle in deg and the bend of the trunk in % at each time."""
    share, which = follow(time_s, lifts, lead_s)
    top = spread([lift.top_deg for lift in lifts], which)
    return rest_deg + (top - rest_deg) * share, spread([lift.bend_pct for lift in lifts], which) * share


def _solve(foot_m: float) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return, over a grid of trunk inclines, the line angle in deg and shoulder, hip, knee as (k, 2), up positive."""
    incline = np.radians(np.linspace(-12.0, 60.0, 1441))
    shoulder = np.array([0.0, SHOULDER_HEIGHT])
    ankle = np.array([foot_m, ANKLE_HEIGHT])
    hip = shoulder + TRUNK * np.column_stack([np.cos(incline), np.sin(incline)])
    to_ankle = ankle - hip
    distance = np.minimum(np.hypot(*to_ankle.T), THIGH + SHANK - 1e-6)
    along = (THIGH**2 - SHANK**2 + distance**2) / (2 * distance)
    height = np.sqrt(np.maximum(THIGH**2 - along**2, 0.0))
    unit = to_ankle / np.hypot(*to_ankle.T)[:, None]
    knee = hip + unit * along[:, None] + np.column_stack([-unit[:, 1], unit[:, 0]]) * height[:, None]
    a, b = shoulder - hip, knee - hip
    bend = 180.0 - np.degrees(np.arccos(np.sum(a * b, 1) / np.hypot(*a.T) / np.hypot(*b.T)))
    above = (knee[:, 0] - 0) * (hip[:, 1] - shoulder[1]) - hip[:, 0] * (knee[:, 1] - shoulder[1]) > 0
    return np.where(above, bend, -bend), hip, knee, ankle


def lying(shown_deg: FloatArray, foot_m: float = 0.85) -> dict[int, FloatArray]:
    """Return the places of a person on the back whose landmarks show these line angles, (n,), deg.

    Head to the left, the right side near.
    """
    line, hips, knees, ankle = _solve(foot_m)
    order = np.argsort(line)
    n = len(shown_deg)
    hip, knee = (
        np.column_stack([np.interp(shown_deg, line[order], places[order, k]) for k in (0, 1)])
        for places in (hips, knees)
    )
    foot = ankle - (0.0, ANKLE_HEIGHT)
    places = {
        Landmark.LEFT_EAR: (np.tile([-0.2, SHOULDER_HEIGHT], (n, 1)), 0.15),
        Landmark.LEFT_SHOULDER: (np.tile([0.0, SHOULDER_HEIGHT], (n, 1)), 0.36),
        Landmark.LEFT_HIP: (hip, 0.20),
        Landmark.LEFT_KNEE: (knee, 0.20),
        Landmark.LEFT_ANKLE: (np.tile(ankle, (n, 1)), 0.20),
        Landmark.LEFT_HEEL: (np.tile(foot - (0.05, 0.0), (n, 1)), 0.20),
        Landmark.LEFT_FOOT_INDEX: (np.tile(np.add(foot, (0.18, 0.0)), (n, 1)), 0.20),
    }
    points = {}
    for left, (place, apart) in places.items():
        for index, depth in ((left + 1, 0.0), (left, apart)):
            points[int(index)] = np.column_stack([place, np.full(n, depth)])
    return points


def hip_lift_track(
    lifts: Sequence[Lift],
    *,
    fps: float = 30.0,
    time_s: FloatArray | None = None,
    foot_m: float = 0.85,
    noise_px: float = 0.0,
    mirrored: bool = False,
    lead_s: float = 1.0,
    tail_s: float = 1.5,
    rest_deg: float = REST_DEG,
    size: tuple[int, int] = (640, 480),
    seed: int = 0,
) -> PoseTrack:
    """Return the landmarks of a set of lifts. ``top_deg`` is what the engine should read at the top.

    The line angle shown is the wanted one plus the bias that the engine takes out, as a real model would show.
    """
    film = Film(fps, noise_px, mirrored, size, seed)
    if time_s is None:
        time_s = film.list_times(sum_length_s(lifts, lead_s, tail_s))
    wanted, bend = course(time_s, lifts, lead_s, rest_deg)
    return film.shoot(
        time_s,
        lying(wanted + LINE_BIAS_DEG, foot_m),
        px_per_m=0.7 * size[0] / 1.2,
        origin=(0.2, 0.75),
        surface={"belly": bend},
        kind="bend",
    )


def find_foot(shank_deg: float) -> float:
    """Return how far the ankles must be from the shoulder, m, for the shins to lean so at the top of a lift to 0."""
    feet = np.linspace(0.55, 1.15, 121)
    leans = []
    for foot_m in feet:
        knee, ankle = (lying(np.array([LINE_BIAS_DEG]), foot_m)[k][0, :2] for k in (_KNEE, _KNEE + 2))
        leans.append(np.degrees(np.arctan2(ankle[0] - knee[0], knee[1] - ankle[1])) - SHANK_BIAS_DEG)
    return float(np.interp(shank_deg, leans, feet))


_KNEE = int(Landmark.RIGHT_KNEE)
