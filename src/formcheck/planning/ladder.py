"""The doses of an exercise from the easiest to the hardest: each differs from the next in one thing, by a small step.

Source: docs/sources.md sections 12 (the doses, and a little at a time) and 14 (the steps).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from formcheck.results import Dose

__all__ = ["PlannedDose", "find_start", "make_ladder"]

SMALLER_RANGE_PCT = 75
"""The smaller range. Source: our choice: at half of it a hip lift is no longer counted (20 deg of some 45)."""
LEAST_HOLD_S = 5.0
"""No single hold is asked to be shorter. Source: our choice: up and down take 2 s, and one of 2 s is not timed."""


@dataclass(frozen=True, slots=True)
class PlannedDose:
    """How much to do in one training: ``sets`` of ``reps``, of holds where ``hold_s`` is given.

    Attributes
    ----------
    hold_s : how long to hold each, s; None where nothing is held.
    range_pct : how far to move, in % of the whole range.
    """

    reps: int
    sets: int
    hold_s: float | None = None
    range_pct: int = 100

    def to_dict(self) -> dict[str, Any]:
        return {"reps": self.reps, "sets": self.sets, "hold_s": self.hold_s, "range_pct": self.range_pct}


def make_ladder(dose: Dose) -> tuple[PlannedDose, ...]:
    """Return the doses of one exercise, the easiest first.

    They lead over fewer reps, or shorter holds, to the dose of the exercise, and half as much again (holds: twice).
    Only where reps are counted and nothing is held there is one of a smaller range, below all others.
    """
    if dose.hold_s is None:
        return tuple(_list_reps(dose))
    if dose.reps > 1:
        return tuple(_list_repeated_holds(dose, dose.hold_s))
    return tuple(_list_single_holds(dose, dose.hold_s))


def find_start(dose: Dose) -> int:
    """Return the place in the ladder from which one begins.

    One set of the reps; half of the repeated holds; of one hold, what is enough for a beginner. The articles begin
    with 10 hip lifts and 5 draw-ins, and planks of 10 s.
    """
    if dose.hold_s is None:
        start = PlannedDose(dose.reps, 1)
    elif dose.reps > 1:
        start = PlannedDose(_grow(max(1, dose.reps // 3), max(1, dose.reps // 2))[-1], 1, dose.hold_s)
    else:
        start = PlannedDose(1, 1, _begin_hold(dose, dose.hold_s))
    return make_ladder(dose).index(start)


def _list_reps(dose: Dose) -> Iterator[PlannedDose]:
    fewest = max(1, dose.reps // 2)
    yield PlannedDose(fewest, 1, range_pct=SMALLER_RANGE_PCT)
    yield from (PlannedDose(reps, 1) for reps in _grow(fewest, dose.reps))
    yield from (PlannedDose(dose.reps, sets) for sets in range(2, dose.sets + 1))
    yield from (PlannedDose(reps, dose.sets) for reps in _grow(dose.reps, dose.reps * 3 // 2)[1:])


def _list_repeated_holds(dose: Dose, hold_s: float) -> Iterator[PlannedDose]:
    fewest, half = max(1, dose.reps // 3), max(1, dose.reps // 2)
    for reps in (*_grow(fewest, half), *_grow(half, dose.reps)[1:]):
        yield PlannedDose(reps, 1, hold_s)
    yield from (PlannedDose(dose.reps, sets, hold_s) for sets in range(2, dose.sets + 1))
    yield from (PlannedDose(dose.reps, dose.sets, longer_s) for longer_s in _lengthen(hold_s, 2 * hold_s)[1:])


def _list_single_holds(dose: Dose, hold_s: float) -> Iterator[PlannedDose]:
    begin_s = _begin_hold(dose, hold_s)
    least_s = min(begin_s, max(LEAST_HOLD_S, begin_s / 2))
    for longer_s in (*_lengthen(least_s, begin_s), *_lengthen(begin_s, hold_s)[1:]):
        yield PlannedDose(1, 1, longer_s)
    yield from (PlannedDose(1, sets, hold_s) for sets in range(2, dose.sets + 1))
    yield from (PlannedDose(1, dose.sets, longer_s) for longer_s in _lengthen(hold_s, 2 * hold_s)[1:])


def _begin_hold(dose: Dose, hold_s: float) -> float:
    return min(hold_s, dose.beginner_hold_s or hold_s / 2)


def _grow(first: int, last: int) -> list[int]:
    """Return reps from first to last, each about a quarter more than the one before, and one more at least."""
    out = [first]
    while out[-1] < last:
        out.append(min(last, out[-1] + max(1, round(out[-1] / 4))))
    return out


def _lengthen(first_s: float, last_s: float) -> list[float]:
    """Return times from first to last, each about a quarter more, in whole seconds and from 10 s on by fives."""
    out = [first_s]
    while out[-1] < last_s:
        unit = 5.0 if out[-1] >= 10.0 else 1.0
        out.append(min(last_s, round(out[-1] + max(unit, unit * round(out[-1] / 4 / unit)), 3)))
    return out
