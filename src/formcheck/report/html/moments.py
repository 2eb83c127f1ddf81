"""The instant at which a fault is seen best, of each finding of a set."""

from __future__ import annotations

import numpy as np

from formcheck.exercises.base import Exercise
from formcheck.pose import FloatArray
from formcheck.report.html.curves import Curve
from formcheck.report.video.timeline import find_phase_times
from formcheck.results import Finding, Hold, Measure, Rep, SetResult

__all__ = ["find_worst"]

_CALM_FRAMES = 5
"""Frames over which a signal is taken together, so that one bad landmark is not the worst instant."""


def find_worst(finding: Finding, result: SetResult, exercise: Exercise, curves: list[Curve]) -> tuple[int, float]:
    """Return the rep or hold in which a fault of the set is worst, by its number, and the time of its worst instant, s.

    That is where the signal of the measure is farthest beyond the limit: in a rep during the stay at the top, where
    measures are read, for at rest every lift is low; in a hold during the span that was found. Of the time that
    something took it is the end of that time, of a pause before a hold the start of the hold, and of other measures
    without a signal where the counted movement is fastest.
    """
    units: tuple[Rep, ...] | tuple[Hold, ...] = result.holds or result.reps
    concerned = [unit for unit in units if unit.index in finding.reps] or list(units)
    sign = _find_sign(finding, exercise)
    worst = max(concerned, key=lambda unit: _read(unit, finding, sign))
    if isinstance(worst, Hold):
        return worst.index, _find_in_hold(finding, worst, sign, curves)
    return worst.index, _find_in_rep(finding, worst, sign, exercise, curves)


def _find_in_rep(finding: Finding, rep: Rep, sign: float, exercise: Exercise, curves: list[Curve]) -> float:
    if finding.measure in exercise.phases:
        return _find_phase_end(finding.measure, rep, exercise)
    if curve := _find_curve(finding, curves):
        return _find_extreme(curve.time_s, sign * curve.values, _find_top(rep, exercise), rep.top_s)
    return _find_fastest(curves, (rep.start_s, rep.end_s), rep.top_s)


def _find_in_hold(finding: Finding, hold: Hold, sign: float, curves: list[Curve]) -> float:
    if finding.measure not in hold.measures:
        return hold.start_s
    middle_s = (hold.start_s + hold.end_s) / 2
    if curve := _find_curve(finding, curves):
        return _find_extreme(curve.time_s, sign * curve.values, _find_span(hold, finding, sign), middle_s)
    return _find_fastest(curves, (hold.start_s, hold.end_s), middle_s)


def _find_curve(finding: Finding, curves: list[Curve]) -> Curve | None:
    return next((curve for curve in curves if curve.measure == finding.measure and len(curve.values)), None)


def _find_fastest(curves: list[Curve], bounds_s: tuple[float, float], otherwise_s: float) -> float:
    """Return when the counted movement, the first curve, is fastest."""
    if not curves:
        return otherwise_s
    speed = np.abs(np.gradient(curves[0].values, curves[0].time_s))
    return _find_extreme(curves[0].time_s, speed, bounds_s, otherwise_s)


def _find_sign(finding: Finding, exercise: Exercise) -> float:
    """Return 1 where more of the measure is worse, -1 where less is."""
    for rule in exercise.rules:
        if rule.id == finding.rule:
            for limit in rule.limits:
                values = {t.value for t in (limit.watch, limit.fault) if t is not None}
                if limit.measure == finding.measure and finding.threshold in values:
                    return 1.0 if limit.beyond == "above" else -1.0
            for trend in rule.trends:
                if trend.measure == finding.measure:
                    return 1.0 if trend.towards == "up" else -1.0
    return 1.0


def _read(unit: Rep | Hold, finding: Finding, sign: float) -> float:
    """Return how far beyond the limit a rep or hold is."""
    measure = unit.measures.get(finding.measure)
    value = sign * measure.value if isinstance(measure, Measure) else -np.inf
    return max((sign * f.value for f in _list_own(unit, finding)), default=value)


def _list_own(unit: Rep | Hold, finding: Finding) -> list[Finding]:
    return [f for f in unit.findings if f.rule == finding.rule and f.measure == finding.measure]


def _find_span(hold: Hold, finding: Finding, sign: float) -> tuple[float, float]:
    """Return the worst of the spans of a hold in which something was found, s; without one, the hold."""
    worst = max(_list_own(hold, finding), key=lambda f: sign * f.value, default=None)
    return (worst.start_s, worst.end_s) if worst else (hold.start_s, hold.end_s)


def _find_top(rep: Rep, exercise: Exercise) -> tuple[float, float]:
    """Return the stay at the top, s; of an exercise with one phase the whole rep."""
    times = find_phase_times(exercise, rep)
    return (times[0][2], times[-1][1]) if len(times) > 1 else (rep.start_s, rep.end_s)


def _find_phase_end(measure: str, rep: Rep, exercise: Exercise) -> float:
    name = exercise.phases[measure]
    return next((end_s for phase, _start_s, end_s in find_phase_times(exercise, rep) if phase == name), rep.end_s)


def _find_extreme(time_s: FloatArray, values: FloatArray, bounds_s: tuple[float, float], otherwise_s: float) -> float:
    """Return when a signal is largest within a time, over a few frames; ``otherwise_s`` of one too short for that."""
    at = np.flatnonzero((time_s >= bounds_s[0]) & (time_s <= bounds_s[1]) & np.isfinite(values))
    if len(at) < _CALM_FRAMES:
        return otherwise_s
    calm = np.median(np.lib.stride_tricks.sliding_window_view(values[at], _CALM_FRAMES), axis=1)
    return float(time_s[at[int(np.argmax(calm)) + _CALM_FRAMES // 2]])
