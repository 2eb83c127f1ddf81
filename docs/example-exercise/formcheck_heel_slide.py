"""Heel slide: on the back, draw one heel along the floor towards the buttock and back. An example to start from."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from formcheck.exercises.base import (
    Exercise,
    Followed,
    Limit,
    Measured,
    Observation,
    Rule,
    Seen,
    Threshold,
    Window,
)
from formcheck.exercises.common import make_reasons
from formcheck.exercises.measuring import (
    check_steadiness,
    find_rep_phases,
    measure_phases,
    measure_plateau,
    pick_near,
    see_frames,
)
from formcheck.motion.geometry import compute_angle, compute_distance
from formcheck.motion.reps import RepCounting
from formcheck.motion.view import Posture, View, classify_posture, classify_view, compute_body_axes
from formcheck.pose import Landmark, PoseTrack
from formcheck.results import Dose, Measure, NotMeasurable

__all__ = ["EXERCISE"]

KNEE_UNCERTAINTY_DEG = 5.0
"""Standard uncertainty of the knee's angle. Source: our choice, as for the hip line of the hip lift."""
_JOINTS = (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE)


class HeelSlide(Exercise):
    """The heel slide, seen from the side of the leg that moves."""

    name = "heel-slide"
    title = "Heel slide"
    how: ClassVar = (
        "Lie on your back, legs straight.",
        "Draw the heel next to the camera along the floor towards the buttock, stop for a moment, slide back.",
    )
    view = "side"
    placement = "Put the camera at the side of the leg that moves, knee-high, 2 to 3 m away, head to feet in view."
    drawing = r"""
       o_____/\_
      ----------- floor
          [o]     camera at your side, knee-high
    """
    dose = Dose(10, 2, 3, each_side=True, source="our choice, as for the hip lift: an example")
    counting = RepCounting(start_rise=12.0, full_range=25.0, source="our choice: a knee bent by 25 deg is a rep")
    columns: ClassVar = {"knee_bend_deg": "knee bend", "up_s": "up", "hold_s": "hold", "down_s": "down"}
    reasons: ClassVar = make_reasons(
        posture="lying on the back",
        view="the camera did not see you from the side: put it at your side, square to your body",
        hidden="shoulder, hip, knee or ankle was",
    )
    nothing_counted = "you were seen lying on your back, but no slide that bent the knee by 25 deg or more"
    rules = (
        Rule(
            id="heel-slide.small-range",
            cue="If it does not hurt, draw the heel a little closer to the buttock.",
            essential=True,
            limits=(
                Limit(
                    "knee_bend_deg",
                    "below",
                    watch=Threshold(70.0, "deg", "our choice: somewhat less than a right angle"),
                    fault=Threshold(50.0, "deg", "our choice: about half of a right angle"),
                    seen="the knee bent only a little",
                ),
            ),
        ),
    )

    def observe(self, track: PoseTrack) -> Observation:
        axes = compute_body_axes(track.world.astype(np.float64))
        near_left = axes.left[:, 2] < 0
        points = [pick_near(track.pixels, near_left, joint) for joint in _JOINTS]
        shoulder, hip, knee, ankle = points
        view = classify_view(axes)
        seen = see_frames(
            track,
            axes,
            points,
            [pick_near(track.visibility, near_left, joint) for joint in _JOINTS],
            posture=classify_posture(axes) == Posture.SUPINE,
            view=view == View.SIDE,
        )
        bend = 180.0 - compute_angle(hip, knee, ankle)
        return Observation(
            seen,
            view,
            np.where(seen == Seen.OK, bend, np.nan),
            np.where(near_left, 1, -1).astype(np.int8),
            {"trunk_px": compute_distance(shoulder, hip), "thigh_px": compute_distance(hip, knee)},
        )

    def measure(self, window: Window) -> Measured:
        found = check_steadiness(window, ("trunk_px", "thigh_px")) or find_rep_phases(window)
        if isinstance(found, NotMeasurable):
            return Measured(dict.fromkeys(("knee_bend_deg", "up_s", "hold_s", "down_s", "smoothness"), found))
        signal, phases = found
        bend = Followed(window.driver, "deg", KNEE_UNCERTAINTY_DEG)
        measures: dict[str, Measure | NotMeasurable] = {
            "knee_bend_deg": measure_plateau(window, phases, bend),
            **measure_phases(window, signal, phases),
        }
        top_s = (phases.top_start_s + phases.top_end_s) / 2
        return Measured(measures, (phases.start_s, top_s, phases.end_s), {"knee_bend_deg": bend})


EXERCISE = HeelSlide()
