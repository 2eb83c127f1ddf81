"""``formcheck stress``: how stable a verdict is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formcheck.cli.options import Model
from formcheck.messages import _

__all__ = ["stress"]


def stress(
    clip: Annotated[Path, typer.Argument(help=_("A video file."))],
    exercise: Annotated[str, typer.Option(help=_("The exercise in the clip; formcheck exercises lists them."))],
    model: Model = "full",
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="VARIANT", help=_("Only this variant, see docs/stress.md; may be given several times.")),
    ] = None,
    workers: Annotated[
        int, typer.Option(metavar="N", min=1, max=1024, help=_("How many processes share the work."))
    ] = 1,
    json: Annotated[Path | None, typer.Option(help=_("Write all that was seen in every variant to this file."))] = None,
) -> None:
    """Analyse one clip mirrored, turned, scaled, darkened, blurred and so on, and tell what of its verdict changes."""
    from formcheck.cli.run_stress import Request, run

    raise typer.Exit(run(Request(clip, exercise, model, tuple(only or ()), workers, json)))
