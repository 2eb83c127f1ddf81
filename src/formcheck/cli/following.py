"""What ``formcheck live`` takes from the plan of today: whether to begin, and how much to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

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

    def find_dose(
        self, exercise: Exercise, side: str | None = None, reps: int | None = None, hold_s: float | None = None
    ) -> PlannedDose | None:
        """Return how much to do of an exercise, and say what the plan says in a line.

        None for an assessment, which has no steps.

        Parameters
        ----------
        side : the only one that is asked for; None for all there are.
        reps, hold_s : what is asked for in the place of the plan's; None for as in the plan.
        """
        if exercise.kind != "exercise":
            return None
        planned = self._find(exercise)
        dose = planned.dose if planned else find_level(exercise, self.history).dose
        asked = replace(dose, reps=reps or dose.reps, hold_s=hold_s or dose.hold_s)
        text = _describe(dose, exercise, side)
        if planned is None and self.plan.exercises:
            print_note(_("{title} is not in your plan yet. To begin with it: {dose}.", title=exercise.title, dose=text))
        elif asked != dose:
            one_set = _describe(replace(asked, sets=1), exercise, side)
            print_note(_("in your plan: {dose}. This set, as you ask: {asked}.", dose=text, asked=one_set))
        elif dose.sets > 1:
            print_note(_("as in your plan: {dose}. This is one set.", dose=text))
        else:
            print_note(_("as in your plan: {dose}.", dose=text))
        return asked

    def say_if_not_due(self, exercise: Exercise) -> None:
        """Say in a line that today is no day for an exercise, where it is not."""
        planned = self._find(exercise)
        if planned is not None and not planned.due.today:
            told = {"title": exercise.title, "day": planned.due.next_day, "why": planned.reasons[0]}
            print_note(_("not due today. {title}: next on {day}. {why} The set begins all the same.", **told))
        elif planned is None and self.plan.state == "rest-day":
            day = self.plan.next_day
            print_note(_("today is a day of rest. Next training: {day}. The set begins all the same.", day=day))

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
    KeyboardInterrupt
        After Ctrl-C in the questions; nothing of them is kept.
    """
    today = dt.date.today()
    history = load_past(asked.diary, asked.person, today) or History(today)
    plan = make_plan(history)
    for _round in range(_ROUNDS):
        if not plan.questions or not (given := _answer(asked, plan, history)):
            break
        keep_answers(asked.diary, asked.person, today, given)
        history = load_past(asked.diary, asked.person, today) or history
        before, plan = plan, make_plan(history)
        if plan.questions == before.questions:  # skipped: they are not put again
            break
    if plan.state in ("train", "rest-day"):
        return Today(plan, history)
    if plan.state == "answer-first" and not plan.questions and (asked.ask or asked.answers):
        print_note(make_sentence(plan.why[0]))  # on the last set: they are put again with this one
        return Today(plan, history)
    raise InputError(_explain(plan, answered=asked.ask or asked.answers is not None))


def _answer(asked: Outputs, plan: Plan, history: History) -> Answers:
    """Return answers to what the plan wants to know, and no others."""
    moments: set[Moment] = {find_question(key).moment for key in plan.questions}
    if asked.answers is not None:
        given = load_answers(asked.answers)
        return {key: answer for key, answer in given.items() if find_question(key).moment in moments}
    if not asked.ask:
        return {}
    raise_on_ctrl_c()
    answers = ask_questions(history, moments, raise_ctrl_c=True)
    if not needs_short_check(answers):
        return answers
    return ask_questions(history, _SCREEN, answers, raise_ctrl_c=True)


def _describe(dose: PlannedDose, exercise: Exercise, side: str | None) -> Message:
    """Return a dose in words; of one side, where only that is asked for."""
    if side is not None and exercise.dose.each_side:
        return _("{dose}, one side", dose=describe_planned(dose))
    return describe_planned(dose, exercise.dose.each_side)


def _explain(plan: Plan, *, answered: bool) -> Message:
    """Return in one line why there is no set now, and what to do; ``answered``: with --ask or --answers, in vain."""
    why, what = make_sentence(plan.why[0]), plan.steps[0] if plan.steps else ""
    if plan.state == "see-a-doctor":
        return _("please see a doctor before the next set. {why} {what} formcheck plan says more.", why=why, what=what)
    if plan.state == "rest":
        return _("please rest today, and let it settle. {why} formcheck plan says when to come back.", why=why)
    if not plan.questions:
        return _("please answer first. {why} {what}", why=why, what=what)
    if all(find_question(key).moment == "morning" for key in plan.questions):
        if answered:
            return _("please answer first. {why} Run formcheck diary morning.", why=why)
        return _("please answer first. {why} Run formcheck diary morning, or add --ask.", why=why)
    if answered:
        return _("please answer first. {why} Run formcheck advise --log.", why=why)
    return _("please answer first. {why} Run formcheck advise --log, or add --ask.", why=why)
