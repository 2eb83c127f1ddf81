from dataclasses import replace

import numpy as np
import pytest

from formcheck.exercises import find_exercise
from formcheck.exercises.base import Limit, Rule
from formcheck.exercises.plank import LINE_BIAS_DEG
from formcheck.pose import PoseTrack
from formcheck.results import Measure, NotMeasurable, SetResult
from tests.contract.running import run
from tests.synthetic import hide, plank_track
from tests.synthetic.plank import BREATH_S, PlankHold, hold

PLANK = find_exercise("plank")
RULES = {rule.id: rule for rule in PLANK.rules}
LEAD_S, UP_S = 1.0, hold().up_s


def judge(*holds: PlankHold, on_knees: bool = False) -> SetResult:
    return run(PLANK, plank_track(holds, on_knees=on_knees))


def find_pike() -> tuple[Rule, Limit]:
    rule = RULES["plank.hip-pike"]
    return rule, rule.limits[0]


@pytest.mark.parametrize("on_knees", [False, True])
@pytest.mark.parametrize("held_s", [3.0, 10.0, 25.0])
def test_a_hold_is_timed_without_getting_into_and_out_of_it(held_s: float, on_knees: bool) -> None:
    (held,) = judge(hold(held_s), on_knees=on_knees).holds
    assert held.start_s == pytest.approx(LEAD_S + UP_S, abs=0.1)
    assert held.end_s - held.start_s == pytest.approx(held_s, abs=0.101)
    assert held.valid_s == pytest.approx(held_s, abs=0.101)


@pytest.mark.parametrize(
    "fps",
    [
        5,
        10,
        12,
        24,
        60,
    ],
)
def test_the_time_does_not_depend_on_the_frame_rate(fps: float) -> None:
    (held,) = run(PLANK, plank_track([hold(8.0)], fps=fps)).holds
    assert held.valid_s == pytest.approx(8.0, abs=max(0.15, 1.1 / fps))


def test_a_hold_of_a_second_is_none() -> None:
    result = judge(hold(1.0))
    assert (result.holds, result.form) == ((), "not-measurable")
    assert {n.reason for n in result.not_measurable} == {PLANK.nothing_counted}


def test_hips_on_the_floor_are_no_plank() -> None:
    result = run(PLANK, plank_track([], lead_s=8.0))
    assert result.holds == ()
    assert {n.reason for n in result.not_measurable} == {PLANK.nothing_counted}


@pytest.mark.parametrize("on_knees", [False, True])
@pytest.mark.parametrize("line_deg", [-12.0, 0.0, 15.0])
def test_angles_are_measured_as_they_are(line_deg: float, on_knees: bool) -> None:
    (held,) = judge(hold(line_deg=line_deg, arm_deg=-8.0, neck_deg=9.0), on_knees=on_knees).holds
    expected = {"line_deg": line_deg, "upper_arm_deg": -8.0, "neck_deg": 9.0}
    for name, value in expected.items():
        measure = held.measures[name]
        assert isinstance(measure, Measure)
        assert measure.value == pytest.approx(value, abs=0.1)


def test_time_in_which_the_form_is_broken_does_not_count() -> None:
    _, limit = find_pike()
    middle = limit.watch.value + 4.5  # the limit plus its uncertainty lies half-way, so smoothing does not move it
    (held,) = judge(hold(20.0, bad_s=(8.0, 12.0), bad_deg=2 * middle)).holds
    (finding,) = held.findings
    assert (finding.rule, finding.severity) == ("plank.hip-pike", "fault")
    assert finding.start_s == pytest.approx(LEAD_S + UP_S + 8.0, abs=0.15)
    assert finding.end_s - finding.start_s == pytest.approx(4.0, abs=0.15)
    assert held.end_s - held.start_s == pytest.approx(20.0, abs=0.1)
    assert held.valid_s == pytest.approx(16.0, abs=0.2)


def test_a_watched_time_does_not_count_either() -> None:
    _, limit = find_pike()
    assert limit.fault
    watched = (limit.watch.value + limit.fault.value) / 2 + 4.5
    (held,) = judge(hold(20.0, bad_s=(8.0, 12.0), bad_deg=watched)).holds
    (finding,) = held.findings
    assert finding.severity == "watch"
    assert held.valid_s == pytest.approx(20.0 - (finding.end_s - finding.start_s), abs=0.1)


def test_half_a_second_of_bad_form_is_let_pass() -> None:
    assert judge(hold(20.0, bad_s=(8.0, 8.5), bad_deg=40.0)).findings == ()


def test_fatigue_names_the_second_from_which_the_hips_sank() -> None:
    """At a steady pace r the start is seen at 1 s, so the hips are 8 deg below it at 11.5 s when 11.5 r = r + 8."""
    (trend,) = RULES["plank.fatigue"].trends
    pace = trend.change.value / 10.5
    (finding,) = judge(hold(20.0, line_deg=6.0, sink_deg=-20.0 * pace)).findings
    assert finding.rule == "plank.fatigue"
    assert "about 11 s," in finding.cue
    assert finding.value == pytest.approx(-18.0 * pace, abs=0.6)
    assert finding.start_s == pytest.approx(LEAD_S + UP_S + 11.5, abs=0.3)


def test_a_hold_too_short_for_a_drift_says_so() -> None:
    result = judge(hold(4.0))
    (reason,) = [n.reason for n in result.not_measurable if n.rule == "plank.fatigue"]
    assert "takes a hold of 6 s" in reason


def test_breaths_are_counted_in_a_long_hold_and_not_claimed_in_a_short_one() -> None:
    breathing = judge(hold(30.0)).breathing
    assert isinstance(breathing, Measure)
    assert breathing.value == pytest.approx(60 / BREATH_S, abs=1.5)
    assert isinstance(judge(hold(5.0)).breathing, NotMeasurable)


def test_a_belly_that_does_not_move_is_not_called_held_breath() -> None:
    result = run(PLANK, plank_track([hold(30.0)], breath_pct=0.0))
    assert isinstance(result.breathing, NotMeasurable)
    assert "does not say that it was held" in result.breathing.reason
    assert result.form == "good"


def test_a_gap_of_a_third_of_a_second_is_bridged_and_one_of_two_ends_the_hold() -> None:
    track = plank_track([hold(20.0)])
    (whole,) = run(PLANK, hide(track, 10.0, 10.3)).holds
    assert whole.valid_s == pytest.approx(20.0, abs=0.1)
    first, second = run(PLANK, hide(track, 10.0, 12.0)).holds
    assert first.valid_s == pytest.approx(10.0 - LEAD_S - UP_S, abs=0.1)
    assert second.start_s == pytest.approx(12.0, abs=0.1)


def test_the_longest_hold_is_the_dose() -> None:
    result = judge(hold(5.0, rest_s=9.0), hold(12.0, rest_s=9.0), hold(3.0))
    assert len(result.holds) == 3
    assert result.dose.longest_hold_s == pytest.approx(12.0, abs=0.1)


def test_a_body_that_slides_is_not_measured() -> None:
    track: PoseTrack = plank_track([hold()])
    pixels = track.pixels.copy()
    pixels[:, [23, 24], 0] += (80 * np.sin(np.arange(len(track)) / 3))[:, None]
    assert run(PLANK, replace(track, pixels=pixels)).form == "not-measurable"


def test_lying_flat_before_a_hold_does_not_prolong_it() -> None:
    track = plank_track([hold(10.0)], lead_s=2.0, tail_s=6.0)
    pixels, flat = track.pixels.copy(), track.time_s < 0.8
    pixels[flat, 11:13] = pixels[flat, 13:15]  # the shoulders lie on the floor, where the elbows are
    result = run(PLANK, replace(track, pixels=pixels))
    assert result.findings == ()
    assert result.holds[0].end_s == pytest.approx(12.8, abs=0.2)


def test_a_body_that_rests_high_is_not_held_at_rest() -> None:
    """All hip heights are read in relation to rest, once the hips have risen clearly above it."""
    result = run(PLANK, plank_track([hold(10.0)], lead_s=3.0))
    (held,) = result.holds
    assert held.start_s == pytest.approx(3.8, abs=0.1)


@pytest.mark.parametrize("landmarks_deg", [-6.0, -2.0, 5.0, 10.0, 19.0])
def test_correct_planks_of_real_people_are_left_alone(landmarks_deg: float) -> None:
    """Nine people's correct planks on the toes read -6 to +19 deg (docs/sources.md section 13)."""
    result = judge(hold(line_deg=landmarks_deg - LINE_BIAS_DEG))
    assert result.findings == ()
    assert result.form == "good"
