"""The tables of the report: every measure of every rep, every limit with its source, and the recording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import PureWindowsPath

import numpy as np

from formcheck.exercises.base import Exercise, Limit
from formcheck.messages import _, join_items, translate
from formcheck.pose import PoseTrack
from formcheck.report.catalog import list_limits
from formcheck.report.html.curves import Grade, grade_unit
from formcheck.report.words import capitalize, make_sentence, show_name, show_number, show_unit
from formcheck.results import SIDE_NAMES, Hold, Measure, NotMeasurable, Rep, SetResult

__all__ = ["Cell", "Column", "LimitRow", "Row", "UnitTable", "list_limit_rows", "list_settings", "make_unit_table"]

_PURE = ("x", "SPARC", "")
"""Units that are none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A measure: its heading with the unit, and beyond what it is watched and a fault."""

    heading: str
    limits: tuple[tuple[Grade, str], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its uncertainty, or "-" with the mark of the note that says why."""

    text: str
    grade: Grade = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A rep or hold: when it began, remarks such as its side, and one cell a column."""

    index: int
    start_s: float
    end_s: float
    remarks: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class UnitTable:
    """All reps or holds. ``notes`` are why something was not measured, by their marks."""

    is_held: bool
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: dict[str, str]


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit: rule, what is measured, the value and how severe it is, and where it comes from."""

    rule: str
    what: str
    grade: str
    value: str
    source: str


def make_unit_table(result: SetResult, exercise: Exercise) -> UnitTable:
    """Return the table of the reps, or of the holds."""
    units: tuple[Rep, ...] | tuple[Hold, ...] = result.holds or result.reps
    names = [*dict.fromkeys(name for unit in units for name in unit.measures)]
    names = [*filter(names.__contains__, exercise.columns), *(n for n in names if n not in exercise.columns)]
    marks: dict[str, str] = {}
    limits = {n: [limit for rule in exercise.rules for limit in rule.limits if limit.measure == n] for n in names}
    rows = tuple(
        Row(
            unit.index,
            unit.start_s,
            unit.end_s,
            translate(join_items(_list_remarks(unit))),
            tuple(_make_cell(unit, name, limits[name], marks) for name in names),
        )
        for unit in units
    )
    columns = tuple(Column(_name_column(name, units, exercise), tuple(_list_beyond(limits[name]))) for name in names)
    return UnitTable(bool(result.holds), columns, rows, {mark: reason for reason, mark in marks.items()})


def _name_column(name: str, units: Iterable[Rep | Hold], exercise: Exercise) -> str:
    unit = next((m.unit for u in units if isinstance(m := u.measures.get(name), Measure)), "")
    heading = show_name(exercise.columns.get(name, name))
    return heading if unit in _PURE else translate(_("{name} ({unit})", name=heading, unit=show_unit(unit)))


def _list_beyond(limits: Iterable[Limit]) -> Iterator[tuple[Grade, str]]:
    for limit in limits:
        sign = ">" if limit.beyond == "above" else "<"
        yield "watch", f"{sign} {limit.watch.value:g}"
        if limit.fault is not None:
            yield "fault", f"{sign} {limit.fault.value:g}"


def _list_remarks(unit: Rep | Hold) -> Iterator[str]:
    if unit.side:
        yield SIDE_NAMES[unit.side]
    if isinstance(unit, Rep) and not unit.complete:
        yield _("partial, not counted")
    if isinstance(unit, Hold):
        yield _("{s:.1f} s in good form", s=unit.valid_s)
        if unit.lost:
            yield _("lost from sight")


def _make_cell(unit: Rep | Hold, name: str, limits: list[Limit], marks: dict[str, str]) -> Cell:
    measure = unit.measures.get(name)
    if isinstance(measure, Measure):
        uncertainty = show_number(measure.uncertainty, measure.unit, is_signed=False)
        return Cell(f"{show_number(measure.value, measure.unit)} ± {uncertainty}", grade_unit(unit, name, limits))
    if isinstance(measure, NotMeasurable):
        reason = make_sentence(measure.reason)
        return Cell("-", note=marks.setdefault(reason, _letter(len(marks))))
    return Cell("-")


def _letter(number: int) -> str:
    """Return a, b, ... z, aa, ab, ..."""
    first, last = divmod(number, 26)
    return (_letter(first - 1) if first else "") + chr(ord("a") + last)


def list_limit_rows(exercise: Exercise) -> Iterator[LimitRow]:
    """Yield every limit of every rule."""
    for rule in exercise.rules:
        for _seen, what, thresholds in list_limits(rule, lambda name: show_name(exercise.columns.get(name, name))):
            for grade, threshold in thresholds:
                value = f"{threshold.value:g} {show_unit(threshold.unit)}".strip()
                yield LimitRow(rule.id.partition(".")[2], translate(what), translate(grade), value, threshold.source)


def list_settings(result: SetResult, track: PoseTrack) -> Iterator[tuple[str, str]]:
    """Yield what a physiotherapist or engineer needs to know of the recording and the program: name and value."""
    source, model = result.source, result.model
    gaps = np.diff(track.time_s)
    rate = f"{1 / float(np.median(gaps)):.1f}" if len(gaps) else "-"
    pictures = _("{width} x {height} pixels, {rate} a second", width=source.width, height=source.height, rate=rate)
    lines: list[tuple[str, str]] = [
        (_("recording"), PureWindowsPath(source.path).name),  # knows / and \\: a track may come from another machine
        (_("length"), _("{s:.1f} s, {n} pictures", s=source.duration_s, n=source.frames)),
        (_("pictures"), pictures),
        (_("usable"), _("{share:.0f} % of the pictures", share=100 * result.view.coverage)),
        (_("view asked for"), result.view.expected),
        (_("landmark model"), _("{name}, sha256 {sha256}", name=model.name, sha256=model.sha256) if model else "-"),
        (_("own baseline"), _list_numbers(result.own_bias or {}) or _("none")),
        (_("own limits"), _list_numbers(result.own_thresholds) or _("none")),
        (_("program"), f"formcheck {version('formcheck')}"),
    ]
    yield from ((capitalize(name), translate(value)) for name, value in lines)


def _list_numbers(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {value:g}" for name, value in values.items())
