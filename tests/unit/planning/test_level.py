"""The level: up slowly, down at once, and the worse past never gives the larger dose."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.advisor import STRICTNESS, Decision, History, Morning
from formcheck.planning import PlannedDose, find_level, find_start
from formcheck.planning.level import Level
from formcheck.results import Dose, Measure
from tests.unit.planning.histories import (
    DECISIONS,
    KNOWN,
    Event,
    day,
    histories,
    make_good,
    make_history,
    make_morning,
    make_plugin,
    make_set,
)

EXERCISES = st.sampled_from(sorted(KNOWN))
START = find_start(KNOWN["hip-lift"].dose)


def climb(today: int, *events: Event, exercise: str = "hip-lift") -> Level:
    return find_level(KNOWN[exercise], make_history(today, *events))


def test_without_a_past_it_is_the_start() -> None:
    level = climb(0)
    assert (level.rung, level.step, level.dose) == (START, None, PlannedDose(10, 1))


def test_two_good_trainings_in_a_row_are_one_step_up() -> None:
    assert climb(2, *make_good(0)).rung == START
    level = climb(4, *make_good(0, 2))
    assert (level.dose, level.step and level.step.why) == (PlannedDose(10, 2), "up")


def test_no_more_than_one_step_up_a_week() -> None:
    rungs = [climb(14, *make_good(*range(n))).rung - START for n in range(14)]
    assert rungs == [0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]


def test_todays_sets_change_the_next_day_only() -> None:
    assert climb(2, *make_good(0, 2)).rung == START


@pytest.mark.parametrize("decision", ["adjust", "undecided"])
def test_something_to_adjust_keeps_the_dose_and_begins_the_count_anew(decision: Decision) -> None:
    events: list[Event] = [*make_good(0), make_set(2, decision=decision), make_morning(3)]
    assert climb(4, *events).rung == START
    assert climb(6, *events, *make_good(4)).rung == START
    assert climb(8, *events, *make_good(4, 6)).rung == START + 1


@pytest.mark.parametrize("decision", ["stop", "see-a-doctor"])
def test_a_training_that_ended_in_rest_is_one_step_down_whatever_else_was_good(decision: Decision) -> None:
    level = climb(2, make_set(0), make_set(0, decision=decision), make_set(0))
    assert (level.dose, level.step and level.step.why) == (PlannedDose(8, 1), "rest")


def test_a_rest_is_for_every_exercise_that_was_begun() -> None:
    events: list[Event] = [make_set(0), make_set(0, "plank"), make_set(2, "plank", "stop")]
    assert climb(5, *events).rung == START - 1
    assert climb(5, *events, exercise="clamshell").step is None


def test_a_bad_morning_is_one_step_down_once() -> None:
    events: list[Event] = [make_set(0), make_morning(1, next_day_pain=3), make_morning(2, grows_with_movement="yes")]
    assert climb(3, *events).rung == START - 1
    stopped: list[Event] = [make_set(0, decision="stop"), make_morning(1, next_day_pain=3)]
    assert climb(3, *stopped).rung == START - 1


def test_fatigue_is_one_step_down_in_that_exercise_only() -> None:
    events: list[Event] = [make_set(0, decision="adjust", faults=("hip-lift.fatigue",)), make_set(0, "plank", "adjust")]
    level = climb(2, *events)
    assert (level.rung, level.step and level.step.why) == (START - 1, "fatigue")
    assert climb(2, *events, exercise="plank").dose.hold_s == 10.0


def test_less_than_the_dose_keeps_it() -> None:
    level = climb(4, *make_good(0, 2, counted=9))
    assert (level.rung, level.step and level.step.why) == (START, "less")


def test_every_set_of_the_dose_must_be_seen() -> None:
    events = make_good(0, 2)
    assert climb(11, *events, *(make_set(d) for d in (7, 9))).rung == START + 1
    assert climb(11, *events, *make_good(7, 9)).rung == START + 2


def test_each_side_counts_by_itself() -> None:
    one = make_good(0, 2, exercise="clamshell", side="left")
    both = [*one, *make_good(0, 2, exercise="clamshell", side="right")]
    start = find_start(KNOWN["clamshell"].dose)
    assert climb(4, *one, exercise="clamshell").rung == start
    assert climb(4, *both, exercise="clamshell").rung == start + 1


def test_at_a_smaller_range_small_is_good_enough() -> None:
    down: list[Event] = [make_set(d, decision="stop") for d in range(4)]
    assert climb(4, *down).dose == PlannedDose(5, 1, None, 75)
    small: dict[str, Any] = {"faults": ("hip-lift.incomplete-lift",)}
    cases: list[tuple[dict[str, Any], PlannedDose]] = [
        (small, PlannedDose(5, 1)),
        ({"watched": ("hip-lift.incomplete-lift",)}, PlannedDose(5, 1)),
        ({"faults": ("hip-lift.incomplete-lift", "hip-lift.jerky")}, PlannedDose(5, 1, None, 75)),
        ({"faults": ("hip-lift.lumbar-hyperextension",)}, PlannedDose(5, 1, None, 75)),
        ({"form": "not-measurable"}, PlannedDose(5, 1, None, 75)),
        ({**small, "answers": {"breath_held": "yes"}}, PlannedDose(5, 1, None, 75)),
        ({**small, "answers": {"pain_before": 4}}, PlannedDose(5, 1, None, 75)),
    ]
    for more, expected in cases:
        up: list[Event] = [make_set(d, decision="adjust", counted=5, **more) for d in (6, 8)]
        assert climb(9, *down, *up).dose == expected


@pytest.mark.parametrize(("held_s", "up"), [(None, 0), (5.4, 0), (5.6, 1)])
def test_longer_repeated_holds_count_only_if_measured(held_s: float | None, up: int) -> None:
    exercise = make_plugin(Dose(2, 1, 3, hold_s=5.0, source="our choice"))
    short = make_good(0, 2, 9, 11, exercise="plug-in")
    assert find_level(exercise, make_history(12, *short)).dose == PlannedDose(2, 1, 6.0)
    measures = {"hold_s": Measure(held_s, "s", 0.6)} if held_s else {}
    longer = make_good(18, 20, exercise="plug-in", measures=measures)
    assert find_level(exercise, make_history(21, *short, *longer)).dose.hold_s == 6.0 + 2.0 * up


def test_a_hold_half_a_second_short_counts() -> None:
    assert climb(4, *make_good(0, 2, exercise="plank", longest_hold_s=9.6), exercise="plank").dose.hold_s == 15.0
    assert climb(4, *make_good(0, 2, exercise="plank", longest_hold_s=9.4), exercise="plank").dose.hold_s == 10.0


def test_a_break_goes_down_but_not_below_the_start() -> None:
    events = make_good(0, 2, 9, 11, 18, 20)
    assert climb(21, *events).rung == START + 3
    assert climb(20 + 27, *events).rung == START + 3
    assert climb(20 + 28, *events).rung == START + 2
    assert climb(20 + 280, *events).rung == START


def remake(history: History, index: int, decision: Decision) -> History:
    sets = list(history.sets)
    sets[index] = replace(sets[index], decision=decision)
    return replace(history, sets=tuple(sets))


@settings(max_examples=50, deadline=None)
@given(history=histories(), name=EXERCISES)
def test_a_training_day_is_one_step_at_most_and_only_a_good_one_goes_up(history: History, name: str) -> None:
    exercise = KNOWN[name]
    days = sorted({s.day for s in history.earlier})
    for before, after in itertools.pairwise([*days, history.today]):
        first = find_level(exercise, History(before, history.sets, _until(history, before)))
        then = find_level(exercise, History(after, history.sets, _until(history, after)))
        pause = (after - before).days // 28 + 1
        assert -pause - 1 <= then.rung - first.rung <= 1
        assert 0 <= then.rung < len(then.ladder)
        if then.rung > first.rung:
            own = [s for s in history.sets if s.day == before and s.exercise == name]
            assert all(s.decision in ("continue", "adjust") for s in own)
        if any(STRICTNESS[s.decision] >= STRICTNESS["stop"] for s in history.sets if s.day == before):
            assert then.rung <= first.rung


def _until(history: History, today: object) -> tuple[Morning, ...]:
    return tuple(m for m in history.mornings if m.day <= today)  # type: ignore[operator]


@settings(max_examples=50, deadline=None)
@given(history=histories(), name=EXERCISES, data=st.data())
def test_a_worse_past_never_gives_a_larger_dose(history: History, name: str, data: st.DataObject) -> None:
    if not history.sets:
        return
    index = data.draw(st.integers(0, len(history.sets) - 1))
    rungs = [find_level(KNOWN[name], remake(history, index, decision)).rung for decision in DECISIONS]
    assert rungs == sorted(rungs, reverse=True)


@settings(max_examples=50, deadline=None)
@given(history=histories(), name=EXERCISES, data=st.data())
def test_a_bad_morning_never_gives_a_larger_dose(history: History, name: str, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, 60))
    worse = replace(history, mornings=(*history.mornings, make_morning(number, next_day_pain=5)))
    assert find_level(KNOWN[name], worse).rung <= find_level(KNOWN[name], history).rung


@settings(max_examples=50, deadline=None)
@given(history=histories(), name=EXERCISES, data=st.data())
def test_doing_less_never_gives_a_larger_dose(history: History, name: str, data: st.DataObject) -> None:
    if not history.sets:
        return
    index = data.draw(st.integers(0, len(history.sets) - 1))
    sets = list(history.sets)
    sets[index] = replace(sets[index], counted=0, longest_hold_s=0.0)
    less = find_level(KNOWN[name], replace(history, sets=tuple(sets)))
    assert less.rung <= find_level(KNOWN[name], history).rung


def test_days_are_those_of_the_clock_there() -> None:
    assert climb(1, make_set(0)).last_day == day(0)
