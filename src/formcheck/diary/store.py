"""The diary of one or several people: what is written in one call is there as a whole, or not at all."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from sqlalchemy import Connection, delete

from formcheck.advisor import Advice, Answers, History, PastSet
from formcheck.diary import reading, schema, writing
from formcheck.diary.failures import explain_failures
from formcheck.diary.opening import BUSY_S, connect
from formcheck.diary.records import Note, Record, StoredSet
from formcheck.diary.values import clean_text, make_key
from formcheck.errors import DiaryError
from formcheck.messages import _, join_items
from formcheck.results import SetResult

__all__ = ["Diary", "open_diary"]


def open_diary(path: Path | None = None, *, busy_s: float = BUSY_S, make: bool = True) -> Diary:
    """Return the diary in a file.

    Parameters
    ----------
    path : None for the one in the person's folder for data.
    busy_s : how long to wait for another process that is writing, s.
    make : make a diary when there is none.

    Raises
    ------
    DiaryError
        When it cannot be used: damaged, no diary, of a newer version, locked, a full disk, no permission. The file
        is then as it was.
    """
    return Diary(*connect(path, busy_s, make=make))


class Diary:
    """An open diary, for one thread; close it, or use it in ``with``.

    Names of people are compared without regard to capitals. Each method raises `DiaryError` when the file cannot be
    read or written; then nothing of that call is in the diary, and all that was there before is.
    """

    def __init__(self, connection: Connection, path: Path) -> None:
        """Take over a connection made by `open_diary`."""
        self.path = path
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def add_set(
        self, person: str, result: SetResult, advice: Advice, answers: Answers | None, done_at: dt.datetime
    ) -> int:
        """Keep a set with its measures, findings, answers and decision; return its number.

        Danger signs among the answers are kept for that day too, and so are next-day answers if there was training
        on an earlier day.

        Parameters
        ----------
        answers : those given now, not those carried over from before.
        done_at : when the set was done, with the time zone there: its day is the day by that clock.
        """
        with self._transaction("IMMEDIATE") as connection:
            person_id = writing.get_person_id(connection, person)
            return writing.write_set(connection, person_id, result, advice, answers or {}, done_at)

    def add_answers(self, person: str, day: dt.date, answers: Answers) -> tuple[str, ...]:
        """Keep answers that tell of a day and belong to no set: danger signs and next-day questions.

        Those to other questions are not kept, nor next-day answers where there was no training on an earlier day.
        Returns which are kept, by question.
        """
        with self._transaction("IMMEDIATE") as connection:
            return writing.write_checks(connection, writing.get_person_id(connection, person), day, answers)

    def add_note(self, person: str, day: dt.date, text: str) -> int:
        """Keep a note on how it was on a day; return its number."""
        text = clean_text(text)
        with self._transaction("IMMEDIATE") as connection:
            return writing.write_note(connection, writing.get_person_id(connection, person), day, text)

    def put_setting(self, person: str, key: str, value: str) -> None:
        """Keep a setting of a person, in place of an old one."""
        with self._transaction("IMMEDIATE") as connection:
            writing.write_setting(connection, writing.get_person_id(connection, person), key, value)

    def people(self) -> tuple[str, ...]:
        """Return the names of the people, in the order in which they came into the diary."""
        with self._transaction("DEFERRED") as connection:
            return reading.read_people(connection)

    def find_person(self, person: str) -> str:
        """Return a person's name as it was first written; `DiaryError` with the names that there are if none is it."""
        everybody = self.people()
        for name in everybody:
            if make_key(name) == make_key(person):
                return name
        if not everybody:
            raise DiaryError(_("the diary is empty. It begins with the first set or note that you keep."))
        names = join_items(everybody)
        text = _("nobody in the diary is called {person}. --person NAME chooses: {names}", person=person, names=names)
        raise DiaryError(text)

    def has_person(self, person: str) -> bool:
        """Return whether there is a person of that name."""
        return make_key(person) in map(make_key, self.people())

    def load_history(self, person: str, today: dt.date) -> History:
        """Return a person's past as of a day; what is later is left out."""
        with self._transaction("DEFERRED") as connection:
            return reading.read_history(connection, person, today)

    def list_sets(self, person: str) -> tuple[PastSet, ...]:
        """Return a person's sets, oldest first."""
        with self._transaction("DEFERRED") as connection:
            return reading.read_sets(connection, person)

    def get_set(self, number: int, person: str | None = None) -> StoredSet:
        """Return a set with everything that was kept of it.

        `DiaryError` when there is none of that number, or not of that person if one is given.
        """
        with self._transaction("DEFERRED") as connection:
            found = reading.read_set(connection, number)
        if found is None or (person is not None and make_key(found.person) != make_key(person)):
            raise self._explain_missing_set(number)
        return found

    def list_notes(self, person: str) -> tuple[Note, ...]:
        """Return a person's notes, oldest first."""
        with self._transaction("DEFERRED") as connection:
            return reading.read_notes(connection, person)

    def get_note(self, number: int, person: str | None = None) -> Note:
        """Return a note; errors as of `get_set`."""
        with self._transaction("DEFERRED") as connection:
            found = reading.read_note(connection, number)
        if found is None or (person is not None and make_key(found.person) != make_key(person)):
            raise self._explain_missing_note(number)
        return found

    def get_setting(self, person: str, key: str) -> str | None:
        """Return a setting of a person, None when there is none."""
        with self._transaction("DEFERRED") as connection:
            return reading.read_setting(connection, person, key)

    def list_records(self, person: str | None = None) -> tuple[Record, ...]:
        """Return all that there is of a person, or of everybody, as it was at one instant."""
        with self._transaction("DEFERRED") as connection:
            everybody = reading.read_people(connection)
            chosen = [name for name in everybody if person is None or make_key(name) == make_key(person)]
            return tuple(reading.read_record(connection, name) for name in chosen)

    def delete_set(self, number: int) -> None:
        """Delete a set and what was answered about it; `DiaryError` when there is none of that number.

        Danger signs and next-day answers that were given with it stay: they tell of the person on that day, and are
        changed by being answered anew.
        """
        with self._transaction("IMMEDIATE") as connection:
            if not writing.delete_row(connection, schema.sets, number):
                raise self._explain_missing_set(number)

    def delete_note(self, number: int) -> None:
        """Delete a note; `DiaryError` when there is none of that number."""
        with self._transaction("IMMEDIATE") as connection:
            if not writing.delete_row(connection, schema.notes, number):
                raise self._explain_missing_note(number)

    def delete_person(self, person: str) -> None:
        """Delete a person and all that the diary holds of them; nothing happens when there is none of that name."""
        with self._transaction("IMMEDIATE") as connection:
            connection.execute(delete(schema.people).where(schema.people.c.key == make_key(person)))

    @contextlib.contextmanager
    def _transaction(self, kind: Literal["DEFERRED", "IMMEDIATE"]) -> Iterator[Connection]:
        """Begin a transaction to read (DEFERRED) or to write, and end it with the block."""
        with explain_failures(self.path):
            try:
                with self._connection.begin():
                    self._connection.exec_driver_sql(f"BEGIN {kind}")
                    yield self._connection
            finally:
                self._roll_back()

    def _roll_back(self) -> None:
        """End a transaction that could not be committed: SQLite would keep it open, with its lock, to try again."""
        driver = self._connection.connection.driver_connection
        if driver is not None and driver.in_transaction:
            driver.rollback()

    def _explain_missing_set(self, number: int) -> DiaryError:
        text = _("there is no set {number} in the diary. formcheck diary list tells which there are.", number=number)
        return DiaryError(text)

    def _explain_missing_note(self, number: int) -> DiaryError:
        text = _("there is no note {number} in the diary. formcheck diary list tells which there are.", number=number)
        return DiaryError(text)
