"""The truth of made-up recordings, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from benchmarks.truth import Presence, Recording, TrueClip, wrap_deg
from benchmarks.truths import TRUTHS
from benchmarks.truths.base import Graded
from benchmarks.truths.reading import off_side_deg, see_from_side
from formcheck.exercises import find_exercise
from formcheck.pose import FloatArray

RATE_HZ = 30


def record(exercise: str, signals: Mapping[str, FloatArray], reps_s: list[list[float]], **spec: Any) -> TrueClip:
    n = len(next(iter(signals.values())))
    usual = {"name": f"{exercise}-x", "azimuth_deg": 0.0, "mirror": False, "reps": [{"submovements": 1}] * len(reps_s)}
    recording = Recording(np.arange(n) / RATE_HZ, signals, np.array(reps_s), {**usual, **spec}, {}, "left")
    truth = TRUTHS[exercise]
    units, view = truth.cut(recording), truth.view(recording.spec)
    return TrueClip(exercise, units, truth.side(recording), view, recording)


def judge(clip: TrueClip) -> dict[str, list[Presence]]:
    return {rule.id: [rule.judge(clip, unit) for unit in clip.units] for rule in TRUTHS[clip.exercise].unit_rules}


def steps(*parts: tuple[float, float]) -> FloatArray:
    """Return a signal of parts (seconds, value)."""
    return np.concatenate([np.full(round(seconds * RATE_HZ), value) for seconds, value in parts])


def plank(line: FloatArray) -> TrueClip:
    zero = np.zeros_like(line)
    end = (len(line) - 1) / RATE_HZ
    return record("plank", {"line_deg": line, "upper_arm_deg": zero, "neck_deg": zero}, [[0.0, 0.0, end, end]])


@pytest.mark.parametrize(
    ("value", "presence"),
    [(20.0, Presence.THERE), (19.94, Presence.BORDERLINE), (19.96, Presence.THERE), (5.04, Presence.ABSENT)],
)
def test_a_grade_allows_for_rounding(value: float, presence: Presence) -> None:
    unit = plank(steps((4.0, 0.0))).units[0]
    assert Graded("x", "deg", lambda _: value, 20, 5).judge(unit) is presence
    assert Graded("x", "deg", lambda _: -value, -20, -5).judge(unit) is presence


@pytest.mark.parametrize(
    ("line", "sag"),
    [
        (steps((4.0, 0.0), (1.6, -18.0), (4.0, 0.0)), Presence.THERE),
        (steps((4.0, 0.0), (1.2, -30.0), (4.0, 0.0)), Presence.BORDERLINE),
        (steps((4.0, 0.0), (5.0, -8.0)), Presence.ABSENT),
    ],
)
def test_a_sag_must_last(line: FloatArray, sag: Presence) -> None:
    assert judge(plank(line))["hip-sag"] == [sag]


def test_a_plank_counts_while_the_line_is_good() -> None:
    clip = plank(steps((6.0, 0.0), (2.0, -20.0), (2.0, 25.0)))
    valid_s = TRUTHS["plank"].valid_s
    assert valid_s is not None
    assert valid_s(clip.units[0]) == pytest.approx(6.0, abs=0.05)
    assert judge(clip)["fatigue"] == [Presence.BORDERLINE]  # +25 at the end against 0 is no sinking


def test_a_foot_that_comes_down_parts_the_holds() -> None:
    foot = steps((1.0, 0.0), (4.0, 0.3), (0.5, 0.01), (3.0, 0.3), (1.0, 0.0))
    clip = record("single-leg-stance", {"foot_height_m": foot, "lean_deg": np.zeros_like(foot)}, [[0, 1, 8, 9]])
    assert [round(unit.end_s - unit.start_s) for unit in clip.units] == [4, 3]
    assert [rule.of_set(clip) for rule in TRUTHS["single-leg-stance"].set_rules] == [Presence.THERE]


@pytest.mark.parametrize(("azimuth", "view"), [(0, "front"), (-88, "side"), (95, "side"), (-45, ""), (180, "")])
def test_a_squat_is_judged_by_what_its_view_can_show(azimuth: float, view: str) -> None:
    names = ("trunk_lean_deg", "shank_lean_deg", "arm_fall_deg", "heel_rise_m", "toe_out_deg", "shift_ratio")
    signals = {name: np.full(60, 58.0 if name == "trunk_lean_deg" else 0.0) for name in names}
    reps = [{"submovements": 1, "valgus": 22}]
    clip = record("overhead-squat", signals, [[0, 0.5, 1.0, 1.9]], azimuth_deg=azimuth, reps=reps)
    clip = replace(clip, units=tuple(replace(unit, rest={"toe_out_deg": 0.0}) for unit in clip.units))
    assert clip.view == view
    found = judge(clip)
    assert found["knees-inward"] == [Presence.THERE if view == "front" else Presence.UNSEEN]
    assert found["forward-lean"] == [Presence.THERE if view == "side" else Presence.UNSEEN]


@pytest.mark.parametrize(("azimuth", "off"), [(0, 0), (178, 2), (-178, -2), (183, -3), (80, 80), (172, 8)])
def test_either_side_is_a_side_view(azimuth: float, off: float) -> None:
    assert off_side_deg({"azimuth_deg": azimuth}) == pytest.approx(off)
    assert see_from_side({"azimuth_deg": azimuth}) == ("side" if abs(off) <= 45 else "")
    assert wrap_deg(azimuth + 360.0) == pytest.approx(wrap_deg(azimuth))


@pytest.mark.parametrize("name", sorted(TRUTHS))
def test_the_rules_are_those_of_the_exercise(name: str) -> None:
    known = {rule.id.removeprefix(f"{name}.") for rule in find_exercise(name).rules}
    truth = TRUTHS[name]
    assert {rule.id for rule in truth.rules} <= known
    assert truth.f1_goals <= {rule.id for rule in truth.unit_rules}
