"""Damaged landmarks: noise, gaps, few frames, odd times, jumps. A result comes out all the same."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from formcheck.exercises import list_exercises
from formcheck.pose import PoseTrack
from formcheck.sources.track_file import load_track
from tests.contract.running import run

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.pose.npz"))


def damage(track: PoseTrack, rng: np.random.Generator) -> PoseTrack:
    """Return the track with noise of any size, and some of: gaps, few frames, another pace, a jump of the picture."""
    arrays = {name: getattr(track, name).copy() for name in ("pixels", "world", "visibility", "surface")}
    arrays["pixels"] += rng.normal(0, 10 ** rng.uniform(-1, 1.6), arrays["pixels"].shape)
    arrays["surface"] += rng.normal(0, 10 ** rng.uniform(-3, 0.3), arrays["surface"].shape)
    for _ in range(rng.integers(0, 6)):
        start = rng.integers(0, len(track))
        for array in arrays.values():
            array[start : start + rng.integers(1, 60)] = np.nan
    arrays["pixels"][rng.integers(0, 2 * len(track)) :] += 300.0
    count = max(3, len(track) // int(rng.integers(1, 12)))
    kept = np.sort(rng.permutation(len(track))[:count])
    frames = kept if rng.random() < 0.3 else np.arange(len(track))
    return replace(
        track,
        time_s=track.time_s[frames] * (rng.uniform(0.05, 3.0) if rng.random() < 0.3 else 1.0),
        people=track.people[frames],
        **{name: array[frames] for name, array in arrays.items()},
    )


@pytest.mark.parametrize("seed", range(40))
def test_damaged_landmarks_give_a_result(seed: int) -> None:
    rng = np.random.default_rng(seed)
    path = GOLDEN[rng.integers(len(GOLDEN))]
    own = next(e for name, e in list_exercises().items() if path.name.startswith(name))
    exercise = own if rng.random() < 0.7 else list(list_exercises().values())[rng.integers(len(list_exercises()))]
    track = damage(load_track(path), rng)
    result = run(exercise, replace(track, surface_kind=exercise.surface.name if exercise.surface else ""))
    json.dumps(result.to_dict(), allow_nan=False)
    assert result.form in ("good", "adjust", "not-measurable")
