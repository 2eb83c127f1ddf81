"""Two sets beside each other in the terminal: what was decided, the measures with their errors, the findings."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.exercises.base import Exercise
from formcheck.messages import Message, _, _n, join_items, translate
from formcheck.report.blocks import make_table, print_list, print_table
from formcheck.report.comparison import ComparedSet, Comparison, Outcome, RuleChange, Verdict
from formcheck.report.terminal import DISCLAIMER
from formcheck.report.trend_words import explain_error, name_change, name_measure
from formcheck.report.words import DECISION_NAMES, FORM_NAMES, flow, make_sentence, show_name, show_unit
from formcheck.trends import Change
from formcheck.trends.compare import list_medians
from formcheck.trends.values import is_single_hold

__all__ = ["print_comparison"]

_OUTCOMES: dict[Outcome, str] = {
    "gone": _("gone"),
    "new": _("new"),
    "same": _("seen in both"),
    "unknown": _("cannot be compared"),
}
_FIRST, _THEN = _("first"), _("then")


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print two sets compared for a person."""
    console.print(Text(translate(comparison.exercise.title), "bold"))
    for text in (
        _("first: {path}", path=comparison.first.path),
        _("then: {path}", path=comparison.second.path),
    ):
        console.print(Padding(flow(translate(text)), (0, 0, 0, 2)))
    print_table(_make_overview(comparison), console)
    _print_measures(comparison, console)
    _print_rules(comparison, console)
    print_list(console, _("To bear in mind"), map(make_sentence, comparison.cautions))
    console.print()
    console.print(flow(translate(DISCLAIMER), "dim"))


def _make_overview(comparison: Comparison) -> Table:
    both = (comparison.first, comparison.second)
    rows: list[tuple[str, list[str]]] = [
        (_("decision"), [DECISION_NAMES[one.advice.decision] for one in both]),
        (_("form"), [FORM_NAMES[one.result.form] for one in both]),
        (_("done"), [_describe_done(one) for one in both]),
    ]
    table = make_table()
    for heading in ("", _FIRST, _THEN):
        table.add_column(translate(heading))
    for name, cells in rows:
        table.add_row(translate(name), *(flow(translate(cell)) for cell in cells))
    return table


def _describe_done(one: ComparedSet) -> str:
    """Return what was done of one set of the dose."""
    done = one.result.dose
    if done.longest_hold_s is not None and done.dose.hold_s is not None:
        return _("{held:.0f} of {asked:.0f} s", held=done.longest_hold_s, asked=done.dose.hold_s)
    if done.dose.hold_s is not None:
        return _n("{n} hold", "{n} holds", len(one.result.counted))
    texts = {"left": _("{count} of {asked} reps on the left"), "right": _("{count} of {asked} reps on the right")}
    other = _("{count} of {asked} reps")
    counts = done.reps or {"": 0}
    return join_items(texts.get(s, other).format(count=n, asked=done.dose.reps) for s, n in counts.items())


def _print_measures(comparison: Comparison, console: Console) -> None:
    table = make_table()
    table.add_column(translate(_("median")))
    for heading in (_FIRST, _THEN, _("change"), _("error")):
        table.add_column(translate(heading), justify="right", no_wrap=True)
    table.add_column("")
    for row in _list_measures(comparison):
        table.add_row(*row)
    if not table.rows:
        return
    print_table(table, console)
    if remark := explain_error(comparison.changes, comparison.exercise):
        console.print(Padding(flow(translate(remark), "dim"), (0, 0, 0, 2)))


def _list_measures(comparison: Comparison) -> Iterator[tuple[RenderableType, ...]]:
    """Yield a row for each measure that a person is shown, and one for the dose."""
    changes = {change.name: change for change in comparison.changes if change.kind == "measure"}
    medians = [list_medians(one.result) for one in (comparison.first, comparison.second)]
    for name in comparison.exercise.columns:
        if change := changes.get(name):
            yield _make_row(name_change(change, comparison.exercise), change)
        elif any(name in one for one in medians):
            shown = [_show(one[name].value, one[name].unit) if name in one else "-" for one in medians]
            unit = next(one[name].unit for one in medians if name in one)
            heading = _add_unit(show_name(name_measure(comparison.exercise, name)), unit)
            yield heading, *shown, "-", "-", translate(_("cannot be compared"))
    for change in comparison.changes:
        if change.kind == "dose":
            yield _make_row(_name_dose(comparison.exercise), change)


def _make_row(name: str, change: Change) -> tuple[str, ...]:
    numbers = [_show(value, change.unit) for value in (change.first, change.last)]
    size, error = _show(change.value, change.unit, signed=True), _show(change.error, change.unit).lstrip("+")
    if not change.exceeds:
        told: str = _("within the error")
    else:
        told = _("higher") if change.value > 0 else _("lower")
    return _add_unit(translate(name), change.unit), *numbers, size, error, translate(told)


def _name_dose(exercise: Exercise) -> str:
    if is_single_hold(exercise):
        return _("longest hold")
    return _("reps") if exercise.dose.hold_s is None else _("holds")


def _add_unit(name: str, unit: str) -> str:
    name = name.replace("/ ", "/")  # a heading may break there
    return name if unit in ("", "SPARC", "x") else f"{name} ({show_unit(unit)})"


def _show(value: float, unit: str, *, signed: bool = False) -> str:
    """Return a number so that a change and its error can be told apart."""
    digits = 2 if unit in ("s", "x", "SPARC") else 1 if unit else 0
    sign = "+" if signed or unit in ("deg", "%") else ""
    return f"{round(value, digits) + 0.0:{sign}.{digits}f}"


def _print_rules(comparison: Comparison, console: Console) -> None:
    if not comparison.rules:
        print_list(console, _("Findings"), [translate(_("none in either"))])
        return
    table = make_table()
    for heading in (_("finding"), _FIRST, _THEN, ""):
        table.add_column(translate(heading))
    for rule in comparison.rules:
        table.add_row(*_describe_rule(rule))
    print_table(table, console)


def _describe_rule(rule: RuleChange) -> Iterator[str]:
    yield rule.rule.partition(".")[2]
    yield translate(_describe_verdict(rule.first))
    yield translate(_describe_verdict(rule.second))
    yield translate(_OUTCOMES[rule.outcome])


def _describe_verdict(verdict: Verdict) -> Message:
    """Return in how many reps or holds a rule was broken; of one that is judged over the set, whether."""
    if verdict.judged:
        broken = _("{count} of {all}", count=verdict.broken, all=verdict.judged)
        return _("{broken} (watch)", broken=broken) if verdict.severity == "watch" else broken
    if verdict.severity:
        return _("seen (watch)") if verdict.severity == "watch" else _("yes, seen")
    return _("not seen") if verdict.known else _("not judged")
