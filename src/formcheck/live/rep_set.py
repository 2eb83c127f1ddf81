"""A set of reps: the count, the cue after a rep, partial reps, the breath, and the beat."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from formcheck.exercises.base import Exercise
from formcheck.live.cues import RepCues
from formcheck.live.dose_count import Counted, DoseCount
from formcheck.live.say import Urgency
from formcheck.live.words import BREATHE, OTHER_SIDE, Remark, add_remark, number_word
from formcheck.messages import Message, _
from formcheck.motion.reps import RepCounting
from formcheck.results import Dose, Hold, Rep

__all__ = ["RepSet", "Tempo", "has_tempo"]

_BREATHE_EVERY = 4
"""Reps between two reminders to breathe. Source: our choice."""
_FURTHER_EVERY = 3
"""Reps between two requests to move further. Source: our choice."""
_FURTHER = _("Not counted. If it does not hurt, a little further.")
_NOT_COUNTED = _("Not counted.")


class RepSet:
    """Takes the reps of a set as they are done.

    Parameters
    ----------
    uncued : see `Coach`.

    Attributes
    ----------
    dose : how much of the dose is done, in complete reps.
    stopped : why the set was stopped, if so.
    """

    def __init__(self, exercise: Exercise, dose: Dose, uncued: Collection[str] = ()) -> None:
        coached = exercise.kind == "exercise"
        self.dose = DoseCount(dose)
        self._cues = RepCues(exercise.rules, uncued) if coached else None
        self._too_small = _NOT_COUNTED if uncued else _FURTHER
        self._since_further = _FURTHER_EVERY
        self.stopped: Message | None = None

    def take(self, units: Sequence[Rep | Hold]) -> Remark | None:
        """Take the reps that are done now and return what to say: of several, the most urgent and newest."""
        said: Remark | None = None
        for rep in units:
            if isinstance(rep, Rep) and self.stopped is None and (remark := self._take_rep(rep)) is not None:
                said = remark if said is None or remark.urgency >= said.urgency else said
        return said

    def _take_rep(self, rep: Rep) -> Remark | None:
        self._since_further += 1
        if not rep.complete:
            return self._tell_too_small()
        counted = self.dose.add(rep.side)
        if counted is Counted.OTHER_SIDE_DUE:
            return Remark(OTHER_SIDE, Urgency.INFO, OTHER_SIDE)
        advice = self._cues.judge(rep) if self._cues is not None else None
        if advice is not None and advice.urgency is Urgency.STOP:
            self.stopped = advice.text
            return advice
        return self._say_count(counted, advice)

    def _tell_too_small(self) -> Remark | None:
        if self._since_further < _FURTHER_EVERY:
            return None
        self._since_further = 0
        return Remark(self._too_small, Urgency.CUE, self._too_small, "watch")

    def _say_count(self, counted: Counted, advice: Remark | None) -> Remark:
        word = number_word(self.dose.count)
        if counted is Counted.SIDE_DONE:
            return Remark(add_remark(word, OTHER_SIDE), Urgency.CUE, OTHER_SIDE)
        if counted is Counted.ALL_DONE:
            text = _("Done. Well done: {count}.", count=word)
            return Remark(text, Urgency.CUE, text, "good")
        if advice is None and self._cues is not None and self.dose.count % _BREATHE_EVERY == 0:
            advice = Remark(BREATHE, Urgency.COUNT)
        if advice is None:
            return Remark(word, Urgency.COUNT)
        return Remark(add_remark(word, advice.text), advice.urgency, advice.line, advice.grade)


_BEAT = {"up_s": _("Up."), "hold_s": _("Hold."), "down_s": _("Down.")}
"""What is said when a phase of a rep begins, by the names of its measures."""
_ONWARD = _("and")
"""What is said on the beats within a phase: no number, which would sound like the count of reps."""
_BEATS_A_PHASE = 2
"""Seconds that a phase of the audible tempo takes. Source: our choice, up 2, hold 2, down 2: slow, without
momentum."""


def has_tempo(exercise: Exercise) -> bool:
    """Return whether the tempo can be spoken: it has reps, and these go up, hold and down."""
    return isinstance(exercise.counting, RepCounting) and set(_BEAT) <= set(exercise.phases)


class Tempo:
    """A steady beat, a word a second: "up, and, hold, and, down, and"; for an exercise that `has_tempo`."""

    def __init__(self, exercise: Exercise, started_s: float) -> None:
        within = [_ONWARD] * (_BEATS_A_PHASE - 1)
        self._words = [word for name in exercise.phases if name in _BEAT for word in (_BEAT[name], *within)]
        self._started_s = started_s
        self._beat = 0

    def update(self, now_s: float) -> bool:
        """Take the time and return whether a beat falls on it."""
        beat = int(now_s - self._started_s)
        falls, self._beat = beat > self._beat, max(beat, self._beat)
        return falls

    def speak(self) -> Remark:
        """Return the word of the last beat."""
        return Remark(self._words[(self._beat - 1) % len(self._words)], Urgency.INFO)
