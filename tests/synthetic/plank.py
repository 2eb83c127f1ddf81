"""Planks as landmarks with a closed-form answer.

Seen from the side, head to the left, the left side near. Trunk 0.50 m; on the toes the leg is one stick of 0.84 m from
hip to ankle, on the knees one of 0.42 m from hip to knee. The shoulder keeps its height and the foot its place; the hip
follows from the two sticks and the angle between them, the line angle. Before and after a hold the hips are on the
floor: the line angle is `DOWN_DEG`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from formcheck.exercises.plank import _FACE_DEG, LINE_BIAS_DEG
from formcheck.pose import FloatArray, Landmark, PoseTrack
from tests.synthetic.courses import Timed, follow, spread, sum_length_s
from tests.synthetic.film import Film

TRUNK, THIGH, LEG = 0.50, 0.42, 0.84
SHOULDER_HEIGHT = 0.30
DOWN_DEG = {False: -36.0, True: -42.0}
"""Line angle with the hips on the floor: on the toes, on the knees."""
BREATH_S = 4.0
_ARM = (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST)


@dataclass(frozen=True)
class PlankHold(Timed):
    """One hold: angles as the engine should read them, deg.

    The line angle changes evenly over the hold by ``sink_deg``; from ``bad_s[0]`` to ``bad_s[1]`` after its start it
    is ``bad_deg``.
    """

    line_deg: float = 0.0
    arm_deg: float = 0.0
    neck_deg: float = 0.0
    sink_deg: float = 0.0
    bad_s: tuple[float, float] = (0.0, 0.0)
    bad_deg: float = 0.0


def hold(held_s: float = 14.0, rest_s: float = 2.0, **angles: Any) -> PlankHold:
    return PlankHold(up_s=0.8, hold_s=held_s, down_s=0.8, rest_s=rest_s, **angles)


def plank_track(
    holds: Sequence[PlankHold],
    *,
    on_knees: bool = False,
    lead_s: float = 1.0,
    tail_s: float = 1.5,
    breath_pct: float = 0.3,
    **film: Any,
) -> PoseTrack:
    """Return the landmarks of some planks; further options as in `Film`."""
    camera = Film(**film)
    time_s = camera.list_times(sum_length_s(holds, lead_s, tail_s))
    share, which = follow(time_s, holds, lead_s)
    wanted = spread([h.line_deg for h in holds], which) + _list_changes(time_s, holds, lead_s)
    down = DOWN_DEG[on_knees]
    points = _lie(
        LINE_BIAS_DEG + down + (wanted - down) * share,
        spread([h.arm_deg for h in holds], which) * share,
        spread([h.neck_deg for h in holds], which) * share,
        on_knees,
    )
    breath = breath_pct * np.sin(2 * np.pi * time_s / BREATH_S)
    return camera.shoot(time_s, points, px_per_m=340.0, origin=(0.15, 0.75), surface={"belly": breath}, kind="belly")


def _list_changes(time_s: FloatArray, holds: Sequence[PlankHold], lead_s: float) -> FloatArray:
    """Return by how much the line angle differs from the one at the start of its hold, (n,), deg."""
    change = np.zeros(len(time_s))
    start = lead_s
    for one in holds:
        t = time_s - start - one.up_s
        sunk = one.sink_deg * np.clip(t / one.hold_s, 0.0, 1.0)
        bad = (t >= one.bad_s[0]) & (t < one.bad_s[1])
        within = (t >= -one.up_s) & (t < one.hold_s + one.down_s)
        change = np.where(within, np.where(bad, one.bad_deg - one.line_deg, sunk), change)
        start += one.length_s + one.rest_s
    return change


def _lie(line_deg: FloatArray, arm_deg: FloatArray, neck_deg: FloatArray, on_knees: bool) -> dict[int, FloatArray]:
    line, arm, neck = np.radians(line_deg), np.radians(arm_deg), np.radians(neck_deg)
    leg = THIGH if on_knees else LEG
    foot = np.array([1.0, 0.03]) if on_knees else np.array([1.4, 0.10])
    between = np.sqrt(TRUNK**2 + leg**2 + 2 * TRUNK * leg * np.cos(line))
    drop = SHOULDER_HEIGHT - foot[1]
    shoulder = np.column_stack([foot[0] - np.sqrt(between**2 - drop**2), np.full(len(line), SHOULDER_HEIGHT)])
    towards = (foot - shoulder) / between[:, None]
    upwards = np.column_stack([-towards[:, 1], towards[:, 0]])
    along = (TRUNK**2 - leg**2 + between**2) / (2 * between)
    above = TRUNK * leg * np.sin(line) / between
    hip = shoulder + towards * along[:, None] + upwards * above[:, None]
    forward = (shoulder - hip) / TRUNK
    raised = np.column_stack([forward[:, 1], -forward[:, 0]])  # at right angles to the trunk, away from the floor
    ear = shoulder + 0.2 * forward
    face = np.radians(_FACE_DEG) - neck
    nose = ear + 0.12 * (forward * np.cos(face)[:, None] - raised * np.sin(face)[:, None])
    elbow = shoulder + np.column_stack([np.tan(arm) * SHOULDER_HEIGHT, np.full(len(arm), -SHOULDER_HEIGHT)])
    return _add_far_side(
        {Landmark.LEFT_EAR: ear, Landmark.LEFT_SHOULDER: shoulder, Landmark.LEFT_ELBOW: elbow, Landmark.LEFT_HIP: hip},
        nose,
        foot,
        on_knees,
    )


def _add_far_side(
    near: dict[Landmark, FloatArray], nose: FloatArray, foot: FloatArray, on_knees: bool
) -> dict[int, FloatArray]:
    """Return the places of both sides, with wrists and legs; ``foot`` is the knee or the ankle on the floor."""
    hip = near[Landmark.LEFT_HIP]
    n = len(hip)
    knee = np.broadcast_to(foot, hip.shape) if on_knees else (hip + foot) / 2
    ankle = np.add(foot, (0.42, 0.02)) if on_knees else foot
    toes = np.array([ankle[0] + 0.05, 0.0])
    places = near | {
        Landmark.LEFT_WRIST: near[Landmark.LEFT_ELBOW] - (0.25, 0.0),
        Landmark.LEFT_KNEE: knee,
        Landmark.LEFT_ANKLE: ankle,
        Landmark.LEFT_HEEL: np.add(ankle, (0.08, 0.0)),
        Landmark.LEFT_FOOT_INDEX: toes,
    }
    depth = {Landmark.LEFT_EAR: 0.15} | dict.fromkeys(_ARM, 0.36)
    points = {
        int(left + k): np.column_stack([np.broadcast_to(place, (n, 2)), np.full(n, k * depth.get(left, 0.20))])
        for left, place in places.items()
        for k in (0, 1)
    }
    points[Landmark.NOSE] = np.column_stack([nose, np.full(n, 0.08)])
    return points
