"""What the tests of the advisor share: good answers, results of each form, and the space of all answers and pasts."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from docs.make_decision_table import WELL, load_result
from formcheck.advisor import QUESTIONS, Answer, Answers, Decision, History, Morning, PastSet, Question, Screened
from formcheck.advisor.questions import MORNING, SCREEN
from formcheck.results import Form

__all__ = ["FORMS", "PASTS", "RESULTS", "SPACE", "TODAY", "WELL", "grade", "make_morning", "make_past_set"]

TODAY = dt.date(2026, 3, 20)
_FORMS: tuple[Form, ...] = ("good", "adjust", "not-measurable")
RESULTS = {form: load_result(form) for form in _FORMS}
FORMS = st.sampled_from(_FORMS)


def list_answers(question: Question) -> list[Answer]:
    """Return every answer to a question."""
    if question.kind == "scale":
        return [*range(11), "unsure"]
    return [*(question.options or ("yes", "no")), "unsure"]


def grade(question: Question) -> list[Answer]:
    """Return the answers to a question from good to worse; of a choice, soreness against all others has no order."""
    if question.kind == "scale":
        return [*range(11)]
    return ["no" if question.worry == "yes" else "yes", "unsure", question.worry]


def _draw(questions: tuple[Question, ...]) -> st.SearchStrategy[dict[str, Answer]]:
    """Return a strategy for answers to some questions, each left out now and then; most are good ones."""
    each = {q.key: st.one_of(st.just(WELL.get(q.key)), st.sampled_from([None, *list_answers(q)])) for q in questions}
    return st.fixed_dictionaries(each).map(lambda all_: {k: a for k, a in all_.items() if a is not None})


SPACE = _draw(QUESTIONS)
_DECISIONS: tuple[Decision, ...] = ("see-a-doctor", "stop", "adjust", "continue", "undecided")


def make_past_set(days_ago: int, decision: Decision = "continue", **answers: Answer) -> PastSet:
    """Return a set of ten hip lifts done some days ago."""
    done_at = dt.datetime.combine(TODAY - dt.timedelta(days_ago), dt.time(8), dt.UTC)
    return PastSet(1, done_at, "hip-lift", "left", "good", decision, 10, answers=answers)


def make_morning(days_ago: int, **answers: Answer) -> Morning:
    """Return a morning some days ago, clear but for what is given."""
    clear: dict[str, Answer] = {"next_day_pain": 0, "grows_with_movement": "no", "affects_daily_life": "no"}
    return Morning(TODAY - dt.timedelta(days_ago), {**clear, **answers})


@st.composite
def _draw_past(draw: st.DrawFn) -> History:
    days = st.integers(0, 30)
    sets = draw(st.lists(st.tuples(days, st.sampled_from(_DECISIONS), SPACE), max_size=5))
    mornings = draw(st.dictionaries(st.integers(0, 30), _draw(MORNING), max_size=5))
    screened = draw(st.dictionaries(st.sampled_from([q.key for q in SCREEN]), st.sampled_from(["yes", "no", "unsure"])))
    return History(
        TODAY,
        tuple(make_past_set(day, decision, **answers) for day, decision, answers in sorted(sets, key=lambda s: -s[0])),
        tuple(Morning(TODAY - dt.timedelta(day), mornings[day]) for day in sorted(mornings, reverse=True)),
        {key: Screened(answer, TODAY - dt.timedelta(draw(days))) for key, answer in screened.items()},
    )


PASTS = _draw_past()


def strip(answers: Answers, key: str) -> dict[str, Answer]:
    """Return answers without one."""
    return {k: a for k, a in answers.items() if k != key}
