"""The set-up check and the count-in."""

from dataclasses import replace

import pytest

from formcheck.exercises import find_exercise
from formcheck.exercises.base import Seen
from formcheck.live.coach import Phase
from formcheck.live.glance import Glance
from formcheck.sources.camera import CameraState
from tests.unit.live.playing import STEP_S, WELL_SEEN, Player, list_said, make_player, make_rep

NOBODY = replace(WELL_SEEN, seen=Seen.NOBODY, box=None)
FAR = (0.4, 0.5, 0.7, 0.6)
INTO_POSITION = f"Good. Now get into position. {find_exercise('hip-lift').how[0]}"
MOVE_BACK = "Move the camera back a little, until I see all of you."


@pytest.mark.parametrize(
    ("glance", "advice"),
    [
        (replace(WELL_SEEN, seen=Seen.OUTSIDE), MOVE_BACK),
        (replace(WELL_SEEN, box=(0.0, 0.4, 0.8, 0.7)), MOVE_BACK),
        (replace(WELL_SEEN, box=(0.2, 0.4, 1.0, 0.7)), MOVE_BACK),
        (replace(WELL_SEEN, box=(0.2, -0.1, 0.8, 1.1)), MOVE_BACK),
        (replace(WELL_SEEN, box=(0.2, 0.0, 0.8, 0.7)), "Raise the camera a little, or tilt it up."),
        (replace(WELL_SEEN, box=(0.2, 0.4, 0.8, 1.0)), "Tilt the camera down a little."),
        (replace(WELL_SEEN, box=FAR), "Come closer, or move the camera closer."),
        (replace(WELL_SEEN, seen=Seen.VIEW), "Turn so that I see your side."),
        (replace(WELL_SEEN, seen=Seen.HIDDEN), "I cannot see all of you. Please clear the view between us."),
        (replace(WELL_SEEN, seen=Seen.SEVERAL), "I see two people. Please stay alone in the picture."),
        (replace(WELL_SEEN, seen=Seen.POSTURE), INTO_POSITION),
        (replace(WELL_SEEN, seen=Seen.POSTURE, box=(0.4, 0.0, 0.6, 0.9)), INTO_POSITION),
        (replace(WELL_SEEN, light=30.0), "It is too dark. Switch on a light."),
        (replace(WELL_SEEN, sharpness=5.0), "The picture is blurred. Clean the lens, and keep the camera still."),
    ],
)
def test_what_is_wrong_is_said_once_and_again_after_8_s(glance: Glance, advice: str) -> None:
    player = make_player()
    player.keep(15.0, glance)
    said = list_said(player.says)
    assert [text for _, text in said] == ["I can see you.", advice, advice]
    assert said[2][0] - said[1][0] == pytest.approx(8.0, abs=2 * STEP_S)
    assert player.phase() is Phase.SETUP
    assert player.coach.cue == advice


def test_nobody_is_said_so_at_growing_intervals_and_who_comes_is_greeted() -> None:
    player = make_player()
    player.keep(40.0, NOBODY)
    assert list_said(player.says) == [
        (pytest.approx(t, abs=2 * STEP_S), "I cannot see you yet.") for t in (2.0, 10.0, 26.0)
    ]
    player.keep(1.0)
    assert player.texts[-1] == "I can see you."


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("clamshell", "Turn so that I see you from the front."),
        ("draw-in", "Turn so that I see your side."),
        ("overhead-squat", find_exercise("overhead-squat").placement),
    ],
)
def test_the_view_is_that_of_the_exercise(name: str, advice: str) -> None:
    player = make_player(name)
    player.keep(5.0, replace(WELL_SEEN, seen=Seen.VIEW))
    assert player.texts[-1] == advice


def test_a_view_that_flickers_is_spoken_of_all_the_same() -> None:
    player = make_player()
    for _ in range(30):
        player.show(replace(WELL_SEEN, seen=Seen.VIEW))
        player.show(replace(WELL_SEEN, seen=Seen.POSTURE))
        player.show(replace(WELL_SEEN, seen=Seen.VIEW))
    assert "Turn so that I see your side." in player.texts


def test_one_bad_glance_in_ten_does_not_keep_a_set_from_beginning() -> None:
    player = make_player()
    for k in range(100):
        player.show(replace(WELL_SEEN, seen=Seen.HIDDEN) if k % 10 == 5 else WELL_SEEN)
    assert player.texts == ["I can see you.", "Ready.", "three", "two", "one", "Go."]


def test_a_picture_that_could_be_better_does_not_hold_up_the_set_for_ever() -> None:
    player = make_player()
    player.keep(30.0, replace(WELL_SEEN, sharpness=5.0))
    assert player.phase() is Phase.SET
    assert len([text for text in player.texts if text.startswith("The picture is blurred")]) == 2


def test_moving_away_in_the_count_in_takes_it_back() -> None:
    player = make_player()
    player.keep(4.0)
    assert player.phase() is Phase.COUNT_IN
    player.keep(2.0, NOBODY)
    assert player.phase() is Phase.SETUP
    player.keep(10.0)
    assert player.phase() is Phase.SET
    assert player.texts.count("Go.") == 1


def test_getting_into_position_counts_for_nothing() -> None:
    player = make_player()
    while player.phase() is not Phase.SET:
        player.show(replace(WELL_SEEN, done=(make_rep(),)))
    assert player.coach.count == 0
    assert player.coach.counted_from_s == pytest.approx(player.now_s - STEP_S)


def test_few_pictures_still_get_a_count_in() -> None:
    player = make_player()
    for k in range(12):
        player.now_s = 2.0 * k
        player.show()
    assert player.texts[0] == "I can see you."
    assert player.texts[-1] == "Go."


def test_a_camera_that_is_gone_holds_the_set_up() -> None:
    player: Player = make_player()
    player.keep(5.0, replace(NOBODY, camera=CameraState.LOST))
    assert player.texts == ["I cannot see anything: the camera is gone."]
    player.keep(10.0)
    assert player.texts[1:] == ["I see you again.", "Ready.", "three", "two", "one", "Go."]
