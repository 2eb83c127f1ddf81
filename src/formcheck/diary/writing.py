"""Put things into the diary. Each function works within a transaction that its caller begins and ends."""

from __future__ import annotations

import datetime as dt
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, Table, delete, exists, insert, select

from formcheck.advisor import Advice, Answers, find_question
from formcheck.advisor.questions import Moment
from formcheck.diary import schema
from formcheck.diary.values import clean_name, make_key, write_instant, write_json
from formcheck.results import SCHEMA, SetResult
from formcheck.trends.compare import list_medians

__all__ = [
    "OF_A_DAY",
    "delete_row",
    "get_person_id",
    "write_checks",
    "write_note",
    "write_set",
    "write_setting",
]

OF_A_DAY: tuple[Moment, ...] = ("screen", "morning")
"""The questions that tell of a day, whatever was done on it."""


def get_person_id(connection: Connection, person: str) -> int:
    """Return a person's row; a new person gets one."""
    key = make_key(person)
    found: int | None = connection.execute(
        select(schema.people.c.id).where(schema.people.c.key == key)
    ).scalar_one_or_none()
    if found is not None:
        return found
    return _insert(connection, schema.people, name=clean_name(person), key=key)


def write_set(
    connection: Connection, person_id: int, result: SetResult, advice: Advice, answers: Answers, done_at: dt.datetime
) -> int:
    """Write a set and all that belongs to it; return its number."""
    utc, offset_s = write_instant(done_at)
    number = _insert(
        connection,
        schema.sets,
        person_id=person_id,
        done_at=utc,
        offset_s=offset_s,
        day=done_at.date().isoformat(),
        exercise=result.exercise,
        side=result.side,
        form=result.form,
        decision=advice.decision,
        counted=min(result.dose.reps.values(), default=0),
        held=len(result.holds),
        longest_hold_s=result.dose.longest_hold_s,
        emphasis=write_json({item.exercise: item.why for item in result.emphasis}),
        result=write_json({"schema": SCHEMA, "formcheck": version("formcheck"), **result.to_dict()}),
        advice=write_json(advice.to_dict()),
    )
    _insert_all(connection, schema.measures, number, _list_measures(result))
    _insert_all(connection, schema.findings, number, _list_findings(result))
    given = [{"question": key, "answer": str(answer)} for key, answer in answers.items()]
    _insert_all(connection, schema.answers, number, given)
    write_checks(connection, person_id, done_at.date(), answers)
    return number


def write_checks(connection: Connection, person_id: int, day: dt.date, answers: Answers) -> tuple[str, ...]:
    """Write the danger signs among some answers, and the next-day ones if there is an earlier day of training.

    Returns the questions of those written.
    """
    sets = schema.sets
    earlier = exists().where(sets.c.person_id == person_id, sets.c.day < day.isoformat())
    moments = OF_A_DAY if connection.execute(select(earlier)).scalar_one() else OF_A_DAY[:1]
    kept = tuple(key for key in answers if find_question(key).moment in moments)
    rows = [
        {
            "person_id": person_id,
            "day": day.isoformat(),
            "moment": find_question(key).moment,
            "question": key,
            "answer": str(answers[key]),
        }
        for key in kept
    ]
    if rows:
        connection.execute(insert(schema.checks), rows)
    return kept


def write_note(connection: Connection, person_id: int, day: dt.date, text: str) -> int:
    """Write a note; return its number."""
    return _insert(connection, schema.notes, person_id=person_id, day=day.isoformat(), text=text)


def write_setting(connection: Connection, person_id: int, key: str, value: str) -> None:
    """Write a person's setting, in place of an old one."""
    settings = schema.settings
    connection.execute(delete(settings).where(settings.c.person_id == person_id, settings.c.key == key))
    connection.execute(insert(settings), {"person_id": person_id, "key": key, "value": value})


def delete_row(connection: Connection, table: Table, number: int) -> bool:
    """Delete a row with all that belongs to it; return whether there was one."""
    return connection.execute(delete(table).where(table.c.id == number)).rowcount > 0


def _list_measures(result: SetResult) -> list[dict[str, Any]]:
    return [
        {"name": name, "value": float(m.value), "unit": m.unit, "uncertainty": float(m.uncertainty)}
        for name, m in list_medians(result).items()
    ]


def _list_findings(result: SetResult) -> list[dict[str, Any]]:
    return [
        {
            "position": position,
            "rule": f.rule,
            "severity": f.severity,
            "measure": f.measure,
            "value": float(f.value),
            "unit": f.unit,
            "uncertainty": float(f.uncertainty),
            "threshold": float(f.threshold),
        }
        for position, f in enumerate(result.findings, 1)
    ]


def _insert(connection: Connection, table: Table, **values: Any) -> int:
    key = connection.execute(insert(table), values).inserted_primary_key
    assert key is not None
    return int(key[0])


def _insert_all(connection: Connection, table: Table, number: int, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), [{"set_id": number, **row} for row in rows])
