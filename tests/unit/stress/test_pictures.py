"""What is done to single pictures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from formcheck.stress.pictures import Rgb, add_noise, blur, mirror, multiply, rotate, scale

WIDTH, HEIGHT = 200, 100


def paint(x: int, y: int, level: int = 255) -> Rgb:
    """Return a black picture with a light square of 5x5 pixels around a place."""
    rgb = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    rgb[y - 2 : y + 3, x - 2 : x + 3] = level
    return rgb


def find(rgb: Rgb) -> tuple[float, float]:
    """Return the middle of what is light, x and y in pixels."""
    weights = rgb.sum(axis=2, dtype=np.float64)
    y, x = np.indices(weights.shape)
    return float((weights * x).sum() / weights.sum()), float((weights * y).sum() / weights.sum())


@pytest.fixture
def noise() -> Rgb:
    return np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)


def test_a_mirrored_picture_has_its_left_at_the_right(noise: Rgb) -> None:
    assert find(mirror(paint(20, 30))) == pytest.approx((WIDTH - 1 - 20, 30))
    assert np.array_equal(mirror(mirror(noise)), noise)


@pytest.mark.parametrize("deg", [-5.0, 3.0, 90.0])
def test_a_turned_picture_turns_about_its_middle_against_the_clock(deg: float) -> None:
    x, y = find(rotate(paint(130, 50), deg))  # to the right of the middle: turned against the clock it goes up
    turned = 30.5 * np.array([np.cos(np.radians(deg)), -np.sin(np.radians(deg))])
    assert (x, y) == pytest.approx((99.5 + turned[0], 49.5 + turned[1]), abs=0.7)


def test_the_corners_of_a_turned_picture_are_not_black() -> None:
    grey = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    assert np.array_equal(rotate(grey, 5.0), grey)


def test_a_scaled_picture_is_smaller_with_the_same_proportions() -> None:
    small = scale(paint(100, 40), 0.25)
    assert small.shape == (25, 50, 3)
    assert find(small) == pytest.approx((25, 10), abs=0.5)
    assert scale(np.zeros((3, 3, 3), np.uint8), 0.1).shape == (1, 1, 3)


def test_brightness_is_multiplied_and_ends_at_white() -> None:
    assert multiply(paint(50, 50, 200), 0.25).max() == 50
    assert multiply(paint(50, 50, 200), 1.6).max() == 255
    assert multiply(paint(50, 50, 200), 1.6).min() == 0


def test_a_blur_is_as_wide_in_any_resolution() -> None:
    def measure_width_share(size: int) -> float:
        edge = np.zeros((size, size, 3), np.uint8)
        edge[:, size // 2 :] = 255
        row = blur(edge, 0.02)[size // 2, :, 0].astype(float)
        return float(((row > 255 * 0.16) & (row < 255 * 0.84)).sum()) / size  # between -1 and +1 sigma

    assert measure_width_share(400) == pytest.approx(0.04, abs=0.004)
    assert measure_width_share(1200) == pytest.approx(0.04, abs=0.004)


def test_noise_has_the_strength_asked_for_and_no_bias() -> None:
    grey = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    change = add_noise(grey, 10.0, np.random.default_rng(0)).astype(float) - 128
    assert change.std() == pytest.approx(10.0, rel=0.05)
    assert abs(change.mean()) < 0.3


def test_noise_does_not_wrap_around_at_black_and_white() -> None:
    rng = np.random.default_rng(0)
    assert add_noise(np.zeros((50, 50, 3), np.uint8), 25.0, rng).max() < 150
    assert add_noise(np.full((50, 50, 3), 255, np.uint8), 25.0, rng).min() > 105


@pytest.mark.parametrize(
    "change",
    [
        mirror,
        lambda rgb: rotate(rgb, 3.0),
        lambda rgb: scale(rgb, 0.5),
        lambda rgb: multiply(rgb, 0.5),
        lambda rgb: blur(rgb, 0.01),
        lambda rgb: add_noise(rgb, 10.0, np.random.default_rng(0)),
    ],
)
def test_the_picture_given_stays_as_it_was_and_the_new_one_lies_in_one_piece(
    change: Callable[[Rgb], Rgb], noise: Rgb
) -> None:
    before = noise.copy()
    changed = change(noise)
    assert np.array_equal(noise, before)
    assert not np.shares_memory(changed, noise)
    assert changed.dtype == np.uint8
    assert changed.flags.c_contiguous  # MediaPipe takes no other
