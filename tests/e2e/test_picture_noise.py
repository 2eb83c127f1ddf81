"""Pictures with the noise that a camera adds in poor light: what it hides is not guessed at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from formcheck import analyze
from formcheck.results import Measure
from tests.e2e.clips import SAMPLES, Rgb, change_pictures, keep_every, keep_until, read_clip, write_clip

HELD = SAMPLES / "draw-in-breath-held.mp4"
TWO_REPS_S = 21.0


@pytest.mark.slow
def test_a_held_breath_in_noise_is_not_called_one_that_went_on(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)

    def add_noise(rgb: Rgb) -> Rgb:
        noise = rng.integers(-1, 2, rgb.shape[:2])[..., None]
        return np.asarray(np.clip(rgb + noise, 0, 255), np.uint8)

    pictures = keep_every(keep_until(read_clip(HELD), TWO_REPS_S), 2)
    result = analyze(write_clip(tmp_path / "noisy.mp4", change_pictures(pictures, add_noise)), "draw-in")
    assert len(result.counted) == 2
    breaths = [rep.measures["breath_in_hold_pct"] for rep in result.counted]
    assert not any(isinstance(m, Measure) and m.value + m.uncertainty > 10.0 for m in breaths)
