"""The tables of the diary, as the queries use them. The file itself is made by `formcheck.diary.migrations`.

A day is ``YYYY-MM-DD`` by the clock where the person was; an instant is UTC, with the offset of that clock beside it.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, Table, Text

__all__ = ["METADATA", "answers", "checks", "findings", "measures", "notes", "people", "sets", "settings"]

METADATA = MetaData()


def _refer(table: str) -> ForeignKey:
    """What belongs to a person or a set goes when they go."""
    return ForeignKey(f"{table}.id", ondelete="CASCADE")


people = Table(
    "people",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True, comment="the name as it is compared"),
)
sets = Table(
    "sets",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, _refer("people"), nullable=False),
    Column("done_at", Text, nullable=False, comment="UTC"),
    Column("offset_s", Integer, nullable=False, comment="of the clock there, east of UTC"),
    Column("day", Text, nullable=False),
    Column("exercise", Text, nullable=False),
    Column("side", Text),
    Column("form", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("counted", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("longest_hold_s", Float),
    Column("emphasis", Text, nullable=False, comment="JSON: why, by exercise"),
    Column("result", Text, nullable=False, comment="JSON, texts packed"),
    Column("advice", Text, nullable=False, comment="JSON, texts packed"),
)
measures = Table(
    "measures",
    METADATA,
    Column("set_id", Integer, _refer("sets"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Float, nullable=False),
    Column("unit", Text, nullable=False),
    Column("uncertainty", Float, nullable=False),
)
findings = Table(
    "findings",
    METADATA,
    Column("set_id", Integer, _refer("sets"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("value", Float, nullable=False),
    Column("unit", Text, nullable=False),
    Column("uncertainty", Float, nullable=False),
    Column("threshold", Float, nullable=False),
)
answers = Table(
    "answers",
    METADATA,
    Column("set_id", Integer, _refer("sets"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("answer", Text, nullable=False),
)
"""What was answered with a set."""
checks = Table(
    "checks",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, _refer("people"), nullable=False),
    Column("day", Text, nullable=False),
    Column("moment", Text, nullable=False, comment="screen or morning"),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
)
"""Danger signs and next-day questions: they tell of a person on a day, and outlive the set they were given with.

Only added to, never changed: of several answers to a question the last one holds.
"""
notes = Table(
    "notes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, _refer("people"), nullable=False),
    Column("day", Text, nullable=False),
    Column("text", Text, nullable=False),
)
settings = Table(
    "settings",
    METADATA,
    Column("person_id", Integer, _refer("people"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
