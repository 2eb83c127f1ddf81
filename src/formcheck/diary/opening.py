"""Open the diary's file: made for its owner only, looked over before it is used, and left as it is when unsound."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

from sqlalchemy import Connection, create_engine, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from formcheck.diary.failures import describe_damage, explain_failures
from formcheck.diary.migrations import check_version, is_current, migrate
from formcheck.diary.schema import METADATA
from formcheck.errors import DiaryError
from formcheck.messages import _

__all__ = ["BUSY_S", "connect", "find_default_path"]

BUSY_S = 10.0
"""How long to wait for another process, s: many times what one set takes to write. Source: our choice."""
_OWNER_ONLY = 0o600
_PRAGMAS = (
    "foreign_keys = ON",
    # a set that was reported as kept outlives a power cut: the folder is synced too, not only the file
    "synchronous = EXTRA",
    "temp_store = MEMORY",  # nothing of it in files for temporary data
    "secure_delete = ON",  # what is deleted is overwritten
    "trusted_schema = OFF",
    "cell_size_check = ON",
)


def find_default_path() -> Path:
    """Return where the diary is when no file is given: in the person's folder for the data of programs."""
    from platformdirs import user_data_path

    return user_data_path("formcheck", appauthor=False) / "diary.sqlite"


def connect(path: Path | None, busy_s: float = BUSY_S, *, make: bool = True) -> tuple[Connection, Path]:
    """Return a connection to a diary of the newest version, and its path.

    Parameters
    ----------
    path : None for the default.
    busy_s : how long to wait for another process that is writing, s.
    make : make a diary when there is none.

    Raises
    ------
    DiaryError
        When it cannot be used, see `explain_failures`. The file is then as it was.
    """
    shown = find_default_path() if path is None else path
    with explain_failures(shown):
        file = shown.expanduser().resolve()
        if not make and not file.exists():
            raise DiaryError(
                _("{path}: there is no diary yet. It begins with the first set or note that you keep.", path=shown)
            )
        _make_file(file, shown, make_folder=path is None)
        connection = _connect(file, busy_s)
        try:
            with connection.begin():
                connection.exec_driver_sql("BEGIN")
                check_version(connection, shown)
                _check_sound(connection, shown)
                if current := is_current(connection):
                    _check_tables(connection, shown)
            _close_to_others(file, shown)
            if not current:
                migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection, shown


def _make_file(file: Path, shown: Path, *, make_folder: bool) -> None:
    """Make an empty file for the owner only, if there is none: SQLite itself would let everybody read it."""
    if file.is_dir():
        raise DiaryError(_("{path}: this is a folder. Give the name of a file for the diary.", path=shown))
    if make_folder:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    elif not file.parent.is_dir():
        raise DiaryError(
            _("{path}: there is no folder {folder}. Make it first, or use another.", path=shown, folder=shown.parent)
        )
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
    except FileExistsError:
        if not file.is_file():
            raise DiaryError(_("{path}: this is no file. Give the name of a file for the diary.", path=shown)) from None


def _connect(file: Path, busy_s: float) -> Connection:
    """Connect without SQLite's own habit of making a file that is missing."""

    def open_it() -> sqlite3.Connection:
        # isolation_level None: transactions begin where this package says so, see `Diary`
        return sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=busy_s, isolation_level=None)

    connection = create_engine("sqlite://", creator=open_it, poolclass=NullPool).connect()
    try:
        with connection.begin():
            for pragma in _PRAGMAS:
                connection.exec_driver_sql(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _check_sound(connection: Connection, shown: Path) -> None:
    problem = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if problem != "ok":
        raise DiaryError(describe_damage(shown, " ".join(str(problem).split())))


def _check_tables(connection: Connection, shown: Path) -> None:
    """Check that the tables are called as they were made: damage among the names is not found otherwise."""
    try:
        for table in METADATA.sorted_tables:
            connection.execute(select(table).limit(0))
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR:
            raise
        raise DiaryError(describe_damage(shown, str(error.orig))) from error


def _close_to_others(file: Path, shown: Path) -> None:
    """Take away what rights others have on the file: it is about somebody's health."""
    if os.name != "posix":
        return
    found = file.stat()
    if not stat.S_IMODE(found.st_mode) & 0o077:
        return
    try:
        file.chmod(_OWNER_ONLY)
    except OSError as error:
        if found.st_uid != os.geteuid():
            raise DiaryError(
                _("{path}: the diary belongs to another user. Use your own with --diary FILE.", path=shown)
            ) from error
        # one's own file on a disk that has no such rights, or is read-only: there is nothing to take away
