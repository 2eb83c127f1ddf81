"""Curves as Bokeh plots. Colours are roles ("ink", "fault"), which the page's script fills in for light and dark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from bokeh.models import ColumnDataSource, HoverTool, Model, Range1d
from bokeh.models.annotations import Label, Span
from bokeh.plotting import figure

from formcheck.messages import _, translate
from formcheck.report.html.curves import Curve, Grade, LimitLine
from formcheck.report.words import show_number, show_unit
from formcheck.results import Hold, Rep, Severity

__all__ = ["CURSOR", "TIMES", "make_charts"]

CURSOR, TIMES = "cursor", "times"
"""Names of the models that the page's script moves: the line of the present time, and the range of times."""
_HEIGHT_PX, _FIRST_HEIGHT_PX = 150, 200
_LEFT_PX = 64
"""Room for the numbers on the left, one for all, so that the times of the plots are below each other."""
_MOST_POINTS = 6000
"""Points of a curve; of longer films every so many pictures are left out."""
_MARKS: dict[Grade, tuple[str, str, int]] = {
    None: ("circle", "ok", 8),
    "watch": ("triangle", "watch", 11),
    "fault": ("square", "fault", 9),
}
_HATCHES: dict[Severity, str] = {"watch": "dot", "fault": "right_diagonal_line"}
_GRADE_WORDS: dict[Grade, str] = {None: _("within the limits"), "watch": _("watch"), "fault": _("fault")}


def make_charts(
    curves: Iterable[Curve],
    units: Iterable[Rep] | Iterable[Hold],
    blind: Iterable[tuple[float, float]],
    lasts: tuple[float, float],
) -> list[figure]:
    """Return one plot for each curve, over one common range of times.

    Parameters
    ----------
    units : the reps or holds, whose bounds are drawn.
    blind : when the body was not seen, s.
    lasts : where the axis of times begins and ends, s.
    """
    start_s, end_s = lasts
    times = Range1d(start=start_s, end=max(end_s, start_s + 1.0), name=TIMES)
    units, blind = [*units], [*blind]
    return [_make_chart(curve, units, blind, times, is_first=i == 0) for i, curve in enumerate(curves)]


def _make_chart(
    curve: Curve, units: list[Rep] | list[Hold], blind: list[tuple[float, float]], times: Range1d, *, is_first: bool
) -> figure:
    low, high = _find_range(curve)
    chart = figure(
        height=_FIRST_HEIGHT_PX if is_first else _HEIGHT_PX,
        sizing_mode="stretch_width",
        x_range=times,
        y_range=Range1d(start=low, end=high),
        tools="",
        toolbar_location=None,
        min_border_left=_LEFT_PX,
        min_border_right=8,
    )
    chart.yaxis.axis_label = show_unit(curve.unit) if curve.unit not in ("x", "SPARC") else None
    chart.xaxis.axis_label = translate(_("time, s"))
    _paint_axes(chart)
    _add_spans(chart, blind, "blind", 0.45)
    for severity, hatch in _HATCHES.items():
        spans = [(span.start_s, span.end_s) for span in curve.spans if span.severity == severity]
        _add_spans(chart, spans, severity, 0.16, hatch)
    _add_units(chart, units, high if is_first else None)
    for limit in curve.limits:
        if low <= limit.value <= high:
            _add_limit(chart, limit)
    if len(curve.values):
        step = -(-len(curve.values) // _MOST_POINTS)
        time_s, values = (array[::step].astype(np.float32) for array in (curve.time_s, curve.values))
        _paint(chart.line(time_s, values, line_width=2).glyph, line_color="curve")
    _add_points(chart, curve)
    cursor = Span(location=-1.0, dimension="height", line_width=2, name=CURSOR, level="overlay")
    _paint(cursor, line_color="cursor")
    chart.add_layout(cursor)
    return chart


def _find_range(curve: Curve) -> tuple[float, float]:
    """Return the range of values: all that was measured, and the limits that are not far from it."""
    ends = [end for p in curve.points for end in (p.value - p.uncertainty, p.value + p.uncertainty)]
    seen = curve.values[np.isfinite(curve.values)]
    if len(seen):
        ends += [float(np.min(seen)), float(np.max(seen))]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    room = max(high - low, 1e-6)
    near = [line.value for line in curve.limits if low - room <= line.value <= high + room]
    low, high = min([low, *near]), max([high, *near])
    edge = 0.08 * max(high - low, 1e-6)
    return low - edge, high + 2 * edge


def _add_spans(
    chart: figure, spans: list[tuple[float, float]], role: str, alpha: float, hatch: str | None = None
) -> None:
    """Shade some times."""
    if not spans:
        return
    starts, ends = zip(*spans, strict=True)
    strips = chart.vstrip(x0=list(starts), x1=list(ends), fill_alpha=alpha, line_alpha=0.0, level="underlay")
    strips.glyph.update(hatch_pattern=hatch, hatch_alpha=0.25, hatch_scale=12.0)
    _paint(strips.glyph, fill_color=role, hatch_color=role)


def _add_units(chart: figure, units: list[Rep] | list[Hold], number_at: float | None) -> None:
    """Draw the bounds of the reps or holds, and their numbers; of a partial rep dotted and in brackets."""
    for counted, dash in ((True, "solid"), (False, "dotted")):
        bounds = [at_s for unit in units if _is_counted(unit) == counted for at_s in (unit.start_s, unit.end_s)]
        if bounds:
            lines = chart.vspan(x=bounds, line_dash=dash, level="underlay")
            _paint(lines.glyph, line_color="bound")
    if number_at is not None and units:
        middles = [(unit.start_s + unit.end_s) / 2 for unit in units]
        numbers = [f"{unit.index}" if _is_counted(unit) else f"({unit.index})" for unit in units]
        text = chart.text(middles, [number_at] * len(units), numbers, text_align="center", text_baseline="top")
        text.glyph.update(text_font_size="13px", y_offset=2)
        _paint(text.glyph, text_color="ink")


def _is_counted(unit: Rep | Hold) -> bool:
    return not isinstance(unit, Rep) or unit.complete


def _add_limit(chart: figure, limit: LimitLine) -> None:
    """Draw a limit, a fault's word on the side of the fault and that of watch on the other, so that both find room."""
    dash = "dashed" if limit.severity == "watch" else "solid"
    line = chart.hspan(y=limit.value, line_width=1.5, line_dash=dash)
    word = Label(x=4, x_units="screen", y=limit.value, text=translate(_GRADE_WORDS[limit.severity]))
    word.text_baseline = "bottom" if (limit.beyond == "above") == (limit.severity == "fault") else "top"
    word.text_font_size, word.background_fill_alpha = "12px", 0.7
    _paint(line.glyph, line_color=f"{limit.severity}-ink")
    _paint(word, text_color=f"{limit.severity}-ink", background_fill_color="ground")
    chart.add_layout(word)


def _add_points(chart: figure, curve: Curve) -> None:
    """Draw what was judged: one point with its uncertainty for each rep or hold, by mark and colour."""
    shown = []
    for grade, (mark, role, size) in _MARKS.items():
        points = [p for p in curve.points if p.grade == grade]
        if not points:
            continue
        unit = show_unit(curve.unit) if curve.unit not in ("x", "SPARC") else ""
        data = ColumnDataSource(
            {
                "at": [p.time_s for p in points],
                "value": [p.value for p in points],
                "low": [p.value - p.uncertainty for p in points],
                "high": [p.value + p.uncertainty for p in points],
                "number": [p.index for p in points],
                "text": [
                    f"{show_number(p.value, curve.unit)} ± "
                    f"{show_number(p.uncertainty, curve.unit, is_signed=False)} {unit}".strip()
                    for p in points
                ],
            }
        )
        whisker = chart.segment("at", "low", "at", "high", source=data, line_width=2)
        dot = chart.scatter("at", "value", source=data, marker=mark, size=size)
        _paint(whisker.glyph, line_color=f"{role}-ink")
        _paint(dot.glyph, fill_color=role, line_color=f"{role}-ink")
        word = translate(_GRADE_WORDS[grade])
        shown.append(HoverTool(renderers=[dot], tooltips=[("#", "@number"), (word, "@text")], attachment="vertical"))
    chart.add_tools(*shown)


def _paint_axes(chart: figure) -> None:
    chart.background_fill_alpha = chart.border_fill_alpha = 0.0
    chart.outline_line_alpha = 0.0
    for axis in (*chart.xaxis, *chart.yaxis):
        axis.major_label_text_font_size = axis.axis_label_text_font_size = "13px"
        axis.axis_label_text_font_style = "normal"
        _paint(
            axis,
            axis_label_text_color="ink",
            major_label_text_color="ink",
            axis_line_color="bound",
            major_tick_line_color="bound",
            minor_tick_line_color="bound",
        )
    chart.xgrid.visible = False
    for grid in chart.ygrid:
        _paint(grid, grid_line_color="grid")


def _paint(model: Model, **roles: str) -> None:
    """Say which colours of the page the properties of a model have."""
    model.tags = [*(tag for tag in model.tags if not isinstance(tag, Mapping)), roles]
