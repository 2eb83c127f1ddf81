"""What ``formcheck live`` takes from the plan of today: whether to begin, and how much to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from formcheck.advisor import Answers, History, find_question, load_answers
from formcheck.advisor.pain import needs_short_check
from formcheck.advisor.questions import Moment
from formcheck.cli.ask import ask_questions
from formcheck.cli.finishing import Outputs
from formcheck.cli.interrupt import raise_on_ctrl_c
from formcheck.cli.keeping import keep_answers, load_past
from formcheck.cli.notes import print_note
from formcheck.errors import InputError
from formcheck.exercises.base import Exercise
from formcheck.messages import Message, _
from formcheck.planning import Plan, PlannedDose, PlannedExercise, find_level, make_plan
from formcheck.planning.wording import describe_planned
from formcheck.report.words import make_sentence

__all__ = ["Today", "find_today"]

_ROUNDS = 2
"""The plan may ask for the next-day questions and then for those about health."""
_SCREEN: tuple[Moment, ...] = ("screen",)


@dataclass(frozen=True, slots=True)
class Today:
    """The plan of today, in which nothing speaks against a set, and the past that it was made from."""

    plan: Plan
    history: History

    def find_dose(self, exercise: Exercise) -> PlannedDose | None:
        """Return how much to do of an exercise, and say it in a line; None for an assessment, which has no steps."""
        if exercise.kind != "exercise":
            return None
        planned = self._find(exercise)
        dose = planned.dose if planned else find_level(exercise, self.history).dose
        text = describe_planned(dose, exercise.dose.each_side)
        if planned is None and self.plan.exercises:
            print_note(_("{title} is not in your plan yet. To begin with it: {dose}.", title=exercise.title, dose=text))
        elif dose.sets > 1:
            print_note(_("as in your plan: {dose}. This is one set.", dose=text))
        else:
            print_note(_("as in your plan: {dose}.", dose=text))
        return dose

    def say_if_not_due(self, exercise: Exercise) -> None:
        """Say in a line that today is no day for an exercise, where it is not."""
        planned = self._find(exercise)
        if planned is not None and not planned.due.today:
            told = {"title": exercise.title, "day": planned.due.next_day, "why": planned.reasons[0]}
            print_note(_("not due today. {title}: next on {day}. {why} The set begins all the same.", **told))

    def _find(self, exercise: Exercise) -> PlannedExercise | None:
        return next((e for e in self.plan.exercises if e.name == exercise.name), None)


def find_today(asked: Outputs) -> Today:
    """Return the plan of today, made from the diary, once what it wants to know first has been answered.

    With ``--ask`` the questions are put here, with ``--answers`` taken from the file; the answers are kept.

    Raises
    ------
    InputError
        When the plan is rest, a doctor, or to answer first: then there is no set.
    FormcheckError
        When the diary or the answers cannot be read.
    """
    today = dt.date.today()
    history = load_past(asked.diary, asked.person, today) or History(today)
    plan = make_plan(history)
    for _round in range(_ROUNDS):
        if not plan.questions or not (given := _answer(asked, plan, history)):
            break
        keep_answers(asked.diary, asked.person, today, given)
        history = load_past(asked.diary, asked.person, today) or history
        plan = make_plan(history)
    if plan.state in ("train", "rest-day"):
        return Today(plan, history)
    if plan.state == "answer-first" and not plan.questions and (asked.ask or asked.answers):
        print_note(make_sentence(plan.why[0]))  # on the last set: they are put again with this one
        return Today(plan, history)
    raise InputError(_explain(plan))


def _answer(asked: Outputs, plan: Plan, history: History) -> Answers:
    """Return answers to what the plan wants to know, and no others."""
    moments: set[Moment] = {find_question(key).moment for key in plan.questions}
    if asked.answers is not None:
        given = load_answers(asked.answers)
        return {key: answer for key, answer in given.items() if find_question(key).moment in moments}
    if not asked.ask:
        return {}
    raise_on_ctrl_c()
    answers = ask_questions(history, moments)
    return ask_questions(history, _SCREEN, answers) if needs_short_check(answers) else answers


def _explain(plan: Plan) -> Message:
    """Return in one line why there is no set now, and what to do."""
    why, what = make_sentence(plan.why[0]), plan.steps[0] if plan.steps else ""
    if plan.state == "see-a-doctor":
        return _("please see a doctor before the next set. {why} {what} formcheck plan says more.", why=why, what=what)
    if plan.state == "rest":
        return _("please rest today, and let it settle. {why} formcheck plan says when to come back.", why=why)
    if not plan.questions:
        return _("please answer first. {why} {what}", why=why, what=what)
    if all(find_question(key).moment == "morning" for key in plan.questions):
        return _("please answer first. {why} Run formcheck diary morning, or add --ask.", why=why)
    return _("please answer first. {why} Run formcheck advise --log, or add --ask.", why=why)
