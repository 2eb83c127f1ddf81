"""A stress run in the terminal: a row for each variant, what changed, and how much stayed as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from formcheck.batch.comparison import tell_places
from formcheck.batch.verdict import Failure, Verdict
from formcheck.exercises import find_exercise
from formcheck.messages import Message, _, _n, join_clauses, join_items, translate
from formcheck.report.blocks import make_table, print_list, print_table
from formcheck.report.words import FORM_NAMES, flow, show_unit
from formcheck.stress.comparison import HOLD_LENGTH, Compared, MeasureChange, RuleOutcome, Stability
from formcheck.stress.run import StressRun

__all__ = ["print_stress"]

_SHOWN_UNITS = ("deg", "%")
"""Measures in other units (times, ratios, smoothness) are in the JSON file only: a terminal has 80 columns."""
_STYLES: dict[Stability, str] = {"same": "", "abstained": "yellow", "differs": "bold yellow", "failed": "bold red"}
_RULE_TEXTS: dict[RuleOutcome, Message] = {
    "gained": _("{rule} found {now}, and not in the clip as it is"),
    "lost": _("{rule} not found; in the clip as it is {before}"),
    "elsewhere": _("{rule} found {now}; in the clip as it is {before}"),
    "abstained": _("{rule} could not be judged; in the clip as it is {before}"),
    "unknown": _("{rule} found {now}; it could not be judged in the clip as it is"),
}

_SUMMARIES: dict[Stability, Message] = {
    "abstained": _("Left something open in {count}: {names}."),
    "differs": _("Said something else in {count}: {names}."),
    "failed": _("Failed in {count}: {names}."),
}


def print_stress(run: StressRun, console: Console) -> None:
    """Print a run for a person."""
    console.print(flow(translate(_("{clip} as it is: {seen}", clip=run.clip, seen=_describe(run.reference)))))
    print_table(_make_table(run), console)
    remark = _(
        "Of measures: the largest difference in a rep or hold. Lost: values that could not be measured any more."
    )
    console.print(Padding(flow(translate(remark), "dim"), (0, 0, 0, 2)))
    print_list(console, _("What changed"), map(translate, _list_changes(run.compared)))
    console.print()
    for text in _sum_up(run):
        console.print(flow(translate(text), "bold"))


def _describe(verdict: Verdict) -> Message:
    found = [_("{rule} {places}", rule=rule, places=tell_places(reps)) for rule, reps in verdict.findings.items()]
    if verdict.form == "not-measurable":
        found.append(_("the form could not be judged"))
    return join_clauses([_count(verdict), *(found or [_("no finding")])])


def _count(verdict: Verdict) -> Message:
    if verdict.holds_s:
        return _n("{n} hold", "{n} holds", len(verdict.holds_s))
    return _n("{n} rep", "{n} reps", verdict.reps)


def _make_table(run: StressRun) -> Table:
    headings = _list_measures(run)
    table = make_table()
    table.add_column(translate(_("variant")), no_wrap=True)
    table.add_column(translate(_("counted")), no_wrap=True)
    table.add_column(translate(_("findings")))
    for heading in headings.values():
        table.add_column(heading, justify="right")
    table.add_column(translate(_("lost")), justify="right", no_wrap=True)
    for compared in run.compared:
        table.add_row(*_list_cells(compared, [*headings]), style=_STYLES[compared.stability])
    return table


def _list_measures(run: StressRun) -> dict[str, str]:
    """Return the heading of each measure that is shown: those that a person is shown of a set, in angles and shares."""
    columns = find_exercise(run.exercise).columns
    units = {HOLD_LENGTH: "s"} if run.reference.holds_s else {}
    units |= {name: unit for name in columns if (unit := run.reference.units.get(name)) in _SHOWN_UNITS}
    names = {HOLD_LENGTH: _("length"), **columns}
    return {name: f"{translate(names[name])} {show_unit(unit)}".replace(" ", "\n") for name, unit in units.items()}


def _list_cells(compared: Compared, names: Sequence[str]) -> Iterator[str]:
    yield compared.variant.name
    if isinstance(compared.seen, Failure):
        yield from ("-", translate(_("failed")), *("-" for _name in names), "-")
        return
    change = f" ({compared.count_change:+})" if compared.count_change else ""
    yield f"{compared.counted}{change}"
    yield translate(_tell_findings(compared, compared.seen))
    measures = {measure.name: measure for measure in compared.measures}
    yield from (_show(measures.get(name)) for name in names)
    yield str(sum(measure.lost for measure in compared.measures)) if measures else "-"


def _show(measure: MeasureChange | None) -> str:
    return "-" if measure is None or measure.largest is None else f"{round(measure.largest, 1) + 0.0:+.1f}"


def _tell_findings(compared: Compared, seen: Verdict) -> Message:
    if compared.is_empty:
        return _("not judged")
    count = {outcome: sum(rule.outcome == outcome for rule in compared.rules) for outcome in _RULE_TEXTS}
    texts = [
        _("{count} gained", count=count["gained"] + count["unknown"]),
        _("{count} lost", count=count["lost"]),
        _("{count} not judged", count=count["abstained"]),
    ]
    if told := [text for text in texts if text.values["count"]]:
        return join_items(told)
    if seen.form == compared.form_before == "not-measurable":
        return _("not judged")
    return _("same") if compared.has_same_findings else _("other form")


def _list_changes(compared: Sequence[Compared]) -> Iterator[Message]:
    for one in compared:
        if texts := [*_list_details(one)]:
            name, what = one.variant.name, one.variant.what
            yield _("{variant} ({what}): {changes}", variant=name, what=what, changes=join_clauses(texts))


def _list_details(compared: Compared) -> Iterator[Message | str]:
    seen = compared.seen
    if isinstance(seen, Failure):
        yield seen.text
        return
    if compared.count_change:
        yield _("{counted} counted ({change:+})", counted=compared.counted, change=compared.count_change)
    if compared.count_is_open:
        yield _("what is missing was lost from sight, or nothing was judged")
    if compared.other_side:
        yield _("taken for the other side {places}", places=tell_places(compared.other_side))
    for rule in compared.rules:
        if rule.outcome != "same":
            before, now = tell_places(rule.before), tell_places(rule.now)
            yield _RULE_TEXTS[rule.outcome].format(rule=rule.rule, before=before, now=now)
    if seen.form != compared.form_before:
        names = FORM_NAMES[seen.form], FORM_NAMES[compared.form_before]
        yield _("form: {now}; in the clip as it is {before}", now=names[0], before=names[1])
    told = [rule.rule for rule in compared.rules if rule.outcome == "abstained"]
    if not_judged := [rule for rule in compared.not_judged if rule not in told]:
        yield _("could not be judged any more, or not by all measures: {rules}", rules=", ".join(not_judged))


def _sum_up(run: StressRun) -> Iterator[Message]:
    """Yield how much stayed, and in which variants something was left open, or said that was not so before."""
    whole, count = len(run.compared), sum(compared.has_same_count for compared in run.compared)
    if run.is_judged:
        findings = sum(compared.has_same_findings for compared in run.compared)
        yield _(
            "Count stable in {count} of {whole}, findings in {findings} of {whole}.",
            count=count,
            findings=findings,
            whole=whole,
        )
    else:
        yield _(
            "Count stable in {count} of {whole}; the form in the clip as it is could not be judged.",
            count=count,
            whole=whole,
        )
    for stability, text in _SUMMARIES.items():
        names = [compared.variant.name for compared in run.compared if compared.stability == stability]
        if names:
            yield text.format(count=len(names), names=", ".join(names))
