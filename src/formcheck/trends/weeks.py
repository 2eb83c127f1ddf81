"""One row a week: how often, how much, how it looked, how it felt, what was decided."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from formcheck.advisor import Decision, PastSet
from formcheck.exercises.base import Exercise
from formcheck.results import Form, Measure
from formcheck.trends.values import list_doses, read_pain

__all__ = ["Week", "find_median", "list_weeks"]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of one exercise.

    Attributes
    ----------
    first_day : the first of the seven.
    days, sets : training days and sets.
    dose : reps a training day, or the longest hold in s; None without any.
    forms : sets by what their form was.
    measures : the median over the sets, with the median of their standard uncertainties: most of it is no scatter.
    faults : in how many sets each rule was broken.
    pain : the worst during or after a set, 0 to 10; None if not told.
    next_day : the worst on a morning after one.
    decisions : how often each.
    """

    first_day: dt.date
    days: int
    sets: int
    dose: float | None
    forms: Mapping[Form, int]
    measures: Mapping[str, Measure]
    faults: Mapping[str, int]
    pain: int | None
    next_day: int | None
    decisions: Mapping[Decision, int]


def list_weeks(
    exercise: Exercise, sets: Sequence[PastSet], next_day: Sequence[tuple[dt.date, int]], today: dt.date, weeks: int
) -> tuple[Week, ...]:
    """Return the weeks up to today, oldest first, from the first one with a set on.

    Parameters
    ----------
    sets : those of the exercise.
    next_day : pain on the mornings after, with the day.
    """
    rows = [
        _sum_week(exercise, sets, next_day, today - dt.timedelta(days=7 * back - 1)) for back in range(weeks, 0, -1)
    ]
    begin = next((i for i, row in enumerate(rows) if row.sets), len(rows))
    return tuple(rows[begin:])


def _sum_week(
    exercise: Exercise, sets: Sequence[PastSet], next_day: Sequence[tuple[dt.date, int]], first: dt.date
) -> Week:
    week = [s for s in sets if 0 <= (s.day - first).days < 7]
    doses = [dose for _day, dose in list_doses(exercise, week)]
    names = dict.fromkeys(name for s in week for name in s.measures)
    return Week(
        first,
        len({s.day for s in week}),
        len(week),
        statistics.fmean(doses) if doses else None,
        Counter(s.form for s in week),
        {name: find_median([s.measures[name] for s in week if name in s.measures]) for name in names},
        Counter(rule for s in week for rule in dict.fromkeys(s.faults)),
        _find_worst(map(read_pain, week)),
        _find_worst(pain for day, pain in next_day if 0 <= (day - first).days < 7),
        Counter(s.decision for s in week),
    )


def find_median(measures: Sequence[Measure]) -> Measure:
    """Return the median of some values of a measure, and of their uncertainties."""
    value = statistics.median(m.value for m in measures)
    return Measure(value, measures[0].unit, statistics.median(m.uncertainty for m in measures))


def _find_worst(pains: Iterable[int | None]) -> int | None:
    return max((pain for pain in pains if pain is not None), default=None)
