"""Changes from the first to the last part of a period, each with what it must exceed before it can be told.

The error of a change is the smallest detectable change: 1.96 times the root of the sum of the two squared standard
uncertainties. Source: docs/sources.md section 14.
"""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from formcheck.advisor import PastSet
from formcheck.exercises.base import Exercise
from formcheck.results import Measure, Side
from formcheck.trends.values import is_single_hold, list_doses, read_pain
from formcheck.trends.weeks import find_median

__all__ = ["MIN_POINTS", "Change", "list_changes"]

MIN_POINTS = 2
"""Fewer cannot be compared."""
_COVER = 1.96
"""For 95 of 100."""
PAIN_ERROR = 2.0
"""Points of 10. Source: docs/sources.md section 14."""
REP_ERROR, HOLD_ERROR_S = 1.0, 0.5
"""Source: our choice: one rep miscounted; twice the largest error of a timed plank (0.25 s, docs/accuracy.md)."""
_ALIKE = 1.3
"""Two uncertainties that differ by more than this factor: one set was judged with the person's baseline, one without.
Source: our choice: with and without one they differ by 1.6 and more."""

Kind = Literal["measure", "pain", "next-day", "dose"]


@dataclass(frozen=True, slots=True)
class Change:
    """A change, as "last part minus first part".

    Attributes
    ----------
    kind : of a measure; of the pain during and after, or on the next day (0 to 10); of the dose.
    name : the measure, "" for others.
    first, last : the medians of the first and of the last third.
    error : what the size of the change must exceed, same unit.
    points : how many sets (or days) there were.
    side : the side it is of, where sides are apart.
    same_body : whether the error leaves out what is constant for one body and one place of the camera.
    """

    kind: Kind
    name: str
    unit: str
    first: float
    last: float
    error: float
    points: int
    side: Side | None = None
    same_body: bool = False

    @property
    def value(self) -> float:
        """The change."""
        return self.last - self.first

    @property
    def exceeds(self) -> bool:
        """Whether it is larger than the error; else no change can be told."""
        return abs(self.value) > self.error


def list_changes(
    exercise: Exercise, sets: Sequence[PastSet], next_day: Sequence[tuple[dt.date, int]]
) -> tuple[Change, ...]:
    """Return what can be compared: measures that a person is shown, pain, and the dose.

    Parameters
    ----------
    sets : those of one exercise, oldest first.
    next_day : pain on the mornings after, with the day.
    """
    return tuple(_list_changes(exercise, sets, next_day))


def _list_changes(
    exercise: Exercise, sets: Sequence[PastSet], next_day: Sequence[tuple[dt.date, int]]
) -> Iterator[Change]:
    for side in _list_sides(exercise, sets):
        own = [s for s in sets if side is None or s.side == side]
        for name in exercise.columns:
            measures = [s.measures[name] for s in own if name in s.measures]
            if len(measures) >= MIN_POINTS:
                yield _compare_measures(exercise, name, measures, side)
    pains = [float(pain) for s in sets if (pain := read_pain(s)) is not None]
    yield from _compare("pain", "", pains, PAIN_ERROR)
    yield from _compare("next-day", "", [float(pain) for _day, pain in next_day], PAIN_ERROR)
    doses = [dose for _day, dose in list_doses(exercise, sets)]
    if is_single_hold(exercise):
        yield from _compare("dose", "s", doses, HOLD_ERROR_S)
    else:
        yield from _compare("dose", "", doses, REP_ERROR)


def _list_sides(exercise: Exercise, sets: Sequence[PastSet]) -> tuple[Side | None, ...]:
    """Return the sides to keep apart: what one side does is not compared with the other."""
    seen = {s.side for s in sets}
    return ("left", "right") if exercise.dose.each_side and len(seen) > 1 else (None,)


def _compare_measures(exercise: Exercise, name: str, measures: Sequence[Measure], side: Side | None) -> Change:
    size = _size_part(len(measures))
    first, last = find_median(measures[:size]), find_median(measures[-size:])
    uncertainties = [first.uncertainty, last.uncertainty]
    neutral = exercise.neutral.get(name)
    same_body = neutral is not None and max(uncertainties) <= _ALIKE * min(uncertainties)
    if neutral is not None and same_body:
        uncertainties = [min(u, neutral.uncertainty) for u in uncertainties]
    error = _COVER * math.hypot(*uncertainties)
    return Change("measure", name, first.unit, first.value, last.value, error, len(measures), side, same_body)


def _compare(kind: Kind, unit: str, values: Sequence[float], error: float) -> Iterator[Change]:
    if len(values) >= MIN_POINTS:
        size = _size_part(len(values))
        first, last = statistics.median(values[:size]), statistics.median(values[-size:])
        yield Change(kind, "", unit, first, last, error, len(values))


def _size_part(count: int) -> int:
    """Return how many of the first, and of the last, are compared: a third. Source: our choice."""
    return max(1, count // 3)
