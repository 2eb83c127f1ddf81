"""Which exercises belong to the plan, which days they are due on, and which ones to put weight on.

Source: docs/sources.md sections 12 (three times a week, what to begin with) and 14 (the rest).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from formcheck.advisor import History, PastSet
from formcheck.exercises.base import Exercise
from formcheck.messages import join_clauses
from formcheck.planning.days import list_days

__all__ = ["ASSESS_DAYS", "Due", "choose_exercises", "find_due", "find_emphasis", "is_assessment_due", "list_shared"]

BEGIN_WITH = ("draw-in", "hip-lift")
"""Source: docs/sources.md section 12: for a start, draw-ins after waking and hip lifts before bed."""
THEN = ("clamshell", "plank")
"""Then those of other packages. Source: our choice: the one that lies on the floor comes before the one on elbows."""
NEW_AFTER = 3
"""Trainings that did not end in rest before one more exercise joins, a week of them. Source: our choice."""
ASSESS_DAYS = 28
"""Days between two assessments. Source: our choice: the articles see a change of posture after 1 to 3 months."""
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Due:
    """When an exercise is to be done.

    Attributes
    ----------
    today : whether it is due today.
    next_day : the day it is due, today or later.
    last_day : the day it was last done, today included; None when never.
    in_week : on how many of the last seven days, today included, it was done.
    """

    today: bool
    next_day: dt.date
    last_day: dt.date | None
    in_week: int


def find_due(own: Iterable[dt.date], shared: Iterable[dt.date], times_a_week: int, today: dt.date) -> Due:
    """Return when to do an exercise.

    No more often than so many times in any seven days, and up to three times a week with a day of rest in between.

    Parameters
    ----------
    own : the days on which it was done, today only if nothing of it is left for today.
    shared : the earlier days on which any exercise was done that is to be done as often: they share their days.
    """
    own = sorted(set(own))
    done = sorted({*own, *(day for day in shared if day < today)})
    apart = 2 if times_a_week * 2 <= WEEK_DAYS else 1
    day = max(today, done[-1] + dt.timedelta(days=apart)) if done else today
    while len(_list_recent(done, day)) >= max(times_a_week, 1):
        day += dt.timedelta(days=1)
    return Due(day == today, day, own[-1] if own else None, len(_list_recent(own, today)))


def list_shared(history: History, exercises: Mapping[str, Exercise], times_a_week: int = 3) -> list[dt.date]:
    """Return the days on which there was an exercise that is to be done so many times a week."""
    alike = {name for name, e in exercises.items() if e.kind == "exercise" and e.dose.times_a_week == times_a_week}
    return sorted({s.day for s in history.sets if s.exercise in alike})


def _list_recent(done: Sequence[dt.date], day: dt.date) -> list[dt.date]:
    """Return the days done within the seven that end with ``day``."""
    return [d for d in done if 0 <= (day - d).days < WEEK_DAYS]


def choose_exercises(
    history: History, exercises: Mapping[str, Exercise], emphasis: Mapping[str, str]
) -> dict[str, Exercise]:
    """Return the exercises of the plan by name, the ones to put weight on first.

    One begins with two. One more joins after a week of trainings since the last one joined, the one that an
    assessment puts weight on before the others. What was begun stays.
    """
    known = {name: e for name, e in exercises.items() if e.kind == "exercise"}
    order = [n for n in dict.fromkeys((*BEGIN_WITH, *THEN, *sorted(known))) if n in known]
    order.sort(key=lambda name: name not in emphasis)
    begun = {s.exercise for s in history.sets} & set(known)
    chosen = {name for name in order if name in BEGIN_WITH or name in begun}
    waiting = [name for name in order if name not in chosen]
    if waiting and (not chosen or _is_time_for_more(history, begun)):
        chosen.add(waiting[0])
    return {name: known[name] for name in order if name in chosen}


def _is_time_for_more(history: History, begun: set[str]) -> bool:
    """Return whether the last exercise that joined has had its week of trainings, and the last did not end in rest."""
    days = list_days(history)
    firsts = {name: day.day for day in reversed(days) for name in begun if day.select(name)}
    if not firsts or set(firsts) != begun or days[-1].rested:
        return False
    newest = max(firsts.values())
    return sum(not day.rested for day in days if day.day >= newest) >= NEW_AFTER


def find_emphasis(history: History, exercises: Mapping[str, Exercise]) -> dict[str, str]:
    """Return which exercises to put weight on, and why, by the last day of each assessment."""
    whys: dict[str, dict[str, None]] = {}
    for name in (name for name, e in exercises.items() if e.kind == "assessment"):
        sets = _list_seen(history, name)
        last = max((s.day for s in sets), default=None)
        for done in sets:
            if done.day == last:
                for exercise, why in done.emphasis.items():
                    whys.setdefault(exercise, {})[why] = None
    return {exercise: join_clauses(reasons) for exercise, reasons in whys.items()}


def is_assessment_due(history: History, name: str) -> bool:
    """Return whether an assessment is due: at the start, and every four weeks."""
    last = max((s.day for s in _list_seen(history, name)), default=None)
    return last is None or (history.today - last).days >= ASSESS_DAYS


def _list_seen(history: History, name: str) -> list[PastSet]:
    """Return the sets of an assessment in which there was something to see."""
    return [s for s in history.sets if s.exercise == name and s.form != "not-measurable"]
