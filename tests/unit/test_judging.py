"""Findings from measures, with values worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pytest

from formcheck.exercises.base import (
    Limit,
    RestartLimit,
    Rule,
    SideLimit,
    SpreadLimit,
    Threshold,
    TrendLimit,
)
from formcheck.judging import (
    find_in_rep,
    find_in_set,
    list_not_measurable,
)
from formcheck.results import Hold, Measure, NotMeasurable, Rep

WATCH, FAULT = Threshold(10.0, "deg", "watch source"), Threshold(15.0, "deg", "fault source")
LIMIT = Limit("angle_deg", "above", WATCH, FAULT, "it was large")
RULE = Rule("test.angle", "Less.", limits=(LIMIT,), essential=True, breaks_hold=True)
Given = Mapping[str, Measure | NotMeasurable]


def angle(value: float, uncertainty: float = 1.0) -> Given:
    return {"angle_deg": Measure(value, "deg", uncertainty)}


def make_rep(index: int, measures: Given, rules: tuple[Rule, ...] = (RULE,)) -> Rep:
    found = find_in_rep(rules, measures, index, 10.0 * index, 10.0 * index + 4)
    return Rep(index, 10.0 * index, 10.0 * index + 2, 10.0 * index + 4, True, None, measures, found)


def make_reps(values: list[float], rules: tuple[Rule, ...] = (RULE,)) -> list[Rep]:
    return [make_rep(i, angle(value), rules) for i, value in enumerate(values, 1)]


def make_hold(
    index: int, start_s: float, end_s: float, side: Literal["left", "right"] | None = None, **measures: Measure
) -> Hold:
    return Hold(index, start_s, end_s, end_s - start_s, side, measures)


@pytest.mark.parametrize(
    ("value", "severity"), [(10.9, None), (11.0, None), (11.1, "watch"), (16.0, "watch"), (16.1, "fault")]
)
def test_a_limit_is_broken_beyond_it_by_more_than_the_uncertainty(value: float, severity: str | None) -> None:
    found = find_in_rep([RULE], angle(value), 3, 1.0, 2.0)
    assert [f.severity for f in found] == ([severity] if severity else [])
    for finding in found:
        assert (finding.reps, finding.start_s, finding.end_s) == ((3,), 1.0, 2.0)
        assert finding.threshold == (15.0 if severity == "fault" else 10.0)
        assert finding.source == f"{severity} source"


@pytest.mark.parametrize(("value", "found"), [(-10.9, 0), (-11.1, 1), (30.0, 0)])
def test_below_is_the_other_way_round(value: float, found: int) -> None:
    low = Rule("test.low", "More.", limits=(Limit("angle_deg", "below", Threshold(-10.0, "deg", "s")),))
    assert len(find_in_rep([low], angle(value), 1, 0.0, 1.0)) == found


def test_a_rule_gives_its_most_severe_limit() -> None:
    other = Limit("other_pct", "above", Threshold(1.0, "%", "s"), seen="other")
    rule = Rule("test.two", "Less.", limits=(other, LIMIT))
    measures = {**angle(20.0), "other_pct": Measure(5.0, "%", 0.1)}
    assert [f.measure for f in find_in_rep([rule], measures, 1, 0.0, 1.0)] == ["angle_deg"]
    measures = {**angle(12.0), "other_pct": Measure(5.0, "%", 0.1)}
    assert [f.measure for f in find_in_rep([rule], measures, 1, 0.0, 1.0)] == ["other_pct"]


def test_what_was_not_measured_breaks_nothing() -> None:
    assert find_in_rep([RULE], {"angle_deg": NotMeasurable("hidden")}, 1, 0.0, 1.0) == ()
    assert find_in_rep([RULE], {}, 1, 0.0, 1.0) == ()


@pytest.mark.parametrize(
    ("values", "severity"),
    [
        ([20, 0, 0, 0], None),  # once
        ([20, 20, 0, 0], "fault"),
        ([20, 20, 0, 0, 0, 0, 0], None),  # 2 of 7 is less than 30 %
        ([20, 20, 20, 0, 0, 0, 0], "fault"),
        ([20, 12, 0, 0], "watch"),  # only one fault
    ],
)
def test_a_fault_must_come_back(values: list[float], severity: str | None) -> None:
    assert [f.severity for f in find_in_set([RULE], make_reps(values))] == ([severity] if severity else [])


def test_a_finding_of_a_set_has_the_median_and_names_the_reps() -> None:
    (finding,) = find_in_set([RULE], make_reps([0, 18, 30, 20]))
    assert (finding.value, finding.reps, finding.uncertainty) == (20.0, (2, 3, 4), 1.0)
    assert (finding.start_s, finding.end_s) == (20.0, 44.0)


SPREAD = Rule("test.spread", "Alike.", spreads=(SpreadLimit("hold_s", Threshold(2.0, "s", "s"), "unlike"),))


@pytest.mark.parametrize(("longest", "found"), [(7.6, 0), (7.72, 1)])
def test_a_spread_is_the_largest_minus_the_smallest(longest: float, found: int) -> None:
    """Limit 2.0 s plus the uncertainty of a difference, 0.5 * sqrt(2) = 0.707 s: from 2.707 s on."""
    reps = [make_rep(i, {"hold_s": Measure(v, "s", 0.5)}, ()) for i, v in enumerate([5.0, 6.0, longest], 1)]
    findings = find_in_set([SPREAD], reps)
    assert len(findings) == found
    for finding in findings:
        assert finding.value == pytest.approx(2.72)
        assert finding.uncertainty == pytest.approx(0.707, abs=0.001)
        assert (finding.reps, finding.severity, finding.measure) == ((1, 2, 3), "fault", "hold_s")


def test_two_reps_are_too_few_for_a_spread() -> None:
    reps = [make_rep(i, {"hold_s": Measure(v, "s", 0.5)}, ()) for i, v in enumerate([5.0, 20.0], 1)]
    assert find_in_set([SPREAD], reps) == ()
    (unjudged,) = list_not_measurable([SPREAD], reps, "")
    assert "there were 2" in unjudged.reason


SIDES = Rule("test.sides", "Alike.", sides=(SideLimit("sway_pct", Threshold(40.0, "%", "s"), "unlike"),))


def sway(value: float) -> Measure:
    return Measure(value, "%", 0.3)


@pytest.mark.parametrize(("right", "found"), [(2.1, 0), (1.9, 1)])
def test_sides_differ_in_percent_of_the_larger(right: float, found: int) -> None:
    """Left 4: the uncertainty is 100 * 0.3 * sqrt(2) / 4 = 10.6 %, so from 50.6 % on: below 1.97."""
    holds = [
        make_hold(1, 0, 10, "left", sway_pct=sway(3.0)),
        make_hold(2, 20, 30, "right", sway_pct=sway(right)),
        make_hold(3, 40, 50, "left", sway_pct=sway(5.0)),
    ]
    findings = find_in_set([SIDES], holds)
    assert len(findings) == found
    for finding in findings:
        assert finding.value == pytest.approx(52.5)
        assert finding.uncertainty == pytest.approx(10.6, abs=0.01)
        assert finding.reps == (1, 3)


def test_one_side_is_not_compared_and_says_so() -> None:
    holds = [make_hold(1, 0, 10, "left", sway_pct=sway(3.0)), make_hold(2, 20, 30, "left", sway_pct=sway(9.0))]
    assert find_in_set([SIDES], holds) == ()
    (unjudged,) = list_not_measurable([SIDES], holds, "")
    assert "only one side" in unjudged.reason


RESTART = Rule("test.restart", "Rest.", restarts=(RestartLimit(Threshold(3.0, "s", "s"), "again"),))


@pytest.mark.parametrize(
    ("side", "pause_s", "found"), [("left", 2.9, 1), ("left", 3.0, 0), ("right", 1.0, 0), ("left", 9.0, 0)]
)
def test_a_restart_is_the_same_side_again_within_the_limit(
    side: Literal["left", "right"], pause_s: float, found: int
) -> None:
    holds = [make_hold(1, 0, 10, "left"), make_hold(2, 10 + pause_s, 30, side)]
    findings = find_in_set([RESTART], holds)
    assert [(f.reps, f.severity) for f in findings] == [((2,), "watch")] * found
    assert all(f.value == pytest.approx(2.9) and (f.unit, f.threshold) == ("s", 3.0) for f in findings)


TREND = Rule("test.tired", "Stop after {last}.", trends=(TrendLimit("angle_deg", "down", Threshold(6.0, "deg", "s")),))


def test_a_drift_names_the_last_good_rep() -> None:
    """Reps 2 to 4 read 20, and from rep 8 on all are more than 6 below that: stop after 7."""
    (finding,) = find_in_set([TREND], make_reps([20, 20, 20, 20, 19, 18, 16, 12, 10, 9], ()))
    assert finding.cue == "Stop after 7 reps."
    assert finding.reps == (8, 9, 10)
    assert finding.value == 10 - 20
    assert finding.threshold == -6.0


@pytest.mark.parametrize(
    "values", [[20, 20, 20, 10, 10], [20, 19, 20, 18, 20, 19, 18, 19], [9, 10, 12, 16, 18, 20, 20]]
)
def test_too_few_reps_scatter_and_getting_better_are_no_drift(values: list[float]) -> None:
    assert find_in_set([TREND], make_reps(values, ())) == ()
