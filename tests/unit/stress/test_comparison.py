"""A variant beside the clip as it is."""

from __future__ import annotations

from typing import Any

import pytest

from formcheck.batch.verdict import Failure, Outcome, Verdict
from formcheck.stress.comparison import HOLD_LENGTH, Compared, MeasureChange, RuleChange, compare
from formcheck.stress.variants import VARIANTS
from tests.unit.stress.verdicts import make_hold, make_reps

ARCH, FAST, FATIGUE = "hip-lift.lumbar-hyperextension", "hip-lift.too-fast", "hip-lift.fatigue"


def get_verdict(outcome: Outcome) -> Verdict:
    assert isinstance(outcome.seen, Verdict)
    return outcome.seen


REFERENCE, HOLD = get_verdict(make_reps()), get_verdict(make_hold())


def compare_reps(variant: str = "blurred-1", **changed: Any) -> Compared:
    return compare(VARIANTS[variant], REFERENCE, make_reps(**changed))


def test_the_same_verdict_is_the_same() -> None:
    compared = compare_reps()
    assert compared.stability == "same"
    assert (compared.counted, compared.count_change) == (3, 0)
    assert compared.rules == (RuleChange(ARCH, (2, 3), (2, 3), "same"),)
    assert all(measure.largest == 0 and not measure.lost for measure in compared.measures)


def test_the_largest_change_of_a_measure_keeps_its_sign() -> None:
    compared = compare_reps(
        measures={"line_at_top_deg": (5.0, 14.5, 22.0), "trunk_bend_pct": (0.5, 2.0, None), "up_s": (None, None, None)}
    )
    assert compared.measures == (
        MeasureChange("line_at_top_deg", "deg", -3.5, 0),
        MeasureChange("trunk_bend_pct", "%", 0.0, 1),  # what only the variant has is not compared
        MeasureChange("up_s", "s", None, 3),
    )


def test_a_measure_that_is_missing_altogether_is_lost_in_each_rep() -> None:
    changes = {measure.name: measure for measure in compare_reps(measures={}).measures}
    assert changes["trunk_bend_pct"] == MeasureChange("trunk_bend_pct", "%", None, 2)


def test_the_length_of_a_hold_is_a_measure_too() -> None:
    compared = compare(VARIANTS["fps-15"], HOLD, make_hold(holds_s=(9.5,)))
    assert compared.measures[0] == MeasureChange(HOLD_LENGTH, "s", 1.5, 0)
    assert (compared.counted, compared.has_same_count) == (1, True)


def test_measures_are_not_compared_when_nobody_knows_which_rep_is_which() -> None:
    compared = compare_reps(reps=2, findings={ARCH: (1, 2)}, sides=("left", "left"))
    assert compared.measures == ()
    assert compared.count_change == -1
    assert compared.rules[0].outcome == "same"
    assert compared.stability == "differs"


NOTHING: dict[str, Any] = {"reps": 0, "findings": {}, "sides": (), "measures": {}, "not_measurable": (ARCH, FATIGUE)}


@pytest.mark.parametrize(
    ("changed", "is_open"),
    [
        ({**NOTHING, "form": "not-measurable"}, True),
        ({**NOTHING, "form": "not-measurable", "partial_reps": 3}, False),
        ({"reps": 2, "reps_not_seen": 1, "sides": ("left",) * 2}, True),
        ({"reps": 1, "reps_not_seen": 1, "sides": ("left",)}, False),
        ({"reps": 4, "sides": ("left",) * 4}, False),
    ],
)
def test_a_rep_that_was_lost_from_sight_is_no_false_count(changed: dict[str, Any], is_open: bool) -> None:
    compared = compare_reps(**changed)
    assert compared.count_is_open == is_open
    assert compared.stability == ("abstained" if is_open else "differs")
    assert not compared.has_same_count


@pytest.mark.parametrize(
    ("changed", "outcome", "stability"),
    [
        ({"findings": {}}, "lost", "differs"),
        ({"findings": {}, "not_measurable": (FATIGUE, ARCH)}, "abstained", "abstained"),
        ({"findings": {ARCH: (3,)}}, "elsewhere", "same"),
    ],
)
def test_a_rule_that_is_not_found_any_more(changed: dict[str, Any], outcome: str, stability: str) -> None:
    compared = compare_reps(**changed)
    assert [rule.outcome for rule in compared.rules] == [outcome]
    assert compared.stability == stability
    assert compared.has_same_findings == (outcome == "elsewhere")


@pytest.mark.parametrize(("rule", "outcome"), [(FAST, "gained"), (FATIGUE, "unknown")])
def test_a_rule_that_is_found_now(rule: str, outcome: str) -> None:
    compared = compare_reps(findings={ARCH: (2, 3), rule: (1,)})
    assert compared.rules[1] == RuleChange(rule, (), (1,), outcome)  # type: ignore[arg-type]
    assert not compared.has_same_findings
    assert compared.stability == ("differs" if outcome == "gained" else "abstained")


def test_a_rule_without_a_finding_that_cannot_be_judged_any_more_is_left_open() -> None:
    compared = compare_reps(not_measurable=(FATIGUE, FAST, FAST))
    assert compared.not_judged == (FAST,)
    assert compared.has_same_findings
    assert compared.stability == "abstained"


@pytest.mark.parametrize(
    ("variant", "sides", "other"),
    [
        ("mirrored", ("right", "right", None), ()),
        ("mirrored", ("left", "right", "left"), (1,)),
        ("blurred-1", ("left", "left", "right"), ()),
        ("blurred-1", ("right", None, None), (1,)),
    ],
)
def test_mirroring_swaps_the_sides_and_nothing_else_does(
    variant: str, sides: tuple[str | None, ...], other: tuple[int, ...]
) -> None:
    compared = compare_reps(variant, sides=sides)
    assert compared.other_side == other
    assert compared.stability == ("differs" if other else "same")


def test_without_anything_counted_no_finding_is_not_the_same_finding() -> None:
    compared = compare(VARIANTS["blurred-1"], HOLD, make_hold(holds_s=(), form="not-measurable", sides=()))
    assert compared.rules == ()
    assert not compared.has_same_findings
    assert compared.stability == "abstained"


@pytest.mark.parametrize(("form", "stability"), [("good", "differs"), ("not-measurable", "abstained")])
def test_the_form_counts_too_when_fewer_reps_are_broken(form: str, stability: str) -> None:
    compared = compare_reps(findings={ARCH: (3,)}, form=form)
    assert compared.rules[0].outcome == "elsewhere"
    assert not compared.has_same_findings
    assert compared.stability == stability


def test_a_variant_that_could_not_be_read_has_failed() -> None:
    compared = compare(VARIANTS["mirrored"], REFERENCE, Outcome(Failure("it crashed")))
    assert compared.stability == "failed"
    assert not compared.has_same_count
    assert not compared.has_same_findings
