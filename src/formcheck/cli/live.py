"""``formcheck live``: feedback while exercising."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formcheck.cli.options import DEFAULT_PERSON, DiaryFile, Person
from formcheck.messages import _

__all__ = ["live"]


def live(
    exercise: Annotated[str, typer.Option(help=_("The exercise; formcheck exercises lists them."))],
    camera: Annotated[
        str, typer.Option(metavar="N|URL", help=_("The camera: its number, or the address of a phone's stream."))
    ] = "0",
    source: Annotated[
        Path | None, typer.Option(help=_("Instead of a camera a video file, played in real time, to try it out."))
    ] = None,
    window: Annotated[
        bool, typer.Option("--window/--no-window", show_default=False, help=_("Show the picture, or the voice alone."))
    ] = True,
    full_screen: Annotated[bool, typer.Option("--full-screen", help=_("Let the window fill the screen."))] = False,
    mute: Annotated[bool, typer.Option("--mute", help=_("Begin without sound; the key m switches it on."))] = False,
    tempo: Annotated[bool, typer.Option("--tempo", help=_("Speak the tempo: up, two, hold, two, down, two."))] = False,
    words: Annotated[Path | None, typer.Option(help=_("Write what is said, with its times, to this file."))] = None,
    record: Annotated[
        Path | None, typer.Option(help=_("Keep the landmarks in this file (NAME.pose.npz), to analyse the set again."))
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(help=_("Your answers about pain, a TOML file; see docs/answers.toml."))
    ] = None,
    ask: Annotated[
        bool, typer.Option("--ask", help=_("When the set is over, ask about pain here in the terminal."))
    ] = False,
    json: Annotated[Path | None, typer.Option(help=_("Write everything that was measured to this file."))] = None,
    csv: Annotated[
        Path | None, typer.Option(metavar="DIR", help=_("Write reps, findings and frames as CSV files to this folder."))
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(help=_("Write a report for you and your physiotherapist, a web page (FILE.html).")),
    ] = None,
    model: Annotated[str, typer.Option(help=_("Landmark model: lite, full, heavy, or a .task file."))] = "lite",
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
) -> None:
    """Watch you through a camera while you exercise: count aloud, say one thing at a time, and decide at the end."""
    from formcheck.cli.finishing import Outputs
    from formcheck.cli.run_live import Request, run
    from formcheck.sources.camera import parse_source

    outputs = Outputs(None, answers, ask, json, csv, record, html, None, False, log, diary, person, None)
    shown = (window, full_screen, mute, tempo, words)
    own = (model, baseline, thresholds, side)
    raise typer.Exit(run(Request(source or parse_source(camera), exercise, *shown, *own, outputs)))
