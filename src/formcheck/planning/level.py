"""Where a person is on the ladder of an exercise, replayed from their past: nothing is stored, nothing can drift.

Up is slow and down is quick: two good trainings in a row for a step up, one that ended in rest for a step down. A rest
is one step down in every exercise that was begun, whichever it was: it is one back. Source: docs/sources.md section 14.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from formcheck.advisor import History, PastSet
from formcheck.advisor.pain import LOW, read_pain
from formcheck.exercises.base import Exercise
from formcheck.planning.days import TrainingDay, list_days
from formcheck.planning.ladder import PlannedDose, find_start, make_ladder
from formcheck.results import Dose, Measure

__all__ = ["BREAK_DAYS", "GOOD_DAYS", "SMALL", "Level", "Step", "Why", "find_level"]

GOOD_DAYS = 2
"""Good trainings in a row before a step up. Source: our choice: one may have been luck."""
UP_DAYS = 7
"""Days between two steps up. Source: our choice, so that who trains every day does not go up every other day."""
BREAK_DAYS = 28
"""Each such break is one step down, but not below the start. Source: our choice."""
HOLD_TOLERANCE_S = 0.5
"""A hold that much shorter counts. Source: docs/sources.md section 4, and above the camera's 0.25 s."""
FATIGUE = "fatigue"
"""Name of the rule that sees the movement change towards the end of a set."""
SMALL = ("incomplete-lift", "small-range")
"""Names of the rules that see a small range."""

Why = Literal["up", "good", "less", "adjust", "fatigue", "rest", "break"]


@dataclass(frozen=True, slots=True)
class Step:
    """What the last training, or a break, did to the dose: why, and the dose before.

    Up, or as it was: it was good, less than the dose was seen, or there was something to adjust. Down: fatigue, a
    training that ended in rest, a break.
    """

    why: Why
    before: PlannedDose


@dataclass(frozen=True, slots=True)
class Level:
    """A place on the ladder of an exercise.

    Attributes
    ----------
    ladder : doses, the easiest first.
    rung : which one is next, from 0.
    good : good trainings in a row at it.
    raised_on : the day of the last step up, None when there was none since a step down.
    last_day : the day it was last done, None when never.
    step : what happened last, None at the start.
    """

    ladder: tuple[PlannedDose, ...]
    rung: int
    good: int = 0
    raised_on: dt.date | None = None
    last_day: dt.date | None = None
    step: Step | None = None

    @property
    def dose(self) -> PlannedDose:
        """The dose to do next."""
        return self.ladder[self.rung]

    @property
    def is_top(self) -> bool:
        return self.rung == len(self.ladder) - 1


def find_level(exercise: Exercise, history: History) -> Level:
    """Return the level for today, from the days before it and the mornings up to today."""
    start = find_start(exercise.dose)
    level = Level(make_ladder(exercise.dose), start)
    for day in list_days(history):
        own = day.select(exercise.name)
        if own:
            level = replace(_take_break(level, day.day, start), last_day=day.day)
        if level.last_day is not None:
            level = _follow(level, day, own, exercise.dose)
    return _take_break(level, history.today, start)


def _follow(level: Level, day: TrainingDay, own: tuple[PastSet, ...], dose: Dose) -> Level:
    """Return the level after a training day."""
    if day.rested:
        return _go_down(level, "rest")
    if not own:
        return level
    if any(FATIGUE in _list_broken(s) for s in own):
        return _go_down(level, "fatigue")
    if not all(_is_good(s, level.dose) for s in own):
        return replace(level, good=0, step=Step("adjust", level.dose))
    if not _is_done(own, level.dose, dose):
        return replace(level, good=0, step=Step("less", level.dose))
    good = min(level.good + 1, GOOD_DAYS)
    early = level.raised_on is not None and (day.day - level.raised_on).days < UP_DAYS
    if good < GOOD_DAYS or early or level.is_top:
        return replace(level, good=good, step=Step("good", level.dose))
    return replace(level, rung=level.rung + 1, good=0, raised_on=day.day, step=Step("up", level.dose))


def _is_good(done: PastSet, asked: PlannedDose) -> bool:
    """Return whether there was nothing to adjust; or the small range alone, where a smaller one is asked for."""
    if asked.range_pct == 100 or done.decision != "adjust":
        return done.decision == "continue"
    broken = _list_broken(done)
    hurt = (read_pain(done.answers, "pain_before") or 0) > LOW
    return bool(broken) and {*broken} <= {*SMALL} and not hurt and done.answers.get("breath_held", "no") == "no"


def _list_broken(done: PastSet) -> list[str]:
    """Return the names of the rules broken, or nearly so."""
    return [rule.rpartition(".")[2] for rule in (*done.faults, *done.watched)]


def _go_down(level: Level, why: Why) -> Level:
    return replace(level, rung=max(level.rung - 1, 0), good=0, raised_on=None, step=Step(why, level.dose))


def _take_break(level: Level, day: dt.date, start: int) -> Level:
    """Return the level after the time since it was last done."""
    steps = (day - level.last_day).days // BREAK_DAYS if level.last_day else 0
    if not steps:
        return level
    rung = max(level.rung - steps, min(level.rung, start))
    return replace(level, rung=rung, good=0, raised_on=None, step=Step("break", level.dose))


def _is_done(own: Iterable[PastSet], asked: PlannedDose, dose: Dose) -> bool:
    """Return whether as many whole sets were seen as asked for, on each side where that is asked."""
    whole = [s for s in own if _reaches(s, asked, dose)]
    if not dose.each_side:
        return len(whole) >= asked.sets
    return all(sum(s.side in (side, None) for s in whole) >= asked.sets for side in ("left", "right"))


def _reaches(done: PastSet, asked: PlannedDose, dose: Dose) -> bool:
    """Return whether one set was as much as asked for."""
    if asked.hold_s is None:
        return done.counted >= asked.reps
    if asked.reps == 1:
        return (done.longest_hold_s or 0.0) + HOLD_TOLERANCE_S >= asked.hold_s
    if done.counted < asked.reps:
        return False
    held = done.measures.get("hold_s")
    if isinstance(held, Measure):
        return held.value + HOLD_TOLERANCE_S >= asked.hold_s
    return asked.hold_s <= (dose.hold_s or 0.0)  # not measured: a hold longer than usual cannot be told
