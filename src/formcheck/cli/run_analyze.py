"""What ``formcheck analyze`` does, apart from its options, so that ``--help`` loads nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from formcheck.analysis import analyze_with_track, make_session
from formcheck.cli.finishing import Finish, Outputs
from formcheck.cli.interrupt import INTERRUPTED, raise_on_ctrl_c
from formcheck.cli.notes import print_note
from formcheck.cli.progress import show_progress

__all__ = ["Request", "run"]


@dataclass(frozen=True, slots=True)
class Request:
    """The options of ``formcheck analyze``, as they stand there."""

    clip: Path
    exercise: str
    model: str
    baseline: Path | None
    thresholds: Path | None
    side: str | None
    outputs: Outputs


def run(asked: Request) -> int:
    """Analyse, and do what follows a set; return the exit code."""
    session = make_session(asked.exercise, asked.baseline, asked.thresholds, asked.side)
    finish = Finish(asked.outputs, reads=(asked.baseline, asked.thresholds))
    with show_progress(asked.clip) as progress:
        result, track = analyze_with_track(
            asked.clip, session, model=asked.model, keep_track=finish.needs_track, progress=progress
        )
    raise_on_ctrl_c()
    for warning in result.source.warnings:
        print_note(warning, about=asked.clip)
    return finish.run(result, track, session.exercise) or (INTERRUPTED if result.source.interrupted else 0)
