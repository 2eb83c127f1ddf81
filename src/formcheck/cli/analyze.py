"""``formcheck analyze``: one recorded set in, one decision out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formcheck.cli.options import (
    DEFAULT_PERSON,
    AnswersFile,
    BaselineFile,
    CsvFolder,
    DiaryFile,
    ExercisedSide,
    HtmlFile,
    JsonFile,
    LogSet,
    Model,
    OnDay,
    Person,
    ThresholdsFile,
)
from formcheck.messages import _

__all__ = ["analyze"]


def analyze(
    clip: Annotated[Path, typer.Argument(help=_("A video file, or landmarks saved before (NAME.pose.npz)."))],
    exercise: Annotated[str, typer.Option(help=_("The exercise in the clip; formcheck exercises lists them."))],
    answers: AnswersFile = None,
    ask: Annotated[bool, typer.Option("--ask", help=_("Ask about pain here in the terminal."))] = False,
    json: JsonFile = None,
    csv: CsvFolder = None,
    save_track: Annotated[
        Path | None, typer.Option(help=_("Keep the landmarks in this file (NAME.pose.npz), to analyse again at once."))
    ] = None,
    html: HtmlFile = None,
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
    model: Model = "full",
    baseline: BaselineFile = None,
    thresholds: ThresholdsFile = None,
    side: ExercisedSide = None,
    log: LogSet = None,
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
