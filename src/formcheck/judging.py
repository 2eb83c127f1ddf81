"""From measures to findings: one rep against the rules, then the set as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from formcheck.exercises.base import Limit, Rule, Threshold, TrendLimit
from formcheck.motion.trend import MIN_REPS, compute_trend
from formcheck.results import Finding, Form, Measure, NotMeasurable, Rep, RuleNotMeasurable, Severity

__all__ = ["MIN_JUDGED", "find_in_rep", "find_in_set", "judge_form", "list_not_measurable"]

MIN_JUDGED = 3
"""Reps that must have been measured before a set is called good. Source: ../shared/science.md section 10."""
MIN_FAULTY, MIN_FAULTY_SHARE = 2, 0.3
"""Reps with a fault, in number and as a share, that make it a finding of the set. Source: the same."""
TREND_PROBABILITY = 0.05
"""Chance below which a drift is not taken for scatter. Source: ../shared/science.md section 8."""

Measures = Mapping[str, Measure | NotMeasurable]


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
    sign = 1.0 if limit.beyond == "above" else -1.0
    grades: list[tuple[Severity, Threshold | None]] = [("fault", limit.fault), ("watch", limit.watch)]
    for severity, threshold in grades:
        if threshold is not None and sign * (measure.value - threshold.value) > measure.uncertainty:
            return Finding(
                rule=rule.id,
                severity=severity,
                measure=limit.measure,
                value=measure.value,
                unit=measure.unit,
                uncertainty=measure.uncertainty,
                threshold=threshold.value,
                source=threshold.source,
                start_s=start_s,
                end_s=end_s,
                reps=(index,),
                seen=limit.seen,
                cue=rule.cue,
            )
    return None


def find_in_set(rules: Iterable[Rule], reps: Sequence[Rep]) -> tuple[Finding, ...]:
    """Return the findings of a set: faults that came back, and drifts, in the order of the rules."""
    found = (_find_repeated(rule, reps) or _find_drift(rule, reps) for rule in rules)
    return tuple(finding for finding in found if finding)


def _find_repeated(rule: Rule, reps: Sequence[Rep]) -> Finding | None:
    judged = _count_judged(rule, reps)
    hits = [f for rep in reps for f in rep.findings if f.rule == rule.id]
    enough = max(MIN_FAULTY, MIN_FAULTY_SHARE * judged)
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
        reps=tuple(i for f in hits for i in f.reps),
        seen=typical.seen,
        cue=rule.cue,
    )


def _find_drift(rule: Rule, reps: Sequence[Rep]) -> Finding | None:
    for limit in rule.trends:
        used = [(rep, m) for rep in reps if isinstance(m := rep.measures.get(limit.measure), Measure)]
        trend = compute_trend(np.array([m.value for _, m in used]))
        if trend is None or trend.probability > TREND_PROBABILITY:
            continue
        sign = 1.0 if limit.towards == "up" else -1.0
        if sign * trend.change - limit.change.value > trend.uncertainty:
            late = _late_reps(limit, used, sign)
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
                cue=rule.cue,
            )
    return None


def _late_reps(limit: TrendLimit, used: Sequence[tuple[Rep, Measure]], sign: float) -> list[Rep]:
    """Return the reps from which on all are beyond the first ones by the limit; at least the last."""
    first = float(np.median([m.value for _, m in used[1:4]]))
    late: list[Rep] = []
    for rep, measure in reversed(used):
        if late and sign * (measure.value - first) < limit.change.value:
            break
        late.append(rep)
    return late[::-1]


def _count_judged(rule: Rule, reps: Sequence[Rep]) -> int:
    names = {limit.measure for limit in rule.limits}
    return sum(any(isinstance(rep.measures.get(n), Measure) for n in names) for rep in reps)


def judge_form(rules: Iterable[Rule], reps: Sequence[Rep], findings: Sequence[Finding]) -> Form:
    """Return the form of a set: "good" only when every essential rule was measured in `MIN_JUDGED` reps or more."""
    if findings:
        return "adjust"
    essential = [rule for rule in rules if rule.essential]
    if essential and all(_count_judged(rule, reps) >= MIN_JUDGED for rule in essential):
        return "good"
    return "not-measurable"


def list_not_measurable(rules: Iterable[Rule], reps: Sequence[Rep], nothing: str) -> tuple[RuleNotMeasurable, ...]:
    """Return what could not be judged over the set, and why.

    Parameters
    ----------
    reps : the complete reps.
    nothing : the reason to give where there are no reps.
    """
    out = []
    for rule in rules:
        if not reps:
            out.append(RuleNotMeasurable(rule.id, nothing))
        elif rule.trends and not rule.limits:
            if len(reps) < MIN_REPS:
                out.append(
                    RuleNotMeasurable(rule.id, f"it takes {MIN_REPS} reps or more to see it; there were {len(reps)}")
                )
        else:
            out.extend(_list_limits(rule, reps))
    return tuple(out)


def _list_limits(rule: Rule, reps: Sequence[Rep]) -> Iterable[RuleNotMeasurable]:
    for name in dict.fromkeys(limit.measure for limit in rule.limits):
        missing = [m.reason for rep in reps if isinstance(m := rep.measures.get(name), NotMeasurable)]
        measured = len(reps) - len(missing)
        if missing and measured < MIN_JUDGED:
            reason = max(set(missing), key=missing.count)
            yield RuleNotMeasurable(rule.id, f"{name}: {reason}")
        elif not missing and rule.essential and measured < MIN_JUDGED:
            yield RuleNotMeasurable(rule.id, f"it takes {MIN_JUDGED} reps or more to judge; there were {measured}")
            return
