"""What ``formcheck live`` does, apart from its options."""

from __future__ import annotations

import contextlib
import math
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.analysis import heed_ctrl_c, make_session
from formcheck.cli.finishing import Finish, Outputs
from formcheck.cli.following import find_today
from formcheck.cli.interrupt import INTERRUPTED, raise_on_ctrl_c, take_end_for_ctrl_c
from formcheck.cli.notes import print_note
from formcheck.errors import InputError, ScreenError
from formcheck.exercises.base import Exercise
from formcheck.live.coach import Coach
from formcheck.live.dose_count import fit_dose
from formcheck.live.looker import Looker
from formcheck.live.rep_set import has_tempo
from formcheck.live.screen import Screen
from formcheck.live.transcript import Transcript
from formcheck.live.voice import Voice, open_voice
from formcheck.live.window import await_last_words, keep_window, wait_without_window
from formcheck.messages import Message, _, current_language
from formcheck.planning.ladder import PlannedDose
from formcheck.planning.level import SMALL
from formcheck.pose import PoseTrack
from formcheck.results import SetResult
from formcheck.session import Session
from formcheck.sources.camera import Camera, parse_source
from formcheck.sources.capture import hide_password
from formcheck.sources.models import find_model
from formcheck.sources.watcher import Watcher

if TYPE_CHECKING:
    from formcheck.live.recorder import Recorder
    from formcheck.mp4 import Film

__all__ = ["SWITCH_S", "Request", "describe_missed", "find_source", "run"]

SWITCH_S = 0.0005
"""A thread that waits for Python's lock gets it after this, s. With Python's own 5 ms the looker waits each time that
the window is just being drawn."""

_MISSED_SHARE = 0.02
"""It is told when more than this share of a set was missed. Source: our choice: of a minute a second, part of a rep."""


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
    film: Path | None
    model: str
    baseline: Path | None
    thresholds: Path | None
    side: str | None
    reps: int | None
    hold: float | None
    outputs: Outputs


def find_source(camera: str | None, source: Path | None) -> int | str | Path:
    """Return what is watched: the camera that is named, else the file, else the first camera.

    Raises
    ------
    InputError
        When both are given, or there is no such camera.
    """
    if camera is None:
        return source or 0
    if source is not None:
        raise InputError(_("give --camera or --source, not both."))
    found = parse_source(camera)
    if isinstance(found, Path) and not (camera.strip() and os.access(found, os.F_OK)):
        raise InputError(_("--camera: give the number of a camera, 0 to 99, or an address."))
    return found


def run(asked: Request) -> int:
    """Guide one set, and do what follows it; return the exit code."""
    session = make_session(asked.exercise, asked.baseline, asked.thresholds, asked.side)
    _check_options(session.exercise, asked)
    find_model(asked.model)
    source = asked.source if isinstance(asked.source, Path) else None
    finish = Finish(asked.outputs, reads=(source, asked.baseline, asked.thresholds), writes=(asked.words, asked.film))
    recorder = _make_recorder(asked)
    coach = _make_coach(session.exercise, asked)
    transcript = Transcript(asked.words) if asked.words else None
    with (
        take_end_for_ctrl_c() as ended,
        contextlib.closing(open_voice(current_language(), mute=asked.mute, transcript=transcript)) as voice,
    ):
        if (at_first := voice.note) is not None:
            print_note(at_first)
        result, track, interrupted = _guide(asked, session, coach, voice, recorder, keep=finish.needs_track)
        if coach.counted_from_s is None:
            print_note(_describe_no_set(coach.cue))
            return INTERRUPTED if interrupted else InputError.exit_code
        if coach.reason_over:
            print_note(coach.reason_over)
        film, lost = _tell_of_film(recorder)
        code = (
            finish.run(result, track, session.exercise, voice.tell, film, ask=not ended)
            or lost
            or (INTERRUPTED if interrupted else 0)
        )
        if ended:
            return 128 + ended[0]  # as shells expect it
        with heed_ctrl_c() as stopped:
            await_last_words(voice, stopped)
        if voice.note and voice.note != at_first:  # it came up during the set
            print_note(voice.note)
        if transcript and transcript.failure:
            print_note(transcript.failure)
            return code or transcript.failure.exit_code
        return code


def _check_options(exercise: Exercise, asked: Request) -> None:
    """Raise an `InputError` when an option has no meaning for the exercise, or beside another one."""
    name = exercise.name
    if asked.full_screen and not asked.window:
        raise InputError(_("give --no-window or --full-screen, not both."))
    if asked.hold is not None and exercise.dose.hold_s is None:
        raise InputError(_("--hold: nothing is held in {exercise}. Leave it out.", exercise=name))
    if asked.tempo and not has_tempo(exercise):
        raise InputError(_("--tempo: {exercise} has no reps that go up and down. Leave it out.", exercise=name))
    if asked.side is not None and not exercise.dose.each_side:
        raise InputError(_("--side: {exercise} is not done for each side. Leave it out.", exercise=name))


def _make_coach(exercise: Exercise, asked: Request) -> Coach:
    """Return the coach, who asks for the dose of the options, of the plan, or of the exercise.

    The result still tells how much of the exercise's own dose was done: advice, diary and plan go by that.

    Raises
    ------
    InputError
        When the plan wants no set now.
    FormcheckError
        When the diary cannot be read.
    """
    planned = _follow_plan(exercise, asked) if asked.outputs.log else None
    if planned is None:
        return Coach(exercise, fit_dose(exercise.dose, asked.side, asked.reps, asked.hold), tempo=asked.tempo)
    dose = fit_dose(exercise.dose, asked.side, planned.reps, planned.hold_s)
    return Coach(exercise, dose, tempo=asked.tempo, uncued=SMALL if planned.range_pct < 100 else ())


def _follow_plan(exercise: Exercise, asked: Request) -> PlannedDose | None:
    """Say what the plan says; return its dose with what the options change in it, None for an assessment."""
    today = find_today(asked.outputs)
    today.say_if_not_due(exercise)
    return today.find_dose(exercise, asked.side, asked.reps, asked.hold)


def _make_recorder(asked: Request) -> Recorder | None:
    """Return what records the film, if one is wanted.

    Raises
    ------
    FormcheckError
        When it cannot be written.
    """
    if asked.film is None:
        return None
    from formcheck.live.recorder import Recorder  # loads PyAV, which other sets do not need
    from formcheck.mp4 import check_film

    check_film(asked.film, asked.source if isinstance(asked.source, Path) else None)
    return Recorder(asked.film)


def _tell_of_film(recorder: Recorder | None) -> tuple[Film | None, int]:
    """Say what is wrong with the film; return it, and the exit code of its failure, 0 without one."""
    if recorder is None:
        return None, 0
    if wrong := recorder.failure or recorder.note:
        print_note(wrong)
    return recorder.film, recorder.failure.exit_code if recorder.failure else 0


def describe_missed(missed_s: float, model: str) -> Message:
    """Return what to say when so much of a set was not watched with a landmark model."""
    if model == "lite":
        return _(
            "this computer was too slow for the camera: {missed} s of the set were not watched, so that reps may be "
            "missing. Close other programs.",
            missed=math.ceil(missed_s),
        )
    return _(
        "this computer was too slow for the camera: {missed} s of the set were not watched, so that reps may be "
        "missing. Close other programs, or give --model lite.",
        missed=math.ceil(missed_s),
    )


def _describe_no_set(line: str) -> Message:
    if not line:
        return _("the set did not begin.")
    return _('the set did not begin. What was said last: "{line}"', line=line)


def _guide(
    asked: Request,
    session: Session,
    coach: Coach,
    voice: Voice,
    recorder: Recorder | None,
    *,
    keep: bool,
) -> tuple[SetResult, PoseTrack | None, bool]:
    """Watch until the set is over; return what was seen, the landmarks, and whether Ctrl-C ended it."""
    raise_on_ctrl_c()
    with (
        _open_line() as tell,
        Camera(asked.source) as camera,  # which may take a while, and nothing is lost by Ctrl-C yet
        heed_ctrl_c() as stopped,
        _open_screen(asked) as screen,
    ):
        sys.setswitchinterval(SWITCH_S)
        make_watcher = partial(Watcher, asked.model, session.exercise.surface)
        keep_shot = recorder.keep if recorder else None
        looker = Looker(camera, make_watcher, session, coach, voice.say, keep=keep, keep_shot=keep_shot)
        with recorder or contextlib.nullcontext(), looker:
            if screen is None:
                wait_without_window(looker, stopped, tell, coach, voice)
            else:
                keep_window(screen, camera, looker, coach, voice, stopped)
        result, track = looker.finish(_name_source(asked.source))
        if looker.missed_s > _MISSED_SHARE * result.source.duration_s:
            print_note(describe_missed(looker.missed_s, asked.model))
        return result, track, stopped.is_set()


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
