"""The trend: the weeks, what is in them, and the measure to follow."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.advisor import History
from formcheck.exercises import list_exercises
from formcheck.results import Measure
from formcheck.trends import Trend, find_trained, make_trend
from tests.unit.planning.histories import day, histories, make_history, make_morning, make_set


def trend(history: History, weeks: int = 12, exercise: str = "hip-lift") -> Trend:
    return make_trend(history, list_exercises()[exercise], weeks)


def test_weeks_end_today_and_begin_with_the_first_set() -> None:
    result = trend(make_history(20, make_set(0), make_set(14)))
    assert [(w.first_day, w.days) for w in result.weeks] == [(day(0), 1), (day(7), 0), (day(14), 1)]
    assert trend(make_history(20, make_set(0), make_set(14)), weeks=1).sets == (make_set(14),)
    assert trend(make_history(100, make_set(0))).weeks == ()


def test_a_week_is_summed_up() -> None:
    week = trend(
        make_history(
            6,
            make_set(0, counted=10, answers={"pain_during": 1, "pain_after": 2}, measures={"up_s": _up(1.0)}),
            make_set(
                0,
                counted=8,
                form="adjust",
                decision="adjust",
                faults=("hip-lift.jerky", "hip-lift.jerky"),
                measures={"up_s": _up(2.0), "down_s": _up(3.0)},
            ),
            make_set(2, "plank"),
            make_set(4, counted=10),
            make_morning(1, next_day_pain=3),
            make_morning(3, next_day_pain=7),
            make_morning(5, next_day_pain=1),
        )
    ).weeks[0]
    assert (week.days, week.sets, week.dose) == (2, 3, 14.0)
    assert dict(week.forms) == {"good": 2, "adjust": 1}
    assert dict(week.decisions) == {"continue": 2, "adjust": 1}
    assert dict(week.faults) == {"hip-lift.jerky": 1}
    assert (week.pain, week.next_day) == (2, 3)
    assert dict(week.measures) == {"up_s": Measure(1.5, "s", 0.2), "down_s": Measure(3.0, "s", 0.2)}


def _up(value: float) -> Measure:
    return Measure(value, "s", 0.2)


def test_what_was_not_told_is_not_zero() -> None:
    week = trend(make_history(0, make_set(0))).weeks[0]
    assert (week.pain, week.next_day) == (None, None)


def test_the_longest_hold_of_the_week() -> None:
    sets = [make_set(d, "plank", longest_hold_s=s) for d, s in ((0, 10.0), (2, 14.0))]
    assert trend(make_history(2, *sets), exercise="plank").weeks[0].dose == 12.0


def test_the_measure_to_follow_is_an_essential_one_that_was_seen() -> None:
    def seen(*names: str) -> str | None:
        measures = {name: Measure(1.0, "deg", 1.0) for name in names}
        return trend(make_history(0, make_set(0, measures=measures))).key

    assert seen("up_s", "line_at_top_deg", "trunk_bend_pct") == "line_at_top_deg"
    assert seen("up_s", "trunk_bend_pct") == "trunk_bend_pct"
    assert seen("up_s") == "up_s"
    assert seen("range_deg") is None


def test_a_squat_is_followed_in_the_view_it_was_seen_in() -> None:
    front = {"knee_ratio": Measure(1.0, "x", 0.05)}
    side = {"lean_over_shin_deg": Measure(5.0, "deg", 3.0)}
    sets = [make_set(d, "overhead-squat", measures=m) for d, m in ((0, front), (1, side), (2, side))]
    assert trend(make_history(3, *sets), exercise="overhead-squat").key == "lean_over_shin_deg"


def test_exercises_come_with_most_sets_first() -> None:
    history = make_history(30, make_set(0, "draw-in"), make_set(20, "plank"), make_set(21), make_set(22))
    assert find_trained(history, 2) == ("hip-lift", "plank")


@settings(max_examples=40, deadline=None)
@given(history=histories(), weeks=st.integers(1, 12), name=st.sampled_from(sorted(list_exercises())))
def test_nothing_is_lost_or_counted_twice(history: History, weeks: int, name: str) -> None:
    result = trend(history, weeks, name)
    assert sum(week.sets for week in result.weeks) == len(result.sets)
    assert sum(sum(week.decisions.values()) for week in result.weeks) == len(result.sets)
    assert sum(week.days for week in result.weeks) == len({s.day for s in result.sets})
    assert len(result.weeks) <= weeks
    assert not result.weeks or result.weeks[0].sets
    assert all(change.points >= 2 and change.error > 0 for change in result.changes)
