"""Pasts to plan from, made by hand or by hypothesis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from formcheck.advisor import QUESTIONS, Answer, Decision, History, Morning, PastSet, Screened
from formcheck.exercises import list_exercises
from formcheck.exercises.base import Exercise
from formcheck.results import Dose

Event = PastSet | Morning
MONDAY = dt.date(2025, 10, 6)
KNOWN = {name: e for name, e in list_exercises().items() if e.kind == "exercise"}
WELL: Mapping[str, Screened] = {
    q.key: Screened("no" if q.worry == "yes" else "yes", MONDAY) for q in QUESTIONS if q.moment == "screen"
}
CLEAR: Mapping[str, Answer] = {"next_day_pain": 0} | {
    q.key: "no" for q in QUESTIONS if q.moment == "morning" and q.kind == "yes-no"
}
DECISIONS: tuple[Decision, ...] = ("continue", "adjust", "undecided", "stop", "see-a-doctor")


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


def make_set(number: int, exercise: str = "hip-lift", decision: Decision = "continue", **more: Any) -> PastSet:
    """Return a set on a day, counted from a Monday; by default it is larger than any dose asked for."""
    more = {"counted": 99, "held": 1, "longest_hold_s": 99.0, "side": None, "form": "good", **more}
    more.setdefault("done_at", dt.datetime.combine(day(number), dt.time(8), dt.UTC))
    return PastSet(number=1, exercise=exercise, decision=decision, **more)


def make_morning(number: int, **changes: Answer) -> Morning:
    return Morning(day(number), {**CLEAR, **changes})


def make_history(today: int, *events: Event, screened: Mapping[str, Screened] = WELL) -> History:
    sets = tuple(e for e in events if isinstance(e, PastSet))
    return History(day(today), sets, tuple(e for e in events if isinstance(e, Morning)), screened)


def make_good(*days: int, exercise: str = "hip-lift", **more: Any) -> list[Event]:
    """Return good trainings on some days, each with a clear morning after it; each is one set or, of two, two."""
    sets = [make_set(d, exercise, **more) for d in days for _ in range(2)]
    return [*sets, *(make_morning(d + 1) for d in days)]


def make_plugin(dose: Dose) -> Exercise:
    """Return an exercise like one of another package."""
    made: Exercise = type("Plugin", (type(KNOWN["hip-lift"]),), {"name": "plug-in", "dose": dose})()
    return made


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    held = draw(st.booleans())
    return Dose(
        draw(st.integers(1, 30)),
        draw(st.integers(1, 4)),
        draw(st.integers(1, 7)),
        source="our choice: made up",
        hold_s=draw(st.floats(1.0, 120.0).map(lambda s: round(s, 1))) if held else None,
        beginner_hold_s=draw(st.none() | st.sampled_from([5.0, 10.0, 15.0])) if held else None,
        each_side=draw(st.booleans()),
    )


@st.composite
def sets(draw: st.DrawFn, number: int) -> PastSet:
    exercise = draw(st.sampled_from(sorted(KNOWN)))
    fault = draw(st.sampled_from(["", "", "", "jerky", "fatigue", "incomplete-lift"]))
    return make_set(
        number,
        exercise,
        draw(st.sampled_from(DECISIONS)),
        counted=draw(st.integers(0, 20)),
        longest_hold_s=draw(st.floats(0.0, 90.0)),
        side=draw(st.sampled_from(["left", "right", None])),
        faults=(f"{exercise}.{fault}",) if fault else (),
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    number = 0
    events: list[Event] = []
    for _ in range(draw(st.integers(0, 14))):
        events += [draw(sets(number)) for _ in range(draw(st.integers(1, 4)))]
        number += 1
        if draw(st.booleans()):
            told = make_morning(number, next_day_pain=draw(st.sampled_from([0, 0, 0, 4])))
            kept = draw(st.sampled_from([3, 3, 3, 1]))  # now and then only the first question is answered
            events.append(replace(told, answers=dict(list(told.answers.items())[:kept])))
        number += draw(st.sampled_from([0, 1, 1, 2, 5, 35]))
    return make_history(number + draw(st.sampled_from([0, 1, 40])), *events)
