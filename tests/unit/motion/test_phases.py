import numpy as np
import pytest

from formcheck.motion.filters import Uniform
from formcheck.motion.phases import find_phases, select_plateau
from tests.synthetic import phase

STEP = 1 / 60


def signal(up: float, hold: float, down: float, *, rest: float = 0.8, stops: int = 1) -> Uniform:
    t = np.arange(0, rest + up + hold + down + rest, STEP) - rest
    share = np.where(t < up + hold, phase(t / up, stops), 1 - phase((t - up - hold) / down, stops))
    return Uniform(0.0, STEP, -50 + 50 * share)


@pytest.mark.parametrize("stops", [1, 3])
@pytest.mark.parametrize(("up", "hold", "down"), [(0.5, 0.3, 0.5), (1.5, 1.0, 1.5), (3.0, 0.5, 2.0), (2.0, 3.0, 4.0)])
def test_phase_times_are_within_a_tenth(up: float, hold: float, down: float, stops: int) -> None:
    found = find_phases(signal(up, hold, down, stops=stops), top_s=0.8 + up + hold / 2)
    assert found is not None
    assert found.up_s == pytest.approx(up, rel=0.12, abs=0.05)
    assert found.down_s == pytest.approx(down, rel=0.12, abs=0.05)
    assert found.hold_s == pytest.approx(hold, abs=0.06 * (up + down) + 0.05)
    assert found.top == pytest.approx(0, abs=0.5)
    assert found.rest == pytest.approx(-50, abs=0.5)


def test_a_rep_without_its_top_is_refused() -> None:
    rising = Uniform(0.0, STEP, np.linspace(-50, 0, 60))
    assert find_phases(rising, top_s=1.0) is None


def test_the_plateau_is_the_top_only() -> None:
    s = signal(1.0, 1.0, 1.0)
    found = find_phases(s, top_s=2.3)
    assert found is not None
    on = select_plateau(s.time_s, s.values, found)
    assert s.values[on].min() > -4.5
    assert s.time_s[on][[0, -1]] == pytest.approx([1.75, 2.85], abs=0.15)
