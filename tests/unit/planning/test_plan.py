"""The plan for a day: what is due and why; rest, a doctor, or questions first."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.advisor import STRICTNESS, History, Screened, advise
from formcheck.exercises import list_exercises
from formcheck.planning import ANCHORS, AnchorChoice, Plan, PlannedDose, make_plan
from formcheck.planning.choosing import find_due
from formcheck.results import Dose
from tests.unit.planning.histories import (
    CLEAR,
    KNOWN,
    WELL,
    Event,
    day,
    histories,
    make_good,
    make_history,
    make_morning,
    make_plugin,
    make_set,
)

BOTH = [*make_good(0, 2), *make_good(0, 2, exercise="draw-in")]


def names(plan: Plan) -> list[str]:
    return [e.name for e in plan.due]


def test_one_answers_about_the_danger_signs_before_one_begins() -> None:
    plan = make_plan(History(day(0)))
    assert (plan.state, plan.exercises) == ("answer-first", ())
    assert set(plan.questions) >= {"numb_seat", "bladder_or_bowel"}
    assert "formcheck advise --log" in plan.steps[0]
    assert make_plan(make_history(29)).state == "answer-first"  # and anew after four weeks


def test_one_begins_with_the_two_of_the_articles_and_both_assessments() -> None:
    plan = make_plan(make_history(0))
    assert (plan.state, names(plan), plan.next_day) == ("train", ["draw-in", "hip-lift"], day(0))
    assert [e.anchor for e in plan.due] == ["after-waking", "before-bed"]
    assert [e.name for e in plan.assessments] == ["overhead-squat", "single-leg-stance"]
    assert sum(e.duration_s for e in plan.due) < 180.0


def test_a_day_of_rest_lies_in_between() -> None:
    plan = make_plan(make_history(3, *BOTH))
    assert (plan.state, plan.due, plan.assessments, plan.next_day) == ("rest-day", (), (), day(4))
    assert plan.exercises[1].reasons[0] == "Last done yesterday, 2 of 3 times in the last 7 days."
    plan = make_plan(make_history(4, *BOTH))
    assert names(plan) == ["draw-in", "hip-lift"]
    assert plan.due[1].reasons == (
        "Last done 2 days ago, 2 of 3 times in the last 7 days.",
        "Two good trainings in a row: 2 sets instead of 1.",
    )
    assert plan.due[1].dose == PlannedDose(10, 2)


def test_three_times_in_seven_days_are_enough() -> None:
    plan = make_plan(make_history(6, *BOTH, *make_good(4)))
    assert (plan.state, plan.next_day) == ("rest-day", day(7))


def test_what_is_done_today_is_not_due_again_and_the_rest_of_the_day_is() -> None:
    plan = make_plan(make_history(4, *BOTH, make_set(4, "draw-in")))
    assert names(plan) == ["hip-lift"]
    assert plan.exercises[0].due.next_day == day(7)
    assert plan.exercises[0].reasons[0] == "Done today, 3 of 3 times in the last 7 days."


def test_a_set_that_is_left_stays_due() -> None:
    plan = make_plan(make_history(4, *BOTH, make_set(4)))
    assert (plan.due[1].name, plan.due[1].reasons[0]) == ("hip-lift", "Begun today, 1 set is left.")
    assert names(make_plan(make_history(4, *BOTH, make_set(4), make_set(4)))) == ["draw-in"]


def test_the_next_day_questions_come_first() -> None:
    plan = make_plan(make_history(2, make_set(0)))
    assert (plan.state, plan.exercises) == ("answer-first", ())
    assert plan.questions == tuple(CLEAR)


def test_questions_left_out_are_asked_again() -> None:
    half = replace(make_morning(1), answers={"next_day_pain": 0})
    plan = make_plan(make_history(1, make_set(0), half))
    assert (plan.state, plan.questions) == ("answer-first", ("grows_with_movement", "affects_daily_life"))


def test_an_undecided_set_today_ends_the_day() -> None:
    plan = make_plan(make_history(4, *BOTH, make_set(4, decision="undecided")))
    assert (plan.state, plan.exercises) == ("answer-first", ())


def test_after_a_stop_one_rests_until_two_mornings_were_clear() -> None:
    events: list[Event] = [make_set(0), make_set(0, decision="stop")]
    today, next_day, after = (
        make_plan(make_history(n, *events, *(make_morning(m) for m in range(1, n + 1)))) for n in (0, 1, 2)
    )
    assert (today.state, today.next_day, today.exercises) == ("rest", day(2), ())
    assert (next_day.state, next_day.next_day) == ("rest", day(2))
    assert "2 clear mornings" in next_day.why[0]
    assert after.state == "train"
    assert after.due[1].reasons[1] == "The last training ended in rest, so one step smaller: 8 reps instead of 10."
    assert after.assessments == ()


def test_a_bad_morning_moves_the_day_back_and_asks_again() -> None:
    events: list[Event] = [make_set(0), make_morning(1, next_day_pain=4)]
    plan = make_plan(make_history(1, *events))
    assert (plan.state, plan.next_day) == ("rest", day(3))
    plan = make_plan(make_history(2, *events))
    assert (plan.state, plan.next_day, plan.questions) == ("rest", day(3), tuple(CLEAR))
    assert make_plan(make_history(2, *events, make_morning(2))).next_day == day(3)


def test_a_danger_sign_on_record_goes_before_everything() -> None:
    for sign in ("numb_seat", "weakness"):
        plan = make_plan(make_history(4, *BOTH, screened={**WELL, sign: Screened("yes", day(0))}))
        assert (plan.state, plan.exercises, len(plan.why)) == ("see-a-doctor", (), 1)
        assert plan.steps == advise(None, {sign: "yes"}).next_steps


def test_so_does_the_last_advice_to_see_a_doctor_until_it_has_settled() -> None:
    events: list[Event] = [*BOTH, make_set(4, decision="see-a-doctor")]
    assert make_plan(make_history(4, *events)).state == "see-a-doctor"
    assert make_plan(make_history(5, *events, make_morning(5))).state == "see-a-doctor"
    assert make_plan(make_history(5, *events, make_set(5, decision="stop"))).state == "see-a-doctor"
    assert make_plan(make_history(7, *events, make_morning(6), make_morning(7))).state == "train"


def test_a_sign_one_is_not_sure_of_is_asked_again() -> None:
    plan = make_plan(make_history(4, *BOTH, screened={**WELL, "numbness": Screened("unsure", day(0))}))
    assert (plan.state, plan.questions, plan.next_day) == ("rest", ("numbness",), None)


def test_one_more_exercise_joins_after_a_week_of_trainings() -> None:
    week: list[Event] = [*make_good(0, 2, 4), *make_good(0, 2, 4, exercise="draw-in")]
    assert names(make_plan(make_history(4, *BOTH))) == ["draw-in", "hip-lift"]
    assert names(make_plan(make_history(7, *week))) == ["draw-in", "hip-lift", "clamshell"]
    begun: list[Event] = [*week, *make_good(7, exercise="clamshell")]
    assert names(make_plan(make_history(9, *begun))) == ["draw-in", "hip-lift", "clamshell"]
    later = make_plan(make_history(14, *begun, *make_good(9, 11)))
    assert names(later) == ["draw-in", "hip-lift", "clamshell", "plank"]
    stopped: list[Event] = [*week, make_set(7, decision="stop"), make_morning(8), make_morning(9)]
    assert names(make_plan(make_history(11, *stopped))) == ["draw-in", "hip-lift"]


def test_an_assessment_puts_weight_on_exercises_and_says_why() -> None:
    seen = make_set(4, "overhead-squat", emphasis={"plank": "the trunk leaned forward", "hip-lift": "it leaned"})
    week: list[Event] = [*make_good(0, 2, 4), *make_good(0, 2, 4, exercise="draw-in")]
    plan = make_plan(make_history(7, *week, seen))
    assert [(e.name, e.weight) for e in plan.due] == [
        ("hip-lift", "it leaned"),
        ("plank", "the trunk leaned forward"),
        ("draw-in", ""),
    ]
    assert [e.name for e in plan.assessments] == ["single-leg-stance"]
    newer = make_set(5, "overhead-squat")
    assert [e.weight for e in make_plan(make_history(8, *week, seen, newer, make_morning(6))).exercises] == [""] * 3
    unseen = replace(newer, form="not-measurable")
    assert make_plan(make_history(8, *week, seen, unseen, make_morning(6))).exercises[0].weight == "it leaned"


def test_assessments_are_due_every_four_weeks() -> None:
    done: list[Event] = [make_set(0, "overhead-squat"), make_set(0, "single-leg-stance"), make_morning(1)]
    assert make_plan(make_history(27, *done)).assessments == ()
    assert len(make_plan(make_history(28, *done)).assessments) == 2


@pytest.mark.parametrize("anchor", ANCHORS)
def test_one_moment_of_the_day_can_be_chosen_for_all(anchor: AnchorChoice) -> None:
    plan = make_plan(make_history(4, *BOTH, make_set(2, "plank")), anchor)
    expected = {anchor} if anchor != "both" else {"after-waking", "before-bed"}
    assert {e.anchor for e in plan.due} == expected


def test_an_exercise_of_another_package_comes_last_with_its_own_days() -> None:
    daily = make_plugin(Dose(10, 1, 7, source="our choice"))
    known = {**list_exercises(), "plug-in": daily}
    events: list[Event] = [*BOTH, *make_good(0, 2, exercise="plank"), make_set(2, "clamshell"), make_set(3, "plug-in")]
    plan = make_plan(make_history(4, *events, make_morning(4)), exercises=known)
    assert names(plan)[-1] == "plug-in"
    assert plan.due[-1].dose.reps == 10
    alone = make_plan(make_history(0), exercises={"plug-in": daily})
    assert names(alone) == ["plug-in"]


@given(
    done=st.lists(st.integers(0, 40).map(day), max_size=20),
    times=st.integers(0, 7),
    today=st.integers(0, 41).map(day),
)
def test_what_is_due_keeps_to_its_days(done: list[dt.date], times: int, today: dt.date) -> None:
    own = [d for d in done if d <= today]
    due = find_due(own, (), times, today)
    assert due.next_day >= today
    assert due.today == (due.next_day == today)
    assert due.next_day not in own
    assert sum(0 <= (due.next_day - d).days < 7 for d in set(own)) < max(times, 1)


@settings(max_examples=40, deadline=None)
@given(history=histories())
def test_the_plan_is_never_milder_than_the_advisor(history: History) -> None:
    plan = make_plan(history)
    advice = advise(None, None, history)
    assert (plan.state == "see-a-doctor") == (advice.decision == "see-a-doctor")
    if STRICTNESS[advice.decision] >= STRICTNESS["stop"]:
        assert plan.state in ("rest", "see-a-doctor")
        assert plan.why
        assert plan.steps
    if plan.state in ("rest", "see-a-doctor", "answer-first"):
        assert plan.exercises == plan.assessments == ()
    else:
        assert history.is_settled
        assert {e.name for e in plan.exercises} >= {s.exercise for s in history.sets} & set(KNOWN)
    assert (plan.state == "train") == bool(plan.due)
    json.dumps(plan.to_dict(), allow_nan=False)


def test_words_that_frighten_diagnose_or_promise_are_not_used() -> None:
    avoided = ("diagnos", "damage", "danger", "recover", "abnormal", "treat", "cure", "unsafe", "wrong", "heal")
    plans = [
        make_plan(make_history(0)),
        make_plan(make_history(4, *BOTH)),
        make_plan(make_history(2, make_set(0))),
        make_plan(make_history(1, make_set(0, decision="stop"))),
        make_plan(make_history(60, *BOTH)),
    ]
    texts = [t for p in plans for t in (*p.why, *p.steps, *(r for e in p.exercises for r in e.reasons))]
    assert [t for t in texts if any(word in t.lower() for word in avoided)] == []
