"""Compare what formcheck saw in a clip with what is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks.truth import REP_RULES, Presence, TrueClip, TrueRep, judge_fatigue, judge_set
from formcheck.exercises.hip_lift import EXERCISE
from formcheck.results import Measure, NotMeasurable, Rep, SetResult

__all__ = ["Scored", "Tally", "describe_rule", "list_differences", "score_rules"]

SET_RULES = (*REP_RULES, "fatigue")
_MIN_OVERLAP = 0.5
"""Overlap in time (intersection over union) from which a rep that was seen is a rep that was there."""
_MEASURES = {rule.id: {limit.measure for limit in rule.limits} for rule in EXERCISE.rules}


def describe_rule(rule_id: str) -> str:
    """Return a rule's name without the exercise's."""
    return rule_id.removeprefix(f"{EXERCISE.name}.")


@dataclass(frozen=True, slots=True)
class Scored:
    """A clip, its result, and the pairs of true and seen reps; None where a rep has no partner."""

    truth: TrueClip
    result: SetResult
    pairs: tuple[tuple[TrueRep | None, Rep | None], ...]

    @classmethod
    def compare(cls, truth: TrueClip, result: SetResult) -> Scored:
        """Pair the reps by their overlap in time."""
        left = list(result.counted)
        pairs: list[tuple[TrueRep | None, Rep | None]] = []
        for rep in truth.reps:
            best = max(left, key=lambda seen: _overlap(rep, seen), default=None)
            if best is not None and _overlap(rep, best) >= _MIN_OVERLAP:
                left.remove(best)
                pairs.append((rep, best))
            else:
                pairs.append((rep, None))
        return cls(truth, result, (*pairs, *((None, seen) for seen in left)))

    @property
    def count_error(self) -> int:
        """Reps counted minus reps done."""
        return len(self.result.counted) - len(self.truth.reps)

    def errors(self, measure: str) -> list[float]:
        """Return seen minus true over the reps, for the line angle at the top or the length of a phase."""
        out = []
        for true, seen in self.pairs:
            if true is None or seen is None:
                continue
            value = seen.measures.get(measure)
            if isinstance(value, Measure):
                wanted = true.line_deg if measure == "line_at_top_deg" else true.phases_s[measure]
                out.append(value.value - wanted)
        return out

    @property
    def line_error_deg(self) -> float:
        """Mean error of the line angle at the top, deg; NaN when it was not measured."""
        errors = self.errors("line_at_top_deg")
        return float(np.mean(errors)) if errors else float("nan")

    def expected(self, presence: Presence) -> list[str]:
        """Return the findings that the set should have (THERE) or may have (BORDERLINE)."""
        return [rule for rule in SET_RULES if judge_set(self.truth, rule) is presence]

    @property
    def found(self) -> list[str]:
        """The findings that the set has."""
        return [describe_rule(finding.rule) for finding in self.result.findings]

    @property
    def verdict(self) -> str:
        """ "ok", or what is wrong: WRONG with the verdict, "not judged" when a set without fault got none."""
        if not self.truth.judgeable:
            silent = self.result.form == "not-measurable" and not self.found and not self.result.counted
            return "ok" if silent else "WRONG: a verdict"
        wanted, may = self.expected(Presence.THERE), self.expected(Presence.BORDERLINE)
        faults = [f"+{rule}" for rule in self.found if rule not in wanted + may]
        faults += [f"-{rule}" for rule in wanted if rule not in self.found]
        if self.count_error:
            faults.append("count")
        if faults:
            return "WRONG: " + ", ".join(faults)
        return "ok" if self.found or self.result.form == "good" else "not judged"


def _overlap(true: TrueRep, seen: Rep) -> float:
    both = min(true.end_s, seen.end_s) - max(true.start_s, seen.start_s)
    either = max(true.end_s, seen.end_s) - min(true.start_s, seen.start_s)
    return max(0.0, both) / either


@dataclass(slots=True)
class Tally:
    """How often a rule was right. ``abstained``: it gave no finding, and not all its measures could be taken."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0
    abstained_there: int = 0
    abstained_absent: int = 0
    not_scored: int = 0
    not_scored_found: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, presence: Presence, *, found: bool, measured: bool, where: str) -> None:
        """Count one rep or set."""
        if presence is Presence.BORDERLINE:
            self.not_scored += 1
            self.not_scored_found += found
        elif presence is Presence.THERE:
            self.tp += found
            self.fn += not found and measured
            self.abstained_there += not found and not measured
        else:
            self.fp += found
            self.tn += not found and measured
            self.abstained_absent += not found and not measured
        if presence is not Presence.BORDERLINE and found is not (presence is Presence.THERE) and (found or measured):
            self.wrong.append(where)

    @property
    def precision(self) -> float:
        return _share(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """Share found of those that are there, among the judged ones."""
        return _share(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float:
        return _share(2 * self.tp, 2 * self.tp + self.fp + self.fn)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def score_rules(clips: Iterable[Scored]) -> dict[str, Tally]:
    """Return a tally for each rule, over reps (fatigue: over sets) of the clips that can be judged."""
    tallies = {rule: Tally() for rule in SET_RULES}
    for clip in clips:
        for number, (true, seen) in enumerate(clip.pairs, 1):
            where = f"{clip.truth.name} rep {number}"
            for rule, judge in REP_RULES.items():
                presence = Presence.ABSENT if true is None else judge(true)
                found, measured = _look(rule, seen)
                tallies[rule].add(presence, found=found, measured=measured, where=where)
        unseen = {describe_rule(n.rule) for n in clip.result.not_measurable}
        tallies["fatigue"].add(
            judge_fatigue(clip.truth),
            found="fatigue" in clip.found,
            measured="fatigue" not in unseen,
            where=clip.truth.name,
        )
    return tallies


def _look(rule: str, seen: Rep | None) -> tuple[bool, bool]:
    """Return whether a rule has a finding in a rep, and whether all its measures could be taken.

    A rep that was not counted counts as measured: its faults are missed, not abstained from.
    """
    if seen is None:
        return False, True
    found = any(describe_rule(finding.rule) == rule for finding in seen.findings)
    names = _MEASURES[f"{EXERCISE.name}.{rule}"]
    return found, not any(isinstance(seen.measures.get(name), NotMeasurable) for name in names)


def list_differences(clips: Sequence[Scored]) -> list[tuple[str, str, float, float]]:
    """Return, for each clip against its body's correct one: name, the correct one's name, true and seen difference.

    The correct clip of a body is its first that lifts to the line, slowly and smoothly, with a straight back.
    Bodies without one are left out.
    """
    first: dict[str, Scored] = {}
    for clip in clips:
        if _is_baseline(clip.truth):
            first.setdefault(clip.truth.body, clip)
    out = []
    for clip in clips:
        base = first.get(clip.truth.body)
        if base is None or base is clip:
            continue
        true = _mean_top(clip) - _mean_top(base)
        seen = true + clip.line_error_deg - base.line_error_deg
        out.append((clip.truth.name, base.truth.name, true, seen))
    return out


def _is_baseline(truth: TrueClip) -> bool:
    others = [rule for rule in SET_RULES if rule != "feet-placement"]
    clean = all(judge_set(truth, rule) is Presence.ABSENT for rule in others)
    return clean and all(abs(rep.line_deg) <= 2.0 for rep in truth.reps)


def _mean_top(clip: Scored) -> float:
    return float(np.mean([rep.line_deg for rep in clip.truth.reps]))
