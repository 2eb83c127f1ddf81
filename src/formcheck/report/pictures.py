"""What our pictures share: the font, the colours, the limits, and how they are kept and shown.

Made with matplotlib's objects, without pyplot and without its global settings. The font is the one of the package
matplotlib_fontja, for Japanese; that package is not imported, for it changes the settings of the whole process.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from formcheck.errors import SetupError
from formcheck.exercises.base import Limit
from formcheck.messages import Message, _, translate
from formcheck.report.words import capitalize, show_name, show_unit

__all__ = [
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "VERMILLION",
    "Chart",
    "Font",
    "draw_limits",
    "name_panel",
    "set_tick_font",
    "set_title",
]

BLUE, ORANGE, VERMILLION, GREEN, GREY = "#0072B2", "#E69F00", "#D55E00", "#009E73", "#555555"
"""Told apart with every kind of colour vision. Source: Okabe and Ito's colours, from memory."""
_SHOWN_DPI, _SHARPER = 80, 2
"""Pixels an inch in a notebook, and how many of the picture's own there are for each, for sharp screens."""


class Chart(Figure):
    """A matplotlib figure that a notebook shows by itself, without pyplot."""

    def __init__(self, width_in: float, height_in: float) -> None:
        super().__init__(figsize=(width_in, height_in), layout="constrained")
        FigureCanvasAgg(self)

    def save(self, file: IO[bytes], **options: Any) -> None:
        """Write the picture; options as of matplotlib's ``savefig``."""
        with _allow_any_script():
            self.savefig(file, **options)

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """Return the picture for a notebook, and the size it is shown in, in pixels."""
        out = io.BytesIO()
        self.save(out, format="png", dpi=_SHARPER * _SHOWN_DPI, metadata={"Software": None})
        width_in, height_in = self.get_size_inches()
        return out.getvalue(), {"width": round(width_in * _SHOWN_DPI), "height": round(height_in * _SHOWN_DPI)}


class Font:
    """The font by its size in points."""

    def __init__(self) -> None:
        found = importlib.util.find_spec("matplotlib_fontja")
        if found is None or not found.submodule_search_locations:
            raise SetupError(_("the package matplotlib-fontja is missing. Install formcheck again."))
        self._file = Path(found.submodule_search_locations[0], "fonts", "ipaexg.ttf")

    def __call__(self, size_pt: float) -> FontProperties:
        return FontProperties(fname=self._file, size=size_pt)


def draw_limits(panel: Axes, limits: Iterable[Limit], font: FontProperties) -> None:
    """Draw the limits from which a measure is watched (dashed) and a fault (full): those in sight and the nearest."""
    bottom, top = panel.get_ylim()
    lines: list[tuple[float, float, Message, str]] = []
    for limit in limits:
        for threshold, word, style in ((limit.watch, _("watch"), "--"), (limit.fault, _("fault"), "-")):
            if threshold is not None:
                away = max(bottom - threshold.value, threshold.value - top, 0.0)
                lines.append((away, threshold.value, word, style))
    in_sight = max(top - bottom, min((away for away, *_line in lines), default=0.0))
    for _away, value, word, style in dict.fromkeys(line for line in lines if line[0] <= in_sight):
        panel.axhline(value, color=GREY, linestyle=style, linewidth=1.0, zorder=1)
        panel.annotate(
            translate(word),
            (1.0, value),
            (-2.0, 2.0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            color=GREY,
            fontproperties=font,
        )


def name_panel(heading: str, unit: str) -> str:
    """Return the name of a measure with its unit, where it has one."""
    name = show_name(heading)
    return _("{name} ({unit})", name=name, unit=show_unit(unit)) if unit not in ("", "x", "SPARC") else name


def set_title(panel: Axes, title: str, font: FontProperties) -> None:
    """Give a panel its title and its looks."""
    panel.set_title(capitalize(title), loc="left", fontproperties=font)
    panel.grid(axis="y", color="#dddddd", linewidth=0.8)
    panel.set_axisbelow(True)
    panel.spines[["top", "right"]].set_visible(False)


def set_tick_font(chart: Chart, font: FontProperties) -> None:
    """Give all ticks the font, once everything is drawn."""
    with _allow_any_script():
        chart.draw_without_rendering()  # only now there are ticks
    for panel in chart.axes:
        for text in (*panel.get_xticklabels(), *panel.get_yticklabels()):
            text.set_fontproperties(font)


@contextlib.contextmanager
def _allow_any_script() -> Iterator[None]:
    """Let the title of an exercise of another package be in a script that the font does not have."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph .* missing from font", UserWarning)
        yield
