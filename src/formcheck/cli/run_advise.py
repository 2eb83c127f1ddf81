"""What ``formcheck advise`` does, apart from its options."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from formcheck.advisor import advise, load_answers
from formcheck.advisor.interview import list_moments
from formcheck.cli.ask import ask_questions
from formcheck.cli.interrupt import raise_on_ctrl_c
from formcheck.cli.keeping import keep_answers, keep_set, load_past, wants_to_keep
from formcheck.cli.options import find_instant
from formcheck.cli.output import print_out, write_all
from formcheck.files import check_outputs
from formcheck.report.terminal import print_advice, print_verdict
from formcheck.result_file import read_result, write_advice

__all__ = ["run"]


def run(
    result_file: Path | None,
    answers_file: Path | None,
    json: Path | None,
    log: bool | None,
    diary: Path | None,
    person: str,
    on: dt.datetime | None,
) -> int:
    """Ask or read, decide, print, keep; return the exit code."""
    check_outputs([json], [answers_file, diary])
    done_at = find_instant(on)
    given = load_answers(answers_file) if answers_file else {}
    result = read_result(result_file) if result_file else None
    history = load_past(diary, person, done_at.date())
    if answers_file is None:
        raise_on_ctrl_c()
        given = ask_questions(history, list_moments(result is not None))
    advice = advise(result, given, history)
    outputs: list[Callable[[], None]] = []
    if result is None:
        outputs.append(lambda: print_out(lambda console: print_advice(advice, console)))
    else:
        outputs.append(lambda: print_out(lambda console: print_verdict(result, advice, console)))
    if json is not None:
        outputs.append(lambda: write_advice(advice, json))
    code = write_all(outputs)
    if (result is not None or given) and wants_to_keep(log, diary, person):
        if result is None:
            kept = write_all([lambda: keep_answers(diary, person, done_at.date(), given)])
        else:
            kept = write_all([lambda: keep_set(diary, person, result, advice, given, done_at)])
        code = code or kept
    return code
