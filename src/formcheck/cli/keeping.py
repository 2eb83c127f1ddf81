"""Whether to keep something in the diary, and whose past is known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from formcheck.advisor import Advice, Answers, History, find_question
from formcheck.cli.notes import print_note
from formcheck.cli.options import name_diary
from formcheck.cli.prompt import Tell, can_ask, confirm, tell_nobody
from formcheck.diary import OF_A_DAY, Diary, open_diary
from formcheck.diary.opening import find_default_path
from formcheck.messages import _, join_items
from formcheck.results import SetResult

__all__ = ["check_diary", "keep_answers", "keep_set", "load_past", "wants_to_keep"]


def wants_to_keep(log: bool | None, diary: Path | None, person: str, tell: Tell = tell_nobody) -> bool:
    """Return whether to keep something in the diary: as the options say, else as the person answers at a terminal.

    ``tell`` takes that question too.
    """
    if log is not None:
        return log
    if not can_ask():
        return False
    tell(_("Keep this in {diary}? Please answer at the keyboard.", diary=name_diary(person)))
    return confirm(_("Keep this in {diary} ({path})?", diary=name_diary(person), path=diary or find_default_path()))


def load_past(diary: Path | None, person: str, day: dt.date, *, quiet: bool = False) -> History | None:
    """Return a person's past as of a day, None when there is no diary. None is made.

    A diary or person that was named and is not there is said unless ``quiet``, for it may have been misspelt: without
    the past a decision can be milder.

    Raises
    ------
    DiaryError
        When there is a diary and it cannot be read.
    """
    if not (diary or find_default_path()).exists():
        if diary is not None and not quiet:
            print_note(_("there is no diary yet, so the past is not known."), about=diary)
        return None
    with open_diary(diary) as opened:
        if not quiet and not opened.has_person(person) and (others := opened.people()):
            names = join_items(others)
            print_note(_("nothing is known of {person} yet; the diary is of: {names}", person=person, names=names))
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
    """Keep the answers that tell of a day, and say so, and which are not kept; raises as `keep_set`."""
    if not any(find_question(key).moment in OF_A_DAY for key in answers):
        print_note(_("nothing was answered that tells of the day, and nothing is kept."))
        return
    with open_diary(diary) as opened:
        kept = opened.add_answers(person, day, answers)
        if kept:
            _say(opened, _("the answers are kept in {diary}", diary=name_diary(person)))
    left = [key for key in answers if key not in kept]
    if left:
        print_note(
            _("not kept, for these belong to a set, or there was no training before: {keys}", keys=", ".join(left))
        )


def _say(diary: Diary, text: str) -> None:
    print_note(text, about=diary.path)
