"""How often the rules were right, rep by rep, hold by hold or set by set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.reporting import Goal, print_table, print_title
from benchmarks.scoring import Scored
from benchmarks.truth import Presence
from benchmarks.truths import TRUTHS
from benchmarks.truths.base import ExerciseTruth
from formcheck.exercises import find_exercise

__all__ = ["Tally", "score_findings"]

_F1_GOAL = 0.95


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
        """Count one rep, hold or set."""
        if presence is Presence.UNSEEN and not found:
            return
        if presence is Presence.BORDERLINE:
            self.not_scored += 1
            self.not_scored_found += found
            return
        there = presence is Presence.THERE
        self.tp += there and found
        self.fn += there and not found and measured
        self.abstained_there += there and not found and not measured
        self.fp += not there and found
        self.tn += not there and not found and measured
        self.abstained_absent += not there and not found and not measured
        if found is not there and (found or measured):
            self.wrong.append(f"{where} {'found' if found else 'missed'}")

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

    @property
    def f1_strict(self) -> float:
        """F1 where a fault that was not judged counts as missed."""
        return _share(2 * self.tp, 2 * self.tp + self.fp + self.fn + self.abstained_there)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def tally_rules(clips: Sequence[Scored]) -> dict[str, Tally]:
    """Return a tally for each rule, over the reps, holds or sets of clips of one exercise that can be judged."""
    about = clips[0].about
    tallies = {rule.id: Tally() for rule in about.rules}
    for rule_id in _list_others(about):
        tallies[rule_id] = Tally()
    for clip in clips:
        for number, (true, seen) in enumerate(clip.pairs, 1):
            where = f"{clip.truth.short_name} {about.unit} {number}"
            for rule in about.unit_rules:
                presence = Presence.ABSENT if true is None else rule.judge(clip.truth, true)
                found, measured = clip.look_unit(rule.id, seen)
                tallies[rule.id].add(presence, found=found, measured=measured, where=where)
        for wide in about.set_rules:
            found, measured = clip.look_set(wide.id)
            presence = wide.of_set(clip.truth)
            tallies[wide.id].add(presence, found=found, measured=measured, where=clip.truth.short_name)
        for rule_id in _list_others(about):
            found = rule_id in clip.found_anywhere
            tallies[rule_id].add(Presence.UNSEEN, found=found, measured=True, where=clip.truth.short_name)
    return tallies


def _list_others(about: ExerciseTruth) -> list[str]:
    """Return the exercise's rules that no camera can show, or that are no fault: a finding is false."""
    known = {rule.id for rule in about.rules}
    ids = [rule.id.removeprefix(f"{about.name}.") for rule in find_exercise(about.name).rules]
    return [rule_id for rule_id in ids if rule_id not in known]


def score_findings(clips: Sequence[Scored]) -> list[Goal]:
    """Print how often each rule of an exercise was right, and return the goals of those that have one."""
    about = clips[0].about
    tallies = tally_rules(clips)
    print_title(f"Findings, {about.unit} by {about.unit}", 3)
    heads = ["rule", "TP", "FP", "FN", "TN", "precision", "recall", "F1", "F1 strict"]
    heads += ["abstained there/not", "not scored (found)"]
    print_table(heads, [_make_row(rule, tally) for rule, tally in tallies.items()])
    print("\nAbstained: no finding, and not all that the rule looks at could be measured. F1 strict: a fault from")
    print("which it abstained counts as missed. Not scored: so near the limit that neither answer is wrong.\n")
    for rule in about.rules:
        print(f"{rule.id}: {rule.describe()}.")
    for rule_id in _list_others(about):
        print(f"{rule_id}: never to be found (set by set).")
    print()
    for rule_id, tally in tallies.items():
        if tally.wrong:
            print(f"Wrong, {rule_id}: {'; '.join(tally.wrong)}.")
    return [_make_goal(about.name, rule, t) for rule, t in tallies.items() if rule in about.f1_goals and _has_case(t)]


def _has_case(tally: Tally) -> bool:
    return tally.tp + tally.fp + tally.fn + tally.abstained_there > 0


def _make_goal(exercise: str, rule: str, tally: Tally) -> Goal:
    what = f"{exercise}: {rule}, strict F1 {TRUTHS[exercise].unit} by {TRUTHS[exercise].unit} >= {_F1_GOAL}"
    there = tally.tp + tally.fn + tally.abstained_there
    measured = f"{tally.f1_strict:.2f} ({tally.tp} of {there} found, {tally.fp} false)"
    return Goal(what, measured, tally.f1_strict >= _F1_GOAL)


def _make_row(rule: str, t: Tally) -> list[str]:
    shares = [f"{x:.2f}" if x == x else "-" for x in (t.precision, t.recall, t.f1, t.f1_strict)]
    counts = [str(n) for n in (t.tp, t.fp, t.fn, t.tn)]
    abstained = f"{t.abstained_there}/{t.abstained_absent}"
    return [rule, *counts, *shares, abstained, f"{t.not_scored} ({t.not_scored_found})"]
