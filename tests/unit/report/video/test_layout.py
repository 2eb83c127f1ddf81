"""The size of the film, and where its text finds room."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.pose import N_LANDMARKS, FloatArray
from formcheck.report.video.layout import find_region, find_size, lies


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((640, 480), (640, 480, 1.0)),
        ((360, 640), (360, 640, 1.0)),
        ((1920, 1080), (1280, 720, 2 / 3)),
        ((1080, 1920), (720, 1280, 2 / 3)),
        ((3840, 2160), (1280, 720, 1 / 3)),
        ((160, 120), (480, 360, 3.0)),
        ((5000, 10), (1280, 3, 0.256)),
    ],
)
def test_the_size_of_the_film(size: tuple[int, int], expected: tuple[int, int, float]) -> None:
    width, height, scale = find_size(*size)
    assert (width, height) == expected[:2]
    assert scale == pytest.approx(expected[2])


def body(left: float, top: float, right: float, bottom: float) -> FloatArray:
    points = np.zeros((5, N_LANDMARKS, 2))
    points[:, :, 0] = np.linspace(left, right, N_LANDMARKS)
    points[:, :, 1] = np.linspace(top, bottom, N_LANDMARKS)
    return points


def test_captions_hide_nothing_of_the_body() -> None:
    low, beside = (
        find_region(body(50, 100, 600, 250), 640, 480, 25.0),
        find_region(body(40, 20, 200, 460), 640, 480, 25),
    )
    assert (low.x, low.width, low.below) == (0, 640, 0)
    assert (beside.x, beside.x + beside.width, beside.below) == (200, 640, 0)
    nowhere = find_region(body(50, 20, 310, 620), 360, 640, 27.0)
    assert nowhere.width == 360
    assert nowhere.below > 5 * 27.0
    assert nowhere.below % 2 == 0


def test_where_nobody_was_found_text_is_at_the_lower_edge() -> None:
    nobody = np.full((3, N_LANDMARKS, 2), np.nan)
    assert find_region(nobody, 640, 480, 25.0) == find_region(body(50, 100, 600, 250), 640, 480, 25.0)
    assert not lies(nobody)


def test_a_lying_body_is_told_from_a_standing_one() -> None:
    assert lies(body(50, 100, 600, 250))
    assert not lies(body(40, 20, 200, 460))
