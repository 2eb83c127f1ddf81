"""Findings in a hold, its broken time, and what is said of a whole set, with values worked out by hand."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

from formcheck.exercises.base import Emphasis, Followed, Limit, Rule, Threshold, TrendLimit
from formcheck.judging import (
    emphasize,
    find_in_hold,
    judge_form,
    list_not_measurable,
    sum_breathing,
    sum_broken_s,
)
from formcheck.results import Finding, Measure, NotMeasurable, Rep
from tests.unit.test_judging import LIMIT, RULE, WATCH, make_hold, make_rep, make_reps

TIME_S = np.arange(600) / 30


def follow(*spans: tuple[float, float, float]) -> dict[str, Followed]:
    """Return an angle of 0 for 20 s with other values from one time up to another."""
    values = np.zeros(len(TIME_S))
    for from_s, to_s, value in spans:
        values[slice(*np.searchsorted(TIME_S, [from_s, to_s]))] = value
    return {"angle_deg": Followed(values, "deg", 1.0)}


def test_a_hold_is_broken_where_it_stays_beyond_a_limit() -> None:
    """A jump to 22 passes limit plus uncertainty, 11, half-way, so smoothing leaves the times as they are."""
    (finding,) = find_in_hold([RULE], follow((5.0, 8.0, 22.0)), TIME_S, 1, 0.0, 20.0)
    assert finding.severity == "fault"
    assert (finding.start_s, finding.end_s) == pytest.approx((5.0, 8.0), abs=0.1)
    assert finding.value == pytest.approx(22.0, abs=0.5)


def test_the_severity_in_a_hold_is_that_which_lasts() -> None:
    (finding,) = find_in_hold([RULE], follow((5.0, 9.0, 14.0)), TIME_S, 1, 0.0, 20.0)
    assert finding.severity == "watch"


@pytest.mark.parametrize("spans", [[(5.0, 5.6, 22.0)], [(0.0, 3.0, 40.0)]])
def test_what_is_short_or_outside_of_the_hold_does_not_count(spans: list[tuple[float, float, float]]) -> None:
    assert find_in_hold([RULE], follow(*spans), TIME_S, 1, 3.0, 20.0) == ()


TIRED = Rule("test.tired", "End after {last}.", trends=(TrendLimit("angle_deg", "up", Threshold(8.0, "deg", "s")),))


def test_a_hold_that_drifts_names_its_second() -> None:
    """One degree a second: the first 2 s have a median of 1, so 9 is reached at 9 s; the last 2 s have 19, 18 more."""
    followed = {"angle_deg": Followed(1.0 * TIME_S, "deg", 1.0)}
    (finding,) = find_in_hold([TIRED], followed, TIME_S, 1, 0.0, 20.0)
    assert finding.cue in ("End after 8 s.", "End after 9 s.")
    assert finding.start_s == pytest.approx(9.0, abs=0.15)
    assert finding.value == pytest.approx(18.0, abs=0.3)


@pytest.mark.parametrize("rate", [0.4, -1.0])
def test_a_small_drift_and_one_the_other_way_are_none(rate: float) -> None:
    followed = {"angle_deg": Followed(rate * TIME_S, "deg", 1.0)}
    assert find_in_hold([TIRED], followed, TIME_S, 1, 0.0, 20.0) == ()


def test_a_short_hold_has_no_drift() -> None:
    followed = {"angle_deg": Followed(5.0 * TIME_S, "deg", 1.0)}
    assert find_in_hold([TIRED], followed, TIME_S, 1, 0.0, 5.0) == ()


def make_finding(start_s: float, end_s: float, rule: str = RULE.id, severity: str = "fault") -> Finding:
    grade: Literal["fault", "watch"] = "fault" if severity == "fault" else "watch"
    return Finding(rule, grade, "angle_deg", 20.0, "deg", 1.0, 15.0, "s", start_s, end_s, (1,), "", "")


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([], 0.0),
        ([make_finding(1, 3), make_finding(5, 6)], 3.0),
        ([make_finding(1, 5), make_finding(2, 3), make_finding(4, 7)], 6.0),  # overlaps once
        ([make_finding(1, 3, severity="watch")], 2.0),  # watched is out of position too
        ([make_finding(1, 3, rule="test.other")], 0.0),
    ],
)
def test_broken_time_is_summed_once(findings: list[Finding], expected: float) -> None:
    other = Rule("test.other", "Other.", limits=(LIMIT,))
    assert sum_broken_s([RULE, other], findings) == expected


def test_emphasis_gathers_rules_by_exercise() -> None:
    hints = [Emphasis("a", ("x", "y"), "why a"), Emphasis("b", ("x",), "why b"), Emphasis("c", ("z",), "why c")]
    out = emphasize(hints, [make_finding(0, 1, "a"), make_finding(0, 1, "b")])
    assert [(e.exercise, e.rules, e.why) for e in out] == [("x", ("a", "b"), "why a; why b"), ("y", ("a",), "why a")]
    assert emphasize(hints, []) == ()


def test_the_same_reason_is_given_once() -> None:
    hints = [Emphasis("a", ("x",), "why"), Emphasis("b", ("x",), "why")]
    (out,) = emphasize(hints, [make_finding(0, 1, "a"), make_finding(0, 1, "b")])
    assert (out.rules, out.why) == (("a", "b"), "why")


def test_good_takes_three_measured_reps_or_one_hold() -> None:
    assert judge_form([RULE], make_reps([0, 0]), ()) == "not-measurable"
    assert judge_form([RULE], make_reps([0, 0, 0]), ()) == "good"
    assert judge_form([RULE], [make_hold(1, 0, 5, angle_deg=Measure(0.0, "deg", 1.0))], ()) == "good"
    assert judge_form([RULE], [make_hold(1, 0, 5)], ()) == "not-measurable"
    assert judge_form([], make_reps([0, 0, 0]), ()) == "not-measurable"
    assert judge_form([RULE], [], [make_finding(0, 1)]) == "adjust"


def test_the_essential_rules_of_one_view_are_enough() -> None:
    front = Rule("t.f", "F.", limits=(LIMIT,), essential=True, only_in="front")
    other = Limit("other", "above", WATCH)
    side = Rule("t.s", "S.", limits=(other,), essential=True, only_in="side")
    assert judge_form([front, side], make_reps([0, 0, 0]), ()) == "good"
    always = Rule("t.a", "A.", limits=(other,), essential=True)
    assert judge_form([front, side, always], make_reps([0, 0, 0]), ()) == "not-measurable"


def test_a_rule_that_is_never_judged_says_why_before_all_else() -> None:
    never = Rule("t.n", "N.", never="no landmark")
    assert [n.reason for n in list_not_measurable([never, RULE], [], "nobody")] == ["no landmark", "nobody"]


def test_breathing_is_the_median_of_what_was_seen() -> None:
    def breathe(i: int, rate: float) -> Rep:
        return make_rep(i, {"breaths_per_min": Measure(rate, "per min", 2.0)}, ())

    hidden = make_rep(4, {"breaths_per_min": NotMeasurable("hidden")}, ())
    seen = sum_breathing([breathe(1, 12.0), breathe(2, 15.0), breathe(3, 20.0), hidden])
    assert isinstance(seen, Measure)
    assert seen.value == 15.0
    assert sum_breathing([hidden]) == NotMeasurable("hidden")
    assert isinstance(sum_breathing([]), NotMeasurable)
