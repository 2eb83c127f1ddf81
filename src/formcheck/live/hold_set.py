"""A set of holds: the clock aloud, cues while the position is held, the breath, and the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence

from formcheck.exercises.base import Exercise
from formcheck.live.cues import HoldCues
from formcheck.live.dose_count import Counted, DoseCount
from formcheck.live.pacing import Pacing
from formcheck.live.say import Urgency
from formcheck.live.words import BREATHE, OTHER_SIDE, Remark, add_remark, add_sentence, number_word
from formcheck.messages import Message, _, _n
from formcheck.results import Dose, Finding, Hold, Rep

__all__ = ["HoldSet"]

_CLOCK_S = 10
"""The clock is said every so many seconds. Source: our choice."""
_LAST_S = 3
"""And each of the last seconds before the time that is asked for. Source: our choice."""
_BREATHE_FIRST_S, _BREATHE_EVERY_S = 5.0, 15.0
"""When a hold is so old, and then so often, the person is reminded to breathe, s. Source: our choice."""
_BREATHE_LATE_S = 3.0
"""A reminder that could not be said for so long is left out, s. Source: our choice."""
_TRY_S = 3.0
"""A shorter hold is not spoken of: the person was getting ready, s. Source: our choice."""
_STAYING_S = 10.0
"""Who still holds so long after the time that was asked for is done all the same, s. Source: our choice."""
_REST = _("And rest.")


class HoldSet:
    """Takes the hold under way and the holds that are done.

    Attributes
    ----------
    dose : how much of the dose is done, in holds that were long enough.
    stopped : why the set was stopped, if so.
    """

    def __init__(self, exercise: Exercise, dose: Dose) -> None:
        self._coached = exercise.kind == "exercise"
        self.dose = DoseCount(dose)
        self._asked_s = dose.hold_s or math.inf
        self._beginner_s = dose.beginner_hold_s
        self._cues = HoldCues(exercise.rules)
        self._held_s: float | None = None
        self._rested = False
        self._breathe_s = _BREATHE_FIRST_S
        self.stopped: Message | None = None

    def take(
        self,
        units: Sequence[Rep | Hold],
        held_s: float | None,
        broken: Sequence[Finding],
        now_s: float,
        pacing: Pacing,
    ) -> Remark | None:
        """Take the holds done and the one under way, and what it breaks now; return what to say."""
        before_s, self._held_s = self._held_s, held_s
        if held_s is not None and (before_s is None or held_s < before_s):
            self._begin()
            before_s = 0.0
        if held_s is not None and self._coached and (stop := self._cues.find_stop(broken, now_s)):
            self.stopped = stop.text
            return stop
        for unit in units:
            if isinstance(unit, Hold) and (remark := self._take_done(unit)):
                return remark
        if held_s is None or before_s is None:
            return None
        return self._speak_clock(before_s, held_s, now_s, pacing) or self._coach(held_s, broken, now_s, pacing)

    def _begin(self) -> None:
        self._rested, self._breathe_s = False, _BREATHE_FIRST_S
        self._cues.begin()

    def _take_done(self, hold: Hold) -> Remark | None:
        """Count a hold that was long enough; in an assessment any hold is a try, for it is as long as it can be."""
        rested, self._rested = self._rested, False
        length_s = hold.end_s - hold.start_s
        if length_s < _TRY_S:
            return None
        if not rested and self._coached:
            return None if hold.lost else self._tell_early_end(length_s, clean=not hold.findings)
        counted = self.dose.add(hold.side)
        told = None if rested else _tell_length(length_s)
        if counted is Counted.ALL_DONE:
            return self._end(told)
        if counted is Counted.MORE:
            return told
        text = add_sentence(told.text, OTHER_SIDE) if told else OTHER_SIDE
        return Remark(text, Urgency.CUE, OTHER_SIDE)

    def _tell_early_end(self, length_s: float, *, clean: bool) -> Remark:
        """Return the length of a hold that ended before its time; a clean one as for a beginner was well done."""
        told = _tell_length(length_s)
        if not clean or length_s < (self._beginner_s or math.inf):
            return told
        return Remark(add_sentence(told.text, _("Well done.")), Urgency.CUE, told.line, "good")

    def _end(self, told: Remark | None) -> Remark:
        """Say that the dose is reached."""
        if told is not None:
            return Remark(add_sentence(told.text, _("Done. Well done.")), Urgency.CUE, told.line, "good")
        seconds = number_word(round(self._asked_s))
        text = _("Done. Well done: {count} seconds.", count=seconds)
        return Remark(text, Urgency.CUE, text, "good")

    def _speak_clock(self, before_s: float, held_s: float, now_s: float, pacing: Pacing) -> Remark | None:
        """Return the word of the clock when one fell due; while a cue is being said, only that of the last seconds."""
        if held_s >= self._asked_s + _STAYING_S and self._rested and not (self.dose.done or self.dose.turning):
            return self._count_staying()
        second = int(held_s)
        if second == int(before_s) or self._rested:
            return None
        left = self._asked_s - second
        if left <= 0:
            self._rested = True
            return Remark(_REST, Urgency.CUE, _REST)
        if left <= _LAST_S:
            return Remark(number_word(round(left)), Urgency.COUNT)
        if second // _CLOCK_S == int(before_s) // _CLOCK_S or not pacing.is_free(now_s):
            return None
        word = number_word(second // _CLOCK_S * _CLOCK_S)
        if self._is_breath_due(held_s):
            self._breathe_s += _BREATHE_EVERY_S
            return Remark(add_remark(word, BREATHE), Urgency.COUNT)
        return Remark(word, Urgency.COUNT)

    def _count_staying(self) -> Remark | None:
        """Count the hold under way: the person has not come down after the rest was called."""
        if self.dose.add(None) is Counted.ALL_DONE:
            return self._end(None)
        return None

    def _coach(self, held_s: float, broken: Sequence[Finding], now_s: float, pacing: Pacing) -> Remark | None:
        """Return a cue, praise or a reminder to breathe, where it can be said before the clock's last words."""
        if not self._coached or self._rested or not pacing.is_free(now_s):
            return None
        left_s = self._asked_s - _LAST_S - held_s
        if remark := self._cues.speak(broken, now_s, left_s):
            return remark
        if not self._is_breath_due(held_s) or left_s < _LAST_S:
            return None
        late = held_s - self._breathe_s > _BREATHE_LATE_S
        self._breathe_s += _BREATHE_EVERY_S
        return None if late else Remark(BREATHE, Urgency.INFO)

    def _is_breath_due(self, held_s: float) -> bool:
        return self._coached and held_s >= self._breathe_s


def _tell_length(length_s: float) -> Remark:
    text = _n("You held {n} second.", "You held {n} seconds.", n=int(length_s))
    return Remark(text, Urgency.CUE, text)
