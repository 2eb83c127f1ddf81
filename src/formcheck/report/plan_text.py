"""The plan in the terminal: what is due at which moment of the day and why; or rest, and what to do then."""

from __future__ import annotations

import math
from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from formcheck.advisor import find_question
from formcheck.messages import Message, _, _n, translate
from formcheck.planning import Plan, PlannedExercise
from formcheck.planning.plan import Anchor, State
from formcheck.report.blocks import print_list
from formcheck.report.terminal import DISCLAIMER
from formcheck.report.words import flow, make_sentence

__all__ = ["print_plan"]

_HEADINGS: dict[State, tuple[str, str]] = {
    "train": (_("TODAY: training"), "bold white on green"),
    "rest-day": (_("TODAY: a day of rest"), "bold white on green"),
    "answer-first": (_("TODAY: answer first"), "bold black on yellow"),
    "rest": (_("TODAY: rest, let it settle"), "bold white on red"),
    "see-a-doctor": (_("SEE A DOCTOR"), "bold white on red"),
}
_MOMENTS: dict[Anchor, str] = {"after-waking": _("After waking"), "before-bed": _("Before bed")}


def print_plan(plan: Plan, console: Console) -> None:
    """Print a plan for a person."""
    title, style = _HEADINGS[plan.state]
    console.print(Text(f" {translate(title)} ", style))
    for anchor, moment in _MOMENTS.items():
        here = [e for e in plan.due if e.anchor == anchor]
        if here:
            _print_exercises(console, _add_minutes(moment, here), here)
    if plan.assessments:
        title = _("Assessment, when there is a quiet moment")
        _print_exercises(console, _add_minutes(title, plan.assessments), plan.assessments)
    if plan.state not in ("train", "rest-day"):
        print_list(console, _("Why"), map(make_sentence, plan.why))
    print_list(console, _("What to do"), map(translate, plan.steps))
    if plan.state not in ("train", "rest-day"):
        asked = [find_question(key) for key in plan.questions]
        mornings = all(question.moment == "morning" for question in asked)
        title = _("To answer today: formcheck diary morning") if mornings else _("To answer today: formcheck advise")
        print_list(console, title, (f"{translate(question.text)} [{question.key}]" for question in asked))
    print_list(console, _("Not due today"), (translate(_describe_later(e)) for e in plan.exercises if not e.due.today))
    print_list(console, _("Before the first set"), map(translate, _list_remarks(plan)))
    console.print()
    console.print(flow(translate(DISCLAIMER), "dim"))


def _print_exercises(console: Console, title: str, planned: Iterable[PlannedExercise]) -> None:
    console.print()
    console.print(Text(translate(title), "bold"))
    for one in planned:
        shown = translate(_("{title}: {dose} ({name})", title=one.title, dose=one.dose_text, name=one.name))
        console.print(Padding(flow(shown), (0, 0, 0, 2)))
        reasons = " ".join(translate(text) for text in one.reasons)
        console.print(Padding(flow(reasons, "dim"), (0, 0, 0, 4)))
        if one.weight:
            weight = f"{translate(_('Put weight on it.'))} {make_sentence(one.weight)}"
            console.print(Padding(flow(weight), (0, 0, 0, 4)))


def _add_minutes(title: str, planned: Iterable[PlannedExercise]) -> Message:
    minutes = math.ceil(sum(one.duration_s for one in planned) / 60.0)
    return _n("{title}, about {n} minute", "{title}, about {n} minutes", minutes, title=title)


def _describe_later(one: PlannedExercise) -> Message:
    return _("{title}: next on {day}. {why}", title=one.title, day=one.due.next_day, why=one.reasons[0])


def _list_remarks(plan: Plan) -> Iterable[Message]:
    if plan.state != "train":
        return
    first = plan.due[0].name
    yield _("Do it in front of a camera, and be told: formcheck live --exercise {name} --ask --log", name=first)
    yield _("Or film it, and let it be looked at: formcheck analyze CLIP --exercise {name} --ask --log", name=first)
