"""What the parts of judging share: what a set is made of, and how much of it must have been measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formcheck.exercises.base import Rule
from formcheck.results import Hold, Measure, NotMeasurable, Rep

__all__ = ["MIN_DRIFT_S", "MIN_JUDGED", "Measures", "Units", "are_holds", "count_judged", "count_needed"]

MIN_JUDGED = 3
"""Reps that must have been measured before a set is called good. Source: docs/sources.md section 10."""
MIN_DRIFT_S = 6.0
"""A drift is looked for in holds of this length, s. Source: our choice."""

Measures = Mapping[str, Measure | NotMeasurable]
Units = Sequence[Rep] | Sequence[Hold]
"""What a set is made of: complete reps, or holds."""


def are_holds(units: Units) -> bool:
    """Return whether the set is made of holds."""
    return bool(units) and isinstance(units[0], Hold)


def count_judged(rule: Rule, reps: Units) -> int:
    """Return in how many reps or holds a rule could be judged."""
    names = {limit.measure for limit in rule.limits}
    return sum(any(isinstance(rep.measures.get(n), Measure) for n in names) for rep in reps)


def count_needed(units: Units) -> int:
    """Return in how many it must have been, for the set to be called good."""
    return 1 if are_holds(units) else MIN_JUDGED
