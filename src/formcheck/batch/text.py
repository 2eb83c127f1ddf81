"""A run in the terminal: a line for each clip, what differs, and how well each rule was found."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.batch.comparison import Difference, RuleScore
from formcheck.batch.run import Run, Scored, Status
from formcheck.batch.verdict import Failure
from formcheck.files import show_name
from formcheck.messages import Message, _, _n, translate
from formcheck.report.blocks import make_table, print_list, print_table
from formcheck.report.words import flow

__all__ = [
    "STATUS_NAMES",
    "describe_change",
    "describe_difference",
    "describe_left_out",
    "list_counts",
    "list_findings",
    "list_problems",
    "print_run",
    "show_share",
    "sum_up",
]

STATUS_NAMES: dict[Status, str] = {
    "as expected": _("ok"),
    "differs": _("DIFFERS"),
    "failed": _("FAILED"),
    "not compared": "",
}
_STYLES: dict[Status, str] = {
    "as expected": "green",
    "differs": "bold yellow",
    "failed": "bold red",
    "not compared": "",
}


def print_run(run: Run, console: Console) -> None:
    """Print a run for a person."""
    print_table(_make_clips(run), console)
    if run.rules:
        print_table(_make_rules(run.rules), console)
        if left_out := describe_left_out(run):
            console.print(Padding(flow(translate(left_out), "dim"), (0, 0, 0, 2)))
    if not any(scored.entry.expected.findings is not None for scored in run.scored):
        print_list(console, _("Found, with the reps or holds"), _list_found(run))
    print_list(console, _("What differs"), map(translate, list_problems(run)))
    print_list(console, _("To be known"), map(translate, _list_warnings(run)))
    console.print()
    console.print(Text(translate(sum_up(run)), "bold"))


def _make_clips(run: Run) -> Table:
    table = make_table()
    table.add_column(translate(_("clip")), overflow="fold")
    for heading in (_("counted"), _("form"), _("decision"), ""):
        table.add_column(translate(heading), no_wrap=True)
    folder = _find_common_folder([scored.entry.name for scored in run.scored])
    for scored in run.scored:
        name = Text(show_name(scored.entry.name.removeprefix(folder).removesuffix(".mp4")))
        table.add_row(name, *list_counts(scored), Text(translate(STATUS_NAMES[scored.status]), _STYLES[scored.status]))
    return table


def _find_common_folder(names: Sequence[str]) -> str:
    """Return the folders that all names begin with, with the last slash; "" for none."""
    levels = zip(*(name.split("/")[:-1] for name in names), strict=False)
    return "".join(f"{level[0]}/" for level in itertools.takewhile(lambda level: len({*level}) == 1, levels))


def list_counts(scored: Scored) -> tuple[str, str, str]:
    """Return what was counted, form and decision of a clip, for people."""
    seen = scored.outcome.seen
    if isinstance(seen, Failure):
        return "-", "-", "-"
    counted = _n("{n} hold", "{n} holds", len(seen.holds_s)) if seen.holds_s else _n("{n} rep", "{n} reps", seen.reps)
    return translate(counted), seen.form, seen.decision


def list_findings(scored: Scored) -> str:
    """Return the rules that are broken in a clip, and in which reps or holds; "" for none."""
    seen = scored.outcome.seen
    findings = {} if isinstance(seen, Failure) else seen.findings
    return "; ".join(f"{rule} {', '.join(map(str, reps))}" for rule, reps in findings.items())


def _make_rules(rules: tuple[RuleScore, ...]) -> Table:
    table = make_table()
    table.add_column(translate(_("rule")), overflow="fold")
    for heading in (_("hits"), _("false"), _("missed"), _("precision"), _("recall"), _("F1")):
        table.add_column(translate(heading), justify="right", no_wrap=True)
    for rule in rules:
        shares = (show_share(share) for share in (rule.precision, rule.recall, rule.f1))
        table.add_row(rule.rule, str(rule.hits), str(rule.false_alarms), str(rule.misses), *shares)
    return table


def describe_left_out(run: Run) -> Message | None:
    """Return how many clips are not in the figures of the rules because they failed; None for none."""
    failed = sum(s.status == "failed" and s.entry.expected.findings is not None for s in run.scored)
    text = _n("Without {n} clip that failed.", "Without {n} clips that failed.", failed)
    return text if failed else None


def show_share(share: float | None) -> str:
    """Return a share for people; "-" for none."""
    return "-" if share is None else f"{share:.2f}"


def list_problems(run: Run) -> Iterator[Message]:
    """Yield everything that is not as it should be, with the clip, the rule and both values."""
    for scored in run.scored:
        for difference in scored.differences:
            yield _("{clip}: {what}", clip=show_name(scored.entry.name), what=describe_difference(difference))
        for change in scored.changes:
            text = describe_change(change)
            yield _("{clip}, since the baseline: {what}", clip=show_name(scored.entry.name), what=text)
    for name in run.gone:
        yield _("{clip}: is in the baseline, and no longer in the manifest", clip=show_name(name))


def describe_difference(difference: Difference) -> Message:
    """Return a difference as a sentence."""
    values = {"what": difference.what, "expected": difference.expected, "got": difference.got}
    if not difference.because:
        return _("{what}: expected {expected}, got {got}", **values)
    return _("{what}: expected {expected}, got {got}; {because}", **values, because=difference.because)


def describe_change(change: Difference) -> Message:
    """Return what has changed since the baseline as a sentence."""
    values = {"what": change.what, "before": change.expected, "now": change.got}
    if not change.because:
        return _("{what}: was {before}, is {now}", **values)
    return _("{what}: was {before}, is {now}; {because}", **values, because=change.because)


def _list_found(run: Run) -> Iterator[str]:
    for scored in run.scored:
        if found := list_findings(scored):
            yield f"{show_name(scored.entry.name)}: {found}"


def _list_warnings(run: Run) -> Iterator[Message]:
    for scored in run.scored:
        for warning in scored.outcome.warnings:
            yield _("{clip}: {what}", clip=show_name(scored.entry.name), what=warning)


def sum_up(run: Run) -> Message:
    """Return the run in a sentence or two."""
    count = {status: sum(scored.status == status for scored in run.scored) for status in STATUS_NAMES}
    whole = len(run.manifest.entries)
    if run.interrupted:
        done, missing = len(run.scored), len(run.missing)
        return _("Stopped after {done} of {whole} clips; {missing} not done.", done=done, whole=whole, missing=missing)
    if not any(scored.is_compared for scored in run.scored):
        done, failed = whole - count["failed"], count["failed"]
        if failed:
            return _("{done} of {whole} clips scored, {failed} failed.", done=done, whole=whole, failed=failed)
        return _n("{n} clip scored.", "{n} clips scored.", whole)
    compared = _sum_up_compared(run, whole - count["not compared"], count)
    if not count["not compared"]:
        return compared
    return _n(
        "{compared} Of {n} more clip nothing was expected.",
        "{compared} Of {n} more clips nothing was expected.",
        count["not compared"],
        compared=compared,
    )


def _sum_up_compared(run: Run, whole: int, count: Mapping[Status, int]) -> Message:
    if run.as_expected:
        return _n("{n} clip, as expected.", "{n} clips, all as expected.", whole)
    values = {"whole": whole, "good": count["as expected"], "differing": count["differs"], "failed": count["failed"]}
    if run.gone:
        return _(
            "{good} of {whole} as expected, {differing} not, {failed} failed, {gone} gone since the baseline.",
            gone=len(run.gone),
            **values,
        )
    return _("{good} of {whole} as expected, {differing} not, {failed} failed.", **values)
