"""Poses of the exercises, one file each, found by the exercise's name."""

from importlib import import_module

from samples.render.errors import RenderError
from samples.render.poses.base import Poser

EXERCISES = ("hip-lift", "draw-in", "clamshell", "plank", "overhead-squat", "single-leg-stance")
"""What can be drawn; "hip-lift" is class `POSER` of `hip_lift.py`, and so on."""


def find_poser(exercise: str) -> type[Poser]:
    """Return the poser of `exercise`; only its own module is loaded."""
    if exercise not in EXERCISES:
        raise RenderError(f"There is no exercise {exercise!r}; there are {', '.join(EXERCISES)}.")
    poser: type[Poser] = import_module(f"samples.render.poses.{exercise.replace('-', '_')}").POSER
    return poser
