import numpy as np
import pytest

from formcheck.motion.holds import HoldBounds, HoldTimer, HoldTiming, trim_transitions

TIMING = HoldTiming(level=0.5, source="test")
LEARNING = HoldTiming(level=1.0, rise=0.5, fall=0.2, source="test")
FPS = 20.0


def time_holds(
    values: list[float], timing: HoldTiming = TIMING, cut_at: int = -1, fps: float = FPS
) -> list[HoldBounds]:
    timer, found = HoldTimer(timing), []
    for frame, value in enumerate(values):
        if frame == cut_at:
            found.append(timer.cut(frame))
        found.append(timer.push(frame, frame / fps, value))
    return [bounds for bounds in (*found, timer.finish(len(values))) if bounds]


def stay(seconds: float) -> list[float]:
    return [1.0] * int(seconds * FPS)


def leave(seconds: float, value: float = 0.0) -> list[float]:
    return [value] * int(seconds * FPS)


def list_ends(found: list[HoldBounds]) -> list[tuple[int, int]]:
    return [(bounds.start, bounds.end) for bounds in found]


def test_a_hold_goes_from_its_first_frame_in_position_to_its_last() -> None:
    (bounds,) = time_holds(leave(1.0) + stay(3.0) + leave(1.0))
    assert (bounds.start, bounds.end, bounds.top) == (20, 79, 49)
    assert bounds.decided == 90  # first frame more than 0.5 s after frame 79
    assert not bounds.lost


def test_a_hold_is_over_when_the_set_is() -> None:
    assert list_ends(time_holds(leave(1.0) + stay(3.0))) == [(20, 79)]


@pytest.mark.parametrize(("seconds", "count"), [(1.9, 0), (2.0, 0), (2.1, 1)])
def test_short_holds_are_none(seconds: float, count: int) -> None:
    """2.0 s of frames span 1.95 s from the first to the last."""
    assert len(time_holds(stay(seconds) + leave(1.0))) == count


@pytest.mark.parametrize("value", [0.0, float("nan")])
@pytest.mark.parametrize(("gap_s", "expected"), [(0.3, [(0, 125)]), (0.45, [(0, 128)]), (2.0, [(0, 59), (100, 159)])])
def test_out_of_position_and_out_of_sight_are_bridged_alike(
    value: float, gap_s: float, expected: list[tuple[int, int]]
) -> None:
    assert list_ends(time_holds(stay(3.0) + leave(gap_s, value) + stay(3.0))) == expected


def test_frames_that_are_missing_end_a_hold_too() -> None:
    timer = HoldTimer(TIMING)
    assert all(timer.push(i, i / FPS, 1.0) is None for i in range(60))
    bounds = timer.push(60, 60 / FPS + 2.0, 1.0)
    assert bounds is not None
    assert (bounds.start, bounds.end) == (0, 59)
    assert timer.needed_from == 60


def test_a_flicker_before_a_hold_is_not_part_of_it() -> None:
    """In position for 0.2 s is less than `enter_s`; 0.3 s later it would be bridged, were it a hold already."""
    assert list_ends(time_holds(stay(0.2) + leave(0.3) + stay(3.0))) == [(10, 69)]


def test_a_cut_ends_a_hold_and_the_next_begins_behind_it() -> None:
    assert list_ends(time_holds(stay(6.0), cut_at=50)) == [(0, 49), (50, 119)]


def test_a_cut_at_rest_ends_nothing() -> None:
    assert time_holds(leave(3.0), cut_at=10) == []


def test_a_very_long_hold_is_ended_so_that_memory_stays_bounded() -> None:
    timing = HoldTiming(level=0.5, source="test", max_s=5.0)
    found = time_holds(stay(12.0), timing)
    assert [bounds.start for bounds in found] == [0, 102]
    assert found[0].end == 101  # the first frame beyond 5.0 s


def test_nothing_is_needed_at_rest() -> None:
    timer = HoldTimer(TIMING)
    timer.push(0, 0.0, 0.0)
    assert timer.needed_from is None
    timer.push(1, 0.05, 1.0)
    assert timer.needed_from == 1


@pytest.mark.parametrize("fps", [5.0, 10.0])
def test_a_slow_film_has_holds_too(fps: float) -> None:
    assert len(time_holds([1.0] * int(10 * fps), fps=fps)) == 1


def at(seconds: float, value: float) -> list[float]:
    return [value] * int(seconds * FPS)


def test_a_body_that_rests_above_the_level_is_at_rest_all_the_same() -> None:
    """Rest at 1.1 looks like a hold until the signal rises by more than 0.5; it is left 0.2 above rest.

    Leaving is seen in the smooth signal: 0.75 down, 0.05 above the limit of 1.3 after 0.2 s * ln(15), ten frames.
    """
    found = time_holds(at(3, 1.1) + at(5, 2.0) + at(3, 1.25) + at(3, 1.4), LEARNING)
    assert list_ends(found)[0] == (60, 169)


def test_rest_is_not_learned_while_the_landmarks_settle() -> None:
    """Rest at 0.7, left below 0.9, in the smooth signal seven frames later (0.2 s * ln(6.5)); at 0.2 never."""
    values = [*at(0.2, 0.2), *at(1, 0.7), *at(5, 2.0), *at(10, 0.7)]
    assert list_ends(time_holds(values, LEARNING)) == [(24, 130)]


def test_a_hold_that_sinks_is_left_near_rest_and_not_at_the_level() -> None:
    """Rest at 0.7: the position is taken above 1.0 and left below 0.9, in the smooth signal two frames later."""
    assert list_ends(time_holds(at(3, 0.7) + at(5, 2.0) + at(3, 0.95) + at(3, 0.85), LEARNING)) == [(60, 221)]


def test_a_signal_that_never_rises_is_held_from_its_start() -> None:
    assert list_ends(time_holds(at(5, 1.6), LEARNING)) == [(0, 99)]


def test_rest_close_below_the_level_is_left_clearly_before_a_hold_begins() -> None:
    """Rest at 0.9: taken above 1.2 only, 1.5 times the height at which it is left."""
    assert list_ends(time_holds(at(3, 0.9) + at(3, 1.15) + at(3, 2.0), LEARNING)) == [(120, 179)]


def make_entry(still_s: float, length_s: float = 10.0) -> tuple[np.ndarray, np.ndarray]:
    """Return times and an angle that comes from 40 deg to 0 in ``still_s`` at a steady pace, and stays."""
    time_s = np.arange(int(length_s * 30)) / 30
    return time_s, 40.0 * np.clip(1.0 - time_s / still_s, 0.0, 1.0)


@pytest.mark.parametrize("still_s", [0.5, 1.0, 1.5])
def test_getting_in_and_out_is_left_out(still_s: float) -> None:
    time_s, angle = make_entry(still_s)
    start_s, end_s = trim_transitions(time_s, angle, 0.0, 9.9)
    assert start_s == pytest.approx(still_s, abs=0.25)
    assert end_s == pytest.approx(9.9, abs=0.06)
    start_s, end_s = trim_transitions(time_s, angle[::-1], 0.0, 9.9)
    assert start_s == pytest.approx(0.0, abs=0.06)
    assert end_s == pytest.approx(9.97 - still_s, abs=0.25)


def test_a_slow_sink_belongs_to_the_hold() -> None:
    time_s = np.arange(300) / 30
    assert trim_transitions(time_s, -2.0 * time_s, 1.0, 9.0) == pytest.approx((1.0, 9.0), abs=0.06)


def test_more_than_two_seconds_are_never_left_out() -> None:
    time_s, angle = make_entry(4.0)
    assert trim_transitions(time_s, angle, 0.0, 9.9)[0] == 0.0


def test_an_angle_that_was_not_seen_trims_nothing() -> None:
    time_s = np.arange(300) / 30
    assert trim_transitions(time_s, np.full(300, np.nan), 1.0, 9.0) == (1.0, 9.0)
