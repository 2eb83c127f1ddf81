"""``formcheck exercises``: which ones there are, and how each is done, filmed and judged."""

from __future__ import annotations

from typing import Annotated

import typer

from formcheck.messages import _

__all__ = ["exercises"]


def exercises(
    name: Annotated[str | None, typer.Argument(help=_("An exercise, to be told all about it."))] = None,
) -> None:
    """List the exercises; with a name, say how it is done, where the camera goes, the dose, the rules and limits."""
    from formcheck.cli.output import print_out
    from formcheck.exercises import find_exercise, list_exercises
    from formcheck.report.catalog import print_exercise, print_exercises

    if name is None:
        found = list_exercises().values()
        print_out(lambda console: print_exercises(found, console))
    else:
        exercise = find_exercise(name)
        print_out(lambda console: print_exercise(exercise, console))
