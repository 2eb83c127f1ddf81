"""The file with what was said."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TextIO

from formcheck.errors import OutputError
from formcheck.files import explain_not_written

__all__ = ["Transcript"]


class Transcript:
    """The words that were said, a line each with their time, for their owner only; made with the first of them.

    Attributes
    ----------
    failure : why it is not whole; a full disk does not silence the voice.
    """

    def __init__(self, path: Path) -> None:
        self.failure: OutputError | None = None
        self._path = path
        self._file: TextIO | None = None

    def add(self, time_s: float, text: str) -> None:
        """Add what was said at a time, s since the first picture."""
        if self.failure is not None:
            return
        try:
            if self._file is None:
                flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
                self._file = os.fdopen(os.open(self._path, flags, 0o600), "w", encoding="utf-8")
            self._file.write(f"{time_s:.2f}\t{text}\n")
            self._file.flush()
        except OSError as error:
            self.failure = explain_not_written(self._path, error)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            with contextlib.suppress(OSError):  # what is not on the disk was told when it was added
                self._file.close()
