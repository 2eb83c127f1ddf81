"""The command line: one file per command, no logic. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from formcheck.cli.analyze import analyze
from formcheck.errors import FormcheckError

__all__ = ["app", "main"]

INTERRUPTED = 130

app = typer.Typer(
    name="formcheck",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Sees how you do your low-back exercises, and says whether to carry on. General information, no diagnosis.",
)
app.command("analyze")(analyze)


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


def main() -> None:
    """Run the command line; an error made on purpose is one line on stderr, a bug keeps its traceback."""
    try:
        app()
    except FormcheckError as error:
        typer.echo(f"formcheck: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("formcheck: stopped by Ctrl-C before anything was measured.", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader of our output went away (| head): nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
