import itertools
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.exercises import find_exercise
from formcheck.pose import PoseTrack
from formcheck.results import Measure, SetResult
from formcheck.session import Session
from tests.synthetic import (
    MODEL,
    DrawIn,
    Lift,
    Opening,
    blind,
    clamshell_track,
    cut_film,
    draw_in_track,
    hide,
    hip_lift_track,
    plank_track,
)
from tests.synthetic.plank import hold

HIP_LIFT = find_exercise("hip-lift")


def run(*blocks: PoseTrack) -> SetResult:
    session = Session(HIP_LIFT)
    for block in blocks:
        session.push(block)
    source = blocks[0].source
    assert source is not None
    return session.finish(source, MODEL)


def measured(result: SetResult, name: str) -> list[float]:
    return [m.value for rep in result.counted if isinstance(m := rep.measures[name], Measure)]


# lifts of every kind, noise, and a gap in the middle, so that every path of the engine is taken
MIXED = hip_lift_track(
    [Lift(), Lift(top_deg=20), Lift(top_deg=-34), Lift(up_s=0.5, down_s=0.5), Lift(submovements=3), Lift()],
    noise_px=0.5,
)
HOLE = slice(205, 245)
pixels, world = MIXED.pixels.copy(), MIXED.world.copy()
pixels[HOLE], world[HOLE] = np.nan, np.nan
MIXED = replace(MIXED, pixels=pixels, world=world)
WHOLE = run(MIXED)


@given(cuts=st.lists(st.integers(1, len(MIXED) - 1), max_size=40, unique=True))
@settings(max_examples=40, deadline=None)
def test_any_way_of_cutting_into_blocks_gives_the_same_result(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(MIXED)]
    blocks = [MIXED.slice(a, b) for a, b in itertools.pairwise(edges)]
    assert run(*blocks).to_dict() == WHOLE.to_dict()


def test_one_frame_at_a_time_gives_the_same_result() -> None:
    assert run(*(MIXED.slice(i, i + 1) for i in range(len(MIXED)))).to_dict() == WHOLE.to_dict()


def test_the_mixed_set_takes_every_path() -> None:
    assert WHOLE.reps_not_seen == 1
    assert len(WHOLE.partial) == 1
    assert len(WHOLE.counted) == 4
    assert any(rep.findings for rep in WHOLE.counted)


def test_push_returns_each_rep_once_when_it_is_over() -> None:
    track = hip_lift_track([Lift()] * 3)
    session = Session(HIP_LIFT)
    seen = [(i, rep.index) for i in range(len(track)) for rep in session.push(track.slice(i, i + 1))]
    assert [index for _, index in seen] == [1, 2, 3]
    for (frame, _), rep in zip(seen, session.reps, strict=True):
        assert 0 < track.time_s[frame] - rep.end_s < 0.6


def test_memory_stays_flat_however_long_the_rest() -> None:
    session = Session(HIP_LIFT)
    rest = hip_lift_track([Lift()], tail_s=60.0)
    held = []
    for i in range(len(rest)):
        session.push(rest.slice(i, i + 1))
        held.append(sum(len(b.time_s) for b in session._buffer._blocks))
    assert max(held) < 30 * 10


@pytest.mark.parametrize("fps", [12, 24, 29.97, 60, 120])
def test_counts_and_angles_do_not_depend_on_the_frame_rate(fps: float) -> None:
    result = run(hip_lift_track([Lift(top_deg=3)] * 4, fps=fps))
    assert len(result.counted) == 4
    assert measured(result, "line_at_top_deg") == pytest.approx([3.0] * 4, abs=0.5)
    assert measured(result, "up_s") == pytest.approx([1.5] * 4, rel=0.15)


def test_uneven_frame_times_give_the_same_reps() -> None:
    rng = np.random.default_rng(3)
    steps = rng.choice([1 / 60, 1 / 30, 1 / 15], 900)
    track = hip_lift_track([Lift()] * 4, time_s=np.cumsum(steps))
    result = run(track)
    assert len(result.counted) == 4
    assert measured(result, "up_s") == pytest.approx([1.5] * 4, rel=0.15)
    assert result.form == "good"


def test_mirrored_input_gives_mirrored_findings() -> None:
    lifts = [Lift(top_deg=22)] * 4
    plain, mirrored = run(hip_lift_track(lifts)), run(hip_lift_track(lifts, mirrored=True))
    assert (plain.side, mirrored.side) == ("right", "left")
    assert [f.rule for f in plain.findings] == [f.rule for f in mirrored.findings]
    assert measured(plain, "line_at_top_deg") == pytest.approx(measured(mirrored, "line_at_top_deg"), abs=0.1)


def test_nobody_is_never_good() -> None:
    result = run(blind(hip_lift_track([Lift()] * 4)))
    assert result.form == "not-measurable"
    assert result.reps == ()
    assert result.view.seen == "nobody"
    assert {n.rule for n in result.not_measurable} == {rule.id for rule in HIP_LIFT.rules}
    assert all("no person" in n.reason for n in result.not_measurable)


def test_no_frames_at_all_are_never_good() -> None:
    track = hip_lift_track([Lift()])
    result = run(track.slice(0, 0))
    assert result.form == "not-measurable"
    assert result.not_measurable


def test_two_people_are_never_judged() -> None:
    track = hip_lift_track([Lift()] * 4)
    result = run(replace(track, people=np.full(len(track), 2, np.int8)))
    assert result.form == "not-measurable"
    assert "more than one person" in result.not_measurable[0].reason


def test_feet_outside_the_picture_are_never_judged() -> None:
    track = hip_lift_track([Lift()] * 4)
    result = run(replace(track, width=400))
    assert result.form == "not-measurable"
    assert "outside the picture" in result.not_measurable[0].reason


def test_nothing_was_done_is_said_only_if_the_body_was_seen_throughout() -> None:
    rest = hip_lift_track([], lead_s=6.0)
    for seen in (rest, hide(rest, -np.inf, 2.0)):
        assert {n.reason for n in run(seen).not_measurable} == {HIP_LIFT.nothing_counted}
    (reason,) = {n.reason for n in run(hide(rest, 2.0, 4.0)).not_measurable}
    assert reason.startswith("part of the set was not seen: keep the whole body in view")


def test_two_reps_are_too_few_to_call_good_and_one_to_call_a_fault() -> None:
    assert run(hip_lift_track([Lift()] * 2)).form == "not-measurable"
    assert run(hip_lift_track([Lift()] * 3)).form == "good"
    assert run(hip_lift_track([Lift(), Lift(), Lift(top_deg=25), Lift()])).findings == ()


def test_landmarks_that_slide_along_the_body_are_not_measured() -> None:
    track = hip_lift_track([Lift()] * 4)
    sliding = track.pixels.copy()
    sliding[:, 24, 0] += 60 * np.sin(np.arange(len(track)) / 3)
    result = run(replace(track, pixels=sliding))
    assert result.form == "not-measurable"


def test_result_goes_into_json_without_nan() -> None:
    text = json.dumps(WHOLE.to_dict(), allow_nan=False)
    assert json.loads(text)["reps"][0]["index"] == 1


PLANK, CLAMSHELL = find_exercise("plank"), find_exercise("clamshell")


def count_kept(session: Session, track: PoseTrack) -> int:
    """Return the most frames that a session kept while it was fed one by one."""
    most = 0
    for i in range(len(track)):
        session.push(track.slice(i, i + 1))
        most = max(most, sum(len(block.time_s) for block in session._buffer._blocks))
    return most


def test_push_returns_a_hold_once_when_it_is_over() -> None:
    track = plank_track([hold(5.0, rest_s=9.0), hold(4.0)])
    session = Session(PLANK)
    seen = [(i, one.index) for i in range(len(track)) for one in session.push(track.slice(i, i + 1))]
    assert [index for _, index in seen] == [1, 2]
    for (frame, _), one in zip(seen, session.holds, strict=True):
        assert 0 < track.time_s[frame] - one.end_s < 1.7


def test_a_hold_under_way_at_the_end_counts() -> None:
    track = plank_track([hold(20.0)])
    session = Session(PLANK)
    session.push(track.slice(0, 300))
    assert track.source is not None
    (held,) = session.finish(track.source).holds
    assert held.end_s == pytest.approx(track.time_s[299], abs=0.1)
    assert session.holds == (held,)


def test_memory_stays_flat_between_holds_and_while_nothing_is_counted() -> None:
    assert count_kept(Session(PLANK), plank_track([], lead_s=40.0)) < 30 * 2
    assert count_kept(Session(find_exercise("draw-in")), draw_in_track([], lead_s=40.0)) < 30 * 12


def test_reps_are_counted_by_the_side_that_is_seen_or_said() -> None:
    track = clamshell_track([Opening()] * 3)
    assert track.source is not None
    for said, counted, notes in ((None, "left", 0), ("left", "left", 0), ("right", "left", 1)):
        session = Session(CLAMSHELL, "left" if said == "left" else "right" if said else None)
        session.push(track)
        result = session.finish(track.source)
        assert (result.side, sum(result.dose.reps.values())) == (said or counted, 3)
        assert len([note for note in result.notes if "mirrored film" in note]) == notes


def test_steps_that_were_not_seen_are_no_movement() -> None:
    """The path of the belly goes on where it was when its surface was lost for two frames."""
    track = draw_in_track([DrawIn()] * 3)
    surface = track.surface.copy()
    surface[300:302] = np.nan
    session = Session(find_exercise("draw-in"))
    session.push(replace(track, surface=surface))
    assert len(session.reps) == 3


def test_a_cut_between_reps_breaks_none() -> None:
    track = hip_lift_track([Lift(rest_s=3.0)] * 4)
    middle_s = 1.0 + 2 * 7.0 - 1.5
    result = run(cut_film(track, middle_s))
    assert (len(result.counted), result.reps_not_seen, result.form) == (4, 0, "good")
