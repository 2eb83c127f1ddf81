"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from formcheck.errors import InputError
from formcheck.messages import Message, _

__all__ = [
    "DEFAULT_PERSON",
    "AnswersFile",
    "BaselineFile",
    "CsvFolder",
    "DiaryFile",
    "ExercisedSide",
    "HtmlFile",
    "JsonFile",
    "Log",
    "LogSet",
    "Model",
    "OnDay",
    "Person",
    "ThresholdsFile",
    "find_day",
    "find_instant",
    "name_diary",
    "on_day",
]

DEFAULT_PERSON = "me"
"""Whose diary it is when nobody is named."""
_FIRST_DAY, _LAST_DAY = dt.date(1900, 1, 1), dt.date(2999, 12, 31)
"""The days that ``--on`` takes. Source: our choice."""
DiaryFile = Annotated[
    Path | None, typer.Option("--diary", metavar="FILE", help=_("The diary; by default the one in your data folder."))
]
Person = Annotated[str, typer.Option(metavar="NAME", help=_("Whose diary: several people can share one file."))]

AnswersFile = Annotated[
    Path | None, typer.Option("--answers", help=_("Your answers about pain, a TOML file; see docs/answers.toml."))
]
JsonFile = Annotated[Path | None, typer.Option("--json", help=_("Write everything that was measured to this file."))]
CsvFolder = Annotated[
    Path | None,
    typer.Option("--csv", metavar="DIR", help=_("Write reps, findings and frames as CSV files to this folder.")),
]
HtmlFile = Annotated[
    Path | None,
    typer.Option("--html", help=_("Write a report for you and your physiotherapist, a web page (FILE.html).")),
]
Model = Annotated[str, typer.Option(help=_("Landmark model: lite, full, heavy, or a .task file."))]
BaselineFile = Annotated[
    Path | None,
    typer.Option(
        "--baseline", help=_("A result (--json) of your own coached good rep or hold: takes out your body's bias.")
    ),
]
ThresholdsFile = Annotated[
    Path | None, typer.Option("--thresholds", help=_("Your own limits, a TOML file; see docs/thresholds.toml."))
]
ExercisedSide = Annotated[
    str | None,
    typer.Option("--side", help=_("The side you exercise, left or right; by default the one that is seen.")),
]
LogSet = Annotated[
    bool | None,
    typer.Option("--log/--no-log", help=_("Keep this in your diary, or do not; without, --ask asks that too.")),
]


def on_day(help_text: str) -> Any:
    """Return the option ``--on`` with what the day is for a command."""
    return typer.Option("--on", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help=help_text)


OnDay = Annotated[dt.datetime | None, on_day(_("The day it was, if it was not today."))]
Log = Annotated[
    bool | None,
    typer.Option("--log/--no-log", help=_("Keep this in your diary, or do not; without, you are asked at a terminal.")),
]


def name_diary(person: str) -> Message:
    """Return what a person's diary is called in a sentence."""
    return _("your diary") if person == DEFAULT_PERSON else _("the diary of {person}", person=person)


def find_day(on: dt.datetime | None) -> dt.date:
    """Return today, or the day given.

    Raises
    ------
    InputError
        When that day is out of all reason: near the ends of the calendar there is no reckoning in weeks.
    """
    if on is None:
        return dt.date.today()
    day = on.date()
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise InputError(_("--on {day}: give a day from {first} to {last}.", day=day, first=_FIRST_DAY, last=_LAST_DAY))
    return day


def find_instant(on: dt.datetime | None) -> dt.datetime:
    """Return now, or noon of the day given, by the clock of this machine.

    Raises
    ------
    InputError
        When that day is still to come, or out of all reason.
    """
    now = dt.datetime.now().astimezone()
    day = find_day(on)
    if day > now.date():
        raise InputError(_("--on {day}: this day is still to come. Give today or an earlier one.", day=day))
    return now if day == now.date() else dt.datetime.combine(day, dt.time(12)).astimezone()
