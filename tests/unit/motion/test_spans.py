import numpy as np
import pytest

from formcheck.motion.filters import Uniform
from formcheck.motion.spans import BRIDGE_S, find_spans, smooth_signal

STEP_S = 0.05


def find(there: list[int], lasting_s: float) -> list[tuple[int, int]]:
    values = np.array(there, bool)
    signal = Uniform(0.0, STEP_S, values.astype(float))
    return [(span.start, span.stop) for span in find_spans(signal, values, lasting_s)]


def test_spans_that_last_long_enough() -> None:
    there = [0] * 5 + [1] * 20 + [0] * 20 + [1] * 19 + [0] * 5
    assert find(there, 1.0) == [(5, 25)]
    assert find(there, 0.95) == [(5, 25), (45, 64)]
    assert find(there, 0.0) == [(5, 25), (45, 64)]


def test_spans_at_the_edges_count() -> None:
    assert find([1] * 20 + [0] * 20 + [1] * 20, 1.0) == [(0, 20), (40, 60)]


@pytest.mark.parametrize(("gap", "expected"), [(10, [(0, 30)]), (11, [])])
def test_interruptions_of_half_a_second_are_bridged(gap: int, expected: list[tuple[int, int]]) -> None:
    assert BRIDGE_S == 10 * STEP_S
    assert find([1] * 10 + [0] * gap + [1] * 10, 1.0) == expected


def test_nothing_there_gives_no_span() -> None:
    assert find([0] * 50, 0.0) == []
    assert find([], 0.0) == []


def test_smoothing_keeps_a_level_and_a_slope() -> None:
    time_s = np.arange(300) / 30
    level = smooth_signal(time_s, np.full(300, 7.0))
    assert level is not None
    assert level.values == pytest.approx(np.full(len(level.values), 7.0))
    slope = smooth_signal(time_s, 3.0 * time_s)
    assert slope is not None
    inside = slice(30, -30)
    assert slope.values[inside] == pytest.approx(3.0 * slope.time_s[inside], abs=0.01)


def test_smoothing_takes_out_what_is_fast() -> None:
    """A Gaussian of 0.35 s leaves exp(-(2 pi f 0.35)^2 / 2) of a sine of f Hz: 0.55 at 0.5 Hz, 0.0002 at 1.9 Hz."""
    time_s = np.arange(900) / 30
    slow, fast = (smooth_signal(time_s, np.sin(2 * np.pi * f * time_s)) for f in (0.5, 1.9))
    assert slow is not None
    assert fast is not None
    assert np.ptp(slow.values[100:-100]) / 2 == pytest.approx(0.546, abs=0.02)
    assert np.ptp(fast.values[100:-100]) / 2 < 0.01


def test_short_gaps_are_bridged_and_long_ones_stay_unknown() -> None:
    time_s = np.arange(300) / 30
    values = np.full(300, 5.0)
    values[60:67] = np.nan
    values[150:180] = np.nan
    signal = smooth_signal(time_s, values)
    assert signal is not None
    unknown = signal.time_s[np.isnan(signal.values)]
    assert unknown.min() == pytest.approx(150 / 30, abs=0.05)
    assert unknown.max() == pytest.approx(180 / 30, abs=0.05)
    assert np.nanmin(signal.values) == pytest.approx(5.0)


@pytest.mark.parametrize("seen", [0, 2])
def test_too_little_gives_nothing(seen: int) -> None:
    values = np.full(30, np.nan)
    values[:seen] = 1.0
    assert smooth_signal(np.arange(30) / 30, values) is None
