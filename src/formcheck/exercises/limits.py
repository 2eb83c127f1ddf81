"""The limits of an exercise by name, and a person's own ones from a file.

A limit's name is rule, measure, direction and grade: ``lumbar-hyperextension.line_at_top_deg.above.watch``. For a
drift the end is ``down.change`` or ``up.change``, for a difference within a set ``spread.most``, between the sides
``sides.most``; for restarts, which have no measure, ``restart.within``.
"""

from __future__ import annotations

import difflib
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from formcheck.errors import ThresholdsError
from formcheck.exercises import list_exercises
from formcheck.exercises.base import Exercise, Limit, Rule, Threshold

__all__ = ["list_thresholds", "load_thresholds", "replace_thresholds"]

_FACTOR = 4.0
"""A limit of one's own lies between a quarter and four times the original. Source: our choice: beyond that it is more
likely a slip of the pen or of the unit than a person's body."""

Change = Callable[[str, Threshold], Threshold]


def list_thresholds(exercise: Exercise) -> dict[str, Threshold]:
    """Return every threshold of an exercise by its name, in the order of the rules."""
    found: dict[str, Threshold] = {}

    def note(name: str, threshold: Threshold) -> Threshold:
        found[name] = threshold
        return threshold

    _map_rules(exercise, note)
    return found


def replace_thresholds(exercise: Exercise, values: Mapping[str, float], origin: str) -> tuple[Rule, ...]:
    """Return the rules with some values replaced; their source says so.

    Parameters
    ----------
    values : by name as in `list_thresholds`.
    origin : where the values come from.
    """

    def change(name: str, old: Threshold) -> Threshold:
        if name not in values:
            return old
        source = f"your own ({origin}), instead of {old.value:g} {old.unit}: {old.source}"
        return Threshold(values[name], old.unit, source)

    return _map_rules(exercise, change)


def load_thresholds(path: str | Path) -> dict[str, dict[str, float]]:
    """Read limits from a TOML file with one table per exercise; return them by exercise and name.

    A name can be written as one quoted key, or as nested tables.

    Raises
    ------
    ThresholdsError
        When the file is missing or is not TOML, or holds an exercise, a name or a value that makes no sense. Names
        every one.
    """
    try:
        data = tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise ThresholdsError(f"{path}: the limits cannot be read ({error.strerror}). Check the name.") from error
    except (ValueError, RecursionError) as error:
        raise ThresholdsError(f"{path}: this is not TOML ({error}). docs/thresholds.toml shows how.") from error
    exercises, limits, problems = list_exercises(), {}, []
    for name, table in data.items():
        if name not in exercises:
            problems.append(f"there is no exercise {name}{_suggest(name, exercises)}")
        elif not isinstance(table, dict):
            problems.append(f"{name} is no table: write [{name}], and the limits in the lines below it")
        else:
            limits[name] = dict(_flatten(table))
            problems += [f"{name}: {problem}" for problem in _find_problems(exercises[name], limits[name])]
    if problems:
        raise ThresholdsError(f"{path}: {'; '.join(problems)}.")
    return limits


def _map_rules(exercise: Exercise, change: Change) -> tuple[Rule, ...]:
    """Return the rules with each threshold changed; ``change`` gets its name too."""
    return tuple(_map_rule(rule, _shorten(rule, exercise), change) for rule in exercise.rules)


def _map_rule(rule: Rule, name: str, change: Change) -> Rule:
    limits = tuple(_map_limit(limit, f"{name}.{limit.measure}.{limit.beyond}", change) for limit in rule.limits)
    trends = tuple(
        replace(trend, change=change(f"{name}.{trend.measure}.{trend.towards}.change", trend.change))
        for trend in rule.trends
    )
    spreads = tuple(replace(x, most=change(f"{name}.{x.measure}.spread.most", x.most)) for x in rule.spreads)
    sides = tuple(replace(x, most=change(f"{name}.{x.measure}.sides.most", x.most)) for x in rule.sides)
    restarts = tuple(replace(x, within=change(f"{name}.restart.within", x.within)) for x in rule.restarts)
    return replace(rule, limits=limits, trends=trends, spreads=spreads, sides=sides, restarts=restarts)


def _map_limit(limit: Limit, name: str, change: Change) -> Limit:
    watch = change(f"{name}.watch", limit.watch)
    return replace(limit, watch=watch, fault=change(f"{name}.fault", limit.fault) if limit.fault else None)


def _shorten(rule: Rule, exercise: Exercise) -> str:
    return rule.id.removeprefix(f"{exercise.name}.")


def _flatten(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the values of nested tables with their dotted names; an empty table is a value."""
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from _flatten(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _find_problems(exercise: Exercise, values: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a person's values; none is left out."""
    known = list_thresholds(exercise)
    problems = []
    for name, value in values.items():
        if name not in known:
            problems.append(f"there is no limit {name}{_suggest(name, known)}")
        elif problem := _check_value(value, known[name]):
            problems.append(f"{name} = {value!r} {problem}")
    return problems or list(_find_reversed(exercise, values))


def _check_value(value: object, old: Threshold) -> str | None:
    """Return what is wrong with a value, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "is not a number"
    if not abs(value) <= sys.float_info.max:
        return "is not a finite number"
    low, high = sorted((old.value / _FACTOR, old.value * _FACTOR))
    if old.value and not low <= value <= high:
        return f"makes no sense: give {low:g} to {high:g} {old.unit} (ours is {old.value:g})"
    return None


def _find_reversed(exercise: Exercise, values: Mapping[str, float]) -> Iterator[str]:
    """Yield the limits whose fault would come before their watch."""
    for rule in replace_thresholds(exercise, values, ""):
        for limit in rule.limits:
            watch, fault = limit.watch, limit.fault
            if fault and (watch.value > fault.value if limit.beyond == "above" else watch.value < fault.value):
                name = f"{_shorten(rule, exercise)}.{limit.measure}.{limit.beyond}"
                yield (
                    f"{name}: watch ({watch.value:g} {watch.unit}) lies beyond fault ({fault.value:g} {fault.unit}); "
                    "a value is watched before it is a fault, so give both"
                )


def _suggest(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f" (did you mean {near[0]}?)" if near else ""
