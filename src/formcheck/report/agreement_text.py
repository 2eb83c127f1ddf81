"""How program and physiotherapist agree, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from formcheck.exercises import find_exercise
from formcheck.messages import Message, _, _n, join_items, translate
from formcheck.report.agreement import PUBLISHED, Agreement
from formcheck.report.blocks import break_heading, make_table, print_list, print_table
from formcheck.report.kappa import Table, compute_kappa
from formcheck.report.words import flow, make_sentence

__all__ = ["print_agreement"]


def print_agreement(agreement: Agreement, console: Console) -> None:
    """Print a table with a row for each rule, what was left out of it, and what it can be compared with."""
    title = _(
        "{title}: faults seen by the program (P) and by the rater (R)", title=find_exercise(agreement.exercise).title
    )
    console.print(Text(translate(title), "bold"))
    print_table(_make_table(agreement), console)
    for text in _list_remarks(agreement):
        console.print(Padding(flow(translate(text)), (0, 0, 0, 2)))
    print_list(console, _("To compare with, from studies"), map(make_sentence, _list_published()))


def _make_table(agreement: Agreement) -> RichTable:
    table = make_table()
    table.add_column(translate(_("rule")), no_wrap=True)
    counted = _("holds") if agreement.held else _("reps")
    headings = (counted, _("both"), _("only P"), _("only R"), _("none"), _("agree %"))
    for heading in headings:
        table.add_column(break_heading(heading), justify="right")
    table.add_column(translate(_("kappa")), no_wrap=True)
    for rule in agreement.rules:
        table.add_row(rule.rule.partition(".")[2], *_list_cells(rule.table))
    if len(agreement.rules) > 1:
        table.add_section()
        table.add_row(translate(_("all together")), *_list_cells(agreement.total))
    return table


def _list_cells(table: Table) -> Iterator[str]:
    yield from map(str, (table.n, table.both, table.only_first, table.only_second, table.neither))
    yield "-" if table.agreement is None else f"{100 * table.agreement:.0f}"
    kappa = compute_kappa(table)
    yield "-" if kappa is None else f"{kappa.value:.2f} ({_round(kappa.low)}..{_round(kappa.high)})"


def _round(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}"


def _list_remarks(agreement: Agreement) -> Iterator[Message]:
    """Yield what the figures do not say by themselves."""
    yield _("What the program only marks to watch counts as a yes.")
    silent = [rule.rule.partition(".")[2] for rule in agreement.rules if rule.table.n and not compute_kappa(rule.table)]
    if silent:
        names = ", ".join(silent)
        yield _(
            "No kappa for {names}: one of the two said the same every time, so it is not defined or tells nothing.",
            names=names,
        )
    left = [rule for rule in agreement.rules if rule.left_out]
    if left:
        counts = join_items(f"{rule.rule.partition('.')[2]} {rule.left_out}" for rule in left)
        yield _n(
            "{n} tick is left out, as the program could not judge that: {counts}.",
            "{n} ticks are left out, as the program could not judge that: {counts}.",
            sum(rule.left_out for rule in left),
            counts=counts,
        )
    yield _(
        "Kappa is 1 when all agree and 0 when no more do than by chance; in brackets where 95 of 100 lie. Reps of one "
        "set are alike, so that the true range is wider."
    )


def _list_published() -> Iterator[Message]:
    for study in PUBLISHED:
        values = {"what": study.what, "agree": 100 * study.agreement, "source": study.source.partition(",")[0]}
        if study.kappa is None:
            yield _("{what}: {agree:.0f} % agree; kappa not known ({source})", **values)
        else:
            yield _("{what}: {agree:.0f} % agree; kappa {kappa:.2f} ({source})", kappa=study.kappa, **values)
    yield _("both are known to us from an abstract or a table only, and the exercises were others")
