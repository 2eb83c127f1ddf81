"""``formcheck plan``: what is due today, how much, and why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from formcheck.cli.options import DEFAULT_PERSON, DiaryFile, Person, find_day, on_day
from formcheck.messages import _

__all__ = ["plan"]


def plan(
    anchor: Annotated[
        str | None,
        typer.Option(
            metavar="both|after-waking|before-bed",
            help=_("The moment of the day to train; it is kept in the diary."),
        ),
    ] = None,
    json: Annotated[Path | None, typer.Option(help=_("Write the plan to this file."))] = None,
    diary: DiaryFile = None,
    person: Person = DEFAULT_PERSON,
    on: Annotated[dt.datetime | None, on_day(_("The day to plan for; by default today."))] = None,
) -> None:
    """Say what is due today, how much of it, and why."""
    from formcheck.cli.run_plan import run

    raise typer.Exit(run(anchor, json, diary, person, find_day(on)))
