"""The program against a physiotherapist, rule by rule: how often both saw a fault in a rep, only one, or neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from formcheck.exercises import find_exercise
from formcheck.exercises.base import Rule
from formcheck.judging.common import MIN_DRIFT_S
from formcheck.messages import _
from formcheck.report.kappa import Table
from formcheck.report.ratings import Tick, is_rated
from formcheck.results import Hold, Measure, Rep, SetResult

__all__ = ["PUBLISHED", "Agreement", "Published", "RuleAgreement", "compare_ticks"]


@dataclass(frozen=True, slots=True)
class Published:
    """How well two people agree who look at exercises, as others found it.

    Attributes
    ----------
    what : who judged what, in words.
    agreement : the share of what they judged alike, 0 to 1.
    kappa : Cohen's kappa, None where we do not know it.
    source : where it is from, and how far it was read.
    """

    what: str
    agreement: float
    kappa: float | None
    source: str


PUBLISHED = (
    Published(
        _("two physiotherapists, six exercises for knee and hip"),
        0.833,
        None,
        "Biebl 2021, J Med Internet Res 23:e26658, abstract only; 0.828 between them and an app of some authors' firm",
    ),
    Published(
        _("two experienced raters, squats on one leg"),
        0.84,
        0.57,
        "doi 10.1186/s13102-021-00289-x, table 3 only: all segments, kappa 0.46 to 0.68",
    ),
)
"""Looked up, but known from an abstract and a table only; the exercises were others than ours."""


@dataclass(frozen=True, slots=True)
class RuleAgreement:
    """One rule: how often the program (first) and the person (second) saw a fault.

    ``left_out`` counts the ticks for reps in which the program could not judge the rule.
    """

    rule: str
    table: Table
    left_out: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """All rules that were ticked, in the order of the exercise."""

    exercise: str
    rules: tuple[RuleAgreement, ...]
    held: bool

    @property
    def total(self) -> Table:
        """All ticks together."""
        return sum((rule.table for rule in self.rules), Table(0, 0, 0, 0))


def compare_ticks(result: SetResult, ticks: Iterable[Tick]) -> Agreement:
    """Return how the program's findings agree with ticks.

    A finding to watch counts as a fault seen, for the person is shown it as well. No finding counts as none seen only
    where the rule could be judged.

    Raises
    ------
    InputError
        When the exercise is not installed.
    """
    units: dict[int, Rep | Hold] = {unit.index: unit for unit in result.holds or result.reps}
    by_rule: dict[str, list[Tick]] = {}
    for tick in ticks:
        by_rule.setdefault(tick.rule, []).append(tick)
    rules = find_exercise(result.exercise).rules
    found = tuple(_compare_rule(rule, units, result, by_rule[rule.id]) for rule in rules if rule.id in by_rule)
    return Agreement(result.exercise, found, bool(result.holds))


def _compare_rule(rule: Rule, units: dict[int, Rep | Hold], result: SetResult, ticks: list[Tick]) -> RuleAgreement:
    judged = [tick for tick in ticks if is_rated(rule, result) and _is_judged(rule, units[tick.rep])]
    pairs = [(any(f.rule == rule.id for f in units[tick.rep].findings), tick.fault) for tick in judged]
    counts = (pairs.count(pair) for pair in ((True, True), (True, False), (False, True), (False, False)))
    return RuleAgreement(rule.id, Table(*counts), len(ticks) - len(judged))


def _is_judged(rule: Rule, unit: Rep | Hold) -> bool:
    """Return whether no finding of a rule in a rep or hold means that none was there."""
    if isinstance(unit, Rep) and not unit.complete:
        return False
    names = {limit.measure for limit in rule.limits}
    if isinstance(unit, Hold) and unit.end_s - unit.start_s >= MIN_DRIFT_S:
        names |= {trend.measure for trend in rule.trends}
    return any(isinstance(unit.measures.get(name), Measure) for name in names)
