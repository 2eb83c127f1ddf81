"""Clamshells as landmarks with a closed-form answer.

The person lies on the right side, head to the left, facing the camera; left and right joints lie above each other,
hips bent by 45 and knees by 90 deg. The upper knee turns about the line from hip to ankle, so in the picture it rises
straight up, by ``opening_pct`` of the trunk. A roll is only seen by the surface of the trunk, which it moves upwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from formcheck.pose import FloatArray, Landmark, PoseTrack
from tests.synthetic.courses import Timed, follow, spread, sum_length_s
from tests.synthetic.film import Film

TRUNK, THIGH, SHANK = 0.50, 0.42, 0.42
SHOULDERS, HIPS = 0.30, 0.16
RADIUS = THIGH * np.sqrt(0.5)
"""Of the knee about the line from hip to ankle, m."""


@dataclass(frozen=True)
class Opening(Timed):
    """One clamshell: all in % of the trunk, as the engine should read it."""

    opening_pct: float = 35.0
    heel_gap_pct: float = 0.0
    pelvis_pct: float = 0.0
    chest_pct: float = 0.0


def clamshell_track(
    openings: Sequence[Opening],
    *,
    lead_s: float = 1.0,
    tail_s: float = 1.5,
    from_behind: bool = False,
    **film: Any,
) -> PoseTrack:
    """Return the landmarks of a set of clamshells, from the front or from behind; further options as in `Film`."""
    camera = Film(**film)
    time_s = camera.list_times(sum_length_s(openings, lead_s, tail_s))
    share, which = follow(time_s, openings, lead_s)

    def read(name: str) -> FloatArray:
        return spread([getattr(opening, name) for opening in openings], which) * share

    side = -1.0 if from_behind else 1.0
    return camera.shoot(
        time_s,
        _lie(read("opening_pct") * TRUNK / 100, read("heel_gap_pct") * TRUNK / 100),
        px_per_m=400.0,
        origin=(0.86, 0.6) if from_behind else (0.14, 0.6),
        surface={"chest": side * read("chest_pct"), "pelvis": side * read("pelvis_pct")},
        kind="roll",
        yaw_deg=180.0 if from_behind else 0.0,
    )


def _lie(rise: FloatArray, gap: FloatArray) -> dict[int, FloatArray]:
    """Return the places: ``rise`` of the upper knee over where it rests, ``gap`` of the upper foot, (n,), m."""
    still = np.zeros_like(rise)
    along = THIGH * np.sqrt(0.5)

    def place(x: float, y: float, z: float | FloatArray, up: FloatArray = still) -> FloatArray:
        return np.column_stack([x + still, y + up, z + still])

    ankle = TRUNK + 2 * along
    toward = -np.sqrt(RADIUS**2 - np.minimum(rise, RADIUS) ** 2)
    return {
        Landmark.NOSE: place(-0.2, 0.1, -0.1),
        Landmark.RIGHT_EAR: place(-0.18, 0.02, 0.0),
        Landmark.LEFT_EAR: place(-0.18, 0.17, 0.0),
        Landmark.RIGHT_SHOULDER: place(0.0, -0.07, 0.0),
        Landmark.LEFT_SHOULDER: place(0.0, SHOULDERS - 0.07, 0.0),
        Landmark.RIGHT_HIP: place(TRUNK, 0.0, 0.0),
        Landmark.LEFT_HIP: place(TRUNK, HIPS, 0.0),
        Landmark.RIGHT_KNEE: place(TRUNK + along, 0.0, -RADIUS),
        Landmark.LEFT_KNEE: place(TRUNK + along, HIPS, toward, rise),
        Landmark.RIGHT_ANKLE: place(ankle, 0.0, 0.0),
        Landmark.LEFT_ANKLE: place(ankle, HIPS, 0.0, gap),
        Landmark.RIGHT_HEEL: place(ankle, 0.0, 0.05),
        Landmark.LEFT_HEEL: place(ankle, HIPS, 0.05, gap),
        Landmark.RIGHT_FOOT_INDEX: place(ankle + 0.05, 0.0, -0.15),
        Landmark.LEFT_FOOT_INDEX: place(ankle + 0.05, HIPS, -0.15, gap),
    }
