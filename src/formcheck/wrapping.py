"""Lines of a given width out of text in which words stand apart, Japanese in which they do not, or both."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

__all__ = ["find_breaks", "is_wide", "measure_width", "wrap"]

_SMALL_KANA = "ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_NOT_FIRST = ("Pe", "Pf", "Po", "Pd", "Lm")
_NOT_LAST = ("Ps", "Pi")
"""Kinds of characters that a line does not begin with (stops, closing brackets, marks of length), or end with."""
_PREFIXES = "おご"
"""Honorifics that belong to the kanji after them."""
_FILLED = 1 / 2
"""A line of Japanese ends after a phrase where that fills this share of the width. Source: our choice."""


def is_wide(char: str) -> bool:
    """Return whether a character takes two columns of a terminal."""
    return unicodedata.east_asian_width(char) in "WF"


def measure_width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(1 + is_wide(char) for char in text if not unicodedata.combining(char))


def find_breaks(text: str, width: int) -> list[int]:
    """Return where to break a line so that each part fits: after a space, or between two characters of Japanese.

    There the end of a phrase comes first: after a stop, or where kana go over to kanji. Spaces at the end of a part do
    not count. What offers no place is broken anywhere.
    """
    breaks: list[int] = []
    start = place = phrase = used = 0
    for i, char in enumerate(text):
        if i > start and _may_break(text[i - 1], char):
            place = i
            if used >= _FILLED * width and _ends_phrase(text[i - 1], char):
                phrase = i
        used += measure_width(char)
        while used > width and not char.isspace() and i > start:
            start = next((at for at in (phrase, place) if at > start), i)
            breaks.append(start)
            used = measure_width(text[start : i + 1])
    return breaks


def wrap(text: str, width: int) -> list[str]:
    """Return the lines of a text that fit into a width; line breaks in it are kept."""
    lines = []
    for line in text.splitlines() or [""]:
        ends = [0, *find_breaks(line, width), len(line)]
        lines += [line[a:b].rstrip() for a, b in pairwise(ends)]
    return lines


def _may_break(before: str, after: str) -> bool:
    if after.isspace():
        return False
    if before.isspace():
        return True
    if not (is_wide(before) or is_wide(after)) or before.isdigit() or after in _SMALL_KANA:
        return False  # a number keeps its unit
    if before in _PREFIXES and not _is_kana(after):
        return False
    return unicodedata.category(after) not in _NOT_FIRST and unicodedata.category(before) not in _NOT_LAST


def _ends_phrase(before: str, after: str) -> bool:
    """Return whether a phrase ends before a character: mostly a particle or the ending of a verb is its last one."""
    if before.isspace() or before == "を" or unicodedata.category(before).startswith("P"):
        return True
    return "ぁ" <= before <= "ん" and not "ぁ" <= after <= "ん"


def _is_kana(char: str) -> bool:
    return "ぁ" <= char <= "ヿ"
