from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from formcheck.sources.picture_check import PictureCheck

Rgb = npt.NDArray[np.uint8]
RATE_HZ = 30


def watch(paint: Callable[[int], Rgb], seconds: float, check: PictureCheck | None = None) -> PictureCheck:
    check = check or PictureCheck(2.0)
    for number in range(round(seconds * RATE_HZ) + 1):
        check.take(number / RATE_HZ, paint(number))
    return check


def noise(level: int, number: int) -> Rgb:
    return (level + np.random.default_rng(number).integers(0, 3, (48, 64, 3))).astype(np.uint8)


def test_noise_is_neither_black_nor_frozen() -> None:
    check = watch(lambda n: noise(100, n), 5.0)
    assert not check.black
    assert not check.frozen


@pytest.mark.parametrize(("seconds", "frozen"), [(1.9, False), (2.0, True), (5.0, True)])
def test_the_same_bytes_for_two_seconds_are_frozen(seconds: float, frozen: bool) -> None:
    assert watch(lambda _: noise(100, 0), seconds).frozen is frozen


def test_one_byte_between_the_rows_first_compared_shows_that_it_is_alive() -> None:
    def paint(number: int) -> Rgb:
        rgb = noise(100, 0)
        rgb[13, 7, 1] = number % 2
        return rgb

    assert not watch(paint, 5.0).frozen


def test_frozen_ends_with_the_next_other_picture() -> None:
    check = watch(lambda _: noise(100, 0), 3.0)
    check.take(3.1, noise(100, 1))
    assert not check.frozen


@pytest.mark.parametrize(("level", "seconds", "black"), [(0, 0.9, False), (0, 1.0, True), (6, 2, True), (12, 5, False)])
def test_dark_for_one_second_is_black(level: int, seconds: float, black: bool) -> None:
    assert watch(lambda n: noise(level, n), seconds).black is black


def test_black_ends_with_light() -> None:
    check = watch(lambda n: noise(0, n), 3.0)
    check.take(3.1, noise(40, 0))
    assert not check.black
