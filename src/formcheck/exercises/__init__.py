"""The exercises: one file each, with an object called ``EXERCISE``. A new file here is found at once."""

from __future__ import annotations

import difflib
import importlib
import pkgutil

from formcheck.errors import InputError
from formcheck.exercises.base import Exercise

__all__ = ["find_exercise", "list_exercises"]


def list_exercises() -> dict[str, Exercise]:
    """Return all exercises by name."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        exercise = getattr(importlib.import_module(f"{__name__}.{module.name}"), "EXERCISE", None)
        if isinstance(exercise, Exercise):
            found[exercise.name] = exercise
    return dict(sorted(found.items()))


def find_exercise(name: str) -> Exercise:
    """Return the exercise with this name.

    Raises
    ------
    InputError
        When there is none: names the ones there are.
    """
    exercises = list_exercises()
    if name in exercises:
        return exercises[name]
    near = difflib.get_close_matches(name, exercises, 1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise InputError(f"{name}: no such exercise. {hint}There are: {', '.join(exercises)}.")
