"""What the film says at a moment: the count or the clock, the phase, the caption."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.exercises.base import Exercise
from formcheck.judging import sum_broken_s
from formcheck.messages import _, join_items
from formcheck.motion.holds import HoldTiming
from formcheck.report.video.captions import Caption, Unit, list_units
from formcheck.results import SIDE_NAMES, Hold, Measure, Rep, SetResult

__all__ = ["Moment", "Timeline", "find_phase_times"]


@dataclass(frozen=True, slots=True)
class Moment:
    """What is said at one time: reps or seconds, what they are, the phase ("" outside of a rep or hold), a caption."""

    count: str
    counted: str
    phase: str
    caption: Caption | None


class Timeline:
    """Tells for any time of a set what is to be said; nothing is counted before the first unit or after the last.

    Parameters
    ----------
    captions : see `list_captions`.
    """

    def __init__(self, exercise: Exercise, result: SetResult, captions: Sequence[Caption]) -> None:
        self._exercise = exercise
        self._result = result
        self._captions = sorted(captions, key=lambda c: (c.rank, -c.start_s))
        self._units = list_units(result)
        self._held = isinstance(exercise.counting, HoldTiming)

    def at(self, time_s: float) -> Moment:
        """Return what is said at a time, s."""
        unit = next((u for u in self._units if u.start_s <= time_s < u.end_s), None)
        caption = next((c for c in self._captions if c.start_s <= time_s < c.end_s), None)
        count, counted = self._clock(time_s) if self._held else self._count(time_s)
        return Moment(count, counted, self._name_phase(unit, time_s), caption)

    def _count(self, time_s: float) -> tuple[str, str]:
        """Return the complete reps that are over, of those asked for; where sides count, of the side of the last."""
        asked, words = self._result.dose.dose, _("reps")
        done = [rep for rep in self._result.counted if rep.end_s <= time_s]
        begun = [rep for rep in self._result.reps if rep.start_s <= time_s]
        if asked.each_side and begun and (side := begun[-1].side):
            done = [rep for rep in done if rep.side == side]
            words = join_items([words, SIDE_NAMES[side]])
        return f"{len(done)}/{asked.reps}", words

    def _clock(self, time_s: float) -> tuple[str, str]:
        """Return the good time of the hold under way, or of the last one, of that asked for."""
        dose = self._result.dose.dose
        begun = [hold for hold in self._result.holds if hold.start_s <= time_s]
        held = self._time_hold(begun[-1], time_s) if begun else 0.0
        words = _("s") if dose.hold_s is None else _("of {asked:.0f} s", asked=dose.hold_s)
        if dose.each_side and begun and (side := begun[-1].side):
            words = join_items([words, SIDE_NAMES[side]])
        return f"{held:.1f}", words

    def _time_hold(self, hold: Hold, time_s: float) -> float:
        """Return how much of a hold up to a time counts, s."""
        if time_s >= hold.end_s:
            return hold.valid_s
        past = [dataclasses.replace(f, end_s=min(f.end_s, time_s)) for f in hold.findings if f.start_s < time_s]
        return min(time_s - hold.start_s - sum_broken_s(self._exercise.rules, past), hold.valid_s)

    def _name_phase(self, unit: Unit | None, time_s: float) -> str:
        if unit is None:
            return ""
        if isinstance(unit, Rep):
            times = find_phase_times(self._exercise, unit)
            return next((name for name, _start, end_s in times if time_s < end_s), "")
        breaking = {rule.id for rule in self._exercise.rules if rule.breaks_hold}
        broken = any(f.rule in breaking and f.start_s <= time_s < f.end_s for f in unit.findings)
        return _("not counted") if broken else _("holding")


def find_phase_times(exercise: Exercise, rep: Rep) -> list[tuple[str, float, float]]:
    """Return the phases of a rep: name, start and end, s.

    The first takes as long as it was measured, the last too, and what is between them is theirs. Where they were not
    measured, the first lasts until the top and the last from there on.
    """
    names = list(exercise.phases.items())
    lasting = [m.value if isinstance(m := rep.measures.get(name), Measure) else None for name, _name in names]
    first, last = lasting[0], lasting[-1]
    if len(names) < 2:
        return [(name, rep.start_s, rep.end_s) for _measure, name in names]
    if first is None or last is None or len(names) == 2:
        return [(names[0][1], rep.start_s, rep.top_s), (names[-1][1], rep.top_s, rep.end_s)]
    start_s, end_s = rep.start_s + first, rep.end_s - last
    return [
        (names[0][1], rep.start_s, start_s),
        (names[1][1], start_s, max(start_s, end_s)),
        (names[-1][1], max(start_s, end_s), rep.end_s),
    ]
