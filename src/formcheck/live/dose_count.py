"""How much of the dose is done, each side by itself where the exercise has two."""

from __future__ import annotations

import enum
from dataclasses import replace

from formcheck.results import Dose, Side

__all__ = ["Counted", "DoseCount", "fit_dose"]


def fit_dose(dose: Dose, side: str | None = None, reps: int | None = None, hold_s: float | None = None) -> Dose:
    """Return a dose for one side only, of so many reps or holds, of such a length, s; None leaves each as it is."""
    each_side = dose.each_side and side is None
    return replace(dose, reps=reps or dose.reps, hold_s=hold_s or dose.hold_s, each_side=each_side)


class Counted(enum.Enum):
    """What one more rep or hold has made of the dose."""

    MORE = "more"
    SIDE_DONE = "side-done"
    """This side is done, the other is not yet."""
    OTHER_SIDE_DUE = "other-side-due"
    """It was of a side that is done already, and is not counted."""
    ALL_DONE = "all-done"
    """All of it is done, with this one; what comes after is more."""


class DoseCount:
    """Counts the reps or holds of one set; the count is that of the side under way.

    Which side was done is read off the rep. A rep whose side was not seen belongs to the side under way, and to the
    other one when that is done.

    Attributes
    ----------
    done : whether the dose was reached.
    """

    def __init__(self, dose: Dose) -> None:
        self.done = False
        self._asked = dose.reps
        self._each_side = dose.each_side
        self._counts: dict[Side, int] = {"left": 0, "right": 0}
        self._side: Side | None = None
        self._unsided = 0

    @property
    def count(self) -> int:
        """Reps or holds of the side under way."""
        return self._unsided if self._side is None else self._counts[self._side]

    @property
    def turning(self) -> bool:
        """Whether one side is done and the other is to come."""
        return self._each_side and self.count >= self._asked and not self._all_done()

    def add(self, side: Side | None) -> Counted:
        """Count a rep or hold."""
        counted = self._add_to(self._choose(side) if self._each_side else None)
        if counted is Counted.ALL_DONE and self.done:
            return Counted.MORE
        self.done = self.done or counted is Counted.ALL_DONE
        return counted

    def _choose(self, side: Side | None) -> Side | None:
        """Return the side that a rep belongs to; what came before the first side was seen is of that side, too."""
        if side is None and self._side is not None and self.turning:
            return _OTHER[self._side]
        chosen = side or self._side
        if chosen is not None and self._unsided:
            self._counts[chosen], self._unsided = self._unsided, 0
        return chosen

    def _add_to(self, side: Side | None) -> Counted:
        if side is None:
            self._unsided += 1
            return self._judge_unsided()
        if self._counts[side] >= self._asked and not self._all_done():
            return Counted.OTHER_SIDE_DUE
        self._side = side
        self._counts[side] += 1
        if self._all_done():
            return Counted.ALL_DONE
        return Counted.SIDE_DONE if self._counts[side] >= self._asked else Counted.MORE

    def _judge_unsided(self) -> Counted:
        """Where there are sides, none has been seen so far: after one dose the other is due, after two all is done."""
        if self._all_done():
            return Counted.ALL_DONE
        return Counted.SIDE_DONE if self._unsided == self._asked else Counted.MORE

    def _all_done(self) -> bool:
        if self._each_side and self._side is not None:
            return min(self._counts.values()) >= self._asked
        return self._unsided >= self._asked * (2 if self._each_side else 1)


_OTHER: dict[Side, Side] = {"left": "right", "right": "left"}
