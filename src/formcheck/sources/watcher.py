"""From pictures of one camera or video to whole pose frames: landmarks, number of people, movement of the trunk."""

from __future__ import annotations

import contextlib
import dataclasses

import numpy as np
import numpy.typing as npt

from formcheck.pose import PoseFrame, SurfaceKind
from formcheck.provenance import ModelInfo
from formcheck.sources.landmarker import Landmarker
from formcheck.sources.people import PeopleCounter
from formcheck.sources.surface import SurfaceFollower

__all__ = ["Watcher"]


class Watcher:
    """Make a `PoseFrame` of each picture, in order of time: first `find`, then `complete`.

    Parameters
    ----------
    model : landmark model, see `Landmarker`.
    surface : how to follow the trunk's surface; None not to.

    Raises
    ------
    SetupError
        When the model or a system library is missing.
    """

    def __init__(self, model: str = "full", surface: SurfaceKind | None = None) -> None:
        with contextlib.ExitStack() as made:
            self._landmarker = Landmarker(model)
            made.callback(self._landmarker.close)
            self._counter = PeopleCounter()
            made.callback(self._counter.close)
            self._made = made.pop_all()
        self._follower = SurfaceFollower(surface) if surface else None

    @property
    def model(self) -> ModelInfo:
        """The landmark model in use."""
        return self._landmarker.model

    def close(self) -> None:
        """Free the models."""
        self._made.close()

    def find(self, time_s: float, rgb: npt.NDArray[np.uint8]) -> PoseFrame:
        """Return the landmarks in one picture, see `Landmarker.detect`."""
        return self._landmarker.detect(time_s, rgb)

    def complete(self, frame: PoseFrame, rgb: npt.NDArray[np.uint8]) -> PoseFrame:
        """Return the frame with the number of people and the movement of the trunk's surface.

        May run in another thread than `find`, which can be at the next picture already.
        """
        people = self._counter.count(frame, rgb)
        surface = frame.surface if self._follower is None else self._follower.follow(frame, rgb)
        return dataclasses.replace(frame, people=people, surface=surface)
