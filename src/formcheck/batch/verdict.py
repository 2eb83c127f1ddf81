"""What a run keeps of one clip: its verdict in figures, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from formcheck.advisor import Advice, Decision
from formcheck.messages import pack, unpack
from formcheck.parsing import make_converter, structure
from formcheck.results import Finding, Form, Hold, Measure, Rep, SetResult, Side

__all__ = ["Failure", "Outcome", "Verdict", "parse_outcome"]

_DIGITS = 3
_CONVERTER = make_converter({})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was seen in one clip.

    Attributes
    ----------
    reps : complete reps; ``partial_reps`` and ``reps_not_seen`` as in `SetResult`.
    holds_s : length of each hold, s.
    findings : by rule, the 1-based reps or holds in which it was broken, as a finding of the set or of them alone.
    not_measurable : the rules that could not be judged over the set.
    measures : by measure, its value in each complete rep, or hold; None where it could not be measured.
    units : the unit of each measure.
    sides : the side of each complete rep, or hold; None where it does not tell.
    """

    reps: int
    partial_reps: int
    reps_not_seen: int
    holds_s: tuple[float, ...]
    form: Form
    decision: Decision
    findings: Mapping[str, tuple[int, ...]]
    not_measurable: tuple[str, ...]
    measures: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    sides: tuple[Side | None, ...] = ()

    @classmethod
    def of(cls, result: SetResult, advice: Advice) -> Verdict:
        """Return the verdict of a result and its advice."""
        units: Sequence[Rep | Hold] = result.holds or result.counted
        names = list(dict.fromkeys(name for unit in units for name in unit.measures))
        found = [unit.measures.get(name) for name in names for unit in units]
        return cls(
            reps=len(result.counted),
            partial_reps=len(result.reps) - len(result.counted),
            reps_not_seen=result.reps_not_seen,
            holds_s=tuple(round(hold.end_s - hold.start_s, _DIGITS) for hold in result.holds),
            form=result.form,
            decision=advice.decision,
            findings=_join_findings([*result.findings, *(f for unit in units for f in unit.findings)]),
            not_measurable=tuple(missing.rule for missing in result.not_measurable),
            measures={name: tuple(_take_value(unit.measures.get(name)) for unit in units) for name in names},
            units={
                name: measure.unit
                for name, measure in zip([n for n in names for _ in units], found, strict=True)
                if isinstance(measure, Measure)
            },
            sides=tuple(unit.side for unit in units),
        )


def _join_findings(findings: Sequence[Finding]) -> dict[str, tuple[int, ...]]:
    rules = dict.fromkeys(finding.rule for finding in findings)
    return {rule: tuple(sorted({rep for f in findings if f.rule == rule for rep in f.reps})) for rule in rules}


def _take_value(measure: object) -> float | None:
    return round(measure.value, _DIGITS) if isinstance(measure, Measure) else None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no verdict: for people; as JSON a message keeps its template, so that it can be translated."""

    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one clip.

    Attributes
    ----------
    seen : its verdict, or why there is none.
    took_s : processing time by the clock, s.
    cached : whether its landmarks were in the cache.
    warnings : what could not be read of the clip, for people.
    """

    seen: Verdict | Failure
    took_s: float = 0.0
    cached: bool = False
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data, see `formcheck.batch.run_file`."""
        name = "failed" if isinstance(self.seen, Failure) else "seen"
        seen = pack(self.seen.text) if isinstance(self.seen, Failure) else asdict(self.seen)
        return {name: seen, "took_s": round(self.took_s, 3), "cached": self.cached, "warnings": pack(self.warnings)}


def parse_outcome(data: Mapping[str, Any]) -> Outcome:
    """Return the outcome that `Outcome.to_dict` gave.

    Raises
    ------
    ValueError
        When it is none; says why, in one line.
    """
    try:
        texts = unpack([data["failed"]] if "failed" in data else []), unpack(data.get("warnings", []))
        seen = None if "failed" in data else structure(data["seen"], Verdict, _CONVERTER)
        took_s, cached = data.get("took_s", 0.0), data.get("cached", False)
    except (AttributeError, LookupError, TypeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error
    kept = structure({"failed": texts[0], "warnings": texts[1], "took_s": took_s, "cached": cached}, _Kept, _CONVERTER)
    return Outcome(seen or Failure(kept.failed[0]), kept.took_s, kept.cached, kept.warnings)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What an outcome has besides the verdict; ``failed`` holds one text or none."""

    failed: tuple[str, ...]
    warnings: tuple[str, ...]
    took_s: float
    cached: bool
