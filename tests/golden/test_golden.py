"""Clips with known truth, from their saved landmarks: counts, hold times, findings rep by rep, and silence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.scoring import Scored, gives_verdict
from benchmarks.truths import load_truth
from formcheck import analyze
from formcheck.exercises import list_exercises
from formcheck.results import Measure

TRUTHS = sorted(Path(__file__).parent.glob("*.truth.npz"))


@pytest.fixture(scope="module", params=TRUTHS, ids=lambda path: path.name.removesuffix(".truth.npz"))
def clip(request: pytest.FixtureRequest) -> Scored:
    path: Path = request.param
    truth = load_truth(path)
    return Scored.compare(truth, analyze(path.with_name(path.name.replace(".truth.", ".pose.")), truth.exercise))


def test_every_exercise_has_golden_files() -> None:
    assert {load_truth(path).exercise for path in TRUTHS} >= set(list_exercises())


def test_reps_and_holds_are_counted_exactly(clip: Scored) -> None:
    assert len(clip.seen_units) == (len(clip.truth.units) if clip.truth.judgeable else 0)


def test_holds_are_timed_within_three_tenths_of_a_second(clip: Scored) -> None:
    if clip.result.holds:
        assert clip.hold_error_s == pytest.approx(0.0, abs=0.3)


def test_the_set_has_its_findings_and_no_other(clip: Scored) -> None:
    assert clip.verdict == "ok"


def test_what_cannot_be_judged_is_not(clip: Scored) -> None:
    assert gives_verdict(clip.result) == clip.truth.judgeable


def test_the_line_at_the_top_is_near_the_truth() -> None:
    errors = []
    for path in (p for p in TRUTHS if p.name.startswith("hip-lift")):
        truth = load_truth(path)
        scored = Scored.compare(truth, analyze(path.with_name(path.name.replace(".truth.", ".pose.")), "hip-lift"))
        line = truth.recording.signals["line_deg"]
        for true, seen in scored.matched:
            measure = seen.measures["line_at_top_deg"]
            if isinstance(measure, Measure):
                within = (truth.recording.time_s >= true.start_s) & (truth.recording.time_s <= true.end_s)
                errors.append(measure.value - float(np.max(line[within])))
    assert float(np.mean(np.abs(errors))) <= 6.0
