"""What exercises there are, and all about one: how to do it, where the camera goes, its dose, rules and limits."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.exercises.base import Exercise, Rule, Threshold
from formcheck.exercises.limits import list_thresholds
from formcheck.motion.holds import HoldTiming
from formcheck.results import Dose

__all__ = ["describe_dose", "print_exercise", "print_exercises"]

_TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times", 5: "five times"}


def print_exercises(exercises: Iterable[Exercise], console: Console) -> None:
    """Print the exercises as a table, the assessments last."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 1, 0), pad_edge=False, show_edge=False, header_style="bold")
    for heading in ("name", "", "kind", "film from", "dose"):
        table.add_column(heading, no_wrap=heading == "name")
    for e in sorted(exercises, key=lambda e: (e.kind == "assessment", e.name)):
        table.add_row(e.name, e.title, e.kind, e.view, describe_dose(e.dose))
    console.print(table)
    console.print("formcheck exercises NAME tells how one is done, filmed and judged.", highlight=False)


def print_exercise(exercise: Exercise, console: Console) -> None:
    """Print all about one exercise."""
    console.print(Text.assemble((exercise.title, "bold"), f" ({exercise.name}), {exercise.kind}"))
    _print_block(console, "How it is done", _list_items([(f"{i}.", how) for i, how in enumerate(exercise.how, 1)]))
    drawing = Text(textwrap.dedent(exercise.drawing).strip("\n").rstrip(), no_wrap=True)
    where = [f"View: {exercise.view}.", exercise.placement]
    _print_block(console, "Where the camera goes", *where, Padding(drawing, (1, 0, 0, 2)))
    _print_block(console, "Dose", f"{_capitalize(describe_dose(exercise.dose))}.", _dim(exercise.dose.source))
    _print_block(console, "Rules", _dim(_LIMITS_EXPLAINED))
    for rule in exercise.rules:
        _print_rule(rule, exercise, console)
    _print_baseline(exercise, console)
    _print_emphasis(exercise, console)
    _print_block(console, "Your own limits", *_show_thresholds_file(exercise))


_LIMITS_EXPLAINED = (
    "A limit counts as passed only when the value is beyond it by more than its uncertainty. From watch on it is "
    "shown, from fault on it is a fault."
)


def describe_dose(dose: Dose) -> str:
    """Return a dose in words: "2 sets of 10 reps, each side, three times a week"."""
    if dose.hold_s is None:
        what = _count(dose.reps, "rep")
    elif dose.reps == 1:
        what = f"a hold of {dose.hold_s:g} s"
    else:
        what = f"{dose.reps} times {dose.hold_s:g} s"
    if dose.beginner_hold_s is not None:
        what += f" (beginners {dose.beginner_hold_s:g} s)"
    parts = [what if dose.sets == 1 else f"{dose.sets} sets of {what.replace('a hold', 'one hold')}"]
    if dose.each_side:
        parts.append("each side")
    if dose.times_a_week:
        parts.append(f"{_TIMES.get(dose.times_a_week, f'{dose.times_a_week} times')} a week")
    return ", ".join(parts)


def _print_rule(rule: Rule, exercise: Exercise, console: Console) -> None:
    console.print()
    console.print(
        Padding(Text.assemble((_shorten(rule.id, exercise), "bold"), (_list_remarks(rule), "dim")), (0, 0, 0, 2))
    )
    last = "so many seconds" if isinstance(exercise.counting, HoldTiming) else "so many reps"
    console.print(Padding(Text(f'"{rule.cue.format(last=last)}"'), (0, 0, 0, 4)))
    for seen, limit, thresholds in _list_limits(rule):
        console.print(Padding(Text(f"{_capitalize(seen)} ({limit})."), (0, 0, 0, 4)))
        table = Table.grid(padding=(0, 1))
        for grade, threshold in thresholds:
            table.add_row(grade, Text(_show(threshold), "bold"), _dim(threshold.source))
        console.print(Padding(table, (0, 0, 0, 6)))


def _list_remarks(rule: Rule) -> str:
    remarks = [f"from the {rule.only_in} only"] if rule.only_in else []
    if rule.essential:
        remarks.append("a set in which it was not seen is never called good")
    if rule.breaks_hold:
        remarks.append("time with this fault does not count")
    if rule.never:
        remarks.append(f"never judged: {rule.never}")
    return f"  ({'; '.join(remarks)})" if remarks else ""


def _list_limits(rule: Rule) -> Iterator[tuple[str, str, list[tuple[str, Threshold]]]]:
    """Yield for each limit what is seen, what is measured, and its thresholds by grade."""
    for limit in rule.limits:
        grades = [("watch", limit.watch), *([("fault", limit.fault)] if limit.fault else [])]
        yield limit.seen, f"{limit.measure} {limit.beyond}", grades
    for trend in rule.trends:
        yield trend.seen, f"{trend.measure} {trend.towards} by", [("fault", trend.change)]
    for spread in rule.spreads:
        yield spread.seen, f"{spread.measure}, largest minus smallest", [("fault", spread.most)]
    for side in rule.sides:
        yield side.seen, f"{side.measure}, left against right", [("fault", side.most)]
    for restart in rule.restarts:
        yield restart.seen, "next hold on the same side within", [("fault", restart.within)]


def _print_emphasis(exercise: Exercise, console: Console) -> None:
    rules: dict[str, list[str]] = {}
    for hint in exercise.emphasis:
        rules.setdefault(hint.why, []).append(_shorten(hint.rule, exercise))
    if rules:
        lines = [("-", f"{_capitalize(why)} ({', '.join(names)}).") for why, names in rules.items()]
        _print_block(console, "What to put weight on", _list_items(lines))


def _print_baseline(exercise: Exercise, console: Console) -> None:
    if not exercise.neutral:
        return
    units = {limit.measure: limit.watch.unit for rule in exercise.rules for limit in rule.limits}
    lines = [
        f"{name} of a coached good rep or hold is taken as {neutral.value:g} {units.get(name, '')}".rstrip()
        + f", give or take {neutral.uncertainty:g}."
        for name, neutral in exercise.neutral.items()
    ]
    how = "Without one the margin is wider. Make one with --json FILE, and use it with --baseline FILE."
    sources = [_dim(neutral.source) for neutral in exercise.neutral.values()]
    _print_block(console, "Your own baseline", *lines, how, *sources)


def _show_thresholds_file(exercise: Exercise) -> Iterator[RenderableType | str]:
    yield "Write the ones to change in a file for --thresholds FILE; names and present values:"
    lines = [f"[{exercise.name}]", *(f'"{name}" = {t.value:g}' for name, t in list_thresholds(exercise).items())]
    yield Padding(Text("\n".join(lines), "dim", overflow="fold"), (0, 0, 0, 2))


def _print_block(console: Console, title: str, *parts: RenderableType | str) -> None:
    console.print()
    console.print(Text(title, "bold"))
    for part in parts:
        console.print(Padding(Text(part) if isinstance(part, str) else part, (0, 0, 0, 2)))


def _list_items(items: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 1))
    for mark, text in items:
        table.add_row(mark, Text(text))
    return table


def _dim(text: str) -> Text:
    return Text(text, "dim")


def _show(threshold: Threshold) -> str:
    return f"{threshold.value:g} {threshold.unit}"


def _shorten(rule_id: str, exercise: Exercise) -> str:
    return rule_id.removeprefix(f"{exercise.name}.")


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
