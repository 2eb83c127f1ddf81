"""Texts as they are shown: in the person's language, as sentences, in lines that fit."""

from __future__ import annotations

import re
from typing import Any

from rich.console import Console, RenderableType
from rich.containers import Lines
from rich.padding import Padding
from rich.text import Text

from formcheck.advisor import Decision
from formcheck.messages import _, translate
from formcheck.results import Form
from formcheck.wrapping import find_breaks, is_wide

__all__ = [
    "DECISION_NAMES",
    "FORM_NAMES",
    "capitalize",
    "flow",
    "make_sentence",
    "show_name",
    "show_number",
    "show_unit",
]

DECISION_NAMES: dict[Decision, str] = {
    "see-a-doctor": _("see a doctor"),
    "stop": _("stop"),
    "adjust": _("adjust"),
    "continue": _("continue"),
    "undecided": _("undecided"),
}
FORM_NAMES: dict[Form, str] = {"good": _("good"), "adjust": _("faults"), "not-measurable": _("not judged")}
_ENDS = (".", "!", "?", "。", "！", "？")
_UNITS: dict[str, str] = {text: text for text in (_("deg"), _("s"), _("x"), _("per min"), _("times"))}
"""Units that are words; the others are the same in every language."""
_DIGITS = {"deg": 0, "s": 1, "x": 2, "SPARC": 1, "%": 1, "per min": 0, "times": 0}
"""Decimals that are shown of a value."""


def make_sentence(text: str) -> str:
    """Return a clause in the person's language as a sentence, with a capital and a full stop."""
    shown = capitalize(text)
    return shown if shown.endswith(_ENDS) else translate(_("{text}.", text=shown))


def capitalize(text: str) -> str:
    """Return a text in the person's language, beginning with a capital."""
    shown = translate(text)
    return shown[:1].upper() + shown[1:]


def show_name(heading: str) -> str:
    """Return the heading of a column as it stands in a sentence.

    In Japanese, and after a slash, a space only says where it may break.
    """
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])|(?<=/) ", "", translate(heading))


def show_unit(unit: str) -> str:
    """Return the unit of a measure in the person's language."""
    return translate(_UNITS.get(unit, unit))


def show_number(value: float, unit: str, *, is_signed: bool = True) -> str:
    """Return a value of a measure as exact as it is, with its sign where that has a meaning (not of an uncertainty)."""
    digits = _DIGITS.get(unit, 1)
    while not is_signed and value > 1e-3 and not round(value, digits):
        digits += 1  # no uncertainty is 0
    sign = "+" if is_signed and unit in ("deg", "%") else ""
    return f"{round(value, digits) + 0.0:{sign}.{digits}f}"


def flow(text: str, style: str = "") -> RenderableType:
    """Return a text that is already in the person's language as one that rich breaks into lines well."""
    if not any(map(is_wide, text)):
        return Text(text, style)
    return Padding(_JapaneseText(text, style), 0)  # alone, rich would make a plain Text of it


class _JapaneseText(Text):
    """Text in which words do not stand apart; rich would break it before a full stop, and leave lines half empty."""

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:
        del console, options  # all of this text is at the left, and none of it is cut off
        lines = Lines()
        for line in self.split(allow_blank=True):
            parts = line.divide(find_breaks(line.plain, width))
            for part in parts:
                part.rstrip()
            lines.extend(parts)
        return lines
