"""During the set: trouble with the camera, and with how the person is seen."""

from __future__ import annotations

import math

from formcheck.exercises.base import Exercise, Seen
from formcheck.live.glance import Glance
from formcheck.live.pacing import Lasting, Mostly, Reminders
from formcheck.live.say import Urgency
from formcheck.live.setup_check import REPEAT_S, TOO_DARK, advise_sight, is_dark
from formcheck.live.words import Remark
from formcheck.messages import Message, _
from formcheck.sources.camera import CameraState

__all__ = ["SEE_AGAIN", "CameraWatch", "LostReps", "PresenceWatch"]

_ONCE_S = 30.0
"""A trouble of the camera that comes and goes is said again after this at the soonest, s. Source: our choice."""
_WINDOW_S, _WELL = 4.0, 0.4
"""Advice is given when in the last seconds the person was seen well in a smaller share of the glances than this: a pet
that walks through in 2 s is not spoken of. Source: our choice."""
_MISSED_S = 3.0
"""So long nobody must be seen before it is said, s. Source: our choice."""
_LOST_EVERY_S = 15.0
"""That a rep was lost is said at most so often, s. Source: our choice."""
_LOST_LATE_S = 4.0
"""And no later than this, for the next rep is on its way; then advice on how to be seen is due. Source: our choice."""

SEE_AGAIN = _("I see you again.")
_CANNOT_SEE = _("I cannot see you.")
_LOST = _("I could not see that one.")
_TROUBLE = {
    CameraState.BLACK: _("The picture is black. Switch on a light, or uncover the camera."),
    CameraState.FROZEN: _("The picture stands still. Please look after the camera."),
    CameraState.STALLED: _("No pictures come from the camera. Please check the connection."),
    CameraState.LOST: _("I cannot see anything: the camera is gone."),
}


class CameraWatch:
    """Says what is wrong with the camera, once each, and when the person is seen again."""

    def __init__(self) -> None:
        self._reminders = Reminders(_ONCE_S)
        self._state: CameraState | None = None
        self._told = False

    def take(self, glance: Glance) -> Remark | None:
        """Take the next glance and return what to say."""
        changed, self._state = glance.camera is not self._state, glance.camera
        trouble = _TROUBLE.get(glance.camera)
        if changed and trouble is not None and self._reminders.is_due(trouble, glance.time_s):
            self._reminders.note(trouble, glance.time_s)
            self._told = True
            return Remark(trouble, Urgency.CUE, trouble, "watch")
        if self._told and glance.camera is CameraState.OK and glance.seen != Seen.NOBODY:
            self._told = False
            return Remark(SEE_AGAIN, Urgency.INFO, SEE_AGAIN)
        return None


class PresenceWatch:
    """Says what to do when the person is seen badly or not at all. All times are of the `WatchedClock`."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._reminders = Reminders(REPEAT_S)
        self._body: Lasting[bool] = Lasting()
        self._body_s = 0.0
        self._advice: Mostly[str | None] = Mostly(_WINDOW_S)
        self._told = False

    def update(self, glance: Glance, watched_s: float) -> None:
        """Take the next glance."""
        self._body_s = self._body.update(glance.seen != Seen.NOBODY, watched_s)
        self._advice.update(TOO_DARK if is_dark(glance) else advise_sight(self._exercise, glance.seen), watched_s)

    @property
    def advice(self) -> str | None:
        """What to do, None when nothing is wrong for long enough."""
        if not self._body.value and self._body_s >= _MISSED_S:
            return _CANNOT_SEE
        return self._advice.find_main(None, _WELL)

    @property
    def absent_s(self) -> float:
        """For how long nobody has been seen, s."""
        return 0.0 if self._body.value else self._body_s

    def speak(self, watched_s: float) -> Remark | None:
        """Return what to say if nothing else is being said."""
        if self._told and self._body.value:
            self._told = False
            return Remark(SEE_AGAIN, Urgency.INFO, SEE_AGAIN)
        advice = self.advice
        if advice is None or not self._reminders.is_due(advice, watched_s):
            return None
        self._reminders.note(advice, watched_s)
        self._told |= advice == _CANNOT_SEE
        text = advice if isinstance(advice, Message) else Message(advice)
        return Remark(text, Urgency.INFO, text)


class LostReps:
    """Says that a rep could not be seen whole, so that nobody wonders why the count stands still."""

    def __init__(self) -> None:
        self._lost_s = self._quiet_until_s = -math.inf

    def update(self, glance: Glance) -> None:
        """Take the next glance."""
        if glance.lost and glance.time_s >= self._quiet_until_s:
            self._lost_s = glance.time_s

    def note_told(self, now_s: float, quiet_s: float = _LOST_LATE_S) -> None:
        """Take that the person knows of it: something was said on the camera, or on how to be seen."""
        self._lost_s, self._quiet_until_s = -math.inf, max(self._quiet_until_s, now_s + quiet_s)

    def speak(self, glance: Glance) -> Remark | None:
        """Return what to say if nothing else is being said: soon, and when the person is seen again."""
        if glance.seen != Seen.OK or glance.time_s - self._lost_s > _LOST_LATE_S:
            return None
        self.note_told(glance.time_s, _LOST_EVERY_S)
        return Remark(_LOST, Urgency.INFO, _LOST, yields=True)
