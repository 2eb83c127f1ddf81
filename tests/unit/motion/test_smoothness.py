import numpy as np
import pytest

from formcheck.motion.filters import Uniform, filter_outliers, resample_uniform
from formcheck.motion.smoothness import compute_phase_smoothness, compute_sparc
from tests.synthetic import minimum_jerk, phase


def test_a_minimum_jerk_movement_scores_as_published() -> None:
    t = np.arange(0, 2, 1 / 100)
    speed = np.gradient(minimum_jerk(t / 2), 1 / 100)
    assert compute_sparc(speed, 100.0) == pytest.approx(-1.41, abs=0.03)


def test_speed_and_size_do_not_matter() -> None:
    scores = []
    for length, size in ((0.6, 1.0), (2.0, 50.0), (6.0, 7.0)):
        t = np.arange(0, length, 1 / 100)
        scores.append(compute_sparc(np.gradient(size * minimum_jerk(t / length), 1 / 100), 100.0))
    assert scores == pytest.approx([scores[0]] * 3, abs=0.05)


@pytest.mark.parametrize("fps", [15, 30, 60])
@pytest.mark.parametrize("length", [1.0, 2.0, 4.0, 6.0])
def test_three_submovements_are_told_from_one_in_noise(fps: int, length: float) -> None:
    rng = np.random.default_rng(7)
    t = np.arange(0, length + 1e-9, 1 / fps)
    scores: dict[int, list[float]] = {1: [], 3: []}
    for submovements, out in scores.items():
        for _ in range(25):
            noisy = 50 * phase(t / length, submovements) + rng.normal(0, 2, len(t))
            even = resample_uniform(t, filter_outliers(noisy), 60.0)
            assert even is not None
            out.append(compute_phase_smoothness(even))
    smooth, jerky = np.array(scores[1]), np.array(scores[3])
    assert np.mean(smooth[:, None] > jerky[None, :]) >= 0.95


@pytest.mark.parametrize("speed", [np.zeros(50), np.ones(3)])
def test_no_movement_has_no_smoothness(speed: np.ndarray) -> None:
    with pytest.raises(ValueError, match="needs a movement"):
        compute_sparc(speed, 30.0)


def test_a_phase_that_is_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a movement"):
        compute_phase_smoothness(Uniform(0.0, 1 / 60, np.arange(3.0)))
