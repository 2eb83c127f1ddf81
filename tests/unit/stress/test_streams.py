"""What is done to whole films."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.errors import InputError
from formcheck.sources.video import Picture
from formcheck.stress.streams import compress, drop, keep, keep_rate, make_noisy
from formcheck.stress.variants import AS_IT_IS, VARIANTS, choose_variants


def make_film(count: int = 60, rate_hz: float = 30.0, size: tuple[int, int] = (48, 64)) -> list[Picture]:
    """Return a film of a light square on structured ground that moves to the right, a pixel with each picture."""
    height, width = size
    ground = np.random.default_rng(0).integers(60, 120, (height, width, 1), np.uint8).repeat(3, axis=2)
    film = []
    for number in range(count):
        rgb = ground.copy()
        x = number % (width - 10)
        rgb[20:30, x : x + 10] = 230
        film.append(Picture(number / rate_hz, rgb))
    return film


def list_times(pictures: list[Picture]) -> list[float]:
    return [picture.time_s for picture in pictures]


def test_as_it_is_means_the_same_pictures() -> None:
    film = make_film(5)
    assert [*keep(film)] == film


@pytest.mark.parametrize("rate_hz", [15, 10, 7])
def test_a_lower_rate_keeps_even_steps_in_the_time_of_the_film(rate_hz: int) -> None:
    kept = list_times([*keep_rate(make_film(90), rate_hz)])
    assert len(kept) == pytest.approx(3 * rate_hz, abs=1)
    assert kept[0] == 0.0
    assert set(kept) <= set(list_times(make_film(90)))
    assert np.ptp(np.diff(kept)) < 1 / 30 + 1e-6


def test_half_the_rate_is_every_second_picture_also_with_rounded_times() -> None:
    film = [Picture(round(picture.time_s, 3), picture.rgb) for picture in make_film(30)]
    assert list_times([*keep_rate(film, 15)]) == list_times(film[::2])


def test_a_film_that_is_slower_already_stays_as_it_is() -> None:
    film = make_film(20, rate_hz=8)
    assert [*keep_rate(film, 10)] == film


def test_a_share_of_the_pictures_is_dropped_the_same_in_each_run() -> None:
    film = make_film(500)
    kept = [*drop(film, 0.2)]
    assert len(kept) == pytest.approx(400, abs=30)
    assert list_times(kept) == list_times([*drop(film, 0.2)])


def test_noise_is_another_in_each_picture_and_the_same_in_each_run() -> None:
    grey = [Picture(n / 30, np.full((10, 10, 3), 128, np.uint8)) for n in range(2)]
    first, second = make_noisy(grey, 10.0)
    again = [*make_noisy(grey, 10.0)]
    assert not np.array_equal(first.rgb, second.rgb)
    assert np.array_equal(first.rgb, again[0].rgb)
    assert np.array_equal(second.rgb, again[1].rgb)


def test_compression_keeps_every_picture_with_its_time() -> None:
    film = make_film(40)
    assert list_times([*compress(film, 35)]) == list_times(film)


def test_compression_shows_the_same_scene_worse_the_higher_its_number() -> None:
    film = make_film(20)

    def measure_error(crf: int) -> float:
        pairs = zip(film, compress(film, crf), strict=True)
        return float(np.mean([np.abs(a.rgb.astype(float) - b.rgb).mean() for a, b in pairs]))

    fine, poor, worst = map(measure_error, (10, 35, 51))
    assert fine < 6 < worst < 40
    assert fine < poor <= worst


def test_compression_is_the_same_in_each_run() -> None:
    first, again = ([*compress(make_film(10), 45)] for _ in range(2))
    assert all(np.array_equal(a.rgb, b.rgb) for a, b in zip(first, again, strict=True))


def test_odd_sizes_are_compressed_without_their_last_row_and_column() -> None:
    shapes = {picture.rgb.shape for picture in compress(make_film(3, size=(49, 67)), 35)}
    assert shapes == {(48, 66, 3)}


def test_no_picture_gives_none_in_any_variant() -> None:
    assert [name for name, variant in VARIANTS.items() if [*variant.change([])]] == []


@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant_gives_another_film_that_can_be_read(name: str) -> None:
    film = make_film(12, size=(120, 160))
    changed = [*VARIANTS[name].change(film)]
    assert np.all(np.diff(list_times(changed)) > 0)
    assert set(list_times(changed)) <= set(list_times(film))
    assert len({picture.rgb.shape for picture in changed}) == 1
    same = len(changed) == len(film) and all(np.array_equal(a.rgb, b.rgb) for a, b in zip(film, changed, strict=True))
    assert not same


def test_only_mirroring_swaps_the_sides() -> None:
    assert [name for name, variant in VARIANTS.items() if variant.is_mirrored] == ["mirrored"]
    assert not AS_IT_IS.is_mirrored


def test_variants_are_chosen_by_name_each_once_in_their_own_order() -> None:
    assert [v.name for v in choose_variants(["fps-10", "mirrored", "fps-10"])] == ["mirrored", "fps-10"]
    assert len(choose_variants()) == len(VARIANTS)


def test_a_name_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"^upside-down: no such variant\. There are: mirrored, rotated-5, "):
        choose_variants(["upside-down"])
