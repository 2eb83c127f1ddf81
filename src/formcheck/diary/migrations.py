"""The versions of the diary's file: each step makes the next one, in one transaction, or leaves the file as it was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from formcheck.errors import DiaryError
from formcheck.messages import _

__all__ = ["APPLICATION_ID", "STEPS", "check_version", "is_current", "migrate"]

APPLICATION_ID = 0x666F726D
"""Marks a SQLite file as a diary of formcheck ("form"). Source: our choice."""

_VERSION_1 = (
    """CREATE TABLE people (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        key TEXT NOT NULL UNIQUE)""",
    # AUTOINCREMENT: a number that a person has noted down never comes to mean another set
    """CREATE TABLE sets (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        done_at TEXT NOT NULL,
        offset_s INTEGER NOT NULL,
        day TEXT NOT NULL,
        exercise TEXT NOT NULL,
        side TEXT,
        form TEXT NOT NULL,
        decision TEXT NOT NULL,
        counted INTEGER NOT NULL,
        held INTEGER NOT NULL,
        longest_hold_s FLOAT,
        emphasis TEXT NOT NULL,
        result TEXT NOT NULL,
        advice TEXT NOT NULL)""",
    "CREATE INDEX sets_of_person ON sets (person_id, day)",
    """CREATE TABLE measures (
        set_id INTEGER NOT NULL REFERENCES sets (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        value FLOAT NOT NULL,
        unit TEXT NOT NULL,
        uncertainty FLOAT NOT NULL,
        PRIMARY KEY (set_id, name))""",
    """CREATE TABLE findings (
        set_id INTEGER NOT NULL REFERENCES sets (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        rule TEXT NOT NULL,
        severity TEXT NOT NULL,
        measure TEXT NOT NULL,
        value FLOAT NOT NULL,
        unit TEXT NOT NULL,
        uncertainty FLOAT NOT NULL,
        threshold FLOAT NOT NULL,
        PRIMARY KEY (set_id, position))""",
    """CREATE TABLE answers (
        set_id INTEGER NOT NULL REFERENCES sets (id) ON DELETE CASCADE,
        question TEXT NOT NULL,
        answer TEXT NOT NULL,
        PRIMARY KEY (set_id, question))""",
    """CREATE TABLE checks (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        day TEXT NOT NULL,
        moment TEXT NOT NULL,
        question TEXT NOT NULL,
        answer TEXT NOT NULL)""",
    "CREATE INDEX checks_of_person ON checks (person_id, day)",
    """CREATE TABLE notes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        day TEXT NOT NULL,
        text TEXT NOT NULL)""",
    "CREATE INDEX notes_of_person ON notes (person_id, day)",
    """CREATE TABLE settings (
        person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (person_id, key))""",
)
STEPS: tuple[Sequence[str], ...] = (_VERSION_1,)
"""The statements that lead from each version to the next. A step that has been released is never changed: add one.

tests/unit/diary/version-N.sql keeps a file of each version, to be opened by all later ones.
"""


def check_version(connection: Connection, path: Path) -> None:
    """Check that a file is a diary that this formcheck knows, or empty. Only reads.

    Raises
    ------
    DiaryError
        When it is a database of another program, or of a newer formcheck.
    """
    is_ours = _read_pragma(connection, "application_id") == APPLICATION_ID
    if not is_ours and _has_content(connection):
        raise DiaryError(
            _(
                "{path}: this is a database of another program, and no diary. Give another file with --diary FILE.",
                path=path,
            )
        )
    found = _read_pragma(connection, "user_version")
    if is_ours and found > len(STEPS):
        raise DiaryError(
            _(
                "{path}: this diary was written by a newer formcheck (version {found} of the file; this one knows "
                "{known}) and was left as it is. Update formcheck.",
                path=path,
                found=found,
                known=len(STEPS),
            )
        )


def is_current(connection: Connection) -> bool:
    """Return whether a file that `check_version` has passed is of the newest version."""
    return _read_pragma(connection, "user_version") == len(STEPS)


def migrate(connection: Connection) -> None:
    """Bring a file that `check_version` has passed to the newest version. An empty one becomes a diary."""
    for version, step in enumerate(STEPS, 1):
        with connection.begin():
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            # asked again under the lock: another process may have done it meanwhile
            if _read_pragma(connection, "user_version") >= version:
                continue
            for statement in step:
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def _has_content(connection: Connection) -> bool:
    marks = _read_pragma(connection, "application_id") or _read_pragma(connection, "user_version")
    return bool(marks or connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one())


def _read_pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
