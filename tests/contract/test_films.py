"""What can be wrong with a film: nobody, somebody else, the wrong view or exercise, gaps and cuts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.exercises.base import Exercise, Seen
from formcheck.motion.holds import HoldTiming
from formcheck.pose import PoseTrack
from formcheck.results import Rep, SetResult
from tests.contract.running import CASES, KNOWN, break_limit, find_motions, list_units, run
from tests.synthetic import blind, cut_film, hide, join, view_from

HELD = [e for e in KNOWN if isinstance(e.counting, HoldTiming)]
PAIRS = [(a, b) for a in KNOWN for b in KNOWN if a is not b]


def name(value: object) -> str:
    return str(getattr(value, "name", value))


@pytest.fixture(params=KNOWN, ids=name)
def exercise(request: pytest.FixtureRequest) -> Exercise:
    found = request.param
    assert isinstance(found, Exercise)
    return found


def expect_no_verdict(result: SetResult, exercise: Exercise) -> None:
    assert (result.form, result.findings, list_units(result)) == ("not-measurable", (), ())
    assert {n.rule for n in result.not_measurable} == {rule.id for rule in exercise.rules}
    assert all(n.reason for n in result.not_measurable)


def test_nobody_is_not_measurable_never_good(exercise: Exercise) -> None:
    result = run(exercise, blind(find_motions(exercise).first()))
    expect_no_verdict(result, exercise)
    assert result.view.seen == "nobody"
    assert all(
        "no person" in n.reason for n, rule in zip(result.not_measurable, exercise.rules, strict=True) if not rule.never
    )


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5])
def test_one_frame_is_not_measurable_never_good(exercise: Exercise, share: float) -> None:
    track = find_motions(exercise).first()
    at = int(share * len(track))
    expect_no_verdict(run(exercise, track.slice(at, at + 1)), exercise)


def test_no_frame_is_not_measurable_never_good(exercise: Exercise) -> None:
    expect_no_verdict(run(exercise, find_motions(exercise).first().slice(0, 0)), exercise)


@pytest.mark.parametrize(
    ("why", "spoilt"),
    [
        (Seen.SEVERAL, lambda t: replace(t, people=np.full(len(t), 2, np.int8))),
        (Seen.OUTSIDE, lambda t: replace(t, width=100)),
        (Seen.HIDDEN, lambda t: replace(t, visibility=np.full_like(t.visibility, 0.2))),
    ],
    ids=lambda x: getattr(x, "name", ""),
)
def test_it_is_said_why_frames_cannot_be_used(
    exercise: Exercise, why: Seen, spoilt: Callable[[PoseTrack], PoseTrack]
) -> None:
    for motion in find_motions(exercise).perfect.values():
        result = run(exercise, spoilt(motion()))
        expect_no_verdict(result, exercise)
        reasons = {n.reason for n in result.not_measurable} - {rule.never for rule in exercise.rules}
        assert reasons == {exercise.reasons[why]}
        assert result.view.coverage == 0.0


def test_a_surface_that_was_not_followed_is_no_finding(exercise: Exercise) -> None:
    for motion in find_motions(exercise).perfect.values():
        track = motion()
        result = run(exercise, replace(track, surface=np.full_like(track.surface, np.nan)))
        assert result.findings == ()


def test_wrong_views_are_never_judged(exercise: Exercise) -> None:
    motions = find_motions(exercise)
    for yaw_deg in motions.wrong_yaws_deg:
        turned = view_from(motions.first(), yaw_deg)
        result = run(exercise, replace(turned, width=10 * turned.width, pixels=turned.pixels + 1000))
        expect_no_verdict(result, exercise)
        result = run(exercise, replace(motions.first(), world=turned.world))
        expect_no_verdict(result, exercise)


@pytest.mark.parametrize(("done", "asked"), PAIRS, ids=name)
@pytest.mark.parametrize("followed", [False, True])
def test_another_exercise_is_never_judged(done: Exercise, asked: Exercise, followed: bool) -> None:
    """``followed``: the surface was followed as the exercise asks for it, and lay still."""
    for motion in find_motions(done).perfect.values():
        track = motion()
        if followed:
            kind = asked.surface.name if asked.surface else ""
            track = replace(track, surface=np.zeros_like(track.surface), surface_kind=kind)
        result = run(asked, track)
        assert (result.form, result.findings) == ("not-measurable", ())
        assert result.not_measurable


def find_middle_s(exercise: Exercise, track: PoseTrack) -> float:
    """Return when the second rep, or the first hold, is half over."""
    unit = list_units(run(exercise, track))[0 if exercise in HELD else 1]
    return unit.top_s if isinstance(unit, Rep) else (unit.start_s + unit.end_s) / 2


def test_a_cut_in_a_rep_leaves_it_uncounted_and_in_a_hold_ends_it(exercise: Exercise) -> None:
    motions = find_motions(exercise)
    for motion in motions.perfect.values():
        track = motion()
        middle_s = find_middle_s(exercise, track)
        result = run(exercise, cut_film(track, middle_s))
        if exercise in HELD:
            assert len(result.holds) == motions.counted + 1
            assert result.holds[0].end_s == pytest.approx(middle_s, abs=0.1)
        else:
            assert (len(result.counted), result.reps_not_seen) == (motions.counted - 1, 1)
            assert (result.form, result.findings) == ("good", ())


def test_a_short_gap_is_bridged_and_a_long_one_is_not(exercise: Exercise) -> None:
    motions = find_motions(exercise)
    bridge_s = exercise.counting.bridge_s if isinstance(exercise.counting, HoldTiming) else 0.3
    for motion in motions.perfect.values():
        track = motion()
        middle_s = find_middle_s(exercise, track)
        short = run(exercise, hide(track, middle_s, middle_s + min(0.3, bridge_s) - 0.08))
        assert len(list_units(short)) == motions.counted
        assert short.reps_not_seen == 0
        long = run(exercise, hide(track, middle_s, middle_s + 2.0))
        if exercise in HELD:
            assert len(long.holds) == motions.counted + 1
            assert long.holds[0].end_s == pytest.approx(middle_s, abs=0.1)
        else:
            assert (len(long.counted), long.reps_not_seen) == (motions.counted - 1, 1)


@pytest.mark.parametrize("befalls", ["cut", "gap"])
@pytest.mark.parametrize("held", HELD, ids=name)
def test_what_was_not_seen_is_no_finding(held: Exercise, befalls: str) -> None:
    track = find_motions(held).first()
    middle_s = find_middle_s(held, track)
    film = cut_film(track, middle_s) if befalls == "cut" else hide(track, middle_s, middle_s + 2.0)
    assert run(held, film).findings == ()


def make_mixed(exercise: Exercise) -> PoseTrack:
    """Return a set with noise, a broken rule, a gap and a cut, so that every path of the engine is taken."""
    motions = find_motions(exercise)
    case = next(c for c in CASES if c.exercise is exercise and c.name not in motions.left_out)
    perfect = motions.first(noise_px=0.5)
    middle_s = find_middle_s(exercise, perfect)
    broken = break_limit(case)(noise_px=0.5, seed=1)
    film = join(hide(perfect, middle_s, middle_s + 0.7), broken)
    return cut_film(film, film.time_s[-1] - 5.0)


MIXED = {e.name: make_mixed(e) for e in KNOWN}
WHOLE = {e.name: run(e, MIXED[e.name]).to_dict() for e in KNOWN}


@pytest.mark.parametrize("streamed", KNOWN, ids=name)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_any_way_of_cutting_into_blocks_gives_the_same_result(streamed: Exercise, data: st.DataObject) -> None:
    track = MIXED[streamed.name]
    cuts = data.draw(st.lists(st.integers(1, len(track) - 1), max_size=30, unique=True))
    blocks = [track.slice(a, b) for a, b in pairwise([0, *sorted(cuts), len(track)])]
    assert run(streamed, *blocks).to_dict() == WHOLE[streamed.name]


def test_one_frame_at_a_time_gives_the_same_result(exercise: Exercise) -> None:
    track = MIXED[exercise.name]
    blocks = [track.slice(i, i + 1) for i in range(len(track))]
    assert run(exercise, *blocks).to_dict() == WHOLE[exercise.name]


def test_the_mixed_set_takes_every_path(exercise: Exercise) -> None:
    whole = WHOLE[exercise.name]
    assert whole["reps_not_seen"] or len(whole["holds"]) > 2
    assert any(unit["findings"] for unit in (*whole["reps"], *whole["holds"]))
