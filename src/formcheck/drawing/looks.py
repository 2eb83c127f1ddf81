"""Colours, words and sizes, told apart with every kind of colour vision, and each with a word or a sign."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from formcheck.messages import _
from formcheck.results import Severity

__all__ = [
    "COLOURS",
    "DIM",
    "FAR",
    "GROUND",
    "NEAR",
    "OUTLINE",
    "PLATE",
    "WHITE",
    "WORDS",
    "Colour",
    "Grade",
    "Picture",
    "find_text_size",
    "to_points",
]

Picture = npt.NDArray[np.uint8]
"""(height, width, 3) uint8, RGB; drawn on in place."""
Colour = tuple[int, int, int]
Grade = Severity | Literal["unjudged", "good", "info"]

WHITE: Colour = (255, 255, 255)
DIM: Colour = (190, 196, 204)
PLATE: Colour = (18, 22, 30)
GROUND: Colour = (46, 54, 66)
"""The ground of a film of the skeleton alone."""
OUTLINE: Colour = (10, 12, 16)
NEAR: Colour = (86, 180, 233)
FAR: Colour = (158, 165, 175)
COLOURS: dict[Grade, Colour] = {
    "fault": (255, 122, 40),
    "watch": (240, 228, 66),
    "unjudged": (205, 210, 216),
    "good": NEAR,
    "info": WHITE,
}
"""Source: Okabe and Ito's vermilion, yellow and sky blue, from memory; the first made brighter for a dark plate."""
WORDS: dict[Grade, str] = {"fault": _("fault"), "watch": _("watch"), "unjudged": _("not judged")}


def find_text_size(width: int, height: int) -> float:
    """Return the size of the text, px: a capital is 0.75 of it high, a line with its ascenders and descenders 0.95.

    On a picture that is wider than high a capital is 4 % of the height; on a high one a line is, for it has less room.
    """
    return 0.0535 * height if width >= height else 0.043 * height


def to_points(points: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """Return points, px, as whole numbers of 1/8 px, which OpenCV takes with ``shift=3``."""
    places: npt.NDArray[np.int32] = np.round(np.clip(points, -16_000, 16_000) * 8.0).astype(np.int32)
    return places
