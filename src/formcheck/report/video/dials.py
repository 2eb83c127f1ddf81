"""Draw a `Gauge` on the body: the angle and its straight line, its limits as ticks, and the value beside it."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from formcheck.drawing.lettering import Lettering, Row, put
from formcheck.drawing.looks import COLOURS, DIM, OUTLINE, WHITE, Colour, Grade, Picture, to_points
from formcheck.messages import _, translate
from formcheck.pose import FloatArray
from formcheck.report.video.gauges import GRADES, Gauge
from formcheck.sources.native import import_native

__all__ = ["DialBrush", "Place"]

cv2 = import_native("cv2")
_SHIFT = 3
Place = Literal["above", "left", "right"]


class DialBrush:
    """Draws gauges into pictures of one size.

    Parameters
    ----------
    thickness : of a strong line, px.
    scale : px of the picture for one of the source.
    place : where values are written: above a body that lies, on one side of one that stands.
    """

    def __init__(self, lettering: Lettering, thickness: int, scale: float, place: Place) -> None:
        self._lettering = lettering
        self._place = place
        self._thick, self._thin = thickness, max(1, thickness // 2)
        self._scale = scale

    def draw(self, picture: Picture, gauge: Gauge, i: int) -> None:
        """Draw a gauge as it is in picture ``i``, if it has a value there."""
        value = float(gauge.values[i])
        start, end = gauge.start[i] * self._scale, gauge.end[i] * self._scale
        if not np.isfinite([value, *start, *end]).all():
            return
        grade = GRADES[int(gauge.grades[i])]
        colour = COLOURS[grade] if grade else WHITE
        if gauge.drawn.kind == "angle":
            self._draw_angle(picture, gauge, i, start, end, colour)
        elif gauge.drawn.kind == "rise":
            self._draw_rise(picture, gauge, i, end, colour)
        elif gauge.drawn.kind == "width":
            self._draw_width(picture, gauge, i, start, end, colour)
        self._label(picture, gauge, i, start, end, grade)

    def _line(self, picture: Picture, a: FloatArray, b: FloatArray, colour: Colour, thickness: int) -> None:
        first, second = to_points(np.stack([a, b])).tolist()
        cv2.line(picture, first, second, OUTLINE, thickness + 3, cv2.LINE_8, _SHIFT)
        cv2.line(picture, first, second, colour, thickness, cv2.LINE_AA, _SHIFT)

    def _draw_angle(
        self, picture: Picture, gauge: Gauge, i: int, start: FloatArray, end: FloatArray, colour: Colour
    ) -> None:
        """Draw the line from the joint, where it would lie at 0, and the arc between, with a tick for each limit."""
        length = float(np.hypot(*(end - start)))
        now = math.atan2(end[1] - start[1], end[0] - start[0])
        turn, radius = float(gauge.turn[i]), 0.5 * length
        zero = now - turn * math.radians(float(gauge.values[i]))
        self._line(picture, start, end, colour, self._thick)
        self._draw_dashes(picture, start, start + 1.05 * length * _towards(zero))
        low, high = sorted((math.degrees(zero), math.degrees(now)))
        centre, size = to_points(start).tolist(), int(8 * radius)
        for ink, width, way in ((OUTLINE, self._thick + 3, cv2.LINE_8), (colour, self._thick, cv2.LINE_AA)):
            cv2.ellipse(picture, centre, (size, size), 0.0, low, high, ink, width, way, _SHIFT)
        for limit in (gauge.low, gauge.high):
            if limit is not None:
                way = _towards(zero + turn * math.radians(limit))
                self._line(picture, start + 0.72 * radius * way, start + 1.28 * radius * way, WHITE, self._thin)

    def _draw_dashes(self, picture: Picture, a: FloatArray, b: FloatArray) -> None:
        step = max(3.0 * self._thick, 8.0)
        count = max(1, int(np.hypot(*(b - a)) / step))
        for k in range(0, count, 2):
            self._line(picture, a + (b - a) * k / count, a + (b - a) * (k + 1) / count, WHITE, self._thin)

    def _draw_rise(self, picture: Picture, gauge: Gauge, i: int, end: FloatArray, colour: Colour) -> None:
        """Draw an upright bar from where the point was as the rep began, with a tick for each limit."""
        unit = float(gauge.scale[i]) * self._scale
        rest = end + np.array([0.0, float(gauge.values[i]) * unit])
        half = np.array([2.5 * self._thick, 0.0])
        self._line(picture, rest, end, colour, self._thick)
        self._line(picture, rest - half, rest + half, WHITE, self._thin)
        for limit in (gauge.low, gauge.high):
            if limit is not None:
                at = rest - np.array([0.0, limit * unit])
                self._line(picture, at - 2 * half, at + 2 * half, WHITE, self._thin)

    def _draw_width(
        self, picture: Picture, gauge: Gauge, i: int, start: FloatArray, end: FloatArray, colour: Colour
    ) -> None:
        """Draw the distance of two points, and how wide apart they are at each limit."""
        self._line(picture, start, end, colour, self._thick)
        middle, unit = (start + end) / 2, float(gauge.scale[i]) * self._scale
        tick = np.array([0.0, 3.0 * self._thick])
        for limit in (gauge.low, gauge.high):
            if limit is not None and math.isfinite(unit):
                half = np.array([limit * unit / 2, 0.0])
                for at in (middle - half, middle + half):
                    self._line(picture, at - tick, at + tick, WHITE, self._thin)

    def _label(
        self, picture: Picture, gauge: Gauge, i: int, start: FloatArray, end: FloatArray, grade: Grade | None
    ) -> None:
        """Put value and limit beside the body: above a line that lies, at the side of one that stands."""
        size = self._lettering.size_px
        rows = [Row(_show(float(gauge.shown[i]), gauge.unit), COLOURS[grade] if grade else WHITE, 1.35)]
        if limit := _describe_limit(gauge, i):
            rows.append(Row(translate(limit), DIM))
        plate = self._lettering.plate(tuple(rows), grade)
        height, width = plate.shape[:2]
        reach = float(np.hypot(*(end - start)))
        middle = (start + end) / 2
        if gauge.drawn.kind == "rise":
            x, y = end[0] + size, end[1] - height - size
        elif self._place == "above":
            x, y = (middle if gauge.drawn.kind == "clock" else start) - np.array([width / 2, height + 1.1 * reach])
        else:
            at = middle if gauge.drawn.kind == "width" else start
            away = size + (abs(end[0] - start[0]) / 2 if gauge.drawn.kind == "width" else 0.7 * reach)
            x, y = at[0] + (away if self._place == "right" else -away - width), at[1] - height / 2
            if not 0 <= x <= picture.shape[1] - width:  # it would hide the joint
                y += height if end[1] < at[1] and gauge.drawn.kind == "angle" else -height
        put(picture, plate, x, y, round(0.4 * size))


def _towards(angle: float) -> FloatArray:
    return np.array([math.cos(angle), math.sin(angle)])


def _show(value: float, unit: str) -> str:
    """Return a value with its unit, as short as it can be read."""
    if unit == "deg":
        return f"{round(value) + 0:+d}°"
    if unit == "%":
        return f"{value:.0f} %"
    if unit == "x":
        return f"{value:.2f}"
    return translate(_("{value:.1f} s", value=value)) if unit == "s" else f"{value:.1f}"


def _describe_limit(gauge: Gauge, i: int) -> str:
    """Return the limit that is broken in a picture; without one, those from which the value is watched."""

    def show(value: float) -> str:
        shown = _show(value, gauge.unit)
        return shown.lstrip("+") if gauge.low is None or gauge.high is None else shown

    if math.isfinite(gauge.limits[i]):
        return _("limit {limit}", limit=show(float(gauge.limits[i])))
    if gauge.low is not None and gauge.high is not None:
        if gauge.low == -gauge.high:
            return _("limit {limit}", limit="\u00b1" + show(gauge.high).lstrip("+"))
        return _("limit {low} to {high}", low=show(gauge.low), high=show(gauge.high))
    one = gauge.high if gauge.low is None else gauge.low
    return "" if one is None else _("limit {limit}", limit=show(one))
