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
from formcheck.files import describe_os_error, describe_text_error
from formcheck.messages import Message, _, join_clauses

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
        why = describe_os_error(error)
        raise ThresholdsError(
            _("{path}: the limits cannot be read ({why}). Check the name.", path=path, why=why)
        ) from error
    except (ValueError, RecursionError) as error:
        why = describe_text_error(error)
        raise ThresholdsError(
            _("{path}: this is not TOML ({why}). docs/thresholds.toml shows how.", path=path, why=why)
        ) from error
    exercises, limits, problems = list_exercises(), {}, []
    for name, table in data.items():
        if name not in exercises:
            problems.append(_suggest(_("there is no exercise {name}", name=name), name, exercises))
        elif not isinstance(table, dict):
            problems.append(_("{name} is no table: write [{name}], and the limits in the lines below it", name=name))
        else:
            limits[name] = dict(_flatten(table))
            found = _find_problems(exercises[name], limits[name])
            problems += [_("{name}: {text}", name=name, text=problem) for problem in found]
    if problems:
        raise ThresholdsError(_("{path}: {problems}.", path=path, problems=join_clauses(problems)))
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


def _find_problems(exercise: Exercise, values: Mapping[str, Any]) -> list[Message]:
    """Return what is wrong with a person's values; none is left out."""
    known = list_thresholds(exercise)
    problems = []
    for name, value in values.items():
        if name not in known:
            problems.append(_suggest(_("there is no limit {name}", name=name), name, known))
        elif problem := _check_value(name, value, known[name]):
            problems.append(problem)
    return problems or list(_find_reversed(exercise, values))


def _check_value(name: str, value: object, old: Threshold) -> Message | None:
    """Return what is wrong with a value, or None."""
    given = f"{name} = {value!r}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _("{given} is not a number", given=given)
    if not abs(value) <= sys.float_info.max:
        return _("{given} is not a finite number", given=given)
    low, high = sorted((old.value / _FACTOR, old.value * _FACTOR))
    if old.value and not low <= value <= high:
        return _(
            "{given} makes no sense: give {low:g} to {high:g} {unit} (ours is {ours:g})",
            given=given,
            low=low,
            high=high,
            unit=old.unit,
            ours=old.value,
        )
    return None


def _find_reversed(exercise: Exercise, values: Mapping[str, float]) -> Iterator[Message]:
    """Yield the limits whose fault would come before their watch."""
    for rule in replace_thresholds(exercise, values, ""):
        for limit in rule.limits:
            watch, fault = limit.watch, limit.fault
            if fault and (watch.value > fault.value if limit.beyond == "above" else watch.value < fault.value):
                name = f"{_shorten(rule, exercise)}.{limit.measure}.{limit.beyond}"
                yield _(
                    "{name}: watch ({watch}) lies beyond fault ({fault}); "
                    "a value is watched before it is a fault, so give both",
                    name=name,
                    watch=f"{watch.value:g} {watch.unit}",
                    fault=f"{fault.value:g} {fault.unit}",
                )


def _suggest(problem: Message, name: str, known: Mapping[str, object]) -> Message:
    near = difflib.get_close_matches(name, known, 1)
    return _("{problem} (did you mean {near}?)", problem=problem, near=near[0]) if near else problem
