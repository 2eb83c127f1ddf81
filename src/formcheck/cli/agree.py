"""``formcheck agree``: a physiotherapist's ticks against the program's findings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formcheck.messages import _

__all__ = ["agree"]


def agree(
    result: Annotated[
        Path,
        typer.Argument(metavar="RESULT.json", help=_("A result that formcheck analyze wrote with --json.")),
    ],
    ratings: Annotated[
        Path | None,
        typer.Argument(
            metavar="RATINGS.csv",
            help=_(
                "The ticks: 1 (or yes) for a fault, 0 (or no) for none, empty if you cannot tell. A CSV file with a "
                "column rep and one for each rule, or with rep, rule, fault and a row for each tick; see docs/data.md."
            ),
        ),
    ] = None,
    make_sheet: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help=_("Make an empty sheet for this result, to fill in."))
    ] = None,
) -> None:
    """Compare a physiotherapist's ticks, rep by rep and rule by rule, with what the program found."""
    from formcheck.cli.run_agree import run

    raise typer.Exit(run(result, ratings, make_sheet))
