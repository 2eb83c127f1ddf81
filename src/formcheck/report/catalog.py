"""What exercises there are, and all about one: how to do it, where the camera goes, its dose, rules and limits."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.exercises.base import Exercise, Rule, Threshold
from formcheck.exercises.limits import list_thresholds
from formcheck.messages import Message, _, _n, join_clauses, join_items, translate
from formcheck.motion.holds import HoldTiming
from formcheck.report.words import capitalize, flow, make_sentence, show_unit
from formcheck.results import Dose

__all__ = ["describe_dose", "list_limits", "print_exercise", "print_exercises"]

_A_WEEK = {
    1: _("once a week"),
    2: _("twice a week"),
    3: _("three times a week"),
    4: _("four times a week"),
    5: _("five times a week"),
}
_KINDS = {"exercise": _("exercise"), "assessment": _("assessment")}
_ONLY_FROM = {"front": _("from the front only"), "side": _("from the side only")}


def print_exercises(exercises: Iterable[Exercise], console: Console) -> None:
    """Print the exercises as a table, the assessments last."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 1, 0), pad_edge=False, show_edge=False, header_style="bold")
    for i, heading in enumerate((_("name"), "", _("kind"), _("film from"), _("dose"))):
        table.add_column(translate(heading), no_wrap=i == 0)
    for e in sorted(exercises, key=lambda e: (e.kind == "assessment", e.name)):
        texts = (e.title, _KINDS[e.kind], e.view, describe_dose(e.dose))
        table.add_row(e.name, *(flow(translate(text)) for text in texts))
    console.print(table)
    console.print(flow(translate(_("formcheck exercises NAME tells how one is done, filmed and judged."))))


def print_exercise(exercise: Exercise, console: Console) -> None:
    """Print all about one exercise."""
    title = translate(exercise.title)
    heading = Text(
        translate(_("{title} ({name}), {kind}", title=title, name=exercise.name, kind=_KINDS[exercise.kind]))
    )
    heading.highlight_words([title], "bold")
    console.print(heading)
    steps = [(f"{i}.", translate(how)) for i, how in enumerate(exercise.how, 1)]
    _print_block(console, _("How it is done"), _list_items(steps))
    drawing = Text(textwrap.dedent(translate(exercise.drawing)).strip("\n").rstrip(), no_wrap=True)
    where = [_("View: {view}.", view=exercise.view), exercise.placement]
    _print_block(console, _("Where the camera goes"), *where, Padding(drawing, (1, 0, 0, 2)))
    _print_block(console, _("Dose"), make_sentence(describe_dose(exercise.dose)), _dim(exercise.dose.source))
    _print_block(console, _("Rules"), _dim(translate(_LIMITS_EXPLAINED)))
    for rule in exercise.rules:
        _print_rule(rule, exercise, console)
    _print_baseline(exercise, console)
    _print_emphasis(exercise, console)
    _print_block(console, _("Your own limits"), *_show_thresholds_file(exercise))


_LIMITS_EXPLAINED = _(
    "A limit counts as passed only when the value is beyond it by more than its uncertainty. From watch on it is "
    "shown, from fault on it is a fault."
)


def describe_dose(dose: Dose) -> Message:
    """Return a dose in words: "2 sets of 10 reps, each side, three times a week"."""
    what = _describe_set(dose)
    if dose.beginner_hold_s is not None:
        what = _("{what} (beginners {hold:g} s)", what=what, hold=dose.beginner_hold_s)
    parts = [what if dose.sets == 1 else _("{sets} sets of {what}", sets=dose.sets, what=what)]
    if dose.each_side:
        parts.append(_("each side"))
    if dose.times_a_week:
        parts.append(_A_WEEK.get(dose.times_a_week) or _("{times} times a week", times=dose.times_a_week))
    return join_items(parts)


def _describe_set(dose: Dose) -> Message:
    if dose.hold_s is None:
        return _n("{n} rep", "{n} reps", dose.reps)
    if dose.reps > 1:
        return _("{reps} times {hold:g} s", reps=dose.reps, hold=dose.hold_s)
    return (
        _("a hold of {hold:g} s", hold=dose.hold_s) if dose.sets == 1 else _("one hold of {hold:g} s", hold=dose.hold_s)
    )


def _print_rule(rule: Rule, exercise: Exercise, console: Console) -> None:
    console.print()
    console.print(
        Padding(Text.assemble((_shorten(rule.id, exercise), "bold"), (_list_remarks(rule), "dim")), (0, 0, 0, 2))
    )
    last = _("so many seconds") if isinstance(exercise.counting, HoldTiming) else _("so many reps")
    cue = translate(_('"{cue}"', cue=rule.cue.format(last=last)))
    console.print(Padding(flow(cue), (0, 0, 0, 4)))
    for seen, limit, thresholds in list_limits(rule):
        line = translate(_("{seen} ({limit}).", seen=capitalize(seen), limit=limit))
        console.print(Padding(flow(line), (0, 0, 0, 4)))
        table = Table.grid(padding=(0, 1))
        for grade, threshold in thresholds:
            table.add_row(translate(grade), Text(_show(threshold), "bold"), _dim(threshold.source))
        console.print(Padding(table, (0, 0, 0, 6)))


def _list_remarks(rule: Rule) -> str:
    remarks: list[str] = []
    if rule.only_in:
        remarks.append(_ONLY_FROM.get(rule.only_in) or _("from the {view} only", view=rule.only_in))
    if rule.essential:
        remarks.append(_("a set in which it was not seen is never called good"))
    if rule.breaks_hold:
        remarks.append(_("time with this fault does not count"))
    if rule.never:
        remarks.append(_("never judged: {why}", why=rule.never))
    return "  " + translate(_("({remarks})", remarks=join_clauses(remarks))) if remarks else ""


def list_limits(rule: Rule, name: Callable[[str], str] = str) -> Iterator[tuple[str, str, list[tuple[str, Threshold]]]]:
    """Yield for each limit what is seen, what is measured, and its thresholds by grade; ``name`` names a measure."""
    watch, fault = _("watch"), _("fault")
    for limit in rule.limits:
        grades = [(watch, limit.watch), *([(fault, limit.fault)] if limit.fault else [])]
        above, measure = limit.beyond == "above", name(limit.measure)
        what = _("{measure} above", measure=measure) if above else _("{measure} below", measure=measure)
        yield limit.seen, what, [*grades]
    for trend in rule.trends:
        up, measure = trend.towards == "up", name(trend.measure)
        what = _("{measure} up by", measure=measure) if up else _("{measure} down by", measure=measure)
        yield trend.seen, what, [(fault, trend.change)]
    for spread in rule.spreads:
        what = _("{measure}, largest minus smallest", measure=name(spread.measure))
        yield spread.seen, what, [(fault, spread.most)]
    for side in rule.sides:
        yield side.seen, _("{measure}, left against right", measure=name(side.measure)), [(fault, side.most)]
    for restart in rule.restarts:
        yield restart.seen, _("next hold on the same side within"), [(fault, restart.within)]


def _print_emphasis(exercise: Exercise, console: Console) -> None:
    rules: dict[str, list[str]] = {}
    for hint in exercise.emphasis:
        rules.setdefault(hint.why, []).append(_shorten(hint.rule, exercise))
    if rules:
        lines = [("-", _list_why(why, names)) for why, names in rules.items()]
        _print_block(console, _("What to put weight on"), _list_items(lines))


def _list_why(why: str, names: list[str]) -> str:
    return translate(_("{why} ({rules}).", why=capitalize(why), rules=", ".join(names)))


def _print_baseline(exercise: Exercise, console: Console) -> None:
    if not exercise.neutral:
        return
    units = {limit.measure: limit.watch.unit for rule in exercise.rules for limit in rule.limits}
    lines = [
        _(
            "{measure} of a coached good rep or hold is taken as {value}, give or take {uncertainty:g}.",
            measure=name,
            value=f"{neutral.value:g} {show_unit(units.get(name, ''))}".rstrip(),
            uncertainty=neutral.uncertainty,
        )
        for name, neutral in exercise.neutral.items()
    ]
    how = _("Without one the margin is wider. Make one with --json FILE, and use it with --baseline FILE.")
    sources = [_dim(neutral.source) for neutral in exercise.neutral.values()]
    _print_block(console, _("Your own baseline"), *lines, how, *sources)


def _show_thresholds_file(exercise: Exercise) -> Iterator[RenderableType | str]:
    yield _("Write the ones to change in a file for --thresholds FILE; names and present values:")
    lines = [f"[{exercise.name}]", *(f'"{name}" = {t.value:g}' for name, t in list_thresholds(exercise).items())]
    yield Padding(Text("\n".join(lines), "dim", overflow="fold"), (0, 0, 0, 2))


def _print_block(console: Console, title: str, *parts: RenderableType | str) -> None:
    console.print()
    console.print(Text(translate(title), "bold"))
    for part in parts:
        console.print(Padding(flow(translate(part)) if isinstance(part, str) else part, (0, 0, 0, 2)))


def _list_items(items: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 1))
    for mark, text in items:
        table.add_row(mark, flow(text))
    return table


def _dim(text: str) -> RenderableType:
    return flow(text, "dim")


def _show(threshold: Threshold) -> str:
    return f"{threshold.value:g} {show_unit(threshold.unit)}"


def _shorten(rule_id: str, exercise: Exercise) -> str:
    return rule_id.removeprefix(f"{exercise.name}.")
