"""Write files so that a failure leaves the old one, never half a new one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from formcheck.errors import OutputError

__all__ = ["check_writable", "write_atomically"]


def check_writable(path: str | Path) -> None:
    """Check that a file can be made at a path, before hours of work go into it.

    Raises
    ------
    OutputError
        When its folder is missing or cannot be written, or the path is a folder. A pipe or device needs no folder
        that can be written: it is written in place.
    """
    path = Path(path)
    if path.is_dir():
        raise OutputError(f"{path}: this is a folder. Give the name of a file to write.")
    if not path.parent.is_dir():
        raise OutputError(f"{path}: there is no folder {path.parent}. Make it first, or write elsewhere.")
    replaced = path.is_file() or not path.exists()
    if (replaced and not os.access(path.parent, os.W_OK)) or (path.exists() and not os.access(path, os.W_OK)):
        raise OutputError(f"{path}: cannot be written (no permission). Choose another folder.")


@contextlib.contextmanager
def write_atomically(path: str | Path) -> Iterator[IO[bytes]]:
    """Open a file beside ``path`` for writing and put it in its place when the block ends well.

    The file can be read by its owner only: it is about somebody's health.

    Raises
    ------
    OutputError
        When it cannot be written: no folder, no permission, a full disk.
    """
    path = Path(path)
    check_writable(path)
    name = None
    try:
        if path.exists() and not path.is_file():  # a pipe or device: there is nothing to replace
            with path.open("wb") as file:
                yield file
            return
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            name = file.name
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
        name = None
    except OSError as error:
        raise OutputError(
            f"{path}: could not be written ({error.strerror or error}). Free some space or write elsewhere."
        ) from error
    finally:
        if name is not None:
            with contextlib.suppress(OSError):
                os.unlink(name)
