"""``formcheck analyze``: one recorded set in, one decision out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formcheck.cli.options import DEFAULT_PERSON, DiaryFile, OnDay, Person
from formcheck.messages import _

__all__ = ["analyze"]


def analyze(
    clip: Annotated[Path, typer.Argument(help=_("A video file, or landmarks saved before (NAME.pose.npz)."))],
    exercise: Annotated[str, typer.Option(help=_("The exercise in the clip; formcheck exercises lists them."))],
    answers: Annotated[
        Path | None, typer.Option(help=_("Your answers about pain, a TOML file; see docs/answers.toml."))
    ] = None,
    ask: Annotated[bool, typer.Option("--ask", help=_("Ask about pain here in the terminal."))] = False,
    json: Annotated[Path | None, typer.Option(help=_("Write everything that was measured to this file."))] = None,
    csv: Annotated[
        Path | None, typer.Option(metavar="DIR", help=_("Write reps, findings and frames as CSV files to this folder."))
    ] = None,
    save_track: Annotated[
        Path | None, typer.Option(help=_("Keep the landmarks in this file (NAME.pose.npz), to analyse again at once."))
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(help=_("Write a report for you and your physiotherapist, a web page (FILE.html).")),
    ] = None,
    video: Annotated[
        Path | None, typer.Option(help=_("Write a film with what was seen drawn into it to this file (FILE.mp4)."))
    ] = None,
    skeleton_only: Annotated[
        bool,
        typer.Option(
            "--skeleton-only",
            help=_("In film and report, draw the figure alone on a plain ground: no face, no room."),
        ),
    ] = False,
    model: Annotated[str, typer.Option(help=_("Landmark model: lite, full, heavy, or a .task file."))] = "full",
    baseline: Annotated[
        Path | None,
        typer.Option(help=_("A result (--json) of your own coached good rep or hold: takes out your body's bias.")),
    ] = None,
    thresholds: Annotated[
        Path | None, typer.Option(help=_("Your own limits, a TOML file; see docs/thresholds.toml."))
    ] = None,
    side: Annotated[
        str | None, typer.Option(help=_("The side you exercise, left or right; by default the one that is seen."))
    ] = None,
    log: Annotated[
        bool | None,
        typer.Option("--log/--no-log", help=_("Keep this in your diary, or do not; without, --ask asks that too.")),
    ] = None,
    diary: DiaryFile = None,
    person: Person = DEFAULT_PERSON,
    on: OnDay = None,
) -> None:
    """Analyse one recorded set and print one decision: see a doctor, stop, adjust or continue, with its reasons."""
    from formcheck.cli.finishing import Outputs
    from formcheck.cli.run_analyze import Request, run

    files = (json, csv, save_track, html, video, skeleton_only)
    outputs = Outputs(clip, answers, ask, *files, log, diary, person, on)
    raise typer.Exit(run(Request(clip, exercise, model, baseline, thresholds, side, outputs)))
