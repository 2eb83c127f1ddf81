"""Where text finds room: beside the body, for the whole of a film, so that it does not jump about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.pose import FloatArray

__all__ = ["Region", "find_region", "find_size", "lies"]

_LINES = 3.4
"""Lines of text that a band below the body must have room for."""
_LINES_UPRIGHT = 6.4
"""The same for a picture that is higher than wide, in which lines are short."""
_COLUMN = 0.36
"""Share of the width of the picture that a column of text beside the body takes at least."""
_LONG, _SHORT, _LEAST = 1280, 720, 360
"""Largest long and short side of the film, px, and the least short side: text on a smaller one is not read.

Source: our choice: enough on a phone; 1920 x 1080 takes almost as long to write as to analyse (benchmarks/annotate.py).
"""


@dataclass(frozen=True, slots=True)
class Region:
    """Where captions go: from ``x`` on for ``width``, px, at the lower edge; ``below`` is added there for them, px."""

    x: int
    width: int
    below: int = 0


def find_size(width: int, height: int) -> tuple[int, int, float]:
    """Return the size of the film for pictures of a size, px, and how much larger than they it is.

    That is their own where it can be; no more than 1280 x 720, upright or not, and 360 across at least.
    """
    long, short = max(width, height), min(width, height)
    scale = min(max(1.0, _LEAST / short), _LONG / long, max(_SHORT / short, 1e-9))
    return max(2, round(width * scale)), max(2, round(height * scale)), scale


def lies(points: FloatArray) -> bool:
    """Return whether the body, (n, 33, 2) px, is wider than high in most pictures."""
    seen = points[np.isfinite(points).all(axis=(1, 2))]
    if not len(seen):
        return False
    wide, high = np.median(np.ptp(seen, axis=1), axis=0)
    return bool(wide > high)


def find_region(points: FloatArray, width: int, height: int, text_px: float) -> Region:
    """Return where captions hide nothing of the body: below it, beside it, or else in a band below the picture.

    Parameters
    ----------
    points : (n, 33, 2) landmarks, px of the picture; NaN where nobody was found.
    text_px : size of the text.
    """
    whole = Region(0, width)
    seen = points[np.isfinite(points).all(axis=(1, 2))]
    if not len(seen):
        return whole
    left, _top = np.clip(np.percentile(seen.min(axis=1), 5, axis=0), 0, (width, height))
    right, lower = np.clip(np.percentile(seen.max(axis=1), 95, axis=0), 0, (width, height))
    band = round((_LINES if width >= height else _LINES_UPRIGHT) * 1.22 * text_px + text_px)
    if height - lower >= band:
        return whole
    room = int(max(left, width - right))
    if room >= _COLUMN * width:
        return Region(0 if left > width - right + text_px else width - room, room)
    return Region(0, width, band + band % 2)
