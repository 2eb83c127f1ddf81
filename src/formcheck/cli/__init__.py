"""The command line: one file per command, no logic. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any, TextIO

from formcheck.cli.interrupt import end_on_ctrl_c
from formcheck.errors import ExercisePluginWarning, FormcheckError

if TYPE_CHECKING:
    from formcheck.cli.commands import app

__all__ = ["app", "main"]


def __getattr__(name: str) -> Any:
    if name == "app":
        from formcheck.cli.commands import app

        return app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def main() -> None:
    """Run the command line; an error made on purpose is one line on stderr, a bug keeps its traceback."""
    end_on_ctrl_c()
    warnings.showwarning = _show_warning
    from formcheck.cli.commands import app  # only now, for it takes a while to load

    try:
        app()
    except FormcheckError as error:
        print(f"formcheck: {error}", file=sys.stderr)
        sys.exit(error.exit_code)


_show_other = warnings.showwarning


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Show a warning that is meant for a person as one line; those for programmers stay as they are."""
    if issubclass(category, ExercisePluginWarning):
        print(f"formcheck: {message}", file=file or sys.stderr)
    else:
        _show_other(message, category, filename, lineno, file, line)
