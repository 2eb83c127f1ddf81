"""What ``formcheck diary delete`` does, apart from its options: nothing goes before the person has said so."""

from __future__ import annotations

from pathlib import Path

from formcheck.cli.notes import print_note
from formcheck.cli.options import name_diary
from formcheck.cli.prompt import can_ask, confirm
from formcheck.diary import open_diary
from formcheck.errors import DiaryError
from formcheck.messages import Message, _

__all__ = ["delete_person", "delete_set_or_note"]


def delete_set_or_note(diary: Path | None, person: str | None, number: int, *, is_note: bool, yes: bool) -> None:
    """Delete a set with its answers, or a note."""
    with open_diary(diary, make=False) as opened:
        if is_note:
            note = opened.get_note(number, person)
            what = _("note {number} in {diary}, {day}", number=number, diary=name_diary(note.person), day=note.day)
        else:
            stored = opened.get_set(number, person)
            what = _(
                "set {number} in {diary}, {exercise}, {day}, with its answers",
                number=number,
                diary=name_diary(stored.person),
                exercise=stored.past.exercise,
                day=stored.past.day,
            )
        if _is_meant(what, yes):
            (opened.delete_note if is_note else opened.delete_set)(number)
            print_note(_("deleted: {what}", what=what), opened.path)


def delete_person(diary: Path | None, person: str, *, yes: bool) -> None:
    """Delete everything of a person."""
    with open_diary(diary, make=False) as opened:
        name = opened.find_person(person)
        (record,) = opened.list_records(name)
        what = _(
            "all of {diary} (sets: {sets}, notes: {notes}, and all answers)",
            diary=name_diary(name),
            sets=len(record.sets),
            notes=len(record.notes),
        )
        if _is_meant(what, yes):
            opened.delete_person(name)
            print_note(_("deleted: {what}", what=what), opened.path)


def _is_meant(what: Message, yes: bool) -> bool:
    """Return whether the person means it; "no" is said on stderr.

    Raises
    ------
    DiaryError
        When there is nobody to ask.
    """
    if yes:
        return True
    if not can_ask():
        raise DiaryError(_("nobody can be asked whether to delete {what}. If it is meant, add --yes.", what=what))
    if confirm(_("Delete {what}? It cannot be brought back.", what=what)):
        return True
    print_note(_("nothing was deleted."))
    return False
