"""The film of a sample clip: every picture of it, at its time, quickly, and with what the result says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from formcheck.analysis import analyze_with_track, make_session
from formcheck.report.video import write_annotated_video
from tests.e2e.clips import SAMPLES, Timed, keep_at_random_steps, keep_until, read_clip, write_clip

pytestmark = pytest.mark.slow

TICK_S = 1 / 90_000


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lift with a fault, at a variable frame rate."""
    pictures = keep_until(read_clip(SAMPLES / "hip-lift-over-arched.mp4"), 6.0)
    return write_clip(tmp_path_factory.mktemp("clip") / "clip.mp4", keep_at_random_steps(pictures, 3))


@pytest.mark.parametrize("skeleton_only", [False, True])
def test_the_film_of_a_clip(clip: Path, tmp_path: Path, skeleton_only: bool) -> None:
    session = make_session("hip-lift")
    result, track = analyze_with_track(clip, session)
    assert track is not None
    assert result.reps[0].findings
    path = tmp_path / "film.mp4"
    write_annotated_video(clip, track, result, path, exercise=session.exercise, skeleton_only=skeleton_only)
    source, drawn = list(read_clip(clip)), list(read_clip(path))
    assert [p.time_s for p in drawn] == pytest.approx([p.time_s for p in source], abs=TICK_S)
    assert drawn[0].rgb.shape == (480, 640, 3)
    assert has_cue(drawn[-1])
    assert not has_cue(drawn[0])
    alike = np.median(np.abs(drawn[0].rgb.astype(int) - source[0].rgb)) < 8
    assert alike != skeleton_only


def has_cue(picture: Timed) -> bool:
    """Return whether there is something of the colour of a fault."""
    r, g, b = (picture.rgb[300:, :, k].astype(int) for k in range(3))
    return bool(np.count_nonzero((r > 200) & (abs(g - 122) < 40) & (b < 90)) > 60)
