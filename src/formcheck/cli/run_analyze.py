"""What ``formcheck analyze`` does, apart from its options, so that ``--help`` loads nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from formcheck.advisor import advise, load_answers
from formcheck.analysis import analyze_with_track, make_session
from formcheck.cli.ask import ask_questions
from formcheck.cli.interrupt import INTERRUPTED, raise_on_ctrl_c
from formcheck.cli.keeping import check_diary, keep_set, load_past, wants_to_keep
from formcheck.cli.notes import print_note
from formcheck.cli.options import find_instant
from formcheck.cli.output import print_out, write_all
from formcheck.cli.progress import show_progress
from formcheck.errors import AnswersError
from formcheck.files import check_writable
from formcheck.messages import _
from formcheck.report.terminal import print_verdict
from formcheck.result_file import write_json
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
    log: bool | None,
    diary: Path | None,
    person: str,
    on: dt.datetime | None,
) -> int:
    """Analyse, print, write; return the exit code."""
    if answers and ask:
        raise AnswersError(_("give --answers FILE or --ask, not both."))
    session = make_session(exercise, baseline, thresholds, side)
    given = load_answers(answers) if answers else {}
    done_at = find_instant(on)
    if log:
        check_diary(diary)
    for path in (json, save_track_to):
        if path is not None:
            check_writable(path)
    with show_progress(clip) as progress:
        result, track = analyze_with_track(
            clip, session, model=model, keep_track=save_track_to is not None, progress=progress
        )
    raise_on_ctrl_c()
    for warning in result.source.warnings:
        print_note(warning, about=clip)
    keep = wants_to_keep(log, diary, person) if ask or log else False
    history = load_past(diary, person, done_at.date()) if keep else None
    if ask:
        given = ask_questions(history)
    advice = advise(result, given, history)
    outputs: list[Callable[[], None]] = [lambda: print_out(lambda console: print_verdict(result, advice, console))]
    if json is not None:
        outputs.append(lambda: write_json(result, advice, json))
    if save_track_to is not None and track is not None:
        outputs.append(lambda: save_track(track, save_track_to))
    if keep:
        outputs.append(lambda: keep_set(diary, person, result, advice, given, done_at))
    return write_all(outputs) or (INTERRUPTED if result.source.interrupted else 0)
