"""``formcheck trend``: how the sets in the diary went from week to week."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from formcheck.cli.options import DEFAULT_PERSON, DiaryFile, Person, find_day, on_day
from formcheck.messages import _

__all__ = ["trend"]


def trend(
    exercise: Annotated[str | None, typer.Option(help=_("Only this exercise; formcheck exercises lists them."))] = None,
    weeks: Annotated[int, typer.Option(min=1, max=520, help=_("How many weeks to look back."))] = 12,
    picture: Annotated[
        Path | None, typer.Option(help=_("Draw the trend of one exercise in this file (.png or .svg)."))
    ] = None,
    diary: DiaryFile = None,
    person: Person = DEFAULT_PERSON,
    on: Annotated[dt.datetime | None, on_day(_("The last day to look at; by default today."))] = None,
) -> None:
    """Show form, pain and dose week by week, and which changes are larger than the measurement error."""
    from formcheck.cli.run_trend import run

    raise typer.Exit(run(exercise, weeks, picture, diary, person, find_day(on)))
