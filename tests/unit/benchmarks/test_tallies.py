"""How right and wrong answers are counted."""

from __future__ import annotations

import pytest

from benchmarks.tallies import Tally
from benchmarks.truth import Presence


@pytest.mark.parametrize(
    ("presence", "found", "measured", "counted"),
    [
        (Presence.THERE, True, True, "tp"),
        (Presence.THERE, False, True, "fn"),
        (Presence.THERE, False, False, "abstained_there"),
        (Presence.ABSENT, True, True, "fp"),
        (Presence.ABSENT, True, False, "fp"),
        (Presence.ABSENT, False, True, "tn"),
        (Presence.ABSENT, False, False, "abstained_absent"),
        (Presence.BORDERLINE, False, True, "not_scored"),
        (Presence.UNSEEN, True, True, "fp"),
    ],
)
def test_each_answer_is_counted_once(presence: Presence, found: bool, measured: bool, counted: str) -> None:
    tally = Tally()
    tally.add(presence, found=found, measured=measured, where="rep 1")
    names = ("tp", "fp", "fn", "tn", "abstained_there", "abstained_absent", "not_scored")
    assert {name: getattr(tally, name) for name in names} == {name: int(name == counted) for name in names}
    assert bool(tally.wrong) is (counted in ("fp", "fn"))


def test_what_cannot_be_seen_counts_only_when_it_is_found() -> None:
    tally = Tally()
    tally.add(Presence.UNSEEN, found=False, measured=True, where="rep 1")
    assert tally == Tally()


def test_a_fault_from_which_it_abstained_is_missed_in_the_strict_f1() -> None:
    tally = Tally(tp=3, abstained_there=1)
    assert tally.f1 == 1.0
    assert tally.f1_strict == pytest.approx(6 / 7)
