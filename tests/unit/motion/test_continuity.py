from dataclasses import replace

import numpy as np
import pytest

from formcheck.motion.continuity import JUMP, LONGEST_S, CutFinder
from formcheck.pose import PoseTrack
from tests.synthetic import Lift, cut_film, hide, hip_lift_track

TRACK = hip_lift_track([Lift()] * 2)


def find(*blocks: PoseTrack) -> list[int]:
    finder, found, first = CutFinder(), [], 0
    for block in blocks:
        found += (finder.find(block) + first).tolist()
        first += len(block)
    return found


def test_a_film_without_cuts_has_none() -> None:
    assert find(TRACK) == []


def test_fast_lifts_are_no_cuts() -> None:
    assert find(hip_lift_track([Lift(up_s=0.3, hold_s=0.2, down_s=0.3)] * 4, fps=12, noise_px=1.0)) == []


@pytest.mark.parametrize("jump", [JUMP + 0.05, 1.5, -1.5])
def test_a_jump_of_the_trunk_is_a_cut(jump: float) -> None:
    assert find(cut_film(TRACK, TRACK.time_s[50], jump)) == [50]


def test_a_smaller_jump_is_none() -> None:
    assert find(cut_film(TRACK, TRACK.time_s[50], JUMP - 0.05)) == []


def test_hips_alone_that_jump_are_no_cut() -> None:
    pixels = TRACK.pixels.copy()
    pixels[50:, [23, 24], 1] -= 300
    assert find(replace(TRACK, pixels=pixels)) == []


@pytest.mark.parametrize("size", [1, 7, 50])
def test_blocks_do_not_matter(size: int) -> None:
    track = cut_film(cut_film(TRACK, TRACK.time_s[50]), TRACK.time_s[120])
    assert find(*(track.slice(i, i + size) for i in range(0, len(track), size))) == [50, 120]


def test_a_cut_shows_across_a_short_gap_and_not_across_a_long_one() -> None:
    at_s = float(TRACK.time_s[50])
    track = cut_film(TRACK, at_s)
    assert find(hide(track, at_s - 0.1, at_s)) == [50]
    assert find(hide(track, at_s - LONGEST_S, at_s)) == []


def test_nobody_is_no_cut() -> None:
    assert find(hide(TRACK, -np.inf, np.inf), TRACK) == []
