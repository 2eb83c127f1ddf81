"""The exercises: one file each, with an object called ``EXERCISE``. A new file here is found at once.

Other packages add their own with an entry point of the group ``formcheck.exercises``; docs/example-exercise shows how.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import pkgutil
import warnings
from collections.abc import Container
from importlib.metadata import EntryPoint, entry_points

from formcheck.errors import ExercisePluginWarning, InputError
from formcheck.exercises.base import Exercise
from formcheck.messages import _

__all__ = ["GROUP", "find_exercise", "list_exercises"]

GROUP = "formcheck.exercises"
"""Group of the entry points that lead to the exercises of other packages."""


def list_exercises() -> dict[str, Exercise]:
    """Return all exercises by name: ours, and those of installed packages.

    One of a package that fails to load, is no `Exercise`, or takes the name of another is left out with an
    `ExercisePluginWarning`, the first time only.
    """
    return dict(_load_exercises())


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
    known = ", ".join(exercises)
    if near := difflib.get_close_matches(name, exercises, 1):
        raise InputError(
            _(
                "{name}: no such exercise. Did you mean {near}? There are: {known}.",
                name=name,
                near=near[0],
                known=known,
            )
        )
    raise InputError(_("{name}: no such exercise. There are: {known}.", name=name, known=known))


@functools.cache
def _load_exercises() -> dict[str, Exercise]:
    found = {}
    for module in pkgutil.iter_modules(__path__):
        exercise = getattr(importlib.import_module(f"{__name__}.{module.name}"), "EXERCISE", None)
        if isinstance(exercise, Exercise):
            found[exercise.name] = exercise
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            exercise = _load_entry(entry, found)
        except Exception as error:  # noqa: BLE001  somebody else's code: it can raise anything
            package = entry.dist.name if entry.dist else entry.module
            why = " ".join(f"{type(error).__name__}: {error}".split())
            warnings.warn(
                _(
                    "the exercise {exercise} of the package {package} is left out ({why}).",
                    exercise=entry.name,
                    package=package,
                    why=why,
                ),
                ExercisePluginWarning,
                stacklevel=3,
            )
        else:
            found[exercise.name] = exercise
    return dict(sorted(found.items()))


def _load_entry(entry: EntryPoint, taken: Container[str]) -> Exercise:
    exercise = entry.load()
    if not isinstance(exercise, Exercise):
        raise TypeError(f"{entry.value} is no object of a subclass of formcheck.exercises.base.Exercise")
    missing = [name for name in Exercise.__annotations__ if not hasattr(exercise, name)]
    if missing:
        raise TypeError(f"{entry.value} lacks {', '.join(missing)}")
    if exercise.name in taken:
        raise ValueError(f"there is an exercise {exercise.name} already")
    return exercise
