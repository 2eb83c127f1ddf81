"""What ``formcheck analyze`` does, apart from its options, so that ``--help`` loads nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from formcheck.advisor import advise, load_answers
from formcheck.analysis import analyze_with_track, make_session
from formcheck.cli.ask import ask_questions
from formcheck.cli.film import check_film, write_film
from formcheck.cli.interrupt import INTERRUPTED, raise_on_ctrl_c
from formcheck.cli.keeping import check_diary, keep_set, load_past, wants_to_keep
from formcheck.cli.notes import print_note
from formcheck.cli.options import find_instant
from formcheck.cli.output import print_out, write_all
from formcheck.cli.progress import show_progress
from formcheck.errors import AnswersError
from formcheck.exercises.base import Exercise
from formcheck.files import check_writable
from formcheck.messages import _
from formcheck.pose import PoseTrack
from formcheck.report.tables import check_folder, write_tables
from formcheck.report.terminal import print_verdict
from formcheck.result_file import write_json
from formcheck.results import SetResult
from formcheck.sources.track_file import save_track

__all__ = ["Request", "run"]


@dataclass(frozen=True, slots=True)
class Request:
    """The options of ``formcheck analyze``, as they stand there."""

    clip: Path
    exercise: str
    answers: Path | None
    ask: bool
    json: Path | None
    csv: Path | None
    save_track: Path | None
    video: Path | None
    skeleton_only: bool
    model: str
    baseline: Path | None
    thresholds: Path | None
    side: str | None
    log: bool | None
    diary: Path | None
    person: str
    on: dt.datetime | None


def run(asked: Request) -> int:
    """Analyse, print, write; return the exit code."""
    if asked.answers and asked.ask:
        raise AnswersError(_("give --answers FILE or --ask, not both."))
    session = make_session(asked.exercise, asked.baseline, asked.thresholds, asked.side)
    given = load_answers(asked.answers) if asked.answers else {}
    done_at = find_instant(asked.on)
    _check_outputs(asked)
    keep_track = any(path is not None for path in (asked.save_track, asked.csv, asked.video))
    with show_progress(asked.clip) as progress:
        result, track = analyze_with_track(
            asked.clip, session, model=asked.model, keep_track=keep_track, progress=progress
        )
    raise_on_ctrl_c()
    for warning in result.source.warnings:
        print_note(warning, about=asked.clip)
    keep = wants_to_keep(asked.log, asked.diary, asked.person) if asked.ask or asked.log else False
    history = load_past(asked.diary, asked.person, done_at.date()) if keep else None
    if asked.ask:
        given = ask_questions(history)
    advice = advise(result, given, history)
    outputs: list[Callable[[], None]] = [lambda: print_out(lambda console: print_verdict(result, advice, console))]
    if (json := asked.json) is not None:
        outputs.append(lambda: write_json(result, advice, json))
    if keep:
        outputs.append(lambda: keep_set(asked.diary, asked.person, result, advice, given, done_at))
    if track is not None:
        outputs += _list_files(asked, result, track, session.exercise)
    return write_all(outputs) or (INTERRUPTED if result.source.interrupted else 0)


def _check_outputs(asked: Request) -> None:
    """Check that all can be written that is asked for, before hours of work go into it."""
    if asked.log:
        check_diary(asked.diary)
    for path in (asked.json, asked.save_track):
        if path is not None:
            check_writable(path)
    if asked.csv is not None:
        check_folder(asked.csv)
    check_film(asked.video, asked.clip, skeleton_only=asked.skeleton_only)


def _list_files(
    asked: Request, result: SetResult, track: PoseTrack, exercise: Exercise
) -> Iterator[Callable[[], None]]:
    """Yield what writes the files that need the landmarks too. The film is the last, for it takes longest."""
    if (file := asked.save_track) is not None:
        yield lambda: save_track(track, file)
    if (folder := asked.csv) is not None:
        yield lambda: write_tables(result, track, exercise, folder)
    if (video := asked.video) is not None:
        yield lambda: write_film(asked.clip, track, result, video, exercise, skeleton_only=asked.skeleton_only)
