"""What is plotted: the movement that is counted, and each measure of the rules with its limits, reps and faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from formcheck.exercises.base import Exercise, Limit, Measured, Observation, Rule, Threshold, Window
from formcheck.judging.units import grade_measure
from formcheck.messages import _
from formcheck.pose import FloatArray, PoseTrack
from formcheck.results import Hold, Measure, Rep, SetResult, Severity
from formcheck.session import Session

__all__ = ["Curve", "Grade", "LimitLine", "Point", "Span", "grade_unit", "list_curves"]

Unit = Rep | Hold
Grade = Severity | None
_UNITS = {"pct": "%", "trunks": _("trunk lengths")}
"""Units of a driver that are written in another way in its name."""
_EDGE_S = 0.3
"""How far a curve goes beyond the rep that it belongs to, s."""


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured over one rep or hold, at its top: the value that was judged."""

    index: int
    time_s: float
    value: float
    uncertainty: float
    grade: Grade


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A value beyond which a measure is watched or a fault."""

    value: float
    severity: Severity
    beyond: Literal["above", "below"]


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which something was found, s."""

    start_s: float
    end_s: float
    severity: Severity


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One plot.

    Attributes
    ----------
    measure : its name; "" of the counted movement where no measure is read off it.
    title : for people.
    time_s, values : (n,) s and in ``unit``; NaN where not seen. Empty where a measure has no signal, as a time.
    """

    measure: str
    title: str
    unit: str
    time_s: FloatArray
    values: FloatArray
    points: tuple[Point, ...] = ()
    limits: tuple[LimitLine, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(slots=True, eq=False)
class _Signals:
    """The signals behind the measures, put together from the windows of the reps or holds."""

    values: dict[str, FloatArray] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)


def list_curves(result: SetResult, track: PoseTrack, exercise: Exercise) -> list[Curve]:
    """Return what is plotted: the movement that is counted, then the measures in the order of the rules.

    A measure of which nothing was read is left out; without any there is no plot. Where it is read off the counted
    movement itself, both are one.

    Parameters
    ----------
    track, exercise : those that the result was made from.
    """
    observed = exercise.observe(track)
    units: tuple[Unit, ...] = result.holds or result.reps
    signals = _follow(track, exercise) if units else _Signals()  # what was taken back again is not shown
    driver = _make_driver(observed, track, exercise)
    curves = []
    for name in dict.fromkeys(_list_measures(exercise.rules)):
        measures = [m for unit in units if isinstance(m := unit.measures.get(name), Measure)]
        values = signals.values.get(name)
        if not measures and values is None:
            continue
        limits = [limit for rule in exercise.rules for limit in rule.limits if limit.measure == name]
        curves.append(
            Curve(
                name,
                exercise.columns.get(name, name),
                measures[0].unit if measures else signals.units[name],
                track.time_s if values is not None else np.empty(0),
                values if values is not None else np.empty(0),
                tuple(_list_points(name, units, limits)),
                tuple(dict.fromkeys(_list_lines(limits))),
                tuple(dict.fromkeys(_list_spans(name, result, units, limits))),
            )
        )
    return _join_driver(driver, curves) if np.isfinite(driver.values).any() else []


def _follow(track: PoseTrack, exercise: Exercise) -> _Signals:
    """Run the engine over the landmarks once more, and keep the signals it measured on."""
    signals = _Signals()

    def keep(unit: Unit, window: Window, measured: Measured) -> None:
        within = (window.time_s >= unit.start_s - _EDGE_S) & (window.time_s <= unit.end_s + _EDGE_S)
        at = np.searchsorted(track.time_s, window.time_s[within])
        for name, followed in measured.followed.items():
            values = signals.values.setdefault(name, np.full(len(track), np.nan))
            values[at] = followed.values[within]
            signals.units[name] = followed.unit

    session = Session(exercise, on_measured=keep)
    session.push(track)
    if len(track) and track.source is not None:
        session.finish(track.source, track.model)
    return signals


def _make_driver(observed: Observation, track: PoseTrack, exercise: Exercise) -> Curve:
    values = np.asarray(observed.driver, np.float64)
    if exercise.driver_is_step:
        values = np.where(np.isfinite(values), np.cumsum(np.nan_to_num(values)), np.nan)
    unit = _UNITS.get(exercise.driver_unit, exercise.driver_unit)
    return Curve("", _("movement that is counted"), unit, track.time_s, values)


def _join_driver(driver: Curve, curves: list[Curve]) -> list[Curve]:
    """Put the curve that is a part of the counted movement in its place."""
    for curve in curves:
        seen = np.isfinite(curve.values)
        if seen.any() and np.array_equal(curve.values[seen], driver.values[seen]):
            whole = Curve(
                curve.measure,
                _("{name}, the movement that is counted", name=curve.title),
                curve.unit,
                driver.time_s,
                driver.values,
                curve.points,
                curve.limits,
                curve.spans,
            )
            return [whole, *(other for other in curves if other is not curve)]
    return [driver, *curves]


def _list_measures(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        for part in (rule.limits, rule.trends, rule.spreads, rule.sides):
            yield from (limit.measure for limit in part)


def _list_points(name: str, units: Iterable[Unit], limits: list[Limit]) -> Iterator[Point]:
    for unit in units:
        measure = unit.measures.get(name)
        if isinstance(measure, Measure):
            time_s = unit.top_s if isinstance(unit, Rep) else (unit.start_s + unit.end_s) / 2
            yield Point(unit.index, time_s, measure.value, measure.uncertainty, grade_unit(unit, name, limits))


def grade_unit(unit: Unit, name: str, limits: Iterable[Limit]) -> Grade:
    """Return how severe a measure is; of a hold what was found on the way, for its middle value may be good."""
    measure = unit.measures.get(name)
    if isinstance(unit, Hold) or not isinstance(measure, Measure):
        found = {f.severity for f in unit.findings if f.measure == name}
    else:
        found = {grade[0] for limit in limits if (grade := grade_measure(measure, limit))}
    return "fault" if "fault" in found else "watch" if found else None


def _list_lines(limits: Iterable[Limit]) -> Iterator[LimitLine]:
    for limit in limits:
        grades: tuple[tuple[Severity, Threshold | None], ...] = (("watch", limit.watch), ("fault", limit.fault))
        yield from (LimitLine(t.value, severity, limit.beyond) for severity, t in grades if t is not None)


def _list_spans(name: str, result: SetResult, units: Iterable[Unit], limits: list[Limit]) -> Iterator[Span]:
    """Yield when a measure was beyond a limit; of a drift or difference over the set, the reps it shows in."""
    for unit in units:
        if isinstance(unit, Hold):
            yield from (Span(f.start_s, f.end_s, f.severity) for f in unit.findings if f.measure == name)
        elif grade := grade_unit(unit, name, limits):
            yield Span(unit.start_s, unit.end_s, grade)
    told = {f.rule for unit in units for f in unit.findings}
    of_set = (f for f in result.findings if f.rule not in told)
    yield from (Span(f.start_s, f.end_s, f.severity) for f in of_set if f.measure == name)
