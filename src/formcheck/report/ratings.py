"""A physiotherapist's ticks as a CSV file: an empty sheet to fill in, and read back.

Two forms are read. Long: columns ``rep``, ``rule``, ``fault``, a row for each tick. Wide: ``rep`` and a column for each
rule, as `write_sheet` makes it. A tick is 1 or yes, 0 or no; an empty cell says nothing.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formcheck.errors import InputError, OutputError
from formcheck.exercises import find_exercise
from formcheck.exercises.base import Exercise, Rule
from formcheck.files import describe_os_error, describe_text_error
from formcheck.messages import Message, _, _n, join_clauses
from formcheck.report.csv_file import write_csv
from formcheck.results import SetResult

__all__ = ["Tick", "is_rated", "read_ratings", "write_sheet"]

_TICKS = {"1": True, "yes": True, "はい": True, "0": False, "no": False, "いいえ": False}
_REP = ("rep", "hold")
_BESIDE = frozenset({"side", "start_s", "end_s", "note"})
"""Columns that help to find a rep in the film, or are for notes; they are not read."""
_MOST_SHOWN = 3
"""Mistakes that are written out."""


@dataclass(frozen=True, slots=True)
class Tick:
    """What was said of one rule in one rep or hold; ``rep`` is its number, ``rule`` the id."""

    rep: int
    rule: str
    fault: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """Which column is what, counted from 0: that of the rep; those of rule and tick (``long``), or the rule of each."""

    width: int
    rep: int
    long: tuple[int, int] | None
    wide: Mapping[int, str]


class _RatingError(Exception):
    """What is wrong with one row, as a message for people."""


def is_rated(rule: Rule, result: SetResult) -> bool:
    """Return whether the program judges a rule rep by rep, or hold by hold, and not only over the whole set."""
    return not rule.never and bool(rule.limits or (result.holds and rule.trends))


def write_sheet(result: SetResult, path: Path) -> None:
    """Write an empty sheet for a result: a row for each rep or hold, a column for each rule that is judged in one.

    Raises
    ------
    InputError
        When there is nothing to rate, or the exercise is not installed.
    OutputError
        When it cannot be written, or is there already: it may be filled in.
    """
    units = result.holds or result.counted
    rules = [rule for rule in find_exercise(result.exercise).rules if is_rated(rule, result)]
    if not units or not rules:
        raise InputError(_("there is no complete rep or hold in this result, so there is nothing to rate."))
    if path.exists():
        raise OutputError(_("{path}: this file is there already, and may be filled in. Give a new name.", path=path))
    columns = ("hold" if result.holds else "rep", "side", "start_s", "end_s", *map(_shorten, rules))
    blank = ("",) * len(rules)
    write_csv(path, columns, ((u.index, u.side, round(u.start_s, 1), round(u.end_s, 1), *blank) for u in units))


def read_ratings(path: Path, result: SetResult) -> tuple[Tick, ...]:
    """Read the ticks of a CSV file; separated by commas, semicolons or tabs.

    Raises
    ------
    InputError
        When the file cannot be read, or names a rule or a rep that there is not, or the same tick twice. Says in which
        row.
    """
    exercise = find_exercise(result.exercise)
    columns, *lines = _read_lines(path) or [[]]
    problems: list[Message] = []
    ticks: dict[tuple[int, str], Tick] = {}
    try:
        form = _find_form(columns, exercise)
    except _RatingError as error:
        raise InputError(_explain(path, [_number(1, error)])) from None
    for number, line in enumerate(lines, 2):
        try:
            for tick in _read_row(line, form, exercise, result):
                if (tick.rep, tick.rule) in ticks:
                    raise _RatingError(_("{rule} of rep {rep} is there twice", rule=_cut(tick.rule), rep=tick.rep))
                ticks[tick.rep, tick.rule] = tick
        except _RatingError as error:
            problems.append(_number(number, error))
    if problems:
        raise InputError(_explain(path, problems))
    if not ticks:
        raise InputError(_("{path}: nothing is ticked. Write 1 where a fault is seen and 0 where none is.", path=path))
    return tuple(ticks.values())


def _number(row: int, error: _RatingError) -> Message:
    return _("row {number}: {text}", number=row, text=error.args[0])


def _explain(path: Path, problems: Sequence[Message]) -> Message:
    shown = join_clauses(problems[:_MOST_SHOWN])
    more = len(problems) - _MOST_SHOWN
    if more <= 0:
        return _("{path}: {problems}.", path=path, problems=shown)
    return _n(
        "{path}: {problems}; and {n} more row.",
        "{path}: {problems}; and {n} more rows.",
        more,
        path=path,
        problems=shown,
    )


def _read_lines(path: Path) -> list[list[str]]:
    """Return the cells of each row, as a spreadsheet counts rows; blank ones are empty."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        why = describe_os_error(error)
        raise InputError(
            _("{path}: the ratings cannot be read ({why}). Check the name.", path=path, why=why)
        ) from error
    except ValueError as error:
        why = describe_text_error(error)
        raise InputError(
            _("{path}: this is no text in UTF-8 ({why}). Save it as CSV UTF-8.", path=path, why=why)
        ) from error
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise InputError(_("{path}: this is no CSV ({english}).", path=path, english=error)) from error
    return [[cell.strip() for cell in line] if any(map(str.strip, line)) else [] for line in lines]


def _find_form(columns: Sequence[str], exercise: Exercise) -> _Form:
    """Return what the columns are, by their headings."""
    names = [name.casefold() for name in columns]
    if twice := next((name for name in names if name and names.count(name) > 1), None):
        raise _RatingError(_("there are two columns {name}", name=f'"{twice}"'))
    rep = next((names.index(name) for name in _REP if name in names), None)
    if rep is None:
        raise _RatingError(_('there is no column "rep"; --make-sheet FILE.csv makes a sheet to fill in'))
    if "rule" in names and "fault" in names:
        return _Form(len(names), rep, (names.index("rule"), names.index("fault")), {})
    others = {i: name for i, name in enumerate(columns) if name and i != rep and names[i] not in _BESIDE}
    if not others:
        raise _RatingError(_("there is no column for a rule; --make-sheet FILE.csv makes a sheet to fill in"))
    return _Form(len(names), rep, None, {i: _find_rule(name, exercise) for i, name in others.items()})


def _read_row(line: Sequence[str], form: _Form, exercise: Exercise, result: SetResult) -> Iterator[Tick]:
    if not line:
        return
    if len(line) > form.width:
        raise _RatingError(_("there are more cells than columns"))
    cells = [*line, *[""] * (form.width - len(line))]
    rep = _read_rep(cells[form.rep], result)
    if form.long:
        rule, fault = form.long
        given = {_find_rule(cells[rule], exercise): cells[fault]}
    else:
        given = {rule_id: cells[i] for i, rule_id in form.wide.items()}
    for rule_id, said in given.items():
        if said:
            if (tick := _TICKS.get(said.casefold())) is None:
                raise _RatingError(_("{given} is no tick: write 1 or 0, or yes or no", given=f'"{said}"'))
            yield Tick(rep, rule_id, tick)


def _read_rep(text: str, result: SetResult) -> int:
    known = [unit.index for unit in result.holds or result.reps]
    if text not in map(str, known):
        last = max(known, default=0)
        raise _RatingError(_("there is no rep {given}; they go from 1 to {last}", given=f'"{text}"', last=last))
    return int(text)


def _find_rule(name: str, exercise: Exercise) -> str:
    """Return the id of a rule that is given with or without the name of the exercise."""
    known = {_shorten(rule): rule.id for rule in exercise.rules}
    short = name.casefold().removeprefix(f"{exercise.name}.")
    if short in known:
        return known[short]
    problem = _("{exercise} has no rule {name}", exercise=exercise.name, name=f'"{name}"')
    near = difflib.get_close_matches(short, known, 1)
    raise _RatingError(_("{problem} (did you mean {near}?)", problem=problem, near=near[0]) if near else problem)


def _shorten(rule: Rule) -> str:
    return _cut(rule.id)


def _cut(rule: str) -> str:
    """Return the id of a rule without the name of the exercise."""
    return rule.partition(".")[2]
