"""What every exercise must hold to. A new one is found here by itself; give it its motions in `MOTIONS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from formcheck.exercises import find_exercise, list_exercises
from formcheck.exercises.base import Exercise, Seen
from formcheck.motion.view import View
from formcheck.pose import PoseTrack
from formcheck.results import NotMeasurable, SetResult
from formcheck.session import Session
from tests.synthetic import Lift, blind, hip_lift_track

Motion = Callable[..., PoseTrack]


@dataclass(frozen=True)
class Motions:
    """The motions of one exercise: perfect, and for each rule one that breaks it and no other."""

    perfect: Motion
    reps: int
    breaking: dict[str, Motion]


def lifts(*made: Lift, **fixed: float) -> Motion:
    return lambda **options: hip_lift_track(list(made), **{**fixed, **options})


MOTIONS = {
    "hip-lift": Motions(
        perfect=lifts(*[Lift()] * 8),
        reps=8,
        breaking={
            "hip-lift.lumbar-hyperextension": lifts(*[Lift(top_deg=22)] * 4),
            "hip-lift.incomplete-lift": lifts(*[Lift(top_deg=-22)] * 4),
            "hip-lift.jerky": lifts(*[Lift(up_s=2.5, down_s=2.5, submovements=3)] * 4),
            "hip-lift.too-fast": lifts(*[Lift(up_s=0.5, hold_s=0.4, down_s=0.5)] * 4),
            "hip-lift.feet-placement": lifts(*[Lift()] * 4, foot_m=1.03),
            "hip-lift.fatigue": lifts(*(Lift(top_deg=t) for t in (5, 5, 5, 4, 2, -1, -4, -7))),
        },
    ),
}
HIDDEN_ARCH = lifts(*[Lift(bend_pct=2.5)] * 4)

EXERCISES = list(list_exercises().values())
RULES = [(e, rule) for e in EXERCISES for rule in e.rules]


def run(exercise: Exercise, track: PoseTrack) -> SetResult:
    session = Session(exercise)
    session.push(track)
    assert track.source is not None
    return session.finish(track.source, track.model)


@pytest.fixture(params=EXERCISES, ids=lambda e: e.name)
def exercise(request: pytest.FixtureRequest) -> Exercise:
    found = request.param
    assert isinstance(found, Exercise)
    assert found.name in MOTIONS, f"give {found.name} its motions in MOTIONS"
    return found


def test_perfect_reps_give_no_finding(exercise: Exercise) -> None:
    motions = MOTIONS[exercise.name]
    result = run(exercise, motions.perfect())
    assert (result.form, result.findings, len(result.counted)) == ("good", (), motions.reps)
    assert all(rep.findings == () for rep in result.reps)


def test_perfect_reps_with_landmark_noise_give_no_finding(exercise: Exercise) -> None:
    result = run(exercise, MOTIONS[exercise.name].perfect(noise_px=1.0))
    assert (result.form, result.findings, len(result.counted)) == ("good", (), MOTIONS[exercise.name].reps)


@pytest.mark.parametrize(("found", "rule"), RULES, ids=lambda x: getattr(x, "id", ""))
@pytest.mark.parametrize("noise_px", [0.0, 0.7])
@pytest.mark.parametrize("mirrored", [False, True])
def test_each_rule_has_a_motion_that_breaks_it_and_only_it(
    found: Exercise, rule: object, noise_px: float, mirrored: bool
) -> None:
    rule_id = getattr(rule, "id", "")
    result = run(found, MOTIONS[found.name].breaking[rule_id](noise_px=noise_px, mirrored=mirrored))
    assert [f.rule for f in result.findings] == [rule_id]
    assert result.form == "adjust"


def test_hidden_arch_is_found_without_any_landmark() -> None:
    result = run(find_exercise("hip-lift"), HIDDEN_ARCH())
    (finding,) = result.findings
    assert (finding.rule, finding.measure) == ("hip-lift.lumbar-hyperextension", "trunk_bend_pct")


def test_nothing_seen_is_not_measurable_never_good(exercise: Exercise) -> None:
    result = run(exercise, blind(MOTIONS[exercise.name].perfect()))
    assert result.form == "not-measurable"
    assert {n.rule for n in result.not_measurable} == {rule.id for rule in exercise.rules}
    assert all(n.reason for n in result.not_measurable)


def test_every_unusable_frame_has_a_reason_to_act_on(exercise: Exercise) -> None:
    assert set(exercise.reasons) == set(Seen) - {Seen.OK}
    assert all(": " in reason for reason in exercise.reasons.values())


def test_wrong_views_are_never_judged(exercise: Exercise) -> None:
    track = MOTIONS[exercise.name].perfect()
    for yaw_deg in (60, 90, 120):
        c, s = np.cos(np.radians(yaw_deg)), np.sin(np.radians(yaw_deg))
        turned = track.world @ np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]], np.float32)
        result = run(exercise, replace(track, world=turned))
        assert result.form == "not-measurable"
        assert result.reps == ()
        assert result.view.seen != View.SIDE.name.lower() or exercise.view != "side"


def test_every_measure_has_a_unit_and_an_uncertainty(exercise: Exercise) -> None:
    for rep in run(exercise, MOTIONS[exercise.name].perfect(noise_px=0.5)).counted:
        for name, measure in rep.measures.items():
            assert not isinstance(measure, NotMeasurable), name
            assert measure.unit, name
            assert measure.uncertainty > 0, name


@pytest.mark.parametrize(("found", "rule"), RULES, ids=lambda x: getattr(x, "id", ""))
def test_each_rule_can_be_read_by_a_person(found: Exercise, rule: object) -> None:
    from formcheck.exercises.base import Rule

    assert isinstance(rule, Rule)
    assert rule.id.startswith(f"{found.name}.")
    assert rule.cue.endswith(".")
    assert len(rule.cue) <= 90
    assert rule.limits or rule.trends
    thresholds = [t for limit in rule.limits for t in (limit.watch, limit.fault) if t] + [t.change for t in rule.trends]
    assert all(t.unit and t.source for t in thresholds)
    assert all([limit.seen for limit in rule.limits] + [trend.seen for trend in rule.trends])
    for limit in rule.limits:
        if limit.fault:
            assert (limit.fault.value > limit.watch.value) == (limit.beyond == "above")


def test_counting_thresholds_have_a_source(exercise: Exercise) -> None:
    assert exercise.counting.source
    assert exercise.placement.endswith(".")
