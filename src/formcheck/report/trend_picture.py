"""The trend as a picture: the measure that tells most with its uncertainty and limits, pain, and the dose, by date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, DateFormatter, date2num
from matplotlib.ticker import MaxNLocator

from formcheck.advisor import PastSet
from formcheck.errors import InputError
from formcheck.files import write_atomically
from formcheck.messages import _, translate
from formcheck.report.pictures import (
    BLUE,
    GREEN,
    GREY,
    VERMILLION,
    Chart,
    Font,
    draw_limits,
    name_panel,
    set_tick_font,
    set_title,
)
from formcheck.report.trend_words import name_dose, name_measure
from formcheck.report.words import capitalize
from formcheck.results import SIDE_NAMES, Side
from formcheck.trends import Trend
from formcheck.trends.values import is_single_hold, list_doses, read_pain

__all__ = ["check_picture_name", "make_picture", "write_picture"]

_SUFFIXES = (".png", ".svg")
_SIZE_IN, _DPI = (6.0, 8.0), 200
"""Upright, for a phone: 1200 x 1600 pixels."""
_MARKS: dict[Side | None, tuple[str, str]] = {None: ("o", BLUE), "left": ("o", BLUE), "right": ("s", VERMILLION)}
_TEXT_PT, _SMALL_PT = 13.0, 10.0
_LEAST_DAYS = 8.0
"""The axis of dates is no shorter."""


def check_picture_name(path: Path) -> None:
    """Check that a picture of this name can be made.

    Raises
    ------
    InputError
        When it ends neither in .png nor in .svg.
    """
    if path.suffix.lower() not in _SUFFIXES:
        raise InputError(_("{path}: a picture is a .png or .svg file. Give it such a name.", path=path))


def write_picture(trend: Trend, path: Path) -> None:
    """Write the picture; an old one is replaced only when the new one is complete.

    Raises
    ------
    InputError, OutputError
        When the name is of no picture, and when it cannot be written.
    """
    check_picture_name(path)
    kind = path.suffix.lower().removeprefix(".")
    with write_atomically(path) as file:
        make_picture(trend).save(file, format=kind, dpi=_DPI, metadata={"Date": None} if kind == "svg" else None)


def make_picture(trend: Trend) -> Chart:
    """Return the picture of a trend with a set or more, in the person's language."""
    font = Font()
    figure = Chart(*_SIZE_IN)
    panels: Sequence[Axes] = figure.subplots(3, sharex=True, height_ratios=(5, 3, 3))
    first, last = trend.sets[0].day, trend.sets[-1].day
    title = _("{title}, {first} to {last}", title=trend.exercise.title, first=first, last=last)
    figure.suptitle(translate(title), fontproperties=font(_TEXT_PT + 2.0))
    _draw_measure(panels[0], trend, font)
    _draw_pain(panels[1], trend, font)
    _draw_dose(panels[2], trend, font)
    _set_dates(panels[2], trend)
    notes = (
        _("Band: standard uncertainty. A limit counts as passed when the whole band is beyond it."),
        _("General information, not a medical device and no diagnosis."),
    )
    figure.supxlabel("\n".join(map(translate, notes)), fontproperties=font(_SMALL_PT), color=GREY)
    set_tick_font(figure, font(_SMALL_PT + 1.0))
    return figure


def _draw_measure(panel: Axes, trend: Trend, font: Font) -> None:
    if trend.key is None:
        set_title(panel, _("Form: nothing was measured"), font(_TEXT_PT))
        panel.set_yticks([])
        return
    unit = ""
    sides: set[Side | None] = {s.side for s in trend.sets} if trend.exercise.dose.each_side else {None}
    for side in sorted(sides, key=str):
        sets = [s for s in trend.sets if trend.key in s.measures and (side is None or s.side == side)]
        if sets:
            unit = sets[0].measures[trend.key].unit
            label = capitalize(SIDE_NAMES[side]) if side and len(sides) > 1 else ""
            _draw_values(panel, trend.key, sets, side if len(sides) > 1 else None, label)
    limits = [limit for rule in trend.exercise.rules for limit in rule.limits if limit.measure == trend.key]
    draw_limits(panel, limits, font(_SMALL_PT))
    set_title(panel, name_panel(name_measure(trend.exercise, trend.key), unit), font(_TEXT_PT))
    if len(sides) > 1:
        _add_legend(panel, font)


def _draw_values(panel: Axes, name: str, sets: Sequence[PastSet], side: Side | None, label: str) -> None:
    mark, colour = _MARKS[side]
    at = [_place(s) for s in sets]
    values = [s.measures[name].value for s in sets]
    errors = [s.measures[name].uncertainty for s in sets]
    low = [value - error for value, error in zip(values, errors, strict=True)]
    high = [value + error for value, error in zip(values, errors, strict=True)]
    if len(sets) > 1:
        panel.fill_between(at, low, high, color=colour, alpha=0.18, linewidth=0)
    else:
        panel.errorbar(at, values, errors, color=colour, capsize=4)
    panel.plot(at, values, color=colour, marker=mark, markersize=6, linewidth=1.5, label=label)


def _draw_pain(panel: Axes, trend: Trend, font: Font) -> None:
    during = [(_place(s), pain) for s in trend.sets if (pain := read_pain(s)) is not None]
    later = [(_noon(day), pain) for day, pain in trend.next_day]
    series = (
        (during, "o", VERMILLION, "full", _("during and after")),
        (later, "^", BLUE, "none", _("on the next day")),
    )
    for points, mark, colour, fill, label in series:
        if points:
            at, pains = zip(*points, strict=True)
            panel.plot(
                at, pains, mark, color=colour, fillstyle=fill, markersize=7, label=translate(label), clip_on=False
            )
    panel.set_ylim(-0.5, 10.0)
    panel.set_yticks([0, 2, 4, 6, 8, 10])
    told = during or later
    set_title(panel, _("Pain (0 to 10)") if told else _("Pain (0 to 10): nothing was told"), font(_TEXT_PT))
    if told:
        _add_legend(panel, font)


def _draw_dose(panel: Axes, trend: Trend, font: Font) -> None:
    doses = list_doses(trend.exercise, trend.sets)
    panel.bar([_noon(day) for day, _dose in doses], [dose for _day, dose in doses], width=0.8, color=GREEN)
    panel.set_ylim(bottom=0.0)
    panel.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    name = capitalize(name_dose(trend.exercise))
    set_title(panel, name_panel(name, "s" if is_single_hold(trend.exercise) else ""), font(_TEXT_PT))


def _add_legend(panel: Axes, font: Font) -> None:
    panel.legend(
        prop=font(_SMALL_PT), loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, frameon=False, borderaxespad=0.2
    )


def _set_dates(panel: Axes, trend: Trend) -> None:
    days = [s.day for s in trend.sets] + [day for day, _pain in trend.next_day]
    space = max(1.0, (_LEAST_DAYS - (max(days) - min(days)).days) / 2)
    panel.set_xlim(_noon(min(days)) - space, _noon(max(days)) + space)
    panel.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=5))  # type: ignore[no-untyped-call]
    long = (max(days) - min(days)).days > 300
    panel.xaxis.set_major_formatter(DateFormatter("%Y-%m" if long else "%m-%d"))  # type: ignore[no-untyped-call]


def _place(done: PastSet) -> float:
    """Return where a set stands on the axis of dates, by the clock there."""
    return float(date2num(done.done_at.replace(tzinfo=None)))  # type: ignore[no-untyped-call]


def _noon(day: dt.date) -> float:
    return float(date2num(dt.datetime.combine(day, dt.time(12))))  # type: ignore[no-untyped-call]
