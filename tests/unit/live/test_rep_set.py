"""What is said in a set of reps."""

from dataclasses import replace

import pytest

from formcheck.exercises import find_exercise
from formcheck.live.coach import Coach, Phase, Urgency
from formcheck.live.dose_count import fit_dose
from formcheck.planning.level import SMALL
from formcheck.results import Finding, Side
from tests.unit.live.playing import WELL_SEEN, Player, make_finding, make_player, make_rep

ARCH = make_finding("hip-lift", "lumbar-hyperextension")
ARCH_A_LITTLE = make_finding("hip-lift", "lumbar-hyperextension", "watch")
LOW = make_finding("hip-lift", "incomplete-lift")
FAST = make_finding("hip-lift", "too-fast")
FEET = make_finding("hip-lift", "feet-placement")
FEET_A_LITTLE = make_finding("hip-lift", "feet-placement", "watch")
JERKY = make_finding("hip-lift", "jerky")
FURTHER = "Not counted. If it does not hurt, a little further."
DONE = "Done. Well done: ten."


@pytest.fixture
def player() -> Player:
    return make_player().begin()


def test_ten_good_reps_are_counted_to_the_end(player: Player) -> None:
    for _ in range(10):
        player.do_rep(make_rep())
    breathe = {4: ". Keep breathing.", 8: ". Keep breathing."}
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    assert player.texts == [word + breathe.get(n, "") for n, word in enumerate(words, 1)] + [DONE]
    player.keep(3.2)
    assert player.phase() is Phase.OVER
    assert player.coach.reason_over == "the dose is done"
    assert player.texts[-1] == DONE


def test_who_goes_on_at_once_is_counted_on(player: Player) -> None:
    for _ in range(10):
        player.do_rep(make_rep())
    assert player.do_rep(make_rep(), 2.0) == ["eleven"]
    assert player.phase() is Phase.SET


def test_count_and_cue_are_one_thing_to_say(player: Player) -> None:
    player.do_rep(make_rep(ARCH))
    say = player.says[-1]
    assert say.text == f"one. {ARCH.cue}"
    assert say.urgency is Urgency.CUE
    assert player.coach.cue == ARCH.cue
    player.keep(9.0)
    assert player.coach.cue == ""


def test_the_same_cue_comes_again_after_two_silent_reps(player: Player) -> None:
    for _ in range(4):
        player.do_rep(make_rep(ARCH_A_LITTLE))
    assert player.texts == [f"one. {ARCH.cue}", "two", "three", f"four. {ARCH.cue}"]


@pytest.mark.parametrize(
    ("findings", "cue"),
    [
        ((FEET_A_LITTLE, ARCH_A_LITTLE), ARCH.cue),  # essential first
        ((FEET_A_LITTLE, FAST), FAST.cue),  # a fault before what is only watched
        ((FEET, FAST), FAST.cue),  # alike: the order of the rules
    ],
)
def test_what_strains_the_back_comes_first(player: Player, findings: tuple[Finding, ...], cue: str) -> None:
    assert player.do_rep(make_rep(*findings)) == [f"one. {cue}"]


def test_a_lesser_fault_waits_while_a_cue_is_fresh(player: Player) -> None:
    player.do_rep(make_rep(ARCH_A_LITTLE, FEET_A_LITTLE))
    assert player.do_rep(make_rep(ARCH_A_LITTLE, FEET_A_LITTLE)) == ["two"]
    assert player.do_rep(make_rep(FEET_A_LITTLE)) == [f"three. {FEET.cue}"]


def test_better_is_said_once(player: Player) -> None:
    player.do_rep(make_rep(ARCH))
    for _ in range(2):
        player.do_rep(make_rep())
    player.do_rep(make_rep(ARCH))
    for _ in range(3):
        player.do_rep(make_rep())
    assert player.texts == [f"one. {ARCH.cue}", "two", "three. Better.", f"four. {ARCH.cue}", "five", "six", "seven"]


def test_a_rep_that_was_not_measured_is_not_better(player: Player) -> None:
    player.do_rep(make_rep(ARCH))
    for _ in range(2):
        player.do_rep(make_rep(measured=False))
    assert player.texts[-1] == "three"


def test_a_dangerous_fault_that_goes_on_stops_the_set(player: Player) -> None:
    for _ in range(3):
        player.do_rep(make_rep(ARCH))
    assert player.phase() is Phase.SET
    player.do_rep(make_rep(ARCH))
    assert player.says[-1].urgency is Urgency.STOP
    assert player.phase() is Phase.OVER
    assert player.coach.reason_over == "stopped, to rest"
    assert player.coach.count == 4
    assert player.do_rep(make_rep()) == []


@pytest.mark.parametrize("finding", [LOW, FAST, ARCH_A_LITTLE])
def test_what_is_no_danger_never_stops_the_set(player: Player, finding: Finding) -> None:
    for _ in range(9):
        player.do_rep(make_rep(finding))
    assert player.phase() is Phase.SET


def test_a_fault_that_was_mended_in_between_does_not_stop_the_set(player: Player) -> None:
    for findings in [(ARCH,), (ARCH,), (), (ARCH,), (ARCH,), (), (ARCH,), (ARCH,)]:
        player.do_rep(make_rep(*findings))
    assert player.phase() is Phase.SET


def test_form_that_falls_apart_stops_the_set(player: Player) -> None:
    player.do_rep(make_rep(LOW, FEET, JERKY))
    assert player.phase() is Phase.SET
    assert player.do_rep(make_rep(FAST, FEET, JERKY)) == [
        "Stop. Rest now, that is enough for this set. The movement is getting unsteady."
    ]
    assert player.phase() is Phase.OVER


def test_partial_reps_are_not_counted_and_spoken_of_once_in_three(player: Player) -> None:
    said = [player.do_rep(make_rep(complete=False)) for _ in range(5)]
    assert said == [[FURTHER], [], [], [FURTHER], []]
    assert player.coach.count == 0


def test_of_several_reps_at_once_one_thing_is_said(player: Player) -> None:
    assert player.show(replace(WELL_SEEN, done=(make_rep(ARCH), make_rep())))[0].text == f"one. {ARCH.cue}"
    assert player.coach.count == 2


def test_each_side_is_counted_by_itself() -> None:
    player = make_player("clamshell").begin()
    for _ in range(10):
        player.do_rep(make_rep(side="left"))
    assert player.texts[-1] == "ten. Now the other side."
    player.keep(40.0)
    assert player.phase() is Phase.SET
    assert player.do_rep(make_rep(side="left")) == ["Now the other side."]
    assert player.do_rep(make_rep(side="right")) == ["one"]
    assert player.coach.count == 1
    for _ in range(9):
        player.do_rep(make_rep(side="right"))
    assert player.texts[-1] == DONE


def test_a_side_that_is_not_seen_is_the_one_under_way_and_then_the_other() -> None:
    player = make_player("clamshell").begin()
    player.do_rep(make_rep())
    player.do_rep(make_rep(side="right"))
    assert player.texts == ["one", "two"]
    for _ in range(8):
        player.do_rep(make_rep())
    assert player.texts[-1] == "ten. Now the other side."
    assert player.do_rep(make_rep()) == ["one"]


def test_sides_that_are_never_seen_are_done_after_twice_the_dose() -> None:
    player = make_player("clamshell").begin()
    for _ in range(20):
        player.do_rep(make_rep())
    assert player.texts[9] == "ten. Now the other side."
    assert player.texts[-1] == "Done. Well done: twenty."


def test_a_rule_that_is_not_to_be_cued_leaves_room_for_the_others() -> None:
    """As where the plan asks for a small range: a low lift is what was asked for."""
    player = Player(Coach(find_exercise("hip-lift"), uncued=SMALL)).begin()
    assert player.do_rep(make_rep(LOW)) == ["one"]
    assert player.do_rep(make_rep(LOW, FEET)) == [f"two. {FEET.cue}"]
    assert player.do_rep(make_rep(LOW)) == ["three"]
    assert player.do_rep(make_rep(LOW)) == ["four. Better."]


def test_where_a_small_range_is_asked_for_nobody_is_asked_to_go_further() -> None:
    player = Player(Coach(find_exercise("hip-lift"), uncued=SMALL)).begin()
    assert player.do_rep(make_rep(complete=False)) == ["Not counted."]
    assert player.do_rep(make_rep()) == ["one"]


def test_faults_that_are_not_to_be_cued_do_not_count_as_form_that_falls_apart() -> None:
    player = Player(Coach(find_exercise("hip-lift"), uncued=SMALL)).begin()
    for _ in range(3):
        player.do_rep(make_rep(LOW, FAST, JERKY))
    assert player.phase() is Phase.SET


@pytest.mark.parametrize("seen", ["left", "right", None])
def test_only_one_side_can_be_asked_for(seen: Side | None) -> None:
    """Whichever the camera takes it for: a mirrored film swaps them."""
    player = make_player("clamshell", fit_dose(find_exercise("clamshell").dose, "left", 3)).begin()
    for _ in range(3):
        player.do_rep(make_rep(side=seen))
    assert player.texts == ["one", "two", "Done. Well done: three."]
    player.keep(3.5)
    assert player.coach.reason_over == "the dose is done"


def test_an_assessment_is_not_cued_and_not_stopped() -> None:
    player = make_player("overhead-squat").begin()
    lean = make_finding("overhead-squat", "forward-lean")
    for _ in range(4):
        player.do_rep(make_rep(lean))
    assert player.texts == ["one", "two", "three", "four"]


def test_the_beat_goes_up_hold_down() -> None:
    player = make_player(tempo=True).begin()
    player.keep(12.5)
    beat = ["Up.", "and", "Hold.", "and", "Down.", "and"]
    assert player.texts == 2 * beat
    start_s = player.coach.counted_from_s or 0.0
    assert [say.at_s - start_s for say in player.says] == pytest.approx(range(1, 13), abs=0.21)


def test_the_beat_gives_way_to_a_cue_and_keeps_time() -> None:
    player = make_player(tempo=True).begin()
    player.do_rep(make_rep(ARCH), 5.5)
    player.keep(8.5)
    # the cue is said at 5.4 s and takes 7.1 s; the beat of the 13th second is the first of the third round
    assert player.texts == ["Up.", "and", "Hold.", "and", "Down.", f"one. {ARCH.cue}", "Up.", "and"]
    assert player.says[-2].at_s - (player.coach.counted_from_s or 0.0) == pytest.approx(13.0, abs=0.11)


def test_a_draw_in_has_no_such_beat() -> None:
    player = make_player("draw-in", tempo=True).begin()
    player.keep(10.0)
    assert player.texts == []
