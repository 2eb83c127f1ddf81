"""Time holds of one position as it comes in, frame by frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.motion.spans import smooth_signal
from formcheck.pose import FloatArray

__all__ = ["HoldBounds", "HoldTimer", "HoldTiming", "trim_transitions"]

_STILL_DEG_S = 4.0
"""An angle that changes more slowly belongs to the hold, not to getting into it. Source: our choice, a twelfth of the
fastest change when a plank is entered within a second."""
_LONGEST_S = 2.0


@dataclass(frozen=True, slots=True)
class HoldTiming:
    """When a position counts as held. These say nothing about form.

    Attributes
    ----------
    enter_s : the position must last this long before a hold begins, s; the hold counts from its first frame.
    bridge_s : out of position, or out of sight, for longer than this ends the hold, s.
    min_s : a shorter hold is not one, s.
    max_s : a longer hold is ended and the next one begins, s, so that memory stays bounded.
    source : where the numbers come from.
    """

    source: str
    enter_s: float = 0.5
    bridge_s: float = 0.5
    min_s: float = 2.0
    max_s: float = 600.0


@dataclass(frozen=True, slots=True)
class HoldBounds:
    """One hold in frame numbers since the start of the set; ``decided`` is when it was known to be over."""

    start: int
    end: int
    decided: int
    complete: bool = True
    broken: bool = False

    @property
    def top(self) -> int:
        """The frame in the middle."""
        return (self.start + self.end) // 2


@dataclass(slots=True)
class HoldTimer:
    """Find `HoldBounds` in a signal that is above 0.5 in position; feed it with `push`."""

    timing: HoldTiming
    _start: int | None = None
    _start_s: float = 0.0
    _last: int = 0
    _last_s: float = 0.0

    @property
    def needed_from(self) -> int | None:
        """The first frame that a hold under way can still need; None when all can go."""
        return self._start

    def push(self, frame: int, time_s: float, value: float) -> HoldBounds | None:
        """Take the signal at one frame (NaN: not seen) and return the hold that this frame ends, if any."""
        if value > 0.5:
            ended = None
            if self._start is not None and time_s - self._last_s > self._patience_s():
                ended = self.finish(frame)  # the frames between are missing
            if self._start is None:
                self._start, self._start_s = frame, time_s
            self._last, self._last_s = frame, time_s
            if time_s - self._start_s > self.timing.max_s:
                return self.finish(frame)
            return ended
        if self._start is not None and time_s - self._last_s > self._patience_s():
            return self.finish(frame)
        return None

    def cut(self, frame: int) -> HoldBounds | None:
        """End the hold under way: the film was cut before this frame."""
        return self.finish(frame - 1)

    def finish(self, frame: int) -> HoldBounds | None:
        """End the hold under way at its last frame in position; None when it was too short to be one."""
        start, self._start = self._start, None
        if start is None or self._last_s - self._start_s < self.timing.min_s:
            return None
        return HoldBounds(start, self._last, frame)

    def _patience_s(self) -> float:
        """Return how long the position may be left: not at all before it has been held for `enter_s`."""
        held = self._last_s - self._start_s
        return self.timing.bridge_s if held >= self.timing.enter_s else 0.1


def trim_transitions(time_s: FloatArray, angle_deg: FloatArray, start_s: float, end_s: float) -> tuple[float, float]:
    """Return where a hold begins and ends once getting into it and out of it are left out, s.

    From each end inwards, for at most 2 s, to where the angle has come to rest.
    """
    within = (time_s >= start_s - 0.3) & (time_s <= end_s + 0.3)
    signal = smooth_signal(time_s[within], angle_deg[within], 0.08)
    if signal is None:
        return start_s, end_s
    speed = np.abs(np.gradient(signal.values, signal.step_s))
    still = signal.time_s[(speed < _STILL_DEG_S) & (signal.time_s >= start_s) & (signal.time_s <= end_s)]
    if not len(still):
        return start_s, end_s
    first = float(still[0]) if still[0] - start_s <= _LONGEST_S else start_s
    last = float(still[-1]) if end_s - still[-1] <= _LONGEST_S else end_s
    return first, last
