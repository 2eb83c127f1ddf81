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
from formcheck.results import DoseDone, Finding, Hold, Measure, Rep, SetResult

__all__ = ["DISCLAIMER", "print_verdict"]

DISCLAIMER = "General information, not a medical device and no diagnosis. In doubt, ask a doctor or physiotherapist."

_HEADINGS: dict[Decision, tuple[str, str]] = {
    "see-a-doctor": ("SEE A DOCTOR", "bold white on red"),
    "stop": ("STOP: rest now", "bold white on red"),
    "adjust": ("ADJUST: make it easier", "bold black on yellow"),
    "continue": ("CONTINUE", "bold white on green"),
    "undecided": ("UNDECIDED: rest until the questions are answered", "bold black on yellow"),
}
_DIGITS = {"deg": 0, "%": 1, "s": 1, "SPARC": 1, "x": 2, "per min": 0, "times": 0}


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
    _print_list(console, "Put weight on", _list_emphasis(result))
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
    for line in _describe_set(result, exercise.title):
        console.print(Padding(Text(line), (0, 0, 0, 2)))
    for finding in result.findings:
        console.print(Padding(Text(_describe(finding, result)), (0, 0, 0, 2)))
    if result.reps or result.holds:
        console.print(_make_table(result, exercise.columns))
    for note in result.notes:
        console.print(Padding(Text(_sentence(note), "dim"), (0, 0, 0, 2)))


def _describe_set(result: SetResult, title: str) -> list[str]:
    """Return what was counted, and how much of the dose that is."""
    done = _count(len(result.holds), "hold") if result.holds else _count(len(result.counted), "rep")
    parts = [title, done]
    if result.partial:
        parts.append(_count(len(result.partial), "partial rep"))
    if result.reps_not_seen:
        parts.append(f"{_count(result.reps_not_seen, 'rep')} not seen whole")
    if result.side and result.dose.dose.each_side:
        parts.append(f"{result.side} side")
    parts.append(f"view: {result.view.seen}")
    parts.append(f"usable: {100 * result.view.coverage:.0f} % of {result.source.duration_s:.1f} s")
    lines = [", ".join(parts) + "."]
    if result.holds or result.counted:
        lines.append(_describe_dose(result.dose))
    if isinstance(result.breathing, Measure):
        lines.append(f"Breathing: {_number(result.breathing.value, 'per min')} breaths a minute.")
    return lines


def _list_emphasis(result: SetResult) -> list[str]:
    """Return what an assessment says of the exercises, those with one reason together."""
    by_why: dict[str, list[str]] = {}
    for item in result.emphasis:
        by_why.setdefault(item.why, []).append(item.exercise)
    return [f"{', '.join(exercises)}: {why}." for why, exercises in by_why.items()]


def _describe_dose(done: DoseDone) -> str:
    """Return how much of one set was done, in words."""
    dose = done.dose
    if done.longest_hold_s is not None and dose.hold_s is not None:
        text = f"Done: {done.longest_hold_s:.0f} of {dose.hold_s:.0f} s"
        if dose.beginner_hold_s is not None:
            text += f" (beginners: {dose.beginner_hold_s:.0f} s)"
        return text + "."
    parts = [f"{count} of {dose.reps} reps" + (f" on the {side}" if side else "") for side, count in done.reps.items()]
    sets = f" of set 1 of {dose.sets}" if dose.sets > 1 else ""
    return f"Done: {', '.join(parts)}{sets}" + (", each side." if dose.each_side else ".")


def _describe(finding: Finding, result: SetResult) -> str:
    digits = _DIGITS.get(finding.unit, 1)
    value = f"{_number(finding.value, finding.unit)} {finding.unit} (+/- {finding.uncertainty:.{digits}f}; "
    value += f"limit {finding.threshold:g})"
    if result.holds:
        where = f"from {finding.start_s:.1f} to {finding.end_s:.1f} s"
    else:
        reps = ", ".join(str(i) for i in finding.reps)
        where = f"in {len(finding.reps)} of {len(result.counted)} (rep {reps})"
    return f"{finding.rule}: {finding.seen}, {where}: {value}."


def _number(value: float, unit: str) -> str:
    digits = _DIGITS.get(unit, 1)
    sign = "+" if unit in ("deg", "%") else ""
    return f"{round(value, digits) + 0.0:{sign}.{digits}f}"


def _make_table(result: SetResult, columns: Mapping[str, str]) -> Table:
    """Return the table of the reps or the holds."""
    units: tuple[Rep, ...] | tuple[Hold, ...] = result.holds or result.reps
    sides = len({unit.side for unit in units}) > 1
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for heading in ("hold" if result.holds else "rep", "at\ns", *(["side"] if sides else [])):
        table.add_column(heading, justify="right")
    if result.holds:
        table.add_column("held\ns", justify="right")
        table.add_column("good\ns", justify="right")
    for name, heading in columns.items():
        unit = next((m.unit for r in units if isinstance(m := r.measures.get(name), Measure)), "")
        words = heading.replace(" ", "\n")
        table.add_column(f"{words}\n{unit if unit not in ('SPARC', 'x') else ''}".rstrip(), justify="right")
    table.add_column("seen", overflow="fold")
    for row in units:
        times = [f"{row.end_s - row.start_s:.1f}", f"{row.valid_s:.1f}"] if isinstance(row, Hold) else []
        side = [row.side or "-"] if sides else []
        cells = [_cell(row, name) for name in columns]
        table.add_row(str(row.index), f"{row.start_s:.1f}", *side, *times, *cells, _note(row))
    return table


def _cell(unit: Rep | Hold, name: str) -> str:
    measure = unit.measures.get(name)
    if not isinstance(measure, Measure):
        return "-"
    return _number(measure.value, measure.unit)


def _note(unit: Rep | Hold) -> str:
    if isinstance(unit, Rep) and not unit.complete:
        return "partial, not counted"
    notes = (f.rule.partition(".")[2] + (" (watch)" if f.severity == "watch" else "") for f in unit.findings)
    return ", ".join(dict.fromkeys(notes))


def _list_unjudged(result: SetResult) -> list[str]:
    by_reason: dict[str, list[str]] = {}
    for item in result.not_measurable:
        by_reason.setdefault(item.reason, []).append(item.rule.partition(".")[2])
    return [f"{', '.join(dict.fromkeys(rules))}: {reason}." for reason, rules in by_reason.items()]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
