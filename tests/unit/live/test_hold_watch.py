"""The hold under way, against what the session says of it when it is over."""

import pytest

from formcheck.exercises import find_exercise
from formcheck.live.hold_watch import HoldNow, HoldWatch
from formcheck.session import Session
from tests.unit.live.playing import load_golden


def watch(name: str, exercise: str) -> list[tuple[float, HoldNow]]:
    track, session = load_golden(name), Session(find_exercise(exercise))
    hold_watch = HoldWatch(session)
    seen = []
    for i, now_s in enumerate(track.time_s.tolist()):
        session.push(track.slice(i, i + 1))
        seen.append((now_s, hold_watch.look(now_s)))
    return seen


@pytest.mark.parametrize(
    ("name", "rule", "session_s"),
    [
        ("plank-c-sag-20", "plank.hip-sag", (7.2, 12.4)),
        ("plank-h-drift-20", "plank.hip-sag", (10.0, 14.5)),
        ("plank-g-pike-25", "plank.hip-pike", (2.2, 10.2)),
        ("plank-c-shoulders-ahead-32", "plank.shoulders-off-elbows", (2.1, 10.3)),
    ],
)
def test_a_fault_is_seen_within_two_seconds(name: str, rule: str, session_s: tuple[float, float]) -> None:
    seen = watch(name, "plank")
    broken_s = [t for t, now in seen if any(finding.rule == rule for finding in now.broken)]
    assert session_s[0] < broken_s[0] < session_s[0] + 2.0
    assert broken_s[-1] < session_s[1] + 1.5
    assert {finding.rule for _, now in seen for finding in now.broken} == {rule}


@pytest.mark.parametrize("name", ["plank-d-correct", "plank-e-correct-knees"])
def test_a_good_plank_breaks_nothing_and_its_clock_agrees(name: str) -> None:
    seen = watch(name, "plank")
    assert not any(now.broken for _, now in seen)
    begins_s = next(t for t, now in seen if now.held_s is not None)
    assert begins_s == pytest.approx(2.2, abs=0.15)  # the session: 2.15 and 2.23
    clock = [now.held_s for t, now in seen if begins_s <= t < 10.0]
    assert clock == pytest.approx([t - begins_s for t, _ in seen if begins_s <= t < 10.0], abs=0.05)


def test_reps_have_no_hold() -> None:
    assert {now.held_s for _, now in watch("hip-lift-d-top-200", "hip-lift")} == {None}
