"""When it is time to say something: not while something else is spoken, and the same thing not again too soon."""

from __future__ import annotations

import math
from collections import Counter, deque
from typing import Generic, TypeVar

from formcheck.live.words import speaking_s

__all__ = ["Lasting", "Mostly", "Pacing", "Reminders", "WatchedClock"]

T = TypeVar("T")
_LONGEST_PAUSE_S = 60.0
"""The same thing is said again after pauses that double, up to this, s. Source: our choice."""
_LONGEST_STEP_S = 1.0
"""Pictures farther apart than this are a gap in which nobody was watched, s. Source: our choice."""


class Pacing:
    """Knows about how long the last thing takes to say."""

    def __init__(self) -> None:
        self.free_from_s = -math.inf

    def note(self, text: str, now_s: float) -> None:
        """Take that a text is said from now on."""
        self.free_from_s = now_s + speaking_s(text)

    def is_free(self, now_s: float) -> bool:
        """Return whether nothing is being said."""
        return now_s >= self.free_from_s


class Reminders:
    """Says a thing once, and again after a pause that doubles for as long as nothing else was due."""

    def __init__(self, pause_s: float) -> None:
        self._pause_s = pause_s
        self._said_s: dict[str, float] = {}
        self._last = ""
        self._times = 0

    def is_due(self, text: str, now_s: float) -> bool:
        """Return whether to say it now."""
        if text not in self._said_s:
            return True
        doubled = 2 ** max(self._times - 1, 0) if text == self._last else 1
        return now_s - self._said_s[text] >= min(self._pause_s * doubled, max(_LONGEST_PAUSE_S, self._pause_s))

    def note(self, text: str, now_s: float) -> None:
        """Take that it was said."""
        self._times = min(self._times + 1, 10) if text == self._last else 1
        self._said_s[text], self._last = now_s, text


class Lasting(Generic[T]):
    """Something that was seen, and for how long without a break."""

    def __init__(self) -> None:
        self.value: T | None = None
        self._since_s = 0.0

    def update(self, value: T, now_s: float) -> float:
        """Take what is seen now and return how long it has been so, s."""
        if value != self.value:
            self.value, self._since_s = value, now_s
        return now_s - self._since_s


class Mostly(Generic[T]):
    """What was seen in the last moments, where it may flicker."""

    def __init__(self, window_s: float) -> None:
        self._window_s = window_s
        self._seen: deque[tuple[float, T]] = deque()
        self._counts: Counter[T] = Counter()

    def update(self, value: T, now_s: float) -> None:
        """Take what is seen now."""
        self._seen.append((now_s, value))
        self._counts[value] += 1
        while len(self._seen) > 1 and self._seen[1][0] <= now_s - self._window_s:
            self._counts[self._seen.popleft()[1]] -= 1

    def find_main(self, but: T, share: float) -> T | None:
        """Return what was seen most, apart from ``but``; None when ``but`` had that share, or it is too early to tell.

        ``share`` is of all glances, 0 to 1.
        """
        if not self._is_full() or self.has(but, share):
            return None
        others = {value: n for value, n in self._counts.items() if value != but and n > 0}
        return max(others, key=lambda value: others[value])

    def has(self, value: T, share: float) -> bool:
        """Return whether a value had that share of the glances."""
        return self._is_full() and self._counts[value] >= share * len(self._seen)

    def _is_full(self) -> bool:
        return bool(self._seen) and self._seen[-1][0] - self._seen[0][0] >= self._window_s


class WatchedClock:
    """Time in which the person could be watched, s: it stands still while the camera sends no new pictures."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._last_s: float | None = None

    def update(self, time_s: float, *, watching: bool) -> float:
        """Take the time of a picture and return the time watched so far, s."""
        step_s = 0.0 if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        if watching and 0.0 < step_s <= _LONGEST_STEP_S:
            self.now_s += step_s
        return self.now_s
