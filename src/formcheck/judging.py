"""From measures to findings: one rep or hold against the rules, then the set as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from formcheck.exercises.base import Emphasis, Followed, Limit, Rule, Threshold, TrendLimit
from formcheck.motion.filters import Uniform
from formcheck.motion.spans import find_spans, smooth_signal
from formcheck.motion.trend import MIN_REPS, compute_trend
from formcheck.pose import FloatArray
from formcheck.results import (
    Emphasized,
    Finding,
    Form,
    Hold,
    Measure,
    NotMeasurable,
    Rep,
    RuleNotMeasurable,
    Severity,
)

__all__ = [
    "MIN_JUDGED",
    "emphasize",
    "find_in_hold",
    "find_in_rep",
    "find_in_set",
    "judge_form",
    "list_not_measurable",
    "sum_breathing",
    "sum_broken_s",
]

MIN_JUDGED = 3
"""Reps that must have been measured before a set is called good. Source: docs/sources.md section 10."""
MIN_FAULTY, MIN_FAULTY_SHARE = 2, 0.3
"""Reps with a fault, in number and as a share, that make it a finding of the set. Source: the same."""
MIN_DRIFT_S, EDGE_S = 6.0, 2.0
"""A drift is looked for in holds of this length, s: the last seconds against the first. Source: our choice."""
TREND_PROBABILITY = 0.05
"""Chance below which a drift is not taken for scatter. Source: docs/sources.md section 8."""

Measures = Mapping[str, Measure | NotMeasurable]
Units = Sequence[Rep] | Sequence[Hold]
"""What a set is made of: complete reps, or holds."""


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
    if not isinstance(measure, Measure):
        return None
    for severity, threshold in _list_grades(limit):
        if _sign(limit) * (measure.value - threshold.value) > measure.uncertainty:
            return _make_finding(rule, limit, severity, threshold, measure, index, (start_s, end_s))
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
        cue=rule.cue.format(last=f"{held_s:.0f} s"),
    )


def sum_broken_s(rules: Iterable[Rule], findings: Sequence[Finding]) -> float:
    """Return for how long a hold was broken by rules that break it, s; overlaps count once."""
    breaking = {rule.id for rule in rules if rule.breaks_hold}
    spans = sorted((f.start_s, f.end_s) for f in findings if f.rule in breaking)
    total, until = 0.0, -np.inf
    for start, end in spans:
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return total


BREATHS = "breaths_per_min"
"""Name of the measure of breathing, where a rep or hold has one."""


def sum_breathing(units: Units) -> Measure | NotMeasurable:
    """Return the breaths a minute over the set, from the reps or holds in which the belly showed them."""
    found = [m for unit in units if (m := unit.measures.get(BREATHS)) is not None]
    seen = [m for m in found if isinstance(m, Measure)]
    if seen:
        return Measure(
            float(np.median([m.value for m in seen])), seen[0].unit, float(np.median([m.uncertainty for m in seen]))
        )
    for measure in found:
        return measure
    return NotMeasurable("breathing cannot be told in this exercise: the body moves, or the belly is hidden")


def emphasize(emphasis: Iterable[Emphasis], findings: Sequence[Finding]) -> tuple[Emphasized, ...]:
    """Return which exercises to put weight on, by what an assessment showed."""
    broken = {finding.rule for finding in findings}
    out: dict[str, tuple[list[str], list[str]]] = {}
    for hint in emphasis:
        if hint.rule in broken:
            for exercise in hint.exercises:
                rules, whys = out.setdefault(exercise, ([], []))
                rules.append(hint.rule)
                whys.append(hint.why)
    return tuple(
        Emphasized(exercise, tuple(rules), "; ".join(dict.fromkeys(whys))) for exercise, (rules, whys) in out.items()
    )


def find_in_set(rules: Iterable[Rule], units: Units) -> tuple[Finding, ...]:
    """Return the findings of a set, in the order of the rules: faults that came back, or in a hold lasted; drifts."""
    looks = (_find_repeated, _find_drift, _find_spread, _find_side, _find_restart)
    found = (next((f for look in looks if (f := look(rule, units))), None) for rule in rules)
    return tuple(finding for finding in found if finding)


def _find_repeated(rule: Rule, units: Units) -> Finding | None:
    judged = _count_judged(rule, units)
    hits = [f for unit in units for f in unit.findings if f.rule == rule.id]
    enough = 1 if _are_holds(units) else max(MIN_FAULTY, MIN_FAULTY_SHARE * judged)
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


def _are_holds(units: Units) -> bool:
    return bool(units) and isinstance(units[0], Hold)


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
                cue=rule.cue.format(last=f"{last} rep" + ("s" if last > 1 else "")),
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


def _count_judged(rule: Rule, reps: Units) -> int:
    names = {limit.measure for limit in rule.limits}
    return sum(any(isinstance(rep.measures.get(n), Measure) for n in names) for rep in reps)


def judge_form(rules: Iterable[Rule], units: Units, findings: Sequence[Finding]) -> Form:
    """Return the form of a set: "good" only when every essential rule was measured in enough reps, or in a hold."""
    if findings:
        return "adjust"
    views: dict[str, list[bool]] = {}
    for rule in rules:
        if rule.essential:
            views.setdefault(rule.only_in, []).append(_count_judged(rule, units) >= _count_needed(units))
    anywhere = views.pop("", [])
    seen = all(anywhere) and any(all(one) for one in views.values()) if views else bool(anywhere) and all(anywhere)
    return "good" if seen else "not-measurable"


def _count_needed(units: Units) -> int:
    return 1 if _are_holds(units) else MIN_JUDGED


def list_not_measurable(rules: Iterable[Rule], units: Units, nothing: str) -> tuple[RuleNotMeasurable, ...]:
    """Return what could not be judged over the set, and why.

    Parameters
    ----------
    units : the complete reps, or the holds.
    nothing : the reason to give where there are none.
    """
    out: list[RuleNotMeasurable] = []
    for rule in rules:
        if rule.never:
            out.append(RuleNotMeasurable(rule.id, rule.never))
        elif not units:
            out.append(RuleNotMeasurable(rule.id, nothing))
        elif not rule.limits:
            out.extend(_explain_no_change(rule, units))
        else:
            out.extend(_list_limits(rule, units))
    return tuple(out)


def _explain_no_change(rule: Rule, units: Units) -> Iterator[RuleNotMeasurable]:
    if rule.sides:
        if len({unit.side for unit in units if unit.side}) < 2:
            yield RuleNotMeasurable(rule.id, "only one side was seen: film both sides in one go to compare them")
        return
    if rule.restarts:
        return
    if rule.spreads:
        if len(units) < MIN_JUDGED:
            yield RuleNotMeasurable(rule.id, f"it takes {MIN_JUDGED} reps or more to see it; there were {len(units)}")
        return
    longest = max(unit.end_s - unit.start_s for unit in units)
    if _are_holds(units):
        if longest < MIN_DRIFT_S:
            yield RuleNotMeasurable(
                rule.id, f"it takes a hold of {MIN_DRIFT_S:.0f} s to see it; the longest was {longest:.0f} s"
            )
    elif len(units) < MIN_REPS:
        yield RuleNotMeasurable(rule.id, f"it takes {MIN_REPS} reps or more to see it; there were {len(units)}")


def _list_limits(rule: Rule, units: Units) -> Iterator[RuleNotMeasurable]:
    needed = _count_needed(units)
    for name in dict.fromkeys(limit.measure for limit in rule.limits):
        missing = [m.reason for unit in units if isinstance(m := unit.measures.get(name), NotMeasurable)]
        measured = len(units) - len(missing)
        if missing and measured < needed:
            reason = max(set(missing), key=missing.count)
            yield RuleNotMeasurable(rule.id, f"{name}: {reason}")
        elif not missing and rule.essential and measured < needed:
            yield RuleNotMeasurable(rule.id, f"it takes {needed} reps or more to judge; there were {measured}")
            return
