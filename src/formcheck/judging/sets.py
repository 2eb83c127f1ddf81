"""The set as a whole: faults that came back, drifts, and what reps or holds show only beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from formcheck.exercises.base import Rule, Threshold, TrendLimit
from formcheck.judging.common import MIN_JUDGED, Units, are_holds, count_judged
from formcheck.messages import _n
from formcheck.motion.trend import compute_trend
from formcheck.results import Finding, Hold, Measure, Rep, Severity

__all__ = ["find_in_set"]

MIN_FAULTY, MIN_FAULTY_SHARE = 2, 0.3
"""Reps with a fault, in number and as a share, that make a finding of the set. Source: docs/sources.md section 10."""
TREND_PROBABILITY = 0.05
"""Chance below which a drift is not taken for scatter. Source: docs/sources.md section 8."""


def find_in_set(rules: Iterable[Rule], units: Units) -> tuple[Finding, ...]:
    """Return the findings of a set, in the order of the rules: faults that came back, or in a hold lasted; drifts."""
    looks = (_find_repeated, _find_drift, _find_spread, _find_side, _find_restart)
    found = (next((f for look in looks if (f := look(rule, units))), None) for rule in rules)
    return tuple(finding for finding in found if finding)


def _find_repeated(rule: Rule, units: Units) -> Finding | None:
    judged = count_judged(rule, units)
    hits = [f for unit in units for f in unit.findings if f.rule == rule.id]
    enough = 1 if are_holds(units) else max(MIN_FAULTY, MIN_FAULTY_SHARE * judged)
    if len(hits) < enough:
        return None
    faults = sum(f.severity == "fault" for f in hits)
    measures = [f.measure for f in hits]
    same = [f for f in hits if f.measure == max(measures, key=measures.count)]
    typical = sorted(same, key=lambda f: f.value)[len(same) // 2]
    return Finding(
        rule=rule.id,
        severity="fault" if faults >= enough else "watch",
        measure=typical.measure,
        value=float(np.median([f.value for f in same])),
        unit=typical.unit,
        uncertainty=float(np.median([f.uncertainty for f in same])),
        threshold=typical.threshold,
        source=typical.source,
        start_s=hits[0].start_s,
        end_s=hits[-1].end_s,
        reps=tuple(dict.fromkeys(i for f in hits for i in f.reps)),
        seen=typical.seen,
        cue=typical.cue,
    )


def _find_drift(rule: Rule, reps: Units) -> Finding | None:
    for limit in rule.trends:
        used = [(rep, m) for rep in reps if isinstance(m := rep.measures.get(limit.measure), Measure)]
        trend = compute_trend(np.array([m.value for _, m in used]))
        if trend is None or trend.probability > TREND_PROBABILITY:
            continue
        sign = 1.0 if limit.towards == "up" else -1.0
        if sign * trend.change - limit.change.value > trend.uncertainty:
            late = _late_reps(limit, used, sign)
            last = max(1, late[0].index - 1)
            return Finding(
                rule=rule.id,
                severity="fault",
                measure=limit.measure,
                value=trend.change,
                unit=limit.change.unit,
                uncertainty=trend.uncertainty,
                threshold=sign * limit.change.value,
                source=limit.change.source,
                start_s=late[0].start_s,
                end_s=late[-1].end_s,
                reps=tuple(rep.index for rep in late),
                seen=limit.seen,
                cue=rule.cue.format(last=_n("{n} rep", "{n} reps", last)),
            )
    return None


def _find_spread(rule: Rule, units: Units) -> Finding | None:
    for limit in rule.spreads:
        used = [(unit, m) for unit in units if isinstance(m := unit.measures.get(limit.measure), Measure)]
        if len(used) < MIN_JUDGED:
            continue
        values = [m.value for _, m in used]
        uncertainty = float(np.median([m.uncertainty for _, m in used])) * 2**0.5
        value = Measure(max(values) - min(values), limit.most.unit, uncertainty)
        if value.value - limit.most.value > uncertainty:
            return _make_set_finding(rule, limit.measure, limit.most, limit.seen, value, [unit for unit, _ in used])
    return None


def _find_side(rule: Rule, units: Units) -> Finding | None:
    for limit in rule.sides:
        used = [(unit, m) for unit in units if isinstance(m := unit.measures.get(limit.measure), Measure)]
        left, right = ([m for unit, m in used if unit.side == side] for side in ("left", "right"))
        if not (left and right):
            continue
        typical = [float(np.median([m.value for m in side])) for side in (left, right)]
        largest = max(*typical, 1e-9)
        share = 100.0 * float(np.hypot(left[0].uncertainty, right[0].uncertainty)) / largest
        value = Measure(100.0 * abs(typical[0] - typical[1]) / largest, limit.most.unit, share)
        if value.value - limit.most.value > share:
            worse = "left" if typical[0] > typical[1] else "right"
            concerned = [unit for unit, _ in used if unit.side == worse]
            return _make_set_finding(rule, limit.measure, limit.most, limit.seen, value, concerned)
    return None


def _find_restart(rule: Rule, units: Units) -> Finding | None:
    for limit in rule.restarts:
        pairs: Iterable[tuple[Rep | Hold, Rep | Hold]] = pairwise(units)
        again = [
            (unit, unit.start_s - before.end_s)
            for before, unit in pairs
            if unit.side == before.side
            and unit.start_s - before.end_s < limit.within.value
            and isinstance(before, Hold)
            and not before.lost
        ]
        if again:
            value = Measure(min(gap for _, gap in again), "s", 0.1)
            units_again = [unit for unit, _ in again]
            return _make_set_finding(rule, "pause_s", limit.within, limit.seen, value, units_again, severity="watch")
    return None


def _make_set_finding(
    rule: Rule,
    measure: str,
    threshold: Threshold,
    seen: str,
    value: Measure,
    concerned: Sequence[Rep | Hold],
    *,
    severity: Severity = "fault",
) -> Finding:
    return Finding(
        rule=rule.id,
        severity=severity,
        measure=measure,
        value=value.value,
        unit=value.unit,
        uncertainty=value.uncertainty,
        threshold=threshold.value,
        source=threshold.source,
        start_s=concerned[0].start_s,
        end_s=concerned[-1].end_s,
        reps=tuple(unit.index for unit in concerned),
        seen=seen,
        cue=rule.cue,
    )


def _late_reps(limit: TrendLimit, used: Sequence[tuple[Rep | Hold, Measure]], sign: float) -> list[Rep | Hold]:
    """Return the reps from which on all are beyond the first ones by the limit; at least the last."""
    first = float(np.median([m.value for _, m in used[1:4]]))
    late: list[Rep | Hold] = []
    for rep, measure in reversed(used):
        if late and sign * (measure.value - first) < limit.change.value:
            break
        late.append(rep)
    return late[::-1]
