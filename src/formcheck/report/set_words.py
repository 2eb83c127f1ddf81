"""A set and its advice in words, for whatever shows them: the terminal, a notebook."""

from __future__ import annotations

from collections.abc import Mapping

from formcheck.advisor import Advice, Decision, find_question
from formcheck.messages import Message, _, _n, join_items, translate
from formcheck.report.words import show_number, show_unit
from formcheck.results import SIDE_NAMES, DoseDone, Finding, Hold, Measure, Rep, SetResult

__all__ = [
    "DECISION_HEADINGS",
    "describe_finding",
    "describe_set",
    "list_emphasis",
    "list_missing",
    "list_rows",
    "list_unjudged",
    "summarize_advice",
]

DECISION_HEADINGS: dict[Decision, str] = {
    "see-a-doctor": _("SEE A DOCTOR"),
    "stop": _("STOP: rest now"),
    "adjust": _("ADJUST: make it easier"),
    "continue": _("CONTINUE"),
    "undecided": _("UNDECIDED: rest until the questions are answered"),
}
_VIEWS = {
    "front": _("view: front"),
    "back": _("view: back"),
    "side": _("view: side"),
    "oblique": _("view: oblique"),
    "head": _("view: head"),
    "feet": _("view: feet"),
    "nobody": _("view: nobody"),
}
"""What is said of each view that a camera can have."""
_MOST_SHOWN = 5
"""Open questions that are written out."""


def summarize_advice(advice: Advice) -> Message:
    """Return the decision in one line; a sign to see a doctor says how soon."""
    heading = Message(DECISION_HEADINGS[advice.decision])
    if advice.decision != "see-a-doctor":
        return heading
    return _("{decision}. {next}", decision=heading, next=Message(advice.next_steps[0]))


def list_missing(advice: Advice) -> list[str]:
    """Return the first questions that are open, and how many more there are."""
    lines: list[str] = [
        _("{question} [{key}]", question=find_question(key).text, key=key) for key in advice.missing[:_MOST_SHOWN]
    ]
    if more := len(advice.missing[_MOST_SHOWN:]):
        lines.append(_n("and {n} more question", "and {n} more questions", more))
    return lines


def describe_set(result: SetResult, title: str) -> list[str]:
    """Return what was counted, and how much of the dose that is."""
    counted, holds = len(result.counted), len(result.holds)
    is_held = holds or result.dose.dose.hold_s is not None
    parts = [title, _n("{n} hold", "{n} holds", holds or counted) if is_held else _n("{n} rep", "{n} reps", counted)]
    if partial := len(result.partial):
        parts.append(_n("{n} partial rep", "{n} partial reps", partial))
    if lost := result.reps_not_seen:
        parts.append(_n("{n} rep not seen whole", "{n} reps not seen whole", lost))
    if result.side and result.dose.dose.each_side:
        parts.append(_("left side") if result.side == "left" else _("right side"))
    parts.append(_VIEWS.get(result.view.seen) or _("view: {view}", view=result.view.seen))
    parts.append(_("usable: {share:.0f} % of {s:.1f} s", share=100 * result.view.coverage, s=result.source.duration_s))
    lines: list[str] = [_("{text}.", text=join_items(parts))]
    if holds or counted:
        lines.append(_describe_dose(result.dose))
    if isinstance(result.breathing, Measure):
        rate = show_number(result.breathing.value, "per min")
        lines.append(_("Breathing: {rate} breaths a minute.", rate=rate))
    return lines


def _describe_dose(done: DoseDone) -> str:
    """Return how much of one set was done, in words."""
    dose = done.dose
    if done.longest_hold_s is not None and dose.hold_s is not None:
        held = _("{held:.0f} of {asked:.0f} s", held=done.longest_hold_s, asked=dose.hold_s)
        if dose.beginner_hold_s is not None:
            held = _("{done} (beginners: {least:.0f} s)", done=held, least=dose.beginner_hold_s)
        return _("Done: {done}.", done=held)
    text = join_items(_describe_reps(count, dose.reps, side) for side, count in done.reps.items())
    if dose.sets > 1:
        text = _("{done} of set 1 of {sets}", done=text, sets=dose.sets)
    if dose.each_side:
        text = _("{done}, each side", done=text)
    return _("Done: {done}.", done=text)


def _describe_reps(count: int, asked: int, side: str) -> Message:
    if side == "left":
        return _("{count} of {asked} reps on the left", count=count, asked=asked)
    if side == "right":
        return _("{count} of {asked} reps on the right", count=count, asked=asked)
    return _("{count} of {asked} reps", count=count, asked=asked)


def describe_finding(finding: Finding, result: SetResult) -> str:
    """Return what was found, in which reps or at which time, and by how much."""
    values = {
        "rule": finding.rule,
        "seen": finding.seen,
        "value": show_number(finding.value, finding.unit),
        "unit": show_unit(finding.unit),
        "uncertainty": show_number(finding.uncertainty, finding.unit, is_signed=False),
        "limit": finding.threshold,
    }
    if result.holds:
        return _(
            "{rule}: {seen}, from {start:.1f} to {end:.1f} s: {value} {unit} (+/- {uncertainty}; limit {limit:g}).",
            start=finding.start_s,
            end=finding.end_s,
            **values,
        )
    return _(
        "{rule}: {seen}, in {count} of {all} (rep {reps}): {value} {unit} (+/- {uncertainty}; limit {limit:g}).",
        count=len(finding.reps),
        all=len(result.counted),
        reps=", ".join(str(i) for i in finding.reps),
        **values,
    )


def list_rows(result: SetResult, columns: Mapping[str, str]) -> tuple[list[str], list[list[str]]]:
    """Return the reps or the holds as a table: headings, and one row each, in the person's language.

    A heading holds a space where it may be broken, and its unit in a line of its own. The last column is what was seen.

    Parameters
    ----------
    columns : the measures to show, with their headings.
    """
    units: tuple[Rep, ...] | tuple[Hold, ...] = result.holds or result.reps
    sides = len({unit.side for unit in units}) > 1
    first = [_("hold") if result.holds else _("rep"), _("at\ns"), *([_("left/ right")] if sides else [])]
    headings = [translate(words) for words in first + ([_("held\ns"), _("good\ns")] if result.holds else [])]
    for name, heading in columns.items():
        unit = next((m.unit for r in units if isinstance(m := r.measures.get(name), Measure)), "")
        shown = show_unit(unit) if unit not in ("SPARC", "x") else ""
        headings.append(f"{translate(heading)}\n{shown}".rstrip())
    rows = []
    for row in units:
        times = [f"{row.end_s - row.start_s:.1f}", f"{row.valid_s:.1f}"] if isinstance(row, Hold) else []
        side = [translate(SIDE_NAMES[row.side]) if row.side else "-"] if sides else []
        cells = [_show_measure(row, name) for name in columns]
        rows.append([str(row.index), f"{row.start_s:.1f}", *side, *times, *cells, _describe_unit(row)])
    return [*headings, translate(_("seen"))], rows


def _show_measure(unit: Rep | Hold, name: str) -> str:
    measure = unit.measures.get(name)
    if not isinstance(measure, Measure):
        return "-"
    return show_number(measure.value, measure.unit)


def _describe_unit(unit: Rep | Hold) -> str:
    if isinstance(unit, Rep) and not unit.complete:
        return translate(_("partial, not counted"))
    rules = ((f.rule.partition(".")[2], f.severity) for f in unit.findings)
    notes = (translate(_("{rule} (watch)", rule=rule)) if grade == "watch" else rule for rule, grade in rules)
    return ", ".join(dict.fromkeys(notes))


def list_emphasis(result: SetResult) -> list[str]:
    """Return what an assessment says of the exercises, those with one reason together."""
    by_why: dict[str, list[str]] = {}
    for item in result.emphasis:
        by_why.setdefault(item.why, []).append(item.exercise)
    return [_("{names}: {text}.", names=", ".join(names), text=why) for why, names in by_why.items()]


def list_unjudged(result: SetResult) -> list[str]:
    """Return what could not be judged and why, the rules with one reason together."""
    by_reason: dict[str, list[str]] = {}
    for item in result.not_measurable:
        by_reason.setdefault(item.reason, []).append(item.rule.partition(".")[2])
    return [
        _("{names}: {text}.", names=", ".join(dict.fromkeys(rules)), text=reason) for reason, rules in by_reason.items()
    ]
