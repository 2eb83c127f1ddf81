"""The plan for a day: what is due, how much, at which moment of the day, and why. Or rest, or a doctor, and why.

Whether to train at all is the advisor's to say: its reasons from the past are taken over, and the plan adds none that
is milder.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from formcheck.advisor import History, advise
from formcheck.exercises import list_exercises
from formcheck.exercises.base import Exercise
from formcheck.messages import _
from formcheck.planning.choosing import (
    Due,
    choose_exercises,
    find_due,
    find_emphasis,
    is_assessment_due,
    list_shared,
)
from formcheck.planning.ladder import PlannedDose
from formcheck.planning.level import find_level
from formcheck.planning.resting import find_rest
from formcheck.planning.wording import describe_planned, explain_due, explain_left, explain_level

__all__ = ["ANCHORS", "Anchor", "AnchorChoice", "Plan", "PlannedExercise", "State", "make_plan"]

State = Literal["train", "rest-day", "rest", "see-a-doctor", "answer-first"]
Anchor = Literal["after-waking", "before-bed"]
AnchorChoice = Literal["after-waking", "before-bed", "both"]
ANCHORS: tuple[AnchorChoice, ...] = ("both", "after-waking", "before-bed")
"""The moments of the day to choose from: both of them, or one for all. Source: docs/sources.md section 14."""
_AFTER_WAKING = frozenset({"draw-in", "plank"})
"""Source: the articles for draw-in and hip lift; that belly goes with belly and hip with hip is our choice."""
REP_S, HOLD_WAY_S, SET_S = 6.0, 5.0, 30.0
"""For the estimate of the time: a rep, the way in and out of a hold and the rest after it, and what a set takes to get
ready or to rest before it, s. Source: our choice; leaflets ask for 2 s up and down (section 2)."""


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """One exercise, or assessment, of the plan.

    Attributes
    ----------
    name, title, kind : of the exercise.
    dose : how much; ``each_side`` says that it is for each side.
    anchor : the moment of the day it goes with; None for an assessment.
    due : when it is to be done, and when it was.
    reasons : why now, and why so much.
    weight : why to put weight on it, after an assessment; "" for none.
    """

    name: str
    title: str
    kind: Literal["exercise", "assessment"]
    dose: PlannedDose
    each_side: bool
    anchor: Anchor | None
    due: Due
    reasons: tuple[str, ...]
    weight: str = ""

    @property
    def duration_s(self) -> float:
        """About how long it takes, s."""
        hold_s = self.dose.hold_s
        one_s = REP_S if hold_s is None else hold_s + (HOLD_WAY_S if self.dose.reps > 1 else 0.0)
        return self.dose.sets * (self.dose.reps * one_s + SET_S) * (2 if self.each_side else 1)

    def to_dict(self) -> dict[str, Any]:
        return {
            "exercise": self.name,
            "kind": self.kind,
            "dose": {**self.dose.to_dict(), "each_side": self.each_side, "text": self.dose_text},
            "anchor": self.anchor,
            "duration_s": self.duration_s,
            "due": self.due.today,
            "next_day": str(self.due.next_day),
            "last_day": str(self.due.last_day) if self.due.last_day else None,
            "reasons": list(self.reasons),
            "weight": self.weight or None,
        }

    @property
    def dose_text(self) -> str:
        """The dose in words."""
        return describe_planned(self.dose, self.each_side)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do on a day.

    Attributes
    ----------
    state : train; a day of rest between trainings; rest, as something must settle; see a doctor; or answer first.
    why : why it is so.
    steps : what to do then.
    exercises : all of the plan, those due and those not; none in a state of rest.
    assessments : the ones that are due.
    questions : to answer first, by key.
    next_day : the next day with training, where it is known.
    """

    today: dt.date
    state: State
    why: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    exercises: tuple[PlannedExercise, ...] = ()
    assessments: tuple[PlannedExercise, ...] = ()
    questions: tuple[str, ...] = ()
    next_day: dt.date | None = None

    @property
    def due(self) -> tuple[PlannedExercise, ...]:
        """The exercises that are due today."""
        return tuple(e for e in self.exercises if e.due.today)

    def to_dict(self) -> dict[str, Any]:
        """Return the plan in the keys of its JSON file."""
        return {
            "today": str(self.today),
            "state": self.state,
            "why": list(self.why),
            "steps": list(self.steps),
            "exercises": [e.to_dict() for e in self.exercises],
            "assessments": [e.to_dict() for e in self.assessments],
            "questions": list(self.questions),
            "next_day": str(self.next_day) if self.next_day else None,
        }


def make_plan(
    history: History, anchors: AnchorChoice = "both", exercises: Mapping[str, Exercise] | None = None
) -> Plan:
    """Return the plan for ``history.today``.

    Parameters
    ----------
    anchors : the moment of the day for all exercises, or "both" to let the exercise decide.
    exercises : those there are, by name; None for all.
    """
    known = list_exercises() if exercises is None else exercises
    advice = advise(None, None, history)
    if (rest := find_rest(history, advice, list_shared(history, known))) is not None:
        return Plan(history.today, rest.state, rest.why, rest.steps, questions=rest.questions, next_day=rest.next_day)
    planned = tuple(_plan_exercises(history, anchors, known))
    train = any(e.due.today for e in planned)
    return Plan(
        history.today,
        "train" if train else "rest-day",
        exercises=planned,
        assessments=tuple(_plan_assessments(history, known)) if train and not history.is_back else (),
        next_day=min((e.due.next_day for e in planned), default=None),
    )


def _plan_exercises(
    history: History, anchors: AnchorChoice, known: Mapping[str, Exercise]
) -> Iterator[PlannedExercise]:
    emphasis = find_emphasis(history, known)
    for name, exercise in choose_exercises(history, known, emphasis).items():
        dose = exercise.dose
        level = find_level(exercise, history)
        own = [s.day for s in history.sets if s.exercise == name]
        left = level.dose.sets * (2 if dose.each_side else 1) - own.count(history.today)
        begun_today = left > 0 and history.today in own
        finished = (day for day in own if left <= 0 or day < history.today)
        due = find_due(finished, list_shared(history, known, dose.times_a_week), dose.times_a_week, history.today)
        when = explain_left(left) if begun_today else explain_due(due, dose.times_a_week, history.today)
        moment: Anchor = "after-waking" if name in _AFTER_WAKING else "before-bed"
        yield PlannedExercise(
            name,
            exercise.title,
            "exercise",
            level.dose,
            dose.each_side,
            moment if anchors == "both" else anchors,
            due,
            (when, explain_level(level, history.today)),
            emphasis.get(name, ""),
        )


def _plan_assessments(history: History, known: Mapping[str, Exercise]) -> Iterator[PlannedExercise]:
    for name, exercise in known.items():
        if exercise.kind == "assessment" and is_assessment_due(history, name):
            dose = exercise.dose
            last = max((s.day for s in history.sets if s.exercise == name), default=None)
            why = _("It shows which exercises to put weight on; every four weeks is enough.")
            yield PlannedExercise(
                name,
                exercise.title,
                "assessment",
                PlannedDose(dose.reps, dose.sets, dose.hold_s),
                dose.each_side,
                None,
                Due(True, history.today, last, 0),
                (why,),
            )
