"""Changes: each with its error, and within the error no change is told."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.advisor import PastSet
from formcheck.exercises import list_exercises
from formcheck.results import Measure
from formcheck.trends import Change, list_changes
from tests.unit.planning.histories import day, make_set

HIP, PLANK, CLAM = (list_exercises()[name] for name in ("hip-lift", "plank", "clamshell"))


def lift(number: int, line_deg: float, uncertainty: float = 5.0) -> PastSet:
    return make_set(number, measures={"line_at_top_deg": Measure(line_deg, "deg", uncertainty)}, counted=10)


def find(changes: tuple[Change, ...], kind: str, name: str = "") -> list[Change]:
    return [c for c in changes if c.kind == kind and c.name == name]


def compare(*sets: PastSet) -> Change:
    (change,) = find(list_changes(HIP, sets, ()), "measure", "line_at_top_deg")
    return change


def test_one_set_cannot_be_compared() -> None:
    assert list_changes(HIP, [lift(0, 10.0)], [(day(1), 0)]) == ()
    assert list_changes(HIP, [], ()) == ()


def test_the_error_is_the_smallest_detectable_change() -> None:
    sets = [make_set(i, measures={"up_s": Measure(1.0 + i, "s", 0.3 + 0.1 * i)}) for i in (0, 1)]
    (change,) = find(list_changes(HIP, sets, ()), "measure", "up_s")
    assert change.error == pytest.approx(1.96 * math.hypot(0.3, 0.4))
    assert (change.value, change.exceeds, change.same_body) == (1.0, True, False)


def test_what_is_constant_for_one_body_is_left_out_of_the_error() -> None:
    change = compare(lift(0, 20.0), lift(2, 11.0))
    assert change.error == pytest.approx(1.96 * math.hypot(3.0, 3.0))
    assert (change.value, change.exceeds, change.same_body) == (-9.0, True, True)
    assert not compare(lift(0, 20.0), lift(2, 12.0)).exceeds


def test_but_not_when_one_was_judged_with_a_baseline_and_one_without() -> None:
    change = compare(lift(0, 20.0, 5.0), lift(2, 11.0, 3.0))
    assert change.error == pytest.approx(1.96 * math.hypot(5.0, 3.0))
    assert (change.exceeds, change.same_body) == (False, False)


def test_thirds_are_compared_by_their_medians() -> None:
    values = [20.0, 90.0, 20.0, 1.0, 1.0, 1.0, 8.0, 8.0, -90.0]
    change = compare(*(lift(i, value) for i, value in enumerate(values)))
    assert (change.first, change.last, change.points) == (20.0, 8.0, 9)


def test_pain_must_change_by_more_than_two_points() -> None:
    def hurts(number: int, pain: int) -> PastSet:
        return make_set(number, answers={"pain_during": pain, "pain_after": 0, "next_day_pain": 9})

    for last, exceeds in ((1, True), (2, False), (6, False), (7, True)):
        (change,) = find(list_changes(HIP, [hurts(0, 4), hurts(2, last)], ()), "pain")
        assert (change.first, change.last, change.error, change.exceeds) == (4.0, last, 2.0, exceeds)
    (change,) = find(list_changes(HIP, [make_set(0)], [(day(1), 5), (day(3), 1)]), "next-day")
    assert (change.value, change.exceeds) == (-4.0, True)


def test_soreness_of_muscles_is_no_pain() -> None:
    sore = {"pain_during": 3, "pain_where": "muscles", "pain_kind": "sore"}
    (change,) = find(list_changes(HIP, [make_set(i, answers=sore) for i in (0, 2)], ()), "pain")
    assert change.first == 0.0


def test_the_dose_is_reps_a_day_or_the_longest_hold() -> None:
    sets = [make_set(0, counted=10), make_set(0, counted=8), make_set(2, counted=20)]
    (change,) = find(list_changes(HIP, sets, ()), "dose")
    assert (change.first, change.last, change.unit, change.exceeds) == (18.0, 20.0, "", True)
    holds = [make_set(i, "plank", longest_hold_s=s) for i, s in ((0, 10.0), (0, 8.0), (2, 10.4))]
    (change,) = find(list_changes(PLANK, holds, ()), "dose")
    assert (change.first, change.last, change.unit, change.exceeds) == (10.0, 10.4, "s", False)


def test_sides_are_kept_apart() -> None:
    sets = [
        make_set(number, "clamshell", side=side, measures={"pelvis_roll_pct": Measure(value, "%", 0.5)})
        for number, side, value in ((0, "left", 1.0), (0, "right", 3.0), (2, "left", 1.0), (2, "right", 1.0))
    ]
    changes = find(list_changes(CLAM, sets, ()), "measure", "pelvis_roll_pct")
    assert [(c.side, c.value, c.exceeds) for c in changes] == [("left", 0.0, False), ("right", -2.0, True)]
    (alone,) = find(list_changes(CLAM, sets[::2], ()), "measure", "pelvis_roll_pct")
    assert alone.side is None


@given(
    values=st.lists(st.tuples(st.floats(-90, 90), st.floats(0.01, 20)), min_size=2, max_size=12),
    shift=st.floats(-50, 50),
)
def test_a_constant_bias_changes_nothing(values: list[tuple[float, float]], shift: float) -> None:
    plain = compare(*(lift(i, v, u) for i, (v, u) in enumerate(values)))
    shifted = compare(*(lift(i, v + shift, u) for i, (v, u) in enumerate(values)))
    assert shifted.value == pytest.approx(plain.value, abs=1e-9)
    assert shifted.error == plain.error > 0


@given(values=st.lists(st.floats(-90, 90), min_size=2, max_size=12))
def test_backwards_in_time_it_is_the_opposite(values: list[float]) -> None:
    forwards = compare(*(lift(i, v) for i, v in enumerate(values)))
    backwards = compare(*(lift(i, v) for i, v in enumerate(reversed(values))))
    assert backwards.value == -forwards.value
    assert backwards.exceeds == forwards.exceeds
