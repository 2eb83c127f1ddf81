"""The main thread of a live set: the window is kept fresh, keys are heeded, until the set is over."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from formcheck.live.coach import Coach, Phase
from formcheck.live.looker import Looker
from formcheck.live.say import Say, Urgency
from formcheck.live.screen import CLOSED, Screen, View
from formcheck.live.voice import Voice
from formcheck.messages import _, translate
from formcheck.sources.camera import Camera, Shot

__all__ = ["Stage", "keep_window", "wait_without_window"]

_FRAME_S = 0.04
"""The window is drawn at least so often, s."""
_LAST_LINE_S = 3.0
"""The last line stays for so long when the set is over, s."""
_KEYS = _("q: end   m: sound   f: full screen")
_ENDING = ("q", "esc", CLOSED)
_GRADES = {Urgency.STOP: "fault", Urgency.CUE: "watch", Urgency.COUNT: "good", Urgency.INFO: "info"}


class Stage:
    """What is said goes to the voice, and how urgent it was is kept for the colour of the line."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.urgency = Urgency.INFO

    def say(self, say: Say) -> None:
        """Take a thing to say."""
        self.urgency = say.urgency
        self._voice.say(say)


def keep_window(
    screen: Screen, camera: Camera, looker: Looker, coach: Coach, stage: Stage, voice: Voice, stopped: threading.Event
) -> None:
    """Show the newest picture with what was seen, until the set is over, or is ended by a key or the window."""
    shot: Shot | None = None
    drawn_s: deque[float] = deque(maxlen=30)
    while not (looker.is_over or stopped.is_set()):
        shot = camera.newest(shot.number if shot else -1, _FRAME_S) or shot
        if shot is None:
            continue
        drawn_s.append(time.monotonic())
        sight = looker.sight
        key = screen.show(shot.rgb, sight.frame if sight else None, _make_view(coach, looker, stage, voice, drawn_s))
        if key == "m":
            (voice.unmute if voice.muted else voice.mute)()
        if key in _ENDING:
            return
    if shot is not None and not stopped.is_set():
        until_s = time.monotonic() + _LAST_LINE_S
        view = _make_view(coach, looker, stage, voice, drawn_s)
        while time.monotonic() < until_s and screen.show(shot.rgb, None, view) not in _ENDING:
            if stopped.wait(_FRAME_S):
                return


def wait_without_window(looker: Looker, stopped: threading.Event, tell: Callable[[str], None], coach: Coach) -> None:
    """Wait until the set is over, and tell each new line of text."""
    line = ""
    is_over = False
    while not is_over:
        is_over = looker.is_over or stopped.wait(_FRAME_S)
        if coach.cue != line and (line := coach.cue):
            tell(translate(line))


def _make_view(coach: Coach, looker: Looker, stage: Stage, voice: Voice, drawn_s: deque[float]) -> View:
    if coach.held_s is not None:
        number = f"{coach.held_s:.0f}"
    else:
        number = str(coach.count) if coach.phase in (Phase.SET, Phase.OVER) else ""
    span_s = drawn_s[-1] - drawn_s[0]
    return View(
        number=number,
        line=translate(coach.cue),
        grade=_GRADES[stage.urgency],  # type: ignore[arg-type]
        keys=translate(_KEYS),
        dropped=looker.dropped,
        fps=(len(drawn_s) - 1) / span_s if span_s > 0 else 0.0,
        muted=voice.muted,
    )
