"""The commands of ``formcheck`` and the options before them."""

from __future__ import annotations

from typing import Annotated

import typer

from formcheck.cli.analyze import analyze
from formcheck.cli.exercises import exercises

__all__ = ["app"]

app = typer.Typer(
    name="formcheck",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Sees how you do your low-back exercises, and says whether to carry on. General information, no diagnosis.",
)
app.command("analyze")(analyze)
app.command("exercises")(exercises)


def _print_version(wanted: bool) -> None:
    if not wanted:
        return
    from importlib.metadata import version

    from formcheck.sources.models import find_model, identify_model

    model = identify_model(find_model("full"))
    typer.echo(f"formcheck {version('formcheck')}")
    typer.echo(f"mediapipe {version('mediapipe')}, OpenCV {version('opencv-contrib-python')}")
    typer.echo(f"model {model.name}, sha256 {model.sha256}")
    raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the versions and exit.")
    ] = False,
) -> None:
    pass
