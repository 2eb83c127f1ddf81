"""What was seen in one picture of the camera."""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.exercises.base import Seen
from formcheck.results import Hold, Rep
from formcheck.sources.camera import CameraState

__all__ = ["Box", "Glance"]

Box = tuple[float, float, float, float]
"""Left, top, right and bottom as shares of the picture's width and height."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What was seen in one picture, for the coach and the window.

    Attributes
    ----------
    time_s : since the first picture.
    seen : whether the exercise could use it, and if not, why.
    light : mean brightness, 0 to 255.
    sharpness : variance of the Laplacian of the picture, 160 px wide.
    box : around the body; None without one.
    done : the reps and holds that this picture completed.
    held_s : length of the hold under way, s; None without one.
    lost : reps that this picture showed to be lost from sight on the way; they are not in ``done``.
    """

    time_s: float
    seen: Seen
    light: float
    sharpness: float
    box: Box | None
    done: tuple[Rep | Hold, ...]
    held_s: float | None
    camera: CameraState
    lost: int = 0
