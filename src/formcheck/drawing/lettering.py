"""Text on dark plates: made once, and copied into the pictures in which it is shown."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.drawing.looks import COLOURS, OUTLINE, PLATE, WHITE, Colour, Grade, Picture
from formcheck.sources.native import import_native
from formcheck.wrapping import wrap

__all__ = ["EDGE", "SIGN", "Lettering", "Row", "put"]

cv2 = import_native("cv2")
EDGE, SIGN = 0.25, 1.75
"""Room that the colour at the edge, and a sign, take before text, in sizes of the text."""
_ASCENT, _LINE = 0.92, 1.22
"""Height of a line over its base, and distance of lines, in sizes of the text. Source: OpenCV's font, measured."""
_MARKS: dict[Grade, str] = {"fault": "!", "watch": "!", "unjudged": "?", "good": "✓", "info": "i"}
_LEAST_LAST = 0.25
"""Share of the width that the last line of several takes, if it can be had. Source: our choice."""
_NARROWEST = 0.4
"""Least width of a column of text (a Japanese character takes two), in sizes of the text. Source: as above."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text in the person's language; ``size`` is a multiple of the usual one, ``lead`` comes before it."""

    text: str
    colour: Colour = WHITE
    size: float = 1.0
    lead: str = ""
    lead_colour: Colour = WHITE


class Lettering:
    """Makes plates of text of one size.

    Parameters
    ----------
    size_px : see `find_text_size`.
    kept : plates that are kept, for the text of a moment is needed again in the next picture.
    """

    def __init__(self, size_px: float, kept: int = 256) -> None:
        self.size_px = size_px
        self._font = cv2.FontFace("sans")
        self.plate = functools.lru_cache(kept)(self._make_plate)

    def wrap(self, text: str, width_px: float, first_px: float | None = None) -> list[str]:
        """Return the lines of a text that fit into a width, the first one into another.

        The last one is not left with a word alone where shorter lines before it give it more.
        """
        first_px = width_px if first_px is None else first_px
        lines = self._fill_lines(text, width_px, first_px)
        for less in (0.05, 0.1, 0.15):
            if len(lines) == 1 or self.measure(lines[-1]) >= _LEAST_LAST * width_px:
                break
            shorter = self._fill_lines(text, (1 - less) * width_px, first_px - less * width_px)
            lines = shorter if len(shorter) == len(lines) else lines
        return lines

    def _fill_lines(self, text: str, width_px: float, first_px: float) -> list[str]:
        lines, rest, room = [], text.strip(), first_px
        while rest:
            lines.append(self._cut_line(rest, room))
            rest, room = rest[len(lines[-1]) :].lstrip(), width_px
        return lines

    def _cut_line(self, text: str, width_px: float) -> str:
        columns = min(len(text) * 2, max(2, int(width_px / (_NARROWEST * self.size_px))))
        while True:
            line = wrap(text, columns)[0]
            if columns <= 2 or self.measure(line) <= width_px:
                return line
            columns -= 1

    def measure(self, text: str, size: float = 1.0) -> float:
        """Return the width of a line of text, px."""
        if not text:
            return 0.0
        box: Sequence[int] = cv2.getTextSize((0, 0), text, (0, 0), self._font, self._round(size), 600)
        return float(box[0] + box[2])

    def _round(self, size: float) -> int:
        return max(1, round(size * self.size_px))

    def _make_plate(self, rows: tuple[Row, ...], grade: Grade | None = None, sign: bool = False) -> Picture:
        """Return a plate with rows of text, (height, width, 3): a grade's colour at its edge, its sign at the first.

        It is kept and shared: never draw on it.
        """
        pad = round(0.3 * self.size_px)
        left = pad + (round(EDGE * self.size_px) if grade else 0)
        lefts = [pad + round(SIGN * self.size_px) if sign else left, *[left] * (len(rows) - 1)]
        heights = [_LINE * self._round(row.size) for row in rows]
        # OpenCV breaks what does not fit: a little more room is given, and cut off
        widths = (self.measure(row.lead + row.text, row.size) for row in rows)
        width = int(max(map(sum, zip(lefts, widths, strict=True)))) + pad
        plate = np.full((int(sum(heights)) + 2 * pad, width + self._round(3.0), 3), PLATE, np.uint8)
        base = float(pad)
        for row, left, height in zip(rows, lefts, heights, strict=True):
            size = self._round(row.size)
            at = (left, round(base + _ASCENT * size))
            after, _drawn = cv2.putText(plate, row.lead, at, row.lead_colour, self._font, size, 600)
            cv2.putText(plate, row.text, after if row.lead else at, row.colour, self._font, size, 600)
            base += height
        plate = np.ascontiguousarray(plate[:, :width])
        if grade is not None:
            plate[:, : max(2, round(0.16 * self.size_px))] = COLOURS[grade]
            if sign:
                self._draw_sign(plate, grade, (pad + 0.8 * self.size_px, pad + 0.62 * self.size_px))
        plate.flags.writeable = False
        return plate

    def _draw_sign(self, plate: Picture, grade: Grade, centre: tuple[float, float]) -> None:
        """Draw a diamond, a triangle or a circle with its mark: the grade without its colour."""
        r = 0.6 * self.size_px
        corners = {"fault": [(0, -1), (1, 0), (0, 1), (-1, 0)], "watch": [(0, -1), (1, 0.8), (-1, 0.8)]}.get(grade)
        if corners is None:
            angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
            corners = list(zip(np.cos(angles), np.sin(angles), strict=True))
        points = np.round((np.array(corners) * r + centre) * 8).astype(np.int32)
        cv2.fillPoly(plate, [points], COLOURS[grade], cv2.LINE_AA, 3)
        mark, size = _MARKS[grade], self._round(0.85)
        at = (round(centre[0] - self.measure(mark, 0.85) / 2), round(centre[1] + 0.4 * size))
        cv2.putText(plate, mark, at, OUTLINE, self._font, size, 800)


def put(picture: Picture, plate: Picture, x: float, y: float, margin: int = 0) -> None:
    """Copy a plate into a picture with its upper left corner at a place, px, moved so that it lies inside.

    What is larger than the picture is cut off.
    """
    height, width = picture.shape[:2]
    plate = plate[:height, :width]
    h, w = plate.shape[:2]
    left, top = (int(max(0, min(max(at, margin), most - margin))) for at, most in ((x, width - w), (y, height - h)))
    picture[top : top + h, left : left + w] = plate
