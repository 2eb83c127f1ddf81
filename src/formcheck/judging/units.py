"""One rep or one hold against the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from formcheck.exercises.base import Followed, Limit, Rule, Threshold, TrendLimit
from formcheck.judging.common import MIN_DRIFT_S, Measures
from formcheck.messages import _
from formcheck.motion.filters import Uniform
from formcheck.motion.spans import find_spans, smooth_signal
from formcheck.pose import FloatArray
from formcheck.results import Finding, Measure, Severity

__all__ = ["find_in_hold", "find_in_rep", "grade_measure"]

EDGE_S = 2.0
"""The last seconds of a hold are compared with the first ones, s. Source: our choice."""


def find_in_rep(
    rules: Iterable[Rule], measures: Measures, index: int, start_s: float, end_s: float
) -> tuple[Finding, ...]:
    """Return what one rep broke: at most one finding a rule, its most severe, of equals that of the first limit."""
    found = []
    for rule in rules:
        broken = [f for limit in rule.limits if (f := _check(rule, limit, measures, index, start_s, end_s))]
        if broken:
            found.append(max(broken, key=lambda f: f.severity == "fault"))
    return tuple(found)


def _check(rule: Rule, limit: Limit, measures: Measures, index: int, start_s: float, end_s: float) -> Finding | None:
    measure = measures.get(limit.measure)
    if not isinstance(measure, Measure) or (grade := grade_measure(measure, limit)) is None:
        return None
    return _make_finding(rule, limit, *grade, measure, index, (start_s, end_s))


def grade_measure(measure: Measure, limit: Limit) -> tuple[Severity, Threshold] | None:
    """Return how severely a limit is broken and by which threshold, None when it is not: beyond by the uncertainty."""
    for severity, threshold in _list_grades(limit):
        if _sign(limit) * (measure.value - threshold.value) > measure.uncertainty:
            return severity, threshold
    return None


def _list_grades(limit: Limit) -> list[tuple[Severity, Threshold]]:
    """Return the thresholds, the most severe first."""
    grades: list[tuple[Severity, Threshold | None]] = [("fault", limit.fault), ("watch", limit.watch)]
    return [(severity, threshold) for severity, threshold in grades if threshold is not None]


def _sign(limit: Limit) -> float:
    return 1.0 if limit.beyond == "above" else -1.0


def _make_finding(
    rule: Rule,
    limit: Limit,
    severity: Severity,
    threshold: Threshold,
    measure: Measure,
    index: int,
    span_s: tuple[float, float],
) -> Finding:
    return Finding(
        rule=rule.id,
        severity=severity,
        measure=limit.measure,
        value=measure.value,
        unit=measure.unit,
        uncertainty=measure.uncertainty,
        threshold=threshold.value,
        source=threshold.source,
        start_s=span_s[0],
        end_s=span_s[1],
        reps=(index,),
        seen=limit.seen,
        cue=rule.cue,
    )


def find_in_hold(
    rules: Iterable[Rule],
    followed: Mapping[str, Followed],
    time_s: FloatArray,
    index: int,
    start_s: float,
    end_s: float,
) -> tuple[Finding, ...]:
    """Return what one hold broke: for each rule its spans of time, in order, and its drift.

    Parameters
    ----------
    followed : the measures from moment to moment, on ``time_s`` (n,), s.
    """
    found: list[Finding] = []
    within = (time_s >= start_s) & (time_s <= end_s)
    smooth = {name: smooth_signal(time_s[within], f.values[within]) for name, f in followed.items()}
    for rule in rules:
        for limit in rule.limits:
            if (signal := smooth.get(limit.measure)) is not None:
                found.extend(_find_spans(rule, limit, followed[limit.measure], signal, index))
        for trend in rule.trends:
            signal = smooth.get(trend.measure)
            if signal is not None and (finding := _find_sag(rule, trend, signal, index)):
                found.append(finding)
                break
    return tuple(found)


def _find_spans(rule: Rule, limit: Limit, measure: Followed, signal: Uniform, index: int) -> Iterator[Finding]:
    beyond = _sign(limit) * signal.values - measure.uncertainty
    for span in find_spans(signal, beyond > _sign(limit) * limit.watch.value, limit.lasting_s):
        at_s = signal.time_s[span]
        value = float(np.nanmedian(signal.values[span]))
        severity, threshold = next(
            (severity, threshold)
            for severity, threshold in _list_grades(limit)
            if severity == "watch" or any(find_spans(signal, beyond > _sign(limit) * threshold.value, limit.lasting_s))
        )
        typical = Measure(value, measure.unit, measure.uncertainty)
        yield _make_finding(
            rule, limit, severity, threshold, typical, index, (float(at_s[0]), float(at_s[-1]) + signal.step_s)
        )


def _find_sag(rule: Rule, limit: TrendLimit, signal: Uniform, index: int) -> Finding | None:
    """Return how far a measure of a hold has drifted at its end, and from when on."""
    seen = np.flatnonzero(np.isfinite(signal.values))
    edge = int(EDGE_S / signal.step_s)
    if len(seen) * signal.step_s < MIN_DRIFT_S:
        return None
    values, sign = signal.values[seen], 1.0 if limit.towards == "up" else -1.0
    first = float(np.median(values[:edge]))
    change = float(np.median(values[-edge:])) - first
    noise = 1.4826 * float(np.median(np.abs(values[:edge] - first)))
    if not sign * change - limit.change.value > noise:
        return None
    still = np.flatnonzero(sign * (values - first) < limit.change.value)
    onset_s = signal.start_s + signal.step_s * float(seen[still[-1]] if len(still) else 0)
    held_s = max(1.0, np.floor(onset_s - signal.start_s))
    return Finding(
        rule=rule.id,
        severity="fault",
        measure=limit.measure,
        value=change,
        unit=limit.change.unit,
        uncertainty=noise,
        threshold=sign * limit.change.value,
        source=limit.change.source,
        start_s=onset_s,
        end_s=float(signal.time_s[-1]),
        reps=(index,),
        seen=limit.seen,
        cue=rule.cue.format(last=_("{held:.0f} s", held=held_s)),
    )
