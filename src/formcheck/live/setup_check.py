"""Before the set: is the person seen well, and what to do if not; then the count-in."""

from __future__ import annotations

import math

from formcheck.exercises.base import Exercise, Seen
from formcheck.live.glance import Box, Glance
from formcheck.live.pacing import Lasting, Mostly, Reminders
from formcheck.live.say import Urgency
from formcheck.live.words import Remark, number_word
from formcheck.messages import Message, _
from formcheck.sources.camera import CameraState

__all__ = ["REPEAT_S", "TOO_DARK", "CountIn", "SetupCheck", "advise_sight", "is_dark"]

REPEAT_S = 8.0
"""Advice that was not followed is said again after this, s. Source: our choice."""
_READY_S = 1.5
"""So long the person must be seen well before the count-in, s. Source: our choice."""
_STEADY = 0.8
"""Share of the glances that must be good, for one that flickers is no trouble. Source: our choice."""
_LASTING_S = 1.0
"""So long something must be wrong before it is said, s. Source: our choice."""
_NOBODY_S = 2.0
"""The same for nobody being seen, s: the landmark model takes a moment to find a body. Source: our choice."""
_GREET_S = 0.5
"""A body that is seen for this long is there, s. Source: our choice."""
_MAKE_DO_S = 20.0
"""A set begins although the picture could be better when it was not made so in this time, s. Source: our choice; the
advice was given twice."""
_DARK = 40.0
"""Mean brightness, 0 to 255, below which it is too dark. Source: our choice."""
_SHARP = 60.0
"""Variance of the Laplacian, of a picture 160 px wide, below which it is blurred. Source: our choice, not yet tried on
cameras; a plain wall behind a sharp body has little of it, so the set does not wait for it for ever."""
_SMALL = 1 / 4
"""A body whose diagonal is a smaller share of the picture's is too far away. Source: our choice; bodies of our sample
clips, 0.4 of the width from shoulder to foot, are seen well."""
_EDGE = 0.01
"""A body nearer to the edge of the picture than this share of its size may be cut off. Source: our choice."""
_COUNT_FROM = 3
_DROPPED_S = 1.0
"""Not seen well for this long during the count-in, and it is taken back, s. Source: our choice."""

_CANNOT_SEE = _("I cannot see you yet.")
_CAN_SEE = _("I can see you.")
_MOVE_BACK = _("Move the camera back a little, until I see all of you.")
_RAISE = _("Raise the camera a little, or tilt it up.")
_TILT_DOWN = _("Tilt the camera down a little.")
_COME_CLOSER = _("Come closer, or move the camera closer.")
TOO_DARK = _("It is too dark. Switch on a light.")
_BLURRED = _("The picture is blurred. Clean the lens, and keep the camera still.")
_SEVERAL = _("I see two people. Please stay alone in the picture.")
_HIDDEN = _("I cannot see all of you. Please clear the view between us.")
_TURN = {"side": _("Turn so that I see your side."), "front": _("Turn so that I see you from the front.")}
"""By the first word of the view that an exercise needs."""


def is_dark(glance: Glance) -> bool:
    """Return whether the picture is too dark to see a body well."""
    return glance.light < _DARK


def advise_sight(exercise: Exercise, seen: Seen) -> Message | str | None:
    """Return what to do so that the camera sees the exercise; None where that is not the camera's matter."""
    if seen == Seen.SEVERAL:
        return _SEVERAL
    if seen == Seen.OUTSIDE:
        return _MOVE_BACK
    if seen == Seen.HIDDEN:
        return _HIDDEN
    if seen == Seen.VIEW:
        first, *others = exercise.view.replace(",", "").split()
        return exercise.placement if "or" in others[:1] else _TURN.get(first, exercise.placement)
    return None


def _check_frame(box: Box) -> Message | None:
    """Return what to do about a body that may be cut off."""
    left, top, right, bottom = box
    over, under = top < _EDGE, bottom > 1.0 - _EDGE
    if left < _EDGE or right > 1.0 - _EDGE or (over and under):
        return _MOVE_BACK
    if over:
        return _RAISE
    return _TILT_DOWN if under else None


def _is_small(box: Box) -> bool:
    return math.hypot(box[2] - box[0], box[3] - box[1]) < _SMALL * math.sqrt(2.0)


class SetupCheck:
    """Looks at each glance before the set; `ready` once the person is seen well."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._into_position = _("Good. Now get into position. {how}", how=exercise.how[0])
        self._reminders = Reminders(REPEAT_S)
        self._problem: Mostly[str | None] = Mostly(_LASTING_S)
        self._usable: Mostly[bool] = Mostly(_READY_S)
        self._body: Lasting[bool] = Lasting()
        self._body_s = 0.0
        self._usable_since_s: float | None = None
        self._now_s = 0.0
        self.greeted = False

    def update(self, glance: Glance) -> None:
        """Take the next glance."""
        self._now_s = now_s = glance.time_s
        self._problem.update(self._find_problem(glance), now_s)
        self._body_s = self._body.update(glance.seen != Seen.NOBODY, now_s)
        self._usable.update(glance.seen == Seen.OK and glance.camera is CameraState.OK, now_s)
        if not self._usable.has(True, _STEADY):
            self._usable_since_s = None
        elif self._usable_since_s is None:
            self._usable_since_s = now_s
        if not self._body.value and self._body_s >= _NOBODY_S:
            self.greeted = False

    @property
    def ready(self) -> bool:
        """Whether the count-in can begin."""
        if self._usable_since_s is None or not self.greeted:
            return False
        return self._find_main() is None or self._now_s - self._usable_since_s >= _MAKE_DO_S

    def speak(self, now_s: float) -> Remark | None:
        """Return what to say if nothing else is being said."""
        if self._body.value and not self.greeted and self._body_s >= _GREET_S:
            self.greeted = True
            return Remark(_CAN_SEE, Urgency.INFO, _CAN_SEE)
        problem = self._find_main()
        too_early = problem == _CANNOT_SEE and self._body_s < _NOBODY_S
        if problem is None or too_early or not self._reminders.is_due(problem, now_s):
            return None
        self._reminders.note(problem, now_s)
        text = problem if isinstance(problem, Message) else Message(problem)
        return Remark(text, Urgency.INFO, text)

    def _find_main(self) -> str | None:
        """Return what was wrong most of the time, None when next to nothing was."""
        return self._problem.find_main(None, _STEADY)

    def _find_problem(self, glance: Glance) -> str | None:
        """Return what to do first, None when all is well or the camera itself has trouble."""
        if glance.camera is not CameraState.OK:
            return None
        if is_dark(glance):
            return TOO_DARK
        if glance.seen == Seen.NOBODY:
            return _CANNOT_SEE
        if glance.seen == Seen.SEVERAL:
            return _SEVERAL
        if glance.box is not None and _is_small(glance.box):
            return _COME_CLOSER
        if glance.seen == Seen.POSTURE:
            return self._into_position  # whoever still stands may well be cut off
        if glance.box is not None and (cut_off := _check_frame(glance.box)):
            return cut_off
        return advise_sight(self._exercise, glance.seen) or (_BLURRED if glance.sharpness < _SHARP else None)


class CountIn:
    """ "Ready." and, a second apart, "three", "two", "one", "go"."""

    def __init__(self, started_s: float) -> None:
        self._started_s = started_s
        self._said = -1
        self._usable: Lasting[bool] = Lasting()
        self.broken_off = False

    @property
    def gone(self) -> bool:
        """Whether "go" was said."""
        return self._said > _COUNT_FROM

    def take(self, glance: Glance) -> Remark | None:
        """Take the next glance and return what to say."""
        usable = glance.seen == Seen.OK and glance.camera is CameraState.OK
        lasting_s = self._usable.update(usable, glance.time_s)
        if not usable and lasting_s >= _DROPPED_S:
            self.broken_off = True
            return None
        step = min(int(glance.time_s - self._started_s), _COUNT_FROM + 1)
        if step <= self._said:
            return None
        self._said = step
        if step == 0:
            return Remark(_("Ready."), Urgency.COUNT, _("Ready."), "good")
        if self.gone:
            return Remark(_("Go."), Urgency.COUNT, _("Go."), "good")
        return Remark(number_word(_COUNT_FROM + 1 - step), Urgency.COUNT)
