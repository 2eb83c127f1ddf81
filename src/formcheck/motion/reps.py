"""Count repetitions of one driver signal as it comes in.

The counter looks for turning points that are far enough apart, so it needs no fixed level: a rep starts when the
signal has risen clearly above its rest, and is over when it has come most of the way back and stopped falling.
It reads one value at a time and never looks ahead, so frames that come singly or in blocks give the same reps.
"""

from __future__ import annotations

import enum
import math
from collections import deque
from dataclasses import dataclass, field

__all__ = ["RepBounds", "RepCounter", "RepCounting"]


@dataclass(frozen=True, slots=True)
class RepCounting:
    """When a movement counts. These say nothing about form: form thresholds are kept apart.

    Attributes
    ----------
    start_rise : rise above rest, in units of the signal, with which a movement begins. Smaller ones are ignored.
    full_range : range from rest to top that counts as a rep; less is a partial rep.
    partial_share : a rep of less than this share of the median range of the reps before is partial too.
    return_share : share of the range, counted from rest, to which the signal must fall back.
    rebound : rise, after falling back, that ends a rep at once (the next one begins).
    settle_s : a rep is over when the signal has made no new low for this long, s.
    dwell_s : time that a start or a return must last, s.
    min_s : shorter movements are noise, s.
    max_s : a longer movement is no rep: it is broken off, s.
    max_gap_s : a longer gap in the signal breaks the rep off, s.
    rest_memory_s : the level of rest is the lowest value of this many seconds, so that it follows when the person
        settles anew; no shorter than the slowest way up.
    warm_up_s : the signal is not looked at for this long after it appears, s: the landmarks of a tracker settle for
        that long when it finds a person, and pass through values far from what follows.
    smooth_s : time constant of the smoothing before counting, s; noise of 3 deg a frame is no movement then.
    source : where the numbers come from.
    """

    start_rise: float
    full_range: float
    source: str
    partial_share: float = 0.5
    return_share: float = 0.35
    rebound: float = 5.0
    settle_s: float = 0.25
    dwell_s: float = 0.06
    min_s: float = 0.4
    max_s: float = 40.0
    max_gap_s: float = 0.5
    rest_memory_s: float = 6.0
    warm_up_s: float = 0.4
    smooth_s: float = 0.08


@dataclass(frozen=True, slots=True)
class RepBounds:
    """One movement from rest to rest, in frame numbers since the start of the set.

    ``end`` is the last frame of the movement, ``decided`` the frame at which it was known to be over.
    ``broken`` tells that the signal was lost on the way: it was not seen whole and is not judged.
    """

    start: int
    top: int
    end: int
    decided: int
    complete: bool
    broken: bool = False


class _Phase(enum.Enum):
    REST = 0
    UP = 1
    BACK = 2


@dataclass(slots=True)
class RepCounter:
    """Find `RepBounds` in a signal that is high at the top of a rep; feed it with `push`."""

    counting: RepCounting
    _phase: _Phase = _Phase.REST
    _lows: deque[tuple[float, int, float]] = field(default_factory=deque)
    """Value, frame and time of the lowest values of late, rising: the first is the level of rest."""
    _low: float = 0.0
    _start: int = 0
    _start_s: float = 0.0
    _high: float = 0.0
    _high_at: int = 0
    _bottom: float = 0.0
    _bottom_at: int = 0
    _bottom_s: float = 0.0
    _since_s: float | None = None
    _seen_s: float | None = None
    _found_s: float | None = None
    _value: float = 0.0
    _ranges: list[float] = field(default_factory=list)

    @property
    def needed_from(self) -> int | None:
        """The first frame that a rep under way, or the next one, can still need; None when all can go."""
        if self._phase is not _Phase.REST:
            return self._start
        return self._lows[0][1] if self._lows else None

    def push(self, frame: int, time_s: float, value: float) -> RepBounds | None:
        """Take the signal at one frame (NaN: not seen) and return the rep that this frame ends, if any."""
        if self._seen_s is not None and time_s - self._seen_s > self.counting.max_gap_s:
            return self._resume(frame, time_s, value)
        if value != value:  # NaN, the quick way
            if self._seen_s is None:
                self._found_s = None
            return None
        if self._found_s is None:
            self._found_s = time_s
        if time_s - self._found_s < self.counting.warm_up_s:
            return None
        value = self._smooth(time_s, value)
        self._remember(frame, time_s, value)
        if self._phase is _Phase.REST:
            self._rest(frame, time_s, value)
            return None
        if time_s - self._start_s > self.counting.max_s:
            return self._break_off(frame)
        if self._phase is _Phase.UP:
            self._up(frame, time_s, value)
            return None
        return self._back(frame, time_s, value)

    def cut(self, frame: int) -> RepBounds | None:
        """Break off the rep under way: the film was cut before this frame."""
        self._seen_s = self._found_s = None
        return self._break_off(frame - 1)

    def finish(self, frame: int) -> RepBounds | None:
        """Return the rep that was under way when the set ended; broken, unless it had come back already."""
        if self._phase is _Phase.REST:
            return None
        return self._end(frame, broken=self._phase is _Phase.UP)

    def _resume(self, frame: int, time_s: float, value: float) -> RepBounds | None:
        """Break off the rep under way after a gap, in which frames did not show the person, or there were none."""
        bounds = self.cut(frame)
        self._found_s = None if value != value else time_s
        return bounds

    def _break_off(self, frame: int) -> RepBounds | None:
        bounds = self.finish(frame)
        self._to_rest()
        return bounds

    def _smooth(self, time_s: float, value: float) -> float:
        if self._seen_s is not None:
            weight = 1.0 - math.exp((self._seen_s - time_s) / self.counting.smooth_s)
            value = self._value + weight * (value - self._value)
        self._seen_s, self._value = time_s, value
        return value

    def _remember(self, frame: int, time_s: float, value: float) -> None:
        lows = self._lows
        while lows and lows[-1][0] >= value:
            lows.pop()
        lows.append((value, frame, time_s))
        while time_s - lows[0][2] > self.counting.rest_memory_s:
            lows.popleft()

    def _rest(self, frame: int, time_s: float, value: float) -> None:
        if value < self._lows[0][0] + self.counting.start_rise:
            self._since_s = None
        elif self._lasted(time_s):
            self._begin(frame, value)

    def _begin(self, frame: int, value: float) -> None:
        """Begin a rep at the last frame near the level of rest."""
        low = self._lows[0][0]
        near = low + 0.1 * self.counting.start_rise
        _, self._start, self._start_s = next(entry for entry in reversed(self._lows) if entry[0] <= near)
        self._phase, self._since_s = _Phase.UP, None
        self._low, self._high, self._high_at = low, value, frame

    def _up(self, frame: int, time_s: float, value: float) -> None:
        rest = self._lows[0][0]
        if rest > self._low + self.counting.start_rise and value > rest + self.counting.full_range:
            # what looked like the way up was the person settling higher: this is the way up
            self._begin(frame, value)
        if value > self._high:
            self._high, self._high_at = value, frame
        if value >= self._low + self.counting.return_share * (self._high - self._low):
            self._since_s = None
        elif self._lasted(time_s):
            self._phase, self._since_s = _Phase.BACK, None
            self._bottom, self._bottom_at, self._bottom_s = value, frame, time_s

    def _back(self, frame: int, time_s: float, value: float) -> RepBounds | None:
        size = self._high - self._low
        if value < self._bottom - 0.02 * size:
            self._bottom, self._bottom_at, self._bottom_s = value, frame, time_s
        rebounds = value > self._bottom + max(self.counting.rebound, 0.15 * size)
        if not (rebounds or time_s - self._bottom_s >= self.counting.settle_s):
            return None
        bounds = self._end(frame, broken=False)
        self._to_rest()
        self._lows.append((self._bottom, self._bottom_at, self._bottom_s))
        self._remember(frame, time_s, value)
        self._rest(frame, time_s, value)
        return bounds

    def _lasted(self, time_s: float) -> bool:
        if self._since_s is None:
            self._since_s = time_s
        return time_s - self._since_s >= self.counting.dwell_s

    def _to_rest(self) -> None:
        self._phase, self._since_s = _Phase.REST, None
        self._lows.clear()

    def _end(self, frame: int, *, broken: bool) -> RepBounds | None:
        size = self._high - self._low
        if broken:
            return RepBounds(self._start, self._high_at, frame, frame, complete=False, broken=True)
        if self._bottom_s - self._start_s < self.counting.min_s:
            return None
        full = size >= self.counting.full_range
        if full and len(self._ranges) >= 2:
            full = size >= self.counting.partial_share * _median(self._ranges)
        if full:
            self._ranges.append(size)
        return RepBounds(self._start, self._high_at, self._bottom_at, frame, full)


def _median(values: list[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
