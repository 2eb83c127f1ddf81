"""Get things out of the diary. Each function works within a transaction that its caller begins and ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, get_args

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, select

from formcheck.advisor import QUESTIONS, STRICTNESS, Answer, History, Morning, PastSet, Screened
from formcheck.advisor.questions import AGREEMENT, ASK_FIRST
from formcheck.diary import schema
from formcheck.diary.records import Check, Note, Record, StoredSet
from formcheck.diary.values import make_key, read_answer, read_day, read_instant, read_json, read_known
from formcheck.results import Form, Measure, Side

__all__ = [
    "read_history",
    "read_note",
    "read_notes",
    "read_people",
    "read_record",
    "read_set",
    "read_sets",
    "read_setting",
]

_DEPENDS = {"next_day_pain": ("next_day_where", "next_day_kind")}
"""Answers that tell of another one: they go when that one is answered anew."""
_MAX_NUMBER = 2**63 - 1
"""The largest that SQLite can be asked for."""
_SHORT = tuple(c for c in schema.sets.c if c.name not in ("result", "advice"))


def read_people(connection: Connection) -> tuple[str, ...]:
    """Return the names, in the order in which they came into the diary."""
    return tuple(connection.execute(select(schema.people.c.name).order_by(schema.people.c.id)).scalars())


def read_sets(connection: Connection, person: str) -> tuple[PastSet, ...]:
    """Return a person's sets, oldest first."""
    sets = schema.sets
    chosen = _of(person, select(*_SHORT).select_from(sets), sets).order_by(sets.c.done_at, sets.c.id)
    return _make_sets(connection, connection.execute(chosen).mappings().all())


def read_set(connection: Connection, number: int) -> StoredSet | None:
    """Return a set with everything that was kept of it, None when there is none."""
    found = _read_stored(connection, schema.sets.c.id == number) if abs(number) <= _MAX_NUMBER else ()
    return found[0] if found else None


def read_notes(connection: Connection, person: str) -> tuple[Note, ...]:
    """Return a person's notes, oldest first."""
    return _read_notes(connection, schema.people.c.key == make_key(person))


def read_note(connection: Connection, number: int) -> Note | None:
    """Return a note, None when there is none."""
    found = _read_notes(connection, schema.notes.c.id == number) if abs(number) <= _MAX_NUMBER else ()
    return found[0] if found else None


def read_checks(connection: Connection, person: str) -> tuple[Check, ...]:
    """Return a person's answers to danger signs and next-day questions, in the order of days, then as given."""
    checks = schema.checks
    columns = (checks.c.day, checks.c.moment, checks.c.question, checks.c.answer)
    chosen = _of(person, select(*columns).select_from(checks), checks).order_by(checks.c.day, checks.c.id)
    rows = connection.execute(chosen)
    return tuple(Check(read_day(day), moment, question, read_answer(text)) for day, moment, question, text in rows)


def read_history(connection: Connection, person: str, today: dt.date) -> History:
    """Return a person's past as of a day; what is later is left out."""
    known = {question.key for question in QUESTIONS}  # a diary outlives a question that has been dropped
    checks = [c for c in read_checks(connection, person) if c.day <= today and c.question in known]
    return History(
        today,
        tuple(s for s in read_sets(connection, person) if s.day <= today),
        _make_mornings(c for c in checks if c.moment == "morning"),
        _make_screened(c for c in checks if c.moment == "screen"),
    )


def _make_screened(checks: Iterable[Check]) -> dict[str, Screened]:
    """Return the last answer to each danger sign. An agreement does not cover what was told after it."""
    screened: dict[str, Screened] = {}
    told = {question.key for question in ASK_FIRST}
    for check in checks:
        screened[check.question] = Screened(check.answer, check.day)
        if check.question in told and check.answer != "no":
            screened.pop(AGREEMENT.key, None)
    return screened


def read_setting(connection: Connection, person: str, key: str) -> str | None:
    """Return a person's setting, None when there is none."""
    return _read_settings(connection, person).get(key)


def read_record(connection: Connection, person: str) -> Record:
    """Return all that there is of a person."""
    return Record(
        person,
        _read_stored(connection, schema.people.c.key == make_key(person)),
        read_checks(connection, person),
        read_notes(connection, person),
        _read_settings(connection, person),
    )


def _read_notes(connection: Connection, condition: ColumnElement[bool]) -> tuple[Note, ...]:
    notes, people = schema.notes, schema.people
    chosen = select(notes.c.id, people.c.name, notes.c.day, notes.c.text).join(people, people.c.id == notes.c.person_id)
    rows = connection.execute(chosen.where(condition).order_by(notes.c.day, notes.c.id))
    return tuple(Note(number, name, read_day(day), text) for number, name, day, text in rows)


def _read_settings(connection: Connection, person: str) -> dict[str, str]:
    settings = schema.settings
    chosen = _of(person, select(settings.c.key, settings.c.value).select_from(settings), settings)
    return {row[0]: row[1] for row in connection.execute(chosen)}


def _of(person: str, chosen: Select[Any], table: Table) -> Select[Any]:
    """Limit a query of a table to one person."""
    people = schema.people
    return chosen.join(people, people.c.id == table.c.person_id).where(people.c.key == make_key(person))


def _read_stored(connection: Connection, condition: ColumnElement[bool]) -> tuple[StoredSet, ...]:
    sets, people = schema.sets, schema.people
    chosen = select(sets, people.c.name.label("person")).join(people, people.c.id == sets.c.person_id)
    rows = connection.execute(chosen.where(condition).order_by(sets.c.done_at, sets.c.id)).mappings().all()
    return tuple(
        StoredSet(row["person"], past, read_json(row["result"]), read_json(row["advice"]))
        for row, past in zip(rows, _make_sets(connection, rows), strict=True)
    )


def _make_sets(connection: Connection, rows: Iterable[RowMapping]) -> tuple[PastSet, ...]:
    rows = list(rows)
    numbers = [row["id"] for row in rows]
    measures = _group(connection, schema.measures, numbers)
    findings = _group(connection, schema.findings, numbers)
    answers = _group(connection, schema.answers, numbers)
    return tuple(_make_set(row, measures[row["id"]], findings[row["id"]], answers[row["id"]]) for row in rows)


def _make_set(
    row: RowMapping, measures: list[RowMapping], findings: list[RowMapping], answers: list[RowMapping]
) -> PastSet:
    return PastSet(
        number=row["id"],
        done_at=read_instant(row["done_at"], row["offset_s"]),
        exercise=row["exercise"],
        side=read_known(row["side"], (None, *get_args(Side))),
        form=read_known(row["form"], get_args(Form)),
        decision=read_known(row["decision"], STRICTNESS),
        counted=row["counted"],
        held=row["held"],
        longest_hold_s=row["longest_hold_s"],
        answers={a["question"]: read_answer(a["answer"]) for a in answers},
        measures={m["name"]: Measure(m["value"], m["unit"], m["uncertainty"]) for m in measures},
        faults=tuple(f["rule"] for f in findings if f["severity"] == "fault"),
        watched=tuple(f["rule"] for f in findings if f["severity"] == "watch"),
        emphasis=read_json(row["emphasis"]),
    )


def _group(connection: Connection, table: Table, numbers: list[int]) -> dict[int, list[RowMapping]]:
    """Return a table's rows by set, in the order in which they were written."""
    grouped: dict[int, list[RowMapping]] = {number: [] for number in numbers}
    if numbers:
        chosen = select(table).where(table.c.set_id.between(min(numbers), max(numbers))).order_by(table.c.set_id)
        for row in connection.execute(chosen).mappings():
            if row["set_id"] in grouped:
                grouped[row["set_id"]].append(row)
    return grouped


def _make_mornings(checks: Iterable[Check]) -> tuple[Morning, ...]:
    """Return the mornings, oldest first. Of several answers to a question on a day the last one holds."""
    days: dict[dt.date, dict[str, Answer]] = {}
    for check in checks:
        given = days.setdefault(check.day, {})
        for other in _DEPENDS.get(check.question, ()):
            given.pop(other, None)
        given[check.question] = check.answer
    return tuple(Morning(day, answers) for day, answers in days.items())
