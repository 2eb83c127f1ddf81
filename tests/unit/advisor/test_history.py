"""What follows from the days before: mornings due, coming back after a rest, answers that still hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from formcheck.advisor import Answer, Decision, History, Morning, Screened, advise
from formcheck.advisor.past import sum_weekly_pain, worst_pain
from tests.unit.advisor.cases import RESULTS, TODAY, WELL, make_morning, make_past_set

ACHE: dict[str, Answer] = {"next_day_where": "back", "next_day_kind": "ache"}

NOW = {key: answer for key, answer in WELL.items() if key not in make_morning(0).answers}
"""Good answers of today, but for the next-day questions."""


def make_history(sets: list[tuple[int, Decision]], mornings: list[Morning]) -> History:
    return History(TODAY, tuple(make_past_set(days, decision) for days, decision in sets), tuple(mornings))


def test_without_a_past_nothing_is_due() -> None:
    history = History(TODAY)
    assert (history.last_day, history.is_morning_due, history.is_settled, history.is_back) == (None, False, True, False)


@pytest.mark.parametrize(
    ("decision", "mornings", "due", "settled"),
    [
        ("continue", [], True, False),
        ("continue", [make_morning(0)], False, True),
        ("continue", [make_morning(1)], False, True),
        ("stop", [], True, False),
        ("stop", [make_morning(1)], True, False),
        ("stop", [make_morning(1), make_morning(0)], False, True),
        ("stop", [make_morning(0)], False, False),
        ("see-a-doctor", [make_morning(1)], True, False),
        ("adjust", [make_morning(1, next_day_pain=2, **ACHE)], True, False),
        ("adjust", [make_morning(1, next_day_pain=2, **ACHE), make_morning(0)], False, False),
        ("continue", [make_morning(1, next_day_pain=2, next_day_where="muscles", next_day_kind="sore")], False, True),
        ("continue", [make_morning(1, grows_with_movement="unsure")], True, False),
    ],
)
def test_mornings_are_due_until_it_has_settled(
    decision: Decision, mornings: list[Morning], due: bool, settled: bool
) -> None:
    history = make_history([(3, decision)], mornings)
    assert (history.is_morning_due, history.is_settled) == (due, settled)


def test_an_answer_left_out_is_neither_clear_nor_bad() -> None:
    morning = Morning(TODAY, {"next_day_pain": 0})
    assert not morning.is_clear
    assert not morning.is_bad


def test_a_set_of_today_waits_for_tomorrow() -> None:
    history = make_history([(0, "stop")], [])
    assert not history.is_morning_due
    reasons = [r.code for r in advise(RESULTS["good"], WELL, history).reasons]
    assert reasons == ["history.rest-today"]


def test_one_comes_back_smaller_once_and_then_as_before() -> None:
    clear = [make_morning(3), make_morning(2)]
    back = advise(RESULTS["good"], WELL, make_history([(4, "stop")], clear))
    assert (back.decision, back.reasons[0].code) == ("adjust", "history.back-after-rest")
    then = make_history([(4, "stop"), (1, "adjust")], [*clear, make_morning(0)])
    assert advise(RESULTS["good"], WELL, then).decision == "continue"


def test_two_bad_mornings_are_for_somebody_to_look_at_until_one_is_clear() -> None:
    bad = [make_morning(days, next_day_pain=3, **ACHE) for days in (3, 2)]
    history = make_history([(4, "continue")], bad)
    advice = advise(RESULTS["good"], NOW, history)
    assert (advice.decision, advice.tier) == ("see-a-doctor", "ask-first")
    assert "2026-03-17" in advice.reasons[0].text
    assert advise(RESULTS["good"], NOW, make_history([(4, "continue")], [*bad, make_morning(1)])).decision == "stop"
    assert advise(RESULTS["good"], WELL, history).decision == "stop"  # with today's clear one
    half = Morning(TODAY - dt.timedelta(1), {"next_day_pain": 0})
    assert advise(RESULTS["good"], NOW, make_history([(4, "continue")], [*bad, half])).decision == "see-a-doctor"
    steps = " ".join(advice.next_steps)
    assert "two clear ones in a row, come back smaller" in steps
    assert "If they agree" not in steps


def test_the_advice_to_see_a_doctor_stays_until_it_has_settled() -> None:
    sets: list[tuple[int, Decision]] = [(2, "see-a-doctor")]
    for history in (
        make_history([(0, "see-a-doctor")], []),
        make_history(sets, [make_morning(1)]),
        make_history([(1, "see-a-doctor"), (0, "stop")], []),
    ):
        advice = advise(RESULTS["good"], NOW, history)
        assert (advice.decision, advice.tier, advice.reasons[0].code) == ("see-a-doctor", "ask-first", "history.doctor")
    assert advise(RESULTS["good"], WELL, make_history(sets, [make_morning(1)])).decision == "adjust"


def test_an_old_danger_sign_is_told_with_its_day() -> None:
    history = History(TODAY, screened={"fever": Screened("yes", TODAY - dt.timedelta(40))})
    assert advise(None, {}, history).reasons[0].text.endswith("along with the back pain (your answer of 2026-02-08)")
    assert "your answer of" not in advise(None, {"fever": "yes"}, history).reasons[0].text
    assert advise(None, {}, history).next_steps == advise(None, {"fever": "yes"}).next_steps


@pytest.mark.parametrize("scale", ["pain_before", "pain_during", "pain_after"])
@pytest.mark.parametrize(("pains", "rises"), [((0, 1, 2), True), ((1, 3, 2), False), ((2, 2, 3), False)])
def test_pain_that_rises_from_week_to_week_is_a_stop(pains: tuple[int, ...], rises: bool, scale: str) -> None:
    none: dict[str, Any] = {"pain_before": 0, "pain_during": 0, "pain_after": 0}
    sets = tuple(
        make_past_set(days, **{**none, scale: pain}, pain_where="back")
        for days, pain in zip((16, 9, 2), pains, strict=True)
    )
    advice = advise(RESULTS["good"], WELL, History(TODAY, sets, (make_morning(1),)))
    assert ("history.pain-rising" in [r.code for r in advice.reasons]) == rises


def test_weeks_end_today_and_mornings_belong_to_the_training_before() -> None:
    sets = (make_past_set(13, pain_during=1), make_past_set(7, pain_during=5), make_past_set(6, pain_during=2))
    history = History(TODAY, sets, (make_morning(5, next_day_pain=4, **ACHE),))
    first = TODAY - dt.timedelta(13)
    assert sum_weekly_pain(history, 2) == [(first, 3.0), (first + dt.timedelta(7), 4.0)]
    assert sum_weekly_pain(History(TODAY), 1) == [(TODAY - dt.timedelta(6), None)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, None),
        ({"pain_during": "unsure"}, None),
        ({"pain_during": 3, "pain_after": 1}, 3),
        ({"pain_during": 3, "pain_where": "muscles", "pain_kind": "sore"}, 0),
        ({"pain_during": 3, "pain_where": "muscles", "pain_kind": "sore", "next_day_pain": 2}, 2),
    ],
)
def test_the_worst_pain_leaves_soreness_out(answers: dict[str, Answer], expected: int | None) -> None:
    assert worst_pain(answers) == expected


def test_a_good_answer_to_a_danger_sign_holds_for_four_weeks_and_a_bad_one_for_ever() -> None:
    def carry(answer: Answer, days: int) -> dict[str, Answer]:
        return History(TODAY, screened={"fever": Screened(answer, TODAY - dt.timedelta(days))}).carry({})

    assert carry("no", 28) == {"fever": "no"}
    assert carry("no", 29) == {}
    assert carry("yes", 400) == {"fever": "yes"}
    assert carry("unsure", 400) == {"fever": "unsure"}


def test_what_is_answered_now_goes_before_what_was_said() -> None:
    history = History(TODAY, screened={"fever": Screened("yes", TODAY)})
    assert advise(RESULTS["good"], WELL, history).decision == "continue"


def test_the_last_morning_answers_for_the_next_day_questions() -> None:
    history = make_history([(2, "continue")], [make_morning(1)])
    assert history.carry({}) == make_morning(1).answers
    assert make_history([(2, "continue")], [make_morning(1, next_day_pain=2, **ACHE)]).carry({}) == {}  # due again
    assert make_history([(2, "continue")], [make_morning(3)]).carry({}) == {}


def test_a_morning_that_is_due_is_asked_and_counts_at_once() -> None:
    """Two days after a stop, with yesterday clear: today's answers are the second clear morning."""
    history = make_history([(2, "stop")], [make_morning(1)])
    assert advise(RESULTS["good"], NOW, history).missing == tuple(make_morning(0).answers)
    assert advise(RESULTS["good"], NOW, history).decision == "stop"
    back = advise(RESULTS["good"], WELL, history)
    assert (back.decision, back.reasons[0].code) == ("adjust", "history.back-after-rest")
    answered = make_history([(2, "stop")], [make_morning(1), make_morning(0, next_day_pain=2, **ACHE)])
    assert advise(RESULTS["good"], {**NOW, "grows_with_movement": "no"}, answered).reasons[0].code == "next_day_pain"
    assert answered.include({"next_day_pain": 0}).mornings[-1] == make_morning(0)
    again = advise(RESULTS["good"], {**WELL, "next_day_pain": 2, **ACHE}, history)
    assert again.decision == "stop"
