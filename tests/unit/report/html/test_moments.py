"""The instant at which a fault is shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from formcheck.exercises import find_exercise
from formcheck.report.html.curves import Curve
from formcheck.report.html.moments import find_worst
from formcheck.report.video.timeline import find_phase_times
from formcheck.results import Finding, Measure, SetResult
from tests.synthetic import Lift, hip_lift_track, plank_track
from tests.synthetic.plank import hold
from tests.unit.report.html.pages import NAMES, judge_golden, list_golden_curves, plot
from tests.unit.report.sets import make_hold, make_rep, make_set
from tests.unit.report.video.sets import Done, judge

FAULTY = [name for name in NAMES if judge_golden(name).result.findings]


def find(done: Done, rule: str) -> Finding:
    return next(f for f in done.result.findings if f.rule.endswith(rule))


def find_in(done: Done, rule: str) -> tuple[int, float]:
    return find_worst(find(done, rule), done.result, done.exercise, plot(done))


@pytest.mark.parametrize("name", FAULTY)
def test_the_worst_instant_lies_in_a_unit_that_the_finding_names(name: str) -> None:
    done = judge_golden(name)
    for finding in done.result.findings:
        index, at_s = find_worst(finding, done.result, done.exercise, list_golden_curves(name))
        unit = (done.result.holds or done.result.reps)[index - 1]
        assert index in finding.reps
        assert unit.start_s <= at_s <= unit.end_s
        assert np.abs(done.track.time_s - at_s).min() < 0.05


@pytest.mark.parametrize("name", [n for n in FAULTY if judge_golden(n).result.reps])
def test_the_rep_that_is_farthest_beyond_is_shown(name: str) -> None:
    done = judge_golden(name)
    for finding in done.result.findings:
        index, _at_s = find_worst(finding, done.result, done.exercise, list_golden_curves(name))
        values = {
            rep.index: abs(m.value - finding.threshold)
            for rep in done.result.reps
            if rep.index in finding.reps and isinstance(m := rep.measures[finding.measure], Measure)
        }
        if finding.measure not in ("line_at_top_deg", "opening_pct", "hold_s"):  # of these are trends and a spread
            assert index == max(values, key=values.__getitem__)


def set_lifts(tops_deg: list[float]) -> Done:
    return judge(hip_lift_track([Lift(up_s=1.4, hold_s=1.2, down_s=1.4, rest_s=1.5, top_deg=top) for top in tops_deg]))


def test_of_lifts_that_are_too_high_the_highest_is_shown_at_its_top() -> None:
    done = set_lifts([24.0, 38.0, 26.0])
    index, at_s = find_in(done, "lumbar-hyperextension")
    assert index == 2
    assert at_s == pytest.approx(done.result.reps[1].top_s, abs=0.7)


def test_a_lift_that_sinks_over_the_set_is_shown_at_the_top_and_not_at_rest() -> None:
    """At rest, every lift is lower than at its top."""
    done = set_lifts([5.0, 5.0, 4.0, 3.0, -1.0, -4.0, -7.0, -9.0])
    index, at_s = find_in(done, "fatigue")
    assert index == 8
    assert at_s == pytest.approx(done.result.reps[7].top_s, abs=0.7)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("hip-lift-h-tiring", "fatigue"),
        ("clamshell-h-tiring", "fatigue"),
        ("clamshell-d-roll-25", "trunk-rotation"),
        ("overhead-squat-f-front-valgus-22", "knees-inward"),
        ("hip-lift-e-hidden-arch-30", "lumbar-hyperextension"),
    ],
)
def test_what_is_read_at_the_top_is_shown_there(name: str, rule: str) -> None:
    done = judge_golden(name)
    index, at_s = find_in(done, rule)
    _name, start_s, end_s = find_phase_times(done.exercise, done.result.reps[index - 1])[1]
    assert start_s <= at_s <= end_s


@pytest.mark.parametrize(
    ("name", "sign"), [("overhead-squat-f-front-valgus-22", -1), ("overhead-squat-g-front-shift", 1)]
)
def test_there_the_signal_is_worse_than_the_value_that_was_judged(name: str, sign: int) -> None:
    done = judge_golden(name)
    finding = done.result.findings[0]
    index, at_s = find_worst(finding, done.result, done.exercise, list_golden_curves(name))
    curve = next(c for c in list_golden_curves(name) if c.measure == finding.measure)
    judged = next(p.value for p in curve.points if p.index == index)
    assert sign * (np.interp(at_s, curve.time_s, curve.values) - judged) > 0


def test_a_way_that_took_too_little_time_is_shown_at_its_end() -> None:
    done = judge_golden("hip-lift-h-too-fast")
    index, at_s = find_in(done, "too-fast")
    rep = done.result.reps[index - 1]
    up = rep.measures["up_s"]
    assert isinstance(up, Measure)
    assert at_s == pytest.approx(rep.start_s + up.value)


def test_of_two_sags_in_a_hold_the_deeper_is_shown() -> None:
    done = judge(plank_track([hold(30.0, bad_s=(5.0, 9.0), bad_deg=-24.0)]), "plank")
    only, sag = done.result.holds[0], find(done, "hip-sag")
    mild = dataclasses.replace(sag, value=-16.0, start_s=only.start_s + 14.0, end_s=only.start_s + 18.0)
    for findings in ((sag, mild), (mild, sag)):
        result = dataclasses.replace(done.result, holds=(dataclasses.replace(only, findings=findings),))
        index, at_s = find_worst(sag, result, done.exercise, plot(done))
        assert index == 1
        assert sag.start_s <= at_s <= sag.end_s


def test_a_foot_that_touched_down_is_shown_where_the_next_stance_begins() -> None:
    done = judge_golden("single-leg-stance-c-foot-down-twice")
    index, at_s = find_in(done, "foot-touch")
    assert index == find(done, "foot-touch").reps[0]
    assert at_s == done.result.holds[index - 1].start_s


def test_a_single_wild_picture_is_not_the_worst() -> None:
    done = set_lifts([30.0])
    curves, rep = plot(done), done.result.reps[0]
    expected = find_worst(rep.findings[0], done.result, done.exercise, curves)
    values = curves[0].values.copy()
    wild = int(np.searchsorted(done.track.time_s, rep.top_s + 0.4))
    values[wild] = 90.0
    curves[0] = dataclasses.replace(curves[0], values=values)
    _index, at_s = find_worst(rep.findings[0], done.result, done.exercise, curves)
    assert at_s == pytest.approx(expected[1], abs=1.0)
    assert at_s != done.track.time_s[wild]


def dark(curves: list[Curve]) -> list[Curve]:
    return [dataclasses.replace(c, values=np.full_like(c.values, np.nan)) for c in curves]


@pytest.mark.parametrize("name", FAULTY)
@pytest.mark.parametrize("lose", [dark, lambda _curves: []])
def test_without_a_signal_there_is_an_instant_all_the_same(
    lose: Callable[[list[Curve]], list[Curve]], name: str
) -> None:
    done = judge_golden(name)
    for finding in done.result.findings:
        index, at_s = find_worst(finding, done.result, done.exercise, lose(list_golden_curves(name)))
        unit = (done.result.holds or done.result.reps)[index - 1]
        assert index in finding.reps
        assert unit.start_s <= at_s <= unit.end_s


def make_curve(measure: str, result: SetResult) -> Curve:
    time_s = np.arange(0.0, 60.0, 0.1)
    return Curve(measure, measure, "deg", time_s, np.sin(time_s))


def test_a_finding_of_no_rep_that_is_known_is_shown_in_one_of_the_set() -> None:
    result = make_set(reps=(make_rep(1), make_rep(2)))
    finding = dataclasses.replace(make_set_finding("line_at_top_deg"), reps=(9,))
    index, at_s = find_worst(finding, result, find_exercise("hip-lift"), [make_curve("line_at_top_deg", result)])
    assert (index, result.reps[0].start_s <= at_s <= result.reps[0].end_s) == (1, True)


def test_a_hold_of_which_the_measure_was_not_seen_is_shown_from_its_start() -> None:
    result = make_set("plank", holds=(make_hold(1, 10.0),))
    finding = dataclasses.replace(make_set_finding("pause_s"), rule="plank.hip-sag")
    assert find_worst(finding, result, find_exercise("plank"), [make_curve("", result)]) == (1, 1.0)


def make_set_finding(measure: str) -> Finding:
    rep = make_rep(1, "lumbar-hyperextension")
    return dataclasses.replace(rep.findings[0], measure=measure, threshold=15.0)
