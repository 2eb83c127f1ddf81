"""What comes out of the diary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from formcheck.advisor import Answer, PastSet

__all__ = ["Check", "Note", "Record", "StoredSet"]


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote of a day; ``number`` is the note's in the diary."""

    number: int
    person: str
    day: dt.date
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """One answer that tells of a person on a day: to a danger sign ("screen") or a next-day question ("morning")."""

    day: dt.date
    moment: str
    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class StoredSet:
    """A set with everything that was kept of it.

    ``result`` and ``advice`` are what `SetResult.to_dict` and `Advice.to_dict` gave, the former with the "schema" and
    version that it had; their texts can be translated. `parse_result` and `parse_advice` make objects of them.
    """

    person: str
    past: PastSet
    result: Mapping[str, Any]
    advice: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """All that the diary holds of one person, oldest first."""

    person: str
    sets: tuple[StoredSet, ...]
    checks: tuple[Check, ...]
    notes: tuple[Note, ...]
    settings: Mapping[str, str]
