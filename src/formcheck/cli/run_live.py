"""What ``formcheck live`` does, apart from its options."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from formcheck.analysis import heed_ctrl_c, make_session
from formcheck.cli.finishing import Finish, Outputs
from formcheck.cli.interrupt import INTERRUPTED, raise_on_ctrl_c
from formcheck.cli.notes import print_note
from formcheck.errors import InputError, ScreenError
from formcheck.live.coach import Coach, Phase
from formcheck.live.looker import Looker
from formcheck.live.screen import Screen
from formcheck.live.voice import Voice, open_voice
from formcheck.live.window import Stage, keep_window, wait_without_window
from formcheck.messages import Message, _, current_language
from formcheck.pose import PoseTrack
from formcheck.results import SetResult
from formcheck.session import Session
from formcheck.sources.camera import Camera
from formcheck.sources.capture import hide_password
from formcheck.sources.models import find_model
from formcheck.sources.watcher import Watcher

__all__ = ["SWITCH_S", "Request", "run"]

_LAST_WORDS_S = 8.0
"""How long the voice may take for its last words, s."""
_HEED_S = 0.1
"""How soon Ctrl-C is heeded then, s."""
SWITCH_S = 0.0005
"""A thread that waits for Python's lock gets it after this, s. With Python's own 5 ms the looker waits each time that
the window is just being drawn."""


@dataclass(frozen=True, slots=True)
class Request:
    """The options of ``formcheck live``, as they stand there."""

    source: int | str | Path
    exercise: str
    window: bool
    full_screen: bool
    mute: bool
    tempo: bool
    words: Path | None
    model: str
    baseline: Path | None
    thresholds: Path | None
    side: str | None
    outputs: Outputs


def run(asked: Request) -> int:
    """Guide one set, and do what follows it; return the exit code."""
    session = make_session(asked.exercise, asked.baseline, asked.thresholds, asked.side)
    find_model(asked.model)
    finish = Finish(asked.outputs)
    coach = Coach(session.exercise, tempo=asked.tempo)
    with contextlib.closing(open_voice(current_language(), mute=asked.mute, log=asked.words)) as voice:
        if voice.note:
            print_note(voice.note)
        result, track, interrupted = _guide(asked, session, coach, voice, keep=finish.needs_track)
    raise_on_ctrl_c()
    if coach.counted_from_s is None:
        print_note(_describe_no_set(coach.cue))
        return INTERRUPTED if interrupted else InputError.exit_code
    if coach.reason_over:
        print_note(coach.reason_over)
    return finish.run(result, track, session.exercise) or (INTERRUPTED if interrupted else 0)


def _describe_no_set(line: str) -> Message:
    if not line:
        return _("the set did not begin.")
    return _('the set did not begin. What was said last: "{line}"', line=line)


def _guide(
    asked: Request, session: Session, coach: Coach, voice: Voice, *, keep: bool
) -> tuple[SetResult, PoseTrack | None, bool]:
    """Watch until the set is over; return what was seen, the landmarks, and whether Ctrl-C ended it."""
    stage = Stage(voice)
    raise_on_ctrl_c()
    with (
        heed_ctrl_c() as stopped,
        _open_line() as tell,
        Camera(asked.source) as camera,
        _open_screen(asked) as screen,
    ):
        sys.setswitchinterval(SWITCH_S)
        make_watcher = partial(Watcher, asked.model, session.exercise.surface)
        looker = Looker(camera, make_watcher, session, coach, stage.say, keep=keep)
        with looker:
            if screen is None:
                wait_without_window(looker, stopped, tell, coach)
            else:
                keep_window(screen, camera, looker, coach, stage, voice, stopped)
        result, track = looker.finish(_name_source(asked.source))
        if coach.phase is Phase.OVER:
            _await_last_words(voice, stopped)
        return result, track, stopped.is_set()


def _await_last_words(voice: Voice, stopped: threading.Event) -> None:
    until_s = time.monotonic() + _LAST_WORDS_S
    while not (stopped.is_set() or voice.finish(_HEED_S)) and time.monotonic() < until_s:
        pass


@contextlib.contextmanager
def _open_screen(asked: Request) -> Iterator[Screen | None]:
    """Open the window, if one is wanted and there can be one."""
    if not asked.window:
        yield None
        return
    try:
        screen = Screen("formcheck", full_screen=asked.full_screen)
    except ScreenError as error:
        print_note(error)
        yield None
        return
    with contextlib.closing(screen):
        yield screen


@contextlib.contextmanager
def _open_line() -> Iterator[Callable[[str], None]]:
    """Give what writes a line to stderr as it is now: it is turned aside again and again while no body is found."""
    try:
        stderr = os.fdopen(os.dup(sys.stderr.fileno()), "w", 1, sys.stderr.encoding, "replace")
    except OSError:  # no stderr at all
        yield lambda _line: None
        return
    with stderr:
        yield lambda line: print(line, file=stderr)


def _name_source(source: int | str | Path) -> str:
    return _("camera {number}", number=source) if isinstance(source, int) else hide_password(str(source))
