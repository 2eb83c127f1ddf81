"""Compare what formcheck saw in a clip with what is there."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from benchmarks.truth import Presence, TrueClip, TrueUnit
from benchmarks.truths import TRUTHS
from benchmarks.truths.base import ExerciseTruth, SetRule, UnitRule, Value
from formcheck.exercises import find_exercise
from formcheck.results import Hold, Measure, NotMeasurable, Rep, SetResult

__all__ = ["Scored", "gives_verdict"]

_MIN_OVERLAP = 0.5
"""Overlap in time (intersection over union) from which a rep that was seen is a rep that was there."""


def gives_verdict(result: SetResult) -> bool:
    """Return whether formcheck says anything of the form, for the set or for one rep or hold."""
    units: tuple[Rep | Hold, ...] = (*result.reps, *result.holds)
    return result.form != "not-measurable" or bool(result.findings) or any(unit.findings for unit in units)


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A clip, its result, and the pairs of true and seen reps or holds; None where one has no partner."""

    truth: TrueClip
    result: SetResult
    pairs: tuple[tuple[TrueUnit | None, Rep | Hold | None], ...]

    @classmethod
    def compare(cls, truth: TrueClip, result: SetResult) -> Scored:
        """Pair the reps or holds by their overlap in time."""
        left = _list_units(truth, result)
        pairs: list[tuple[TrueUnit | None, Rep | Hold | None]] = []
        for unit in truth.units:
            best = max(left, key=lambda seen: _overlap(unit, seen), default=None)
            if best is not None and _overlap(unit, best) >= _MIN_OVERLAP:
                left.remove(best)
                pairs.append((unit, best))
            else:
                pairs.append((unit, None))
        return cls(truth, result, (*pairs, *((None, seen) for seen in left)))

    @property
    def about(self) -> ExerciseTruth:
        """What is known of its exercise."""
        return TRUTHS[self.truth.exercise]

    @property
    def seen_units(self) -> list[Rep | Hold]:
        """The complete reps, or the holds, that formcheck saw."""
        return _list_units(self.truth, self.result)

    @property
    def matched(self) -> list[tuple[TrueUnit, Rep | Hold]]:
        """The reps or holds that were there and were seen."""
        return [(true, seen) for true, seen in self.pairs if true is not None and seen is not None]

    @property
    def count_error(self) -> int:
        """Reps or holds counted minus those done."""
        return len(self.seen_units) - len(self.truth.units)

    @property
    def hold_error_s(self) -> float:
        """Time of the holds seen minus true, s."""
        seen = sum(unit.end_s - unit.start_s for unit in self.seen_units)
        return seen - sum(unit.end_s - unit.start_s for unit in self.truth.units)

    @property
    def valid_error_s(self) -> float:
        """Time in good form seen minus true, s; NaN where it is not compared."""
        valid_s = self.about.valid_s
        if valid_s is None:
            return float("nan")
        return sum(hold.valid_s for hold in self.result.holds) - sum(valid_s(unit) for unit in self.truth.units)

    def mean_error(self, measure: str, value: Value) -> float:
        """Return the mean of seen minus true over the reps or holds; NaN where it was not measured.

        ``value`` reads the true value off a rep or hold.
        """
        errors = [seen - true for true, seen in self.list_values(measure, value)]
        return float(np.mean(errors)) if errors else float("nan")

    def list_values(self, measure: str, value: Value) -> list[tuple[float, float]]:
        """Return the true value and the measure of each rep or hold, where there are both."""
        pairs = [(value(true), seen.measures.get(measure)) for true, seen in self.matched]
        return [(true, m.value) for true, m in pairs if isinstance(m, Measure) and math.isfinite(true)]

    def list_spans(self, measure: str, signal: str) -> list[tuple[float, float]]:
        """Return the true and the seen value of a hold's findings by one measure, over their spans; drifts left out."""
        recording, out = self.truth.recording, []
        trends = {rule.id for rule in find_exercise(self.truth.exercise).rules if not rule.limits}
        for finding in (f for hold in self.result.holds for f in hold.findings):
            if finding.measure == measure and finding.rule not in trends:
                within = (recording.time_s >= finding.start_s) & (recording.time_s <= finding.end_s)
                out.append((float(np.median(recording.signals[signal][within])), finding.value))
        return out

    def expected(self, presence: Presence) -> list[str]:
        """Return the findings that the set should have (THERE), may have (BORDERLINE), ..."""
        return [rule.id for rule in self.about.rules if self.judge_set(rule) is presence]

    def judge_set(self, rule: UnitRule | SetRule) -> Presence:
        """Return whether a rule's finding belongs to the set: one hold, or 2 reps and 30 % of them, have the fault.

        Borderline when it takes borderline reps to get there.
        """
        if isinstance(rule, SetRule):
            return rule.of_set(self.truth)
        grades = [rule.judge(self.truth, unit) for unit in self.truth.units]
        if Presence.UNSEEN in grades:
            return Presence.UNSEEN
        enough = 1.0 if self.about.unit == "hold" else max(2.0, 0.3 * len(grades))
        there = grades.count(Presence.THERE)
        if there >= enough:
            return Presence.THERE
        return Presence.BORDERLINE if there + grades.count(Presence.BORDERLINE) >= enough else Presence.ABSENT

    @property
    def correct(self) -> bool:
        """Whether nothing is wrong in it, in any rep or hold, as far as the camera can see."""
        grades = [rule.judge(self.truth, unit) for rule in self.about.unit_rules for unit in self.truth.units]
        grades += [rule.of_set(self.truth) for rule in self.about.set_rules]
        return all(grade in (Presence.ABSENT, Presence.UNSEEN) for grade in grades)

    @property
    def found(self) -> list[str]:
        """The findings that the set has, without the exercise's name."""
        return [self._shorten(finding.rule) for finding in self.result.findings]

    @property
    def found_anywhere(self) -> list[str]:
        """The rules that have a finding in the set, or in one rep or hold of it."""
        units = [self._shorten(f.rule) for unit in self.seen_units for f in unit.findings]
        return list(dict.fromkeys(self.found + units))

    @property
    def verdict(self) -> str:
        """ "ok", or what is wrong: WRONG with the verdict, "not judged" when a set without fault got none."""
        if not self.truth.judgeable:
            return "WRONG: a verdict" if gives_verdict(self.result) else "ok"
        wanted, may = self.expected(Presence.THERE), self.expected(Presence.BORDERLINE)
        faults = [f"+{rule}" for rule in self.found if rule not in wanted + may]
        faults += [f"-{rule}" for rule in wanted if rule not in self.found]
        if self.count_error:
            faults.append("count")
        if faults:
            return "WRONG: " + ", ".join(faults)
        return "ok" if self.found or self.result.form == "good" else "not judged"

    def look_unit(self, rule: str, seen: Rep | Hold | None) -> tuple[bool, bool]:
        """Return whether a rule has a finding in a rep or hold, and whether all its measures could be taken.

        What was not counted counts as measured: its faults are missed, not abstained from.
        """
        if seen is None:
            return False, True
        found = any(self._shorten(finding.rule) == rule for finding in seen.findings)
        known = next((r for r in find_exercise(self.truth.exercise).rules if self._shorten(r.id) == rule), None)
        if known is None:
            return found, False
        if not known.limits:
            return found, self.look_set(rule)[1]
        names = {limit.measure for limit in known.limits}
        return found, not any(isinstance(seen.measures.get(name), NotMeasurable) for name in names)

    def look_set(self, rule: str) -> tuple[bool, bool]:
        """Return whether a rule has a finding in the set, and whether it could be judged."""
        return rule in self.found, rule not in {self._shorten(n.rule) for n in self.result.not_measurable}

    def _shorten(self, rule_id: str) -> str:
        return rule_id.removeprefix(f"{self.truth.exercise}.")


def _list_units(truth: TrueClip, result: SetResult) -> list[Rep | Hold]:
    return list(result.holds) if TRUTHS[truth.exercise].unit == "hold" else list(result.counted)


def _overlap(true: TrueUnit, seen: Rep | Hold) -> float:
    both = min(true.end_s, seen.end_s) - max(true.start_s, seen.start_s)
    either = max(true.end_s, seen.end_s) - min(true.start_s, seen.start_s)
    return max(0.0, both) / either if either > 0 else 0.0
