"""``formcheck advise``: answers in, one decision out, with or without a set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formcheck.cli.options import DEFAULT_PERSON, DiaryFile, Log, OnDay, Person
from formcheck.messages import _

__all__ = ["advise"]


def advise(
    result: Annotated[
        Path | None, typer.Argument(help=_("The result of a set, made with formcheck analyze ... --json FILE."))
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(help=_("Your answers, a TOML file; see docs/answers.toml. By default you are asked here.")),
    ] = None,
    json: Annotated[Path | None, typer.Option(help=_("Write the advice to this file."))] = None,
    log: Log = None,
    diary: DiaryFile = None,
    person: Person = DEFAULT_PERSON,
    on: OnDay = None,
) -> None:
    """Decide whether to carry on from your answers, your diary, and the result of a set if you give one."""
    from formcheck.cli.run_advise import run

    raise typer.Exit(run(result, answers, json, log, diary, person, on))
