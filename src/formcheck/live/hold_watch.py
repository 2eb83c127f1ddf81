"""The hold under way: how long it has lasted, and which rules it breaks at this moment.

A `Session` judges a hold when it is over. Whoever holds a plank needs to hear of sagging hips before that, so the last
seconds of the hold are judged again and again by the same rules, measures and limits.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from formcheck.exercises.base import Exercise, Observation, Window
from formcheck.judging import find_in_hold
from formcheck.motion.continuity import CutFinder
from formcheck.motion.holds import HoldTimer, HoldTiming
from formcheck.pose import PoseTrack
from formcheck.results import Finding

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


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    time_s: float
    observed: Observation


class HoldWatch:
    """Feed it the frames that the `Session` gets, one at a time. For an exercise of reps it sees nothing.

    Memory stays constant: the frames of the last seconds.
    """

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        timing = exercise.counting
        self._timer = HoldTimer(timing) if isinstance(timing, HoldTiming) else None
        self._cuts = CutFinder()
        self._frames: deque[_Frame] = deque()
        self._pushed = 0
        self._start: int | None = None
        self._start_s = self._judged_s = 0.0
        self._broken: tuple[Finding, ...] = ()

    def take(self, track: PoseTrack) -> HoldNow:
        """Take the next frame, a track of length 1, and return how the hold under way is."""
        if self._timer is None or not len(track):
            return HoldNow()
        now_s, observed = float(track.time_s[-1]), self._exercise.observe(track)
        self._frames.append(_Frame(now_s, observed))
        while self._frames[0].time_s < now_s - _LOOK_S:
            self._frames.popleft()
        if len(self._cuts.find(track)):
            self._timer.cut(self._pushed)
        self._timer.push(self._pushed, now_s, float(observed.driver[-1]))
        self._pushed += 1
        self._follow_start(now_s)
        if self._start is None:
            return HoldNow()
        if now_s - self._judged_s >= _EVERY_S:
            self._judged_s, self._broken = now_s, self._judge(now_s)
        held_s = now_s - self._start_s - _GETTING_IN_S
        return HoldNow(held_s, self._broken) if held_s >= 0.0 else HoldNow()

    def _follow_start(self, now_s: float) -> None:
        start = self._timer.needed_from if self._timer is not None else None
        if start != self._start:
            self._start, self._start_s, self._broken = start, now_s, ()

    def _judge(self, now_s: float) -> tuple[Finding, ...]:
        """Return what was broken in the last seconds and still is."""
        from_s = max(self._start_s + _SETTLE_S, now_s - _LOOK_S)
        if now_s - from_s < _SETTLE_S:
            return ()
        window = self._make_window(from_s, now_s)
        measured = self._exercise.measure(window)
        found = find_in_hold(self._exercise.rules, measured.followed, window.time_s, 1, from_s, now_s)
        return tuple(finding for finding in found if finding.end_s >= now_s - _NOW_S)

    def _make_window(self, from_s: float, now_s: float) -> Window:
        frames = [frame for frame in self._frames if frame.time_s >= from_s]
        names = frames[0].observed.signals
        return Window(
            time_s=np.array([frame.time_s for frame in frames]),
            driver=np.concatenate([frame.observed.driver for frame in frames]),
            side=np.concatenate([frame.observed.side for frame in frames]),
            signals={name: np.concatenate([frame.observed.signals[name] for frame in frames]) for name in names},
            start_s=from_s,
            top_s=(from_s + now_s) / 2,
            end_s=now_s,
        )
