"""The motions of each exercise for the contract tests: perfect ones, and one for every limit of every rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from formcheck.pose import PoseTrack
from tests.synthetic import (
    DrawIn,
    Lift,
    Opening,
    Squat,
    Stance,
    clamshell_track,
    draw_in_track,
    hip_lift_track,
    plank_track,
    squat_track,
    stance_track,
)
from tests.synthetic.hip_lift import find_foot
from tests.synthetic.plank import hold

Motion = Callable[..., PoseTrack]
"""Makes a track; takes the options of `tests.synthetic.Film`."""
Make = Callable[[float], Motion]
"""Makes the motion in which a measure reads this value; for a drift, in which it changes by so much."""
SHORTER = 1.1
"""A smooth phase reads about a tenth short."""


@dataclass(frozen=True)
class Motions:
    """The motions of one exercise.

    Attributes
    ----------
    perfect : by view, motions that break no rule; the first one is used where one is enough.
    counted : how many reps or holds each of them has.
    limits : limit (as in `formcheck.exercises.limits`, without the grade) -> motion for a value of its measure.
    shaped : limits whose measure cannot be set by a number -> a motion that breaks them.
    left_out : limits without a motion -> why.
    steps : limits whose uncertainty is not that of their measure -> it.
    wrong_yaws_deg : by how much to turn the first perfect motion for a view that the exercise cannot use.
    """

    perfect: Mapping[str, Motion]
    counted: int
    limits: Mapping[str, Make]
    shaped: Mapping[str, Motion] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, float] = field(default_factory=dict)
    wrong_yaws_deg: tuple[float, ...] = (60.0, 90.0, 120.0)

    @property
    def first(self) -> Motion:
        return next(iter(self.perfect.values()))


def drift(change: float, middle: float, count: int = 8) -> list[float]:
    """Return values that change evenly so that the last three differ from the second to fourth by ``change``."""
    return [middle + change * (i - (count - 1) / 2) / (count - 4) for i in range(count)]


def fast(value: float) -> float:
    return SHORTER * value


def lifts(made: Sequence[Lift], **fixed: Any) -> Motion:
    return partial(hip_lift_track, made, **fixed)


def openings(made: Sequence[Opening]) -> Motion:
    return partial(clamshell_track, made)


def draws(made: Sequence[DrawIn]) -> Motion:
    return partial(draw_in_track, made)


def front(**wanted: Any) -> Motion:
    return partial(squat_track, [Squat(**wanted)] * 5)


def side(**wanted: Any) -> Motion:
    return partial(squat_track, [Squat(**wanted)] * 5, view="side")


def planks(**angles: Any) -> Motion:
    return partial(plank_track, [hold(**angles)])


def both_legs(left: Stance) -> Motion:
    return partial(stance_track, [left, replace(left, leg="right")])


_JERKY_SLOWS_DOWN = "a set that becomes jerky breaks the rule for jerky movement too"
_STOPS: dict[str, Any] = {"up_s": 2.5, "down_s": 2.5, "submovements": 3}

HIP_LIFT = Motions(
    perfect={"side": lifts([Lift()] * 8)},
    counted=8,
    limits={
        "lumbar-hyperextension.line_at_top_deg.above": lambda v: lifts([Lift(top_deg=v)] * 4),
        "lumbar-hyperextension.trunk_bend_pct.above": lambda v: lifts([Lift(bend_pct=v)] * 4),
        "incomplete-lift.line_at_top_deg.below": lambda v: lifts([Lift(top_deg=v)] * 4),
        "too-fast.up_s.below": lambda v: lifts([Lift(up_s=fast(v))] * 4),
        "too-fast.down_s.below": lambda v: lifts([Lift(down_s=fast(v))] * 4),
        "feet-placement.shank_at_top_deg.above": lambda v: lifts([Lift()] * 4, foot_m=find_foot(v)),
        "feet-placement.shank_at_top_deg.below": lambda v: lifts([Lift()] * 4, foot_m=find_foot(v)),
        "fatigue.line_at_top_deg.down": lambda v: lifts([Lift(top_deg=t) for t in drift(-v, 0.0)]),
    },
    shaped={"jerky.smoothness.below": lifts([Lift(**_STOPS)] * 4)},
    left_out={"fatigue.smoothness.down": _JERKY_SLOWS_DOWN},
)
CLAMSHELL = Motions(
    perfect={"front": openings([Opening()] * 8), "behind": partial(clamshell_track, [Opening()] * 8, from_behind=True)},
    counted=8,
    limits={
        "trunk-rotation.pelvis_roll_pct.above": lambda v: openings([Opening(pelvis_pct=v)] * 4),
        "trunk-rotation.shoulder_roll_pct.above": lambda v: openings([Opening(chest_pct=v)] * 4),
        "heels-apart.heel_gap_pct.above": lambda v: openings([Opening(heel_gap_pct=v)] * 4),
        "small-range.opening_pct.below": lambda v: openings([Opening(opening_pct=v)] * 4),
        "too-fast.up_s.below": lambda v: openings([Opening(up_s=fast(v))] * 4),
        "too-fast.down_s.below": lambda v: openings([Opening(down_s=fast(v))] * 4),
        "fatigue.opening_pct.down": lambda v: openings([Opening(opening_pct=o) for o in drift(-v, 38.0)]),
        "fatigue.pelvis_roll_pct.up": lambda v: openings([Opening(pelvis_pct=p) for p in drift(v, 0.0)]),
    },
    shaped={"jerky.smoothness.below": openings([Opening(**_STOPS)] * 4)},
    left_out={"fatigue.smoothness.down": _JERKY_SLOWS_DOWN},
    wrong_yaws_deg=(60.0, 90.0, 120.0, 270.0),
)
PLANK = Motions(
    perfect={"toes": planks(), "knees": partial(plank_track, [hold()], on_knees=True)},
    counted=1,
    limits={
        "hip-sag.line_deg.below": lambda v: planks(bad_s=(4.0, 10.0), bad_deg=v),
        "hip-sag.restart": lambda v: partial(plank_track, [hold(rest_s=v - 1.6), hold()]),
        "hip-pike.line_deg.above": lambda v: planks(line_deg=v),
        "shoulders-off-elbows.upper_arm_deg.above": lambda v: planks(arm_deg=v),
        "shoulders-off-elbows.upper_arm_deg.below": lambda v: planks(arm_deg=v),
        "neck.neck_deg.above": lambda v: planks(neck_deg=v),
        "neck.neck_deg.below": lambda v: planks(neck_deg=v),
        "fatigue.line_deg.down": lambda v: planks(line_deg=v / 2, sink_deg=-v * 14 / 12),
    },
)
DRAW_IN = Motions(
    perfect={"side": draws([DrawIn()] * 5)},
    counted=5,
    limits={
        "hold-too-short.hold_s.below": lambda v: draws([DrawIn(hold_s=v)] * 5),
        "pelvis-moves.pelvis_shift_pct.above": lambda v: draws([DrawIn(pelvis_pct=v)] * 5),
        "breath-held.breath_in_hold_pct.below": lambda v: draws([DrawIn(breath_pct=v)] * 5),
        "irregular-rhythm.hold_s.spread": lambda v: draws([DrawIn(hold_s=5 + v * (i % 2)) for i in range(4)]),
    },
    steps={"irregular-rhythm.hold_s.spread": 0.85},
)
OVERHEAD_SQUAT = Motions(
    perfect={"front": front(), "side": side()},
    counted=5,
    limits={
        "knees-inward.knee_ratio.below": lambda v: front(knee_ratio=v),
        "feet-turn-out.toe_out_deg.above": lambda v: front(toe_out_deg=v),
        "asymmetric-shift.shift_pct.above": lambda v: front(shift_pct=v),
        "forward-lean.lean_over_shin_deg.above": lambda v: side(over_shin_deg=v),
        "arms-forward.arm_fall_deg.above": lambda v: side(arm_deg=v),
        "heels-rise.heel_rise_pct.above": lambda v: side(heel_pct=v),
    },
    wrong_yaws_deg=(45.0, 135.0, 180.0),
)
SINGLE_LEG_STANCE = Motions(
    perfect={"front": both_legs(Stance())},
    counted=2,
    limits={
        "trunk-lean.lean_deg.above": lambda v: both_legs(Stance(lean_deg=v)),
        "trunk-lean.lean_deg.below": lambda v: both_legs(Stance(lean_deg=v)),
        "sway.sway_pct.sides": lambda v: partial(
            stance_track, [Stance(sway_pct=4.0), Stance(leg="right", sway_pct=4.0 * (1 - v / 100))]
        ),
        "foot-touch.restart": lambda v: partial(stance_track, [Stance(rest_s=v), Stance(), Stance(leg="right")]),
    },
    steps={"sway.sway_pct.sides": 20.0},
    wrong_yaws_deg=(60.0, 90.0, 180.0),
)
MOTIONS = {
    "hip-lift": HIP_LIFT,
    "clamshell": CLAMSHELL,
    "plank": PLANK,
    "draw-in": DRAW_IN,
    "overhead-squat": OVERHEAD_SQUAT,
    "single-leg-stance": SINGLE_LEG_STANCE,
}
