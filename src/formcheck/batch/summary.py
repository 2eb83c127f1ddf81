"""A run as Markdown, as GitHub shows it beside a CI job (``$GITHUB_STEP_SUMMARY``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formcheck.batch.run import Run
from formcheck.batch.text import STATUS_NAMES, list_counts, list_findings, list_problems, show_share, sum_up
from formcheck.files import show_name, write_atomically
from formcheck.messages import _, translate

__all__ = ["write_summary"]

_MARKS = re.compile(r"([\\`*_{}\[\]<>|#~&$])")
_SIGNS = {"as expected": "✅", "differs": "❌", "failed": "💥"}


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
    problems = [translate(problem) for problem in list_problems(run)]
    yield from (f"- {_escape(problem)}" for problem in problems)
    if problems:
        yield ""
    yield from _make_table(
        (_("clip"), _("counted"), _("form"), _("decision"), _("findings"), ""),
        [
            (
                show_name(scored.entry.name),
                *list_counts(scored),
                list_findings(scored),
                f"{_SIGNS[scored.status]} {translate(STATUS_NAMES[scored.status])}",
            )
            for scored in run.scored
        ],
    )
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


def _make_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(map(translate, heads))} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(map(_escape, row))} |"


def _escape(text: str) -> str:
    """Return a text that means nothing in Markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
