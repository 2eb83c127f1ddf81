"""The engine is far faster than any camera."""

from __future__ import annotations

import time

import pytest

from formcheck.exercises.base import Exercise
from formcheck.pose import PoseTrack
from formcheck.session import Session
from tests.contract.running import KNOWN, find_motions
from tests.synthetic import join

LENGTH_S, FPS = 60.0, 30.0
LEAST_FPS = 10_000
"""Half of what is aimed at (20,000), so that a busy machine does not fail."""


@pytest.mark.parametrize("exercise", KNOWN, ids=lambda e: e.name)
def test_a_minute_of_film_is_judged_in_a_fraction_of_a_second(exercise: Exercise) -> None:
    one = find_motions(exercise).first(fps=FPS, noise_px=0.5)
    frames = int(LENGTH_S * FPS)
    track = join(*[one] * (frames // len(one) + 1)).slice(0, frames)
    best_s = min(push(exercise, track) for _ in range(3))
    print(f"{exercise.name}: {frames / best_s:,.0f} frames/s")
    assert frames / best_s > LEAST_FPS


def push(exercise: Exercise, track: PoseTrack) -> float:
    """Return how long the engine took, in the time of its own process, s."""
    session = Session(exercise)
    start_s = time.process_time()
    session.push(track)
    return time.process_time() - start_s
