"""The coach as a whole: camera and person lost, the end of a set, and what holds for any sequence of glances."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.exercises import find_exercise
from formcheck.exercises.base import Seen
from formcheck.live.coach import Coach, Phase, Urgency
from formcheck.live.glance import Glance
from formcheck.messages import Message
from formcheck.results import Finding, Hold, Rep
from formcheck.sources.camera import CameraState
from tests.unit.live.playing import (
    WELL_SEEN,
    Player,
    glance_at,
    list_said,
    load_golden,
    make_finding,
    make_hold,
    make_player,
    make_rep,
)

NOBODY = replace(WELL_SEEN, seen=Seen.NOBODY, box=None)
GONE = "I cannot see anything: the camera is gone."


@pytest.fixture
def player() -> Player:
    return make_player().begin()


def test_a_camera_that_is_pulled_out_is_said_once_and_the_set_goes_on(player: Player) -> None:
    player.do_rep(make_rep())
    player.keep(60.0, replace(NOBODY, camera=CameraState.LOST))
    player.keep(1.0)
    player.do_rep(make_rep())
    assert player.texts == ["one", GONE, "I see you again.", "two"]


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (CameraState.BLACK, "The picture is black. Switch on a light, or uncover the camera."),
        (CameraState.FROZEN, "The picture stands still. Please look after the camera."),
        (CameraState.STALLED, "No pictures come from the camera. Please check the connection."),
    ],
)
def test_trouble_of_the_camera_is_said_once_each(player: Player, state: CameraState, text: str) -> None:
    player.do_rep(make_rep())
    for _ in range(3):
        player.keep(2.0, replace(NOBODY, camera=state))
        player.keep(2.0)
    assert player.texts == ["one", text, "I see you again."]


def test_when_the_light_is_on_again_it_is_not_said_to_be_too_dark(player: Player) -> None:
    player.do_rep(make_rep())
    player.keep(5.0, replace(NOBODY, camera=CameraState.BLACK, light=2.0))
    player.keep(10.0)
    assert player.texts[1:] == ["The picture is black. Switch on a light, or uncover the camera.", "I see you again."]


def test_an_old_line_does_not_come_back_when_the_set_is_over(player: Player) -> None:
    player.keep(9.0)
    assert player.coach.cue == ""
    player.keep(0.1, replace(WELL_SEEN, camera=CameraState.ENDED))
    assert player.phase() is Phase.OVER
    assert player.coach.cue == ""


def test_a_laptop_that_slept_for_a_minute_goes_on(player: Player) -> None:
    player.do_rep(make_rep())
    player.keep(5.0)
    player.now_s += 60.0
    assert player.do_rep(make_rep()) == ["two"]
    assert player.phase() is Phase.SET


def test_who_leaves_the_picture_ends_the_set(player: Player) -> None:
    player.do_rep(make_rep())
    player.says.clear()
    start_s = player.now_s
    player.keep(10.0, NOBODY)
    assert list_said(player.says, start_s) == [
        (pytest.approx(3.0, abs=0.11), "I cannot see you."),
        (pytest.approx(8.0, abs=0.11), "The set is over."),
    ]
    assert player.coach.reason_over == "you left the picture"


def test_who_comes_back_in_time_goes_on(player: Player) -> None:
    player.keep(5.0, NOBODY)
    player.keep(1.5)
    assert player.texts == ["I cannot see you.", "I see you again."]
    assert player.do_rep(make_rep()) == ["one"]


def test_nothing_done_any_more_is_asked_about_and_ends_the_set(player: Player) -> None:
    player.do_rep(make_rep())
    player.says.clear()
    start_s = player.now_s - 0.1
    player.keep(30.0)
    assert list_said(player.says, start_s) == [
        (pytest.approx(15.0, abs=0.11), "Are you done? If not, carry on."),
        (pytest.approx(25.0, abs=0.11), "The set is over."),
    ]
    assert player.coach.reason_over == "nothing was done any more"


def test_before_the_first_rep_there_is_a_minute(player: Player) -> None:
    player.keep(55.0)
    assert player.texts == ["Begin when you are ready."]
    assert player.phase() is Phase.SET
    player.keep(6.0)
    assert player.phase() is Phase.OVER


def test_lights_that_go_dim_are_spoken_of(player: Player) -> None:
    player.keep(5.0, replace(WELL_SEEN, light=20.0))
    assert player.texts == ["It is too dark. Switch on a light."]


def test_a_pet_that_walks_through_is_not_spoken_of(player: Player) -> None:
    player.keep(1.5, replace(WELL_SEEN, seen=Seen.SEVERAL))
    player.keep(5.0)
    assert player.texts == []


@pytest.mark.parametrize("begun", [False, True])
def test_a_film_that_ends_ends_the_set(begun: bool) -> None:
    player = make_player()
    if begun:
        player.begin()
    player.show(replace(WELL_SEEN, camera=CameraState.ENDED, done=(make_rep(),)))
    assert player.texts == (["one"] if begun else [])
    assert player.phase() is Phase.OVER
    assert player.coach.reason_over == "the film is over"


def test_the_line_keeps_its_sign_while_counts_go_on(player: Player) -> None:
    player.do_rep(make_rep(make_finding("hip-lift", "lumbar-hyperextension")), 1.0)
    cued = player.coach.cue, player.coach.grade
    player.do_rep(make_rep(), 3.0)
    assert (player.coach.cue, player.coach.grade) == cued
    assert cued[1] == "watch"
    for _ in range(8):
        player.do_rep(make_rep())
    assert player.coach.cue.startswith("Done")
    assert player.coach.grade == "good"


def test_the_hold_under_way_is_shown() -> None:
    player = make_player("plank").begin()
    player.hold(0.0, 3.1)
    assert player.coach.held_s == pytest.approx(3.0)
    player.show()
    assert player.coach.held_s is None


UNITS: list[Rep | Hold] = [
    make_rep(),
    make_rep(side="left"),
    make_rep(side="right"),
    make_rep(complete=False),
    make_rep(make_finding("hip-lift", "lumbar-hyperextension")),
    make_rep(make_finding("hip-lift", "too-fast"), make_finding("hip-lift", "incomplete-lift", "watch")),
    make_hold(1.0),
    make_hold(31.0, "left"),
    make_hold(9.0, "right", lost=True),
]
BROKEN: list[tuple[Finding, ...]] = [(), (make_finding("plank", "hip-sag"),), (make_finding("plank", "neck", "watch"),)]
GLANCES = st.builds(
    Glance,
    time_s=st.just(0.0),
    seen=st.sampled_from([Seen.OK] * 6 + list(Seen)),
    light=st.sampled_from([120.0, 120.0, 10.0]),
    sharpness=st.sampled_from([500.0, 500.0, 1.0]),
    box=st.sampled_from([None, (0.2, 0.4, 0.8, 0.7), (0.0, 0.0, 1.0, 1.0), (0.5, 0.5, 0.5, 0.5)]),
    done=st.lists(st.sampled_from(UNITS), max_size=2).map(tuple),
    held_s=st.one_of(st.none(), st.floats(0.0, 100.0)),
    camera=st.sampled_from([CameraState.OK] * 12 + list(CameraState)[:-1]),
    lost=st.sampled_from([0, 0, 0, 1]),
)
Scene = tuple[Glance, float, tuple[Finding, ...]]
SCENES = st.lists(st.tuples(GLANCES, st.floats(0.0, 12.0), st.sampled_from(BROKEN)), max_size=40)
"""Glances, for how long each lasts, s, and what the hold under way breaks."""
NAMES = ("hip-lift", "clamshell", "draw-in", "plank", "single-leg-stance", "overhead-squat")


@pytest.mark.parametrize("name", NAMES)
@given(scenes=SCENES, tempo=st.booleans(), begun=st.booleans())
@settings(max_examples=60)
def test_whatever_is_seen(name: str, scenes: list[Scene], tempo: bool, begun: bool) -> None:
    player = make_player(name, tempo=tempo)
    if begun:
        player.begin()
    coach, counts, over = player.coach, [player.coach.count], False
    for glance, seconds, broken in scenes:
        for k in range(1 + round(seconds)):
            said = player.show(glance if k == 0 else replace(glance, done=(), lost=0), broken)
            player.now_s += 0.9
            assert len(said) <= 1
            assert not (over and said), "nothing after the end"
            assert all(isinstance(say.text, Message) and say.at_s == pytest.approx(player.now_s - 1.0) for say in said)
            over = coach.phase is Phase.OVER
            assert over == (coach.reason_over is not None)
            counts.append(coach.count)
    if not find_exercise(name).dose.each_side:
        assert counts == sorted(counts)
    cues = [say for say in player.says if say.urgency is Urgency.STOP]
    assert len(cues) <= 1


@given(reps=st.lists(st.sampled_from(UNITS[:6]), max_size=25))
@settings(max_examples=60)
def test_each_rep_gets_one_count_and_at_most_one_cue(reps: list[Rep]) -> None:
    player = make_player().begin()
    for rep in reps:
        if player.phase() is Phase.SET:
            before = player.coach.count
            said = player.do_rep(rep, 2.0)
            assert player.coach.count == before + rep.complete
            assert len(said) == 1 or not rep.complete
    cues = {rule.cue for rule in find_exercise("hip-lift").rules}
    assert all(sum(cue in text for cue in cues) <= 1 for text in player.texts)


def test_a_glance_costs_next_to_nothing() -> None:
    glances = list(glance_at(find_exercise("plank"), load_golden("plank-c-sag-20"), 0.0))
    coach, costs_s = Coach(find_exercise("plank")), []
    for k in range(20):
        for glance, broken in glances:
            started_s = time.process_time()
            coach.take(replace(glance, time_s=glance.time_s + 15.0 * k), broken)
            costs_s.append(time.process_time() - started_s)
    costs_s.sort()
    assert costs_s[len(costs_s) // 2] < 0.2e-3
