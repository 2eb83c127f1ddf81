"""What has changed since a stored run. A figure that drifts within its tolerance has not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formcheck.batch.comparison import (
    NAMES,
    Difference,
    are_near,
    describe_outcome,
    is_near,
    list_seconds,
    list_values,
    tell_places,
)
from formcheck.batch.job import Job
from formcheck.batch.verdict import Failure, Outcome, Verdict
from formcheck.messages import Message, _, join_items
from formcheck.results import SIDE_NAMES, Side

__all__ = ["TOLERANCES", "Stored", "find_changes"]

TOLERANCES = {"deg": 1.0, "%": 1.0, "s": 0.3, "x": 0.1, "SPARC": 0.3}
"""By unit, how far a measure may drift: another processor finds landmarks that differ by a fraction of a pixel.

Source: our choice. White noise of 0.1 px on the landmarks of the sample clips moved no measure by more; with 0.2 px
the times of one clip moved by up to 0.38 s and its smoothness by 0.33 (docs/batch.md).
"""
_TOLERANCE_SHARE = 0.05
"""Of a measure in another unit, as a share of it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A clip of a stored run."""

    exercise: str
    outcome: Outcome


def find_changes(job: Job, stored: Stored | None, now: Outcome) -> tuple[Difference, ...]:
    """Return what has changed, with both values; None stands for a clip that the stored run does not have.

    Of another exercise nothing else is compared.
    """
    if stored is None:
        return (Difference(_("clip"), _("not in the baseline"), _("new")),)
    if stored.exercise != job.exercise:
        return (Difference(_("exercise"), stored.exercise, job.exercise),)
    before = stored.outcome
    if isinstance(before.seen, Failure) or isinstance(now.seen, Failure):
        reasons = [_take_wording(o.seen.text) if isinstance(o.seen, Failure) else "" for o in (before, now)]
        told = Difference(_("clip"), describe_outcome(before), describe_outcome(now))
        return (told,) if reasons[0] != reasons[1] else ()
    return tuple(_find(job, before.seen, now.seen))


def _take_wording(reason: str) -> str:
    """Return a reason without the paths, figures and words of other programs in it: they change with the machine."""
    if not isinstance(reason, Message):
        return reason
    return " ".join([reason.template, *(_take_wording(v) for v in reason.values.values() if isinstance(v, Message))])


def _find(job: Job, before: Verdict, now: Verdict) -> Iterator[Difference]:
    for key, name in NAMES.items():
        old, new = getattr(before, key), getattr(now, key)
        if old != new:
            yield Difference(name, str(old), str(new))
    if not are_near(before.holds_s, now.holds_s, TOLERANCES["s"]):
        yield Difference(_("holds"), list_seconds(before.holds_s), list_seconds(now.holds_s))
    for rule in dict.fromkeys((*before.findings, *now.findings)):
        was, is_now = before.findings.get(rule, ()), now.findings.get(rule, ())
        if was != is_now:
            yield Difference(rule, tell_places(was), tell_places(is_now), list_values(job, rule, now))
    for rule in sorted(set(before.not_measurable) ^ set(now.not_measurable)):
        texts = (_("could not be judged"), _("was judged"))
        yield Difference(rule, *(texts if rule in before.not_measurable else texts[::-1]))
    if before.reps == now.reps and len(before.holds_s) == len(now.holds_s):
        if before.sides != now.sides:
            yield Difference(_("sides"), _list_sides(before.sides), _list_sides(now.sides))
        yield from _find_drifts(before, now)


def _find_drifts(before: Verdict, now: Verdict) -> Iterator[Difference]:
    """Yield the measures that have moved by more than their tolerance in a rep or hold."""
    for name in dict.fromkeys((*before.measures, *now.measures)):
        old, new = before.measures.get(name, ()), now.measures.get(name, ())
        was, unit = before.units.get(name, ""), now.units.get(name, "")  # "" where nothing could be measured
        same = len(old) == len(new) and all(_is_same(a, b, unit or was) for a, b in zip(old, new, strict=True))
        if not same or (was and unit and was != unit):
            yield Difference(name, _list(old, was or unit), _list(new, unit or was))


def _is_same(old: float | None, new: float | None, unit: str) -> bool:
    if old is None or new is None:
        return old is new
    return is_near(old, new, TOLERANCES.get(unit, _TOLERANCE_SHARE * abs(old)))


def _list_sides(sides: Sequence[Side | None]) -> Message:
    return join_items(SIDE_NAMES[side] if side else "-" for side in sides)


def _list(values: Sequence[float | None], unit: str) -> Message:
    return _(
        "{values} {unit}", values=", ".join("-" if v is None else f"{v:.2f}" for v in values) or "-", unit=Message(unit)
    )
