"""The command line: one file per command, no logic. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
import warnings
from typing import TYPE_CHECKING, Any, TextIO

from formcheck.cli.interrupt import INTERRUPTED, end_on_ctrl_c
from formcheck.cli.language import choose_language, take_language
from formcheck.cli.notes import print_note
from formcheck.errors import ExercisePluginWarning, FormcheckError
from formcheck.messages import _, find_language, use_language
from formcheck.sources.native import CAMERA_THREAD

if TYPE_CHECKING:
    from formcheck.cli.commands import app

__all__ = ["app", "main", "run"]


def __getattr__(name: str) -> Any:
    if name == "app":
        from formcheck.cli.commands import app

        return app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def run() -> None:
    """Run the command line and end the process, even while a camera's driver does not return from a call.

    Python, when it goes down, ends the thread inside that call, and OpenCV then aborts the process with an exit code of
    its own.
    """
    try:
        main()
    except SystemExit as end:
        if any(thread.name == CAMERA_THREAD for thread in threading.enumerate()):
            for stream in (sys.stdout, sys.stderr):
                with contextlib.suppress(AttributeError, OSError, ValueError):  # there is none, or it is full or closed
                    stream.flush()
            os._exit(end.code if isinstance(end.code, int) else 1)
        raise


def main() -> None:
    """Run the command line; an error made on purpose is one line on stderr, a bug keeps its traceback."""
    end_on_ctrl_c()
    warnings.showwarning = _show_warning
    for stream in (sys.stdin, sys.stdout):  # a terminal may not know every character, nor send them as it says
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    use_language(find_language())
    try:
        arguments, language = take_language(sys.argv[1:])
        if language is not None:
            choose_language(language)
        sys.exit(_run(arguments, language or find_language()))
    except FormcheckError as error:
        print_note(error)
        sys.exit(error.exit_code)


def _run(arguments: list[str], language: str) -> int:
    """Run a command and return its exit code."""
    import typer

    from formcheck.cli.commands import app  # only now, for it takes a while to load
    from formcheck.cli.help import translate_help
    from formcheck.cli.output import explain_full_stdout
    from formcheck.cli.usage import explain_usage

    command: Any = typer.main.get_command(app)
    translate_help(command, language)
    speaks_itself = {"--help", "--version"}.intersection(arguments)  # by typer, and not through `print_out`
    try:
        with explain_full_stdout() if speaks_itself else contextlib.nullcontext():
            return command.main(arguments, "formcheck", standalone_mode=False) or 0
    except typer.Abort:  # which typer makes of Ctrl-C
        print_note(_("stopped by Ctrl-C."))
        return INTERRUPTED
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.format_message(), file=sys.stderr)
        else:
            print_note(explain_usage(error, arguments, list(command.commands)))
        return error.exit_code


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
        print_note(message)
    else:
        _show_other(message, category, filename, lineno, file, line)
