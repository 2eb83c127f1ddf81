"""Two results of one exercise compared: what changed by more than the measurement error, and which findings did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from formcheck.advisor import Advice
from formcheck.errors import InputError
from formcheck.exercises import find_exercise
from formcheck.exercises.base import Exercise, Rule
from formcheck.files import write_json_file
from formcheck.judging.common import Units, count_judged, count_needed
from formcheck.messages import Message, _
from formcheck.result_file import read_result_and_advice
from formcheck.results import SetResult, Severity
from formcheck.trends import Change
from formcheck.trends.compare import compare_sets

__all__ = ["SCHEMA", "ComparedSet", "Comparison", "RuleChange", "Verdict", "compare", "read_set", "write_comparison"]

SCHEMA = "formcheck.compare/1"
Outcome = Literal["gone", "new", "same", "unknown"]


@dataclass(frozen=True, slots=True)
class ComparedSet:
    """One of the two: its file, the result in it, and what was decided."""

    path: Path
    result: SetResult
    advice: Advice

    def to_dict(self) -> dict[str, Any]:
        result = self.result
        return {
            "path": str(self.path),
            "decision": self.advice.decision,
            "form": result.form,
            "reps": len(result.counted),
            "holds": len(result.holds),
            "dose": result.dose.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one set says of a rule.

    Attributes
    ----------
    severity : of the finding of the set, None without one.
    broken, judged : in how many reps or holds it was broken, and could be judged; of a rule that is judged over the
        whole set only, ``judged`` is None.
    known : whether so much could be judged that no finding means that the rule was kept.
    """

    severity: Severity | None
    broken: int
    judged: int | None
    known: bool

    def to_dict(self) -> dict[str, Any]:
        return {"severity": self.severity, "broken": self.broken, "judged": self.judged, "known": self.known}


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that was broken in one set or in both."""

    rule: str
    first: Verdict
    second: Verdict

    @property
    def outcome(self) -> Outcome:
        """Whether the finding is gone or new, or the same; unknown where the other set could not be judged."""
        if self.first.severity and self.second.severity:
            return "same"
        other = self.second if self.first.severity else self.first
        if not other.known:
            return "unknown"
        return "gone" if self.first.severity else "new"

    def to_dict(self) -> dict[str, Any]:
        both = {"first": self.first.to_dict(), "second": self.second.to_dict()}
        return {"rule": self.rule, "outcome": self.outcome, **both}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sets of one exercise.

    Attributes
    ----------
    changes : of measures and dose, with their errors.
    rules : those with a finding in one set or in both.
    cautions : what else differs between the two, so that a change may come from it.
    """

    exercise: Exercise
    first: ComparedSet
    second: ComparedSet
    changes: tuple[Change, ...]
    rules: tuple[RuleChange, ...]
    cautions: tuple[Message, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison in the keys of its JSON file."""
        return {
            "exercise": self.exercise.name,
            "first": self.first.to_dict(),
            "second": self.second.to_dict(),
            "changes": [_describe(change) for change in self.changes],
            "rules": [rule.to_dict() for rule in self.rules],
            "cautions": list(self.cautions),
        }


def read_set(path: Path) -> ComparedSet:
    """Read a result and its advice.

    Raises
    ------
    InputError
        When the file is missing, damaged or foreign.
    """
    return ComparedSet(path, *read_result_and_advice(path))


def compare(first: ComparedSet, second: ComparedSet) -> Comparison:
    """Return two sets compared.

    Raises
    ------
    InputError
        When they are of different exercises, or of one that is not installed.
    """
    one, other = first.result, second.result
    if one.exercise != other.exercise:
        raise InputError(
            _(
                "{first} is of {one}, {second} of {other}: only sets of one exercise can be compared.",
                first=first.path,
                one=one.exercise,
                second=second.path,
                other=other.exercise,
            )
        )
    exercise = find_exercise(one.exercise)
    rules = (RuleChange(r.id, _judge(r, one), _judge(r, other)) for r in exercise.rules)
    return Comparison(
        exercise,
        first,
        second,
        compare_sets(exercise, one, other),
        tuple(rule for rule in rules if rule.first.severity or rule.second.severity),
        tuple(_list_cautions(exercise, one, other)),
    )


def write_comparison(comparison: Comparison, path: Path) -> None:
    """Write the comparison as JSON, texts in English; an old file is replaced only when the new one is complete.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    data = {"schema": SCHEMA, "formcheck": version("formcheck"), **comparison.to_dict()}
    write_json_file(data, path)


def _judge(rule: Rule, result: SetResult) -> Verdict:
    units: Units = result.holds or result.counted
    severity = next((f.severity for f in result.findings if f.rule == rule.id), None)
    broken = sum(any(f.rule == rule.id for f in unit.findings) for unit in units)
    judged = count_judged(rule, units) if rule.limits else None
    enough = bool(units) if judged is None else judged >= count_needed(units)
    unjudged = any(item.rule == rule.id for item in result.not_measurable)
    return Verdict(severity, broken, judged, enough and not unjudged)


def _list_cautions(exercise: Exercise, one: SetResult, other: SetResult) -> Iterator[Message]:
    if exercise.dose.each_side and one.side != other.side:
        yield _("the two sets are not of the same side: their measures are not compared")
    counted = all(result.holds or result.counted for result in (one, other))
    if counted and one.view.seen != other.view.seen:
        yield _("the camera stood elsewhere: a change may come from that")
    models = {result.model.name if result.model else "" for result in (one, other)}
    if len(models) > 1:
        yield _("the landmark models differ: a change may come from that")
    if (one.own_bias is None) != (other.own_bias is None):
        yield _("only one of the two was judged with your own baseline: a change may come from that")
    if one.own_thresholds != other.own_thresholds:
        yield _("the two were judged with different limits: findings may differ because of that")
    if one.source.interrupted or other.source.interrupted:
        yield _("one of the films was not read to its end")


def _describe(change: Change) -> dict[str, Any]:
    numbers = {"first": change.first, "second": change.last, "change": change.value, "error": change.error}
    return {
        "kind": change.kind,
        "name": change.name,
        "unit": change.unit,
        **{name: round(float(number), 3) for name, number in numbers.items()},
        "exceeds": change.exceeds,
        "side": change.side,
        "same_body": change.same_body,
    }
