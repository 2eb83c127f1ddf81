"""Whether to keep something in the diary, and whose past is known."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from formcheck.advisor import Advice, Answers, History
from formcheck.cli.notes import print_note
from formcheck.cli.options import name_diary
from formcheck.diary import Diary, open_diary
from formcheck.diary.opening import find_default_path
from formcheck.messages import _, translate
from formcheck.results import SetResult

__all__ = ["check_diary", "keep_answers", "keep_set", "load_past", "wants_to_keep"]

_YES = ("y", "yes", "はい")


def wants_to_keep(log: bool | None, diary: Path | None, person: str) -> bool:
    """Return whether to keep a set in the diary: as the options say, else as the person answers at a terminal."""
    if log is not None:
        return log
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    question = _("Keep this in {diary} ({path})?", diary=name_diary(person), path=diary or find_default_path())
    print(f"{translate(question)} [y/n] ", end="", file=sys.stderr, flush=True)
    try:
        return sys.stdin.readline().strip().lower() in _YES
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return False


def load_past(diary: Path | None, person: str, day: dt.date) -> History | None:
    """Return a person's past as of a day, None when there is no diary. None is made.

    Raises
    ------
    DiaryError
        When there is one and it cannot be read.
    """
    if not (diary or find_default_path()).exists():
        return None
    with open_diary(diary) as opened:
        return opened.load_history(person, day)


def check_diary(diary: Path | None) -> None:
    """Check that the diary can be written, before hours of work go into what is to be kept; raises `DiaryError`."""
    open_diary(diary).close()


def keep_set(
    diary: Path | None, person: str, result: SetResult, advice: Advice, answers: Answers, done_at: dt.datetime
) -> None:
    """Keep a set in the diary and say so.

    Raises
    ------
    DiaryError
        When it cannot be written.
    """
    with open_diary(diary) as opened:
        number = opened.add_set(person, result, advice, answers, done_at)
        _say(opened, _("kept as set {number} in {diary}", number=number, diary=name_diary(person)))


def keep_answers(diary: Path | None, person: str, day: dt.date, answers: Answers) -> None:
    """Keep the answers that belong to no set, and say so; raises as `keep_set`."""
    with open_diary(diary) as opened:
        opened.add_answers(person, day, answers)
        _say(opened, _("the answers are kept in {diary}", diary=name_diary(person)))


def _say(diary: Diary, text: str) -> None:
    print_note(text, about=diary.path)
