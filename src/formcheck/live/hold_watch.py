"""The hold under way: how long it has lasted, and which rules it breaks at this moment.

A `Session` judges a hold when it is over. Whoever holds a plank needs to hear of sagging hips before that, so the last
seconds of the hold are judged again and again by the same rules, measures and limits.
"""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.judging import find_in_hold
from formcheck.results import Finding
from formcheck.session import Session

__all__ = ["HoldNow", "HoldWatch"]

_LOOK_S = 4.0
"""The last seconds that are judged, s. Source: our choice: a limit must be broken for 1 s, and noise is smoothed."""
_SETTLE_S = 1.0
"""The beginning of a hold that is not judged, s, for the body is still getting into it. Source: our choice."""
_GETTING_IN_S = 0.7
"""What a hold's result leaves out at its beginning, s, so that the clock aloud does not run ahead of it.
Source: tests/golden, correct planks: 0.65."""
_EVERY_S = 0.5
"""Time from one judging to the next, s. Source: our choice: soon enough to be heard, rare enough to cost little."""
_NOW_S = 0.6
"""What was seen up to so long ago is going on, s. Source: our choice, a little more than `_EVERY_S`."""


@dataclass(frozen=True, slots=True)
class HoldNow:
    """The hold under way: its length so far, s, None without one; and what it breaks at this moment."""

    held_s: float | None = None
    broken: tuple[Finding, ...] = ()


class HoldWatch:
    """Look at what a `Session` holds after each frame that it got. For an exercise of reps there is nothing to see."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._from_s: float | None = None
        self._judged_s = 0.0
        self._broken: tuple[Finding, ...] = ()

    def look(self, now_s: float) -> HoldNow:
        """Return how the hold under way is; ``now_s`` is the time of the last frame."""
        from_s = self._session.held_from_s
        if from_s != self._from_s:
            self._from_s, self._judged_s, self._broken = from_s, now_s, ()
        if from_s is None or now_s - from_s < _GETTING_IN_S:
            return HoldNow()
        if now_s - self._judged_s >= _EVERY_S:
            self._judged_s, self._broken = now_s, self._judge(max(from_s + _SETTLE_S, now_s - _LOOK_S), now_s)
        return HoldNow(now_s - from_s - _GETTING_IN_S, self._broken)

    def _judge(self, from_s: float, now_s: float) -> tuple[Finding, ...]:
        """Return what was broken since a time and still is."""
        if now_s - from_s < _SETTLE_S:
            return ()
        exercise, window = self._session.exercise, self._session.view_hold(from_s)
        measured = exercise.measure(window)
        found = find_in_hold(exercise.rules, measured.followed, window.time_s, 1, from_s, now_s)
        return tuple(finding for finding in found if finding.end_s >= now_s - _NOW_S)
