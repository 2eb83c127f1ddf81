"""What every exercise says of itself. A new one is found here by itself; give it its motions in `motions.MOTIONS`."""

from __future__ import annotations

import copy

import pytest

from formcheck.exercises import list_exercises
from formcheck.exercises.base import Exercise, Rule, Seen
from formcheck.exercises.limits import list_thresholds
from formcheck.results import Measure, NotMeasurable
from tests.contract.running import EXERCISES, find_motions, list_units, run

RULES = [(e, rule) for e in EXERCISES for rule in e.rules]
MOST_CUE = 110


@pytest.fixture(params=EXERCISES, ids=lambda e: e.name)
def exercise(request: pytest.FixtureRequest) -> Exercise:
    found = request.param
    assert isinstance(found, Exercise)
    return found


def test_there_are_the_six_of_ours() -> None:
    assert {"hip-lift", "clamshell", "plank", "draw-in", "overhead-squat", "single-leg-stance"} <= set(list_exercises())


def test_it_has_motions(exercise: Exercise) -> None:
    motions = find_motions(exercise)
    assert motions.perfect
    assert motions.counted


def test_a_new_exercise_is_told_what_to_add() -> None:
    new = copy.copy(EXERCISES[0])
    new.name = "new"  # type: ignore[misc]
    with pytest.raises(AssertionError, match=r"add new to MOTIONS in tests/contract/motions\.py"):
        find_motions(new)


def test_it_says_how_it_is_done_and_filmed(exercise: Exercise) -> None:
    assert exercise.title
    assert exercise.how
    assert all(line.endswith(".") for line in exercise.how)
    assert exercise.view
    assert exercise.placement.endswith(".")
    assert "[o]" in exercise.drawing
    assert exercise.nothing_counted
    assert exercise.counting.source


def test_its_dose_has_a_source_and_is_positive(exercise: Exercise) -> None:
    dose = exercise.dose
    assert dose.source
    assert min(dose.reps, dose.sets, dose.times_a_week) >= 1
    assert dose.hold_s is None or dose.hold_s > 0
    assert dose.beginner_hold_s is None or 0 < dose.beginner_hold_s < (dose.hold_s or 0)


def test_every_way_of_not_being_seen_has_a_reason_to_act_on(exercise: Exercise) -> None:
    assert set(exercise.reasons) == set(Seen) - {Seen.OK}
    assert all(": " in reason for reason in exercise.reasons.values())


def test_every_threshold_has_a_unit_and_a_source(exercise: Exercise) -> None:
    thresholds = list_thresholds(exercise)
    assert thresholds
    assert all(t.unit and t.source for t in thresholds.values())


def test_what_a_baseline_makes_surer_is_a_measure(exercise: Exercise) -> None:
    limited = {limit.measure for rule in exercise.rules for limit in rule.limits}
    assert set(exercise.neutral) <= limited
    for neutral in exercise.neutral.values():
        assert neutral.source
        assert min(neutral.uncertainty, neutral.largest_bias) > 0


def test_what_it_emphasizes_exists(exercise: Exercise) -> None:
    rules, known = {rule.id for rule in exercise.rules if not rule.never}, list_exercises()
    assert bool(exercise.emphasis) == (exercise.kind == "assessment")
    for hint in exercise.emphasis:
        assert hint.rule in rules
        assert hint.why
        assert hint.exercises
        assert all(known[name].kind == "exercise" for name in hint.exercises)


def test_every_measure_has_a_unit_and_an_uncertainty_and_columns_are_measures(exercise: Exercise) -> None:
    given: set[str] = set()
    for motion in find_motions(exercise).perfect.values():
        for unit in list_units(run(exercise, motion(noise_px=0.5))):
            given |= set(unit.measures)
            for name, measure in unit.measures.items():
                if isinstance(measure, NotMeasurable):
                    assert measure.reason, name
                else:
                    assert measure.unit, name
                    assert measure.uncertainty > 0, name
    assert exercise.columns
    assert set(exercise.columns) <= given
    for rule in exercise.rules:
        assert {limit.measure for limit in rule.limits} | {trend.measure for trend in rule.trends} <= given
        assert {limit.measure for limit in rule.spreads} | {limit.measure for limit in rule.sides} <= given


def test_every_limited_measure_is_measured_in_some_view(exercise: Exercise) -> None:
    seen = {
        name
        for motion in find_motions(exercise).perfect.values()
        for unit in list_units(run(exercise, motion()))
        for name, measure in unit.measures.items()
        if isinstance(measure, Measure)
    }
    assert {limit.measure for rule in exercise.rules for limit in rule.limits} <= seen


@pytest.mark.parametrize(("found", "rule"), RULES, ids=lambda x: getattr(x, "id", ""))
def test_each_rule_can_be_read_by_a_person(found: Exercise, rule: Rule) -> None:
    seen = [x.seen for x in rule.limits] + [x.seen for x in rule.trends] + [x.seen for x in rule.spreads]
    seen += [x.seen for x in rule.sides] + [x.seen for x in rule.restarts]
    assert rule.id.startswith(f"{found.name}.")
    assert rule.cue.endswith(".")
    assert ". " not in rule.cue
    assert len(rule.cue) <= MOST_CUE
    assert ("{" in rule.cue) == ("{last}" in rule.cue) == bool(rule.trends)
    assert bool(seen) != bool(rule.never)
    assert all(seen)
    for limit in rule.limits:
        if limit.fault:
            assert (limit.fault.value > limit.watch.value) == (limit.beyond == "above")


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for _, rule in RULES]
    assert len(ids) == len(set(ids))
