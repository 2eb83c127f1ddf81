"""The form of a set, what could not be judged, and what follows from the findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from formcheck.exercises.base import Emphasis, Rule
from formcheck.judging.common import MIN_DRIFT_S, MIN_JUDGED, Units, are_holds, count_judged, count_needed
from formcheck.messages import _, join_clauses
from formcheck.motion.trend import MIN_REPS
from formcheck.results import Emphasized, Finding, Form, Measure, NotMeasurable, RuleNotMeasurable

__all__ = ["emphasize", "judge_form", "list_not_measurable", "sum_breathing", "sum_broken_s"]

BREATHS = "breaths_per_min"
"""Name of the measure of breathing, where a rep or hold has one."""


def judge_form(rules: Iterable[Rule], units: Units, findings: Sequence[Finding]) -> Form:
    """Return the form of a set: "good" only when every essential rule was measured in enough reps, or in a hold."""
    if findings:
        return "adjust"
    views: dict[str, list[bool]] = {}
    for rule in rules:
        if rule.essential:
            views.setdefault(rule.only_in, []).append(count_judged(rule, units) >= count_needed(units))
    anywhere = views.pop("", [])
    seen = all(anywhere) and any(all(one) for one in views.values()) if views else bool(anywhere) and all(anywhere)
    return "good" if seen else "not-measurable"


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
            yield RuleNotMeasurable(rule.id, _("only one side was seen: film both sides in one go to compare them"))
        return
    if rule.restarts:
        return
    if rule.spreads:
        if len(units) < MIN_JUDGED:
            yield RuleNotMeasurable(rule.id, _explain_too_few(MIN_JUDGED, len(units)))
        return
    longest = max(unit.end_s - unit.start_s for unit in units)
    if are_holds(units):
        if longest < MIN_DRIFT_S:
            yield RuleNotMeasurable(
                rule.id,
                _(
                    "it takes a hold of {needed:.0f} s to see it; the longest was {longest:.0f} s",
                    needed=MIN_DRIFT_S,
                    longest=longest,
                ),
            )
    elif len(units) < MIN_REPS:
        yield RuleNotMeasurable(rule.id, _explain_too_few(MIN_REPS, len(units)))


def _explain_too_few(needed: int, count: int) -> str:
    return _("it takes {needed} reps or more to see it; there were {count}", needed=needed, count=count)


def _list_limits(rule: Rule, units: Units) -> Iterator[RuleNotMeasurable]:
    needed = count_needed(units)
    names = list(dict.fromkeys(limit.measure for limit in rule.limits))
    for name in names:
        missing = [m.reason for unit in units if isinstance(m := unit.measures.get(name), NotMeasurable)]
        measured = len(units) - len(missing)
        if missing and measured < needed:
            reason = max(dict.fromkeys(missing), key=missing.count)
            yield RuleNotMeasurable(rule.id, _("{name}: {text}", name=name, text=reason) if len(names) > 1 else reason)
        elif not missing and rule.essential and measured < needed:
            yield RuleNotMeasurable(
                rule.id,
                _("it takes {needed} reps or more to judge; there were {count}", needed=needed, count=measured),
            )
            return


def sum_broken_s(rules: Iterable[Rule], findings: Sequence[Finding]) -> float:
    """Return for how long a hold was broken by rules that break it, s; overlaps count once."""
    breaking = {rule.id for rule in rules if rule.breaks_hold}
    spans = sorted((f.start_s, f.end_s) for f in findings if f.rule in breaking)
    total, until = 0.0, -np.inf
    for start, end in spans:
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return total


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
    return NotMeasurable(_("breathing cannot be told in this exercise: the body moves, or the belly is hidden"))


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
        Emphasized(exercise, tuple(rules), join_clauses(dict.fromkeys(whys))) for exercise, (rules, whys) in out.items()
    )
