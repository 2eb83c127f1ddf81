"""The values on the body: they are those that were judged, and the colour is that of what was found in them."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.exercises import list_exercises
from formcheck.exercises.base import Exercise
from formcheck.report.video.gauges import GRADES, Gauge, make_gauges
from formcheck.results import Measure
from tests.contract.running import KNOWN, find_motions
from tests.synthetic import DrawIn, Lift, Opening, clamshell_track, draw_in_track, hip_lift_track, plank_track
from tests.synthetic.plank import hold
from tests.unit.report.video.sets import Done, judge, lift_too_high


def read(done: Done) -> Gauge:
    gauges = make_gauges(done.exercise, done.result, done.track, done.exercise.observe(done.track))
    assert len(gauges) == 1
    return gauges[0]


@pytest.mark.parametrize("exercise", KNOWN, ids=lambda e: e.name)
def test_each_of_ours_draws_a_measure_with_limits_in_every_view(exercise: Exercise) -> None:
    for motion in find_motions(exercise).perfect.values():
        done = judge(motion(), exercise.name)
        gauge = read(done)
        assert gauge.drawn.measure in exercise.columns
        assert gauge.unit
        assert gauge.low is not None or gauge.high is not None
        assert not gauge.grades.any()


def test_all_of_ours_are_looked_at() -> None:
    assert {e.name for e in KNOWN if e.drawn} == {e.name for e in KNOWN} <= set(list_exercises())


def test_the_value_at_the_top_is_the_one_that_was_judged_and_its_limit_the_one_broken() -> None:
    done = lift_too_high(2)
    gauge, rep = read(done), done.result.counted[1]
    i = int(np.searchsorted(done.track.time_s, rep.top_s))
    measure = rep.measures["line_at_top_deg"]
    assert isinstance(measure, Measure)
    assert gauge.values[i] == pytest.approx(measure.value, abs=1.0)
    assert gauge.shown[i] == pytest.approx(gauge.values[i], abs=1.0)
    assert GRADES[int(gauge.grades[i])] == "fault"
    assert gauge.limits[i] == 15.0
    assert (gauge.low, gauge.high) == (-10.0, 10.0)


def test_nothing_is_drawn_outside_of_reps_and_nothing_coloured_on_the_way() -> None:
    done = lift_too_high()
    gauge, rep = read(done), done.result.counted[0]
    outside = (done.track.time_s < rep.start_s) | (done.track.time_s > rep.end_s)
    assert np.isnan(gauge.values[outside]).all()
    start = int(np.searchsorted(done.track.time_s, rep.start_s + 0.2))
    assert gauge.grades[start] == 0


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_line_turns_towards_the_straight_one(mirrored: bool) -> None:
    """With the hips low the thigh must turn by the value to lie in the line of the trunk."""
    done = judge(hip_lift_track([Lift(up_s=1.4, hold_s=1.2, down_s=1.4, rest_s=1.0)] * 2, mirrored=mirrored))
    gauge = read(done)
    i = int(np.nanargmin(gauge.values))
    line = gauge.end[i] - gauge.start[i]
    zero = np.arctan2(line[1], line[0]) - gauge.turn[i] * np.radians(gauge.values[i])
    shoulder = done.track.pixels[i, 12 if not mirrored else 11]
    trunk = gauge.start[i] - shoulder
    off_deg = np.degrees(np.arctan2(trunk[1], trunk[0]) - zero)
    assert (off_deg + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=9.0)  # the landmarks' bias


def test_a_rise_is_counted_from_where_the_rep_began() -> None:
    done = judge(clamshell_track([Opening(up_s=1.2, hold_s=0.8, down_s=1.2, rest_s=1.0)] * 2), "clamshell")
    gauge, rep = read(done), done.result.counted[0]
    measure = rep.measures["opening_pct"]
    assert isinstance(measure, Measure)
    within = (done.track.time_s >= rep.start_s) & (done.track.time_s <= rep.end_s)
    assert gauge.values[within][0] == 0.0
    assert np.nanmax(gauge.values[within]) == pytest.approx(measure.value, abs=1.5)


def test_a_clock_ends_with_the_time_that_was_measured() -> None:
    done = judge(draw_in_track([DrawIn(up_s=0.8, hold_s=2.0, down_s=0.8, rest_s=5.0)] * 2), "draw-in")
    gauge, rep = read(done), done.result.counted[0]
    measure = rep.measures["hold_s"]
    assert isinstance(measure, Measure)
    i = int(np.searchsorted(done.track.time_s, rep.end_s + 0.5))
    assert gauge.values[i] == pytest.approx(measure.value, abs=0.05)
    assert GRADES[int(gauge.grades[i])] == "fault"
    assert np.isnan(gauge.values[int(np.searchsorted(done.track.time_s, rep.end_s + 2.0))])


def test_in_a_hold_the_colour_is_there_while_the_fault_is() -> None:
    done = judge(plank_track([hold(14.0, bad_s=(5.0, 9.0), bad_deg=-30.0)]), "plank")
    gauge, only = read(done), done.result.holds[0]
    sag = next(f for f in only.findings if f.rule == "plank.hip-sag")
    coloured = done.track.time_s[gauge.grades > 0]
    assert coloured[0] == pytest.approx(sag.start_s, abs=0.1)
    assert coloured[-1] == pytest.approx(sag.end_s, abs=0.1)


def test_numbers_stay_long_enough_to_be_read() -> None:
    gauge = read(lift_too_high(fps=60.0))
    known = gauge.shown[np.isfinite(gauge.shown)]
    changes = np.count_nonzero(np.diff(known))
    assert changes <= len(known) / 60.0 / 0.12 + 1
