"""The coach: from what is seen to what is said, through the phases of a set.

SETUP, until the person is seen well (`SetupCheck`); COUNT_IN, "three, two, one, go" (`CountIn`); SET, with counts, cues
and the clock (`RepSet`, `HoldSet`); OVER, when all is silent. The coach has no clock and no threads: time is that of
the glances. Of what could be said at one glance the first in its order is said; the rest keeps, or is let go.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence

from formcheck.drawing.looks import Grade
from formcheck.exercises.base import Exercise, Seen
from formcheck.live.ending import Ending
from formcheck.live.glance import Glance
from formcheck.live.hold_set import HoldSet
from formcheck.live.pacing import Pacing, WatchedClock
from formcheck.live.rep_set import RepSet, Tempo, has_tempo
from formcheck.live.say import Say, Urgency
from formcheck.live.setup_check import CountIn, SetupCheck
from formcheck.live.sight import CameraWatch, LostReps, PresenceWatch
from formcheck.live.words import Remark
from formcheck.messages import Message, _
from formcheck.motion.holds import HoldTiming
from formcheck.results import Dose, Finding
from formcheck.sources.camera import CameraState

__all__ = ["Coach", "Phase", "Say", "Urgency"]

_LINE_S = 8.0
"""A line of text stays on the screen for so long during the set, s. Source: our choice."""


class Phase(enum.Enum):
    """Where a set has got to."""

    SETUP = "setup"
    COUNT_IN = "count-in"
    SET = "set"
    OVER = "over"


class Coach:
    """Feed every glance to `take`, in order of time, also while the camera sends nothing.

    Parameters
    ----------
    dose : what is asked for in this set; None for the exercise's own.
    tempo : speak the tempo, where the exercise has one.
    uncued : names of rules that are not spoken of, as of a small range where one is asked for.

    Attributes
    ----------
    phase : where the set has got to.
    counted_from_s : when the count-in ended, s; None before. Frames up to then do not belong to the set.
    held_s : length of the hold under way, s; None without one.
    reason_over : why the set is over; None before.
    grade : of the large line of text.
    """

    def __init__(
        self, exercise: Exercise, dose: Dose | None = None, *, tempo: bool = False, uncued: Collection[str] = ()
    ) -> None:
        self._exercise = exercise
        self._uncued = uncued
        self._dose = dose or exercise.dose
        self._pacing = Pacing()
        self._clock = WatchedClock()
        self._camera = CameraWatch()
        self._setup = SetupCheck(exercise)
        self._count_in: CountIn | None = None
        self._set: _SetUnderWay | None = None
        self._tempo = tempo and has_tempo(exercise)
        self._line: Message | None = None
        self._line_s = self._now_s = 0.0
        self.phase = Phase.SETUP
        self.counted_from_s: float | None = None
        self.held_s: float | None = None
        self.reason_over: Message | None = None
        self.grade: Grade = "info"

    @property
    def count(self) -> int:
        """Reps that count, or holds that were long enough; of the side under way where each side has its own."""
        return 0 if self._set is None else self._set.count

    @property
    def cue(self) -> str:
        """The large line of text; "" for none."""
        fresh = self._set is None or self._now_s - self._line_s < _LINE_S
        return self._line if self._line is not None and fresh else ""

    def take(self, glance: Glance, broken: Sequence[Finding] = ()) -> list[Say]:
        """Take the next glance and return what to say now: nothing, or one thing.

        ``broken`` are the rules that the hold under way breaks at this moment, see `HoldWatch`.
        """
        if self.phase is Phase.OVER:
            return []
        self._now_s = glance.time_s
        watched_s = self._clock.update(glance.time_s, watching=glance.camera is CameraState.OK)
        remark = self._take(glance, broken, watched_s)
        if glance.camera is CameraState.ENDED and self.reason_over is None:
            self._end(_("the film is over"))
        return [] if remark is None else [self._say(remark, glance.time_s)]

    def _take(self, glance: Glance, broken: Sequence[Finding], watched_s: float) -> Remark | None:
        if self._set is not None:
            return self._take_set(self._set, glance, broken, watched_s)
        if self._count_in is not None:
            return self._take_count_in(self._count_in, glance, watched_s)
        return self._take_setup(glance)

    def _take_setup(self, glance: Glance) -> Remark | None:
        self._setup.update(glance)
        if remark := self._camera.take(glance):
            self._setup.greeted = glance.seen != Seen.NOBODY
            return remark
        if not self._pacing.is_free(glance.time_s):
            return None
        if not self._setup.ready:
            return self._setup.speak(glance.time_s)
        self._count_in, self.phase = CountIn(glance.time_s), Phase.COUNT_IN
        return self._count_in.take(glance)

    def _take_count_in(self, count_in: CountIn, glance: Glance, watched_s: float) -> Remark | None:
        self._setup.update(glance)
        remark = count_in.take(glance)
        if count_in.broken_off:
            self._count_in, self.phase = None, Phase.SETUP
        elif count_in.gone:
            self.counted_from_s, self.phase = glance.time_s, Phase.SET
            tempo = Tempo(self._exercise, glance.time_s) if self._tempo else None
            self._set = _SetUnderWay(self._exercise, self._dose, watched_s, tempo, self._uncued)
        return remark

    def _take_set(
        self, under_way: _SetUnderWay, glance: Glance, broken: Sequence[Finding], watched_s: float
    ) -> Remark | None:
        self.held_s = glance.held_s
        remark = under_way.take(glance, broken, watched_s, self._pacing, self._camera)
        if under_way.reason_over is not None:
            self._end(under_way.reason_over)
        return remark

    def _end(self, reason: Message) -> None:
        self.phase, self.reason_over, self.held_s = Phase.OVER, reason, None

    def _say(self, remark: Remark, now_s: float) -> Say:
        self._pacing.note(remark.text, now_s)
        if remark.line is not None and not (remark.yields and self.cue and self.grade in ("watch", "fault")):
            self._line, self._line_s, self.grade = remark.line, now_s, remark.grade
        return Say(remark.text, remark.urgency, now_s)


class _SetUnderWay:
    """The phase SET: what was done comes first, then the camera, the end, how the person is seen, and last the beat."""

    def __init__(
        self, exercise: Exercise, dose: Dose, watched_s: float, tempo: Tempo | None, uncued: Collection[str]
    ) -> None:
        held = isinstance(exercise.counting, HoldTiming)
        self._work = HoldSet(exercise, dose) if held else RepSet(exercise, dose, uncued)
        self._presence = PresenceWatch(exercise)
        self._lost = LostReps()
        self._ending = Ending(watched_s)
        self._tempo = tempo

    @property
    def count(self) -> int:
        return self._work.dose.count

    @property
    def reason_over(self) -> Message | None:
        if self._work.stopped is not None:
            return _("stopped, to rest")
        return self._ending.reason

    def take(
        self, glance: Glance, broken: Sequence[Finding], watched_s: float, pacing: Pacing, camera: CameraWatch
    ) -> Remark | None:
        now_s = glance.time_s
        if glance.camera is CameraState.OK:
            self._presence.update(glance, watched_s)
        self._lost.update(glance)
        beat = self._tempo is not None and self._tempo.update(now_s)
        if glance.done or ((glance.held_s is not None or glance.lost) and not self._work.dose.done):
            self._ending.note_activity(watched_s)
        remark = self._work_on(glance, broken, pacing)
        if remark is None and (remark := camera.take(glance)):
            self._lost.note_told(now_s)
        if remark is not None or glance.camera is not CameraState.OK:
            return remark
        done, turning = self._work.dose.done, self._work.dose.turning
        silent = self._presence.advice is not None or not pacing.is_free(now_s)
        absent_s = self._presence.absent_s
        ending = self._ending.take(watched_s, absent_s, done=done, turning=turning, silent=silent)
        if ending is not None or not pacing.is_free(now_s):
            return ending
        if not done and (remark := self._presence.speak(watched_s)):
            self._lost.note_told(now_s)
            return remark
        if done or turning:
            return None
        return self._lost.speak(glance) or (self._tempo.speak() if self._tempo is not None and beat else None)

    def _work_on(self, glance: Glance, broken: Sequence[Finding], pacing: Pacing) -> Remark | None:
        if isinstance(self._work, RepSet):
            return self._work.take(glance.done)
        return self._work.take(glance.done, glance.held_s, broken, glance.time_s, pacing)
