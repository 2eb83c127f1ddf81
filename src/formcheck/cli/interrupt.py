"""What Ctrl-C means before there is a result."""

from __future__ import annotations

from formcheck.errors import FormcheckError

__all__ = ["INTERRUPTED", "StoppedError"]

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells expect it: 128 and the number of the signal."""


class StoppedError(FormcheckError):
    """The person pressed Ctrl-C before there was a result to keep."""

    exit_code = INTERRUPTED

    def __init__(self) -> None:
        super().__init__("stopped by Ctrl-C before there was a result.")
