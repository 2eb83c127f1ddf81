"""The progress bar, on stderr."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from formcheck.messages import _, translate

__all__ = ["count_done", "show_progress"]

_SPEED_S = 3600.0
"""Over so long the speed is told: a clip may take minutes."""


@contextlib.contextmanager
def show_progress(clip: Path) -> Iterator[Callable[[float, float], None]]:
    """Say at once that the clip is being read, and give a function that moves the bar."""
    console = Console(stderr=True)
    console.print(translate(_("Reading {clip} ...", clip=clip)), markup=False, highlight=False, soft_wrap=True)
    if not sys.stderr.isatty():
        yield lambda _read_s, _expected_s: None
        return
    columns = (TextColumn("{task.percentage:3.0f} %"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=None)

        def move(read_s: float, expected_s: float) -> None:
            bar.update(task, completed=read_s, total=expected_s or None, refresh=True)

        yield move


@contextlib.contextmanager
def count_done(text: str, whole: int, done: int = 0) -> Iterator[Callable[[str], None]]:
    """Say at once what is being done, and give a function to call with the name of each of the parts that is done.

    Parameters
    ----------
    done : so many of the whole were done before.
    """
    console = Console(stderr=True)
    console.print(translate(text), markup=False, highlight=False, soft_wrap=True)
    if not sys.stderr.isatty():
        yield lambda _name: None
        return
    columns = (MofNCompleteColumn(), BarColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True, speed_estimate_period=_SPEED_S) as bar:
        task = bar.add_task("", total=whole, completed=done)
        yield lambda name: bar.update(task, advance=1, description=name)
