"""The trend in the terminal: a row for each week, what the camera saw, and the changes in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.advisor import STRICTNESS, Decision
from formcheck.messages import Message, _, _n, join_items, translate
from formcheck.report.terminal import DISCLAIMER
from formcheck.report.trend_words import describe_change, name_dose, name_measure, show_number
from formcheck.report.words import capitalize, flow, show_name, show_unit
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
        last=trend.last_day,
    )
    console.print(Text(translate(title), "bold"))
    if not trend.sets:
        return
    console.print(_make_table(trend))
    faults = list(_list_faults(trend.weeks))
    _print_block(console, _("Sets with a finding, week by week"), faults)
    _print_changes(trend, console)
    for remark in _list_remarks(trend):
        console.print(Padding(flow(translate(remark), "dim"), (0, 0, 0, 2)))


def _make_table(trend: Trend) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(_break(_("week from")), no_wrap=True)
    table.add_column(_break(_("days")), justify="right", overflow="fold")
    table.add_column(_break(name_dose(trend.exercise)), justify="right", overflow="fold")
    if trend.key is not None:
        unit = next(s.measures[trend.key].unit for s in trend.sets if trend.key in s.measures)
        heading = f"{_break(name_measure(trend.exercise, trend.key))}\n{show_unit(unit)}"
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in (_("good form"), _("worst pain"), _("next day")):
        table.add_column(_break(heading), justify="right", overflow="fold")
    table.add_column(translate(_("decided")))
    for week in trend.weeks:
        measure = [_show_measure(week, trend.key)] if trend.key is not None else []
        good = f"{week.forms.get('good', 0)}/{week.sets}" if week.sets else "-"
        pains = ("-" if pain is None else str(pain) for pain in (week.pain, week.next_day))
        dose = "-" if week.dose is None else f"{week.dose:.0f}"
        table.add_row(str(week.first_day), str(week.days), dose, *measure, good, *pains, flow(_show_decisions(week)))
    return table


def _break(heading: str) -> str:
    """Return a heading in the person's language with each word on a line of its own."""
    return translate(heading).replace(" ", "\n")


def _show_measure(week: Week, name: str | None) -> str:
    measure = week.measures.get(name) if name else None
    if measure is None:
        return "-"
    value, uncertainty = show_number(measure.value, measure.unit), show_number(measure.uncertainty, measure.unit)
    return f"{value} ± {uncertainty.removeprefix('+')}"


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
    _print_block(console, _("Compared with your earlier sessions (first third, then last third)"), told + few)
    _print_block(console, _("No change can be told: not more than the measurement error"), untold)


def _list_remarks(trend: Trend) -> Iterator[Message]:
    same = dict.fromkeys(change.name for change in trend.changes if change.same_body)
    if same:
        names = join_items(show_name(name_measure(trend.exercise, name)) for name in same)
        yield _(
            "For {names} the error holds for one body with the camera in the same place: what is then the same in "
            "every film is left out.",
            names=names,
        )


def _print_block(console: Console, title: str, lines: Iterable[str]) -> None:
    lines = list(lines)
    if not lines:
        return
    console.print()
    console.print(Text(translate(title), "bold"))
    for line in lines:
        table = Table.grid(padding=(0, 1))
        table.add_row("  -", flow(line))
        console.print(table)
