"""What an exercise is: one object in a file of its own, found by its name."""

from __future__ import annotations

import abc
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from formcheck.messages import _
from formcheck.motion.holds import HoldTiming
from formcheck.motion.reps import RepCounting
from formcheck.pose import FloatArray, Landmark, PoseTrack, SurfaceKind
from formcheck.results import Dose, Measure, NotMeasurable

__all__ = [
    "Drawn",
    "Emphasis",
    "Exercise",
    "Followed",
    "Limit",
    "Measured",
    "Neutral",
    "Observation",
    "RestartLimit",
    "Rule",
    "Seen",
    "SideLimit",
    "SpreadLimit",
    "Threshold",
    "TrendLimit",
    "Window",
    "limit_both_ways",
]


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
    """A measure and the values from which it is watched, and from which it is a fault.

    A limit is broken when the measure lies beyond it by more than the uncertainty of the measure. In a hold the
    measure is followed from moment to moment and must stay beyond for ``lasting_s``.
    """

    measure: str
    beyond: Literal["above", "below"]
    watch: Threshold
    fault: Threshold | None = None
    seen: str = ""
    """What the camera saw, in words for a person."""
    lasting_s: float = 1.0


def limit_both_ways(measure: str, *, watch: Threshold, fault: Threshold, above: str, below: str) -> tuple[Limit, Limit]:
    """Return the limits of a measure whose size counts; ``above`` and ``below`` are what the camera saw."""
    negative = [Threshold(-t.value, t.unit, t.source) for t in (watch, fault)]
    return Limit(measure, "above", watch, fault, above), Limit(measure, "below", negative[0], negative[1], below)


@dataclass(frozen=True, slots=True)
class TrendLimit:
    """A measure that must not drift: late reps against early ones, or the end of a hold against its beginning."""

    measure: str
    towards: Literal["up", "down"]
    change: Threshold
    seen: str = ""


@dataclass(frozen=True, slots=True)
class SpreadLimit:
    """A measure that must not differ too much between the reps of a set: the largest against the smallest."""

    measure: str
    most: Threshold
    seen: str = ""


@dataclass(frozen=True, slots=True)
class SideLimit:
    """A measure that must not differ too much between left and right: the difference in % of the larger."""

    measure: str
    most: Threshold
    seen: str = ""


@dataclass(frozen=True, slots=True)
class RestartLimit:
    """Holds of one side that follow each other within so many seconds: the position was lost on the way."""

    within: Threshold
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A fault to look for: any one of its limits is enough. ``cue`` is one short sentence for the person.

    Without an ``essential`` rule being measured, a set is never called good. Where rules can be seen in one view
    only, ``only_in`` names it, and the essential ones of one view are enough. One that ``strains_back`` ends a live set
    when it goes on although cued. While a rule that ``breaks_hold`` is broken, the time of a hold does not count.
    ``never`` says why a rule is not judged at all.
    """

    id: str
    cue: str
    limits: tuple[Limit, ...] = ()
    trends: tuple[TrendLimit, ...] = ()
    spreads: tuple[SpreadLimit, ...] = ()
    sides: tuple[SideLimit, ...] = ()
    restarts: tuple[RestartLimit, ...] = ()
    essential: bool = False
    strains_back: bool = False
    only_in: str = ""
    breaks_hold: bool = False
    never: str = ""


@dataclass(frozen=True, slots=True)
class Neutral:
    """What a measure would be in a coached, good rep or hold, so that a person's own baseline tells the bias.

    Attributes
    ----------
    value : the true value in that rep.
    uncertainty : standard uncertainty of the measure once the bias is taken out.
    largest_bias : a baseline that differs by more than this was no good rep.
    source : where the numbers come from.
    """

    value: float
    uncertainty: float
    largest_bias: float
    source: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """What an assessment's rule, when broken, says of the exercises: which ones to put weight on, and why."""

    rule: str
    exercises: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A value that is drawn on the body in a film, with the limits of its measure.

    Attributes
    ----------
    measure : the measure whose limits hold for the value.
    line : the left one of two landmarks; those of the side that is meant are used.
    against : as ``line``: what its angle is measured from; None for the upright of the picture.
    signal : the name in `Observation.signals`; "" for the driver.
    kind : an "angle" at the first point of ``line``; the "rise" of its second point since the rep began, in % of the
        trunk; the "width" between left and right of the first in those of the second; or, between both, a "clock".
    middle : whether the points lie between left and right.
    only_in : the one view in which it is drawn, as in `Rule`.
    """

    measure: str
    line: tuple[Landmark, Landmark]
    against: tuple[Landmark, Landmark] | None = None
    signal: str = ""
    kind: Literal["angle", "rise", "width", "clock"] = "angle"
    middle: bool = False
    only_in: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """What an exercise reads off a block of n frames.

    Attributes
    ----------
    seen : (n,) int8, a `Seen` per frame.
    view : (n,) int8, a `View` per frame.
    driver : (n,) the signal that is counted, high at the top of a rep, or while in position. NaN where ``seen`` is
        not OK. With `Exercise.driver_is_step` its change since the frame before.
    side : (n,) int8, 1 where the left side of the body is meant, -1 the right, 0 not known.
    signals : name -> (n,) further signals; NaN where not seen.
    """

    seen: npt.NDArray[np.int8]
    view: npt.NDArray[np.int8]
    driver: FloatArray
    side: npt.NDArray[np.int8]
    signals: Mapping[str, FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """The frames of one rep or hold with a little on both sides, for measuring.

    Attributes
    ----------
    time_s : (n,) s.
    driver : (n,) NaN where not seen.
    side : (n,) int8 as in `Observation`.
    signals : name -> (n,).
    start_s, top_s, end_s : where it was counted to begin, to be highest (a hold: its middle) and to end.
    """

    time_s: FloatArray
    driver: FloatArray
    side: npt.NDArray[np.int8]
    signals: Mapping[str, FloatArray]
    start_s: float
    top_s: float
    end_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """A measure from moment to moment: values (n,) on the window's frames, unit, standard uncertainty."""

    values: FloatArray
    unit: str
    uncertainty: float


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of one rep or hold.

    Attributes
    ----------
    measures : by name.
    bounds_s : where it was seen whole, when it began, was at the top, and ended, s.
    followed : measures from moment to moment by name; of a hold they are judged, of a rep they are only shown.
    """

    measures: Mapping[str, Measure | NotMeasurable]
    bounds_s: tuple[float, float, float] | None = None
    followed: Mapping[str, Followed] = field(default_factory=dict)


class Exercise(abc.ABC):
    """One exercise: how it is done, seen, counted and judged. Subclass it in a file of ``exercises/``."""

    name: ClassVar[str]
    title: ClassVar[str]
    kind: ClassVar[Literal["exercise", "assessment"]] = "exercise"
    how: ClassVar[tuple[str, ...]]
    """How it is done, in short sentences."""
    view: ClassVar[str]
    """The view that the exercise needs, in words ("side")."""
    placement: ClassVar[str]
    """Where to put the camera, in one sentence."""
    drawing: ClassVar[str]
    """Body and camera as a small drawing in text."""
    dose: ClassVar[Dose]
    counting: ClassVar[RepCounting | HoldTiming]
    rules: tuple[Rule, ...]
    columns: ClassVar[Mapping[str, str]]
    """The measures that a person is shown for each rep or hold, with their headings."""
    phases: ClassVar[Mapping[str, str]] = {"up_s": _("up"), "hold_s": _("hold"), "down_s": _("down")}
    """The measures that are the phases of a rep, in order of time, with what they are called."""
    drawn: ClassVar[tuple[Drawn, ...]] = ()
    """What is drawn on the body in a film; without, the skeleton alone."""
    neutral: ClassVar[Mapping[str, Neutral]] = {}
    """The measures that a personal baseline makes surer."""
    emphasis: ClassVar[tuple[Emphasis, ...]] = ()
    driver_is_step: ClassVar[bool] = False
    driver_unit: ClassVar[str] = ""
    """Unit of the signal that is counted, as the end of a name: "deg", or "pct" and "trunks" of the trunk."""
    margin_s: ClassVar[float] = 0.5
    """Rest that is kept before a rep or hold, s: filters settle in it, and rest is measured."""
    surface: ClassVar[SurfaceKind | None] = None
    """How the trunk's surface is followed, if it is needed."""
    reasons: ClassVar[Mapping[Seen, str]]
    """For each way of not being seen, a sentence that says what to do."""
    nothing_counted: ClassVar[str]
    """What to say when the body was seen in position but nothing was counted."""
    own_bias: Mapping[str, float] = {}
    """Bias of the measures that a personal baseline told, see `formcheck.exercises.personal`."""
    own_model: str | None = None
    """The landmark model of that baseline."""
    own_thresholds: Mapping[str, float] = {}
    """Limits that a person has changed, by their names."""

    @abc.abstractmethod
    def observe(self, track: PoseTrack) -> Observation:
        """Read the signals off a block of frames. Pure, and frame by frame: no frame looks at another."""

    @abc.abstractmethod
    def measure(self, window: Window) -> Measured:
        """Measure one complete rep or one hold."""

    def bias(self, measure: str, bias: float, uncertainty: float) -> tuple[float, float]:
        """Return what to take off a measure, and its standard uncertainty: the person's own, or what bodies have."""
        if measure in self.own_bias:
            return bias + self.own_bias[measure], self.neutral[measure].uncertainty
        return bias, uncertainty
