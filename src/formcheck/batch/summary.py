"""A run as Markdown, as GitHub shows it beside a CI job (``$GITHUB_STEP_SUMMARY``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formcheck.batch.run import Run, Scored
from formcheck.batch.text import (
    STATUS_NAMES,
    describe_left_out,
    list_counts,
    list_findings,
    list_problems,
    show_share,
    sum_up,
)
from formcheck.files import show_name, write_atomically
from formcheck.messages import _, translate

__all__ = ["write_summary"]

_MARKS = re.compile(r"([\\`*_{}\[\]<>|#~&$])")
_BULLET = re.compile(r"^(\d*)(?=[-+.)])")
"""What begins a list, where a text begins with it: "- ", "1. "."""
_SIGNS = {"as expected": "✅", "differs": "❌", "failed": "💥", "not compared": ""}
_MOST = 200
"""So many clips, and so many differences, are shown: GitHub takes no more than 1 MiB."""
_LONGEST = 500
"""Characters of a text that are shown: the measures of a set of a hundred reps are many."""


def write_summary(run: Run, path: Path) -> None:
    """Write the file: in one sentence, what differs, and two tables.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    with write_atomically(path) as file:
        file.write("\n".join(_list_lines(run)).encode(errors="replace") + b"\n")


def _list_lines(run: Run) -> Iterator[str]:
    yield f"## formcheck: {_escape(translate(sum_up(run)))}"
    yield ""
    problems = list(list_problems(run))
    yield from (f"- {_escape_item(translate(problem))}" for problem in problems[:_MOST])
    yield from _tell_more(problems)
    if problems:
        yield ""
    missing = translate(_("not done"))
    rows = [_list_cells(scored) for scored in run.scored[:_MOST]]
    rows += [(show_name(entry.name), "-", "-", "-", "", f"⏹️ {missing}") for entry in run.missing]
    yield from _make_table((_("clip"), _("counted"), _("form"), _("decision"), _("findings"), ""), rows[:_MOST])
    yield from _tell_more(run.manifest.entries)
    if run.rules:
        yield ""
        yield from _make_table(
            (_("rule"), _("hits"), _("false"), _("missed"), _("precision"), _("recall"), _("F1")),
            [
                (
                    rule.rule,
                    *map(str, (rule.hits, rule.false_alarms, rule.misses)),
                    *map(show_share, (rule.precision, rule.recall, rule.f1)),
                )
                for rule in run.rules
            ],
        )
        if left_out := describe_left_out(run):
            yield ""
            yield _escape(translate(left_out))


def _list_cells(scored: Scored) -> tuple[str, ...]:
    shown = f"{_SIGNS[scored.status]} {translate(STATUS_NAMES[scored.status])}".strip()
    return show_name(scored.entry.name), *list_counts(scored), list_findings(scored), shown


def _tell_more(shown: Sequence[object]) -> Iterator[str]:
    """Yield how many are not shown, in a paragraph of its own; nothing where there are none."""
    if (more := len(shown) - _MOST) > 0:
        yield ""
        yield translate(_("and {n} more", n=more))


def _make_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(map(translate, heads))} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(map(_escape, row))} |"


def _escape(text: str) -> str:
    """Return a text that means nothing in Markdown, cut off where it is very long."""
    line = " ".join(text.split())
    line = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
    return _MARKS.sub(r"\\\1", line)


def _escape_item(text: str) -> str:
    """Return a text that means nothing in Markdown even where a list may begin."""
    return _BULLET.sub(r"\1\\", _escape(text))
