"""What is plotted: the values that were judged, the signals behind them, limits and findings."""

from __future__ import annotations

import copy
import dataclasses
from pathlib import Path

import numpy as np
import pytest

from formcheck.analysis import make_session
from formcheck.exercises import list_exercises
from formcheck.exercises.base import Measured, Window
from formcheck.report.html.curves import Curve, LimitLine, Span
from formcheck.report.video.timeline import find_phase_times
from formcheck.results import Hold, Measure, Rep
from formcheck.session import Session
from tests.unit.report.html.pages import NAMES, judge_golden, list_golden_curves, plot
from tests.unit.report.video.sets import Done, judge

MEASURED = [name for name in NAMES if list_golden_curves(name)]
HELD = [name for name in MEASURED if judge_golden(name).result.holds]
MOVED = [name for name in MEASURED if judge_golden(name).result.reps]


def list_units(done: Done) -> tuple[Rep | Hold, ...]:
    return done.result.holds or done.result.reps


def list_followed(name: str) -> list[Curve]:
    """Return the curves of measures that have a signal, but for the one that is counted."""
    return [curve for curve in list_golden_curves(name)[1:] if len(curve.values)]


def test_every_exercise_is_among_the_golden_ones() -> None:
    assert {judge_golden(name).exercise.name for name in MEASURED} == set(list_exercises())


@pytest.mark.parametrize("name", MEASURED)
def test_each_point_is_what_was_measured_and_none_is_missing(name: str) -> None:
    units = list_units(judge_golden(name))
    for curve in list_golden_curves(name):
        drawn = {p.index: Measure(p.value, curve.unit, p.uncertainty) for p in curve.points}
        measured = {unit.index: unit.measures.get(curve.measure) for unit in units}
        assert drawn == {index: m for index, m in measured.items() if isinstance(m, Measure)}
        for point in curve.points:
            unit = units[point.index - 1]
            assert unit.start_s < point.time_s < unit.end_s


@pytest.mark.parametrize("name", MOVED)
def test_a_point_is_graded_as_the_rep_was(name: str) -> None:
    done = judge_golden(name)
    rules = {rule.id: rule for rule in done.exercise.rules}
    for curve in list_golden_curves(name):
        for point in curve.points:
            found = done.result.reps[point.index - 1].findings
            own = [f.severity for f in found if f.measure == curve.measure]
            same_rule = [f for f in found if curve.measure in {x.measure for x in rules[f.rule].limits}]
            if own:
                assert point.grade == max(own, key=lambda severity: severity == "fault")
            else:
                assert (point.grade is None) or same_rule


@pytest.mark.parametrize("name", HELD)
def test_a_hold_shows_each_of_its_findings_where_it_was(name: str) -> None:
    done = judge_golden(name)
    curves = {curve.measure: curve for curve in list_golden_curves(name)}
    for hold in done.result.holds:
        for finding in hold.findings:
            curve = curves[finding.measure]
            assert Span(finding.start_s, finding.end_s, finding.severity) in curve.spans
            assert next(p.grade for p in curve.points if p.index == hold.index) in ("fault", finding.severity)
    found = {f.measure for hold in done.result.holds for f in hold.findings}
    assert all(p.grade is None for c in curves.values() for p in c.points if c.measure not in found)


@pytest.mark.parametrize("name", ["hip-lift-d-top-200", "overhead-squat-f-front-valgus-22", "plank-d-correct"])
def test_limits_are_those_of_the_exercise(name: str) -> None:
    exercise = judge_golden(name).exercise
    for curve in list_golden_curves(name):
        limits = [limit for rule in exercise.rules for limit in rule.limits if limit.measure == curve.measure]
        expected = {LimitLine(limit.watch.value, "watch", limit.beyond) for limit in limits}
        expected |= {LimitLine(limit.fault.value, "fault", limit.beyond) for limit in limits if limit.fault}
        assert set(curve.limits) == expected


def test_own_limits_move_the_line_and_the_grade(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    names = [f"lumbar-hyperextension.line_at_top_deg.above.{grade}" for grade in ("watch", "fault")]
    file.write_text("[hip-lift]\n" + "".join(f'"{name}" = {40 + i}\n' for i, name in enumerate(names)))
    done = judge_golden("hip-lift-d-top-200")
    session = make_session("hip-lift", thresholds=file)
    session.push(done.track)
    assert done.track.source is not None
    own = Done(done.track, session.finish(done.track.source), session.exercise)
    before, after = (next(c for c in plot(d) if c.measure == "line_at_top_deg") for d in (done, own))
    assert {line.value for line in after.limits} - {line.value for line in before.limits} == {40.0, 41.0}
    assert {p.grade for p in before.points} == {"fault"}
    assert {p.grade for p in after.points} == {None}
    assert before.spans
    assert after.spans == ()


@pytest.mark.parametrize("name", [n for n in MOVED if not n.startswith("draw-in")])
def test_a_curve_reads_at_the_top_what_was_judged(name: str) -> None:
    done = judge_golden(name)
    for curve in (c for c in list_golden_curves(name) if c.measure and len(c.values)):
        for point in curve.points:
            phases = find_phase_times(done.exercise, done.result.reps[point.index - 1])
            top_s = [(start_s, end_s) for _name, start_s, end_s in phases][len(phases) // 2]
            at_top = curve.values[(curve.time_s >= top_s[0] - 0.1) & (curve.time_s <= top_s[1] + 0.1)]
            assert np.nanmedian(at_top) == pytest.approx(point.value, abs=max(1.0, 0.15 * abs(point.value))), curve


@pytest.mark.parametrize("name", HELD)
def test_a_curve_reads_over_a_hold_what_was_judged(name: str) -> None:
    holds = judge_golden(name).result.holds
    for curve in list_followed(name):
        for point in curve.points:
            hold = holds[point.index - 1]
            within = (curve.time_s >= hold.start_s) & (curve.time_s <= hold.end_s)
            assert np.nanmedian(curve.values[within]) == pytest.approx(point.value, abs=0.3)


@pytest.mark.parametrize("name", MEASURED)
def test_between_reps_there_is_nothing_but_the_movement_that_is_counted(name: str) -> None:
    done = judge_golden(name)
    at_s = done.track.time_s
    away = np.all([(at_s < u.start_s - 0.35) | (at_s > u.end_s + 0.35) for u in list_units(done)], axis=0)
    assert away.any()
    for curve in list_followed(name):
        assert np.isnan(curve.values[away]).all()
        assert np.isfinite(curve.values[~away]).any()


@pytest.mark.parametrize("name", MEASURED)
def test_the_movement_that_is_counted_covers_the_whole_track(name: str) -> None:
    done, driver = judge_golden(name), list_golden_curves(name)[0]
    assert np.array_equal(driver.time_s, done.track.time_s)
    seen = np.isfinite(done.exercise.observe(done.track).driver)
    assert np.array_equal(np.isfinite(driver.values), seen)


@pytest.mark.parametrize("name", ["clamshell-e-wrong-view", "hip-lift-d-two-people", "plank-h-from-the-head"])
def test_where_nothing_was_seen_there_is_no_plot(name: str) -> None:
    assert list_golden_curves(name) == []


def test_a_set_that_was_taken_back_shows_no_measure() -> None:
    """With a second person in a fifth of the pictures, all between the lifts, lifts are counted and taken back."""
    lifts = judge_golden("hip-lift-c-correct")
    people = lifts.track.people.copy()
    last_s = lifts.result.reps[1].end_s + 0.5
    people[lifts.track.time_s > last_s] = 2
    crowded = judge(dataclasses.replace(lifts.track, people=people))
    assert (crowded.result.reps, crowded.result.reps_not_seen > 0) == ((), True)
    assert [(curve.measure, curve.points) for curve in plot(crowded)] == [("", ())]


@pytest.mark.parametrize("name", ["hip-lift-d-top-200", "clamshell-d-roll-25", "single-leg-stance-f-lean-14"])
def test_an_exercise_that_follows_nothing_has_its_points_all_the_same(name: str) -> None:
    ours = judge_golden(name)

    def measure(window: Window) -> Measured:
        measured = ours.exercise.measure(window)
        return Measured(measured.measures, measured.bounds_s)

    plain = copy.copy(ours.exercise)
    plain.measure = measure  # type: ignore[method-assign]
    session = Session(plain)
    session.push(ours.track)
    assert ours.track.source is not None
    curves = plot(Done(ours.track, session.finish(ours.track.source), plain))
    expected = {c.measure: [p.value for p in c.points] for c in list_golden_curves(name) if c.points}
    assert {c.measure: [p.value for p in c.points] for c in curves if c.points} == expected
    assert curves[0].measure == ""
    assert all(not len(curve.values) for curve in curves[1:])


@pytest.mark.parametrize("name", ["hip-lift-h-tiring", "plank-h-drift-20", "draw-in-c-short"])
def test_who_looks_on_changes_nothing(name: str) -> None:
    done, seen = judge_golden(name), []
    session = Session(done.exercise, on_measured=lambda unit, _window, _measured: seen.append(unit))
    session.push(done.track)
    assert done.track.source is not None
    assert session.finish(done.track.source, done.track.model).to_dict() == done.result.to_dict()
    assert tuple(seen) == list_units(done)


def test_a_trend_shows_in_the_reps_that_it_is_seen_in() -> None:
    done = judge_golden("hip-lift-h-tiring")
    finding = next(f for f in done.result.findings if f.rule == "hip-lift.fatigue")
    curve = next(c for c in list_golden_curves("hip-lift-h-tiring") if c.measure == finding.measure)
    assert Span(finding.start_s, finding.end_s, "fault") in curve.spans
    early = [p.grade for p in curve.points if p.index < finding.reps[0]]
    assert set(early) == {None}
