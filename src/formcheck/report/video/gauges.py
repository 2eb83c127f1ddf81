"""The values that are drawn on the body: for each picture what they are, where, and what was found in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formcheck.drawing.looks import Grade
from formcheck.exercises.base import Drawn, Exercise, Observation, Seen
from formcheck.motion.geometry import compute_distance
from formcheck.motion.view import View
from formcheck.pose import FloatArray, Landmark, PoseTrack
from formcheck.report.video.captions import Unit, list_units
from formcheck.report.video.timeline import find_phase_times
from formcheck.results import Finding, Measure, Rep, SetResult

__all__ = ["GRADES", "Gauge", "make_gauges"]

GRADES: tuple[Grade | None, ...] = (None, "watch", "fault")
_AFTER_S = 1.5
"""For how long a clock shows its last value, s."""
_EDGE_S, _LEAST_TOP_S = 0.15, 0.6
"""How much longer than the top of a rep a finding at the top is shown, on both sides, and for how long at least, s."""
_STEP_S = 0.12
"""A number stays for this long, s: one that changes in every picture cannot be read."""


@dataclass(frozen=True, slots=True, eq=False)
class Gauge:
    """One `Drawn` over n pictures.

    Attributes
    ----------
    drawn, unit : what it is.
    values : (n,) NaN where it is not shown.
    shown : (n,) the same, changing some times a second, to be read as a number.
    start, end : (n, 2) px of the source, the points of its line; of a width the left and the right one.
    turn : (n,) 1 where a larger value turns the line clockwise in the picture, -1 where it does not.
    scale : (n,) px of the source for 1 of the unit, of a rise or a width.
    low, high : what it is watched from, below and above; None without such a limit.
    grades : (n,) int8, index into `GRADES` of what was found there.
    limits : (n,) the limit of that finding, NaN without.
    """

    drawn: Drawn
    unit: str
    values: FloatArray
    shown: FloatArray
    start: FloatArray
    end: FloatArray
    turn: FloatArray
    scale: FloatArray
    low: float | None
    high: float | None
    grades: npt.NDArray[np.int8]
    limits: FloatArray


def make_gauges(exercise: Exercise, result: SetResult, track: PoseTrack, observed: Observation) -> list[Gauge]:
    """Return what is drawn in at least one picture."""
    made = (_make_gauge(drawn, exercise, result, track, observed) for drawn in exercise.drawn)
    return [gauge for gauge in made if np.isfinite(gauge.values).any()]


def _make_gauge(drawn: Drawn, exercise: Exercise, result: SetResult, track: PoseTrack, observed: Observation) -> Gauge:
    units = list_units(result)
    time_s = track.time_s
    values = _read_values(drawn, time_s, observed, units)
    start, end = (_locate(track, joint, observed, middle=drawn.middle) for joint in drawn.line)
    if drawn.kind == "width":
        start, end = (track.pixels[:, drawn.line[0] + k].astype(np.float64) for k in (0, 1))
    limits = [limit for rule in exercise.rules for limit in rule.limits if limit.measure == drawn.measure]
    graded = _grade(drawn, exercise, units, time_s)
    return Gauge(
        drawn,
        limits[0].watch.unit if limits else "",
        values,
        _hold_numbers(time_s, values),
        start,
        end,
        _find_turns(drawn, track, observed, values, end - start),
        _find_scale(drawn, track, values, end - start),
        next((limit.watch.value for limit in limits if limit.beyond == "below"), None),
        next((limit.watch.value for limit in limits if limit.beyond == "above"), None),
        *graded,
    )


def _read_values(drawn: Drawn, time_s: FloatArray, observed: Observation, units: Iterable[Unit]) -> FloatArray:
    """Return the value in each picture, (n,): only within reps or holds, and of clocks a little longer."""
    values = np.full(len(time_s), np.nan)
    signal = observed.signals[drawn.signal] if drawn.signal else observed.driver
    usable = (observed.seen == Seen.OK) & np.isfinite(signal)
    if drawn.only_in:
        usable &= observed.view == View[drawn.only_in.upper()]
    for unit in units:
        within = (time_s >= unit.start_s) & (time_s <= unit.end_s)
        if drawn.kind == "clock":
            _run_clock(values, drawn, time_s, unit)
        elif drawn.kind == "rise":
            at = np.flatnonzero(within & usable)
            values[at] = signal[at] - signal[at[:1]]
        else:
            values[within & usable] = signal[within & usable]
    return values


def _run_clock(values: FloatArray, drawn: Drawn, time_s: FloatArray, unit: Unit) -> None:
    """Write the time in position, s: it ends with what was measured, which is less than from way in to way out."""
    measure = unit.measures.get(drawn.measure)
    if isinstance(measure, Measure):
        begun_s = (unit.start_s + unit.end_s - measure.value) / 2
        at = (time_s >= unit.start_s) & (time_s <= unit.end_s + _AFTER_S)
        values[at] = np.clip(time_s[at] - begun_s, 0.0, measure.value)


def _locate(track: PoseTrack, left: Landmark, observed: Observation, *, middle: bool) -> FloatArray:
    """Return a landmark of the side that is meant, or the middle of both, (n, 2), px."""
    points: FloatArray = track.pixels[:, left : left + 2].astype(np.float64)
    if middle:
        return (points[:, 0] + points[:, 1]) / 2
    return np.where((observed.side >= 0)[:, None], points[:, 0], points[:, 1])


def _find_turns(
    drawn: Drawn, track: PoseTrack, observed: Observation, values: FloatArray, line: FloatArray
) -> FloatArray:
    """Return which way the line turns as the value grows, (n,): one way for the whole film and each side.

    The picture alone does not tell: a value has its body's bias taken out, and near 0 either way is as likely.
    """
    base = np.tile([0.0, -1.0], (len(track), 1))
    if drawn.against:
        first, second = (_locate(track, joint, observed, middle=drawn.middle) for joint in drawn.against)
        base = second - first
    cross = base[:, 0] * line[:, 1] - base[:, 1] * line[:, 0]
    turned = np.degrees(np.arctan2(cross, np.sum(base * line, axis=1))) * values
    turns = np.ones(len(track))
    for side in (-1, 0, 1):
        of_side = observed.side == side
        turns[of_side] = 1.0 if np.nansum(turned[of_side]) >= 0 else -1.0
    return turns


def _find_scale(drawn: Drawn, track: PoseTrack, values: FloatArray, line: FloatArray) -> FloatArray:
    """Return the size of 1 unit in the picture, (n,), px: of a width the distance that it is measured in."""
    if drawn.kind == "width":
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.abs(line[:, 0] / values)
    shoulder, hip = (
        track.pixels[:, joint : joint + 2].astype(np.float64).mean(axis=1)
        for joint in (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP)
    )
    return compute_distance(shoulder, hip) / 100.0


def _hold_numbers(time_s: FloatArray, values: FloatArray) -> FloatArray:
    """Return the value at the first picture of each short while, (n,), or that of the picture where it has none."""
    steps = np.floor((time_s - time_s[:1]) / _STEP_S)
    first = np.searchsorted(steps, steps)
    held = values[first]
    return np.where(np.isfinite(held) & np.isfinite(values), held, values)


def _grade(
    drawn: Drawn, exercise: Exercise, units: Iterable[Unit], time_s: FloatArray
) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """Return what was found in the measure in each picture, and its limit, (n,) each."""
    grades, limits = np.zeros(len(time_s), np.int8), np.full(len(time_s), np.nan)
    for unit in units:
        found = [f for f in unit.findings if f.measure == drawn.measure and not _is_drift(f, exercise)]
        for finding in sorted(found, key=lambda f: f.severity == "fault"):
            for start_s, end_s in _find_spans(drawn, exercise, unit, finding):
                at = (time_s >= start_s) & (time_s <= end_s)
                grades[at], limits[at] = GRADES.index(finding.severity), finding.threshold
    return grades, limits


def _is_drift(finding: Finding, exercise: Exercise) -> bool:
    """Return whether a finding is of a change over time, so that its limit is none of the value."""
    rule = next((rule for rule in exercise.rules if rule.id == finding.rule), None)
    return rule is None or finding.measure not in {limit.measure for limit in rule.limits}


def _find_spans(drawn: Drawn, exercise: Exercise, unit: Unit, finding: Finding) -> Iterator[tuple[float, float]]:
    """Yield when a finding is to be seen on the body: of a rep around its top, of a clock once it has stopped."""
    if not isinstance(unit, Rep):
        yield finding.start_s, finding.end_s
    elif drawn.kind == "clock":
        yield unit.end_s, unit.end_s + _AFTER_S
    else:
        phases = find_phase_times(exercise, unit)
        start_s, end_s = phases[1][1:] if len(phases) == 3 else (unit.top_s, unit.top_s)
        short = max(0.0, _LEAST_TOP_S - (end_s - start_s)) / 2
        yield start_s - max(short, _EDGE_S), end_s + max(short, _EDGE_S)
