"""The plan's words: a dose, what changed in it, and why it is what it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from formcheck.messages import Message, _, _n, join_items
from formcheck.planning.choosing import Due
from formcheck.planning.ladder import PlannedDose
from formcheck.planning.level import GOOD_DAYS, Level, Why

__all__ = ["describe_change", "describe_planned", "explain_due", "explain_left", "explain_level"]


def describe_planned(dose: PlannedDose, each_side: bool = False) -> Message:
    """Return a dose in words: "2 sets of 10 reps, each side"."""
    if dose.hold_s is None:
        text = _n("{n} rep", "{n} reps", dose.reps)
    elif dose.reps > 1:
        text = _("{n} times {hold:g} s", n=dose.reps, hold=dose.hold_s)
    else:
        text = _("a hold of {hold:g} s", hold=dose.hold_s)
    if dose.sets > 1:
        text = _("{sets} sets of {dose}", sets=dose.sets, dose=text)
    if dose.range_pct < 100:
        text = _("{dose}, about {pct} % of the way", dose=text, pct=dose.range_pct)
    return _("{dose}, each side", dose=text) if each_side else text


def describe_change(before: PlannedDose, after: PlannedDose) -> Message:
    """Return what differs between two doses: "6 reps instead of 5"."""
    return join_items(_list_changes(before, after))


def _list_changes(before: PlannedDose, after: PlannedDose) -> Iterator[Message]:
    if before.reps != after.reps:
        yield _n("{n} rep instead of {before}", "{n} reps instead of {before}", after.reps, before=before.reps)
    if before.sets != after.sets:
        yield _n("{n} set instead of {before}", "{n} sets instead of {before}", after.sets, before=before.sets)
    if before.hold_s != after.hold_s:
        yield _("hold for {after:g} s instead of {before:g} s", after=after.hold_s or 0.0, before=before.hold_s or 0.0)
    if before.range_pct < after.range_pct:
        yield _("the whole way instead of {before} % of it", before=before.range_pct)
    elif before.range_pct > after.range_pct:
        yield _("only about {after} % of the way", after=after.range_pct)


def explain_due(due: Due, times_a_week: int, today: dt.date) -> Message:
    """Return when it was last done, and how often of late."""
    if due.last_day is None:
        return _("Not done yet.")
    days = (today - due.last_day).days
    often = _("{done} of {times} times in the last 7 days", done=due.in_week, times=times_a_week)
    if days == 0:
        return _("Done today, {often}.", often=often)
    return _n("Last done yesterday, {often}.", "Last done {n} days ago, {often}.", days, often=often)


def explain_left(sets: int) -> Message:
    """Return how much of today's dose is left."""
    return _n("Begun today, {n} set is left.", "Begun today, {n} sets are left.", sets)


def explain_level(level: Level, today: dt.date) -> Message:
    """Return why the dose is what it is."""
    step = level.step
    if step is None:
        return _("This is the dose to begin with.")
    changed = step.before != level.dose
    change = describe_change(step.before, level.dose)
    if step.why == "up":
        return _("Two good trainings in a row: {change}.", change=change)
    if step.why in ("good", "less", "adjust"):
        return _explain_same(level, step.why)
    if not changed:
        return _("It stays at the smallest dose for now.")
    if step.why == "rest":
        return _("The last training ended in rest, so one step smaller: {change}.", change=change)
    if step.why == "fatigue":
        return _("The movement changed towards the end of the last set, so one step smaller: {change}.", change=change)
    days = (today - level.last_day).days if level.last_day else 0
    return _("Not done for {days} days, so it begins smaller: {change}.", days=days, change=change)


def _explain_same(level: Level, why: Why) -> Message:
    if why == "less":
        return _("Less than this dose was seen last time, so it stays.")
    if why == "adjust":
        return _("There was something to adjust or to answer last time, so it stays.")
    if level.is_top:
        return _("This is the largest dose of the plan.")
    if level.good >= GOOD_DAYS:
        return _("Going well; it grows by one step a week at most.")
    return _("One good training at this dose; after another one it grows a little.")
