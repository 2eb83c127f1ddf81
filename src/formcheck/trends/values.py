"""What is compared over the weeks, read off sets and mornings: pain, dose, and the measure that tells most."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from formcheck.advisor import History, PastSet
from formcheck.advisor.past import worst_pain
from formcheck.exercises.base import Exercise

__all__ = ["find_key_measure", "is_single_hold", "list_doses", "list_next_day_pain", "read_pain"]


def is_single_hold(exercise: Exercise) -> bool:
    """Return whether the dose is one long hold, and not reps."""
    return exercise.dose.hold_s is not None and exercise.dose.reps == 1


def read_pain(done: PastSet) -> int | None:
    """Return the worst pain during and after a set, 0 to 10, soreness of muscles not counted; None if not told."""
    return worst_pain({key: answer for key, answer in done.answers.items() if not key.startswith("next_day")})


def list_next_day_pain(history: History, sets: Iterable[PastSet]) -> list[tuple[dt.date, int]]:
    """Return the pain of the mornings after days on which one of these sets was done, with the day it was told."""
    days = sorted({s.day for s in history.sets})
    ours = {s.day for s in sets}
    out = []
    for morning in history.mornings:
        before = max((day for day in days if day < morning.day), default=None)
        pain = worst_pain(morning.answers)
        if before in ours and pain is not None:
            out.append((morning.day, pain))
    return out


def list_doses(exercise: Exercise, sets: Iterable[PastSet]) -> list[tuple[dt.date, float]]:
    """Return for each day how much was done: reps of all sets, or the longest hold in s."""
    by_day: dict[dt.date, list[PastSet]] = {}
    for done in sets:
        by_day.setdefault(done.day, []).append(done)
    if is_single_hold(exercise):
        return [(day, max(s.longest_hold_s or 0.0 for s in one)) for day, one in sorted(by_day.items())]
    return [(day, float(sum(s.counted for s in one))) for day, one in sorted(by_day.items())]


def find_key_measure(exercise: Exercise, sets: Sequence[PastSet]) -> str | None:
    """Return the measure to follow first: one that an essential rule judges, and of those the one seen most often.

    None where none of the measures that a person is shown was seen.
    """
    seen = Counter(name for s in sets for name in s.measures)
    essential = [limit.measure for rule in exercise.rules if rule.essential for limit in rule.limits]
    for names in (essential, list(exercise.columns)):
        found = [name for name in dict.fromkeys(names) if seen[name]]
        if found:
            return max(found, key=lambda name: seen[name])
    return None
