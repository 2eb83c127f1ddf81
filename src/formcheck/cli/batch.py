"""``formcheck batch``: many clips in, one verdict for CI out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formcheck.messages import _

__all__ = ["batch"]


def batch(
    manifest: Annotated[
        Path,
        typer.Argument(
            metavar="MANIFEST.toml|DIR",
            help=_("The clips and what is expected of them, see docs/batch.md; or a folder of clips, with --exercise."),
        ),
    ],
    exercise: Annotated[str | None, typer.Option(help=_("The exercise in the clips of a folder."))] = None,
    model: Annotated[
        str | None, typer.Option(help=_("Landmark model: lite, full, heavy, or a .task file; by default as stated."))
    ] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=1024, help=_("Processes; by default one for each core."))
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(metavar="DIR", help=_("Keep landmarks in this folder, so that a clip is read once."))
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=1, help=_("Give up a clip that takes longer."))
    ] = None,
    json: Annotated[Path | None, typer.Option(help=_("Write all that was expected and seen to this file."))] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help=_("Go on with a run that was stopped; it had --json with the same file."))
    ] = False,
    junit: Annotated[Path | None, typer.Option(help=_("Write the run as JUnit XML, for CI servers."))] = None,
    summary: Annotated[Path | None, typer.Option(help=_("Write a summary in Markdown, as GitHub shows it."))] = None,
    baseline: Annotated[
        Path | None, typer.Option(help=_("Compare with this stored run, and tell every verdict that has changed."))
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help=_("Store this run as the baseline, instead of comparing."))
    ] = False,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help=_("Let a Dask cluster do the work; see docs/scale.md."))
    ] = None,
) -> None:
    """Score many clips or saved tracks against what is expected of them; the exit code is 1 if something differs."""
    from formcheck.cli.run_batch import Request, run

    outputs = (json, junit, summary, baseline, update_baseline)
    raise typer.Exit(run(Request(manifest, exercise, model, workers, cache, timeout, resume, scheduler, *outputs)))
