"""How far apart a measure keeps the reps with a fault from those without: the room on both sides of its limit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.reporting import print_table, print_title
from benchmarks.scoring import Scored
from benchmarks.truth import REP_RULES, Presence, TrueRep
from formcheck.exercises.base import Limit
from formcheck.exercises.hip_lift import EXERCISE
from formcheck.results import Measure

__all__ = ["print_margins"]


@dataclass(frozen=True, slots=True)
class _Margin:
    """A measure, and which reps count as being with the fault that it is for."""

    rule: str
    measure: str
    fault: str
    there: Callable[[TrueRep], bool]


def _is(rule: str, presence: Presence) -> Callable[[TrueRep], bool]:
    return lambda rep: REP_RULES[rule](rep) is presence


_MARGINS = (
    _Margin(
        "lumbar-hyperextension",
        "trunk_bend_pct",
        "hidden arch, 20 deg or more",
        lambda rep: rep.line_deg <= 8.0 and rep.lumbar_ext_deg >= 20.0 - 0.05,
    ),
    _Margin("lumbar-hyperextension", "line_at_top_deg", "15 deg above or more", lambda rep: rep.line_deg >= 14.95),
    _Margin("incomplete-lift", "line_at_top_deg", "20 deg below or more", _is("incomplete-lift", Presence.THERE)),
    _Margin("jerky", "smoothness", "stop and go", _is("jerky", Presence.THERE)),
    _Margin("too-fast", "up_s", "under 0.6 s", lambda rep: rep.phases_s["up_s"] < 0.599),
    _Margin("too-fast", "down_s", "under 0.6 s", lambda rep: rep.phases_s["down_s"] < 0.599),
    _Margin("feet-placement", "shank_at_top_deg", "feet 24 deg far or more", lambda rep: rep.shank_deg >= 23.95),
)


def print_margins(clips: Sequence[Scored]) -> None:
    """Print the range of each measure with and without its fault, and where a finding begins."""
    print_title("Margins: what the measures read, rep by rep")
    rows = [row for margin in _MARGINS if (row := _make_row(margin, clips))]
    print_table(["measure", "unit", "without the fault", "found", "with", "which is"], rows)
    print("\nFound: the limit, moved by the measure's uncertainty. Ranges are lowest to highest (number of reps).")


def _make_row(margin: _Margin, clips: Sequence[Scored]) -> list[str] | None:
    without = _collect(margin.measure, clips, _is(margin.rule, Presence.ABSENT))
    with_fault = _collect(margin.measure, clips, margin.there)
    if not (without and with_fault):
        return None
    limit = _find_limit(margin)
    sign = 1.0 if limit.beyond == "above" else -1.0
    uncertainty = float(np.median([m.uncertainty for m in without + with_fault]))
    begins = f"{'>' if sign > 0 else '<'} {limit.watch.value + sign * uncertainty:.2f}"
    return [margin.measure, without[0].unit, _describe(without), begins, _describe(with_fault), margin.fault]


def _find_limit(margin: _Margin) -> Limit:
    rule = next(rule for rule in EXERCISE.rules if rule.id == f"{EXERCISE.name}.{margin.rule}")
    return next(limit for limit in rule.limits if limit.measure == margin.measure)


def _collect(measure: str, clips: Sequence[Scored], wanted: Callable[[TrueRep], bool]) -> list[Measure]:
    pairs = [(true, seen) for clip in clips for true, seen in clip.pairs if true is not None and seen is not None]
    values = [seen.measures.get(measure) for true, seen in pairs if wanted(true)]
    return [value for value in values if isinstance(value, Measure)]


def _describe(measures: Sequence[Measure]) -> str:
    values = [measure.value for measure in measures]
    return f"{min(values):.2f} to {max(values):.2f} ({len(values)})"
