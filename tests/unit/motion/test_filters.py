import numpy as np
import pytest

from formcheck.motion.filters import (
    MAX_GAP_S,
    Uniform,
    compute_jitter,
    filter_outliers,
    filter_smooth,
    resample_uniform,
)

TIME = np.arange(0, 4, 1 / 30)
WAVE = 25 - 25 * np.cos(np.pi * TIME / 2)


def test_a_spike_goes_and_the_movement_stays() -> None:
    spiked = WAVE.copy()
    spiked[40] += 40
    assert filter_outliers(spiked)[40] == pytest.approx(WAVE[40], abs=1.5)  # within a frame of movement
    assert filter_outliers(WAVE) == pytest.approx(WAVE)


def test_outliers_leave_the_input_and_missing_values_alone() -> None:
    values = WAVE.copy()
    values[10:14] = np.nan
    before = values.copy()
    out = filter_outliers(values)
    assert np.array_equal(values, before, equal_nan=True)
    assert np.isnan(out[10:14]).all()
    assert np.isnan(filter_outliers(np.full(20, np.nan))).all()


@pytest.mark.parametrize("missing", [0, 5, 7])
def test_short_gaps_are_bridged(missing: int) -> None:
    values = WAVE.copy()
    values[50 : 50 + missing] = np.nan
    out = resample_uniform(TIME, values, 60.0)
    assert out is not None
    assert out.values == pytest.approx(np.interp(out.time_s, TIME, WAVE), abs=0.6)


def test_long_gaps_are_not() -> None:
    values = WAVE.copy()
    values[50 : 50 + int(MAX_GAP_S * 30) + 2] = np.nan
    assert resample_uniform(TIME, values, 60.0) is None
    assert resample_uniform(TIME, np.full(len(TIME), np.nan), 60.0) is None


def test_uneven_times_give_the_same_even_grid() -> None:
    uneven = np.sort(np.random.default_rng(0).uniform(0, 4, 200))
    out = resample_uniform(uneven, 25 - 25 * np.cos(np.pi * uneven / 2), 60.0)
    assert out is not None
    assert out.values == pytest.approx(25 - 25 * np.cos(np.pi * out.time_s / 2), abs=1.0)


def test_smoothing_has_no_lag_and_is_half_power_at_the_cutoff() -> None:
    step = 1 / 240
    t = np.arange(0, 4, step)
    out = filter_smooth(Uniform(0.0, step, np.sin(2 * np.pi * 3 * t)), 3.0)
    middle = slice(240, -240)
    assert out[middle] == pytest.approx(np.sin(2 * np.pi * 3 * t[middle]) / np.sqrt(2), abs=0.01)


def test_jitter_is_the_noise_not_the_movement() -> None:
    noise = np.random.default_rng(0).normal(0, 1.0, len(TIME) * 10)
    slow = 25 * np.sin(np.arange(len(noise)) / 60)
    assert compute_jitter(slow + noise) == pytest.approx(1.0, rel=0.15)
    assert compute_jitter(WAVE) < 0.3
    assert compute_jitter(np.array([np.nan, 1.0])) == 0.0
