"""What ``formcheck diary`` does to list, show, note and export, apart from its options."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from formcheck.advisor import Advice
from formcheck.cli.notes import print_note
from formcheck.cli.options import find_instant, name_diary
from formcheck.cli.output import print_out
from formcheck.diary import StoredSet, export_diary, open_diary
from formcheck.errors import DiaryError
from formcheck.messages import _, _n, join_items
from formcheck.report.diary_tables import SHOWN, print_answers, print_diary, print_set_title
from formcheck.report.terminal import print_verdict
from formcheck.result_file import parse_advice, parse_result
from formcheck.results import SetResult

__all__ = ["add_note", "export", "list_diary", "show_set"]


def list_diary(diary: Path | None, person: str, on: dt.datetime | None, everything: bool) -> None:
    """Print the diary of a person up to a day."""
    day = find_instant(on).date()
    with open_diary(diary, make=False) as opened:
        name = opened.find_person(person)
        history = opened.load_history(name, day)
        notes = [(note.number, note.day, note.text) for note in opened.list_notes(name) if note.day <= day]
    print_out(lambda console: print_diary(name_diary(name), history, notes, console, None if everything else SHOWN))


def show_set(diary: Path | None, person: str | None, number: int) -> None:
    """Print one set."""
    with open_diary(diary, make=False) as opened:
        stored = opened.get_set(number, person)
    result, advice = _parse(stored)
    print_out(lambda console: print_set_title(name_diary(stored.person), stored.past, console))
    print_out(lambda console: print_verdict(result, advice, console))
    print_out(lambda console: print_answers(stored.past.answers, console))


def _parse(stored: StoredSet) -> tuple[SetResult, Advice]:
    """Return result and advice of a set as objects, which one of another version may not be."""
    try:
        return parse_result(stored.result), parse_advice(stored.advice)
    except ValueError as error:
        raise DiaryError(
            _(
                "set {number} was kept by formcheck {version} and cannot be shown by this one. formcheck diary export "
                "gives all of it.",
                number=stored.past.number,
                version=stored.result.get("formcheck", "?"),
            )
        ) from error


def add_note(diary: Path | None, person: str, on: dt.datetime | None, text: str) -> None:
    """Keep a note and say so."""
    day = find_instant(on).date()
    with open_diary(diary) as opened:
        number = opened.add_note(person, day, text)
        print_note(_("kept as note {number} in {diary}", number=number, diary=name_diary(person)), opened.path)


def export(diary: Path | None, person: str | None, to: Path) -> None:
    """Write the diary of a person, or of everybody, and say where."""
    with open_diary(diary, make=False) as opened:
        records = opened.list_records(opened.find_person(person) if person is not None else None)
    files = export_diary(records, to)
    if len(files) == 1:
        what = join_items(record.person for record in records)
        print_note(_("the diary was written: {people}", people=what), files[0])
    else:
        print_note(_n("{n} file was written", "{n} files were written", len(files)), to)
