"""What ``formcheck analyze`` does, apart from its options, so that ``--help`` loads nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from formcheck.advisor import advise, load_answers
from formcheck.analysis import analyze_with_track, make_session
from formcheck.cli.ask import ask_questions
from formcheck.cli.interrupt import INTERRUPTED, raise_on_ctrl_c
from formcheck.cli.output import print_out
from formcheck.cli.progress import show_progress
from formcheck.errors import AnswersError, OutputError
from formcheck.files import check_writable
from formcheck.report.json_file import write_json
from formcheck.report.terminal import print_verdict
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
    baseline: Path | None,
    thresholds: Path | None,
    side: str | None,
) -> int:
    """Analyse, print, write; return the exit code."""
    if answers and ask:
        raise AnswersError("give --answers FILE or --ask, not both.")
    session = make_session(exercise, baseline, thresholds, side)
    given = load_answers(answers) if answers else None
    for path in (json, save_track_to):
        if path is not None:
            check_writable(path)
    with show_progress(clip) as progress:
        result, track = analyze_with_track(
            clip, session, model=model, keep_track=save_track_to is not None, progress=progress
        )
    raise_on_ctrl_c()
    if ask:
        given = ask_questions()
    advice = advise(result, given)
    outputs: list[Callable[[], None]] = [lambda: print_out(lambda console: print_verdict(result, advice, console))]
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
