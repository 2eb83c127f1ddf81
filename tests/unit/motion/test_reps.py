import numpy as np
import pytest

from formcheck.motion.reps import RepBounds, RepCounter, RepCounting

COUNTING = RepCounting(start_rise=12.0, full_range=20.0, source="test")


def count(values: np.ndarray, fps: float = 30.0, missing: slice = slice(0)) -> list[RepBounds]:
    """Return the reps in a signal of which some frames are missing."""
    counter = RepCounter(COUNTING)
    frames = np.delete(np.arange(len(values)), missing)
    bounds = [counter.push(i, frame / fps, float(values[frame])) for i, frame in enumerate(frames)]
    return [b for b in (*bounds, counter.finish(len(values) - 1)) if b]


def rep(size: float, up: int = 30, hold: int = 20, down: int = 30, rest: int = 20) -> np.ndarray:
    ramp = np.linspace(0, 1, up)
    return size * np.concatenate([ramp, np.ones(hold), np.linspace(1, 0, down), np.zeros(rest)])


REST = np.zeros(30)


@pytest.mark.parametrize("reps", [0, 1, 3, 10])
def test_counts_full_reps(reps: int) -> None:
    found = count(np.concatenate([REST, *[rep(50)] * reps]))
    assert [b.complete for b in found] == [True] * reps


def test_bounds_are_where_the_movement_is() -> None:
    (found,) = count(np.concatenate([REST, rep(50), REST]))
    assert found.start == pytest.approx(30, abs=4)
    assert 58 <= found.top <= 80
    assert found.end == pytest.approx(109, abs=4)  # the smoothing before counting lags


@pytest.mark.parametrize(("size", "expected"), [(8, []), (15, [False]), (25, [True])])
def test_small_movements_are_ignored_or_partial(size: float, expected: list[bool]) -> None:
    assert [b.complete for b in count(np.concatenate([REST, rep(size), REST]))] == expected


def test_a_rep_of_less_than_half_the_usual_range_is_partial() -> None:
    found = count(np.concatenate([REST, rep(60), rep(60), rep(25), rep(60)]))
    assert [b.complete for b in found] == [True, True, False, True]


def test_noise_alone_is_no_rep() -> None:
    noise = np.random.default_rng(0).normal(0, 2.5, 3000)
    assert count(noise) == []


def test_noisy_reps_are_counted_once() -> None:
    clean = np.concatenate([REST, *[rep(50)] * 8])
    noisy = clean + np.random.default_rng(1).normal(0, 3, len(clean))
    assert len(count(noisy)) == 8


def test_touch_and_go_reps_without_rest() -> None:
    found = count(np.concatenate([REST, *[rep(50, up=12, hold=2, down=12, rest=0)] * 6, REST]))
    assert [b.complete for b in found] == [True] * 6


def test_a_dip_at_the_top_does_not_split_a_rep() -> None:
    dip = np.concatenate([rep(50, down=1, rest=0)[:-1], np.full(8, 30.0), rep(50, up=1)])
    assert len(count(np.concatenate([REST, dip, REST]))) == 1


def test_a_short_gap_is_bridged_and_a_long_one_breaks_the_rep() -> None:
    values = np.concatenate([REST, rep(50), rep(50), REST])
    short, long = values.copy(), values.copy()
    short[70:80] = np.nan
    long[65:90] = np.nan
    assert [(b.complete, b.broken) for b in count(short)] == [(True, False), (True, False)]
    assert [(b.complete, b.broken) for b in count(long)] == [(False, True), (True, False)]


@pytest.mark.parametrize(("first", "last", "broken"), [(25, 75, 0), (45, 65, 1), (65, 90, 1), (65, 165, 1)])
def test_frames_that_are_missing_break_the_rep_as_well(first: int, last: int, broken: int) -> None:
    """The camera sent nothing while the person went up, or down, or from the way up of a rep to that of the next."""
    values = np.concatenate([REST, rep(50), rep(50), rep(50)])
    found = count(values, missing=slice(first, last))
    assert sum(bounds.broken for bounds in found) == broken
    assert sum(bounds.complete for bounds in found) == (1 if last == 165 else 2)


def test_a_set_that_ends_at_the_top_leaves_the_last_rep_broken() -> None:
    found = count(np.concatenate([REST, rep(50), rep(50)[:40]]))
    assert [b.broken for b in found] == [False, True]


def test_a_level_of_rest_that_rises_is_followed() -> None:
    settled = np.concatenate([np.full(30, -30.0), np.full(300, 0.0)])  # the person moves the feet, then waits 10 s
    found = count(np.concatenate([settled, rep(50), REST]))
    assert [b.complete for b in found][-1:] == [True]
    assert len([b for b in found if b.complete]) == 1


def test_a_movement_that_never_comes_back_is_given_up() -> None:
    found = count(np.concatenate([REST, np.full(60 * 30, 50.0), rep(50) * 0, rep(50)]))
    assert found[0].broken
