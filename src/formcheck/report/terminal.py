"""The verdict in the terminal: the decision first, then why, what to do, what was seen and what was not."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.advisor import Advice, Decision
from formcheck.exercises import list_exercises
from formcheck.messages import _, translate
from formcheck.report.blocks import break_heading, make_table, print_list, print_table
from formcheck.report.set_words import (
    DECISION_HEADINGS,
    describe_finding,
    describe_set,
    list_emphasis,
    list_missing,
    list_rows,
    list_unjudged,
)
from formcheck.report.words import flow, make_sentence
from formcheck.results import SetResult

__all__ = ["DISCLAIMER", "print_advice", "print_verdict"]

DISCLAIMER = _("General information, not a medical device and no diagnosis. In doubt, ask a doctor or physiotherapist.")

_STYLES: dict[Decision, str] = {
    "see-a-doctor": "bold white on red",
    "stop": "bold white on red",
    "adjust": "bold black on yellow",
    "continue": "bold white on green",
    "undecided": "bold black on yellow",
}


def print_verdict(result: SetResult, advice: Advice, console: Console) -> None:
    """Print result and advice for a person."""
    _print_decision(advice, console)
    _print_seen(result, console)
    print_list(console, _("Put weight on"), map(translate, list_emphasis(result)))
    print_list(console, _("Could not be judged"), map(translate, list_unjudged(result)))
    _print_disclaimer(console)


def print_advice(advice: Advice, console: Console) -> None:
    """Print advice without a set for a person."""
    _print_decision(advice, console)
    _print_disclaimer(console)


def _print_decision(advice: Advice, console: Console) -> None:
    console.print(Text(f" {translate(DECISION_HEADINGS[advice.decision])} ", _STYLES[advice.decision]))
    print_list(console, _("Why"), (make_sentence(r.text) for r in advice.reasons))
    if advice.zone:
        zone = _("{sentence} {next}", sentence=make_sentence(advice.zone.text), next=advice.zone.caveat)
        console.print(Padding(flow(translate(zone), "dim"), (0, 0, 0, 4)))
    print_list(console, _("What to do"), map(translate, advice.next_steps))
    print_list(console, _("What to leave be"), map(make_sentence, advice.give_up))
    if advice.decision != "see-a-doctor":  # then nothing else matters now
        print_list(console, _("Not answered yet"), map(translate, list_missing(advice)))


def _print_disclaimer(console: Console) -> None:
    console.print()
    console.print(flow(translate(DISCLAIMER), "dim"))


def _print_seen(result: SetResult, console: Console) -> None:
    exercise = list_exercises().get(result.exercise)  # of another package, it may be gone since
    console.print()
    console.print(Text(translate(_("What the camera saw")), "bold"))
    for line in describe_set(result, exercise.title if exercise else result.exercise):
        console.print(Padding(flow(translate(line)), (0, 0, 0, 2)))
    for finding in result.findings:
        console.print(Padding(flow(translate(describe_finding(finding, result))), (0, 0, 0, 2)))
    if result.reps or result.holds:
        print_table(_make_table(result, exercise.columns if exercise else {}), console)
    for note in result.notes:
        console.print(Padding(flow(make_sentence(note), "dim"), (0, 0, 0, 2)))


def _make_table(result: SetResult, columns: Mapping[str, str]) -> Table:
    """Return the table of the reps or the holds."""
    headings, rows = list_rows(result, columns)
    table = make_table()
    for heading in headings[:-1]:
        words, line, unit = heading.partition("\n")
        table.add_column(f"{break_heading(words)}{line}{unit}", justify="right")
    table.add_column(headings[-1], overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table
