"""An exercise fitted to one person: their own baseline takes out their body's bias, their own limits replace ours."""

from __future__ import annotations

import copy
import statistics
from pathlib import Path

from formcheck.errors import BaselineError, InputError
from formcheck.exercises.base import Exercise, Neutral
from formcheck.exercises.limits import load_thresholds, replace_thresholds
from formcheck.messages import _
from formcheck.parsing import read_result
from formcheck.results import Hold, Measure, Rep, SetResult

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
        When the file cannot be read, is no result of this exercise, was itself made with a baseline, holds no measured
        value, or is too far off for a good rep.
    """
    if not exercise.neutral:
        raise BaselineError(
            _("{path}: the {exercise} needs no baseline. Leave --baseline out.", path=path, exercise=exercise.name)
        )
    result = _read_result(path)
    if result.exercise != exercise.name:
        raise BaselineError(
            _(
                "{path}: this is a result of {other}. Give one of {exercise}.",
                path=path,
                other=result.exercise,
                exercise=exercise.name,
            )
        )
    if result.own_bias is not None:
        raise BaselineError(_("{path}: this was made with a baseline itself. Make it without --baseline.", path=path))
    bias = {
        name: _compute_bias(path, name, values, neutral)
        for name, neutral in exercise.neutral.items()
        if (values := _list_values(result, name))
    }
    if not bias:
        raise BaselineError(
            _("{path}: nothing was measured in it. Film a good rep or hold, seen whole, and make it anew.", path=path)
        )
    return bias, result.model.name if result.model else None


def _read_result(path: str | Path) -> SetResult:
    try:
        return read_result(path, _MAKE_ONE)
    except InputError as error:
        raise BaselineError(*error.args) from error


_MAKE_ONE = _("Make one of a coached good rep or hold with formcheck analyze ... --json FILE.")


def _list_values(result: SetResult, measure: str) -> list[float]:
    """Return the values of a measure in the complete reps and the holds."""
    units: tuple[Rep | Hold, ...] = (*result.counted, *result.holds)
    found = [unit.measures.get(measure) for unit in units]
    return [value.value for value in found if isinstance(value, Measure)]


def _compute_bias(path: str | Path, measure: str, values: list[float], neutral: Neutral) -> float:
    typical = statistics.median(values)
    bias = typical - neutral.value
    if abs(bias) > neutral.largest_bias:
        raise BaselineError(
            _(
                "{path}: this was no neutral rep or hold: {measure} reads {typical:g}, more than {most:g} "
                "off the {good:g} of a good one. Film a coached good one.",
                path=path,
                measure=measure,
                typical=typical,
                most=neutral.largest_bias,
                good=neutral.value,
            )
        )
    return bias
