import pytest

from formcheck.exercises import find_exercise
from formcheck.exercises.single_leg_stance import _LIFTED
from formcheck.results import Measure, NotMeasurable, SetResult
from tests.contract.running import run
from tests.synthetic import Stance, stance_track
from tests.synthetic.single_leg_stance import LIFT_S, TRUNK, find_lift_s

STANCE = find_exercise("single-leg-stance")
LEAD_S = 1.0


def judge(*stances: Stance) -> SetResult:
    return run(STANCE, stance_track(stances))


@pytest.mark.parametrize("held_s", [1.5, 10.0, 30.0])
def test_a_stance_is_timed_from_the_foot_off_the_floor_to_the_foot_on_it(held_s: float) -> None:
    (hold,) = judge(Stance(hold_s=held_s)).holds
    off_s = find_lift_s(_LIFTED * TRUNK)
    assert hold.start_s == pytest.approx(LEAD_S + off_s, abs=0.05)
    assert hold.valid_s == pytest.approx(held_s + 2 * (LIFT_S - off_s), abs=0.1)


def test_a_step_is_no_stance() -> None:
    result = judge(Stance(hold_s=0.3))
    assert (result.holds, result.form) == ((), "not-measurable")
    reasons = {n.reason for n in result.not_measurable if n.rule != "single-leg-stance.pelvic-drop"}
    assert reasons == {STANCE.nothing_counted}


def test_the_standing_legs_are_named_and_counted() -> None:
    result = judge(Stance(), Stance(leg="right"), Stance())
    assert [hold.side for hold in result.holds] == ["left", "right", "left"]
    assert result.dose.reps == {"left": 2, "right": 1}


@pytest.mark.parametrize("leg", ["left", "right"])
@pytest.mark.parametrize("lean_deg", [-6.0, 0.0, 20.0])
def test_lean_is_towards_the_standing_leg(leg: str, lean_deg: float) -> None:
    made = Stance(lean_deg=lean_deg, leg="left" if leg == "left" else "right")
    (hold,) = judge(made).holds
    lean = hold.measures["lean_deg"]
    assert isinstance(lean, Measure)
    assert lean.value == pytest.approx(lean_deg, abs=0.1)


@pytest.mark.parametrize("sway_pct", [1.0, 3.0, 6.0])
def test_sway_is_the_standard_deviation_of_the_hips_place(sway_pct: float) -> None:
    """A sine of 2 s keeps 0.95 of its size in the smoothing (a Gaussian of 0.1 s)."""
    (hold,) = judge(Stance(sway_pct=sway_pct, hold_s=20.0)).holds
    sway = hold.measures["sway_pct"]
    assert isinstance(sway, Measure)
    assert sway.value == pytest.approx(0.952 * sway_pct, rel=0.03)


def test_sway_of_a_short_stance_is_not_told() -> None:
    (hold,) = judge(Stance(hold_s=4.0)).holds
    sway = hold.measures["sway_pct"]
    assert isinstance(sway, NotMeasurable)
    assert "5 s or more" in sway.reason


def test_one_leg_alone_cannot_be_compared() -> None:
    result = judge(Stance(), Stance())
    (reason,) = [n.reason for n in result.not_measurable if n.rule == "single-leg-stance.sway"]
    assert "only one side" in reason


def test_the_leg_that_sways_more_is_the_one_concerned() -> None:
    result = judge(Stance(sway_pct=1.5), Stance(leg="right", sway_pct=6.0))
    (finding,) = result.findings
    assert (finding.rule, finding.reps) == ("single-leg-stance.sway", (2,))
    assert finding.value == pytest.approx(75.0, abs=2.0)


def test_another_leg_right_after_is_no_touch() -> None:
    assert judge(Stance(rest_s=0.5), Stance(leg="right")).findings == ()


def test_touching_the_floor_names_the_stances_that_followed() -> None:
    (finding,) = judge(Stance(rest_s=0.5), Stance(rest_s=0.5), Stance(), Stance(leg="right")).findings
    assert (finding.rule, finding.reps) == ("single-leg-stance.foot-touch", (2, 3))


def test_leaning_puts_weight_on_the_clamshell() -> None:
    result = judge(Stance(lean_deg=20.0), Stance(leg="right", lean_deg=20.0))
    assert [(e.exercise, e.rules) for e in result.emphasis] == [("clamshell", ("single-leg-stance.trunk-lean",))]
