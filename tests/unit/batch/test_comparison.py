"""What is stated is compared, what is not is not; and how well each rule was found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from formcheck.batch.comparison import compare, score_rules
from formcheck.batch.manifest import Expected
from formcheck.batch.verdict import Outcome
from tests.unit.batch.making import FAILED, SEEN, make_entry

RULE = "hip-lift.incomplete-lift"


def differences(**expected: Any) -> list[tuple[str, str, str]]:
    found = compare(make_entry(**expected), Outcome(SEEN), 0.3)
    return [(d.what, d.expected, d.got) for d in found]


@pytest.mark.parametrize(
    "expected",
    [
        {},
        {"reps": 3, "partial_reps": 0, "reps_not_seen": 0, "form": "adjust", "decision": "adjust", "holds_s": ()},
        {"findings": {RULE: (1, 3)}},
        {"findings": {RULE: (3, 1)}},
        {"findings": {RULE: (1, 1, 3)}},
        {"findings": {RULE: True}},
        {"not_measurable": ("hip-lift.fatigue",)},
    ],
)
def test_what_is_as_stated_differs_in_nothing(expected: dict[str, Any]) -> None:
    assert differences(**expected) == []


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ({"reps": 4}, ("reps", "4", "3")),
        ({"partial_reps": 1}, ("partial reps", "1", "0")),
        ({"reps_not_seen": 2}, ("reps lost from sight", "2", "0")),
        ({"form": "good"}, ("form", "good", "adjust")),
        ({"decision": "stop"}, ("decision", "stop", "adjust")),
        ({"holds_s": (8.0,)}, ("holds", "8 s", "none")),
        ({"findings": {}}, (RULE, "not found", "in 1, 3")),
        ({"findings": {RULE: (1, 2)}}, (RULE, "in 1, 2", "in 1, 3")),
        ({"findings": {RULE: True, "hip-lift.jerky": True}}, ("hip-lift.jerky", "found", "not found")),
        ({"not_measurable": ()}, ("hip-lift.fatigue", "was judged", "cannot be judged")),
    ],
)
def test_what_differs_is_told_with_both_values(expected: dict[str, Any], told: tuple[str, str, str]) -> None:
    assert differences(**expected) == [told]


def test_a_rule_is_told_with_its_figures_and_limits() -> None:
    (one,) = compare(make_entry(findings={}), Outcome(SEEN), 0.3)
    assert one.because == "line_at_top_deg -20.0, -1.0, -19.5 deg (limit: < -10)"
    (one,) = compare(make_entry(findings={RULE: True, "hip-lift.too-fast": True}), Outcome(SEEN), 0.3)
    assert one.because.startswith("up_s 1.0, -, 1.2 s (limit: < ")


def test_a_rule_is_told_without_its_figures_when_the_limits_are_gone(tmp_path: Path) -> None:
    entry, limits = make_entry(findings={}), tmp_path / "limits.toml"
    entry = replace(entry, job=replace(entry.job, thresholds=str(limits)))
    limits.write_text('[hip-lift]\n"incomplete-lift.line_at_top_deg.below.watch" = -12.0\n', "utf-8")
    assert compare(entry, Outcome(SEEN), 0.3)[0].because.endswith("(limit: < -12)")
    limits.unlink()
    (one,) = compare(entry, Outcome(SEEN), 0.3)
    assert (one.what, one.got, one.because) == (RULE, "in 1, 3", "")


@pytest.mark.parametrize(("held_s", "near"), [(8.3, True), (7.7, True), (8.301, False), (7.699, False)])
def test_a_hold_may_be_off_by_the_tolerance_and_no_more(held_s: float, near: bool) -> None:
    seen = replace(SEEN, holds_s=(held_s,))
    assert (compare(make_entry(holds_s=(8.0,)), Outcome(seen), 0.3) == ()) == near


def test_a_clip_that_could_not_be_scored_differs_in_that_alone() -> None:
    (one,) = compare(make_entry(reps=3, findings={}), Outcome(FAILED), 0.3)
    assert (one.what, one.expected, one.got) == ("clip", "a verdict", f"none ({FAILED.text})")


def test_rules_are_scored_in_reps_over_the_clips_that_state_their_findings() -> None:
    pairs = [
        (Expected(findings={RULE: (1, 2)}), Outcome(SEEN)),  # one right, one missed, one false
        (Expected(findings={RULE: True, "hip-lift.jerky": True}), Outcome(SEEN)),  # one right, one missed
        (Expected(reps=3), Outcome(SEEN)),
        (Expected(findings={RULE: (1,)}), Outcome(FAILED)),
    ]
    scores = {s.rule: (s.hits, s.false_alarms, s.misses, s.precision, s.recall, s.f1) for s in score_rules(pairs)}
    assert scores == {RULE: (2, 1, 1, 2 / 3, 2 / 3, 2 / 3), "hip-lift.jerky": (0, 0, 1, None, 0.0, 0.0)}
