"""Standard output for people: its reader may go away, and the rest of the work goes on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from rich.console import Console

from formcheck.errors import OutputError

__all__ = ["print_out"]


class _Console(Console):
    """Standard output whose reader may go away (``| head``): that is no failure, and there may be a file to write."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        _drop_stdout()


def print_out(write: Callable[[Console], None]) -> None:
    """Write to standard output.

    Raises
    ------
    OutputError
        When it cannot be written, as on a full disk.
    """
    try:
        write(_Console())
    except OSError as error:
        _drop_stdout()
        raise OutputError(f"standard output: it could not be written ({error.strerror}).") from error


def _drop_stdout() -> None:
    """Send what is left in the buffer nowhere, or Python would fail on it again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
