"""What an analysis says: measures, reps, holds, findings and the result of a set."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from formcheck.errors import SetupError
from formcheck.messages import _
from formcheck.provenance import ModelInfo, SourceInfo

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

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
    "TableKind",
    "ViewSummary",
]

SCHEMA = "formcheck.result/3"

Side = Literal["left", "right"]
SIDE_NAMES: dict[Side, str] = {"left": _("left"), "right": _("right")}
"""The sides of the body, for people."""
Severity = Literal["watch", "fault"]
Form = Literal["good", "adjust", "not-measurable"]
TableKind = Literal["reps", "holds", "findings"]


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

    def to_table(self, kind: TableKind = "reps") -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Return the reps, the holds or the findings as a table: names of columns, and one row each.

        Names of columns hold the unit (``up_s``, ``line_at_top_deg``); ratios and the smoothness (SPARC) have none. Of
        a finding the unit is in a column of its own. What was not measured is NaN, with the reason in
        ``not_measurable``. Among the findings are those of single reps or holds (``of``), and, with the severity
        "not-measurable", the rules that could not be judged: no finding is no praise.

        Raises
        ------
        ValueError
            When there is no such kind.
        """
        if kind == "findings":
            return _FINDING_COLUMNS, [*_list_finding_rows(self)]
        if kind not in ("reps", "holds"):
            raise ValueError(f'{kind!r}: no such table; there are "reps", "holds" and "findings"')
        units = self.reps if kind == "reps" else self.holds
        names = dict.fromkeys(name for unit in units for name in unit.measures)
        columns = {name: _name_column(name, units) for name in names}
        values = (f"{column}{end}" for column in columns.values() for end in ("", "_uncertainty"))
        rows = [_make_unit_row(unit, [*columns]) for unit in units]
        return (*_UNIT_COLUMNS[kind], *values, "faults", "watched", "not_measurable"), rows

    def to_dataframe(self, kind: TableKind = "reps") -> pd.DataFrame:
        """Return the table of `to_table` as a pandas DataFrame; pandas comes with ``formcheck[dataframe]``.

        Raises
        ------
        SetupError
            When pandas is not installed.
        ValueError
            When there is no such kind.
        """
        columns, rows = self.to_table(kind)
        try:
            import pandas as pd
        except ImportError as error:
            raise SetupError(
                _("a DataFrame takes pandas, which is not installed: pip install {package}", package=_EXTRA)
            ) from error
        return pd.DataFrame.from_records(rows, columns=list(columns))

    def plot(self, *measures: str) -> Figure:
        """Return a matplotlib figure: a panel for each measure, with uncertainty, limits, and what was found.

        A notebook shows it by itself; ``figure.savefig("set.png")`` keeps it. It is in the language that
        `formcheck.use_language` chose.

        Parameters
        ----------
        measures : names of the measures to show; without any, those that were measured and that the exercise's rules
            look at. A set in which nothing was measured gives a figure that says so.

        Raises
        ------
        ValueError
            When a measure is not known; names those there are.
        """
        from formcheck.report.result_figure import make_figure

        return make_figure(self, measures)

    def _repr_html_(self) -> str:
        """Return a short summary for notebooks."""
        from formcheck.report.notebook import make_result_html

        return make_result_html(self)


_EXTRA = '"formcheck[dataframe]"'
_UNIT_COLUMNS = {
    "reps": ("rep", "side", "start_s", "top_s", "end_s", "complete"),
    "holds": ("hold", "side", "start_s", "end_s", "valid_s", "lost"),
}
_FINDING_COLUMNS = (
    *("of", "rule", "severity", "measure", "value", "uncertainty", "threshold", "unit", "start_s", "end_s", "reps"),
    *("seen", "cue", "source"),
)
_ENDINGS = {"%": "pct", "SPARC": "", "x": ""}
"""How a unit ends a name where the unit itself cannot; SPARC and ratios are pure numbers."""


def _name_column(name: str, units: tuple[Rep, ...] | tuple[Hold, ...]) -> str:
    """Return the name of a measure with its unit at the end, as the measures of our own exercises have it already."""
    unit = next((m.unit for u in units if isinstance(m := u.measures.get(name), Measure)), "")
    ending = _ENDINGS.get(unit, "_".join(unit.split()))
    return name if not ending or name.endswith(f"_{ending}") else f"{name}_{ending}"


def _make_unit_row(unit: Rep | Hold, names: list[str]) -> tuple[Any, ...]:
    first: tuple[Any, ...] = (unit.index, unit.side, _round(unit.start_s))
    if isinstance(unit, Rep):
        first += (_round(unit.top_s), _round(unit.end_s), unit.complete)
    else:
        first += (_round(unit.end_s), _round(unit.valid_s), unit.lost)
    values: list[float] = []
    reasons: dict[str, list[str]] = {}
    for name in names:
        measure = unit.measures.get(name)
        if isinstance(measure, Measure):
            values += (_round(measure.value), _round(measure.uncertainty))
            continue
        values += (math.nan, math.nan)
        if measure is not None:
            reasons.setdefault(str(measure.reason), []).append(name)
    rules: dict[Severity, dict[str, None]] = {"fault": {}, "watch": {}}
    for finding in unit.findings:
        rules[finding.severity][str(finding.rule)] = None
    why = "; ".join(f"{' '.join(of)}: {reason}" for reason, of in reasons.items())
    return (*first, *values, " ".join(rules["fault"]), " ".join(rules["watch"]), why)


def _list_finding_rows(result: SetResult) -> Iterator[tuple[Any, ...]]:
    units: tuple[Rep, ...] | tuple[Hold, ...] = result.holds or result.reps
    of_unit = "hold" if result.holds else "rep"
    found = [("set", f) for f in result.findings] + [(of_unit, f) for unit in units for f in unit.findings]
    rows: list[dict[str, Any]] = [{**f.to_dict(), "of": of, "reps": " ".join(map(str, f.reps))} for of, f in found]
    nothing = dict.fromkeys(("value", "uncertainty", "threshold", "start_s", "end_s"), math.nan)
    unjudged = {"of": "set", "severity": "not-measurable", **nothing}
    rows += ({**unjudged, "rule": item.rule, "seen": item.reason} for item in result.not_measurable)
    for row in rows:
        cells = (row.get(column, "") for column in _FINDING_COLUMNS)
        yield tuple(str(cell) if isinstance(cell, str) else cell for cell in cells)  # no texts to be translated


def _round(value: float) -> float:
    """Round to a thousandth: finer than any measure here, so that files stay readable."""
    return round(float(value), 3)
