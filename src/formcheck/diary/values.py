"""How single values stand in the diary: names, texts, days, instants, answers, JSON."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Collection
from typing import Any, TypeVar

from formcheck.advisor import Answer
from formcheck.diary.failures import DamagedValueError
from formcheck.errors import DiaryError
from formcheck.messages import _, pack, unpack

__all__ = [
    "clean_name",
    "clean_text",
    "make_key",
    "read_answer",
    "read_day",
    "read_instant",
    "read_json",
    "read_known",
    "write_instant",
    "write_json",
]

T = TypeVar("T")
MAX_NAME = 100
"""Characters of a name. Source: our choice."""


def clean_name(name: str) -> str:
    """Return a person's name as it is kept: in Unicode's composed form, without space around it.

    Raises
    ------
    DiaryError
        When it is empty, very long, or holds control characters.
    """
    name = unicodedata.normalize("NFC", name.strip())
    if not name:
        raise DiaryError(_("the person has no name. Give one with --person NAME."))
    if len(name) > MAX_NAME:
        raise DiaryError(_("the person's name is too long. Give one of up to {n} characters.", n=MAX_NAME))
    if not _is_writable(name):
        raise DiaryError(_("the person's name holds characters that cannot be kept. Give one in plain letters."))
    return name


def make_key(name: str) -> str:
    """Return what a name is compared by: it does not matter how it is typed.

    The same for capitals and small letters, for both forms of an accent, and for what a Japanese keyboard gives in
    full and half width, spaces included.

    Raises
    ------
    DiaryError
        When it is none, see `clean_name`.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", clean_name(name)).casefold())
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def clean_text(text: str) -> str:
    """Return a note's text as it is kept.

    Raises
    ------
    DiaryError
        When there is none, or it holds control characters other than tabs and line ends.
    """
    text = text.strip()
    if not text:
        raise DiaryError(_("the note is empty. Give its text."))
    if not _is_writable(text.replace("\n", "").replace("\t", "")):
        raise DiaryError(_("the note holds characters that cannot be kept. Write it as plain text."))
    return text


def _is_writable(text: str) -> bool:
    """Return whether a text is free of control characters, which would act on a terminal, and of broken ones."""
    return not any(unicodedata.category(c) in ("Cc", "Cs") for c in text)


def write_instant(instant: dt.datetime) -> tuple[str, int]:
    """Return an instant as UTC, in a form that sorts by time, and the offset of its own clock, s.

    Raises
    ------
    ValueError
        When it has no time zone: then nobody knows when it was.
    """
    offset = instant.utcoffset()
    if offset is None:
        raise ValueError(f"{instant}: an instant needs a time zone")
    return instant.astimezone(dt.UTC).isoformat(timespec="microseconds"), round(offset.total_seconds())


def read_known(value: T, known: Collection[T]) -> T:
    """Return a value of which there are only a few."""
    if value not in known:
        raise DamagedValueError(f"{value!r} is none of {', '.join(map(str, known))}")
    return value


def read_instant(text: str, offset_s: int) -> dt.datetime:
    """Return an instant by the clock where it was."""
    try:
        return dt.datetime.fromisoformat(text).astimezone(dt.timezone(dt.timedelta(seconds=offset_s)))
    except (ValueError, TypeError, OverflowError) as error:
        raise DamagedValueError(f"{text!r} is no time") from error


def read_day(text: str) -> dt.date:
    """Return the day that a text stands for."""
    try:
        return dt.date.fromisoformat(text)
    except (ValueError, TypeError) as error:
        raise DamagedValueError(f"{text!r} is no day") from error


def read_answer(text: str) -> Answer:
    """Return an answer from its text: only the scales are answered with digits."""
    return int(text) if text.isascii() and text.isdigit() else text


def write_json(data: Any) -> str:
    """Return data as JSON; messages in it keep what it takes to translate them."""
    return json.dumps(pack(data), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def read_json(text: str) -> dict[str, Any]:
    """Return what was given to `write_json`."""
    try:
        data = unpack(json.loads(text))
    except (ValueError, TypeError, RecursionError) as error:
        raise DamagedValueError("a result in it cannot be read") from error
    if not isinstance(data, dict):
        raise DamagedValueError("a result in it cannot be read")
    return data
