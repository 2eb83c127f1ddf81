import itertools

import numpy as np
import pytest

from formcheck.motion.trend import compute_trend, mann_kendall_probability


@pytest.mark.parametrize("n", [3, 4, 5, 6])
def test_probability_equals_counting_all_orders(n: int) -> None:
    scores = [
        sum(np.sign(b - a) for a, b in itertools.combinations(order, 2)) for order in itertools.permutations(range(n))
    ]
    for score in range(-n * (n - 1) // 2, n * (n - 1) // 2 + 1, 2):
        expected = np.mean([s >= score for s in scores])
        assert mann_kendall_probability(n, score) == pytest.approx(expected)


def test_long_sets_use_the_normal_approximation() -> None:
    assert mann_kendall_probability(400, 0) == pytest.approx(0.5, abs=0.01)
    assert mann_kendall_probability(21, 70) == pytest.approx(mann_kendall_probability(20, 64), abs=0.005)


def test_a_drift_is_found_with_its_size() -> None:
    trend = compute_trend(np.array([5.0, 0, 0, 0, -3, -6, -10, -14]))
    assert trend is not None
    assert trend.probability < 0.05
    assert trend.change == pytest.approx(-10)  # median of (-6, -10, -14) minus that of (0, 0, 0)


def test_scatter_is_no_drift() -> None:
    trend = compute_trend(np.array([0.0, 1, -1, 0.5, -0.5, 1, -1, 0]))
    assert trend is not None
    assert trend.probability > 0.05


@pytest.mark.parametrize("values", [[], [1.0] * 5, [1.0] * 5 + [np.nan] * 4])
def test_too_few_reps_are_not_judged(values: list[float]) -> None:
    assert compute_trend(np.array(values)) is None
