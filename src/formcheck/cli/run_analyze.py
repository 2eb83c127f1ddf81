"""What ``formcheck analyze`` does, apart from its options, so that ``--help`` loads nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console

from formcheck.advisor import advise, load_answers
from formcheck.analysis import analyze
from formcheck.cli.ask import ask_questions
from formcheck.cli.progress import show_progress
from formcheck.errors import AnswersError, FormcheckError
from formcheck.exercises import find_exercise
from formcheck.files import check_writable
from formcheck.report.json_file import write_json
from formcheck.report.terminal import print_verdict

__all__ = ["run"]

_INTERRUPTED = 130


def run(
    clip: Path, exercise: str, answers: Path | None, ask: bool, json: Path | None, save_track: Path | None, model: str
) -> int:
    """Analyse, print, write; return the exit code."""
    if answers and ask:
        raise AnswersError("give --answers FILE or --ask, not both.")
    find_exercise(exercise)
    given = load_answers(answers) if answers else None
    for path in (json, save_track):
        if path is not None:
            check_writable(path)
    with show_progress(clip) as progress:
        result = analyze(clip, exercise, model=model, save_track_to=save_track, progress=progress)
    if ask:
        given = ask_questions()
    advice = advise(result, given)
    print_verdict(result, advice, Console())
    failed = None
    if json is not None:
        try:
            write_json(result, advice, json)
        except FormcheckError as error:  # the verdict is on the screen already: say the rest, lose nothing
            failed = error
    for warning in result.source.warnings:
        print(f"formcheck: {clip}: {warning}", file=sys.stderr)
    if failed is not None:
        raise failed
    return _INTERRUPTED if result.source.interrupted else 0
