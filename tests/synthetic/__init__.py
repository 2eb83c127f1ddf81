"""Synthetic motions: landmarks with a closed-form answer, no video and no model. One file per exercise.

Bodies are sticks in metres, in room axes (x right, y up, z away from the camera), seen by a camera without perspective.
"""

from __future__ import annotations

from tests.synthetic.clamshell import Opening, clamshell_track
from tests.synthetic.courses import Timed, follow, minimum_jerk, phase
from tests.synthetic.draw_in import DrawIn, draw_in_track
from tests.synthetic.film import MODEL, Film, blind, cut_film, hide, join, view_from
from tests.synthetic.hip_lift import THIGH, TRUNK, Lift, course, hip_lift_track
from tests.synthetic.overhead_squat import Squat, squat_track
from tests.synthetic.plank import PlankHold, plank_track
from tests.synthetic.single_leg_stance import Stance, stance_track

__all__ = [
    "MODEL",
    "THIGH",
    "TRUNK",
    "DrawIn",
    "Film",
    "Lift",
    "Opening",
    "PlankHold",
    "Squat",
    "Stance",
    "Timed",
    "blind",
    "clamshell_track",
    "course",
    "cut_film",
    "draw_in_track",
    "follow",
    "hide",
    "hip_lift_track",
    "join",
    "minimum_jerk",
    "phase",
    "plank_track",
    "squat_track",
    "stance_track",
    "view_from",
]
