"""The draw-in's truth."""

from __future__ import annotations

from benchmarks.truth import Presence, TrueClip, TrueUnit
from benchmarks.truths.base import Compared, ExerciseTruth, Graded, Related, SetRule, UnitRule
from benchmarks.truths.reading import read_top, see_from_side


def _hold_s(unit: TrueUnit) -> float:
    return unit.phases_s["hold_s"]


def _breath_held(unit: TrueUnit) -> float:
    """Return 1 where the breath is held, 0 where it goes on, between where nobody breathes."""
    if not unit.asked["breath_mm"] > 0:
        return 0.5
    return 1.0 if unit.asked["breath_held"] else 0.0


def _judge_rhythm(clip: TrueClip) -> Presence:
    holds = [_hold_s(unit) for unit in clip.units]
    spread = max(holds) - min(holds) if holds else 0.0
    return Presence.THERE if spread >= 3.0 - 1e-3 else Presence.ABSENT if spread <= 1e-3 else Presence.BORDERLINE


TRUTH = ExerciseTruth(
    name="draw-in",
    unit="rep",
    view=see_from_side,
    view_words="the camera stands within 45 deg of either side",
    rules=(
        UnitRule("hold-too-short", (Graded("hold", "s", _hold_s, 3.0, 4.5, rounding=1e-3),)),
        UnitRule("pelvis-moves", (Graded("tilt of the pelvis", "deg", read_top("pelvis_deg"), 8, 1),)),
        UnitRule(
            "breath-held",
            (Graded("breath held", "", _breath_held, 1, 0),),
            words="there if the breath is held, absent if it goes on",
        ),
        SetRule("irregular-rhythm", "there if the holds differ by >= 3 s, absent if all are equal", _judge_rhythm),
    ),
    compared=(Compared("hold_s", "s", _hold_s, "hold, from reaching the top to leaving it"),),
    related=(Related("depth_pct", read_top("depth_mm"), "depth, mm"),),
)
