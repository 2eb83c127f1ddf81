from typing import Any

import pytest

from formcheck.exercises import find_exercise
from formcheck.exercises.overhead_squat import KNEE_BIAS_DEG
from formcheck.results import Measure, NotMeasurable, SetResult
from tests.contract.running import run
from tests.synthetic import Squat, Stance, join, squat_track, stance_track
from tests.synthetic.overhead_squat import KNEE_DEG, SHIN_DEG

SQUAT = find_exercise("overhead-squat")


def judge(squat: Squat, view: str) -> SetResult:
    return run(SQUAT, squat_track([squat] * 4, view=view))


def read(result: SetResult, name: str) -> float:
    measure = result.counted[0].measures[name]
    assert isinstance(measure, Measure)
    return measure.value


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [("knee_ratio", "knee_ratio", 0.7), ("knee_ratio", "knee_ratio", 1.2), ("toe_out_deg", "toe_out_deg", 18.0)],
)
def test_the_front_view_reads_what_is_there(name: str, field: str, value: float) -> None:
    wanted: dict[str, Any] = {field: value}
    assert read(judge(Squat(**wanted), "front"), name) == pytest.approx(value, abs=0.5 if value > 2 else 0.01)


@pytest.mark.parametrize("shift", [-15.0, 15.0])
def test_a_shift_either_way_reads_its_size(shift: float) -> None:
    assert read(judge(Squat(shift_pct=shift), "front"), "shift_pct") == pytest.approx(15.0, abs=0.5)


def test_the_side_view_reads_what_is_there() -> None:
    result = judge(Squat(over_shin_deg=12.0, arm_deg=20.0, heel_pct=4.0), "side")
    expected = {
        "lean_over_shin_deg": 12.0,
        "trunk_lean_deg": SHIN_DEG + 12.0,
        "arm_fall_deg": 20.0,
        "heel_rise_pct": 4.0,
        "knee_flexion_deg": KNEE_DEG - KNEE_BIAS_DEG,
    }
    for name, value in expected.items():
        assert read(result, name) == pytest.approx(value, abs=0.5), name


@pytest.mark.parametrize(("view", "other"), [("front", "side"), ("side", "front")])
def test_what_the_other_view_shows_is_named_as_not_judged(view: str, other: str) -> None:
    result = judge(Squat(), view)
    assert (result.form, result.view.seen) == ("good", view)
    unjudged = {n.rule for n in result.not_measurable}
    assert unjudged == {rule.id for rule in SQUAT.rules if rule.never or rule.only_in == other}
    for rule in SQUAT.rules:
        for limit in rule.limits if rule.only_in == other else ():
            measure = result.counted[0].measures[limit.measure]
            assert isinstance(measure, NotMeasurable)
            assert f"from the {view}" in measure.reason


def test_both_views_in_one_film_are_judged_each_by_its_own() -> None:
    film = join(squat_track([Squat(knee_ratio=0.6)] * 4), squat_track([Squat(over_shin_deg=25.0)] * 4, view="side"))
    result = run(SQUAT, film)
    assert len(result.counted) == 8
    assert [f.rule for f in result.findings] == ["overhead-squat.knees-inward", "overhead-squat.forward-lean"]


def test_findings_put_weight_on_exercises() -> None:
    result = judge(Squat(knee_ratio=0.6), "front")
    assert [(e.exercise, e.rules) for e in result.emphasis] == [
        ("clamshell", ("overhead-squat.knees-inward",)),
        ("hip-lift", ("overhead-squat.knees-inward",)),
    ]


def test_lifting_one_foot_after_the_other_is_no_squat() -> None:
    steps = [Stance(hold_s=1.5, rest_s=1.5, leg=leg) for leg in ("left", "right", "left", "right")]
    result = run(SQUAT, stance_track(steps))
    assert (result.form, len(result.counted)) == ("not-measurable", 0)
