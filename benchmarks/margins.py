"""How far apart a measure keeps the reps with a fault from those without: the room on both sides of its limit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.reporting import print_table, print_title
from benchmarks.scoring import Scored
from benchmarks.truth import Presence, TrueClip, TrueUnit
from benchmarks.truths.base import UnitRule
from formcheck.exercises import find_exercise
from formcheck.exercises.base import Limit
from formcheck.results import Measure

__all__ = ["print_margins"]

_Wanted = Callable[[TrueClip, TrueUnit], bool]


def print_margins(clips: Sequence[Scored]) -> None:
    """Print the range of each measure with and without its fault, and where a finding begins; reps only.

    In a hold a limit is held against the measure from moment to moment, which a result does not keep.
    """
    about = clips[0].about
    if about.unit == "hold":
        return
    exercise, rows = find_exercise(about.name), []
    for rule in exercise.rules:
        known = next((r for r in about.unit_rules if f"{about.name}.{r.id}" == rule.id), None)
        if known is not None:
            rows += [row for limit in rule.limits if (row := _make_row(known, limit, clips))]
    if rows:
        print_title("Margins: what the measures read, rep by rep", 3)
        print_table(["measure", "unit", "without the fault", "found", "with", "which is"], rows)
        print("\nFound: the limit, moved by the measure's uncertainty. Ranges are lowest to highest (number of reps).")


def _make_row(rule: UnitRule, limit: Limit, clips: Sequence[Scored]) -> list[str] | None:
    split = next(
        (s for s in clips[0].about.splits if (s.rule, s.measure) == (rule.id, limit.measure)),
        None,
    )
    words = split.words if split else rule.id
    without = _collect(limit.measure, clips, lambda c, u: rule.judge(c, u) is Presence.ABSENT)
    with_fault = _collect(
        limit.measure, clips, lambda c, u: split.there(u) if split else rule.judge(c, u) is Presence.THERE
    )
    if not (without and with_fault):
        return None
    sign = 1.0 if limit.beyond == "above" else -1.0
    uncertainty = float(np.median([m.uncertainty for m in without + with_fault]))
    begins = f"{'>' if sign > 0 else '<'} {limit.watch.value + sign * uncertainty:.2f}"
    return [limit.measure, without[0].unit, _describe(without), begins, _describe(with_fault), words]


def _collect(measure: str, clips: Sequence[Scored], wanted: _Wanted) -> list[Measure]:
    values = [seen.measures.get(measure) for clip in clips for true, seen in clip.matched if wanted(clip.truth, true)]
    return [value for value in values if isinstance(value, Measure)]


def _describe(measures: Sequence[Measure]) -> str:
    values = [measure.value for measure in measures]
    return f"{min(values):.2f} to {max(values):.2f} ({len(values)})"
