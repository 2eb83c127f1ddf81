"""What ``formcheck diary morning`` does, apart from its options: ask what is due, keep it, say what it means."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from formcheck.advisor import Answer, History, advise, find_question, load_answers
from formcheck.advisor.interview import list_missing
from formcheck.advisor.pain import needs_short_check
from formcheck.advisor.questions import Moment
from formcheck.cli.ask import ask_questions
from formcheck.cli.interrupt import raise_on_ctrl_c
from formcheck.cli.notes import print_note
from formcheck.cli.options import find_instant, name_diary
from formcheck.cli.output import print_out
from formcheck.diary import open_diary
from formcheck.errors import AnswersError
from formcheck.messages import Message, _
from formcheck.report.diary_tables import print_morning

__all__ = ["answer_morning"]

_MORNING: tuple[Moment, ...] = ("morning",)
_SCREEN: tuple[Moment, ...] = ("screen",)


def answer_morning(
    diary: Path | None, person: str, on: dt.datetime | None, answers_file: Path | None, again: bool
) -> None:
    """Take the answers of a day after training, keep them, and print what they mean."""
    day = find_instant(on).date()
    with open_diary(diary, make=False) as opened:
        name = opened.find_person(person)
        history = opened.load_history(name, day)
        if reason := _why_not(history, again or answers_file is not None):
            print_note(reason)
            return
        given = _read(answers_file) if answers_file else _ask(history, again)
        if not given:
            print_note(_("nothing was answered, and nothing is kept."))
            return
        opened.add_answers(name, day, given)
        print_note(_("the answers are kept in {diary}", diary=name_diary(name)), opened.path)
        history = opened.load_history(name, day)
    advice = advise(None, given, history)
    print_out(lambda console: print_morning(history, advice, console))


def _why_not(history: History, wanted: bool) -> Message | None:
    """Return why there is nothing to answer, None when there is."""
    day = history.today
    if history.last_day is None:
        return _("nothing is due: there was no training before {day}.", day=day)
    open_today = any(m.day == day and list_missing(m.answers, None, _MORNING) for m in history.mornings_since)
    if wanted or open_today or history.is_morning_due:
        return None
    if any(m.day == day for m in history.mornings_since):
        return _("nothing is due: {day} is answered. --again answers it anew.", day=day)
    return _("nothing is due: it was clear after the training on {last}.", last=history.last_day)


def _ask(history: History, again: bool) -> dict[str, Answer]:
    """Ask what is not answered for this day; after strong pain and the like, the danger signs too."""
    raise_on_ctrl_c()
    # an earlier morning stands for the training after it, not for this morning
    today = tuple(m for m in history.mornings if m.day == history.today and not again)
    asked = dataclasses.replace(history, mornings=today)
    given = ask_questions(asked, _MORNING)
    return ask_questions(asked, _SCREEN, given) if needs_short_check(given) else given


def _read(file: Path) -> dict[str, Answer]:
    """Read the answers that tell of a day; those that belong to a set are named and left out."""
    answers = load_answers(file)
    moments = {key: find_question(key).moment for key in answers}
    if "morning" not in moments.values():
        raise AnswersError(_("{path}: no next-day question is answered in it, as in next_day_pain = 0.", path=file))
    if left := [key for key, moment in moments.items() if moment in ("before", "after")]:
        print_note(_("not kept, for these belong to a set: {keys}", keys=", ".join(left)), file)
    return {key: answer for key, answer in answers.items() if key not in left}
