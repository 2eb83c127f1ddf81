"""The words of a trend, for the terminal and the picture: names, numbers, changes."""

from __future__ import annotations

from collections.abc import Iterable

from formcheck.exercises.base import Exercise
from formcheck.messages import Message, _, _n, join_items
from formcheck.report.words import show_name, show_unit
from formcheck.results import SIDE_NAMES
from formcheck.trends import Change
from formcheck.trends.values import is_single_hold

__all__ = ["describe_change", "explain_error", "name_change", "name_dose", "name_measure"]


def name_measure(exercise: Exercise, name: str) -> str:
    """Return the heading of a measure."""
    return exercise.columns.get(name, name)


def name_dose(exercise: Exercise) -> Message:
    """Return what the dose counts."""
    return _("longest hold") if is_single_hold(exercise) else _("reps a training")


def name_change(change: Change, exercise: Exercise) -> str:
    """Return what a change is of."""
    if change.kind == "pain":
        return _("pain during and after")
    if change.kind == "next-day":
        return _("pain on the next day")
    if change.kind == "dose":
        return name_dose(exercise)
    name = show_name(name_measure(exercise, change.name))
    return _("{measure} ({side})", measure=name, side=SIDE_NAMES[change.side]) if change.side else name


def describe_change(change: Change, exercise: Exercise) -> Message:
    """Return a change in words; one within its error is only shown with it, and not called higher or lower."""
    digits = 2 if change.unit == "x" else 1
    values = {
        "name": name_change(change, exercise),
        "first": _show(change.first, digits),
        "last": _add_unit(_show(change.last, digits), change),
        "size": _add_unit(_show(abs(change.value), digits), change),
        "error": _add_unit(_show(change.error, digits), change),
    }
    if not change.exceeds:
        return _("{name}: {first}, then {last} (measurement error: {error})", **values)
    if change.value > 0:
        return _("{name}: {first}, then {last}: higher by {size}, the measurement error is {error}.", **values)
    return _("{name}: {first}, then {last}: lower by {size}, the measurement error is {error}.", **values)


def _show(value: float, digits: int) -> str:
    return f"{round(value, digits) + 0.0:.{digits}f}".removesuffix(".0")


def _add_unit(number: str, change: Change) -> str:
    if change.unit:
        return _("{number} {unit}", number=number, unit=show_unit(change.unit))
    if change.kind == "dose":
        return _n("{n:g} rep", "{n:g} reps", float(number))
    return _("{number} of 10", number=number)


def explain_error(changes: Iterable[Change], exercise: Exercise) -> Message | None:
    """Return what the errors of some changes take for granted, None where they take nothing."""
    same = dict.fromkeys(change.name for change in changes if change.same_body)
    if not same:
        return None
    return _(
        "For {names} the error holds for one body with the camera in the same place: what is then the same in "
        "every film is left out.",
        names=join_items(show_name(name_measure(exercise, name)) for name in same),
    )
