"""What an exercise hands out from moment to moment, of every rep and hold of its motions, good and bad."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from formcheck.exercises.base import Exercise, Measured, Window
from formcheck.results import Hold, Measure, Rep
from formcheck.session import Session
from tests.contract.running import CASES, KNOWN, break_limit, find_motions

Seen = tuple[Rep | Hold, Window, Measured]


@cache
def measure_all(exercise: Exercise) -> list[Seen]:
    seen: list[Seen] = []
    motions = find_motions(exercise)
    broken = [break_limit(case) for case in CASES if case.exercise is exercise and case.name not in motions.left_out]
    for motion in (*motions.perfect.values(), *broken[:4]):
        session = Session(exercise, on_measured=lambda unit, window, measured: seen.append((unit, window, measured)))
        session.push(motion(noise_px=0.3))
    assert len(seen) > 1
    return seen


@pytest.fixture(params=KNOWN, ids=lambda e: e.name)
def seen(request: pytest.FixtureRequest) -> list[Seen]:
    return measure_all(request.param)


def test_what_is_followed_has_a_value_for_each_frame_of_the_window(seen: list[Seen]) -> None:
    for _unit, window, measured in seen:
        assert all(f.values.shape == window.time_s.shape for f in measured.followed.values())


def test_what_is_followed_is_a_measure_in_its_unit(seen: list[Seen]) -> None:
    followed = 0
    for _unit, _window, measured in seen:
        assert set(measured.followed) <= set(measured.measures)
        for name, signal in measured.followed.items():
            measure = measured.measures[name]
            if isinstance(measure, Measure):
                assert signal.unit == measure.unit, name
                followed += 1
    assert followed


def test_what_is_followed_was_seen_and_has_an_uncertainty(seen: list[Seen]) -> None:
    for unit, window, measured in seen:
        within = (window.time_s >= unit.start_s) & (window.time_s <= unit.end_s)
        for name, signal in measured.followed.items():
            assert np.isfinite(signal.values[within]).mean() > 0.8, name
            assert signal.uncertainty > 0, name


def test_what_is_judged_in_a_hold_is_followed(seen: list[Seen]) -> None:
    """Without, no fault is ever found in it."""
    for unit, _window, measured in seen:
        if isinstance(unit, Hold):
            assert measured.followed


def test_the_unit_handed_out_holds_what_was_measured(seen: list[Seen]) -> None:
    for unit, _window, measured in seen:
        assert unit.measures == measured.measures
