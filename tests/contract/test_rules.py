"""Each rule is found where it is broken, and nowhere else."""

from __future__ import annotations

from typing import Literal

import pytest

from formcheck.exercises import find_exercise
from formcheck.exercises.base import Exercise
from tests.contract.running import (
    CASES,
    KNOWN,
    Case,
    break_limit,
    find_motions,
    list_units,
    reach_limit,
    run,
)

REACHABLE = [case for case in CASES if case.name in find_motions(case.exercise).limits]
BREAKABLE = [case for case in CASES if case.name not in find_motions(case.exercise).left_out]
VIEWS = [(e, view) for e in KNOWN for view in find_motions(e).perfect]


def test_every_limit_has_a_motion() -> None:
    for case in CASES:
        motions = find_motions(case.exercise)
        known = {*motions.limits, *motions.shaped, *motions.left_out}
        assert case.name in known, f"add a motion for {case} to tests/contract/motions.py, under limits or shaped"
    for exercise in KNOWN:
        names = {case.name for case in CASES if case.exercise is exercise}
        motions = find_motions(exercise)
        assert {*motions.limits, *motions.shaped, *motions.left_out} <= names
        broken = {case.rule for case in BREAKABLE if case.exercise is exercise}
        assert broken == {rule.id for rule in exercise.rules if not rule.never}


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize(
    ("exercise", "view", "noise_px"),
    [
        pytest.param(
            e,
            view,
            noise_px,
            id=f"{e.name}-{view}-{noise_px}",
        )
        for e, view in VIEWS
        for noise_px in (0.0, 1.0)
    ],
)
def test_perfect_motions_are_good(exercise: Exercise, view: str, noise_px: float, mirrored: bool) -> None:
    motions = find_motions(exercise)
    result = run(exercise, motions.perfect[view](noise_px=noise_px, mirrored=mirrored))
    assert (result.form, result.findings, len(list_units(result))) == ("good", (), motions.counted)
    assert noise_px or all(unit.findings == () for unit in list_units(result))


@pytest.mark.parametrize("case", BREAKABLE, ids=str)
@pytest.mark.parametrize(("noise_px", "mirrored"), [(0.0, False), (0.0, True), (0.5, False)])
def test_each_limit_has_a_motion_that_breaks_it_and_only_it(case: Case, noise_px: float, mirrored: bool) -> None:
    result = run(case.exercise, break_limit(case)(noise_px=noise_px, mirrored=mirrored))
    assert [f.rule for f in result.findings] == [case.rule]
    mildest = case.ways == "restart" or list(case.thresholds) == ["watch"]
    assert noise_px or result.findings[0].severity == ("watch" if mildest else "fault")
    assert result.form == "adjust"


@pytest.mark.parametrize("case", [case for case in REACHABLE if case.grades], ids=str)
def test_between_watch_and_fault_is_watched(case: Case) -> None:
    result = run(case.exercise, break_limit(case, "watch")())
    assert [(f.rule, f.severity) for f in result.findings] == [(case.rule, "watch")]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=str(case),
        )
        for case in REACHABLE
    ],
)
def test_at_the_limit_the_uncertainty_speaks_for_the_person(case: Case) -> None:
    result = run(case.exercise, reach_limit(case)())
    assert result.findings == ()
    assert result.form == "good"


@pytest.mark.parametrize("case", BREAKABLE, ids=str)
def test_mirrored_input_gives_mirrored_findings(case: Case) -> None:
    swap: dict[Literal["left", "right"] | None, str | None] = {"left": "right", "right": "left", None: None}
    plain, mirrored = (run(case.exercise, break_limit(case)(mirrored=m)) for m in (False, True))
    assert [swap[unit.side] for unit in list_units(plain)] == [unit.side for unit in list_units(mirrored)]
    pairs = list(zip(plain.findings, mirrored.findings, strict=True))
    assert all((a.rule, a.severity, a.reps, a.seen) == (b.rule, b.severity, b.reps, b.seen) for a, b in pairs)
    assert all(a.value == pytest.approx(b.value, abs=0.05, rel=0.01) for a, b in pairs)


def test_rules_that_are_never_judged_say_so_and_are_never_found() -> None:
    never = [(e, rule) for e in KNOWN for rule in e.rules if rule.never]
    assert len(never) == 2
    for exercise, rule in never:
        for motion in find_motions(exercise).perfect.values():
            result = run(exercise, motion())
            assert [n.reason for n in result.not_measurable if n.rule == rule.id] == [rule.never]
        for case in (case for case in BREAKABLE if case.exercise is exercise):
            result = run(exercise, break_limit(case)())
            assert rule.id not in {f.rule for f in result.findings}
            assert [n.reason for n in result.not_measurable if n.rule == rule.id] == [rule.never]


def test_the_hidden_arch_is_found_without_any_landmark() -> None:
    (case,) = [c for c in CASES if str(c) == "hip-lift.lumbar-hyperextension.trunk_bend_pct.above"]
    (finding,) = run(find_exercise("hip-lift"), break_limit(case)()).findings
    assert finding.measure == "trunk_bend_pct"
