"""Processes that make sound: each one plays or says one thing and ends, and can be cut off at any moment."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

__all__ = ["Process", "cut", "start_process"]

Process = subprocess.Popen[str]
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")
"""Where programs look for the folder of temporary files."""


def start_process(command: Sequence[str], *, talks: bool = False, files: str | None = None) -> Process:
    """Start a process in a group of its own, so that Ctrl-C does not reach it and `cut` ends its children too.

    Parameters
    ----------
    talks : give it pipes for standard input and output; what else it writes goes nowhere.
    files : the folder of its temporary files; one that is cut off does not clean up.
    """
    pipe = subprocess.PIPE if talks else subprocess.DEVNULL
    return subprocess.Popen(
        command,
        stdin=pipe,
        stdout=pipe,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env=None if files is None else {**os.environ, **dict.fromkeys(_TEMPORARY, files)},
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def cut(process: Process) -> None:
    """End a process and its children at once."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what was not read by it yet
                pipe.close()
