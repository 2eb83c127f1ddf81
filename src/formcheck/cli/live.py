"""``formcheck live``: feedback while exercising."""

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
    Person,
    ThresholdsFile,
)
from formcheck.messages import _

__all__ = ["live"]


def live(
    exercise: Annotated[str, typer.Option(help=_("The exercise; formcheck exercises lists them."))],
    camera: Annotated[
        str | None,
        typer.Option(
            metavar="N|URL", show_default="0", help=_("The camera: its number, or the address of a phone's stream.")
        ),
    ] = None,
    source: Annotated[
        Path | None, typer.Option(help=_("Instead of a camera a video file, played in real time, to try it out."))
    ] = None,
    window: Annotated[
        bool, typer.Option("--window/--no-window", show_default=False, help=_("Show the picture, or the voice alone."))
    ] = True,
    full_screen: Annotated[bool, typer.Option("--full-screen", help=_("Let the window fill the screen."))] = False,
    mute: Annotated[bool, typer.Option("--mute", help=_("Begin without sound; the key m switches it on."))] = False,
    tempo: Annotated[bool, typer.Option("--tempo", help=_("Speak the tempo: up, and, hold, and, down, and."))] = False,
    words: Annotated[Path | None, typer.Option(help=_("Write what is said, with its times, to this file."))] = None,
    record: Annotated[
        Path | None, typer.Option(help=_("Keep the landmarks in this file (NAME.pose.npz), to analyse the set again."))
    ] = None,
    record_video: Annotated[
        Path | None,
        typer.Option(help=_("Keep the film of the set too (FILE.mp4); the report (--html) then has its pictures.")),
    ] = None,
    answers: AnswersFile = None,
    ask: Annotated[
        bool, typer.Option("--ask", help=_("When the set is over, ask about pain here in the terminal."))
    ] = False,
    json: JsonFile = None,
    csv: CsvFolder = None,
    html: HtmlFile = None,
    model: Model = "lite",
    baseline: BaselineFile = None,
    thresholds: ThresholdsFile = None,
    side: ExercisedSide = None,
    reps: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            max=100,
            help=_(
                "How many reps or holds to coach to; by default as in your plan with --log, else the exercise's dose."
            ),
        ),
    ] = None,
    hold: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", min=3, max=600, help=_("How long to coach a hold; by default as for --reps.")),
    ] = None,
    log: LogSet = None,
    diary: DiaryFile = None,
    person: Person = DEFAULT_PERSON,
) -> None:
    """Watch you through a camera while you exercise: count aloud, say one thing at a time, and decide at the end."""
    from formcheck.cli.finishing import Outputs
    from formcheck.cli.run_live import Request, find_source, run

    outputs = Outputs(None, answers, ask, json, csv, record, html, None, False, log, diary, person, None)
    shown = (window, full_screen, mute, tempo, words, record_video)
    own = (model, baseline, thresholds, side)
    raise typer.Exit(run(Request(find_source(camera, source), exercise, *shown, *own, reps, hold, outputs)))
