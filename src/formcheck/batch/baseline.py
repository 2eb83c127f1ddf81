"""What has changed since a stored run. A figure that drifts within its tolerance has not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formcheck.batch.comparison import NAMES, Difference, are_near, is_near, list_seconds, list_values, tell_places
from formcheck.batch.job import Job
from formcheck.batch.verdict import Failure, Outcome, Verdict
from formcheck.messages import Message, _

__all__ = ["TOLERANCES", "find_changes"]

TOLERANCES = {"deg": 1.0, "%": 1.0, "s": 0.3, "x": 0.1, "SPARC": 0.3}
"""By unit, how far a measure may drift: another processor finds landmarks that differ by a fraction of a pixel.

Source: our choice. White noise of 0.1 px on the landmarks of the sample clips moved no measure by more; with 0.2 px
the times of one clip moved by up to 0.38 s and its smoothness by 0.33 (docs/batch.md).
"""
_TOLERANCE_SHARE = 0.05
"""Of a measure in another unit, as a share of it."""


def find_changes(job: Job, before: Outcome | None, now: Outcome) -> tuple[Difference, ...]:
    """Return what has changed, with both values; None stands for a clip that the stored run does not have."""
    if before is None:
        return (Difference(_("clip"), _("not in the baseline"), _("new")),)
    if isinstance(before.seen, Failure) or isinstance(now.seen, Failure):
        old, new = (outcome.seen.text if isinstance(outcome.seen, Failure) else "" for outcome in (before, now))
        return (Difference(_("clip"), old or _("a verdict"), new or _("a verdict")),) if bool(old) != bool(new) else ()
    return tuple(_find(job, before.seen, now.seen))


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
        yield from _find_drifts(before, now)


def _find_drifts(before: Verdict, now: Verdict) -> Iterator[Difference]:
    """Yield the measures that have moved by more than their tolerance in a rep or hold."""
    for name in dict.fromkeys((*before.measures, *now.measures)):
        old, new = before.measures.get(name, ()), now.measures.get(name, ())
        unit = now.units.get(name) or before.units.get(name, "")
        same = len(old) == len(new) and all(_is_same(a, b, unit) for a, b in zip(old, new, strict=True))
        if not same:
            yield Difference(name, _list(old, unit), _list(new, unit))


def _is_same(old: float | None, new: float | None, unit: str) -> bool:
    if old is None or new is None:
        return old is new
    return is_near(old, new, TOLERANCES.get(unit, _TOLERANCE_SHARE * abs(old)))


def _list(values: Sequence[float | None], unit: str) -> Message:
    return _(
        "{values} {unit}", values=", ".join("-" if v is None else f"{v:.2f}" for v in values) or "-", unit=Message(unit)
    )
