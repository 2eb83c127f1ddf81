"""The catalogue of exercises: complete, and within 80 columns."""

from __future__ import annotations

import io
import textwrap

import pytest
from rich.console import Console

from formcheck.exercises import list_exercises
from formcheck.exercises.base import Exercise
from formcheck.exercises.limits import list_thresholds
from formcheck.report.catalog import describe_dose, print_exercise, print_exercises
from formcheck.results import Dose

EXERCISES = list_exercises()


def make_console(width: int = 80) -> Console:
    return Console(file=io.StringIO(), width=width)


def read(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        (Dose(10, 2, 3, ""), "2 sets of 10 reps, three times a week"),
        (Dose(10, 2, 3, "", each_side=True), "2 sets of 10 reps, each side, three times a week"),
        (Dose(5, 1, 0, ""), "5 reps"),
        (Dose(1, 1, 7, ""), "1 rep, 7 times a week"),
        (Dose(10, 1, 2, "", hold_s=5.0), "10 times 5 s, twice a week"),
        (Dose(1, 1, 1, "", hold_s=30.0, beginner_hold_s=10.0), "a hold of 30 s (beginners 10 s), once a week"),
        (Dose(1, 3, 3, "", hold_s=30.0), "3 sets of one hold of 30 s, three times a week"),
    ],
)
def test_a_dose_in_words(dose: Dose, words: str) -> None:
    assert describe_dose(dose) == words


def test_the_list_names_every_exercise_the_assessments_last() -> None:
    console = make_console()
    print_exercises(EXERCISES.values(), console)
    out = read(console)
    places = {name: out.index(f"\n{name} ") for name in EXERCISES}
    kinds = [EXERCISES[name].kind for name in sorted(places, key=lambda name: places[name])]
    assert kinds == sorted(kinds, key=lambda kind: kind == "assessment")
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.name)
def test_one_exercise_is_told_in_full(exercise: Exercise) -> None:
    console = make_console(width=300)
    print_exercise(exercise, console)
    out = read(console)
    wanted = [exercise.title, exercise.view, exercise.placement, exercise.dose.source, *exercise.how]
    wanted += textwrap.dedent(exercise.drawing).strip("\n").rstrip().splitlines()
    for rule in exercise.rules:
        wanted += [rule.id.removeprefix(f"{exercise.name}."), rule.cue.partition("{")[0], rule.only_in, rule.never]
    for name, threshold in list_thresholds(exercise).items():
        wanted += [f'"{name}" = {threshold.value:g}', f"{threshold.value:g} {threshold.unit}", threshold.source]
    wanted += [neutral.source for neutral in exercise.neutral.values()]
    wanted += [hint.why[1:] for hint in exercise.emphasis]
    assert [text for text in wanted if text.rstrip() not in out] == []


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.name)
def test_a_narrow_terminal_is_kept_to_and_the_names_of_limits_stay_whole(exercise: Exercise) -> None:
    console = make_console()
    print_exercise(exercise, console)
    lines = read(console).splitlines()
    assert max(map(len, lines)) <= 80
    assert all(any(f'"{name}" = ' in line for line in lines) for name in list_thresholds(exercise))
