"""The clamshell's truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.truth import Presence, Recording, TrueClip, wrap_deg
from benchmarks.truths.base import JERKY, TOO_FAST, ExerciseTruth, Graded, Related, SetRule, Split, UnitRule
from benchmarks.truths.reading import read_top

_OPENING = read_top("opening_deg")
_PELVIS = read_top("roll_pelvis_deg")
_TRUNK = read_top("roll_trunk_deg")
_HEELS = read_top("heel_gap_m")


def _see(spec: Mapping[str, Any]) -> str:
    azimuth = abs(wrap_deg(float(spec["azimuth_deg"])))
    return "front" if azimuth <= 45.0 else "back" if azimuth >= 150.0 else ""


def _judge_fatigue(clip: TrueClip) -> Presence:
    openings = [_OPENING(unit) for unit in clip.units]
    if openings and openings[0] - openings[-1] >= 12.0 - 0.05:
        return Presence.THERE
    equal = not openings or max(openings) - min(openings) <= 0.05
    return Presence.ABSENT if equal else Presence.BORDERLINE


def _name_upper(recording: Recording) -> str:
    """Return the side that is on top: the left, unless the picture is mirrored."""
    return "right" if recording.spec["mirror"] else "left"


TRUTH = ExerciseTruth(
    name="clamshell",
    unit="rep",
    view=_see,
    view_words="the camera stands within 45 deg of the front, or 30 deg of the back",
    rules=(
        UnitRule(
            "trunk-rotation",
            (
                Graded("roll of the pelvis", "deg", _PELVIS, 20, 5),
                Graded("roll of the trunk", "deg", _TRUNK, 20, 5),
            ),
        ),
        UnitRule("heels-apart", (Graded("gap of the heels", "m", _HEELS, 0.10, 0.02, rounding=1e-3),)),
        UnitRule("small-range", (Graded("opening", "deg", _OPENING, 12, 22),)),
        JERKY,
        TOO_FAST,
        SetRule("fatigue", "there if the openings fall by >= 12 deg, absent if all are equal", _judge_fatigue),
    ),
    f1_goals=frozenset({"trunk-rotation", "jerky", "too-fast"}),
    related=(
        Related("opening_pct", read_top("knee_gap_m"), "gap of the knees, m"),
        Related("opening_pct", _OPENING, "opening, deg"),
        Related("pelvis_roll_pct", _PELVIS, "roll of the pelvis, deg"),
        Related("shoulder_roll_pct", _TRUNK, "roll of the trunk, deg"),
        Related("heel_gap_pct", _HEELS, "gap of the heels, m"),
    ),
    splits=(
        Split("trunk-rotation", "pelvis_roll_pct", "pelvis rolls 20 deg or more", lambda u: _PELVIS(u) >= 19.95),
        Split("trunk-rotation", "shoulder_roll_pct", "trunk rolls 20 deg or more", lambda u: _TRUNK(u) >= 19.95),
        Split("too-fast", "up_s", "under 0.6 s", lambda u: u.phases_s["up_s"] < 0.599),
        Split("too-fast", "down_s", "under 0.6 s", lambda u: u.phases_s["down_s"] < 0.599),
    ),
    side=_name_upper,
)
