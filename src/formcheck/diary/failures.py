"""What SQLite and the system say when a diary cannot be used, in one line for a person."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from formcheck.errors import DiaryError
from formcheck.files import describe_os_error
from formcheck.messages import Message, _

__all__ = ["DamagedValueError", "describe_damage", "explain_failures"]


class DamagedValueError(ValueError):
    """A value in the diary that nobody can have written: the file was damaged in that place."""


@contextlib.contextmanager
def explain_failures(path: Path) -> Iterator[None]:
    """Turn what goes wrong with the file within the block into a `DiaryError`; what is a bug stays as it is.

    Raises
    ------
    DiaryError
        When the file is locked, damaged, no diary, cannot be read or written, or the disk is full.
    """
    try:
        yield
    except DBAPIError as error:
        if (text := _describe(error.orig, path)) is None:
            raise
        raise DiaryError(text) from error
    except (DamagedValueError, UnicodeDecodeError) as error:
        raise DiaryError(describe_damage(path, str(error))) from error
    except OSError as error:
        why = describe_os_error(error)
        raise DiaryError(
            _("{path}: the diary cannot be opened ({why}). Use another with --diary FILE.", path=path, why=why)
        ) from error


def describe_damage(path: Path, why: str) -> Message:
    """Return what to say of a damaged diary."""
    return _(
        "{path}: the diary is damaged ({why}) and was left as it is. Move it away or restore a copy; --diary FILE "
        "uses another.",
        path=path,
        why=why,
    )


def _describe(error: BaseException | None, path: Path) -> Message | None:
    """Return what to say of an error of SQLite, None when it is no fault of the file or the disk."""
    said = str(error)
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # raised by Python's own module, when a text in the file is none
        return describe_damage(path, said) if "UTF-8" in said else None
    match code & 0xFF:  # the primary code; the rest says more than a person needs
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return _("{path}: the diary is in use by another program. Try again in a moment.", path=path)
        case sqlite3.SQLITE_CORRUPT:
            return describe_damage(path, said)
        case sqlite3.SQLITE_NOTADB:
            return _(
                "{path}: this is no diary, or it is damaged; it was left as it is. Move it away or restore a copy; "
                "--diary FILE uses another.",
                path=path,
            )
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return _(
                "{path}: the disk is full or failing ({why}). What was in the diary before is kept. Free some space "
                "and try again.",
                path=path,
                why=said,
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_AUTH:
            return _(
                "{path}: the diary cannot be opened or written ({why}). Check the permissions of the file and its "
                "folder, or use another with --diary FILE.",
                path=path,
                why=said,
            )
    return None
