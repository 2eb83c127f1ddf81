"""The single-leg stance's truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from benchmarks.truth import Presence, Recording, TrueClip, TrueUnit, cut_unit, wrap_deg
from benchmarks.truths.base import Compared, ExerciseTruth, Graded, Related, SetRule, UnitRule
from benchmarks.truths.reading import LASTING_S, reach_lasting, read_steady

_LIFTED_M, _DOWN_M = 0.05, 0.02
"""Height of the foot from which it counts as lifted, and below which it touches the floor."""


def _see(spec: Mapping[str, Any]) -> str:
    return "front" if abs(wrap_deg(float(spec["azimuth_deg"]))) <= 30.0 else ""


def _cut(recording: Recording) -> tuple[TrueUnit, ...]:
    """Return the holds: the stretches in which the foot is lifted."""
    if not len(recording.reps_s):
        return ()
    lifted = np.concatenate([[False], recording.signals["foot_height_m"] > _LIFTED_M, [False]])
    begins, ends = np.flatnonzero(~lifted[:-1] & lifted[1:]), np.flatnonzero(lifted[:-1] & ~lifted[1:])
    out, asked = [], recording.spec["reps"][0]
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        start_s, end_s = float(recording.time_s[begin]), float(recording.time_s[end - 1])
        out.append(cut_unit(recording, [start_s, start_s, end_s, end_s], asked))
    return tuple(out)


def _judge_touch(clip: TrueClip) -> Presence:
    """Return whether the foot touched the floor between the first and the last lift."""
    if len(clip.units) < 2:
        return Presence.ABSENT
    recording = clip.recording
    between = (recording.time_s > clip.units[0].end_s) & (recording.time_s < clip.units[-1].start_s)
    lowest_m = float(recording.signals["foot_height_m"][between].min())
    return Presence.THERE if lowest_m < _DOWN_M else Presence.BORDERLINE


def _lean(unit: TrueUnit) -> float:
    return reach_lasting(unit, np.abs(unit.signals["lean_deg"]))


def _name_standing(recording: Recording) -> str:
    """Return the standing leg: the left, unless the picture is mirrored."""
    return "right" if recording.spec["mirror"] else "left"


TRUTH = ExerciseTruth(
    name="single-leg-stance",
    unit="hold",
    view=_see,
    view_words="the camera stands within 30 deg of the front",
    rules=(
        UnitRule(
            "trunk-lean",
            (
                Graded(
                    f"lean of the trunk, either way, for {LASTING_S} s,",
                    "deg",
                    _lean,
                    12,
                    4,
                    worst=lambda u: float(np.abs(u.signals["lean_deg"]).max()),
                ),
            ),
        ),
        SetRule(
            "foot-touch",
            f"there if the foot comes below {_DOWN_M} m between two lifts, absent if it stays above {_LIFTED_M} m",
            _judge_touch,
        ),
    ),
    compared=(
        Compared(
            "lean_deg",
            "deg",
            read_steady("lean_deg"),
            "lean of the trunk, median where it is steady",
            signal="lean_deg",
        ),
    ),
    related=(Related("sway_pct", lambda u: 1000.0 * float(np.std(u.signals["sway_m"])), "scatter of the hips, mm"),),
    cut=_cut,
    side=_name_standing,
)
