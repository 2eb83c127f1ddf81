"""What an exercise is: one object in a file of its own, found by its name."""

from __future__ import annotations

import abc
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from formcheck.motion.reps import RepCounting
from formcheck.pose import FloatArray, PoseTrack
from formcheck.results import Measure, NotMeasurable

__all__ = ["Exercise", "Limit", "MeasuredRep", "Observation", "RepWindow", "Rule", "Seen", "Threshold", "TrendLimit"]


class Seen(enum.IntEnum):
    """Whether a frame can be used, and if not, the first reason why."""

    OK = 0
    NOBODY = 1
    SEVERAL = 2
    POSTURE = 3
    VIEW = 4
    OUTSIDE = 5
    HIDDEN = 6


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit with its unit and where it comes from ("our choice, because ..." is a source)."""

    value: float
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A measure of a rep and the values from which it is watched, and from which it is a fault.

    A limit is broken when the measure lies beyond it by more than the uncertainty of the measure.
    """

    measure: str
    beyond: Literal["above", "below"]
    watch: Threshold
    fault: Threshold | None = None
    seen: str = ""
    """What the camera saw, in words for a person; ``{value}`` and ``{unit}`` are filled in."""


@dataclass(frozen=True, slots=True)
class TrendLimit:
    """A measure that must not drift over the set: late reps against early ones."""

    measure: str
    towards: Literal["up", "down"]
    change: Threshold
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A fault to look for: any one of its limits is enough. ``cue`` is one short sentence for the person.

    Without an ``essential`` rule being measured, a set is never called good.
    """

    id: str
    cue: str
    limits: tuple[Limit, ...] = ()
    trends: tuple[TrendLimit, ...] = ()
    essential: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """What an exercise reads off a block of n frames.

    Attributes
    ----------
    seen : (n,) int8, a `Seen` per frame.
    view : (n,) int8, a `View` per frame.
    driver : (n,) the signal that is counted, high at the top of a rep; NaN where ``seen`` is not OK.
    left_is_near : (n,) bool, whether the person's left side is the one towards the camera.
    signals : name -> (n,) further signals; NaN where not seen.
    """

    seen: npt.NDArray[np.int8]
    view: npt.NDArray[np.int8]
    driver: FloatArray
    left_is_near: npt.NDArray[np.bool_]
    signals: Mapping[str, FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class RepWindow:
    """The frames of one rep with a little rest on both sides, for measuring.

    Attributes
    ----------
    time_s : (n,) s.
    driver : (n,) NaN where not seen.
    signals : name -> (n,).
    top_s : time of the highest value.
    """

    time_s: FloatArray
    driver: FloatArray
    signals: Mapping[str, FloatArray]
    top_s: float


@dataclass(frozen=True, slots=True)
class MeasuredRep:
    """The measures of one rep by name; where it was seen whole, also when it began, was at the top, and ended, s."""

    measures: Mapping[str, Measure | NotMeasurable]
    bounds_s: tuple[float, float, float] | None = None


class Exercise(abc.ABC):
    """One exercise: how it is seen, counted and judged. Subclass it in a file of ``exercises/``; see `hip_lift`."""

    name: ClassVar[str]
    title: ClassVar[str]
    view: ClassVar[str]
    """The view that the exercise needs, in words ("side")."""
    placement: ClassVar[str]
    """Where to put the camera, in one sentence."""
    counting: ClassVar[RepCounting]
    rules: ClassVar[tuple[Rule, ...]]
    columns: ClassVar[Mapping[str, str]]
    """The measures that a person is shown for each rep, with their headings."""
    needs_surface: ClassVar[bool] = False
    reasons: ClassVar[Mapping[Seen, str]]
    """For each way of not being seen, a sentence that says what to do."""
    nothing_counted: ClassVar[str]
    """What to say when the body was seen in position but nothing was counted."""

    @abc.abstractmethod
    def observe(self, track: PoseTrack) -> Observation:
        """Read the signals off a block of frames. Pure, and frame by frame: no frame looks at another."""

    @abc.abstractmethod
    def measure_rep(self, window: RepWindow) -> MeasuredRep:
        """Measure one complete rep."""
