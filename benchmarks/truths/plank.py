"""The plank's truth."""

from __future__ import annotations

import numpy as np

from benchmarks.truth import TrueUnit, cut_holds
from benchmarks.truths.base import Compared, ExerciseTruth, Graded, UnitRule
from benchmarks.truths.reading import LASTING_S, reach_lasting, read_steady, see_from_side

_VALID_DEG = (-15.0, 20.0)
"""The line in which a hold counts."""
_EDGE_S = 2.0


def _change(unit: TrueUnit) -> float:
    """Return how much the line has changed from the first to the last seconds, deg."""
    line, time_s = unit.signals["line_deg"], unit.time_s
    return float(np.mean(line[time_s > time_s[-1] - _EDGE_S]) - np.mean(line[time_s < time_s[0] + _EDGE_S]))


def _sum_valid_s(unit: TrueUnit) -> float:
    """Return for how long the line was good, s."""
    line = unit.signals["line_deg"]
    good = (line >= _VALID_DEG[0]) & (line <= _VALID_DEG[1])
    return float(np.mean(good)) * unit.phases_s["hold_s"]


def _sag(unit: TrueUnit) -> float:
    return -reach_lasting(unit, -unit.signals["line_deg"])


def _pike(unit: TrueUnit) -> float:
    return reach_lasting(unit, unit.signals["line_deg"])


def _bend_neck(unit: TrueUnit) -> float:
    return reach_lasting(unit, np.abs(unit.signals["neck_deg"]))


TRUTH = ExerciseTruth(
    name="plank",
    unit="hold",
    view=see_from_side,
    view_words="the camera stands within 45 deg of either side",
    rules=(
        UnitRule(
            "hip-sag",
            (
                Graded(
                    f"the line, for {LASTING_S} s,",
                    "deg",
                    _sag,
                    -18,
                    -8,
                    worst=lambda u: float(u.signals["line_deg"].min()),
                ),
            ),
        ),
        UnitRule(
            "hip-pike",
            (
                Graded(
                    f"the line, for {LASTING_S} s,",
                    "deg",
                    _pike,
                    25,
                    12,
                    worst=lambda u: float(u.signals["line_deg"].max()),
                ),
            ),
        ),
        UnitRule(
            "shoulders-off-elbows",
            (Graded("lean of the upper arms, either way", "deg", lambda u: abs(u.at_top("upper_arm_deg")), 28, 12),),
        ),
        UnitRule(
            "neck",
            (
                Graded(
                    f"bend of the neck, either way, for {LASTING_S} s,",
                    "deg",
                    _bend_neck,
                    35,
                    15,
                    worst=lambda u: float(np.abs(u.signals["neck_deg"]).max()),
                ),
            ),
        ),
        UnitRule(
            "fatigue",
            (
                Graded(
                    f"change of the line from the first to the last {_EDGE_S:g} s",
                    "deg",
                    _change,
                    -12,
                    -3,
                    worst=lambda u: -abs(_change(u)),
                ),
            ),
        ),
    ),
    f1_goals=frozenset({"hip-sag", "hip-pike"}),
    compared=(
        Compared(
            "line_deg",
            "deg",
            read_steady("line_deg"),
            "hip line, median where it is steady",
            goal=3.0,
            signal="line_deg",
        ),
    ),
    cut=cut_holds,
    valid_s=_sum_valid_s,
)
