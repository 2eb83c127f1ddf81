from dataclasses import replace

import numpy as np
import pytest

from formcheck.exercises import find_exercise
from formcheck.exercises.draw_in import HOLD_UNCERTAINTY_S
from formcheck.pose import FloatArray, PoseTrack
from formcheck.results import Measure, NotMeasurable, SetResult
from tests.contract.running import run
from tests.synthetic import DrawIn, Lift, draw_in_track, hip_lift_track

DRAW_IN = find_exercise("draw-in")


def judge(*draws: DrawIn) -> SetResult:
    return run(DRAW_IN, draw_in_track(draws))


def shake(track: PoseTrack, off_pct: FloatArray) -> PoseTrack:
    """Return the track with the belly off its place by so much in each frame, (n,), % of the trunk."""
    surface = track.surface.copy()
    surface[:, 1] += np.diff(off_pct, prepend=off_pct[:1])
    return replace(track, surface=surface)


def add_noise(track: PoseTrack, sigma_pct: float, seed: int = 0) -> PoseTrack:
    return shake(track, np.random.default_rng(seed).normal(0.0, sigma_pct, len(track)))


def read_breaths(track: PoseTrack) -> list[Measure | NotMeasurable]:
    return [rep.measures["breath_in_hold_pct"] for rep in run(DRAW_IN, track).counted]


def list_values(result: SetResult, name: str) -> list[float]:
    return [m.value for rep in result.counted if isinstance(m := rep.measures[name], Measure)]


@pytest.mark.parametrize("held_s", [2.5, 4.0, 5.0, 8.0])
@pytest.mark.parametrize(("way_s", "within_s"), [(0.8, 0.3), (1.2, 0.3), (2.0, HOLD_UNCERTAINTY_S)])
def test_the_hold_is_timed(held_s: float, way_s: float, within_s: float) -> None:
    result = judge(*[DrawIn(hold_s=held_s, up_s=way_s, down_s=way_s)] * 4)
    assert list_values(result, "hold_s") == pytest.approx([held_s] * 4, abs=within_s)


def test_a_breath_alone_is_no_draw_in() -> None:
    result = run(DRAW_IN, draw_in_track([], lead_s=30.0))
    assert (result.reps, result.form) == ((), "not-measurable")
    assert {n.reason for n in result.not_measurable} == {DRAW_IN.nothing_counted}


def test_breath_that_goes_on_is_left_alone_and_one_that_stops_is_found() -> None:
    assert judge(*[DrawIn(breath_pct=60.0)] * 4).findings == ()
    (finding,) = judge(*[DrawIn(breath_pct=0.0)] * 4).findings
    assert (finding.rule, finding.severity) == ("draw-in.breath-held", "watch")


def test_breath_is_not_judged_where_none_is_seen_at_rest_or_the_hold_is_short() -> None:
    short = judge(*[DrawIn(hold_s=2.5, breath_pct=0.0)] * 4)
    assert [f.rule for f in short.findings] == ["draw-in.hold-too-short"]
    (reason,) = [n.reason for n in short.not_measurable if n.rule == "draw-in.breath-held"]
    assert "too short a time" in reason


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("sigma_pct", [0.003, 0.01, 0.03, 0.06, 0.1])
@pytest.mark.parametrize("fps", [15.0, 30.0])
def test_noise_turns_no_held_breath_into_one_that_went_on_nor_back(fps: float, sigma_pct: float, seed: int) -> None:
    held = read_breaths(add_noise(draw_in_track([DrawIn(breath_pct=0.0)] * 4, fps=fps), sigma_pct, seed))
    went_on = read_breaths(add_noise(draw_in_track([DrawIn(breath_pct=60.0)] * 4, fps=fps), sigma_pct, seed))
    assert len(held) == len(went_on) == 4
    assert all(m.value + m.uncertainty < 10.0 for m in held if isinstance(m, Measure))
    assert all(m.value > 10.0 for m in went_on if isinstance(m, Measure))


def test_little_noise_hides_no_breath_and_more_makes_it_less_certain() -> None:
    (finding,) = run(DRAW_IN, add_noise(draw_in_track([DrawIn(breath_pct=0.0)] * 4), 0.001)).findings
    assert finding.rule == "draw-in.breath-held"
    went_on = draw_in_track([DrawIn(breath_pct=100.0)] * 4, swing_pct=1.0)
    least, some = (
        [m.uncertainty for m in read_breaths(add_noise(went_on, s)) if isinstance(m, Measure)] for s in (0.005, 0.02)
    )
    assert len(least) == len(some) == 4
    assert max(least) < min(some)


def test_much_noise_hides_the_breath_and_it_is_said_what_to_do() -> None:
    result = run(DRAW_IN, add_noise(draw_in_track([DrawIn(breath_pct=0.0)] * 4), 0.05))
    (reason,) = [n.reason for n in result.not_measurable if n.rule == "draw-in.breath-held"]
    assert "use more light" in reason


def test_noise_that_jumps_out_and_creeps_back_is_no_breath() -> None:
    track = draw_in_track([DrawIn(breath_pct=0.0)] * 4)
    creep = np.tile([0.0, 0.0, 0.0, 0.0, 0.0, 0.12, 0.08, 0.04, 0.0, 0.0], len(track) // 10 + 1)[: len(track)]
    assert not any(isinstance(m, Measure) and m.value > 10.0 for m in read_breaths(shake(track, creep)))


@pytest.mark.parametrize("jump_pct", [-0.5, 0.1, 0.5])
def test_a_picture_that_shifts_during_the_hold_is_no_breath(jump_pct: float) -> None:
    track = draw_in_track([DrawIn(breath_pct=0.0)] * 4)
    off = np.where(track.time_s > 8.5, jump_pct, 0.0)
    (finding,) = run(DRAW_IN, shake(track, off)).findings
    assert finding.rule == "draw-in.breath-held"


@pytest.mark.parametrize("kind", ["", "bend", "roll"])
def test_without_the_belly_nothing_is_counted_and_it_is_said_what_to_do(kind: str) -> None:
    result = run(DRAW_IN, replace(draw_in_track([DrawIn()] * 4), surface_kind=kind))
    assert (result.reps, result.form, result.findings) == ((), "not-measurable", ())
    assert all("put the camera level with the belly" in n.reason for n in result.not_measurable)


@pytest.mark.parametrize("shift", [-2.4, 2.4])
def test_a_pelvis_that_moves_either_way_is_found(shift: float) -> None:
    result = judge(*[DrawIn(pelvis_pct=shift)] * 4)
    assert [f.rule for f in result.findings] == ["draw-in.pelvis-moves"]
    assert list_values(result, "pelvis_shift_pct") == pytest.approx([2.4] * 4, abs=0.1)


def test_lifted_hips_are_no_draw_in() -> None:
    lifts = hip_lift_track([Lift(hold_s=4.0, bend_pct=-3.0, rest_s=4.0)] * 4, lead_s=4.0)
    result = run(DRAW_IN, replace(lifts, surface_kind="belly"))
    assert result.form == "not-measurable"
    assert any("was this the hip lift?" in n.reason for n in result.not_measurable)


def test_a_lost_surface_breaks_the_draw_in() -> None:
    track = draw_in_track([DrawIn()] * 4)
    surface = track.surface.copy()
    surface[(track.time_s > 7.0) & (track.time_s < 8.0)] = np.nan
    result = run(DRAW_IN, replace(track, surface=surface))
    assert (len(result.counted), result.reps_not_seen) == (3, 1)


def test_breath_as_at_rest_reads_about_a_hundred() -> None:
    values = list_values(judge(*[DrawIn(breath_pct=100.0)] * 4), "breath_in_hold_pct")
    assert values == pytest.approx([100.0] * 4, abs=25.0)


def test_a_depth_of_six_breaths_is_told() -> None:
    result = run(DRAW_IN, draw_in_track([DrawIn(depth_pct=3.0)] * 4, swing_pct=0.5))
    assert list_values(result, "depth_pct") == pytest.approx([3.0] * 4, abs=0.6)


def test_a_depth_of_less_than_two_breaths_is_not_told() -> None:
    result = run(DRAW_IN, draw_in_track([DrawIn(depth_pct=1.0)] * 4, swing_pct=0.6))
    assert all(isinstance(rep.measures["depth_pct"], NotMeasurable) for rep in result.counted)
