"""What was seen in a clip against what its manifest expects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from formcheck.batch.job import Job
from formcheck.batch.manifest import Entry, Expected, Found
from formcheck.batch.verdict import Failure, Outcome, Verdict
from formcheck.errors import FormcheckError
from formcheck.exercises import find_exercise
from formcheck.exercises.base import Rule
from formcheck.exercises.personal import personalize
from formcheck.messages import Message, _, join_items

__all__ = [
    "NAMES",
    "Difference",
    "RuleScore",
    "are_near",
    "compare",
    "describe_outcome",
    "is_near",
    "list_seconds",
    "list_values",
    "score_rules",
    "tell_places",
]

NAMES = {
    "reps": _("reps"),
    "partial_reps": _("partial reps"),
    "reps_not_seen": _("reps lost from sight"),
    "form": _("form"),
    "decision": _("decision"),
}
"""What is compared as it stands, by its name in a verdict."""
_SIGNS = {"above": ">", "below": "<"}
_ROUNDING = 1e-9
"""By which a difference of two figures with few decimals may be off: 8.3 - 8 is above 0.3."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it should be, for people.

    Attributes
    ----------
    what : a rule, or what else was compared.
    expected, got : both values.
    because : the figures behind it; "" where there are none.
    """

    what: str
    expected: str
    got: str
    because: str = ""


def compare(entry: Entry, outcome: Outcome, hold_tolerance_s: float) -> tuple[Difference, ...]:
    """Return what differs from what is expected; what is not stated is not compared."""
    if isinstance(outcome.seen, Failure):
        return (Difference(_("clip"), _("a verdict"), describe_outcome(outcome)),)
    return tuple(_compare(entry, outcome.seen, hold_tolerance_s))


def describe_outcome(outcome: Outcome) -> Message:
    """Return whether there is a verdict, and if not why, for people."""
    return _("none ({why})", why=outcome.seen.text) if isinstance(outcome.seen, Failure) else _("a verdict")


def _compare(entry: Entry, seen: Verdict, hold_tolerance_s: float) -> Iterator[Difference]:
    expected = entry.expected
    for key, name in NAMES.items():
        wanted, got = getattr(expected, key), getattr(seen, key)
        if wanted is not None and wanted != got:
            yield Difference(name, str(wanted), str(got))
    if expected.holds_s is not None and not are_near(expected.holds_s, seen.holds_s, hold_tolerance_s):
        yield Difference(_("holds"), list_seconds(expected.holds_s), list_seconds(seen.holds_s))
    if expected.findings is not None:
        yield from _compare_findings(entry, expected.findings, seen)
    if expected.not_measurable is not None:
        wanted, got = set(expected.not_measurable), set(seen.not_measurable)
        for rule in sorted(wanted ^ got):
            texts = (_("cannot be judged"), _("was judged"))
            yield Difference(rule, *(texts if rule in wanted else texts[::-1]), list_values(entry.job, rule, seen))


def _compare_findings(entry: Entry, expected: Mapping[str, Found], seen: Verdict) -> Iterator[Difference]:
    for rule in dict.fromkeys((*expected, *seen.findings)):
        wanted, got = expected.get(rule, ()), seen.findings.get(rule, ())
        if bool(got) != wanted if isinstance(wanted, bool) else set(got) != set(wanted):
            yield Difference(rule, tell_places(wanted), tell_places(got), list_values(entry.job, rule, seen))


def are_near(expected: Sequence[float], got: Sequence[float], tolerance: float) -> bool:
    """Return whether there are as many values, each within a tolerance of its partner."""
    return len(expected) == len(got) and all(is_near(a, b, tolerance) for a, b in zip(expected, got, strict=True))


def is_near(expected: float, got: float, tolerance: float) -> bool:
    """Return whether a value is within a tolerance of another, the border included."""
    return abs(expected - got) <= tolerance + _ROUNDING


def tell_places(found: Found) -> Message:
    """Return in which reps or holds a rule is broken, for people."""
    if isinstance(found, bool):
        return _("found")
    if not found:
        return _("not found")
    return _("in {places}", places=", ".join(map(str, found)))


def list_seconds(values: Sequence[float]) -> Message:
    """Return lengths of time in one text for people."""
    return _("{values} s", values=", ".join(f"{v:g}" for v in values)) if values else _("none")


def list_values(job: Job, rule_id: str, seen: Verdict) -> str:
    """Return the measures behind a rule in each rep or hold, and its limits; "" where it has none.

    So it is when a file with a person's own limits, which was there when the clip was scored, cannot be read any more.
    """
    try:
        rules = personalize(find_exercise(job.exercise), None, job.thresholds).rules
    except FormcheckError:
        return ""
    rule = next((rule for rule in rules if rule.id == rule_id), None)
    marks = _list_marks(rule) if rule is not None else []
    shown = []
    for name in dict.fromkeys(measure for measure, _mark in marks):
        values = ", ".join("-" if v is None else f"{v:.1f}" for v in seen.measures.get(name, ()))
        unit = Message(seen.units.get(name, ""))
        shown.append(
            _(
                "{measure} {values} {unit} (limit: {limits})",
                measure=name,
                values=values or "-",
                unit=unit,
                limits=join_items(mark for measure, mark in marks if measure == name),
            )
        )
    return join_items(shown) if shown else Message("")


def _list_marks(rule: Rule) -> list[tuple[str, str]]:
    """Return each measure of a rule with its limit, for people; of a measure with two, both."""
    marks = [(limit.measure, f"{_SIGNS[limit.beyond]} {limit.watch.value:g}") for limit in rule.limits]
    for trend in rule.trends:
        change = trend.change.value if trend.towards == "up" else -trend.change.value
        marks.append((trend.measure, _("{change:+g} over the set", change=change)))
    return marks


@dataclass(frozen=True, slots=True)
class RuleScore:
    """How well a rule was found over the clips that state their findings, counted in reps and holds.

    A clip that states a rule only as there, ``true``, counts once.
    """

    rule: str
    hits: int
    false_alarms: int
    misses: int

    @property
    def precision(self) -> float | None:
        """Share of what was found that is there; None when nothing was found."""
        return _divide(self.hits, self.hits + self.false_alarms)

    @property
    def recall(self) -> float | None:
        """Share of what is there that was found; None when there is nothing."""
        return _divide(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None when nothing is there and nothing was found."""
        return _divide(2 * self.hits, 2 * self.hits + self.false_alarms + self.misses)


def _divide(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def score_rules(pairs: Sequence[tuple[Expected, Outcome]]) -> tuple[RuleScore, ...]:
    """Return the score of every rule that is stated or was found, by name."""
    counts: dict[str, list[int]] = {}
    for expected, outcome in pairs:
        if expected.findings is None or isinstance(outcome.seen, Failure):
            continue
        found = outcome.seen.findings
        for rule in {*expected.findings, *found}:
            wanted, got = expected.findings.get(rule, ()), set(found.get(rule, ()))
            tally = counts.setdefault(rule, [0, 0, 0])
            if isinstance(wanted, bool):
                tally[0 if got else 2] += 1
            else:
                for place, number in enumerate((set(wanted) & got, got - set(wanted), set(wanted) - got)):
                    tally[place] += len(number)
    return tuple(RuleScore(rule, *tally) for rule, tally in sorted(counts.items()))
