"""Time holds of one position as it comes in, frame by frame."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from formcheck.motion.spans import find_spans, smooth_signal
from formcheck.pose import FloatArray

__all__ = ["HoldBounds", "HoldTimer", "HoldTiming", "trim_transitions"]

_STILL_DEG_S = 4.0
"""An angle that changes more slowly belongs to the hold, not to getting into it. Source: our choice, a twelfth of the
fastest change when a plank is entered within a second."""
_LONGEST_S, _NEAR_S = 2.5, 0.6
_SMOOTH_S = 0.2
"""Time constant of the smoothing before rest is learned, s, so that noise does not lower it."""
_SLOWEST_S = 0.3
"""Frames farther apart than this are a gap and not a slow film, s."""


@dataclass(frozen=True, slots=True)
class HoldTiming:
    """When a position counts as held. These say nothing about form.

    Attributes
    ----------
    level : the signal above which the position is held, where the level of rest is not known.
    rise : rise, in units of the signal, that tells getting into position from rest; None where rest needs no telling.
    fall : height above the level of rest, once it is known, below which the position is left.
    enter_s : the position must last this long before a hold begins, s; the hold counts from its first frame.
    bridge_s : out of position, or out of sight, for longer than this ends the hold, s.
    min_s : a shorter hold is not one, s.
    max_s : a longer hold is ended and the next one begins, s, so that memory stays bounded.
    warm_up_s : rest is not learned for this long after the person appears, s: landmarks are still settling then.
    source : where the numbers come from.
    """

    level: float
    source: str
    rise: float | None = None
    fall: float = 0.0
    enter_s: float = 0.5
    bridge_s: float = 0.5
    min_s: float = 2.0
    max_s: float = 600.0
    warm_up_s: float = 0.4


@dataclass(frozen=True, slots=True)
class HoldBounds:
    """One hold in frame numbers since the start of the set; ``decided`` is when it was known to be over."""

    start: int
    end: int
    decided: int
    lost: bool = False
    """Whether it ended because the person was out of sight, or the film was cut."""

    @property
    def top(self) -> int:
        """The frame in the middle."""
        return (self.start + self.end) // 2


@dataclass(slots=True)
class HoldTimer:
    """Find `HoldBounds` in a signal that is high in position; feed it with `push`.

    Where a body rests differs from body to body, so rest is learned: it is the lowest value before a hold; and when the
    signal rises by `HoldTiming.rise` within a hold, what looked like the hold was rest, and the hold begins there.
    """

    timing: HoldTiming
    _start: int | None = None
    _start_s: float = 0.0
    _start_value: float = 0.0
    _last: int = 0
    _last_s: float = 0.0
    _rest: float | None = None
    _level: float | None = None
    _pushed_s: float | None = None
    _found_s: float | None = None
    _lost: bool = False

    @property
    def needed_from(self) -> int | None:
        """The first frame that a hold under way can still need; None when all can go."""
        return self._start

    def push(self, frame: int, time_s: float, value: float) -> HoldBounds | None:
        """Take the signal at one frame (NaN: not seen) and return the hold that this frame ends, if any."""
        step_s = 0.0 if self._pushed_s is None else time_s - self._pushed_s
        self._pushed_s = time_s
        if settling := self._is_settling(time_s, value):
            self._level = None
        smooth = self._smooth(step_s, value)
        ended = None
        if self._start is not None and time_s - self._last_s > self._patience_s(step_s):
            self._lost |= step_s > self.timing.bridge_s  # the frames between are missing
            ended = self.finish(frame)
        if (value if self._start is None else smooth) > self._limit():
            if self._start is None or self._was_rest(value):
                self._start, self._start_s, self._start_value = frame, time_s, value
            self._last, self._last_s, self._lost = frame, time_s, False
            if time_s - self._start_s > self.timing.max_s:
                return self.finish(frame)
        elif value != value:
            self._lost = True
        elif self._start is None and self.timing.rise is not None and not settling:
            self._rest = smooth if self._rest is None else min(self._rest, smooth)
        return ended

    def _is_settling(self, time_s: float, value: float) -> bool:
        """Return whether the person has only just come into sight."""
        if value != value:
            self._found_s = None
            return False
        if self._found_s is None:
            self._found_s = time_s
        return time_s - self._found_s < self.timing.warm_up_s

    def _smooth(self, step_s: float, value: float) -> float:
        """Return the signal without its noise, where rest is learned from it; where it is a touch, it is left sharp."""
        if value != value or self.timing.rise is None:
            self._level = None
            return value
        weight = 1.0 if self._level is None else 1.0 - math.exp(-step_s / _SMOOTH_S)
        self._level = value if self._level is None else self._level + weight * (value - self._level)
        return self._level

    def _limit(self) -> float:
        """Return the signal above which the position is held: it is taken a little above where it is left."""
        if self._rest is None or self.timing.rise is None:
            return self.timing.level
        if self._start is None:
            return max(self.timing.level, self._rest + 1.5 * self.timing.fall)
        return self._rest + self.timing.fall

    def _was_rest(self, value: float) -> bool:
        """Return whether the signal has risen so much that the hold begins only now."""
        if self.timing.rise is None or value <= self._start_value + self.timing.rise or self._rest is not None:
            return False
        self._rest = self._start_value
        return True

    def cut(self, frame: int) -> HoldBounds | None:
        """End the hold under way: the film was cut before this frame."""
        self._lost, self._level, self._rest, self._found_s = True, None, None, None
        return self.finish(frame - 1)

    def finish(self, frame: int) -> HoldBounds | None:
        """End the hold under way at its last frame in position; None when it was too short to be one."""
        start, self._start = self._start, None
        if start is None or self._last_s - self._start_s < self.timing.min_s:
            return None
        return HoldBounds(start, self._last, frame, self._lost)

    def _patience_s(self, step_s: float) -> float:
        """Return how long the position may be left: a frame or two before it has been held for `enter_s`.

        ``step_s`` is the time since the frame before; in a slow film the next frame is never too late.
        """
        held = self._last_s - self._start_s
        return max(self.timing.bridge_s if held >= self.timing.enter_s else 0.1, 1.5 * min(step_s, _SLOWEST_S))


def trim_transitions(time_s: FloatArray, angle_deg: FloatArray, start_s: float, end_s: float) -> tuple[float, float]:
    """Return where a hold begins and ends once getting into it and out of it are left out, s.

    A movement that goes on to within `_NEAR_S` of an end of the hold belongs to getting in, or out.
    """
    within = (time_s >= start_s - 0.3) & (time_s <= end_s + 0.3)
    signal = smooth_signal(time_s[within], angle_deg[within], 0.08)
    if signal is None:
        return start_s, end_s
    moving = np.abs(np.gradient(signal.values, signal.step_s)) > _STILL_DEG_S
    first, last = start_s, end_s
    for span in find_spans(signal, moving, 0.1):
        begins, ends = float(signal.time_s[span][0]), float(signal.time_s[span][-1])
        if ends - begins > _LONGEST_S:
            continue
        if begins <= start_s + _NEAR_S:
            first = max(first, ends + signal.step_s)
        elif ends >= end_s - _NEAR_S:
            last = min(last, begins - signal.step_s)
    return (first, last) if first < last else (start_s, end_s)
