"""The overhead squat's truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.truth import TrueUnit, wrap_deg
from benchmarks.truths.base import Compared, ExerciseTruth, Graded, Related, UnitRule
from benchmarks.truths.reading import name_no_side, read_top

_FRONT, _SIDE = "front", "side"
_LEAN = read_top("trunk_lean_deg")
_SHANK = read_top("shank_lean_deg")


def _see(spec: Mapping[str, Any]) -> str:
    azimuth = abs(wrap_deg(float(spec["azimuth_deg"])))
    return _FRONT if azimuth <= 20.0 else _SIDE if abs(azimuth - 90.0) <= 20.0 else ""


def _turn_out(unit: TrueUnit) -> float:
    return unit.at_top("toe_out_deg") - float(unit.rest["toe_out_deg"])


def _lean_over_shank(unit: TrueUnit) -> float:
    return _LEAN(unit) - _SHANK(unit)


def _shift_pct(unit: TrueUnit) -> float:
    return 100.0 * abs(unit.at_top("shift_ratio"))


TRUTH = ExerciseTruth(
    name="overhead-squat",
    unit="rep",
    view=_see,
    view_words="the camera stands within 20 deg of the front or of either side",
    rules=(
        UnitRule(
            "knees-inward",
            (Graded("knees turned inward as asked", "deg", lambda u: float(u.asked["valgus"]), 20, 5),),
            _FRONT,
        ),
        UnitRule("feet-turn-out", (Graded("feet turned out more than at rest", "deg", _turn_out, 20, 5),), _FRONT),
        UnitRule(
            "asymmetric-shift",
            (
                Graded(
                    "hips beside the ankles' middle, of the ankles' distance",
                    "%",
                    _shift_pct,
                    15,
                    5,
                ),
            ),
            _FRONT,
        ),
        UnitRule("forward-lean", (Graded("lean of trunk less shanks", "deg", _lean_over_shank, 17, 9),), _SIDE),
        UnitRule("arms-forward", (Graded("arms fallen forward", "deg", read_top("arm_fall_deg"), 30, 12),), _SIDE),
        UnitRule(
            "heels-rise", (Graded("heels raised", "m", read_top("heel_rise_m"), 0.035, 0.005, rounding=1e-4),), _SIDE
        ),
    ),
    f1_goals=frozenset({"knees-inward", "forward-lean"}),
    compared=(
        Compared("trunk_lean_deg", "deg", _LEAN, "lean of the trunk at the bottom", _SIDE),
        Compared("knee_flexion_deg", "deg", read_top("knee_flexion_deg"), "bend of the knees at the bottom", _SIDE),
        Compared("lean_over_shin_deg", "deg", _lean_over_shank, "lean of the trunk less that of the shanks", _SIDE),
        Compared("arm_fall_deg", "deg", read_top("arm_fall_deg"), "arms fallen forward", _SIDE),
        Compared("toe_out_deg", "deg", _turn_out, "feet turned out more than at rest", _FRONT),
        Compared("shift_pct", "%", _shift_pct, "hips beside the middle, of the ankles' distance", _FRONT),
        Compared("knee_ratio", "x", read_top("knee_ratio"), "knees' by ankles' distance at the bottom", _FRONT),
    ),
    related=(Related("heel_rise_pct", read_top("heel_rise_m"), "heels raised, m"),),
    side=name_no_side,
    phases=(("down_s", "up_s"), ("hold_s", "hold_s"), ("up_s", "down_s")),  # the top of a rep is the bottom
)
