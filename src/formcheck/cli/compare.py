"""``formcheck compare``: two sets beside each other, and which changes are larger than the measurement error."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formcheck.messages import _

__all__ = ["compare"]


def compare(
    first: Annotated[
        Path,
        typer.Argument(metavar="A.json", help=_("The earlier result, which formcheck analyze wrote with --json.")),
    ],
    second: Annotated[Path, typer.Argument(metavar="B.json", help=_("The later result, of the same exercise."))],
    json: Annotated[Path | None, typer.Option(help=_("Write the comparison to this file."))] = None,
) -> None:
    """Show two sets beside each other, and which changes are larger than the measurement error."""
    from formcheck.cli.run_compare import run

    raise typer.Exit(run(first, second, json))
