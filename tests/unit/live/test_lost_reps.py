"""What is said when a rep could not be seen whole: somebody walked through, or the body left the picture."""

from dataclasses import replace

import numpy as np
import pytest

from formcheck.exercises.base import Seen
from formcheck.live.coach import Phase, Urgency
from formcheck.live.words import speaking_s
from formcheck.pose import PoseTrack
from formcheck.sources.camera import CameraState
from tests.synthetic import Lift, Opening, clamshell_track, cut_film, hide, hip_lift_track
from tests.unit.live.playing import WELL_SEEN, Player, make_finding, make_player, make_rep, play_golden

LOST = "I could not see that one."
REP_S = 4.8
"""From the start of one synthetic lift to that of the next."""
ARCH = make_finding("hip-lift", "lumbar-hyperextension")
ONE_LOST = replace(WELL_SEEN, lost=1)
NOBODY = replace(WELL_SEEN, seen=Seen.NOBODY, box=None)


@pytest.fixture
def player() -> Player:
    return make_player().begin()


def at_top_s(number: int) -> float:
    """Return when a lift reaches its top."""
    return 1.0 + REP_S * (number - 1) + 1.5


def double(track: PoseTrack, from_s: float, to_s: float) -> PoseTrack:
    """Return the track with a second person in it from one time up to another."""
    people = np.where((track.time_s >= from_s) & (track.time_s < to_s), 2, track.people)
    return replace(track, people=people.astype(np.int8))


@pytest.mark.parametrize("befall", [hide, double])
@pytest.mark.parametrize("away_s", [0.8, 2.0])
def test_a_lift_that_was_not_seen_whole_is_told_when_the_person_is_seen_again(befall: object, away_s: float) -> None:
    assert callable(befall)
    gone_s = at_top_s(2)
    track = befall(hip_lift_track([Lift()] * 3), gone_s, gone_s + away_s)
    coach, said = play_golden(track, "hip-lift")
    assert [text for _, text in said] == ["one", LOST, "two"]
    assert said[1][0] == pytest.approx(gone_s + away_s, abs=0.15)
    assert coach.count == 2


def test_a_clamshell_that_was_not_seen_whole_is_told_too() -> None:
    track = clamshell_track([Opening()] * 2)
    _, said = play_golden(hide(track, at_top_s(1), at_top_s(1) + 1.0), "clamshell")
    assert LOST in [text for _, text in said]


def test_a_moment_out_of_sight_loses_no_lift_and_is_not_spoken_of() -> None:
    track = hip_lift_track([Lift()] * 2)
    for gone_s, away_s in ((at_top_s(1), 0.3), (at_top_s(2) - 2.0, 0.4)):
        track = hide(track, gone_s, gone_s + away_s)
    _, said = play_golden(track, "hip-lift")
    assert [text for _, text in said] == ["one", "two"]


def test_out_of_sight_between_two_lifts_is_not_spoken_of() -> None:
    track = hip_lift_track([Lift(rest_s=4.0)] * 2)
    _, said = play_golden(hide(track, 6.0, 8.0), "hip-lift")
    assert [text for _, text in said] == ["one", "two"]


def test_a_camera_that_is_pushed_during_a_lift_is_told_too() -> None:
    _, said = play_golden(cut_film(hip_lift_track([Lift()] * 2), at_top_s(1)), "hip-lift")
    assert said[0][1] == LOST


def test_it_is_told_once_in_fifteen_seconds() -> None:
    track = hip_lift_track([Lift()] * 6)
    for number in (1, 2, 3, 5):
        track = hide(track, at_top_s(number), at_top_s(number) + 1.0)
    _, said = play_golden(track, "hip-lift")
    assert [text for _, text in said] == [LOST, "one", LOST, "two"]
    assert said[2][0] - said[0][0] == pytest.approx(4 * REP_S, abs=0.2)


def test_who_stays_away_hears_only_that_nobody_is_seen() -> None:
    track = hip_lift_track([Lift()] * 3)
    _, said = play_golden(hide(track, at_top_s(2), at_top_s(2) + 4.5), "hip-lift")
    assert [text for _, text in said][:3] == ["one", "I cannot see you.", "I see you again."]
    assert LOST not in [text for _, text in said]


@pytest.mark.parametrize("state", [CameraState.STALLED, CameraState.FROZEN, CameraState.LOST])
def test_what_the_camera_did_is_told_alone(player: Player, state: CameraState) -> None:
    player.keep(2.0)
    player.keep(3.0, replace(NOBODY, camera=state))
    player.show()
    player.keep(2.0)
    player.show(ONE_LOST)  # when pictures move again
    player.keep(10.0)
    assert player.texts[1:] == ["I see you again."]
    player.show(ONE_LOST)
    assert player.texts[2:] == [LOST]


def test_a_cue_is_said_to_its_end_first(player: Player) -> None:
    player.do_rep(make_rep(ARCH))
    cued_s = player.says[-1].at_s
    player.keep(3.0)
    player.show(ONE_LOST)
    player.keep(8.0)
    assert player.texts == [f"one. {ARCH.cue}", LOST]
    assert player.says[-1].at_s - cued_s >= speaking_s(player.texts[0])


def test_a_cue_stays_in_the_picture(player: Player) -> None:
    player.do_rep(make_rep(ARCH))
    player.keep(5.0)
    player.show(ONE_LOST)
    player.keep(2.5)
    assert player.texts[-1] == LOST
    assert (player.coach.cue, player.coach.grade) == (ARCH.cue, "watch")


def test_without_a_cue_it_is_in_the_picture(player: Player) -> None:
    player.keep(2.0)
    player.show(ONE_LOST)
    assert (player.says[-1].text, player.says[-1].urgency) == (LOST, Urgency.INFO)
    assert player.coach.cue == LOST


def test_what_could_not_be_said_soon_is_not_said_at_all(player: Player) -> None:
    player.show(replace(NOBODY, lost=1))
    player.keep(4.5, replace(WELL_SEEN, seen=Seen.SEVERAL))
    player.keep(10.0)
    assert LOST not in player.texts


@pytest.mark.parametrize(("dangerous", "stops"), [(3, False), (4, True)])
def test_after_a_stop_nothing_is_said_of_it(player: Player, dangerous: int, stops: bool) -> None:
    for _ in range(dangerous):
        player.do_rep(make_rep(ARCH), 9.0)
    player.keep(4.0)
    player.show(ONE_LOST)
    player.keep(4.0)
    assert (player.phase() is Phase.OVER) == stops
    assert (LOST in player.texts) != stops


def test_turning_over_to_the_other_side_is_no_lost_rep() -> None:
    player = make_player("clamshell").begin()
    for _ in range(10):
        player.do_rep(make_rep(side="left"))
    player.keep(5.0)
    player.show(ONE_LOST)
    player.keep(5.0)
    assert LOST not in player.texts
    player.do_rep(make_rep(side="right"))
    player.show(ONE_LOST)
    player.keep(3.0)
    assert player.texts[-1] == LOST


def test_who_gets_up_when_all_is_done_hears_nothing_of_it(player: Player) -> None:
    for _ in range(10):
        player.do_rep(make_rep())
    player.keep(2.5)
    player.show(ONE_LOST)
    player.keep(3.0)
    assert LOST not in player.texts
    assert player.coach.reason_over == "the dose is done"


def test_who_is_seen_badly_in_every_lift_is_not_asked_about_being_done(player: Player) -> None:
    player.do_rep(make_rep())
    for _ in range(6):
        player.keep(5.0)
        player.show(ONE_LOST)
    assert [*dict.fromkeys(player.texts)] == ["one", LOST]
    assert player.phase() is Phase.SET
