"""Standard output for people: its reader may go away, and the rest of the work goes on."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator

from rich.console import Console

from formcheck.cli.notes import print_note
from formcheck.errors import DiaryError, FormcheckError, OutputError
from formcheck.files import describe_os_error
from formcheck.messages import _

__all__ = ["explain_full_stdout", "print_out", "write_all"]


class _Console(Console):
    """Standard output whose reader may go away (``| head``): that is no failure, and there may be a file to write."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        _drop_stdout()


def print_out(write: Callable[[Console], None]) -> None:
    """Write to standard output; raises as `explain_full_stdout`."""
    with explain_full_stdout():
        write(_Console())


@contextlib.contextmanager
def explain_full_stdout() -> Iterator[None]:
    """Turn what goes wrong with standard output within the block into an error for people.

    Raises
    ------
    OutputError
        When it cannot be written, as on a full disk.
    """
    try:
        yield
    except OSError as error:
        _drop_stdout()
        why = describe_os_error(error)
        raise OutputError(_("standard output: it could not be written ({why}).", why=why)) from error


def _drop_stdout() -> None:
    """Send what is left in the buffer nowhere, or Python would fail on it again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_all(outputs: Iterable[Callable[[], None]]) -> int:
    """Write each of several outputs, so that one that fails takes no other with it; return the exit code."""
    failures = [failure for output in outputs if (failure := _try(output))]
    for failure in {str(failure): failure for failure in failures}.values():  # what two have in common is told once
        print_note(failure)
    return failures[0].exit_code if failures else 0


def _try(output: Callable[[], None]) -> FormcheckError | None:
    """Write one output and return why it failed."""
    try:
        output()
    except (OutputError, DiaryError) as error:
        return error
    return None
