"""An exercise fitted to one person: their own baseline takes out their body's bias, their own limits replace ours."""

from __future__ import annotations

import copy
import json
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from formcheck.errors import BaselineError
from formcheck.exercises.base import Exercise, Neutral
from formcheck.exercises.limits import load_thresholds, replace_thresholds
from formcheck.results import SCHEMA

__all__ = ["load_bias", "personalize"]


def personalize(
    exercise: Exercise, baseline: str | Path | None = None, thresholds: str | Path | None = None
) -> Exercise:
    """Return a copy of an exercise that judges one person by their own baseline and limits.

    Parameters
    ----------
    baseline : result of a coached good rep or neutral hold, see `load_bias`.
    thresholds : limits, see `formcheck.exercises.limits.load_thresholds`; those of other exercises are checked only.

    Raises
    ------
    BaselineError, ThresholdsError
        When a file cannot be used.
    """
    own = copy.copy(exercise)
    if thresholds is not None:
        values = load_thresholds(thresholds).get(exercise.name, {})
        own.own_thresholds = values
        own.rules = replace_thresholds(exercise, values, str(thresholds))
    if baseline is not None:
        own.own_bias, own.own_model = load_bias(baseline, exercise)
    return own


def load_bias(path: str | Path, exercise: Exercise) -> tuple[dict[str, float], str | None]:
    """Return by how much a body's landmarks are off, by measure, and the landmark model for which that holds.

    It is the median over the complete reps, or the holds, minus what a good one would read. It holds for the place
    of the camera too: put it where it was.

    Parameters
    ----------
    path : result of a coached good rep or hold: a file that ``formcheck analyze --json`` wrote.

    Raises
    ------
    BaselineError
        When the file is missing, is no result of this exercise, was itself made with a baseline, holds no measured
        value, or is too far off for a good rep.
    """
    if not exercise.neutral:
        raise BaselineError(f"{path}: the {exercise.name} needs no baseline. Leave --baseline out.")
    result = _read_result(path)
    if (other := result.get("exercise")) != exercise.name:
        raise BaselineError(f"{path}: this is a result of {other}. Give one of {exercise.name}.")
    if result.get("own_bias") is not None:
        raise BaselineError(f"{path}: this was made with a baseline itself. Make it without --baseline.")
    bias = {
        name: _compute_bias(path, name, values, neutral)
        for name, neutral in exercise.neutral.items()
        if (values := list(_list_values(result, name)))
    }
    if not bias:
        raise BaselineError(
            f"{path}: nothing was measured in it. Film a good rep or hold, seen whole, and make it anew."
        )
    model = _dig(result, "model", "name")
    return bias, model if isinstance(model, str) else None


def _read_result(path: str | Path) -> dict[str, Any]:
    try:
        result = json.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise BaselineError(f"{path}: the baseline cannot be read ({error.strerror}). Check the name.") from error
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{path}: this is not JSON ({error}). {_MAKE_ONE}") from error
    schema = result.get("schema") if isinstance(result, dict) else None
    if not isinstance(schema, str) or not schema.startswith(SCHEMA.partition("/")[0] + "/"):
        raise BaselineError(f"{path}: this is no result of formcheck. {_MAKE_ONE}")
    if schema != SCHEMA:
        raise BaselineError(f"{path}: this is {schema}, and this formcheck reads {SCHEMA}. Make it anew.")
    return dict(result)


_MAKE_ONE = "Make one of a coached good rep or hold with formcheck analyze ... --json FILE."


def _list_values(result: dict[str, Any], measure: str) -> Iterator[float]:
    """Yield the values of a measure in the complete reps and holds; what is no number is left out."""
    for kind in ("reps", "holds"):
        units = result.get(kind)
        for unit in units if isinstance(units, list) else ():
            value = _dig(unit, "measures", measure, "value")
            whole = kind == "holds" or _dig(unit, "complete") is True
            if whole and isinstance(value, int | float) and abs(value) <= sys.float_info.max:
                yield float(value)


def _dig(data: object, *keys: str) -> object:
    """Return what lies under some keys, or None."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _compute_bias(path: str | Path, measure: str, values: list[float], neutral: Neutral) -> float:
    typical = statistics.median(values)
    bias = typical - neutral.value
    if abs(bias) > neutral.largest_bias:
        raise BaselineError(
            f"{path}: this was no neutral rep or hold: {measure} reads {typical:g}, more than {neutral.largest_bias:g} "
            f"off the {neutral.value:g} of a good one. Film a coached good one."
        )
    return bias
