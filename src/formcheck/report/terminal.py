"""The verdict in the terminal: the decision first, then why, what to do, what was seen and what was not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.advisor import QUESTIONS, Advice, Decision
from formcheck.exercises import find_exercise
from formcheck.results import Finding, Measure, Rep, SetResult

__all__ = ["DISCLAIMER", "print_verdict"]

DISCLAIMER = "General information, not a medical device and no diagnosis. In doubt, ask a doctor or physiotherapist."

_HEADINGS: dict[Decision, tuple[str, str]] = {
    "see-a-doctor": ("SEE A DOCTOR", "bold white on red"),
    "stop": ("STOP: rest now", "bold white on red"),
    "adjust": ("ADJUST: make it easier", "bold black on yellow"),
    "continue": ("CONTINUE", "bold white on green"),
    "undecided": ("UNDECIDED: rest until the questions are answered", "bold black on yellow"),
}
_DIGITS = {"deg": 0, "%": 1, "s": 1, "SPARC": 1}


def print_verdict(result: SetResult, advice: Advice, console: Console) -> None:
    """Print result and advice for a person."""
    title, style = _HEADINGS[advice.decision]
    console.print(Text(f" {title} ", style))
    _print_list(console, "Why", (_sentence(r.text) for r in advice.reasons))
    _print_list(console, "What to do", advice.next_steps)
    if advice.missing:
        texts = {q.key: q.text for q in QUESTIONS}
        _print_list(console, "Not answered yet", (f"{texts[key]} [{key}]" for key in advice.missing))
    _print_seen(result, console)
    _print_list(console, "Could not be judged", _list_unjudged(result))
    console.print()
    console.print(Text(DISCLAIMER, "dim"))


def _print_list(console: Console, title: str, lines: Iterable[str]) -> None:
    lines = list(lines)
    if not lines:
        return
    console.print()
    console.print(Text(title, "bold"))
    for line in lines:
        table = Table.grid(padding=(0, 1))
        table.add_row("  -", Text(line))
        console.print(table)


def _print_seen(result: SetResult, console: Console) -> None:
    exercise = find_exercise(result.exercise)
    console.print()
    console.print(Text("What the camera saw", "bold"))
    counted, partial = len(result.counted), len(result.partial)
    parts = [exercise.title, _count(counted, "rep")]
    if partial:
        parts.append(_count(partial, "partial rep"))
    if result.reps_not_seen:
        parts.append(f"{_count(result.reps_not_seen, 'rep')} not seen whole")
    parts.append(f"view: {result.view.seen}")
    parts.append(f"usable: {100 * result.view.coverage:.0f} % of {result.source.duration_s:.1f} s")
    console.print(Padding(Text(", ".join(parts) + "."), (0, 0, 0, 2)))
    for finding in result.findings:
        console.print(Padding(Text(_describe(finding, counted)), (0, 0, 0, 2)))
    if result.reps:
        console.print(_make_table(result, exercise.columns))


def _describe(finding: Finding, counted: int) -> str:
    reps = ", ".join(str(i) for i in finding.reps)
    digits = _DIGITS.get(finding.unit, 1)
    value = f"{_number(finding.value, finding.unit)} {finding.unit} (+/- {finding.uncertainty:.{digits}f}; "
    value += f"limit {finding.threshold:g})"
    return f"{finding.rule}: {finding.seen}, in {len(finding.reps)} of {counted} (rep {reps}): {value}."


def _number(value: float, unit: str) -> str:
    digits = _DIGITS.get(unit, 1)
    sign = "+" if unit in ("deg", "%") else ""
    return f"{round(value, digits) + 0.0:{sign}.{digits}f}"


def _make_table(result: SetResult, columns: Mapping[str, str]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("rep", justify="right")
    table.add_column("at\ns", justify="right")
    for name, heading in columns.items():
        unit = next((m.unit for r in result.reps if isinstance(m := r.measures.get(name), Measure)), "")
        words = heading.replace(" ", "\n")
        table.add_column(f"{words}\n{unit if unit != 'SPARC' else ''}".rstrip(), justify="right")
    table.add_column("seen", overflow="fold")
    for rep in result.reps:
        cells = [_cell(rep, name) for name in columns]
        table.add_row(str(rep.index), f"{rep.start_s:.1f}", *cells, _note(rep))
    return table


def _cell(rep: Rep, name: str) -> str:
    measure = rep.measures.get(name)
    if not isinstance(measure, Measure):
        return "-"
    return _number(measure.value, measure.unit)


def _note(rep: Rep) -> str:
    if not rep.complete:
        return "partial, not counted"
    return ", ".join(f.rule.partition(".")[2] + (" (watch)" if f.severity == "watch" else "") for f in rep.findings)


def _list_unjudged(result: SetResult) -> list[str]:
    by_reason: dict[str, list[str]] = {}
    for item in result.not_measurable:
        by_reason.setdefault(item.reason, []).append(item.rule.partition(".")[2])
    return [f"{', '.join(dict.fromkeys(rules))}: {reason}." for reason, rules in by_reason.items()]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
