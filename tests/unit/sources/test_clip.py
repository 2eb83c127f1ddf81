"""Frames of a clip, whatever reads it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from formcheck.exercises import find_exercise
from formcheck.sources.clip import Clip
from tests.e2e.clips import SAMPLES, keep_until, read_clip, write_clip


@pytest.mark.slow
def test_frames_are_the_same_with_threads_and_without(tmp_path: Path) -> None:
    film = write_clip(tmp_path / "film.mp4", keep_until(read_clip(SAMPLES / "draw-in-short.mp4"), 1.5))
    read = []
    for threaded in (True, False):
        with Clip(film, "lite", surface=find_exercise("draw-in").surface, threaded=threaded) as clip:
            read.append(list(clip))
            assert clip.source.frames == len(read[-1]) == 45
    for one, other in zip(*read, strict=True):
        assert (one.time_s, one.people) == (other.time_s, other.people)
        for name in ("pixels", "world", "visibility", "surface"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert any(np.isfinite(frame.surface).any() for frame in read[0])
