"""The ladder: neighbours differ in one thing by a small step, and it leads over the dose of the exercise."""

from __future__ import annotations

import itertools
from dataclasses import astuple

import pytest
from hypothesis import given

from formcheck.exercises import list_exercises
from formcheck.planning import PlannedDose, find_start, make_ladder
from formcheck.planning.wording import describe_change, describe_planned
from formcheck.results import Dose
from tests.unit.planning.histories import doses


def check_step(easy: PlannedDose, hard: PlannedDose) -> None:
    changed = [(a, b) for a, b in zip(astuple(easy), astuple(hard), strict=True) if a != b]
    assert len(changed) == 1
    (before, after), *_ = changed
    assert after > before
    if easy.hold_s != hard.hold_s:
        assert after - before <= max(5.0 if before >= 10 else 1.0, before / 2.5) + 1e-6
    elif easy.reps != hard.reps:
        assert after - before <= max(1, before / 2.5)
    elif easy.sets != hard.sets:
        assert after == before + 1
    else:
        assert (before, after) == (75, 100)


@given(dose=doses())
def test_neighbours_differ_in_one_thing_by_a_small_step(dose: Dose) -> None:
    ladder = make_ladder(dose)
    assert len(set(ladder)) == len(ladder)
    for easy, hard in itertools.pairwise(ladder):
        check_step(easy, hard)


@given(dose=doses())
def test_the_start_is_on_it_with_something_easier_or_the_least_there_is(dose: Dose) -> None:
    ladder = make_ladder(dose)
    start = ladder[find_start(dose)]
    assert start.sets == 1
    assert PlannedDose(dose.reps, dose.sets, dose.hold_s) in ladder
    assert ladder[0] != start or start.reps == 1


@pytest.mark.parametrize("name", list_exercises())
def test_that_of_every_exercise_leads_over_its_dose_and_beyond(name: str) -> None:
    dose = list_exercises()[name].dose
    ladder = make_ladder(dose)
    whole = ladder.index(PlannedDose(dose.reps, dose.sets, dose.hold_s))
    assert 0 < find_start(dose) <= whole < len(ladder) - 1
    for easy, hard in itertools.pairwise(ladder):
        check_step(easy, hard)
        assert " instead of " in describe_change(easy, hard)
        assert describe_change(hard, easy)


@pytest.mark.parametrize(
    ("name", "start", "words"),
    [
        ("draw-in", PlannedDose(5, 1, 5.0), "5 times 5 s"),
        ("hip-lift", PlannedDose(10, 1), "10 reps"),
        ("clamshell", PlannedDose(10, 1), "10 reps, each side"),
        ("plank", PlannedDose(1, 1, 10.0), "a hold of 10 s"),
    ],
)
def test_one_begins_as_the_articles_do(name: str, start: PlannedDose, words: str) -> None:
    dose = list_exercises()[name].dose
    assert make_ladder(dose)[find_start(dose)] == start
    assert describe_planned(start, dose.each_side) == words


def test_that_of_the_hip_lift() -> None:
    ladder = make_ladder(list_exercises()["hip-lift"].dose)
    assert [(d.reps, d.sets, d.range_pct) for d in ladder] == [
        (5, 1, 75),
        (5, 1, 100),
        (6, 1, 100),
        (8, 1, 100),
        (10, 1, 100),
        (10, 2, 100),
        (12, 2, 100),
        (15, 2, 100),
    ]


def test_holds_grow_by_seconds_then_by_fives() -> None:
    assert [d.hold_s for d in make_ladder(list_exercises()["plank"].dose)] == [5, 6, 8, 10, 15, 20, 25, 30, 40, 50, 60]


def test_a_dose_is_said_in_words() -> None:
    assert describe_planned(PlannedDose(1, 1)) == "1 rep"
    assert describe_planned(PlannedDose(5, 1, None, 75)) == "5 reps, about 75 % of the way"
    assert describe_planned(PlannedDose(12, 2), each_side=True) == "2 sets of 12 reps, each side"
    assert describe_change(PlannedDose(5, 1), PlannedDose(5, 1, None, 75)) == "only about 75 % of the way"
    assert describe_change(PlannedDose(10, 2), PlannedDose(10, 1)) == "1 set instead of 2"
