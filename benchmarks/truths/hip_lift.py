"""The hip lift's truth."""

from __future__ import annotations

from benchmarks.truth import Presence, TrueClip
from benchmarks.truths.base import JERKY, TOO_FAST, Compared, ExerciseTruth, Graded, SetRule, Split, UnitRule
from benchmarks.truths.reading import read_top, see_from_side

_LINE = read_top("line_deg")
_ARCH = read_top("lumbar_ext_deg")
_SHANK = read_top("shank_deg")


def _judge_fatigue(clip: TrueClip) -> Presence:
    tops = [rep["top_deg"] for rep in clip.spec["reps"]]
    if tops and tops[0] - tops[-1] >= 12.0:
        return Presence.THERE
    return Presence.ABSENT if len(set(tops)) <= 1 else Presence.BORDERLINE


TRUTH = ExerciseTruth(
    name="hip-lift",
    unit="rep",
    view=see_from_side,
    view_words="the camera stands within 45 deg of either side",
    rules=(
        UnitRule(
            "lumbar-hyperextension",
            (
                Graded("hips above the line", "deg", _LINE, 15, 8),
                Graded("lumbar extension", "deg", _ARCH, 20, 5),
            ),
        ),
        UnitRule("incomplete-lift", (Graded("hip line", "deg", _LINE, -20, -10),)),
        JERKY,
        TOO_FAST,
        UnitRule(
            "feet-placement", (Graded("lean of the shanks, either way", "deg", lambda u: abs(_SHANK(u)), 24, 12),)
        ),
        SetRule("fatigue", "there if the tops fall by >= 12 deg, absent if all are equal", _judge_fatigue),
    ),
    f1_goals=frozenset({"lumbar-hyperextension", "jerky", "too-fast"}),
    compared=(
        Compared("line_at_top_deg", "deg", _LINE, "hip line at the top, without a baseline", goal=6.0),
        Compared("shank_at_top_deg", "deg", _SHANK, "lean of the shanks at the top"),
    ),
    splits=(
        Split(
            "lumbar-hyperextension",
            "trunk_bend_pct",
            "hidden arch, 20 deg or more",
            lambda u: _LINE(u) <= 8.0 and _ARCH(u) >= 19.95,
        ),
        Split("lumbar-hyperextension", "line_at_top_deg", "15 deg above or more", lambda u: _LINE(u) >= 14.95),
        Split("too-fast", "up_s", "under 0.6 s", lambda u: u.phases_s["up_s"] < 0.599),
        Split("too-fast", "down_s", "under 0.6 s", lambda u: u.phases_s["down_s"] < 0.599),
        Split("feet-placement", "shank_at_top_deg", "feet 24 deg far or more", lambda u: _SHANK(u) >= 23.95),
    ),
)
