"""What Ctrl-C does: until there is something to keep it ends the command at once, later it is an exception."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

from formcheck.messages import _, translate

__all__ = ["INTERRUPTED", "end_on_ctrl_c", "raise_on_ctrl_c", "take_end_for_ctrl_c"]

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells expect it: 128 and the number of the signal."""
_LINE = _("stopped by Ctrl-C before there was a result.")
_CLEAR_BAR = b"\r\x1b[K\x1b[?25h"
"""Clear the line of the progress bar and show the cursor again."""


def end_on_ctrl_c() -> None:
    """Let Ctrl-C say one line and end the process there.

    Nothing is unwound: libraries that are just being loaded do not survive an exception (MediaPipe aborts, or writes
    a traceback of its own), and there is nothing to clean up yet. An ignored Ctrl-C (``nohup``) stays ignored.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return
    stderr = os.dup(2)  # 2 itself is led away while native libraries load

    def end(_number: int, _frame: FrameType | None) -> NoReturn:
        line = f"formcheck: {translate(_LINE)}\n".encode(sys.stderr.encoding or "utf-8", "replace")
        os.write(stderr, (_CLEAR_BAR if os.isatty(stderr) else b"") + line)
        os._exit(INTERRUPTED)

    signal.signal(signal.SIGINT, end)


@contextlib.contextmanager
def take_end_for_ctrl_c() -> Iterator[list[int]]:
    """Let the end of the terminal, and SIGTERM, do what Ctrl-C does; gives the numbers of such signals that came.

    What is ignored stays so (``nohup``), and nothing changes where Ctrl-C is ignored.
    """
    came: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        signal.raise_signal(signal.SIGINT)

    names = [name for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    ours = [number for name in names if signal.getsignal(number := getattr(signal, name)) is signal.SIG_DFL]
    if not callable(signal.getsignal(signal.SIGINT)):
        ours = []
    for number in ours:
        signal.signal(number, end)
    try:
        yield came
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def raise_on_ctrl_c() -> None:
    """Let Ctrl-C raise KeyboardInterrupt again, as Python does by default."""
    if callable(signal.getsignal(signal.SIGINT)):
        signal.signal(signal.SIGINT, signal.default_int_handler)
