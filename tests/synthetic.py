"""Hip lifts as landmarks with a closed-form answer: no video, no model, every angle known.

The body is a chain of sticks in the plane of the picture, seen from the side: shoulder on the floor, trunk 0.50 m,
thigh 0.42 m, shank 0.42 m, ankle at a fixed place on the floor. For each trunk incline the knee follows from two
circles, so the signed line angle at the hip is a rising function of the incline; it is tabled and inverted. The
wanted angle over time is made of minimum-jerk phases. World landmarks are the same points in metres, with the far
side 0.36 m behind (shoulders) and 0.20 m (hips, knees, ankles).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from formcheck.exercises.hip_lift import LINE_BIAS_DEG
from formcheck.pose import N_LANDMARKS, FloatArray, Landmark, PoseTrack
from formcheck.provenance import ModelInfo, SourceInfo

TRUNK, THIGH, SHANK = 0.50, 0.42, 0.42
SHOULDER_HEIGHT, ANKLE_HEIGHT = 0.10, 0.09
REST_DEG = -50.0
MODEL = ModelInfo("synthetic", "0" * 64)


@dataclass(frozen=True)
class Lift:
    """One lift: line angle at the top as the landmarks would show it without their bias, and its timing in s."""

    top_deg: float = 0.0
    up_s: float = 1.5
    hold_s: float = 1.0
    down_s: float = 1.5
    rest_s: float = 0.8
    submovements: int = 1
    bend_pct: float = 0.0


def minimum_jerk(u: FloatArray) -> FloatArray:
    """Return the minimum-jerk course from 0 to 1 for u in 0..1."""
    u = np.clip(u, 0.0, 1.0)
    return u**3 * (10 - 15 * u + 6 * u**2)


def phase(u: FloatArray, submovements: int) -> FloatArray:
    """Return a course from 0 to 1 made of equal minimum-jerk parts with a stop between them."""
    u = np.clip(u, 0.0, 1.0) * submovements
    whole = np.floor(np.minimum(u, submovements - 1e-9))
    return (whole + minimum_jerk(u - whole)) / submovements


def course(
    time_s: FloatArray, lifts: Sequence[Lift], lead_s: float, rest_deg: float = REST_DEG
) -> tuple[FloatArray, FloatArray]:
    """Return the line angle in deg and the bend of the trunk in % at each time."""
    angle = np.full(len(time_s), rest_deg)
    bend = np.zeros(len(time_s))
    start = lead_s
    for lift in lifts:
        t = time_s - start
        share = np.where(
            t < lift.up_s + lift.hold_s,
            phase(t / lift.up_s, lift.submovements),
            1.0 - phase((t - lift.up_s - lift.hold_s) / lift.down_s, lift.submovements),
        )
        length = lift.up_s + lift.hold_s + lift.down_s
        within = (t >= 0) & (t < length)
        angle = np.where(within, rest_deg + (lift.top_deg - rest_deg) * share, angle)
        bend = np.where(within, lift.bend_pct * share, bend)
        start += length + lift.rest_s
    return angle, bend


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
    length = lead_s + tail_s + sum(x.up_s + x.hold_s + x.down_s + x.rest_s for x in lifts)
    if time_s is None:
        time_s = np.arange(int(length * fps)) / fps
    wanted, bend = course(time_s, lifts, lead_s, rest_deg)
    line, hips, knees, ankle = _solve(foot_m)
    order = np.argsort(line)
    shown = wanted + LINE_BIAS_DEG
    hip = np.column_stack([np.interp(shown, line[order], hips[order, k]) for k in (0, 1)])
    knee = np.column_stack([np.interp(shown, line[order], knees[order, k]) for k in (0, 1)])
    n = len(time_s)
    metres = np.zeros((n, N_LANDMARKS, 3))
    places = {
        Landmark.LEFT_SHOULDER: (np.tile([0.0, SHOULDER_HEIGHT], (n, 1)), 0.36),
        Landmark.LEFT_HIP: (hip, 0.20),
        Landmark.LEFT_KNEE: (knee, 0.20),
        Landmark.LEFT_ANKLE: (np.tile(ankle, (n, 1)), 0.20),
    }
    for left, (place, apart) in places.items():
        for index, depth in ((left + 1, 0.0), (left, apart)):  # the right side is near: head to the left, face up
            metres[:, index, :2] = place * (1.0, -1.0)
            metres[:, index, 2] = depth
    scale = 0.7 * size[0] / 1.2
    pixels = metres[:, :, :2] * scale + (0.2 * size[0], 0.75 * size[1])
    if noise_px:
        pixels = pixels + np.random.default_rng(seed).normal(0.0, noise_px, pixels.shape)
    if mirrored:
        pixels = pixels * (-1.0, 1.0) + (size[0] - 1.0, 0.0)
        metres = metres * (-1.0, 1.0, 1.0)
        swap = [i + 1 if i % 2 else i - 1 for i in range(11, N_LANDMARKS)]  # a mirrored person's left is the right
        pixels[:, 11:], metres[:, 11:] = pixels[:, swap], metres[:, swap]
    surface = np.zeros((n, 3))
    surface[:, 1] = np.diff(bend, prepend=bend[:1])
    return PoseTrack(
        time_s=np.asarray(time_s, np.float64),
        pixels=pixels.astype(np.float32),
        world=metres.astype(np.float32),
        visibility=np.full((n, N_LANDMARKS), 0.99, np.float32),
        people=np.ones(n, np.int8),
        surface=surface.astype(np.float32),
        width=size[0],
        height=size[1],
        surface_kind="bend",
        source=SourceInfo("synthetic", size[0], size[1], float(time_s[-1]) if n else 0.0, n),
        model=MODEL,
    )


def blind(track: PoseTrack) -> PoseTrack:
    """Return the track with nobody in it."""
    nothing = {
        name: np.full_like(getattr(track, name), np.nan) for name in ("pixels", "world", "visibility", "surface")
    }
    return replace(track, people=np.zeros(len(track), np.int8), **nothing)
