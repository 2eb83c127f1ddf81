"""The renderer's posing and timing keep what their truth files promise. Nothing is drawn here."""

import numpy as np
import pytest

from samples.render.body import Body, Pose, Posed, body_names, load_topology
from samples.render.camera import orbit
from samples.render.clips import load_specs, make_spec
from samples.render.errors import RenderError
from samples.render.motion_profiles import Breath, Rep, Timeline, course_value, phase_course
from samples.render.poses import EXERCISES, find_poser
from samples.render.poses.draw_in import DrawIn
from samples.render.poses.hip_lift import HipLift, line_angle_deg, shank_angle_deg
from samples.render.truth import JOINTS, Joints, near_side


def posed_at(**joints: tuple[float, float, float]) -> Posed:
    """Return a pose in which only the named bones (both sides) have a place."""
    topology = load_topology()
    heads = np.full((len(topology.bones), 3), np.nan)
    for bone, place in joints.items():
        for side in "LR":
            heads[topology.index(f"{bone}.{side}")] = place
    return Posed(np.zeros((len(heads), 4, 4)), heads)


@pytest.fixture(scope="module")
def lift() -> HipLift:
    return HipLift(Body("B"), HipLift.setup)


def top_of(top_deg: float, extension_deg: float) -> dict[str, float]:
    return {"top_deg": top_deg, "extension_deg": extension_deg}


@pytest.mark.parametrize(
    ("hip_height", "line_deg"),
    [(0.0, 0.0), (1.0, 90.0), (-1.0, -90.0), (np.tan(np.radians(10)), 20.0)],
    ids=["straight", "right angle above", "right angle below", "20 deg above"],
)
def test_line_angle_of_a_triangle(hip_height: float, line_deg: float) -> None:
    posed = posed_at(upperarm01=(0, 0, 0), upperleg01=(1, 0, hip_height), lowerleg01=(2, 0, 0))
    assert line_angle_deg(posed) == pytest.approx(line_deg)


def test_shank_leans_positive_with_the_feet_far() -> None:
    assert shank_angle_deg(posed_at(lowerleg01=(0, 0, 1), foot=(1, 0, 0))) == pytest.approx(45)


@pytest.mark.parametrize(("top_deg", "extension_deg"), [(155, 0), (180, 30), (204, 30)])
def test_top_has_the_asked_angle(lift: HipLift, top_deg: float, extension_deg: float) -> None:
    top = lift.instant(1.0, top_of(top_deg, extension_deg)).truths
    assert top["line_deg"] + 180 == pytest.approx(top_deg, abs=0.5)
    assert top["lumbar_ext_deg"] == extension_deg


def test_angle_goes_with_the_progress(lift: HipLift) -> None:
    rest = lift.rest_line_deg
    for progress in (0.13, 0.5, 0.81):
        line_deg = lift.instant(progress, top_of(180, 30)).truths["line_deg"]
        assert line_deg == pytest.approx(rest * (1 - progress), abs=0.5)


@pytest.mark.parametrize("shank_deg", [-4.0, 24.0])
def test_feet_stand_where_asked(shank_deg: float) -> None:
    lift = HipLift(Body("F"), {"shank_deg": shank_deg})
    straight = lift.posed(lift._solve_pitch(0.0, 0.0), 0.0)
    assert shank_angle_deg(straight) == pytest.approx(shank_deg, abs=0.5)


def test_feet_stay_and_nothing_sinks_into_the_floor(lift: HipLift) -> None:
    ankle = lift.rest().posed.middle("foot")
    for progress in (0.25, 1.0):
        posed = lift.instant(progress, top_of(180, 30)).posed
        assert posed.middle("foot") == pytest.approx(ankle, abs=1e-3)
        assert lift.body.skin(posed)[:, 2].min() > -0.015


def test_poses_are_the_same_every_time(lift: HipLift) -> None:
    again = HipLift(Body("B"), HipLift.setup)
    assert np.array_equal(lift.rest().posed.transforms, again.rest().posed.transforms)
    assert lift._solve_pitch(-25.0, 5.0) == again._solve_pitch(-25.0, 5.0)


def test_a_lift_that_no_body_can_do_is_refused(lift: HipLift) -> None:
    with pytest.raises(RenderError, match=r"Body B cannot reach a line angle of 80 deg"):
        lift._solve_pitch(80.0, 0.0)


def test_a_belly_goes_out_as_far_as_asked() -> None:
    body = Body("E")
    posed = body.solve(Pose(root=np.eye(3)))
    moved = body.skin(posed, body.belly(12.0)) - body.skin(posed)
    assert moved[:, 1].min() == pytest.approx(-0.012, abs=1e-4)


def test_only_the_belly_moves_in_a_draw_in_without_fault() -> None:
    poser = DrawIn(Body("B"), DrawIn.setup)
    rest, top = poser.instant(0.0, DrawIn.top), poser.instant(1.0, {"depth_mm": 18.0, "pelvis_deg": 0.0})
    assert np.array_equal(rest.posed.transforms, top.posed.transforms)
    assert top.truths == {"depth_mm": 18.0, "pelvis_deg": 0.0}
    skin = poser.body.skin(top.posed, top.shape) - poser.body.skin(rest.posed, rest.shape)
    assert skin[:, 2].min() == pytest.approx(-0.018, abs=0.002)


def test_a_pelvis_that_moves_tilts_back_on_a_still_chest() -> None:
    poser = DrawIn(Body("B"), DrawIn.setup)
    rest, top = poser.instant(0.0, DrawIn.top), poser.instant(1.0, {"depth_mm": 12.0, "pelvis_deg": 8.0})
    root = load_topology().index("root")
    turn = top.posed.transforms[root, :3, :3] @ rest.posed.transforms[root, :3, :3].T
    assert np.degrees(np.arctan2(turn[2, 0], turn[0, 0])) == pytest.approx(8.0)  # its far end, at +x, goes up
    assert top.posed.middle("upperarm01") == pytest.approx(rest.posed.middle("upperarm01"), abs=1e-6)


def test_a_belly_cannot_go_in_any_depth() -> None:
    with pytest.raises(RenderError, match="A belly goes in 30 mm"):
        DrawIn(Body("B"), DrawIn.setup).instant(1.0, {"depth_mm": 60.0, "pelvis_deg": 0.0})


@pytest.mark.parametrize(("time_s", "value"), [(-1.0, 2.0), (0.0, 2.0), (1.0, 2.0), (2.0, 4.0), (3.0, 6.0), (9.0, 6.0)])
def test_a_course_goes_smoothly_from_point_to_point(time_s: float, value: float) -> None:
    assert course_value(((1.0, 2.0), (3.0, 6.0)), time_s) == pytest.approx(value)


def test_a_course_starts_at_the_top_and_stays_where_the_hold_ends() -> None:
    rep = Rep(top={"hip_deg": ((0.0, 0.0), (4.0, 8.0)), "other_deg": 3.0}, up_s=1, hold_s=2, down_s=1, rest_s=1)
    timeline = Timeline((rep, rep), lead_in_s=1)
    for time_s, hip_deg in ((1.5, 0.0), (2.0, 0.0), (4.0, 4.0), (4.7, 4.0), (6.5, 0.0)):
        assert timeline.top(time_s) == {"hip_deg": pytest.approx(hip_deg), "other_deg": 3.0}


def test_a_held_breath_stands_still_and_goes_on_where_it_was() -> None:
    timeline = Timeline((Rep(up_s=1, hold_s=2, down_s=1, rest_s=3),), lead_in_s=1.5)
    breath = Breath(depth_mm=6.0, period_s=4.0, held=True)
    held = [timeline.breath_mm(t, breath) for t in (1.5, 2.0, 4.5)]
    assert held == pytest.approx([3 * np.sin(np.pi * 1.5 / 2)] * 3)
    assert timeline.breath_mm(5.0, breath) == pytest.approx(0.0, abs=1e-9)  # half a second on from 1.5
    free = [timeline.breath_mm(t, Breath(6.0, 4.0)) for t in np.arange(0, 8, 0.01)]
    assert np.ptp(free) == pytest.approx(6.0, abs=1e-3)


def test_a_breath_is_smaller_at_the_top() -> None:
    timeline = Timeline((Rep(up_s=1, hold_s=8, down_s=1),), lead_in_s=1)
    at_top = [timeline.breath_mm(t, Breath(6.0, 4.0, hold_share=0.5)) for t in np.arange(2.5, 9.5, 0.01)]
    assert np.ptp(at_top) == pytest.approx(3.0, abs=1e-3)


def test_rep_times_are_start_top_end_of_hold_and_end() -> None:
    reps = (Rep(up_s=1, hold_s=2, down_s=3, rest_s=4), Rep(up_s=0.5, hold_s=0.25, down_s=0.5, rest_s=1))
    timeline = Timeline(reps, lead_in_s=1.5, lead_out_s=2)
    assert timeline.rep_times().tolist() == [[1.5, 2.5, 4.5, 7.5], [11.5, 12.0, 12.25, 12.75]]
    assert timeline.duration_s == 1.5 + 10 + 2.25 + 2


def test_no_reps_make_no_rows() -> None:
    assert Timeline((), 2.0, 2.0).rep_times().shape == (0, 4)


@pytest.mark.parametrize(
    ("time_s", "expected"),
    [
        (0.0, (0, 0.0)),
        (1.75, (0, 0.5)),
        (3.0, (0, 1.0)),
        (4.25, (0, 0.5)),
        (5.3, (0, 0.0)),
        (6.35, (1, 0.5)),
        (99.0, (1, 0.0)),
    ],
)
def test_progress(time_s: float, expected: tuple[int, float]) -> None:
    assert Timeline((Rep(), Rep())).progress(time_s) == pytest.approx(expected)


@pytest.mark.parametrize("parts", [1, 3, 4])
def test_submovements_nearly_stop_between_each_other(parts: int) -> None:
    fraction = np.linspace(0, 1, 1201)
    course = phase_course(fraction, parts)
    speed = np.diff(course) / np.diff(fraction)
    assert (course[0], course[-1]) == (0.0, 1.0)
    assert speed.min() >= -1e-12
    slow = speed < 0.25
    assert np.count_nonzero(np.diff(slow.astype(int)) == -1) == parts  # so many times it gets going


def test_mirrored_joints_are_mirrored(lift: HipLift) -> None:
    camera = orbit((0.5, 0, 0.3), 2.2, 0, 10, 42, (640, 480))
    posed = lift.rest().posed
    skin = lift.body.skin(posed)
    near = near_side(posed, camera)
    plain, mirrored = Joints(lift.body, camera, near, mirror=False), Joints(lift.body, camera, near, mirror=True)
    px, flipped = plain.pixels(posed, skin), mirrored.pixels(posed, skin)
    assert (plain.near_side, mirrored.near_side) == ("right", "left")
    assert flipped[:, 0] == pytest.approx(640 - px[:, 0])
    assert flipped[:, 1] == pytest.approx(px[:, 1])
    x = dict(zip(JOINTS, px[:, 0], strict=True))
    assert x["near_ear"] < x["near_shoulder"] < x["near_hip"] < x["near_knee"] < x["near_toe"]


@pytest.mark.parametrize(("azimuth_deg", "near"), [(0, "R"), (-15, "R"), (172, "L"), (184, "L")])
def test_the_near_side_is_the_one_towards_the_camera(lift: HipLift, azimuth_deg: float, near: str) -> None:
    assert near_side(lift.rest().posed, orbit((0.5, 0, 0.3), 2.2, azimuth_deg, 10, 42, (640, 480))) == near


def test_the_camera_looks_at_its_target() -> None:
    camera = orbit((0.5, 0.1, 0.3), 2.2, 33, 15, 42, (960, 540))
    assert camera.project([(0.5, 0.1, 0.3)])[0] == pytest.approx((480, 270))


def test_every_clip_of_the_tables_can_be_read() -> None:
    specs = load_specs().values()
    assert {s.set for s in specs} == {"samples", "tune", "check"}
    assert {s.body for s in specs} <= set(body_names())
    assert {s.exercise for s in specs} <= {*EXERCISES, "none"}


def test_a_table_says_reps_tops_and_setup_side_by_side() -> None:
    table = {"reps": 2, "up_s": [1, 2], "top_deg": [170, 175], "extension_deg": [[0, 0], [1, 20]], "shank_deg": 12}
    spec = make_spec("tune", "x", table)
    assert spec.setup == {"shank_deg": 12}
    assert [rep.up_s for rep in spec.reps] == [1, 2]
    assert [rep.top for rep in spec.reps] == [
        {"top_deg": 170, "extension_deg": ((0, 0), (1, 20))},
        {"top_deg": 175, "extension_deg": ((0, 0), (1, 20))},
    ]
    written = spec.as_table()
    assert (written["shank_deg"], written["reps"][1]["top_deg"]) == (12, 175)


def test_an_empty_room_has_nothing_to_set() -> None:
    assert make_spec("tune", "x", {"exercise": "none", "reps": 0}).setup == {}


def test_a_poser_is_found_by_its_exercise() -> None:
    assert find_poser("draw-in") is DrawIn


def test_tuning_and_checking_share_no_body() -> None:
    bodies = {name: {s.body for s in load_specs().values() if s.set == name} for name in ("tune", "check")}
    assert not bodies["tune"] & bodies["check"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"tops": 3}, "unknown key tops"),
        ({"reps": 3, "up_s": [1, 2]}, "up_s lists 2 values for 3 reps"),
        ({"exercise": "juggling"}, "no exercise 'juggling'"),
        ({"exercise": "none", "shank_deg": 3}, "unknown key shank_deg"),
        ({"up_s": [[0, 1], [1, 2]]}, "up_s cannot be a course"),
        ({"top_deg": [[1, 180], [0, 170]]}, "top_deg must list"),
    ],
)
def test_wrong_tables_are_refused(table: dict[str, object], message: str) -> None:
    with pytest.raises(RenderError, match=message):
        make_spec("tune", "x", table)
