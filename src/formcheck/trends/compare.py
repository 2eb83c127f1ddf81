"""Two sets of one exercise beside each other, with the error that `list_changes` gives to any two."""

from __future__ import annotations

import datetime as dt

from formcheck.advisor import PastSet
from formcheck.exercises.base import Exercise
from formcheck.results import Measure, SetResult
from formcheck.trends.changes import Change, list_changes
from formcheck.trends.weeks import find_median

__all__ = ["compare_sets", "list_medians"]

_FIRST_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Any day: a result does not say when it was made, but sets of one day would be added up."""


def compare_sets(exercise: Exercise, first: SetResult, second: SetResult) -> tuple[Change, ...]:
    """Return what changed from one set to another: measures that a person is shown, and the dose.

    Measures that one of the two does not have are left out, and all of them where the sets are of different sides.
    """
    changes = list_changes(exercise, [_make_past(1, first), _make_past(2, second)], ())
    return tuple(change for change in changes if change.kind in ("measure", "dose"))


def list_medians(result: SetResult) -> dict[str, Measure]:
    """Return each measure over a set: the median of its complete reps, or of its holds."""
    units = result.holds or result.counted
    names = dict.fromkeys(name for unit in units for name in unit.measures)
    found = {name: [m for u in units if isinstance(m := u.measures.get(name), Measure)] for name in names}
    return {name: find_median(measures) for name, measures in found.items() if measures}


def _make_past(number: int, result: SetResult) -> PastSet:
    return PastSet(
        number,
        _FIRST_DAY + dt.timedelta(days=number),
        result.exercise,
        result.side,
        result.form,
        "undecided",  # what was decided does not enter into any change
        counted=min(result.dose.reps.values(), default=0),
        held=len(result.holds),
        longest_hold_s=result.dose.longest_hold_s,
        measures=list_medians(result),
    )
