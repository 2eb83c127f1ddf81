"""What is said in a set of holds."""

from dataclasses import replace

import pytest

from formcheck.exercises import find_exercise
from formcheck.live.coach import Phase, Urgency
from formcheck.live.dose_count import fit_dose
from formcheck.results import Hold
from tests.unit.live.playing import WELL_SEEN, Player, list_said, make_finding, make_hold, make_player

SAG = make_finding("plank", "hip-sag")
PIKE = make_finding("plank", "hip-pike")
NECK = make_finding("plank", "neck")
ELBOWS = make_finding("plank", "shoulders-off-elbows")


@pytest.fixture
def player() -> Player:
    return make_player("plank").begin()


def said_in(player: Player, start_s: float) -> list[tuple[int, str]]:
    return [(round(t), text) for t, text in list_said(player.says, start_s)]


def test_the_clock_of_a_whole_plank(player: Player) -> None:
    start_s = player.now_s
    player.hold(0.0, 31.0)
    player.show(replace(WELL_SEEN, done=(make_hold(30.4),)))
    assert said_in(player, start_s) == [
        (5, "Keep breathing."),
        (10, "ten"),
        (20, "twenty. Keep breathing."),
        (27, "three"),
        (28, "two"),
        (29, "one"),
        (30, "And rest."),
        (31, "Done. Well done: thirty seconds."),
    ]
    assert player.coach.count == 1
    player.keep(3.2)
    assert player.phase() is Phase.OVER


def test_the_clock_goes_to_the_time_that_is_asked_for() -> None:
    player = make_player("plank", fit_dose(find_exercise("plank").dose, hold_s=10.0)).begin()
    start_s = player.now_s
    player.hold(0.0, 11.0)
    player.show(replace(WELL_SEEN, done=(make_hold(11.0),)))
    said = said_in(player, start_s)
    assert said[-5:] == [(7, "three"), (8, "two"), (9, "one"), (10, "And rest."), (11, "Done. Well done: ten seconds.")]


def test_a_stance_on_one_leg_can_be_asked_for_alone() -> None:
    player = make_player("single-leg-stance", fit_dose(find_exercise("single-leg-stance").dose, "right")).begin()
    player.hold(0.0, 31.0)
    player.show(replace(WELL_SEEN, done=(make_hold(31.0, "left"),)))
    assert player.texts[-1] == "Done. Well done: thirty seconds."


def test_who_does_not_come_down_is_done_all_the_same(player: Player) -> None:
    player.hold(0.0, 45.0)
    assert player.texts[-2:] == ["And rest.", "Done. Well done: thirty seconds."]
    assert player.phase() is Phase.OVER


def test_a_hold_that_ends_early_is_told_and_the_next_one_starts_at_nought(player: Player) -> None:
    player.hold(0.0, 7.0)
    player.show(replace(WELL_SEEN, done=(make_hold(7.3),)))
    assert player.texts[-1] == "You held 7 seconds."
    player.keep(5.0)
    player.hold(0.0, 11.0)
    assert player.texts[-1] == "ten"
    assert player.coach.count == 0


def test_a_clean_early_end_that_is_enough_for_a_beginner_is_praised(player: Player) -> None:
    player.show(replace(WELL_SEEN, done=(make_hold(12.0),)))
    assert player.texts == ["You held 12 seconds. Well done."]


@pytest.mark.parametrize("hold", [make_hold(2.5), make_hold(8.0, lost=True)])
def test_short_and_lost_holds_are_not_spoken_of(player: Player, hold: Hold) -> None:
    player.show(replace(WELL_SEEN, done=(hold,)))
    assert player.texts == []


def test_a_cue_comes_when_it_begins_to_be_seen_and_lesser_ones_wait(player: Player) -> None:
    start_s = player.now_s
    neck, sag = replace(NECK, severity="watch"), replace(SAG, severity="watch")
    player.hold(0.0, 2.0)
    player.hold(2.0, 26.0, [neck, sag])
    assert said_in(player, start_s) == [
        (2, SAG.cue),
        (10, "ten"),
        (17, SAG.cue),
    ]


def test_cues_are_six_seconds_apart(player: Player) -> None:
    start_s = player.now_s
    player.hold(0.0, 2.0)
    player.hold(2.0, 4.0, [replace(ELBOWS, severity="watch")])
    player.hold(4.0, 12.0, [replace(NECK, severity="watch")])
    cues = [(t, text) for t, text in said_in(player, start_s) if text in (ELBOWS.cue, NECK.cue)]
    assert cues == [(2, ELBOWS.cue), (8, NECK.cue)]


def test_no_cue_runs_into_the_last_seconds(player: Player) -> None:
    player.hold(0.0, 24.0)
    player.hold(24.0, 30.2, [SAG])
    assert player.texts[-4:] == ["three", "two", "one", "And rest."]
    assert SAG.cue not in player.texts


def test_better_is_said_when_the_fault_is_gone(player: Player) -> None:
    player.hold(0.0, 2.0)
    player.hold(2.0, 4.0, [SAG])
    player.hold(4.0, 15.0)
    assert player.texts.count("Better.") == 1
    assert player.phase() is Phase.SET


def test_a_sag_that_goes_on_after_the_cue_stops_the_hold(player: Player) -> None:
    start_s = player.now_s
    player.hold(0.0, 2.0)
    player.hold(2.0, 20.0, [SAG])
    assert player.phase() is Phase.OVER
    stop = player.says[-1]
    assert stop.urgency is Urgency.STOP
    # the cue takes 6.3 s to say (15 words), and then there are 5 s to do it
    assert stop.at_s - start_s == pytest.approx(2.0 + 6.3 + 5.0, abs=0.25)


def test_high_hips_are_cued_but_do_not_stop_the_hold(player: Player) -> None:
    player.hold(0.0, 26.0, [PIKE])
    assert player.texts.count(PIKE.cue) == 2
    assert player.phase() is Phase.SET


def test_form_that_falls_apart_stops_the_hold(player: Player) -> None:
    player.hold(0.0, 2.0)
    player.hold(2.0, 6.0, [SAG, NECK, ELBOWS])
    assert player.says[-1].text == "Stop. Rest now, that is enough for this set. The movement is getting unsteady."
    assert player.phase() is Phase.OVER


def test_a_stance_has_two_sides_and_no_cues() -> None:
    player = make_player("single-leg-stance").begin()
    player.hold(0.0, 31.0, [make_finding("single-leg-stance", "trunk-lean")])
    player.show(replace(WELL_SEEN, done=(make_hold(30.5, "left"),)))
    assert player.texts == ["ten", "twenty", "three", "two", "one", "And rest.", "Now the other side."]
    player.keep(30.0)
    player.hold(0.0, 8.0)
    player.show(replace(WELL_SEEN, done=(make_hold(8.0, "right"),)))
    assert player.texts[-1] == "You held 8 seconds. Done. Well done."
    player.keep(3.2)
    assert player.phase() is Phase.OVER


def test_a_short_stance_is_a_try() -> None:
    player = make_player("single-leg-stance").begin()
    player.show(replace(WELL_SEEN, done=(make_hold(3.9, "left"),)))
    assert player.texts == ["You held 3 seconds. Now the other side."]
