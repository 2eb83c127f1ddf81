"""What ``formcheck analyze`` does, apart from its options, so that ``--help`` loads nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from formcheck.advisor import Advice, advise, load_answers
from formcheck.analysis import analyze_with_track
from formcheck.cli.ask import ask_questions
from formcheck.cli.interrupt import INTERRUPTED, raise_on_ctrl_c
from formcheck.cli.progress import show_progress
from formcheck.errors import AnswersError, OutputError
from formcheck.exercises import find_exercise
from formcheck.files import check_writable
from formcheck.report.json_file import write_json
from formcheck.report.terminal import print_verdict
from formcheck.results import SetResult
from formcheck.sources.track_file import save_track

__all__ = ["run"]


def run(
    clip: Path,
    exercise: str,
    answers: Path | None,
    ask: bool,
    json: Path | None,
    save_track_to: Path | None,
    model: str,
) -> int:
    """Analyse, print, write; return the exit code."""
    if answers and ask:
        raise AnswersError("give --answers FILE or --ask, not both.")
    find_exercise(exercise)
    given = load_answers(answers) if answers else None
    for path in (json, save_track_to):
        if path is not None:
            check_writable(path)
    with show_progress(clip) as progress:
        result, track = analyze_with_track(
            clip, exercise, model=model, keep_track=save_track_to is not None, progress=progress
        )
    raise_on_ctrl_c()
    if ask:
        given = ask_questions()
    advice = advise(result, given)
    outputs: list[Callable[[], None]] = [lambda: _show(result, advice)]
    if json is not None:
        outputs.append(lambda: write_json(result, advice, json))
    if save_track_to is not None and track is not None:
        outputs.append(lambda: save_track(track, save_track_to))
    failures = [failure for output in outputs if (failure := _try(output))]
    for warning in result.source.warnings:
        print(f"formcheck: {clip}: {warning}", file=sys.stderr)
    for failure in failures:
        print(f"formcheck: {failure}", file=sys.stderr)
    if failures:
        return OutputError.exit_code
    return INTERRUPTED if result.source.interrupted else 0


def _try(output: Callable[[], None]) -> OutputError | None:
    """Write one output and return why it failed, so that it takes no other with it."""
    try:
        output()
    except OutputError as error:
        return error
    return None


class _Console(Console):
    """Standard output whose reader may go away (``| head``): that is no failure, and there may be a file to write."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        _drop_stdout()


def _show(result: SetResult, advice: Advice) -> None:
    try:
        print_verdict(result, advice, _Console())
    except OSError as error:
        _drop_stdout()
        raise OutputError(f"standard output: the verdict could not be written ({error.strerror}).") from error


def _drop_stdout() -> None:
    """Send what is left in the buffer nowhere, or Python would fail on it again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
