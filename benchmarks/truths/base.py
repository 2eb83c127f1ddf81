"""What the benchmark must know of an exercise to score it: when each fault is there, and what can be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from benchmarks.truth import Presence, Recording, TrueClip, TrueUnit, cut_reps

__all__ = [
    "JERKY",
    "TOO_FAST",
    "Compared",
    "ExerciseTruth",
    "Graded",
    "Related",
    "SetRule",
    "Split",
    "UnitRule",
    "Value",
]

ROUNDING = 0.05
"""Angles and times are stored in single precision, and poses are solved to about this."""

_PHASES = (("up_s", "up_s"), ("hold_s", "hold_s"), ("down_s", "down_s"))

Value = Callable[[TrueUnit], float]


@dataclass(frozen=True, slots=True)
class Graded:
    """A true value and its two limits: from ``there`` on the fault is there, up to ``absent`` it is not.

    Attributes
    ----------
    what, unit : the value in words, and its unit.
    value : reads it off a rep or hold.
    there, absent : the limits; with ``there`` below ``absent`` low values are the fault.
    worst : what is held against ``absent``, where that is another value.
    rounding : how far the truth may be off, in ``unit``.
    """

    what: str
    unit: str
    value: Value
    there: float
    absent: float
    worst: Value | None = None
    rounding: float = ROUNDING

    def judge(self, unit: TrueUnit) -> Presence:
        """Return whether it is there in a rep or hold."""
        sign = 1.0 if self.there > self.absent else -1.0
        if sign * self.value(unit) >= sign * self.there - self.rounding:
            return Presence.THERE
        worst = (self.worst or self.value)(unit)
        return Presence.ABSENT if sign * worst <= sign * self.absent + self.rounding else Presence.BORDERLINE

    def describe(self) -> tuple[str, str]:
        """Return in words when it is there and when not."""
        there, absent = (">=", "<=") if self.there > self.absent else ("<=", ">=")
        unit = f" {self.unit}" if self.unit else ""
        at_worst = "at its worst " if self.worst else ""
        return f"{self.what} {there} {self.there:g}{unit}", f"{at_worst}{absent} {self.absent:g}{unit}"


@dataclass(frozen=True, slots=True)
class UnitRule:
    """A rule that is judged rep by rep or hold by hold: there when one of ``signs`` is, absent when none is.

    ``view`` is the view that can show it, "" for any that is judged; ``words`` stand for those of the signs.
    """

    id: str
    signs: tuple[Graded, ...]
    view: str = ""
    words: str = ""

    def judge(self, clip: TrueClip, unit: TrueUnit) -> Presence:
        """Return whether the fault is there in a rep or hold of a clip."""
        if self.view and self.view != clip.view:
            return Presence.UNSEEN
        grades = [sign.judge(unit) for sign in self.signs]
        if Presence.THERE in grades:
            return Presence.THERE
        return Presence.BORDERLINE if Presence.BORDERLINE in grades else Presence.ABSENT

    def describe(self) -> str:
        """Return in words when it is there and when not."""
        if self.words:
            return self.words
        words = [sign.describe() for sign in self.signs]
        only = f", seen from the {self.view} only" if self.view else ""
        return f"there if {' or '.join(w[0] for w in words)}; absent if {' and '.join(w[1] for w in words)}{only}"


@dataclass(frozen=True, slots=True)
class SetRule:
    """A rule that is judged set by set; ``words`` say when it is there."""

    id: str
    words: str
    of_set: Callable[[TrueClip], Presence]

    def describe(self) -> str:
        """Return in words when it is there and when not."""
        return f"{self.words} (set by set)"


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure that has the unit of a true value.

    Attributes
    ----------
    measure, unit, value, words : the measure, its unit, the true value and that in words.
    view : the view that can show it, "" for any.
    goal : the mean absolute error that must be reached.
    signal : the true value's name; with it the values of a hold's findings are compared with the truth of their time.
    """

    measure: str
    unit: str
    value: Value
    words: str
    view: str = ""
    goal: float | None = None
    signal: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """A measure that should go with a true value of another unit."""

    measure: str
    value: Value
    words: str


@dataclass(frozen=True, slots=True)
class Split:
    """Which reps count as being with the fault that one measure of a rule is for, where the rule has several."""

    rule: str
    measure: str
    words: str
    there: Callable[[TrueUnit], bool]


@dataclass(frozen=True, slots=True)
class ExerciseTruth:
    """All that is known of one exercise.

    Attributes
    ----------
    name : the exercise.
    unit : what a set is made of.
    view : reads off a clip's spec what the camera sees, "" where nothing may be judged; ``view_words`` say when.
    rules : the rules that are scored. A finding of any other is false.
    f1_goals : the rules that must be right in 0.95 of the reps or holds.
    compared, related, splits : what is shown of the measures.
    cut : finds the reps or holds of a recording.
    side : the side that should be named.
    phases : the measures of tempo, and which true phase each is.
    valid_s : for how long the form of a hold is right, s; None where that is not compared.
    """

    name: str
    unit: Literal["rep", "hold"]
    view: Callable[[Mapping[str, Any]], str]
    view_words: str
    rules: tuple[UnitRule | SetRule, ...]
    f1_goals: frozenset[str] = frozenset()
    compared: tuple[Compared, ...] = ()
    related: tuple[Related, ...] = ()
    splits: tuple[Split, ...] = ()
    cut: Callable[[Recording], tuple[TrueUnit, ...]] = field(default=cut_reps)
    side: Callable[[Recording], str] = field(default=lambda recording: recording.near_side)
    phases: tuple[tuple[str, str], ...] = _PHASES
    valid_s: Value | None = None

    @property
    def unit_rules(self) -> tuple[UnitRule, ...]:
        return tuple(rule for rule in self.rules if isinstance(rule, UnitRule))

    @property
    def set_rules(self) -> tuple[SetRule, ...]:
        return tuple(rule for rule in self.rules if isinstance(rule, SetRule))


JERKY = UnitRule("jerky", (Graded("sub-movements", "", lambda u: float(u.asked["submovements"]), 2, 1),))
TOO_FAST = UnitRule(
    "too-fast",
    (
        Graded(
            "the quicker of up and down",
            "s",
            lambda u: min(u.phases_s["up_s"], u.phases_s["down_s"]),
            0.6,
            1.0,
            rounding=1e-3,
        ),
    ),
)
