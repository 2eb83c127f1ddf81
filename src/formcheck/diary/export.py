"""Write the diary for other programs: all of it as one JSON file, or as tables in a folder of CSV files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from formcheck.diary.records import Record, StoredSet
from formcheck.errors import OutputError
from formcheck.files import describe_os_error, write_atomically
from formcheck.messages import _

__all__ = ["SCHEMA", "export_diary", "to_json_dict"]

SCHEMA = "formcheck.diary/1"


def export_diary(records: Iterable[Record], path: Path) -> tuple[Path, ...]:
    """Write records to a file ``NAME.json``, or as CSV files to a folder, which is made when it is missing.

    Returns the files written. They can be read by their owner only. Texts are English, as in the JSON of one set.

    Raises
    ------
    OutputError
        When they cannot be written, or the path is neither.
    """
    records = tuple(records)
    if path.suffix.lower() == ".json":
        text = json.dumps(to_json_dict(records), ensure_ascii=False, indent=2, allow_nan=False)
        _write(path, text.encode() + b"\n")
        return (path,)
    if path.is_file() or (path.suffix and not path.is_dir()):
        raise OutputError(_("{path}: give a file NAME.json, or a folder for CSV files.", path=path))
    _make_folder(path)
    files = []
    for name, (columns, list_rows) in _TABLES.items():
        files.append(path / f"{name}.csv")
        _write(files[-1], _make_csv(columns, (row for record in records for row in list_rows(record))))
    return tuple(files)


def to_json_dict(records: Iterable[Record]) -> dict[str, Any]:
    """Return records in the keys of the JSON file."""
    return {
        "schema": SCHEMA,
        "formcheck": version("formcheck"),
        "people": [
            {
                "person": record.person,
                "sets": [_describe_set(stored) for stored in record.sets],
                "day_answers": [
                    {"day": c.day.isoformat(), "moment": c.moment, "question": c.question, "answer": c.answer}
                    for c in record.checks
                ],
                "notes": [{"note": n.number, "day": n.day.isoformat(), "text": n.text} for n in record.notes],
                "settings": dict(record.settings),
            }
            for record in records
        ],
    }


def _describe_set(stored: StoredSet) -> dict[str, Any]:
    past = stored.past
    return {
        "set": past.number,
        "done_at": past.done_at.isoformat(),
        "answers": dict(past.answers),
        "measures": {name: measure.to_dict() for name, measure in past.measures.items()},
        **stored.result,
        "advice": dict(stored.advice),
    }


Rows = Iterator[tuple[Any, ...]]
_SET = ("person", "set", "done_at", "exercise")


def _list_sets(record: Record) -> Rows:
    for stored in record.sets:
        s = stored.past
        done = (s.counted, s.held, s.longest_hold_s)
        yield *_identify(stored), s.side, s.form, s.decision, *done, " ".join(s.faults), " ".join(s.watched)


def _list_measures(record: Record) -> Rows:
    for stored in record.sets:
        for name, measure in stored.past.measures.items():
            shown = measure.to_dict()
            yield *_identify(stored), name, shown["value"], shown["uncertainty"], shown["unit"]


_FINDING = ("rule", "severity", "measure", "value", "uncertainty", "threshold", "unit", "start_s", "end_s", "seen")


def _list_findings(record: Record) -> Rows:
    for stored in record.sets:
        for finding in stored.result["findings"]:
            yield *_identify(stored), *(finding[name] for name in _FINDING)


def _list_answers(record: Record) -> Rows:
    for stored in record.sets:
        for question, answer in stored.past.answers.items():
            yield *_identify(stored), question, answer


def _list_day_answers(record: Record) -> Rows:
    for check in record.checks:
        yield record.person, check.day.isoformat(), check.moment, check.question, check.answer


def _list_notes(record: Record) -> Rows:
    for note in record.notes:
        yield record.person, note.number, note.day.isoformat(), note.text


def _identify(stored: StoredSet) -> tuple[Any, ...]:
    past = stored.past
    return stored.person, past.number, past.done_at.isoformat(), past.exercise


_DONE = ("side", "form", "decision", "reps", "holds", "longest_hold_s", "faults", "watched")
_TABLES: Mapping[str, tuple[tuple[str, ...], Callable[[Record], Rows]]] = {
    "sets": ((*_SET, *_DONE), _list_sets),
    "measures": ((*_SET, "measure", "value", "uncertainty", "unit"), _list_measures),
    "findings": ((*_SET, *_FINDING), _list_findings),
    "answers": ((*_SET, "question", "answer"), _list_answers),
    "day_answers": (("person", "day", "moment", "question", "answer"), _list_day_answers),
    "notes": (("person", "note", "day", "text"), _list_notes),
}
"""Of each file its columns and rows. The unit of a value is beside it, or in the name of its column."""


def _make_csv(columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue().encode("utf-8-sig")  # with a mark, or Excel takes Japanese for something else


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        why = describe_os_error(error)
        raise OutputError(_("{path}: the folder cannot be made ({why}).", path=path, why=why)) from error


def _write(path: Path, data: bytes) -> None:
    with write_atomically(path) as file:
        file.write(data)
