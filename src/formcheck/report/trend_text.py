"""The trend in the terminal: a row for each week, what the camera saw, and the changes in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.advisor import STRICTNESS, Decision
from formcheck.messages import Message, _, _n, translate
from formcheck.report.blocks import break_heading, make_table, print_list, print_table
from formcheck.report.terminal import DISCLAIMER
from formcheck.report.trend_words import describe_change, explain_error, name_dose, name_measure
from formcheck.report.words import capitalize, flow, show_number, show_unit
from formcheck.trends import Trend, Week
from formcheck.trends.changes import MIN_POINTS

__all__ = ["print_trends"]

_DECIDED: dict[Decision, str] = {
    "see-a-doctor": _("doctor"),
    "stop": _("stop"),
    "undecided": _("undecided"),
    "adjust": _("adjust"),
    "continue": _("continue"),
}


def print_trends(trends: Iterable[Trend], console: Console) -> None:
    """Print the trends of some exercises for a person."""
    for trend in trends:
        _print_trend(trend, console)
        console.print()
    console.print(flow(translate(DISCLAIMER), "dim"))


def _print_trend(trend: Trend, console: Console) -> None:
    title = _n(
        "{title}, {n} set from {first} to {last}",
        "{title}, {n} sets from {first} to {last}",
        len(trend.sets),
        title=trend.exercise.title,
        first=trend.sets[0].day if trend.sets else trend.first_day,
        last=trend.sets[-1].day if trend.sets else trend.last_day,
    )
    console.print(Text(translate(title), "bold"))
    if not trend.sets:
        return
    print_table(_make_table(trend), console)
    faults = list(_list_faults(trend.weeks))
    print_list(console, _("Sets with a finding, week by week"), faults)
    _print_changes(trend, console)
    for remark in _list_remarks(trend):
        console.print(Padding(flow(translate(remark), "dim"), (0, 0, 0, 2)))


def _make_table(trend: Trend) -> Table:
    table = make_table()
    table.add_column(break_heading(_("week from")), no_wrap=True)
    table.add_column(break_heading(_("days")), justify="right", overflow="fold")
    table.add_column(break_heading(name_dose(trend.exercise)), justify="right", overflow="fold")
    if trend.key is not None:
        unit = next(s.measures[trend.key].unit for s in trend.sets if trend.key in s.measures)
        heading = f"{break_heading(name_measure(trend.exercise, trend.key))}\n{show_unit(unit)}"
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in (_("good form"), _("worst pain"), _("next day")):
        table.add_column(break_heading(heading), justify="right", overflow="fold")
    table.add_column(translate(_("decided")))
    for week in trend.weeks:
        measure = [_show_measure(week, trend.key)] if trend.key is not None else []
        good = f"{week.forms.get('good', 0)}/{week.sets}" if week.sets else "-"
        pains = ("-" if pain is None else str(pain) for pain in (week.pain, week.next_day))
        dose = "-" if week.dose is None else f"{week.dose:.0f}"
        table.add_row(str(week.first_day), str(week.days), dose, *measure, good, *pains, flow(_show_decisions(week)))
    return table


def _show_measure(week: Week, name: str | None) -> str:
    measure = week.measures.get(name) if name else None
    if measure is None:
        return "-"
    uncertainty = show_number(measure.uncertainty, measure.unit, is_signed=False)
    return f"{show_number(measure.value, measure.unit)} ± {uncertainty}"


def _show_decisions(week: Week) -> str:
    order = sorted(week.decisions, key=lambda decision: -STRICTNESS[decision])
    return ", ".join(f"{translate(_DECIDED[decision])} {week.decisions[decision]}" for decision in order)


def _list_faults(weeks: Sequence[Week]) -> Iterator[str]:
    """Yield each rule with the number of sets in which it was broken, week by week."""
    for rule in dict.fromkeys(rule for week in weeks for rule in week.faults):
        counts = " ".join(str(week.faults.get(rule, 0)) if week.sets else "-" for week in weeks)
        yield f"{rule.partition('.')[2]}: {counts}"


def _print_changes(trend: Trend, console: Console) -> None:
    told = [capitalize(describe_change(c, trend.exercise)) for c in trend.changes if c.exceeds]
    untold = [capitalize(describe_change(c, trend.exercise)) for c in trend.changes if not c.exceeds]
    few = [] if trend.changes else [translate(_("It takes {n} sets or more to compare.", n=MIN_POINTS))]
    print_list(console, _("Compared with your earlier sessions (first third, then last third)"), told + few)
    print_list(console, _("No change can be told: not more than the measurement error"), untold)


def _list_remarks(trend: Trend) -> Iterator[Message]:
    if remark := explain_error(trend.changes, trend.exercise):
        yield remark
