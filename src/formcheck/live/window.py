"""The main thread of a live set: the window is kept fresh, keys are heeded, until the set is over."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from formcheck.live.coach import Coach, Phase
from formcheck.live.looker import Looker
from formcheck.live.screen import CLOSED, Screen, View
from formcheck.live.voice import Voice
from formcheck.messages import _, translate
from formcheck.sources.camera import Camera, Shot

__all__ = ["await_last_words", "keep_window", "wait_without_window"]

_FRAME_S = 0.04
"""The window is drawn at least so often, s."""
_LAST_LINE_S, _LAST_WORDS_S = 3.0, 15.0
"""When the set is over the last line stays until it has been said: so long at least, and at most, s."""
_KEYS = _("q: end   m: sound   f: full screen")
_ENDING = ("q", "esc", CLOSED)


def keep_window(
    screen: Screen, camera: Camera, looker: Looker, coach: Coach, voice: Voice, stopped: threading.Event
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
        key = screen.show(shot.rgb, sight.frame if sight else None, _make_view(coach, looker, voice, drawn_s))
        if key == "m":
            (voice.unmute if voice.muted else voice.mute)()
        if key in _ENDING:
            return
    if shot is not None and not stopped.is_set():
        over_s = time.monotonic()
        view = _make_view(coach, looker, voice, drawn_s)
        while _is_last_line_due(voice, over_s) and screen.show(shot.rgb, None, view) not in _ENDING:
            if stopped.wait(_FRAME_S):
                return


def _is_last_line_due(voice: Voice, over_s: float) -> bool:
    """Return whether the last line of a set that was over at a time is still to be read, or being said."""
    shown_s = time.monotonic() - over_s
    return shown_s < _LAST_LINE_S or (shown_s < _LAST_WORDS_S and not voice.finish(0.0))


def wait_without_window(
    looker: Looker, stopped: threading.Event, tell: Callable[[str], None], coach: Coach, voice: Voice
) -> None:
    """Wait until the set is over and its last words are said, and tell each new line of text."""
    line = ""
    is_over = False
    while not is_over:
        is_over = looker.is_over or stopped.wait(_FRAME_S)
        if coach.cue != line and (line := coach.cue):
            tell(translate(line))
    await_last_words(voice, stopped)


def await_last_words(voice: Voice, stopped: threading.Event) -> None:
    """Wait until all is said, or somebody does not want to hear it."""
    until_s = time.monotonic() + _LAST_WORDS_S
    while not (stopped.is_set() or voice.finish(_FRAME_S)) and time.monotonic() < until_s:
        pass


def _make_view(coach: Coach, looker: Looker, voice: Voice, drawn_s: deque[float]) -> View:
    if coach.held_s is not None:
        number = f"{coach.held_s:.0f}"
    else:
        number = str(coach.count) if coach.phase in (Phase.SET, Phase.OVER) else ""
    span_s = drawn_s[-1] - drawn_s[0]
    return View(
        number=number,
        line=translate(coach.cue),
        grade=coach.grade,
        keys=translate(_KEYS),
        dropped=looker.dropped,
        fps=(len(drawn_s) - 1) / span_s if span_s > 0 else 0.0,
        muted=voice.muted,
    )
