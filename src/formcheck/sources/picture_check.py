"""Whether a camera's pictures are dark or stand still."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["PictureCheck"]

_BLACK_AFTER_S = 1.0
"""Our choice: longer than a camera takes to adapt when a light is switched."""
_BLACK_LEVEL = 10.0
"""Mean brightness, 0 to 255, below which a picture is black. Our choice: a covered lens gives 0 to 5 with its noise."""
_EVERY = 8
"""Every so-many-th pixel and row is looked at for brightness; for a first comparison, every so-many-th row."""


class PictureCheck:
    """Follows the pictures of a camera, in order of time.

    Standing still means the same bytes: a sensor that works has noise. A compressed film of a person who holds still
    may repeat a picture too, so what counts as frozen is longer there.

    Attributes
    ----------
    black : the pictures have been black for 1 s.
    frozen : the pictures have been the same for ``frozen_after_s``.
    """

    def __init__(self, frozen_after_s: float) -> None:
        self.black = self.frozen = False
        self._frozen_after_s = frozen_after_s
        self._dark_from_s: float | None = None
        self._same_from_s = 0.0
        self._before: npt.NDArray[np.uint8] | None = None

    def take(self, time_s: float, rgb: npt.NDArray[np.uint8]) -> None:
        """Look at the next picture, (height, width, 3) uint8."""
        if float(rgb[::_EVERY, ::_EVERY].mean()) >= _BLACK_LEVEL:
            self._dark_from_s = None
        elif self._dark_from_s is None:
            self._dark_from_s = time_s
        if self._before is None or not _are_same(self._before, rgb):
            self._same_from_s = time_s
        self._before = rgb
        self.black = self._dark_from_s is not None and time_s - self._dark_from_s >= _BLACK_AFTER_S
        self.frozen = time_s - self._same_from_s >= self._frozen_after_s


def _are_same(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> bool:
    return np.array_equal(one[::_EVERY], other[::_EVERY]) and np.array_equal(one, other)
