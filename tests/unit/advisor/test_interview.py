"""One question after the other: which comes next."""

from __future__ import annotations

import datetime as dt

from formcheck.advisor import QUESTIONS, Answer, History, Screened, next_question
from formcheck.advisor.questions import SCREEN
from tests.unit.advisor.cases import TODAY, WELL, make_morning, make_past_set
from tests.unit.advisor.test_decision import screened_well


def walk(answers: dict[str, Answer], **options: object) -> list[str]:
    """Return the keys in the order in which they are put to somebody who would give these answers."""
    given: dict[str, Answer] = {}
    skipped: list[str] = []
    put = []
    while question := next_question(given, skipped, **options):  # type: ignore[arg-type]
        put.append(question.key)
        if question.key in answers:
            given[question.key] = answers[question.key]
        else:
            skipped.append(question.key)
    return put


def test_danger_signs_come_first_and_follow_ups_only_where_they_mean_something() -> None:
    put = walk(WELL)
    assert put[: len(SCREEN) - 1] == [q.key for q in SCREEN[:-1]]
    assert put == [q.key for q in QUESTIONS if q.key in WELL and q.key != "pain_changed"]


def test_pain_is_asked_about_where_and_what_kind() -> None:
    put = walk({**WELL, "pain_after": 2})
    assert put[put.index("pain_after") :][:4] == ["pain_after", "pain_where", "pain_kind", "pain_changed"]


def test_a_sign_for_the_emergency_department_ends_it_at_once() -> None:
    assert walk({**WELL, "bladder_or_bowel": "yes"}) == ["numb_seat", "bladder_or_bowel"]


def test_another_danger_sign_ends_it_with_the_danger_signs() -> None:
    assert walk({**WELL, "numbness": "yes"})[-1] == SCREEN[-2].key


def test_something_to_ask_about_asks_for_the_agreement_and_goes_on_with_it() -> None:
    assert walk({**WELL, "age": "yes", "clinician_agreed": "yes"})[-1] == QUESTIONS[-1].key
    assert walk({**WELL, "age": "yes", "clinician_agreed": "no"})[-1] == "clinician_agreed"
    assert walk({**WELL, "age": "yes"})[-1] == "clinician_agreed"


def test_what_the_diary_knows_is_not_asked_again_but_the_short_check_is_when_pain_is_strong() -> None:
    history = History(TODAY, (make_past_set(2),), (make_morning(1),), screened_well())
    put = walk(WELL, history=history)
    assert put == ["pain_before", "anything_new", "pain_free_range_clear", "pain_during", "pain_after", "breath_held",
                   "in_doubt"]  # fmt: skip
    assert "numb_seat" in walk({**WELL, "pain_during": 7}, history=history)


def test_a_danger_sign_of_before_is_asked_again_so_that_it_can_be_settled() -> None:
    def make(**answers: Answer) -> History:
        told = {key: Screened(answer, TODAY - dt.timedelta(2)) for key, answer in answers.items()}
        return History(TODAY, screened={**screened_well(), **told})

    assert walk(WELL, history=make(numbness="yes"))[:2] == ["numbness", "next_day_pain"]
    assert walk({**WELL, "numbness": "yes"}, history=make(numbness="yes")) == ["numbness"]
    assert walk({}, history=make(numb_seat="yes", numbness="unsure")) == ["numb_seat"]  # skipped: it stands
    assert walk({}, history=make(numbness="unsure"))[:2] == ["numbness", "next_day_pain"]
    told = make(pregnancy="yes", clinician_agreed="no")
    agreed: dict[str, Answer] = {**WELL, "pregnancy": "yes", "clinician_agreed": "yes"}
    assert walk(agreed, history=told)[:3] == ["pregnancy", "clinician_agreed", "next_day_pain"]
    assert walk({}, history=told) == ["pregnancy", "clinician_agreed"]
    assert walk(WELL, history=make(pregnancy="yes", clinician_agreed="yes"))[0] == "next_day_pain"
    assert walk(WELL, history=make(numbness="yes"), moments=("before",))[0] == "pain_before"


def test_only_the_moments_asked_for() -> None:
    assert {q.moment for q in QUESTIONS if q.key in walk(WELL, moments=("before",))} == {"before"}
    assert walk({}, moments=()) == []
