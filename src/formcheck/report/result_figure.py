"""A set as a figure: a panel for each measure, the reps or holds in it with uncertainty, limits and what was found."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from formcheck.exercises import list_exercises
from formcheck.exercises.base import Limit, Rule
from formcheck.exercises.limits import replace_thresholds
from formcheck.judging.units import grade_measure
from formcheck.messages import Message, _, _n, join_items, translate
from formcheck.report.pictures import (
    BLUE,
    GREY,
    ORANGE,
    VERMILLION,
    Chart,
    Font,
    draw_limits,
    name_panel,
    set_tick_font,
    set_title,
)
from formcheck.report.words import make_sentence
from formcheck.results import SIDE_NAMES, Finding, Hold, Measure, NotMeasurable, Rep, SetResult, Severity, Side
from formcheck.wrapping import wrap

__all__ = ["make_figure"]

State = Severity | Literal["ok", "unseen"]
_STATES: dict[State, tuple[str, str, Message]] = {
    "ok": ("o", BLUE, _("nothing found")),
    "watch": ("^", ORANGE, _("watch")),
    "fault": ("s", VERMILLION, _("fault")),
    "unseen": ("x", GREY, _("not measured")),
}
"""Mark, colour and word for what was found, from mild to severe."""
_WIDTH_IN, _ROW_IN, _FRAME_IN = 7.5, 1.9, 1.1
_TITLE_PT, _TEXT_PT, _SMALL_PT = 12.0, 10.0, 8.5
_LINE = 88
"""Columns of text in a line of the whole width; a Japanese character takes two."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """One rep or hold in a panel; ``value`` and ``error`` are NaN where it was not measured."""

    at: int
    side: Side | None
    state: State
    value: float = math.nan
    error: float = math.nan
    unit: str = ""


def make_figure(result: SetResult, names: Collection[str] = ()) -> Chart:
    """Return the figure of a set, in the person's language.

    Parameters
    ----------
    names : the measures to show; without any, those that were measured and that a rule of the exercise looks at. Of an
        exercise that is not installed the rules are not known: then all that were measured.

    Raises
    ------
    ValueError
        When the set has no measure of a name.
    """
    font = Font()
    units: tuple[Rep, ...] | tuple[Hold, ...] = result.holds or result.counted
    exercise = list_exercises().get(result.exercise)
    title = exercise.title if exercise else result.exercise
    rules = replace_thresholds(exercise, result.own_thresholds, "") if exercise else ()
    chosen = _choose(names, units, rules)
    if not chosen:
        return _say_why_empty(result, title, font)
    rows = math.ceil(len(chosen) / 2)
    chart = Chart(_WIDTH_IN, _FRAME_IN + _ROW_IN * rows)
    count = _n("{n} hold", "{n} holds", len(units)) if result.holds else _n("{n} rep", "{n} reps", len(units))
    chart.suptitle(translate(join_items([title, count])), fontproperties=font(_TITLE_PT))
    panels = [chart.add_subplot(rows, 2, i + 1) for i in range(len(chosen))]
    headings = exercise.columns if exercise else {}
    marks: list[_Mark] = []
    for panel, name in zip(panels, chosen, strict=True):
        limits = [limit for rule in rules for limit in rule.limits if limit.measure == name]
        levels = {rule.id for rule in rules if any(limit.measure == name for limit in rule.limits)}
        of_panel = [_make_mark(unit, name, limits, levels) for unit in units]
        _draw_panel(panel, of_panel, limits, font)
        shown = name_panel(headings.get(name) or _read_name(name), next((m.unit for m in of_panel if m.unit), ""))
        set_title(panel, "\n".join([translate(shown), *_list_rules(result, name)]), font(_TEXT_PT))
        marks += of_panel
    for panel in panels[-2:]:
        panel.set_xlabel(translate(_("hold") if result.holds else _("rep")), fontproperties=font(_SMALL_PT))
    _explain(chart, marks, units, has_limits=bool(rules), font=font)
    set_tick_font(chart, font(_SMALL_PT))
    return chart


def _choose(names: Collection[str], units: Iterable[Rep | Hold], rules: Iterable[Rule]) -> list[str]:
    """Return the measures to show."""
    known: dict[str, bool] = {}
    for unit in units:
        for name, measure in unit.measures.items():
            known[name] = known.get(name, False) or isinstance(measure, Measure)
    if unknown := [name for name in names if known and name not in known]:
        raise ValueError(f"{', '.join(unknown)}: no such measure; there are {', '.join(known)}")
    if names:
        return [name for name in dict.fromkeys(names) if name in known]
    judged = [name for rule in rules for name in _list_measures(rule)] or list(known)
    return [name for name in dict.fromkeys(judged) if known.get(name)]


def _read_name(name: str) -> str:
    """Return the name of a measure that has no heading, without the unit at its end."""
    return re.sub(r"_(deg|s|pct)$", "", name).replace("_", " ")


def _list_measures(rule: Rule) -> list[str]:
    """Return the measures that a rule looks at."""
    of_units = [limit.measure for limit in rule.limits]
    of_set = [limit.measure for limits in (rule.trends, rule.spreads, rule.sides) for limit in limits]
    return of_units + of_set


def _make_mark(unit: Rep | Hold, name: str, limits: Iterable[Limit], levels: Collection[str]) -> _Mark:
    """Return a rep or hold as it was judged by one measure.

    A limit of a hold is held against the measure from moment to moment, so a finding tells more than the whole hold.

    Parameters
    ----------
    levels : the rules whose findings have a value of the measure, and not of its change.
    """
    measure = unit.measures.get(name, NotMeasurable(""))
    if isinstance(measure, NotMeasurable):
        return _Mark(unit.index, unit.side, "unseen")
    found: list[Finding] = [f for f in unit.findings if f.measure == name]
    states: list[State] = ["ok", *(f.severity for f in found)]
    read: tuple[float, float] = (measure.value, measure.uncertainty)
    if isinstance(unit, Rep):  # a rule has one finding a rep, whichever of its measures it is of
        states += [grade[0] for limit in limits if (grade := grade_measure(measure, limit))]
    elif of_level := [f for f in found if f.rule in levels]:
        worst = max(of_level, key=lambda f: f.severity == "fault")
        read = (worst.value, worst.uncertainty)
    return _Mark(unit.index, unit.side, max(states, key=[*_STATES].index), *read, measure.unit)


def _draw_panel(panel: Axes, marks: Sequence[_Mark], limits: Iterable[Limit], font: Font) -> None:
    sides = len({mark.side for mark in marks}) > 1
    for mark in marks:
        shape, colour, _word = _STATES[mark.state]
        fill = _find_fill(mark.side if sides else None)
        if mark.state == "unseen":
            panel.plot(mark.at, 0.07, marker=shape, color=colour, transform=panel.get_xaxis_transform())
        else:
            panel.errorbar(
                mark.at, mark.value, mark.error, fmt=shape, color=colour, fillstyle=fill, capsize=3, linewidth=1.2
            )
    panel.set_xlim(marks[0].at - 0.6, marks[-1].at + 0.6)
    panel.xaxis.set_major_locator(MaxNLocator(8, integer=True, min_n_ticks=1))
    panel.yaxis.set_major_locator(MaxNLocator(5))
    draw_limits(panel, limits, font(_SMALL_PT))


def _list_rules(result: SetResult, name: str) -> list[str]:
    """Return the rules that were found by a measure as one line, none when there are none."""
    units: tuple[Rep | Hold, ...] = (*result.reps, *result.holds)
    found = [*result.findings, *(f for unit in units for f in unit.findings)]
    rules = dict.fromkeys(f.rule.partition(".")[2] for f in found if f.measure == name)
    return [", ".join(rules)] if rules else []


def _explain(
    chart: Chart, marks: Collection[_Mark], units: Collection[Rep | Hold], *, has_limits: bool, font: Font
) -> None:
    """Put below what the marks mean, as far as there are any."""
    handles = [
        _make_handle(shape, colour, translate(word))
        for state, (shape, colour, word) in _STATES.items()
        if any(mark.state == state for mark in marks)
    ]
    sides = sorted({mark.side for mark in marks if mark.side})
    if len(sides) > 1:
        handles += [_make_handle("o", GREY, translate(SIDE_NAMES[side]), side) for side in sides]
    notes = []
    if has_limits:
        notes.append(_("Bar: standard uncertainty. A limit counts as passed when the whole bar is beyond it."))
    if any(isinstance(unit, Hold) for unit in units):
        notes.append(_("A hold with a finding is shown as it read then, the others as they read on the whole."))
    legend = chart.legend(
        handles=handles, prop=font(_SMALL_PT), loc="outside lower center", ncols=len(handles), frameon=False
    )
    legend.set_title("\n".join(map(translate, notes)), font(_SMALL_PT))
    legend.get_title().set(color=GREY, horizontalalignment="center", multialignment="center")


def _make_handle(shape: str, colour: str, label: str, side: Side | None = None) -> Line2D:
    return Line2D([], [], color=colour, marker=shape, linestyle="none", fillstyle=_find_fill(side), label=label)


def _find_fill(side: Side | None) -> Literal["full", "none"]:
    return "none" if side == "right" else "full"


def _say_why_empty(result: SetResult, title: str, font: Font) -> Chart:
    """Return a figure that says in a sentence why there is nothing to show."""
    reason = next((item.reason for item in result.not_measurable), None)
    said = _("{title}: nothing was measured.", title=title)
    if reason:
        said = _("{sentence} {next}", sentence=said, next=make_sentence(reason))
    lines = wrap(translate(said), _LINE * 3 // 4)
    chart = Chart(_WIDTH_IN, 0.5 + 0.25 * len(lines))
    chart.text(0.5, 0.5, "\n".join(lines), ha="center", va="center", fontproperties=font(_TITLE_PT))
    return chart
