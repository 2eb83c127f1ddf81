"""Rendered sets, frame by frame through the session and the coach: exactly what is said, and when."""

import pytest

from formcheck.live.coach import Phase
from tests.unit.live.playing import join, list_said, load_golden, make_player, play_golden

LESS_HIGH = "Lift a little less high: stop when shoulder, hip and knee are in one line."
HIPS_UP = "Lift the hips a little and tighten the belly: one line from shoulder to ankle."
TWO_PEOPLE = "I see two people. Please stay alone in the picture."


def test_before_the_set_the_person_is_greeted_and_counted_in() -> None:
    player = make_player()
    while player.coach.phase is not Phase.SET:
        player.show()
    assert [text for _, text in list_said(player.says)] == ["I can see you.", "Ready.", "three", "two", "one", "Go."]
    ready_s = player.says[1].at_s
    assert [say.at_s - ready_s for say in player.says[1:]] == pytest.approx([0, 1, 2, 3, 4], abs=0.21)
    assert player.coach.counted_from_s == player.says[-1].at_s


def test_a_good_set_is_counted_and_nothing_else() -> None:
    coach, said = play_golden(load_golden("hip-lift-c-correct"), "hip-lift")
    assert said == [(5.2, "one"), (9.7, "two"), (14.3, "three"), (18.9, "four. Keep breathing.")]
    assert (coach.count, coach.phase) == (4, Phase.SET)


def test_over_arching_is_cued_once_in_three_reps_and_then_the_set_is_stopped() -> None:
    coach, said = play_golden(load_golden("hip-lift-d-top-200"), "hip-lift")
    stop = "the hips went above the line from shoulder to knee"
    assert said == [
        (5.2, f"one. {LESS_HIGH}"),
        (9.8, "two"),
        (14.4, "three"),
        (19.2, f"Stop. Rest now, that is enough for this set. What I saw: {stop}."),
    ]
    assert (coach.count, coach.phase) == (4, Phase.OVER)


def test_over_arching_that_is_mended_is_praised_once() -> None:
    arched, correct = load_golden("hip-lift-d-top-200"), load_golden("hip-lift-c-correct")
    coach, said = play_golden(join(arched.slice(0, 310), correct), "hip-lift")
    assert said == [
        (5.2, f"one. {LESS_HIGH}"),
        (9.8, "two"),
        (15.5, "three"),
        (20.1, "four. Better."),
        (24.6, "five"),
        (29.3, "six"),
    ]
    assert coach.count == 6


def test_sagging_hips_are_cued_while_the_plank_is_held() -> None:
    _, said = play_golden(load_golden("plank-c-sag-20"), "plank")
    assert said == [(7.2, "Keep breathing."), (8.3, HIPS_UP), (13.5, "You held 10 seconds.")]


def test_a_good_plank_hears_the_clock() -> None:
    _, said = play_golden(load_golden("plank-d-correct"), "plank")
    assert said == [(7.2, "Keep breathing."), (12.2, "ten"), (13.7, "You held 10 seconds. Well done.")]


def test_clamshells_are_counted() -> None:
    coach, said = play_golden(load_golden("clamshell-c-correct"), "clamshell")
    assert said == [(5.2, "one"), (9.7, "two"), (14.2, "three")]
    assert coach.count == 3


def test_a_rolling_pelvis_is_cued() -> None:
    _, said = play_golden(load_golden("clamshell-d-roll-25"), "clamshell")
    cue = "Keep pelvis and shoulders still; open the knee only as far as they do not roll back."
    assert said == [(5.4, f"one. {cue}"), (10.2, "two"), (15.0, "three")]


@pytest.mark.parametrize(
    ("name", "exercise", "advice", "at_s"),
    [
        ("clamshell-e-wrong-view", "clamshell", "Turn so that I see you from the front.", [4.0, 12.0]),
        ("plank-h-from-the-head", "plank", "Turn so that I see your side.", [4.0]),
        ("hip-lift-d-two-people", "hip-lift", TWO_PEOPLE, [4.0, 12.0]),
    ],
)
def test_who_is_seen_badly_hears_what_to_do_and_nothing_is_counted(
    name: str, exercise: str, advice: str, at_s: list[float]
) -> None:
    coach, said = play_golden(load_golden(name), exercise)
    assert said == [(pytest.approx(t, abs=0.1), advice) for t in at_s]
    assert coach.count == 0


def test_an_assessment_is_counted_but_not_cued() -> None:
    _, said = play_golden(load_golden("overhead-squat-d-side-lean-55"), "overhead-squat")
    assert said == [(4.9, "one"), (9.1, "two"), (13.4, "three")]


def test_a_stance_on_one_leg_is_a_try_and_the_other_leg_is_next() -> None:
    _, said = play_golden(load_golden("single-leg-stance-d-correct"), "single-leg-stance")
    assert said == [(12.3, "ten"), (16.5, "You held 14 seconds. Now the other side.")]
