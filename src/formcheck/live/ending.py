"""When a set is over by itself: nothing is done any more, the person has left, or the dose is reached."""

from __future__ import annotations

from formcheck.live.say import Urgency
from formcheck.live.words import Remark
from formcheck.messages import Message, _

__all__ = ["Ending"]

_ASK_S, _IDLE_S = 15.0, 25.0
"""Nothing done for so long: the person is asked, then the set is over, s. Source: our choice."""
_FIRST_S = 60.0
"""The same before the first rep, and while the person changes sides, s. Source: our choice."""
_ABSENT_S = 8.0
"""Nobody seen for so long ends the set, s. Source: our choice."""
_AFTER_DONE_S = 3.0
"""The dose done and nothing more for so long ends the set, s. Source: our choice."""
_ARE_YOU_DONE = _("Are you done? If not, carry on.")
_WAITING = _("Begin when you are ready.")


class Ending:
    """Knows when something was last done. All times are of the `WatchedClock`.

    Attributes
    ----------
    reason : why the set is over; None while it goes on.
    """

    def __init__(self, watched_s: float) -> None:
        self._active_s = watched_s
        self._begun = False
        self._asked = False
        self.reason: Message | None = None

    def note_activity(self, watched_s: float) -> None:
        """Take that a rep or hold is under way or was done."""
        self._active_s, self._begun, self._asked = watched_s, True, False

    def take(self, watched_s: float, absent_s: float, *, done: bool, turning: bool, silent: bool) -> Remark | None:
        """Take how things stand and return what to say; with the last words there is a `reason`.

        ``silent`` keeps the question back: there is something else to say.
        """
        idle_s = watched_s - self._active_s
        if done and idle_s >= _AFTER_DONE_S:
            self.reason = _("the dose is done")
            return None
        waiting = turning or not self._begun
        if absent_s >= (_FIRST_S if turning else _ABSENT_S):
            self.reason = _("you left the picture")
        elif idle_s >= (_FIRST_S if waiting else _IDLE_S):
            self.reason = _("nothing was done any more")
        if self.reason is not None:
            text = _("The set is over.")
            return Remark(text, Urgency.INFO, text)
        if idle_s < _ASK_S or self._asked or turning or silent:
            return None
        self._asked = True
        text = _ARE_YOU_DONE if self._begun else _WAITING
        return Remark(text, Urgency.INFO, text)
