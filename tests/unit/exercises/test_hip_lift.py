from dataclasses import replace

import numpy as np
import pytest

from formcheck.errors import InputError
from formcheck.exercises import find_exercise, list_exercises
from formcheck.exercises.hip_lift import LINE_BIAS_DEG
from formcheck.pose import PoseTrack
from formcheck.results import Measure, SetResult
from formcheck.session import Session
from tests.synthetic import MODEL, Lift, hip_lift_track


def run(*blocks: PoseTrack) -> SetResult:
    session = Session(find_exercise("hip-lift"))
    for block in blocks:
        session.push(block)
    assert blocks[0].source is not None
    return session.finish(blocks[0].source, MODEL)


@pytest.mark.parametrize("top_deg", [2, 7, 13])
@pytest.mark.parametrize("rest_deg", [-38, -50, -60])
def test_correct_lifts_of_real_people_are_left_alone(top_deg: float, rest_deg: float) -> None:
    """Those by five people read +2 to +13 deg at the top and -38 to -60 at rest (docs/sources.md section 13)."""
    lifts = [Lift(top_deg=top_deg - LINE_BIAS_DEG)] * 8
    result = run(hip_lift_track(lifts, rest_deg=rest_deg - LINE_BIAS_DEG, noise_px=1.0))
    assert (result.form, result.findings, len(result.counted)) == ("good", (), 8)


@pytest.mark.parametrize("top_deg", [-30, -12, 0, 12, 30])
def test_the_line_is_measured_as_it_is(top_deg: float) -> None:
    result = run(hip_lift_track([Lift(top_deg=top_deg)] * 3, noise_px=0.5))
    for rep in result.counted:
        measure = rep.measures["line_at_top_deg"]
        assert isinstance(measure, Measure)
        assert measure.value == pytest.approx(top_deg, abs=1.0)


def test_getting_into_position_counts_for_nothing() -> None:
    """The person sits up and lies down, twice, before the set: the trunk is upright, so no frame of it counts."""
    arriving = hip_lift_track([Lift()] * 2)
    c, s = np.cos(np.radians(100)), np.sin(np.radians(100))
    upright = replace(arriving, world=arriving.world @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]], np.float32))
    lifting = hip_lift_track([Lift()] * 3)
    later = replace(lifting, time_s=lifting.time_s + arriving.time_s[-1] + 1 / 30)
    result = run(upright, later)
    assert (len(result.reps), result.reps_not_seen, result.form) == (3, 0, "good")
    assert result.counted[0].start_s > arriving.time_s[-1]


def test_jerky_reps_do_not_judge_the_bend_of_the_trunk() -> None:
    result = run(hip_lift_track([Lift(up_s=2.5, down_s=2.5, submovements=3, bend_pct=3)] * 4))
    assert [f.rule for f in result.findings] == ["hip-lift.jerky"]
    assert any("too uneven" in n.reason for n in result.not_measurable)


def test_a_surface_that_was_not_followed_is_said_and_does_not_hide_the_rest() -> None:
    track = hip_lift_track([Lift()] * 3)
    result = run(replace(track, surface=np.full_like(track.surface, np.nan)))
    assert result.form == "good"
    (unjudged,) = [n for n in result.not_measurable if n.rule == "hip-lift.lumbar-hyperextension"]
    assert "could not be followed" in unjudged.reason


@pytest.mark.parametrize("fps", [5, 8])
def test_few_pictures_a_second_still_count_but_do_not_judge_smoothness(fps: float) -> None:
    result = run(hip_lift_track([Lift()] * 4, fps=fps))
    assert len(result.counted) == 4
    assert any("pictures a second" in n.reason for n in result.not_measurable)


def test_an_unknown_exercise_names_a_near_one() -> None:
    assert "hip-lift" in list_exercises()
    with pytest.raises(InputError, match=r"hiplift: no such exercise. Did you mean hip-lift\?"):
        find_exercise("hiplift")


def test_fatigue_names_the_last_rep_that_was_as_high_as_the_first_ones() -> None:
    tops = [5, 5, 5, 5, 4.5, 4, 3, -4, -5, -6]
    (finding,) = run(hip_lift_track([Lift(top_deg=top) for top in tops])).findings
    assert (finding.rule, finding.reps) == ("hip-lift.fatigue", (8, 9, 10))
    assert "stop after 7 reps," in finding.cue
