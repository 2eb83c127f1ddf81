"""What of a verdict stays as it was in a variant of the clip, and whether the rest is left open or said otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from formcheck.batch.verdict import Failure, Outcome, Verdict
from formcheck.results import Form, Side
from formcheck.stress.variants import Variant

__all__ = ["HOLD_LENGTH", "Compared", "MeasureChange", "RuleChange", "Stability", "compare", "count_seen"]

RuleOutcome = Literal["same", "elsewhere", "gained", "lost", "abstained", "unknown"]
Stability = Literal["same", "abstained", "differs", "failed"]
HOLD_LENGTH = "hold_length_s"
"""Name under which the length of holds is compared as a measure."""
_SWAPPED: dict[Side, Side] = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that was broken in the clip as it is, in the variant, or in both.

    Attributes
    ----------
    before, now : the 1-based reps or holds; empty where it was not found.
    outcome : "elsewhere" when it was found in other reps of as many; "abstained" when it could not be judged in the
        variant; "unknown" when it could not be judged in the clip as it is.
    """

    rule: str
    before: tuple[int, ...]
    now: tuple[int, ...]
    outcome: RuleOutcome


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """How far a measure moved, rep by rep or hold by hold.

    Attributes
    ----------
    largest : the largest difference in size, with its sign, in ``unit``; None where no rep has both values.
    lost : in how many reps or holds it was measured in the clip as it is only.
    """

    name: str
    unit: str
    largest: float | None
    lost: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A variant beside the clip as it is.

    Attributes
    ----------
    seen : its verdict, or why there is none; what follows is empty then.
    counted : complete reps, or holds; ``count_change`` against the clip as it is.
    count_is_open : whether what is missing in the count was lost from sight, not taken for something else.
    rules : those that were broken in one or both.
    not_judged : rules that could be judged in the clip as it is, and in the variant not, or not by all their measures.
    other_side : the 1-based reps or holds that were taken for the other side of the body.
    measures : none when the counts differ, for then nobody knows which rep is which.
    form_before : the form in the clip as it is.
    """

    variant: Variant
    seen: Verdict | Failure
    counted: int = 0
    count_change: int = 0
    count_is_open: bool = False
    rules: tuple[RuleChange, ...] = ()
    not_judged: tuple[str, ...] = ()
    other_side: tuple[int, ...] = ()
    measures: tuple[MeasureChange, ...] = ()
    form_before: Form = "not-measurable"

    @property
    def has_same_count(self) -> bool:
        """Whether as many reps or holds were counted, on the same sides."""
        return isinstance(self.seen, Verdict) and not self.count_change and not self.other_side

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted, and so nothing judged, although there was something in the clip as it is."""
        return not self.counted and self.count_change < 0

    @property
    def has_same_findings(self) -> bool:
        """Whether the same rules were found broken, and the form of the set is judged the same."""
        judged = isinstance(self.seen, Verdict) and self.seen.form == self.form_before and not self.is_empty
        return judged and all(rule.outcome in ("same", "elsewhere") for rule in self.rules)

    @property
    def stability(self) -> Stability:
        """Whether all is the same; or something was left open; or something was said that the clip as it is denies."""
        if isinstance(self.seen, Failure):
            return "failed"
        miscounted = self.count_change and not self.count_is_open
        forms = {self.seen.form, self.form_before}
        if (
            miscounted
            or self.other_side
            or forms == {"good", "adjust"}
            or any(rule.outcome in ("gained", "lost") for rule in self.rules)
        ):
            return "differs"
        same = self.has_same_count and self.has_same_findings and not self.not_judged
        return "same" if same else "abstained"


def compare(variant: Variant, reference: Verdict, outcome: Outcome) -> Compared:
    """Return what was seen in a variant beside what was seen in the clip as it is."""
    now = outcome.seen
    if isinstance(now, Failure):
        return Compared(variant, now)
    before, counted = count_seen(reference), count_seen(now)
    return Compared(
        variant,
        now,
        counted,
        counted - before,
        _is_open(reference, now, before - counted),
        tuple(_compare_rules(reference, now)),
        tuple(dict.fromkeys(rule for rule in now.not_measurable if rule not in reference.not_measurable)),
        tuple(_find_other_side(reference.sides, now.sides, is_mirrored=variant.is_mirrored)),
        tuple(_compare_measures(reference, now)) if before == counted else (),
        reference.form,
    )


def count_seen(verdict: Verdict) -> int:
    """Return how many holds, or complete reps, were counted."""
    return len(verdict.holds_s) or verdict.reps


def _is_open(before: Verdict, now: Verdict, missing: int) -> bool:
    """Return whether reps that are missing were lost from sight, or nothing of the set was judged at all."""
    if missing <= 0:
        return False
    nothing = not count_seen(now) and now.form == "not-measurable" and now.partial_reps <= before.partial_reps
    return nothing or now.reps_not_seen - before.reps_not_seen >= missing


def _compare_rules(before: Verdict, now: Verdict) -> Iterator[RuleChange]:
    for rule in dict.fromkeys((*before.findings, *now.findings)):
        was, is_now = before.findings.get(rule, ()), now.findings.get(rule, ())
        yield RuleChange(rule, was, is_now, _find_outcome(rule, before, now))


def _find_outcome(rule: str, before: Verdict, now: Verdict) -> RuleOutcome:
    if rule not in now.findings:
        return "abstained" if rule in now.not_measurable else "lost"
    if rule not in before.findings:
        return "unknown" if rule in before.not_measurable else "gained"
    as_many = count_seen(before) == count_seen(now)
    return "elsewhere" if as_many and before.findings[rule] != now.findings[rule] else "same"


def _find_other_side(before: Sequence[Side | None], now: Sequence[Side | None], *, is_mirrored: bool) -> Iterator[int]:
    """Yield the reps whose side is known in both and is not what it should be; none when the counts differ."""
    if len(before) != len(now):
        return
    for number, (was, is_now) in enumerate(zip(before, now, strict=True), 1):
        if was and is_now and is_now != (_SWAPPED[was] if is_mirrored else was):
            yield number


def _compare_measures(before: Verdict, now: Verdict) -> Iterator[MeasureChange]:
    if before.holds_s:
        yield _compare_values(HOLD_LENGTH, "s", before.holds_s, now.holds_s)
    for name, values in before.measures.items():
        if any(value is not None for value in values):
            yield _compare_values(name, before.units[name], values, _take(now.measures, name, len(values)))


def _take(measures: Mapping[str, tuple[float | None, ...]], name: str, count: int) -> Sequence[float | None]:
    return measures.get(name) or [None] * count


def _compare_values(name: str, unit: str, before: Sequence[float | None], now: Sequence[float | None]) -> MeasureChange:
    pairs = list(zip(before, now, strict=True))
    changes = [b - a for a, b in pairs if a is not None and b is not None]
    lost = sum(a is not None and b is None for a, b in pairs)
    largest = max(changes, key=lambda change: abs(change), default=None)
    return MeasureChange(name, unit, None if largest is None else round(largest, 3), lost)
