"""What an analysis says: measures, reps, holds, findings and the result of a set."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from formcheck.messages import _
from formcheck.provenance import ModelInfo, SourceInfo

__all__ = [
    "SCHEMA",
    "SIDE_NAMES",
    "Dose",
    "DoseDone",
    "Emphasized",
    "Finding",
    "Form",
    "Hold",
    "Measure",
    "NotMeasurable",
    "Rep",
    "RuleNotMeasurable",
    "SetResult",
    "Severity",
    "ViewSummary",
]

SCHEMA = "formcheck.result/3"

Side = Literal["left", "right"]
SIDE_NAMES: dict[Side, str] = {"left": _("left"), "right": _("right")}
"""The sides of the body, for people."""
Severity = Literal["watch", "fault"]
Form = Literal["good", "adjust", "not-measurable"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured value with its unit and standard uncertainty (same unit)."""

    value: float
    unit: str
    uncertainty: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.value) and math.isfinite(self.uncertainty)):
            raise ValueError(f"a measure must be finite, got {self.value} +/- {self.uncertainty}: use NotMeasurable")

    def to_dict(self) -> dict[str, Any]:
        return {"value": _round(self.value), "unit": self.unit, "uncertainty": _round(self.uncertainty)}


@dataclass(frozen=True, slots=True)
class NotMeasurable:
    """Why a value could not be measured, in words that tell a person what to do."""

    reason: str

    def to_dict(self) -> dict[str, Any]:
        return {"not_measurable": self.reason}


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that was broken by more than the uncertainty of its measure.

    For a set, ``reps`` holds the 1-based indices of the reps (or holds) concerned and ``value`` is their median.
    ``seen`` says in words what the camera saw, ``cue`` what to do.
    """

    rule: str
    severity: Severity
    measure: str
    value: float
    unit: str
    uncertainty: float
    threshold: float
    source: str
    start_s: float
    end_s: float
    reps: tuple[int, ...]
    seen: str
    cue: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "severity": self.severity,
            "measure": self.measure,
            "value": _round(self.value),
            "unit": self.unit,
            "uncertainty": _round(self.uncertainty),
            "threshold": self.threshold,
            "source": self.source,
            "start_s": _round(self.start_s),
            "end_s": _round(self.end_s),
            "reps": list(self.reps),
            "seen": self.seen,
            "cue": self.cue,
        }


@dataclass(frozen=True, slots=True)
class Rep:
    """One repetition. A partial rep (``complete`` false) is reported but not counted and not judged."""

    index: int
    start_s: float
    top_s: float
    end_s: float
    complete: bool
    side: Side | None = None
    measures: Mapping[str, Measure | NotMeasurable] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "index": self.index,
            "start_s": _round(self.start_s),
            "top_s": _round(self.top_s),
            "end_s": _round(self.end_s),
            "complete": self.complete,
            "side": self.side,
            "measures": {name: m.to_dict() for name, m in self.measures.items()},
            "findings": [f.to_dict() for f in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Hold:
    """A held position: ``valid_s`` is the time in which it was seen and the form held.

    ``lost`` tells that it ended because the person was out of sight.
    """

    index: int
    start_s: float
    end_s: float
    valid_s: float
    side: Side | None = None
    measures: Mapping[str, Measure | NotMeasurable] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    lost: bool = False

    def to_dict(self) -> dict[str, Any]:
        return {
            "index": self.index,
            "start_s": _round(self.start_s),
            "end_s": _round(self.end_s),
            "valid_s": _round(self.valid_s),
            "lost": self.lost,
            "side": self.side,
            "measures": {name: m.to_dict() for name, m in self.measures.items()},
            "findings": [f.to_dict() for f in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of an exercise is asked for: ``sets`` of ``reps``, or of ``reps`` holds of ``hold_s`` seconds.

    ``beginner_hold_s`` is enough for a beginner; ``each_side`` says that the reps are for each side.
    """

    reps: int
    sets: int
    times_a_week: int
    source: str
    hold_s: float | None = None
    beginner_hold_s: float | None = None
    each_side: bool = False

    def to_dict(self) -> dict[str, Any]:
        return {
            "reps": self.reps,
            "sets": self.sets,
            "hold_s": self.hold_s,
            "beginner_hold_s": self.beginner_hold_s,
            "each_side": self.each_side,
            "times_a_week": self.times_a_week,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class DoseDone:
    """How much of one set's dose was done: complete reps by side ("" where sides do not matter) or the longest hold."""

    dose: Dose
    reps: Mapping[str, int]
    longest_hold_s: float | None = None

    def to_dict(self) -> dict[str, Any]:
        longest = None if self.longest_hold_s is None else _round(self.longest_hold_s)
        return {"asked": self.dose.to_dict(), "reps": dict(self.reps), "longest_hold_s": longest}


@dataclass(frozen=True, slots=True)
class Emphasized:
    """An exercise to put weight on, by what an assessment showed: the rules that said so, and why."""

    exercise: str
    rules: tuple[str, ...]
    why: str

    def to_dict(self) -> dict[str, Any]:
        return {"exercise": self.exercise, "rules": list(self.rules), "why": self.why}


@dataclass(frozen=True, slots=True)
class RuleNotMeasurable:
    """A rule that could not be judged over the set, and why."""

    rule: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        return {"rule": self.rule, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class ViewSummary:
    """What the camera saw. ``coverage`` is the share of frames (0..1) that the engine could use."""

    expected: str
    seen: str
    coverage: float

    def to_dict(self) -> dict[str, Any]:
        return {"expected": self.expected, "seen": self.seen, "coverage": _round(self.coverage)}


@dataclass(frozen=True, slots=True)
class SetResult:
    """Everything that was seen in one set of one exercise.

    ``reps_not_seen`` counts movements that were lost from sight on the way; they are in no other figure.
    ``emphasis`` is what an assessment says of the exercises. ``own_bias`` holds what a personal baseline told of the
    measures' bias, ``own_thresholds`` the limits that a person has changed; None and empty without. ``notes`` are
    remarks on how it was judged.
    """

    exercise: str
    side: Side | None
    view: ViewSummary
    form: Form
    reps: tuple[Rep, ...]
    reps_not_seen: int
    holds: tuple[Hold, ...]
    findings: tuple[Finding, ...]
    not_measurable: tuple[RuleNotMeasurable, ...]
    dose: DoseDone
    breathing: Measure | NotMeasurable
    emphasis: tuple[Emphasized, ...]
    own_bias: Mapping[str, float] | None
    own_thresholds: Mapping[str, float]
    notes: tuple[str, ...]
    source: SourceInfo
    model: ModelInfo | None

    @property
    def counted(self) -> tuple[Rep, ...]:
        """The complete reps."""
        return tuple(r for r in self.reps if r.complete)

    @property
    def partial(self) -> tuple[Rep, ...]:
        """The reps that were begun but did not reach the range that counts."""
        return tuple(r for r in self.reps if not r.complete)

    def to_dict(self) -> dict[str, Any]:
        """Return the result in the keys of the JSON file, without the advice."""
        model = self.model
        return {
            "source": {
                "path": self.source.path,
                "duration_s": _round(self.source.duration_s),
                "frames": self.source.frames,
                "width": self.source.width,
                "height": self.source.height,
                "interrupted": self.source.interrupted,
                "warnings": list(self.source.warnings),
            },
            "model": {"name": model.name, "sha256": model.sha256} if model else None,
            "exercise": self.exercise,
            "side": self.side,
            "view": self.view.to_dict(),
            "form": self.form,
            "reps": [r.to_dict() for r in self.reps],
            "reps_not_seen": self.reps_not_seen,
            "holds": [h.to_dict() for h in self.holds],
            "findings": [f.to_dict() for f in self.findings],
            "not_measurable": [n.to_dict() for n in self.not_measurable],
            "dose": self.dose.to_dict(),
            "breathing": self.breathing.to_dict(),
            "emphasis": [e.to_dict() for e in self.emphasis],
            "own_bias": None if self.own_bias is None else {k: _round(v) for k, v in self.own_bias.items()},
            "own_thresholds": dict(self.own_thresholds),
            "notes": list(self.notes),
        }


def _round(value: float) -> float:
    """Round to a thousandth: finer than any measure here, so that files stay readable."""
    return round(float(value), 3)
