"""The trend of one exercise over some weeks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from formcheck.advisor import History, PastSet
from formcheck.exercises.base import Exercise
from formcheck.trends.changes import Change, list_changes
from formcheck.trends.values import find_key_measure, list_next_day_pain
from formcheck.trends.weeks import Week, list_weeks

__all__ = ["Trend", "find_trained", "make_trend"]


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """How the sets of one exercise went.

    Attributes
    ----------
    first_day, last_day : the period.
    sets : all of them in it, oldest first.
    next_day : pain on the mornings after, 0 to 10, with the day.
    weeks : one row each, oldest first, from the first with a set on.
    changes : from the first to the last part of the period.
    key : the measure to follow first, None when none was seen.
    """

    exercise: Exercise
    first_day: dt.date
    last_day: dt.date
    sets: tuple[PastSet, ...]
    next_day: tuple[tuple[dt.date, int], ...]
    weeks: tuple[Week, ...]
    changes: tuple[Change, ...]
    key: str | None


def make_trend(history: History, exercise: Exercise, weeks: int) -> Trend:
    """Return the trend of an exercise over the last weeks, the last one of which ends with ``history.today``."""
    first_day = _find_first_day(history, weeks)
    sets = tuple(
        sorted((s for s in history.sets if s.exercise == exercise.name and s.day >= first_day), key=lambda s: s.done_at)
    )
    next_day = tuple(list_next_day_pain(history, sets))
    return Trend(
        exercise,
        first_day,
        history.today,
        sets,
        next_day,
        list_weeks(exercise, sets, next_day, history.today, weeks),
        list_changes(exercise, sets, next_day),
        find_key_measure(exercise, sets),
    )


def find_trained(history: History, weeks: int) -> tuple[str, ...]:
    """Return the exercises that were done in the last weeks, by name, the one with most sets first."""
    first_day = _find_first_day(history, weeks)
    names = [s.exercise for s in history.sets if s.day >= first_day]
    return tuple(sorted(set(names), key=lambda name: (-names.count(name), name)))


def _find_first_day(history: History, weeks: int) -> dt.date:
    return history.today - dt.timedelta(days=7 * weeks - 1)
