"""A person's training days: the sets of each, and whether it ended in rest."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass

from formcheck.advisor import STRICTNESS, History, PastSet

__all__ = ["TrainingDay", "list_days"]


@dataclass(frozen=True, slots=True)
class TrainingDay:
    """A day with training.

    Attributes
    ----------
    sets : all that were done on it.
    bad_morning : whether a morning between it and the next training was a reason to rest.
    """

    day: dt.date
    sets: tuple[PastSet, ...]
    bad_morning: bool

    @property
    def rested(self) -> bool:
        """Whether it ended in rest: a stop, the advice to see a doctor, or a bad morning after."""
        return self.bad_morning or any(STRICTNESS[s.decision] >= STRICTNESS["stop"] for s in self.sets)

    def select(self, exercise: str) -> tuple[PastSet, ...]:
        """Return the sets of one exercise."""
        return tuple(s for s in self.sets if s.exercise == exercise)


def list_days(history: History) -> list[TrainingDay]:
    """Return the training days before today, the first one first."""
    sets = sorted(history.earlier, key=lambda s: s.done_at)
    by_day = {day: tuple(group) for day, group in itertools.groupby(sets, key=lambda s: s.day)}
    ends = [*by_day, history.today]
    bad = [m.day for m in history.mornings if m.is_bad]
    return [
        TrainingDay(day, by_day[day], any(day < morning <= following for morning in bad))
        for day, following in itertools.pairwise(ends)
    ]
