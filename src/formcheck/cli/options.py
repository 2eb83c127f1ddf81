"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from formcheck.errors import InputError
from formcheck.messages import Message, _

__all__ = ["DEFAULT_PERSON", "DiaryFile", "Log", "OnDay", "Person", "find_instant", "name_diary"]

DEFAULT_PERSON = "me"
"""Whose diary it is when nobody is named."""
DiaryFile = Annotated[
    Path | None, typer.Option("--diary", metavar="FILE", help=_("The diary; by default the one in your data folder."))
]
Person = Annotated[str, typer.Option(metavar="NAME", help=_("Whose diary: several people can share one file."))]
OnDay = Annotated[
    dt.datetime | None,
    typer.Option("--on", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help=_("The day it was, if it was not today.")),
]
Log = Annotated[
    bool | None, typer.Option("--log/--no-log", help=_("Keep this in your diary; at a terminal you are asked."))
]


def name_diary(person: str) -> Message:
    """Return what a person's diary is called in a sentence."""
    return _("your diary") if person == DEFAULT_PERSON else _("the diary of {person}", person=person)


def find_instant(on: dt.datetime | None) -> dt.datetime:
    """Return now, or noon of the day given, by the clock of this machine.

    Raises
    ------
    InputError
        When that day is still to come.
    """
    now = dt.datetime.now().astimezone()
    if on is None or on.date() == now.date():
        return now
    if on.date() > now.date():
        raise InputError(_("--on {day}: this day is still to come. Give today or an earlier one.", day=on.date()))
    return on.replace(hour=12).astimezone()
