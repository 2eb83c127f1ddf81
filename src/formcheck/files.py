"""Files: written so that a failure leaves the old one, never half a new one; and why one could not be used."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from formcheck.errors import OutputError
from formcheck.messages import _

__all__ = [
    "check_outputs",
    "check_writable",
    "describe_os_error",
    "describe_text_error",
    "explain_not_written",
    "show_name",
    "write_atomically",
    "write_json_file",
]

_OS_ERRORS = {
    errno.EACCES: _("Permission denied"),
    errno.EDQUOT: _("Disk quota exceeded"),
    errno.EFBIG: _("File too large"),
    errno.EIO: _("Input/output error"),
    errno.EISDIR: _("Is a directory"),
    errno.ENAMETOOLONG: _("File name too long"),
    errno.ENOENT: _("No such file or directory"),
    errno.ENOSPC: _("No space left on device"),
    errno.ENOTDIR: _("Not a directory"),
    errno.EPERM: _("Operation not permitted"),
    errno.EROFS: _("Read-only file system"),
}
"""What the system says of the failures that a person meets, so that they can be translated."""
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_TOML_PLACE = re.compile(r"(?P<english>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)", re.DOTALL)
_JSON_PLACE = re.compile(
    r"(?P<english>.*): line (?P<line>\d+) column (?P<column>\d+) \(char (?P<place>\d+)\)", re.DOTALL
)
_UTF_8_PLACE = re.compile(r"(?P<english>.*) in position (?P<place>[-\d]+): (?P<english_why>.*)", re.DOTALL)


def show_name(name: str) -> str:
    """Return a name in one line that can be printed, whatever a file system lets it hold."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", name)


def check_writable(path: str | Path) -> None:
    """Check that a file can be made at a path, before hours of work go into it.

    Raises
    ------
    OutputError
        When its folder is missing or cannot be written, or the path is a folder. A pipe or device needs no folder
        that can be written: it is written in place.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise OutputError(_("{path}: this is a folder. Give the name of a file to write.", path=path))
        if not path.parent.is_dir():
            folder = path.parent
            text = _(
                "{path}: there is no folder {folder}. Make it first, or write elsewhere.", path=path, folder=folder
            )
            raise OutputError(text)
        replaced = path.is_file() or not path.exists()
        if (replaced and not os.access(path.parent, os.W_OK)) or (path.exists() and not os.access(path, os.W_OK)):
            raise OutputError(_("{path}: cannot be written (no permission). Choose another folder.", path=path))
    except OSError as error:  # a folder that may not be looked into, a name that is too long
        why = describe_os_error(error)
        raise OutputError(_("{path}: cannot be written ({why}). Choose another name.", path=path, why=why)) from error


def check_outputs(outputs: Iterable[Path | None], inputs: Iterable[Path | None] = ()) -> None:
    """Check that files can be written, and that none would replace another or what is read. None is left out.

    Raises
    ------
    OutputError
        When one cannot, or would.
    """
    read = {_identify(path) for path in inputs if path is not None}
    written = set()
    for path in outputs:
        if path is None:
            continue
        check_writable(path)
        if path.exists() and not path.is_file():  # a pipe or device: nothing is replaced
            continue
        place = _identify(path)
        if place in read:
            raise OutputError(_("{path}: this is read, and would be written over. Choose another name.", path=path))
        if place in written:
            raise OutputError(_("{path}: two outputs have this name. Give each its own.", path=path))
        written.add(place)


def _identify(path: Path) -> tuple[int, int] | str:
    """Return what is the same for two names of one file."""
    try:
        stat = path.stat()
    except OSError:
        return os.path.realpath(path)
    return stat.st_dev, stat.st_ino


@contextlib.contextmanager
def write_atomically(path: str | Path, *, hidden: bool = True) -> Iterator[IO[bytes]]:
    """Open a file beside ``path`` for writing and put it in its place when the block ends well.

    The file can be read by its owner only: it is about somebody's health.

    Parameters
    ----------
    hidden : whether the file beside is out of sight; not so one that is of use though it was never completed.

    Raises
    ------
    OutputError
        When it cannot be written: no folder, no permission, a full disk.
    """
    path = Path(path)
    check_writable(path)
    prefix, suffix = (f".{path.name}.", "") if hidden else (f"{path.stem}.part-", path.suffix)
    name = None
    try:
        if path.exists() and not path.is_file():  # a pipe or device: there is nothing to replace
            with path.open("wb") as file:
                yield file
            return
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=prefix, suffix=suffix, delete=False) as file:
            name = file.name
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
        name = None
    except OSError as error:
        raise explain_not_written(path, error) from error
    finally:
        if name is not None:
            with contextlib.suppress(OSError):
                os.unlink(name)


def write_json_file(data: Any, path: str | Path, *, indent: int = 2) -> None:
    """Write data as JSON; an old file is replaced only when the new one is complete. Raises as `write_atomically`.

    Half a character, as a file's name may have one, becomes a question mark.
    """
    text = json.dumps(data, ensure_ascii=False, indent=indent, allow_nan=False)
    with write_atomically(path) as file:
        file.write(text.encode(errors="replace") + b"\n")


def explain_not_written(path: Path, error: OSError) -> OutputError:
    """Return what to tell about a file that could not be written."""
    why = describe_os_error(error)
    return OutputError(
        _("{path}: could not be written ({why}). Free some space or write elsewhere.", path=path, why=why)
    )


def describe_os_error(error: OSError) -> str:
    """Return why the system refused, as it says it itself; the usual reasons can be translated."""
    return _OS_ERRORS.get(error.errno or 0) or error.strerror or str(error)


def describe_text_error(error: Exception) -> str:
    """Return what is wrong in a TOML or JSON file: the parser's words, which a translation leaves out, and the place.

    Parameters
    ----------
    error : what the parser raised.
    """
    said = str(error)
    if found := _TOML_PLACE.fullmatch(said):
        return _("{english} (at line {line}, column {column})", **found.groupdict())
    if found := _JSON_PLACE.fullmatch(said):
        return _("{english}: line {line} column {column} (char {place})", **found.groupdict())
    if found := _UTF_8_PLACE.fullmatch(said):
        return _("{english} in position {place}: {english_why}", **found.groupdict())
    return _("{english}", english=said)
