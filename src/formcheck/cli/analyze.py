"""``formcheck analyze``: one recorded set in, one decision out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["analyze"]


def analyze(
    clip: Annotated[Path, typer.Argument(help="A video file, or landmarks saved before (NAME.pose.npz).")],
    exercise: Annotated[str, typer.Option(help="The exercise in the clip; formcheck exercises lists them.")],
    answers: Annotated[
        Path | None, typer.Option(help="Your answers about pain, a TOML file; see docs/answers.toml.")
    ] = None,
    ask: Annotated[bool, typer.Option("--ask", help="Ask about pain here in the terminal.")] = False,
    json: Annotated[Path | None, typer.Option(help="Write everything that was measured to this file.")] = None,
    save_track: Annotated[
        Path | None, typer.Option(help="Keep the landmarks in this file (NAME.pose.npz), to analyse again at once.")
    ] = None,
    model: Annotated[str, typer.Option(help="Landmark model: lite, full, heavy, or a .task file.")] = "full",
    baseline: Annotated[
        Path | None,
        typer.Option(help="A result (--json) of your own coached good rep or hold: takes out your body's bias."),
    ] = None,
    thresholds: Annotated[
        Path | None, typer.Option(help="Your own limits, a TOML file; see docs/thresholds.toml.")
    ] = None,
    side: Annotated[
        str | None, typer.Option(help="The side you exercise, left or right; by default the one that is seen.")
    ] = None,
) -> None:
    """Analyse one recorded set and print one decision: see a doctor, stop, adjust or continue, with its reasons."""
    from formcheck.cli.run_analyze import run

    raise typer.Exit(run(clip, exercise, answers, ask, json, save_track, model, baseline, thresholds, side))
