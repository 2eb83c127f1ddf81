"""Draw all of one picture: the figure, its gauges, count and phase, caption."""

from __future__ import annotations

import functools

import numpy as np

from formcheck.drawing.figure import FigureBrush
from formcheck.drawing.lettering import EDGE, SIGN, Lettering, Row, put
from formcheck.drawing.looks import COLOURS, DIM, WORDS, Picture, find_text_size
from formcheck.exercises.base import Exercise
from formcheck.messages import _, translate
from formcheck.pose import PoseTrack
from formcheck.report.video.captions import Caption, list_captions, name_unjudged
from formcheck.report.video.dials import DialBrush, Place
from formcheck.report.video.gauges import make_gauges
from formcheck.report.video.layout import find_region, lies
from formcheck.report.video.timeline import Moment, Timeline
from formcheck.report.words import capitalize, make_sentence
from formcheck.results import SetResult

__all__ = ["Painter"]

_MOST_LINES = 3
"""Lines of the note of what was not judged; the names of more rules are left to the report."""


class Painter:
    """Draws what was seen in a set into its pictures.

    Parameters
    ----------
    track : the landmarks, one for each picture.
    width, height : of the pictures that are drawn on, px.
    scale : px of the picture for one of the track.
    """

    def __init__(
        self, exercise: Exercise, result: SetResult, track: PoseTrack, width: int, height: int, scale: float
    ) -> None:
        observed = exercise.observe(track)
        self._points = track.pixels * np.float32(scale)
        self._side = observed.side
        self._time_s = track.time_s
        thickness = max(3, round(min(width, height) / 95))
        self._lettering = Lettering(find_text_size(width, height))
        self._figure = FigureBrush(thickness)
        self._margin = round(0.4 * self._lettering.size_px)
        self._set_caption = functools.lru_cache(16)(self._make_caption)
        self._region = find_region(self._points, width, height, self._lettering.size_px)
        place: Place = "above" if lies(self._points) else "left" if self._region.x else "right"
        self._dials = DialBrush(self._lettering, thickness, scale, place)
        self._gauges = make_gauges(exercise, result, track, observed)
        captions = list_captions(exercise, result, track.time_s, observed.seen)
        self._timeline = Timeline(exercise, result, captions)
        self._unjudged = self._make_note(name_unjudged(exercise, result))

    @property
    def below(self) -> int:
        """How much higher than asked for the pictures are to be, px: a band for text that has no other place."""
        return self._region.below

    def draw(self, picture: Picture, i: int) -> None:
        """Draw what belongs to picture ``i`` of the track."""
        self.draw_figure(picture, i)
        moment = self._timeline.at(float(self._time_s[i]))
        self._draw_counts(picture, moment)
        self._draw_captions(picture, moment)

    def draw_figure(self, picture: Picture, i: int) -> None:
        """Draw the figure and its gauges only, without words."""
        self._figure.draw(picture, self._points[i], int(self._side[i]))
        for gauge in self._gauges:
            self._dials.draw(picture, gauge, i)

    def _draw_counts(self, picture: Picture, moment: Moment) -> None:
        width, make = picture.shape[1], self._lettering.plate
        count = make((Row(moment.count, size=1.8), Row(translate(moment.counted), DIM)))
        put(picture, count, self._margin, self._margin)
        if moment.phase:
            word = translate(moment.phase)
            phase = make((Row(word, size=1.3),))
            if count.shape[1] + phase.shape[1] + 3 * self._margin > width:
                phase = make((Row(word),))
            put(picture, phase, width - phase.shape[1] - self._margin, self._margin)

    def _draw_captions(self, picture: Picture, moment: Moment) -> None:
        """Put the caption at the edge, or without one the note of what was not judged."""
        plate = self._set_caption(moment.caption) if moment.caption else self._unjudged
        if plate is not None:
            put(picture, plate, self._region.x, picture.shape[0], self._margin)

    def _make_caption(self, caption: Caption) -> Picture:
        """Return the plate of a caption: the grade in words, and what is said."""
        lead = translate(_("{name}: {text}", name=capitalize(WORDS[caption.grade]), text=""))
        text = make_sentence(caption.text)
        room, size = self._find_room(), self._lettering.size_px
        first, *others = self._lettering.wrap(lead + text, room, room - (SIGN - EDGE) * size)
        if not first.startswith(lead):  # there is no room for a word beside it
            first, others = lead, self._lettering.wrap(text, room)
        row = Row(first[len(lead) :], lead=lead, lead_colour=COLOURS[caption.grade])
        return self._lettering.plate((row, *map(Row, others)), caption.grade, True)

    def _find_room(self) -> float:
        return self._region.width - 2.0 * self._margin - (0.6 + EDGE) * self._lettering.size_px

    def _make_note(self, text: str) -> Picture | None:
        if not text:
            return None
        lines = self._lettering.wrap(capitalize(text), self._find_room())
        if len(lines) > _MOST_LINES:
            lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1].rstrip(", 、") + " ..."]
        return self._lettering.plate(tuple(Row(line, DIM) for line in lines), "unjudged")
