"""What the renderer asks of an exercise: a poser, one class in a file of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from samples.render.body import Body, Posed

__all__ = ["Instant", "Place", "Poser"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an exercise is done, for a body of 1.7 m: what the camera looks at, from how far, and the mat.

    Attributes
    ----------
    look_at_m : tuple of float
        Point (x, y, z) in the middle of the picture.
    distance_m : float
        From there to the camera.
    mat : tuple of float
        Middle (x, y) and half lengths (x, y) of the mat.
    """

    look_at_m: tuple[float, float, float]
    distance_m: float
    mat: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Instant:
    """One solved instant: the pose, its true values by the names of `Poser.truths`, and named deltas of the shape."""

    posed: Posed
    truths: Mapping[str, float]
    shape: Mapping[str, float] = field(default_factory=dict)


class Poser(Protocol):
    """Solves the poses of one exercise for one body.

    Attributes
    ----------
    truths : tuple of str
        Names of the true values, with their unit ("line_deg").
    top : dict
        What can be asked of the top of a rep, or of a hold, with its usual value. A clip gives each as one number, a
        number for each rep, or a course in time.
    setup : dict
        What stays the same over a clip, with its usual value.
    place : Place
        Where it is done.
    """

    truths: ClassVar[tuple[str, ...]]
    top: ClassVar[Mapping[str, float]]
    setup: ClassVar[Mapping[str, float]]
    place: ClassVar[Place]

    def __init__(self, body: Body, setup: Mapping[str, float]) -> None:
        """Prepare the poses of `body`; `setup` has every key of `Poser.setup`."""

    def instant(self, progress: float, top: Mapping[str, float]) -> Instant:
        """Return the pose at `progress` (0 rest .. 1 top) of a rep whose top is `top` (every key of `Poser.top`)."""
